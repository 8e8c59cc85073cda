/** 采购入库 as a story of scans: what a shop's scanner really sends, and what becomes of each code. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ScanResult } from '../../src/contract/schemas/document'
import { weighLabelOf, withCheckDigit } from '../../src/hub/demo/gtin'
import {
  chain,
  createClock,
  enrol,
  openStore,
  order12,
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let store: TestStore
let documentId = ''

beforeAll(async () => {
  hub = await startHub(folder, clock)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const nobodysCode = withCheckDigit('690000099999')

const scan = (raw: string, more: { times?: number; scanId?: string } = {}): Promise<ScanResult> => {
  const { scanId, ...rest } = more
  clock.pass(1000)
  return store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(raw, scanId), ...rest })
}
const draft = () => store.must('document.get', { documentId })
const received = async (sku: string) => (await draft()).lines.find((line) => line.sku === sku)?.quantity
const freshDraft = async (orderId: string): Promise<void> => {
  if (documentId !== '') {
    const { header } = await draft()
    if (header.state === 'draft')
      await store.must('document.cancel', { type: 'goodsReceipt', documentId, reason: '下一个测试' })
  }
  documentId = (await store.must('goodsReceipt.open', { orderId })).documentId
}

/** the product has a case of twelve and at least two cases were ordered */
const caseOfTwelve = (() => {
  const code = chain.barcodes.find(
    ({ sku, packFactor, kind }) =>
      kind === 'itf14' &&
      packFactor === 12_000 &&
      order60.lines.some((line) => line.sku === sku && line.orderedQuantity >= 24_000),
  )
  if (!code) throw new Error('the demo orders no case of twelve')
  return code
})()
const plainLine = order60.lines.find(
  ({ sku, orderedQuantity }) => sku !== caseOfTwelve.sku && orderedQuantity >= 4000 && pieceCode(sku).length === 13,
) as (typeof order60.lines)[number]
const stranger = chain.products.find(
  ({ sku, status, weighed }) => status === 'active' && !weighed && !order60.lines.some((line) => line.sku === sku),
) as (typeof chain.products)[number]
const discontinued = chain.products.find(({ status }) => status === 'discontinued') as (typeof chain.products)[number]

describe('codes that mean goods on the order', () => {
  beforeEach(() => freshDraft(order60.documentId))

  test('received starts at 0 and expected is what was ordered', async () => {
    const { header, lines, tray } = await draft()
    expect(lines).toHaveLength(60)
    expect(lines.map(({ quantity }) => quantity)).toEqual(Array(60).fill(0))
    expect(lines.map(({ expectedQuantity }) => expectedQuantity)).toEqual(
      order60.lines.map((line) => line.orderedQuantity),
    )
    expect(tray).toEqual([])
    expect(header).toMatchObject({
      state: 'draft',
      linesDone: 0,
      quantityTotal: 0,
      trayOpen: 0,
      value: 0,
      security: 'saved',
    })
  })

  test('an EAN-13 adds one piece: first of its line, then one more, then the line is done, then too many', async () => {
    const { sku, orderedQuantity } = plainLine
    expect(await scan(pieceCode(sku))).toMatchObject({
      outcome: 'firstOfLine',
      rule: 'ean13',
      added: 1000,
      line: { sku, quantity: 1000, expectedQuantity: orderedQuantity },
      tray: null,
    })
    expect((await scan(pieceCode(sku))).outcome).toBe('added')
    const rest = orderedQuantity / 1000 - 3
    if (rest > 0) await scan(pieceCode(sku), { times: rest })
    expect(await scan(pieceCode(sku))).toMatchObject({ outcome: 'lineDone', header: { linesDone: 1 } })
    expect(await scan(pieceCode(sku))).toMatchObject({
      outcome: 'over',
      line: { quantity: orderedQuantity + 1000 },
    })
  })

  test('a case code stands for twelve pieces, and merges with pieces of the same product', async () => {
    expect(await scan(caseOfTwelve.code)).toMatchObject({
      outcome: 'firstOfLine',
      rule: 'itf14',
      packName: '箱',
      added: 12_000,
      line: { sku: caseOfTwelve.sku, quantity: 12_000 },
    })
    await scan(pieceCode(caseOfTwelve.sku))
    await scan(pieceCode(caseOfTwelve.sku))
    expect(await received(caseOfTwelve.sku)).toBe(14_000)
    const { lines } = await draft()
    expect(lines.filter(({ sku }) => sku === caseOfTwelve.sku)).toHaveLength(1)
  })

  test('`times` multiplies one scan, of a case too', async () => {
    expect((await scan(caseOfTwelve.code, { times: 2 })).added).toBe(24_000)
    expect((await scan(pieceCode(plainLine.sku), { times: 3 })).added).toBe(3000)
    expect((await draft()).header.quantityTotal).toBe(27_000)
  })

  test('our own SKU, typed by hand, finds the line', async () => {
    expect(await scan(plainLine.sku)).toMatchObject({ rule: 'text', added: 1000, line: { sku: plainLine.sku } })
  })

  test('a second code of the same product counts on the same line', async () => {
    const twice = order60.lines
      .map(({ sku }) => chain.barcodes.filter((code) => code.sku === sku && code.packFactor === 1000))
      .find((codes) => codes.length > 1)
    if (!twice) return
    for (const { code } of twice) await scan(code)
    expect(await received(twice[0]?.sku as string)).toBe(2000)
  })

  test('the same scanId counts once, whatever else is sent with it', async () => {
    const scanId = randomUUID()
    const first = await scan(pieceCode(plainLine.sku), { scanId })
    expect(await scan(pieceCode(plainLine.sku), { scanId })).toEqual(first)
    const together = await Promise.all([1, 2, 3].map(() => scan(pieceCode(plainLine.sku), { scanId, times: 5 })))
    expect(together).toEqual([first, first, first])
    expect(await received(plainLine.sku)).toBe(1000)
  })

  test('a burst of different scans sent at once is all there, none twice', async () => {
    await Promise.all(Array.from({ length: 40 }, () => scan(pieceCode(plainLine.sku))))
    expect(await received(plainLine.sku)).toBe(40_000)
  })

  test('no scan ever changes what is expected', async () => {
    const before = (await draft()).lines.map(({ expectedQuantity }) => expectedQuantity)
    await scan(pieceCode(plainLine.sku), { times: 500 })
    await scan(pieceCode(stranger.sku))
    await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo: 2, mode: 'set', quantity: 7000 })
    await store.must('document.undo', { type: 'goodsReceipt', documentId })
    expect((await draft()).lines.map(({ expectedQuantity }) => expectedQuantity)).toEqual(before)
  })

  test('the last piece of the last line says the receipt is done', async () => {
    const [last, ...others] = order60.lines
    for (const line of others) {
      await store.must('document.adjust', {
        type: 'goodsReceipt',
        documentId,
        lineNo: line.lineNo,
        mode: 'set',
        quantity: line.orderedQuantity,
      })
    }
    const times = (last?.orderedQuantity as number) / 1000
    expect(await scan(pieceCode(last?.sku as string), { times })).toMatchObject({
      outcome: 'receiptDone',
      header: {
        linesDone: 60,
        linesTotal: 60,
        quantityTotal: order60.lines.reduce((sum, line) => sum + line.orderedQuantity, 0),
      },
    })
  })
})

describe('codes that mean something else', () => {
  beforeEach(() => freshDraft(order60.documentId))

  const goodCode = pieceCode(plainLine.sku)
  const badCheckDigit = goodCode.slice(0, 12) + String((Number(goodCode[12]) + 1) % 10)

  test.each([
    ['a code nobody knows', nobodysCode, { outcome: 'unknown', tray: { reason: 'unknown', sku: null } }],
    ['text', 'HELLO 掌柜', { outcome: 'unknown', tray: { reason: 'unknown', text: 'HELLO 掌柜' } }],
    [
      'a bad check digit',
      badCheckDigit,
      { outcome: 'unreadable', tray: { reason: 'badCheckDigit', text: badCheckDigit } },
    ],
    ['only blanks', ' \r\n ', { outcome: 'unreadable', tray: { reason: 'empty' } }],
    ['nothing', '', { outcome: 'unreadable', tray: { reason: 'empty' } }],
    [
      'control characters',
      'AB\u0007CD',
      { outcome: 'unreadable', tray: { reason: 'controlCharacters', text: 'AB\u2407CD' } },
    ],
    ['a NUL', 'AB\u0000CD', { outcome: 'unreadable', tray: { reason: 'controlCharacters', text: 'AB\u2400CD' } }],
    ['a zero-width space', 'AB\u200bCD', { outcome: 'unreadable', tray: { reason: 'controlCharacters' } }],
    ['half a surrogate', 'AB\ud800CD', { outcome: 'unreadable', tray: { reason: 'controlCharacters' } }],
    [
      '4,000 characters',
      '9'.repeat(4000),
      { outcome: 'unreadable', tray: { reason: 'tooLong', text: `${'9'.repeat(79)}…` } },
    ],
    ['SQL', `'); DROP TABLE scan; --`, { outcome: 'unknown', tray: { text: `'); DROP TABLE scan; --` } }],
    ['a broken GS1 code', ']C101069000000000', { outcome: 'unreadable', tray: { reason: 'badGs1' } }],
  ])('%s goes into the tray with its reason and onto no line', async (_what, raw, expected) => {
    const result = await scan(raw)
    expect(result).toMatchObject({ ...expected, added: 0, line: null, header: { trayOpen: 1, quantityTotal: 0 } })
    expect(result.tray).toMatchObject({ state: 'open', scans: 1, quantity: 0 })
    const [row] = await store.database.read.all<{ raw: string }>('SELECT raw FROM scan ORDER BY rowid DESC LIMIT 1')
    expect(row?.raw).toBe(raw.replaceAll('\0', '\u2400').replace('\ud800', '\ufffd'))
  })

  test('a longer code than any scanner sends is refused by its shape and not stored', async () => {
    const answer = await store.call('document.scan', {
      type: 'goodsReceipt',
      documentId,
      scan: scanOf('9'.repeat(4201)),
    })
    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', params: { field: 'scan.raw' } } })
    expect((await draft()).tray).toEqual([])
  })

  test('a product that is not on the order waits in the tray with its quantity', async () => {
    expect(await scan(pieceCode(stranger.sku), { times: 2 })).toMatchObject({
      outcome: 'notOnOrder',
      added: 0,
      tray: { sku: stranger.sku, name: stranger.name, reason: 'notOnOrder', quantity: 2000, scans: 1 },
    })
    expect(await scan(pieceCode(stranger.sku))).toMatchObject({
      tray: { quantity: 3000, scans: 2 },
      header: { trayOpen: 1 },
    })
  })

  test('a discontinued product waits in the tray under that word', async () => {
    const code = pieceCode(discontinued.sku)
    expect(await scan(code)).toMatchObject({
      outcome: 'discontinued',
      tray: { reason: 'discontinued', sku: discontinued.sku },
    })
  })

  test('set aside stays out of stock, accepted becomes a line of its own', async () => {
    await scan(nobodysCode)
    await scan(pieceCode(stranger.sku), { times: 4 })
    const [unknown, known] = (await draft()).tray
    await store.must('document.setAside', {
      type: 'goodsReceipt',
      documentId,
      trayId: unknown?.trayId as string,
      reason: '不是我们的货',
    })
    const after = await store.must('document.acceptUnplanned', {
      type: 'goodsReceipt',
      documentId,
      trayId: known?.trayId as string,
      reason: '供应商补货',
    })
    expect(after.tray.map(({ state, decision }) => [state, decision])).toEqual([
      ['setAside', '不是我们的货'],
      ['accepted', '供应商补货'],
    ])
    expect(after.lines.at(-1)).toMatchObject({
      lineNo: 61,
      sku: stranger.sku,
      expectedQuantity: 0,
      quantity: 4000,
      unplanned: true,
      unitCost: stranger.unitCost,
    })
    expect(after.header).toMatchObject({ trayOpen: 0, quantityTotal: 4000 })
    expect(await scan(pieceCode(stranger.sku))).toMatchObject({ outcome: 'added', line: { quantity: 5000 } })
    expect(await scan(nobodysCode)).toMatchObject({ outcome: 'unknown', header: { trayOpen: 1 } })
  })

  test('in a dialog or at home a scan is only logged and named', async () => {
    const name = async (raw: string, where: 'home' | 'dialog' = 'home') =>
      (await store.must('scan.identify', { scan: scanOf(raw), where })).meaning
    expect(await name(order60.number)).toMatchObject({ kind: 'order', draftId: documentId })
    expect(await name(order60.deliveryNote)).toMatchObject({ kind: 'order', orderId: order60.documentId })
    expect(await name((await draft()).header.number)).toMatchObject({
      kind: 'document',
      documentId,
      type: 'goodsReceipt',
    })
    expect(await name(goodCode)).toMatchObject({ kind: 'product', sku: plainLine.sku })
    expect(await name(nobodysCode)).toEqual({ kind: 'unknown' })
    expect(await name(badCheckDigit)).toEqual({ kind: 'unreadable', reason: 'badCheckDigit' })
    expect(await name(goodCode, 'dialog')).toEqual({ kind: 'refused' })
    expect((await draft()).header).toMatchObject({ quantityTotal: 0, trayOpen: 0 })
  })
})

describe('undo', () => {
  beforeEach(() => freshDraft(order60.documentId))

  test('goes back step by step to the beginning, over lines, the tray and typed changes', async () => {
    const { sku, lineNo } = plainLine
    const at = async () => {
      const { header, lines, tray } = await draft()
      const open = tray.map(({ text, scans, quantity }) => [text, scans, quantity])
      return { total: header.quantityTotal, line: lines[lineNo - 1]?.quantity, open }
    }
    const code = pieceCode(stranger.sku)
    const stops = [await at()]
    const steps = [
      () => scan(pieceCode(sku)),
      () => scan(caseOfTwelve.code),
      () => scan(nobodysCode),
      () => scan(nobodysCode),
      () =>
        store.must('document.adjust', {
          type: 'goodsReceipt',
          documentId,
          lineNo,
          mode: 'set' as const,
          quantity: 9000,
        }),
      () =>
        store.must('document.adjust', {
          type: 'goodsReceipt',
          documentId,
          lineNo,
          mode: 'subtract' as const,
          quantity: 2000,
        }),
      () => scan(code, { times: 6 }),
      () => scan(pieceCode(sku), { times: 2 }),
    ]
    for (const step of steps) {
      await step()
      stops.push(await at())
    }
    expect(stops.at(-1)).toEqual({
      total: 21_000,
      line: 9000,
      open: [
        [nobodysCode, 2, 0],
        [code, 1, 6000],
      ],
    })
    for (const stop of stops.slice(0, -1).reverse()) {
      expect((await store.must('document.undo', { type: 'goodsReceipt', documentId })).rule).toBe('undo')
      expect(await at()).toEqual(stop)
    }
    const answer = await store.call('document.undo', { type: 'goodsReceipt', documentId })
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOTHING_TO_UNDO' } })
    expect(await at()).toEqual({ total: 0, line: 0, open: [] })
  })

  test('a scan after an undo can be undone too, and every step stays in the history', async () => {
    await scan(pieceCode(plainLine.sku))
    await store.must('document.undo', { type: 'goodsReceipt', documentId })
    await scan(pieceCode(plainLine.sku), { times: 3 })
    await store.must('document.undo', { type: 'goodsReceipt', documentId })
    expect(await received(plainLine.sku)).toBe(0)
    const steps = await store.database.read.all(
      'SELECT kind, change, undoes FROM draftStep WHERE documentId = ? ORDER BY stepNo',
      [documentId],
    )
    expect(steps).toEqual([
      { kind: 'scan', change: 1000, undoes: null },
      { kind: 'undo', change: -1000, undoes: 2 },
      { kind: 'scan', change: 3000, undoes: null },
      { kind: 'undo', change: -3000, undoes: 4 },
    ])
  })

  test('what was decided about stays decided', async () => {
    await scan(pieceCode(plainLine.sku))
    await scan(nobodysCode)
    const [entry] = (await draft()).tray
    await store.must('document.setAside', {
      type: 'goodsReceipt',
      documentId,
      trayId: entry?.trayId as string,
      reason: '不收',
    })
    expect(await store.call('document.undo', { type: 'goodsReceipt', documentId })).toMatchObject({
      ok: false,
      error: { code: 'DECISION_NOT_UNDOABLE' },
    })
    expect((await draft()).lines.find(({ sku }) => sku === plainLine.sku)).toMatchObject({ quantity: 1000 })
    expect((await draft()).tray).toMatchObject([{ state: 'setAside', scans: 1 }])
  })
})

describe('a draft is durable', () => {
  test('scans, tray and history are there after the store was closed and opened again', async () => {
    await freshDraft(order60.documentId)
    await scan(pieceCode(plainLine.sku))
    await scan(caseOfTwelve.code, { times: 2 })
    await scan(nobodysCode)
    const before = await draft()
    await store.close()
    store = await openStore(folder, clock, { shellId: 'after restart' })
    expect(await store.call('document.get', { documentId })).toMatchObject({
      ok: false,
      error: { code: 'UNAUTHENTICATED' },
    })
    await store.signIn('s001.manager')
    expect(await draft()).toEqual(before)
    expect((await store.must('goodsReceipt.expected', {})).orders).toContainEqual(
      expect.objectContaining({ orderId: order60.documentId, draftId: documentId }),
    )
    await store.must('document.undo', { type: 'goodsReceipt', documentId })
    expect((await draft()).tray).toEqual([])
  })

  test('the same window of the same start is still signed in after a backend crash', async () => {
    await store.close()
    store = await openStore(folder, clock, { shellId: 'after restart' })
    expect(await store.must('signIn.current', {})).toMatchObject({ session: { userId: 's001.manager' } })
  })
})

describe('what is expected', () => {
  test('is found by its number, its note, its supplier and by a product on it', async () => {
    const found = async (search: string) =>
      (await store.must('goodsReceipt.expected', { search })).orders.map(({ orderId }) => orderId)
    const all = (await store.must('goodsReceipt.expected', {})).orders
    const { sku } = order60.lines[0] as (typeof order60.lines)[number]
    const product = chain.products.find((one) => one.sku === sku) as (typeof chain.products)[number]
    expect(await found(order60.number)).toEqual([order60.documentId])
    expect(await found(order60.deliveryNote)).toEqual([order60.documentId])
    const expecting = all
      .map(({ orderId }) => orderId)
      .filter((id) =>
        chain.purchaseOrders.some(({ documentId: one, lines }) => one === id && lines.some((line) => line.sku === sku)),
      )
    expect(expecting).toContain(order60.documentId)
    expect(await found(sku)).toEqual(expecting)
    expect(await found(product.name)).toContain(order60.documentId)
    expect(await found(pieceCode(sku))).toEqual(expecting)
    expect(await found('%')).toEqual([])
  })
})

describe('a delivery in parts', () => {
  test('what did not come stays expected, what came is stock once, at its cost', async () => {
    await freshDraft(order12.documentId)
    const [first, second] = order12.lines as [(typeof order12.lines)[number], (typeof order12.lines)[number]]
    await scan(pieceCode(first.sku), { times: first.orderedQuantity / 1000 })
    await scan(pieceCode(second.sku))
    const { header } = await draft()
    const posted = await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
    expect(posted).toMatchObject({ number: header.number, movements: 2 })

    const orders = (await store.must('goodsReceipt.expected', {})).orders
    const total = order12.lines.reduce((sum, line) => sum + line.orderedQuantity, 0)
    expect(orders.find(({ orderId }) => orderId === order12.documentId)).toMatchObject({
      lines: 11,
      expectedTotal: total - first.orderedQuantity - 1000,
      draftId: null,
    })
    const stock = await store.must('stock.list', { search: first.sku })
    expect(stock.rows[0]).toMatchObject({
      onHand: first.orderedQuantity,
      available: first.orderedQuantity,
      value: (first.orderedQuantity / 1000) * first.unitCost,
    })
    const again = await store.must('goodsReceipt.open', { orderId: order12.documentId })
    expect(again.documentId).not.toBe(documentId)
    documentId = again.documentId
    const { lines } = await draft()
    expect(lines).toHaveLength(11)
    expect(lines.find(({ sku }) => sku === second.sku)).toMatchObject({
      expectedQuantity: second.orderedQuantity - 1000,
      quantity: 0,
    })
  })

  test('the last of it closes the order', async () => {
    for (const line of (await draft()).lines) {
      await store.must('document.adjust', {
        type: 'goodsReceipt',
        documentId,
        lineNo: line.lineNo,
        mode: 'set',
        quantity: line.expectedQuantity ?? 0,
      })
    }
    const { header } = await draft()
    await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
    const answer = await store.call('goodsReceipt.open', { orderId: order12.documentId })
    expect(answer).toMatchObject({ ok: false, error: { code: 'ORDER_NOT_OPEN' } })
    const { meaning } = await store.must('scan.identify', { scan: scanOf(order12.number), where: 'home' })
    expect(meaning).toEqual({ kind: 'orderClosed', number: order12.number })
  })
})

describe('goods sold by weight', () => {
  test('the grams in a scale label are what is added; a broken label is not guessed at', async () => {
    const order = chain.purchaseOrders.find(
      ({ storeCode }) => storeCode === 'S003',
    ) as (typeof chain.purchaseOrders)[number]
    const line = order.lines.find(({ sku }) => chain.products.find((product) => product.sku === sku)?.weighed)
    const sku = line?.sku as string
    const plu = chain.barcodes.find((code) => code.sku === sku && code.kind === 'plu')?.code as string
    const south = await openStore(`${folder}/S003`, clock)
    await enrol(south, hub, 'S003')
    await south.signIn('s003.manager')
    const { documentId: id } = await south.must('goodsReceipt.open', { orderId: order.documentId })
    const weigh = (raw: string, times = 1) =>
      south.must('document.scan', { type: 'goodsReceipt', documentId: id, scan: scanOf(raw), times })

    expect(await weigh(weighLabelOf(plu, 1234))).toMatchObject({
      rule: 'weighed',
      added: 1234,
      line: { sku, quantity: 1234 },
    })
    expect(await weigh(weighLabelOf(plu, 66))).toMatchObject({ line: { quantity: 1300 } })
    const typed = await south.must('document.adjust', {
      type: 'goodsReceipt',
      documentId: id,
      lineNo: line?.lineNo as number,
      mode: 'add',
      quantity: 250,
    })
    expect(typed.line?.quantity).toBe(1550)
    const label = weighLabelOf(plu, 500)
    const broken = label.slice(0, 12) + String((Number(label[12]) + 3) % 10)
    expect(await weigh(broken)).toMatchObject({ outcome: 'unreadable', tray: { reason: 'badCheckDigit' } })
    expect(await weigh(weighLabelOf('99999', 500))).toMatchObject({ outcome: 'unknown' })
    await south.close()
  })
})
