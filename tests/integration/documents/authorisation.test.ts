/**
 * 授权号: no goods are taken away without a number. It is given where the last one agrees, HQ or the shop itself with the
 * line down, and HQ sets what all such numbers begin with.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  post,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

let story: Story
let shop: StoryStore
let hq: Browser
const back = { counterpartyCode: 'GY001', reasonCode: 'QUALITY' }
const ofShop = (serial: string) => `SQ-S001-261122-A${serial}`

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 50_000 },
    { sku: spirit.sku, quantity: 50_000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

describe('a return to the supplier', () => {
  const type = 'supplierReturn'
  const returned = (sku = crisps.sku, quantity = 1000) => draft(shop, type, back, [{ sku, quantity }])

  test('that two levels decide about has none until the second agreed, and the first burns none', async () => {
    const documentId = await returned(spirit.sku, 42_000)
    await handIn(shop, documentId)
    await story.sync()
    const region = await story.browser('re.manager')
    expect(await decide(region, documentId)).toMatchObject({ pendingLevel: 'hqOperations', reference: '' })
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'submitted', reference: '' })
    expect(await decide(hq, documentId)).toMatchObject({ state: 'approved', reference: 'SQ-HQ-261122-H0001' })
    await agrees(story)
  })

  test('the manager alone decides about gets it in the shop, with the line down', async () => {
    await changePolicy(hq, '采购退货店长审', ({ documents }) => {
      documents[type].approval = [{ level: 'storeManager', fromFen: 0 }]
      documents[type].rights.create.push('clerk')
      documents[type].rights.submit.push('clerk')
    })
    await story.sync()
    await shop.signIn('s001.lin')
    const documentId = await returned()
    await shop.must('document.setHeader', { type, documentId, reference: '质量投诉 12' })
    await story.hub.stop()
    expect(await handIn(shop, documentId)).toMatchObject({ state: 'submitted', reference: '质量投诉 12' })
    await shop.signIn('s001.manager')
    expect(await decide(shop, documentId)).toMatchObject({ state: 'approved', reference: ofShop('0001') })
    await post(shop, documentId)
    await story.hub.start()
    await agrees(story)
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted', reference: ofShop('0001') })
  })

  test('nobody has to agree to gets it when it is handed in, or posted straight away', async () => {
    await changePolicy(hq, '采购退货免审', ({ documents }) => {
      documents[type].approval = []
    })
    await story.sync()
    const handedIn = await returned()
    expect(await handIn(shop, handedIn)).toMatchObject({ state: 'approved', reference: ofShop('0002') })
    const posted = await returned()
    await post(shop, posted)
    await agrees(story)
    expect(await headerOf(hq, posted)).toMatchObject({ state: 'posted', reference: ofShop('0003') })
  })
})

describe('a return to the warehouse', () => {
  const type = 'warehouseReturn'

  test('the shop agrees to itself brings its number along: the transfer and both papers carry it', async () => {
    await changePolicy(hq, '返仓店长审', ({ documents }) => {
      documents[type].approval = [{ level: 'storeManager', fromFen: 0 }]
    })
    await story.sync()
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, type, { toWarehouseCode: 'WC01', reasonCode: 'SLOW' }, [
      { sku: crisps.sku, quantity: 2000 },
    ])
    await handIn(shop, documentId)
    await shop.signIn('s001.manager')
    expect(await decide(shop, documentId)).toMatchObject({ state: 'approved', reference: ofShop('0004') })
    await agrees(story)
    const [transfer] = (await shop.must('transfer.list', {})).transfers
    const { transferId } = transfer as { transferId: string }
    expect(await shop.must('transfer.get', { transferId })).toMatchObject({ authorisationNumber: ofShop('0004') })
    const dispatch = await shop.must('transfer.openDispatch', { transferId })
    expect(await headerOf(shop, dispatch.documentId)).toMatchObject({ reference: ofShop('0004') })
  })
})

test('what numbers begin with is HQ’s to set, papers begun before keep theirs', async () => {
  await changePolicy(hq, '编号改前缀', ({ numbers }) => {
    Object.assign(numbers, { transfer: 'DIAO', return: 'FAN', authorisation: 'SHOU', returnDispatch: 'FANC' })
  })
  const pushed = (kind: 'transfer' | 'return', toWarehouseCode: string) =>
    hq.must('transfer.push', {
      ...{ kind, fromWarehouseCode: 'WS001', toWarehouseCode, dueDate: '2026-11-23', note: '' },
      lines: [{ sku: crisps.sku, quantity: 1000 }],
    })
  expect(await pushed('transfer', 'WS002')).toMatchObject({ number: 'DIAO-HQ-261122-H0001' })
  const { transferId, number } = await pushed('return', 'WC01')
  expect(number).toBe('FAN-HQ-261122-H0001')
  await story.sync()
  const { authorisationNumber } = await shop.must('transfer.get', { transferId })
  expect(authorisationNumber).toBe('SHOU-HQ-261122-H0001')
  const { documentId } = await shop.must('transfer.openDispatch', { transferId })
  expect(await headerOf(shop, documentId)).toMatchObject({
    number: expect.stringMatching(/^FANC-S001-261122-A\d{4}$/),
    reference: authorisationNumber,
  })
  const returned = await draft(shop, 'supplierReturn', back, [{ sku: crisps.sku, quantity: 1000 }])
  expect(await handIn(shop, returned)).toMatchObject({ reference: 'SHOU-S001-261122-A0001' })
  await agrees(story)
})
