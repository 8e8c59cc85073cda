/**
 * What a draft is begun from, and what of it leaves no trace: a receipt copied without its order, a copy whose reason was
 * switched off since, a line entered by mistake; and the words a voided paper keeps.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  draft,
  handIn,
  headerOf,
  holds,
  mints,
  post,
  read,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'
import { chain, order12, scanOf } from '../../support/world'

let story: Story
let shop: StoryStore
let hq: Browser
const manager = 's001.manager'
const receipt = 'goodsReceipt' as const
const product = (sku: string) => chain.products.find((one) => one.sku === sku) as (typeof chain.products)[number]
const linesOf = async (documentId: string) =>
  (await read(shop, documentId)).lines.map(({ lineNo, sku, quantity }) => [lineNo, sku, quantity])

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  hq = await story.browser('hq.operations')
  await shop.signIn('s001.lin')
  await shop.signIn(manager)
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 20_000 },
    { sku: spirit.sku, quantity: 5000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

describe('a receipt copied', () => {
  const milk = chain.products.find(({ keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays === 180)?.sku as string
  const bare = { supplierCode: 'GY002', deliveryNote: '' }
  let original: string

  test('is a receipt without an order: good quantities, today’s cost, no lot of the goods before', async () => {
    const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', { ...bare, deliveryNote: 'SH-1' })
    original = documentId
    const enter = (line: { sku: string; quantity: number; lot?: string; expiryDate?: string }) =>
      shop.must('document.setLine', { type: receipt, documentId, ...line })
    await enter({ sku: crisps.sku, quantity: 6000 })
    const at = { type: receipt, documentId, lineNo: 1, mode: 'set' } as const
    await shop.must('document.adjust', { ...at, field: 'damaged', quantity: 1000 })
    await shop.must('document.adjust', { ...at, field: 'free', quantity: 2000 })
    await enter({ sku: milk, quantity: 3000, lot: 'M1', expiryDate: '2027-04-01' })
    await enter({ sku: milk, quantity: 2000, lot: 'M2', expiryDate: '2027-04-09' })
    await post(shop, documentId)
    const copy = await shop.must('goodsReceipt.openWithoutOrder', { ...bare, copyOf: documentId })
    const { header, lines } = await read(shop, copy.documentId)
    expect(header).toMatchObject({
      ...{ state: 'draft', counterpartyCode: 'GY002', sourceId: '', reference: '', blind: false },
      ...{ quantityTotal: 6000, damagedTotal: 0 },
    })
    expect(lines.map((line) => [line.sku, line.quantity, line.freeQuantity, line.lot, line.unitCost])).toEqual([
      [crisps.sku, 6000, 0, '', crisps.cost],
      [milk, 0, 0, '', product(milk).unitCost],
    ])
    // the product kept by lot is counted with the lot on the goods; what nobody counted is not told
    await post(shop, copy.documentId)
    expect(await linesOf(copy.documentId)).toEqual([[1, crisps.sku, 6000]])
  })

  test('of an order leaves the order behind; nothing that did not come comes along', async () => {
    const { documentId } = await shop.must('goodsReceipt.open', { orderId: order12.documentId })
    const [first, second] = order12.lines as [(typeof order12.lines)[number], (typeof order12.lines)[number]]
    for (const { sku } of [first, second])
      await shop.must('document.setLine', { type: receipt, documentId, sku, quantity: 2000 })
    const copy = await shop.must('goodsReceipt.openWithoutOrder', { ...bare, copyOf: documentId })
    expect(await linesOf(copy.documentId)).toEqual([
      [1, first.sku, 2000],
      [2, second.sku, 2000],
    ])
    const { header } = await read(shop, copy.documentId)
    expect([header.sourceId, header.sourceNumber, header.expectedTotal]).toEqual(['', '', 0])
    await shop.must('document.cancel', { type: receipt, documentId, reason: '下一个测试' })
  })

  test('by whoever may receive without an order, and only one that is there', async () => {
    await story.sync()
    const nobody = '00000000-0000-4000-8000-000000000000'
    const input = { ...bare, copyOf: nobody }
    await refuses(story, () => shop.call('goodsReceipt.openWithoutOrder', input), 'DOCUMENT_NOT_FOUND')
    await shop.signIn('s001.lin')
    const mine = { ...bare, copyOf: original }
    await refuses(story, () => shop.call('goodsReceipt.openWithoutOrder', mine), 'FORBIDDEN')
    await shop.signIn(manager)
    await refuses(
      story,
      () => shop.call('document.create', { type: receipt, copyOf: original }),
      'DOCUMENT_NEEDS_SOURCE',
    )
  })
})

test('a copy of a paper whose reason was switched off starts without one, and is asked for it', async () => {
  const original = await draft(shop, 'internalUse', { reasonCode: 'TASTING', note: '门口试吃' }, [
    { sku: crisps.sku, quantity: 1000 },
  ])
  await changePolicy(hq, '不再试吃', ({ reasons }) => {
    for (const reason of reasons) if (reason.code === 'TASTING') reason.active = false
  })
  await story.sync()
  const { documentId } = await shop.must('document.create', { type: 'internalUse', copyOf: original })
  expect(await headerOf(shop, documentId)).toMatchObject({ reasonCode: '', note: '门口试吃', quantityTotal: 1000 })
  await refuses(story, async () => shop.call('document.submit', await versioned(shop, documentId)), 'FIELD_MISSING', {
    field: 'reason',
  })
  const named = { type: 'internalUse' as const, copyOf: original, reasonCode: 'TASTING' }
  await refuses(story, () => shop.call('document.create', named), 'REASON_NOT_FOUND')
  await shop.must('document.setHeader', { type: 'internalUse', documentId, reasonCode: 'CLEANING' })
  expect(await handIn(shop, documentId)).toMatchObject({ reasonCode: 'CLEANING' })
  await shop.must('document.withdraw', { type: 'internalUse', documentId, reason: '再看看' })
})

describe('a line entered by mistake', () => {
  const type = 'writeOff' as const
  const writeOff = () => draft(shop, type, { reasonCode: 'BROKEN' })
  const enter = (documentId: string, sku: string, quantity = 1000) =>
    shop.must('document.setLine', { type, documentId, sku, quantity })

  test('is taken out, and the number of the next line is its own', async () => {
    const documentId = await writeOff()
    await enter(documentId, crisps.sku)
    await enter(documentId, mints.sku)
    const { header, lines } = await shop.must('document.removeLine', { type, documentId, lineNo: 1 })
    expect([header.linesTotal, header.quantityTotal]).toEqual([1, 1000])
    expect(lines.map(({ lineNo, sku }) => [lineNo, sku])).toEqual([[2, mints.sku]])
    await enter(documentId, spirit.sku)
    expect(await linesOf(documentId)).toEqual([
      [2, mints.sku, 1000],
      [3, spirit.sku, 1000],
    ])
  })

  test('undo says that a removal is not undone, and never touches a line that took the number since', async () => {
    await story.sync()
    const documentId = await writeOff()
    await enter(documentId, crisps.sku)
    await enter(documentId, mints.sku, 4000)
    await shop.must('document.removeLine', { type, documentId, lineNo: 2 })
    await refuses(story, () => shop.call('document.undo', { type, documentId }), 'REMOVAL_NOT_UNDOABLE')
    await enter(documentId, spirit.sku, 2000)
    expect(await linesOf(documentId)).toEqual([
      [1, crisps.sku, 1000],
      [2, spirit.sku, 2000],
    ])
    await shop.must('document.undo', { type, documentId })
    expect(await linesOf(documentId)).toEqual([
      [1, crisps.sku, 1000],
      [2, spirit.sku, 0],
    ])
    await refuses(story, () => shop.call('document.undo', { type, documentId }), 'REMOVAL_NOT_UNDOABLE')
  })

  test('set to nothing it is neither handed in nor told, and back in the draft undo goes on without it', async () => {
    const documentId = await writeOff()
    await enter(documentId, crisps.sku, 2000)
    await enter(documentId, mints.sku, 3000)
    await enter(documentId, mints.sku, 0)
    const { number } = await handIn(shop, documentId)
    expect(await linesOf(documentId)).toEqual([[1, crisps.sku, 2000]])
    await story.sync()
    const told = await hq.must('document.list', { types: [type], search: number })
    expect(told.documents.map(({ linesTotal }) => linesTotal)).toEqual([1])
    await shop.must('document.withdraw', { type, documentId, reason: '少写了' })
    await shop.must('document.undo', { type, documentId })
    expect(await linesOf(documentId)).toEqual([[1, crisps.sku, 0]])
    await story.sync()
    await refuses(story, () => shop.call('document.undo', { type, documentId }), 'NOTHING_TO_UNDO')
    await shop.must('document.cancel', { type, documentId, reason: '不报了' })
    await agrees(story)
  })

  test('of an order stays, for a nought there says that nothing came; one accepted beside it goes', async () => {
    const { documentId } = await shop.must('goodsReceipt.open', { orderId: order12.documentId })
    const removing = (lineNo: number) => ({ type: receipt, documentId, lineNo })
    await story.sync()
    await refuses(story, () => shop.call('document.removeLine', removing(1)), 'LINE_PLANNED', { lineNo: 1 })
    await refuses(story, () => shop.call('document.removeLine', removing(99)), 'LINE_NOT_FOUND', { lineNo: 99 })
    const code = chain.barcodes.find(({ sku, packFactor }) => sku === spirit.sku && packFactor === 1000)?.code ?? ''
    const { tray } = await shop.must('document.scan', { type: receipt, documentId, scan: scanOf(code) })
    const entry = { type: receipt, documentId, trayId: tray?.trayId ?? '', reason: '多送的' }
    const { lines } = await shop.must('document.acceptUnplanned', entry)
    const odd = lines.find(({ unplanned }) => unplanned)?.lineNo as number
    const after = await shop.must('document.removeLine', removing(odd))
    expect([after.lines.length, after.header.quantityTotal]).toEqual([12, 0])
    await shop.must('document.cancel', { type: receipt, documentId, reason: '下一个测试' })
  })

  test('of a cost adjustment goes too, at HQ: what is not on the paper keeps its value', async () => {
    const purchasing = await story.browser('hq.purchasing')
    const cost = 'costAdjustment' as const
    const documentId = await draft(purchasing, cost, { warehouseCode: 'WS001', reasonCode: 'PRICE-FIX' }, [
      { sku: crisps.sku, quantity: 0, unitCost: 20_000 },
      { sku: mints.sku, quantity: 0, unitCost: 99_999 },
    ])
    const before = await holds(shop.database, 'stock:WS001', mints.sku)
    await purchasing.must('document.removeLine', { type: cost, documentId, lineNo: 2 })
    const submitted = await handIn(purchasing, documentId)
    expect([submitted.state, submitted.linesTotal]).toEqual(['submitted', 1])
    const decision = {
      type: cost,
      documentId,
      contentHash: submitted.contentHash,
      decision: 'approved',
      reason: '',
    } as const
    await hq.must('document.decide', decision)
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted', linesTotal: 1 })
    expect(await holds(shop.database, 'stock:WS001', mints.sku)).toEqual(before)
    await agrees(story)
  })
})

test('a voided paper keeps its note; why it was voided stands beside it, here and at HQ', async () => {
  const type = 'overage' as const
  const documentId = await draft(shop, type, { reasonCode: 'FOUND', note: '盘库时多出' }, [
    { sku: crisps.sku, quantity: 1000 },
  ])
  await handIn(shop, documentId)
  await shop.must('document.withdraw', { type, documentId, reason: '数错了' })
  await shop.must('document.cancel', { type, documentId, reason: '不是本店的货' })
  await story.sync()
  for (const desk of [shop, hq])
    expect(await headerOf(desk, documentId)).toMatchObject({
      ...{ state: 'cancelled', note: '盘库时多出', cancelReason: '不是本店的货', confirmed: false },
    })
  await agrees(story)
})
