/** What a code means to a shop: one product, one of several that people choose, a pack, a label of a scale, or no goods at all. */

import { randomUUID } from 'node:crypto'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ScanResult } from '../../src/contract/schemas/document'
import { codeIn, readScan, type ScannedCode } from '../../src/core/barcode/readScan'
import { lookUpAll, lookUpProducts } from '../../src/documents/lookUp'
import type { DemoChain } from '../../src/hub/demo/demoChain'
import { weighLabelOf, withCheckDigit } from '../../src/hub/demo/gtin'
import {
  chain,
  createClock,
  enrol,
  openStore,
  order12,
  order60,
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

const plainLines = order60.lines.filter(({ sku, orderedQuantity }) => {
  const product = chain.products.find((one) => one.sku === sku)
  return product && !product.keepsLots && !product.weighed && orderedQuantity >= 24_000
})
const [first, second, third] = plainLines.map(({ sku }) => sku) as [string, string, string]

const byWeight = new Set(chain.products.filter(({ weighed }) => weighed).map(({ sku }) => sku))

/** Old and new recipe under one code; a piece and its six-pack under one code; eight digits that are two numbers. */
const shared = withCheckDigit('690999900001')
const pieceAndPack = withCheckDigit('690999900002')
const eightDigits = '12345670'
const sixCase = withCheckDigit('1690999900003')
/** As an old system gave it out: its last digit does not check. */
const unchecked = '6909999000499'
const oldLink = 'https://e.cn/01/06909999000499'
/** Kept as 14 digits by one catalogue, without its nought by a spreadsheet; once under two products. */
const padded = withCheckDigit('690999900005')
const american = withCheckDigit('03600029145')
const twiceKept = withCheckDigit('690999900006')
const onceKept = withCheckDigit('690999900007')
const digitNote = '20261122000001'
const world: DemoChain = {
  ...chain,
  purchaseOrders: chain.purchaseOrders.map((order) =>
    order.documentId === order12.documentId ? { ...order, deliveryNote: digitNote } : order,
  ),
  barcodes: [
    ...chain.barcodes,
    { code: shared, sku: first, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: shared, sku: second, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: pieceAndPack, sku: third, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: pieceAndPack, sku: third, kind: 'ean13', packFactor: 6000, packName: '提' },
    { code: eightDigits, sku: first, kind: 'ean8', packFactor: 1000, packName: '' },
    { code: '123456000070', sku: second, kind: 'upca', packFactor: 1000, packName: '' },
    { code: sixCase, sku: first, kind: 'itf14', packFactor: 6000, packName: '箱' },
    { code: '77777', sku: second, kind: 'plu', packFactor: 1000, packName: '' },
    { code: '88888', sku: second, kind: 'other', packFactor: 1000, packName: '' },
    { code: oldLink, sku: first, kind: 'other', packFactor: 1000, packName: '' },
    { code: unchecked, sku: first, kind: 'other', packFactor: 1000, packName: '' },
    { code: `0${padded}`, sku: second, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: american.slice(1), sku: third, kind: 'other', packFactor: 1000, packName: '' },
    { code: `0${twiceKept}`, sku: first, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: twiceKept, sku: second, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: `0${onceKept}`, sku: first, kind: 'ean13', packFactor: 1000, packName: '' },
    { code: onceKept, sku: first, kind: 'ean13', packFactor: 1000, packName: '件' },
  ],
}

beforeAll(async () => {
  hub = await startHub(folder, clock, world)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const type = 'goodsReceipt' as const
type More = { scanId?: string; times?: number; chosen?: { sku: string; packName: string } }
const scan = (raw: string, { scanId, ...more }: More = {}): Promise<ScanResult> => {
  clock.pass(1000)
  return store.must('document.scan', { type, documentId, scan: scanOf(raw, scanId), ...more })
}
const freshDraft = async (orderId = order60.documentId): Promise<void> => {
  if (documentId !== '') await store.must('document.cancel', { type, documentId, reason: '下一个测试' })
  documentId = (await store.must('goodsReceipt.open', { orderId })).documentId
}
const planOf = (sql: string, parameters: readonly unknown[]): Promise<string[]> =>
  new Promise((done, fail) => {
    const connection = new sqlite3.Database(store.file, sqlite3.OPEN_READONLY)
    connection.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters, (error, rows) =>
      connection.close(() => (error ? fail(error) : done(rows.map(({ detail }) => detail)))),
    )
  })
const held = async (sku: string): Promise<number | undefined> =>
  (await store.must('document.get', { documentId })).lines.find((line) => line.sku === sku)?.quantity

beforeEach(() => freshDraft())

describe('one code, several products', () => {
  const asked = { outcome: 'ambiguous', rule: 'ean13', added: 0, line: null, tray: null, header: { trayOpen: 0 } }

  test('nothing is counted before somebody says which; then the draft remembers it', async () => {
    const candidates = [first, second].sort().map((sku) => ({ sku, packName: '', packFactor: 1000, rule: 'ean13' }))
    expect(await scan(shared)).toMatchObject({ ...asked, candidates })
    expect(await scan(shared, { chosen: { sku: second, packName: '' } })).toMatchObject({
      outcome: 'firstOfLine',
      line: { sku: second, quantity: 1000 },
    })
    expect(await scan(shared, { times: 3 })).toMatchObject({ added: 3000, line: { sku: second, quantity: 4000 } })
    expect(await held(first)).toBe(0)
  })

  test('sent again, the question is the same; a product that has not this code is no answer', async () => {
    const scanId = '0d5b1f0e-6f7a-4c1a-9c57-3a1f5b1f2a01'
    const question = await scan(shared, { scanId })
    expect(await scan(shared, { scanId })).toMatchObject({ ...asked, candidates: question.candidates })
    expect(await scan(shared, { chosen: { sku: third, packName: '' } })).toMatchObject(asked)
  })

  test('a wrong choice is undone and asked about again; another draft asks for itself', async () => {
    await scan(shared, { chosen: { sku: second, packName: '' } })
    await store.must('document.undo', { type, documentId })
    expect(await scan(shared)).toMatchObject(asked)
    await scan(shared, { chosen: { sku: first, packName: '' } })
    expect(await scan(shared)).toMatchObject({ line: { sku: first, quantity: 2000 } })
    await freshDraft()
    expect(await scan(shared)).toMatchObject(asked)
  })

  test('another code of one of them is no word about the shared one', async () => {
    const own = chain.barcodes.find(({ sku, packFactor }) => sku === first && packFactor === 1000)?.code as string
    expect(await scan(own)).toMatchObject({ line: { sku: first } })
    expect(await scan(shared)).toMatchObject(asked)
  })

  test('a piece and a pack under one code are asked about too', async () => {
    expect(await scan(pieceAndPack)).toMatchObject({
      outcome: 'ambiguous',
      candidates: [
        { sku: third, packName: '', packFactor: 1000 },
        { sku: third, packName: '提', packFactor: 6000 },
      ],
    })
    const pack = { sku: third, packName: '提' }
    expect(await scan(pieceAndPack, { chosen: pack })).toMatchObject({ added: 6000, packName: '提' })
  })

  test('eight digits that are an EAN-8 of one product and a UPC-E of another', async () => {
    const rules = { [first]: 'ean8', [second]: 'upce' }
    const { candidates } = await scan(eightDigits)
    expect(Object.fromEntries((candidates ?? []).map(({ sku, rule }) => [sku, rule]))).toEqual(rules)
    expect(await scan(eightDigits, { chosen: { sku: second, packName: '' } })).toMatchObject({ rule: 'upce' })
    // a scanner that says which it is leaves nothing to ask
    expect(await scan(`]E4${eightDigits}`)).toMatchObject({ rule: 'ean8', line: { sku: first } })
  })

  test('outside a document all of them are named', async () => {
    const { meaning } = await store.must('scan.identify', { scan: scanOf(shared), where: 'stock' })
    const products = [first, second].sort().map((sku) => ({ sku }))
    expect(meaning).toMatchObject({ kind: 'products', products })
    const pack = await store.must('scan.identify', { scan: scanOf(pieceAndPack), where: 'stock' })
    expect(pack.meaning).toMatchObject({ kind: 'product', sku: third })
  })
})

describe('a code somebody linked on this paper', () => {
  const strange = withCheckDigit('690999900010')
  const link = async (raw: string, packFactor?: number): Promise<void> => {
    const { tray } = await scan(raw)
    const odd = { trayId: tray?.trayId as string, sku: first, ...(packFactor ? { packFactor } : {}) }
    await store.must('document.link', { type, documentId, ...odd })
  }

  test('is that product on every further scan of it, in every spelling and as many as was said', async () => {
    await link(strange, 2000)
    expect(await held(first)).toBe(2000)
    const scanId = '0d5b1f0e-6f7a-4c1a-9c57-3a1f5b1f2a09'
    const again = await scan(strange, { scanId })
    expect(again).toMatchObject({ added: 2000, line: { sku: first, quantity: 4000 }, tray: null })
    expect(await scan(strange, { scanId })).toMatchObject({ outcome: again.outcome, added: 2000 })
    expect(await scan(`]C1010${strange}`, { times: 3 })).toMatchObject({ added: 6000, line: { quantity: 10_000 } })
    expect((await store.must('document.get', { documentId })).tray).toMatchObject([{ state: 'linked', scans: 1 }])
  })

  test('taken back, it waits in the tray again; another paper never heard of it', async () => {
    await link(strange)
    await scan(strange)
    for (let step = 0; step < 2; step += 1) await store.must('document.undo', { type, documentId })
    expect(await scan(strange)).toMatchObject({ outcome: 'unknown', line: null, tray: { scans: 2 } })
    expect(await held(first)).toBe(0)
    await link(strange)
    await freshDraft()
    expect(await scan(strange)).toMatchObject({ outcome: 'unknown', line: null })
  })

  test('linked anew, the newest word holds; another code is still strange', async () => {
    await link(strange)
    await store.must('document.undo', { type, documentId })
    const { tray } = (await store.must('document.get', { documentId })) as { tray: { trayId: string }[] }
    const trayId = tray[0]?.trayId as string
    await store.must('document.link', { type, documentId, trayId, sku: second })
    expect(await scan(strange)).toMatchObject({ line: { sku: second, quantity: 2000 } })
    expect(await scan(withCheckDigit('690999900011'))).toMatchObject({ outcome: 'unknown' })
  })

  test('digits that do not check are those goods here, and nothing near them is', async () => {
    const wrong = '6909999000101'
    await link(wrong)
    expect(await scan(wrong)).toMatchObject({ rule: 'text', added: 1000, line: { sku: first, quantity: 2000 } })
    for (const raw of [strange, '6909999000102', `0${wrong}`]) expect((await scan(raw)).line).toBeNull()
  })

  test('a scale’s label is that of a scale: its number elsewhere is another', async () => {
    await link(weighLabelOf('66666', 500))
    expect(await scan(weighLabelOf('66666', 700))).toMatchObject({ line: { sku: first, quantity: 2000 } })
    expect(await scan('66666')).toMatchObject({ outcome: 'unknown', line: null })
  })
})

describe('a number whose check digit is wrong', () => {
  test('is a product where the catalogue has written down just these digits, and says so', async () => {
    expect(withCheckDigit(unchecked.slice(0, 12))).not.toBe(unchecked)
    for (const raw of [unchecked, `]E0${unchecked}`])
      expect(await scan(raw)).toMatchObject({ rule: 'catalogue', added: 1000, line: { sku: first }, tray: null })
    expect(await held(first)).toBe(2000)
    const { meaning } = await store.must('scan.identify', { scan: scanOf(unchecked), where: 'stock' })
    expect(meaning).toMatchObject({ kind: 'product', sku: first })
    const raws = [unchecked, withCheckDigit('690999900004'), '6909999000491']
    expect((await store.must('scan.read', { raws })).readings).toEqual([
      { text: raws[0], how: 'catalogue', unreadable: false },
      { text: raws[1], how: 'ean13', unreadable: false },
      { text: raws[2], how: 'badCheckDigit', unreadable: true },
    ])
  })

  test('is nothing otherwise: no other product’s, however near, and nothing is counted', async () => {
    const good = chain.barcodes.find(({ sku, packFactor }) => sku === first && packFactor === 1000)?.code as string
    const near = [
      `${unchecked.slice(0, 12)}${(Number(unchecked[12]) + 2) % 10}`,
      `${good.slice(0, -1)}${(Number(good.at(-1)) + 1) % 10}`,
      `0${unchecked}`,
    ]
    for (const raw of near)
      expect(await scan(raw)).toMatchObject({ outcome: 'unreadable', line: null, tray: { reason: 'badCheckDigit' } })
    expect(await held(first)).toBe(0)
    // the number that would check is a strange one, too
    expect(await scan(withCheckDigit(unchecked.slice(0, 12)))).toMatchObject({ outcome: 'unknown', line: null })
  })

  test('in a link or in brackets it is misread: HQ is not asked about a product, unless it wrote down just that', async () => {
    for (const raw of ['https://e.cn/01/06901234567893', '(01)06901234567893'])
      expect(await scan(raw)).toMatchObject({ outcome: 'unreadable', tray: { reason: 'badCheckDigit', code: '' } })
    expect(await scan(oldLink)).toMatchObject({ added: 1000, line: { sku: first } })
  })

  test('is that of a delivery note, if one has it', async () => {
    expect(withCheckDigit(digitNote.slice(0, 13))).not.toBe(digitNote)
    const { meaning } = await store.must('scan.identify', { scan: scanOf(digitNote), where: 'home' })
    expect(meaning).toMatchObject({ kind: 'order', orderId: order12.documentId })
    const strange = await store.must('scan.identify', { scan: scanOf('20261122000002'), where: 'home' })
    expect(strange.meaning).toEqual({ kind: 'unreadable', reason: 'badCheckDigit' })
  })
})

describe('one number, spelled in several ways', () => {
  test.each([
    ['kept as 14 digits, scanned as 13', padded, second],
    ['kept as 14 digits, scanned as GS1', `]C101${`0${padded}`}`, second],
    ['kept without its nought, scanned as 12', american, third],
    ['kept without its nought, scanned as 13', `0${american}`, third],
    ['kept in two spellings for one product', onceKept, first],
  ])('%s: one product, nothing to ask', async (_how, raw, sku) => {
    expect(await scan(raw)).toMatchObject({ added: 1000, line: { sku } })
  })

  test('two spellings of two products are asked about once, whichever is scanned', async () => {
    const asked = { outcome: 'ambiguous', added: 0, line: null, tray: null }
    const both = [first, second].sort()
    for (const raw of [twiceKept, `0${twiceKept}`]) {
      const answer = await scan(raw)
      expect(answer).toMatchObject(asked)
      expect((answer.candidates ?? []).map(({ sku }) => sku).sort()).toEqual(both)
    }
    await scan(twiceKept, { chosen: { sku: second, packName: '' } })
    expect(await scan(`0${twiceKept}`)).toMatchObject({ line: { sku: second, quantity: 2000 } })
  })

  test('a file of counts finds what a scan finds', async () => {
    const raws = [
      padded,
      `0${padded}`,
      american,
      onceKept,
      twiceKept,
      shared,
      pieceAndPack,
      eightDigits,
      unchecked,
      '77777',
    ]
    const readings = raws.map((raw) => codeIn(readScan(raw, { weighRules: [], year: 2026 })) as ScannedCode)
    const found = await lookUpAll(store.database.read, readings)
    for (const reading of readings) {
      const meant = (await lookUpProducts(store.database.read, reading)).map(({ sku, packName }) => [sku, packName])
      expect(found(reading).map(({ sku, packName }) => [sku, packName])).toEqual(meant)
      expect(meant.length).toBeGreaterThan(0)
    }
  })

  test('typed into a search the number finds its goods as well', async () => {
    for (const search of [padded, `0${padded}`]) {
      const { orders } = await store.must('goodsReceipt.expected', { search })
      expect(orders.map(({ number }) => number)).toContain(order60.number)
    }
    const strange = await store.must('goodsReceipt.expected', { search: withCheckDigit('690999900009') })
    expect(strange.orders).toEqual([])
  })

  test('a look-up is a few steps down the index of codes, however long the catalogue', async () => {
    const asked: string[] = []
    const watched = {
      ...store.database.read,
      all: (sql: string, parameters?: readonly unknown[]) => {
        asked.push(sql)
        return store.database.read.all(sql, parameters as never)
      },
    } as typeof store.database.read
    const reading = readScan(padded, { weighRules: [], year: 2026 }) as ScannedCode
    expect(await lookUpProducts(watched, reading)).toMatchObject([{ sku: second }])
    expect(asked).toHaveLength(1)
    const plan = await planOf(asked[0] ?? '', ['[]', 'ean13'])
    expect(plan.filter((detail) => /^SCAN (?!wanted)/.test(detail))).toEqual([])
    expect(plan).toContainEqual(expect.stringMatching(/^SEARCH b .*\(code=\?\)/))
  })
})

describe('how much a code stands for', () => {
  test('a case is what HQ says it holds, and without that word it is nothing known', async () => {
    expect(await scan(sixCase)).toMatchObject({ rule: 'itf14', added: 6000, packName: '箱', line: { sku: first } })
    const strange = withCheckDigit(`3${sixCase.slice(1, 13)}`)
    expect(await scan(strange)).toMatchObject({ outcome: 'unknown', tray: { reason: 'unknown', text: strange } })
  })

  test('a logistic label counts cases by the case', async () => {
    const sscc = withCheckDigit('36901234560000001')
    expect(await scan(`]C100${sscc}02${sixCase}373`)).toMatchObject({ rule: 'gs1', added: 18_000 })
  })

  test('identifiers that say nothing are shown with what was counted', async () => {
    const { unknownAis, added } = await scan(`]C101${sixCase}89ABC`)
    expect([unknownAis, added]).toEqual([['89'], 6000])
  })

  test('a label that says nought is no count: refused, written down, and nothing is added', async () => {
    const plu = chain.barcodes.find(({ kind, sku }) => kind === 'plu' && byWeight.has(sku))
    const labels = [
      [weighLabelOf(plu?.code ?? '', 0), plu?.sku],
      [`]C101${sixCase}300`, first],
      [`]C102${sixCase}370`, first],
    ] as const
    for (const [raw, sku] of labels) {
      const answer = await scan(raw, { times: 3 })
      expect(answer).toMatchObject({ outcome: 'noQuantity', added: 0, line: null, tray: null, product: { sku } })
      expect(answer.header).toMatchObject({ quantityTotal: 0, trayOpen: 0, version: 1 })
      const [row] = await store.database.read.all('SELECT raw, outcome, sku, quantity FROM scan ORDER BY rowid DESC')
      expect(row).toEqual({ raw, outcome: 'noQuantity', sku, quantity: 0 })
    }
  })

  test('a scale label on goods sold by the piece is one piece; a number of ours is no scale number', async () => {
    const answer = await scan(weighLabelOf('77777', 500))
    expect(answer).toMatchObject({ rule: 'weighed', weighRule: '店内秤重码 28', added: 1000, line: { sku: second } })
    expect(await scan(weighLabelOf('88888', 500))).toMatchObject({ outcome: 'unknown', tray: { sku: null } })
  })
})

describe('codes that are no goods', () => {
  test.each([
    ['a command', 'ZG-C-SAVE', 'command'],
    ['a zone', 'ZG-Z-A03', 'zone'],
    ['a page', 'ZG-P-PD-S001-261122-A0001-03', 'page'],
    ['an order', order12.number, 'document'],
  ])('%s is written down, and neither counted nor put into the tray', async (_what, raw, rule) => {
    const answer = await scan(raw)
    expect(answer).toMatchObject({ outcome: 'notGoods', rule, added: 0, line: null, tray: null })
    expect(answer.header).toMatchObject({ quantityTotal: 0, trayOpen: 0, version: 1 })
    const [row] = await store.database.read.all('SELECT raw, outcome, rule FROM scan ORDER BY rowid DESC LIMIT 1')
    expect(row).toEqual({ raw, outcome: 'notGoods', rule })
  })

  test.each([
    ['this paper’s own delivery note', () => order60.deliveryNote, { rule: 'ownNote' }],
    ['our number of this order in GS1', () => `]C1400${order60.number}`, { rule: 'ownNote' }],
    ['another order’s note', () => digitNote, { rule: 'otherNote', orderNumber: order12.number }],
    ['the same in GS1', () => `]C1400${digitNote}`, { rule: 'otherNote', orderNumber: order12.number }],
  ])('%s is told, and neither counted nor put into the tray', async (_what, code, note) => {
    const scanId = randomUUID()
    const answer = await scan(code(), { scanId })
    expect(answer).toMatchObject({ outcome: 'notGoods', ...note, added: 0, line: null, tray: null })
    expect(answer.header).toMatchObject({ quantityTotal: 0, trayOpen: 0, version: 1 })
    expect(await scan(code(), { scanId })).toMatchObject({ outcome: 'notGoods', ...note, text: answer.text })
    const rows = await store.database.read.all('SELECT outcome, rule FROM scan WHERE scanId = ?', [scanId])
    expect(rows).toEqual([{ outcome: 'notGoods', rule: note.rule }])
  })

  test('a delivery without an order knows its own note', async () => {
    const said = { supplierCode: order60.supplierCode, deliveryNote: 'SH-7788' }
    documentId = (await store.must('goodsReceipt.openWithoutOrder', said)).documentId
    expect(await scan('SH-7788')).toMatchObject({ outcome: 'notGoods', rule: 'ownNote', tray: null })
    expect(await scan('SH-7789')).toMatchObject({ outcome: 'unknown', tray: { text: 'SH-7789' } })
  })

  test('outside a document they are known for what they are; a number opens its paper however it is written', async () => {
    const name = async (raw: string) =>
      (await store.must('scan.identify', { scan: scanOf(raw), where: 'home' })).meaning
    expect(await name('ZG-C-X6')).toEqual({ kind: 'control', control: 'command' })
    expect(await name('zg-z-a03')).toEqual({ kind: 'control', control: 'zone' })
    expect(await name('ZG-P-PD-S001-261122-A0001-03')).toEqual({ kind: 'control', control: 'page' })
    const { number } = (await store.must('document.get', { documentId })).header
    expect(await name(number.toLowerCase())).toMatchObject({ kind: 'document', documentId })
    expect(await name(`]C1400${order12.number}`)).toMatchObject({ kind: 'order', orderId: order12.documentId })
    expect(await name('CGDD-S001-991122-0001')).toEqual({ kind: 'unknown' })
  })
})
