/** What HQ grants of a request: less or more than was asked, in whole pieces, from a place that can send, by the last who agrees. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  decisionOn,
  draft,
  handIn,
  headerOf,
  mints,
  refuses,
  type Story,
  type StoryStore,
} from '../../support/story'
import { chain } from '../../support/world'

let story: Story
let shop: StoryStore
let hq: Browser
const type = 'transferRequest'
const weighed = chain.products.find((product) => product.weighed && !product.keepsLots) as { sku: string }

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  hq = await story.browser('hq.operations')
})
afterAll(() => story.close())

const asked = async (): Promise<string> => {
  const documentId = await draft(shop, type, { toWarehouseCode: 'WC01' }, [
    { sku: crisps.sku, quantity: 4000 },
    { sku: mints.sku, quantity: 2000 },
    { sku: weighed.sku, quantity: 1500 },
  ])
  await handIn(shop, documentId)
  await story.sync()
  return documentId
}
const granting = async (desk: Browser, documentId: string, ...quantities: number[]) => ({
  ...(await decisionOn(desk, documentId)),
  approvedLines: quantities.map((quantity, at) => ({ lineNo: at + 1, quantity })),
})
const newest = async () => {
  const [transfer] = (await hq.must('transfer.list', {})).transfers
  return hq.must('transfer.get', { transferId: transfer?.transferId as string })
}

test('more of one, none of another, a part of a kilo: each as granted', async () => {
  const documentId = await asked()
  const half = await granting(hq, documentId, 4500)
  await refuses(story, () => hq.call('document.decide', half), 'QUANTITY_NOT_WHOLE', { sku: crisps.sku })
  const none = await granting(hq, documentId, 0, 0, 0)
  await refuses(story, () => hq.call('document.decide', none), 'NOTHING_GRANTED')
  await hq.must('document.decide', await granting(hq, documentId, 6000, 0, 1250))
  expect(
    (await newest()).lines.map(({ askedQuantity, approvedQuantity }) => [askedQuantity, approvedQuantity]),
  ).toEqual([
    [4000, 6000],
    [2000, 0],
    [1500, 1250],
  ])
  await agrees(story)
})

test('it is sent from no place that keeps figures alone, nor from the asker itself', async () => {
  const documentId = await asked()
  const from = async (fromWarehouseCode: string) => ({ ...(await decisionOn(hq, documentId)), fromWarehouseCode })
  const [virtual, itself] = [await from('WV01'), await from('WS001')]
  await refuses(story, () => hq.call('document.decide', virtual), 'WAREHOUSE_CANNOT_RECEIVE')
  await refuses(story, () => hq.call('document.decide', itself), 'SAME_WAREHOUSE')
  await hq.must('document.decide', await from('WS002'))
  expect(await newest()).toMatchObject({ fromWarehouseCode: 'WS002', toWarehouseCode: 'WS001' })
})

test('of a paper that is no request nothing is granted in part', async () => {
  const documentId = crypto.randomUUID()
  const decision = {
    type: 'writeOff',
    documentId,
    contentHash: 'a'.repeat(64),
    decision: 'approved',
    reason: '',
  } as const
  const part = { ...decision, approvedLines: [{ lineNo: 1, quantity: 1000 }] }
  await refuses(story, () => hq.call('document.decide', part), 'INVALID_INPUT', { field: 'approvedLines' })
  const back = { ...decision, type: 'warehouseReturn', fromWarehouseCode: 'WS002' } as const
  await refuses(story, () => hq.call('document.decide', back), 'INVALID_INPUT', { field: 'fromWarehouseCode' })
})

test('where two levels agree the second grants; the first says yes or no to what was asked', async () => {
  await changePolicy(hq, '要货先区域后总部', ({ documents }) => {
    documents[type].approval = [
      { level: 'regionManager', fromFen: 0 },
      { level: 'hqOperations', fromFen: 0 },
    ]
  })
  await story.sync()
  const documentId = await asked()
  const region = await story.browser('re.manager')
  const less = await granting(region, documentId, 1000)
  await refuses(story, () => region.call('document.decide', less), 'APPROVAL_LEVEL', { level: 'hqOperations' })
  expect(await decide(region, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'hqOperations' })
  await hq.must('document.decide', await granting(hq, documentId, 3000))
  expect(await headerOf(hq, documentId)).toMatchObject({ state: 'approved' })
  expect((await newest()).lines[0]).toMatchObject({ askedQuantity: 4000, approvedQuantity: 3000 })
  await agrees(story)
})
