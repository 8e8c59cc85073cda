/**
 * The central warehouse has no store PC: HQ's people work it in the browser, whole. Goods come in with photos and with little
 * life left, a product nobody planned is taken in, a return is authorised, leaves and is confirmed; all over HTTP.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
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
import { chain } from '../../support/world'

let story: Story
let shop: StoryStore
let hq: Browser
let second: Browser
const at = { warehouseCode: 'WC01' }
const yoghurt = chain.products.find(({ keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays === 30) as {
  sku: string
}

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  second = await story.browser('hq.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 10_000 },
    { sku: mints.sku, quantity: 10_000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

/** A picture of that many bytes: what comes after its first ones is anybody's. */
const picture = (bytes: number): string => {
  const photo = Buffer.alloc(bytes, 7)
  photo.set([0xff, 0xd8, 0xff, 0xe0])
  return photo.toString('base64')
}

describe('goods without an order', () => {
  const type = 'goodsReceipt'
  let documentId: string

  test('are received with a photo of full size, step by step back where a finger slipped', async () => {
    documentId = await draft(hq, type, { ...at, counterpartyCode: 'GY001', reference: 'SH-1' }, [
      { sku: crisps.sku, quantity: 20_000 },
    ])
    await hq.must('document.adjust', { type, documentId, lineNo: 1, field: 'damaged', mode: 'add', quantity: 9000 })
    const undone = await hq.must('document.undo', { type, documentId })
    expect(undone.line).toMatchObject({ quantity: 20_000, damagedQuantity: 0 })
    await hq.must('document.adjust', { type, documentId, lineNo: 1, field: 'damaged', mode: 'add', quantity: 1000 })

    const photo = { type, documentId, name: '破损.jpg', mime: 'image/jpeg' } as const
    const kept = await hq.must('document.attach', { ...photo, dataBase64: picture(600 * 1024) })
    await refuses(
      story,
      () => hq.call('document.attach', { ...photo, dataBase64: picture(614_401) }),
      'ATTACHMENT_UNREADABLE',
    )
    await refuses(story, () => hq.call('document.attach', { ...photo, dataBase64: 'AAAA' }), 'ATTACHMENT_UNREADABLE')
    expect(kept).toMatchObject({ name: '破损.jpg', bytes: 614_400 })
    const { attachmentId } = kept
    expect(await second.must('document.attachment', { documentId, attachmentId })).toEqual({
      mime: 'image/jpeg',
      dataBase64: picture(600 * 1024),
    })
  })

  test('little life left is a question with its figures; who holds the right answers it', async () => {
    const line = { type, documentId, sku: yoghurt.sku, lot: 'Y1', expiryDate: '2026-11-29', quantity: 4000 } as const
    const asked = await hq.must('document.setLine', line)
    expect(asked).toMatchObject({
      outcome: 'shortLife',
      added: 0,
      line: null,
      product: { sku: yoghurt.sku },
      life: { expiryDate: '2026-11-29', remainingDays: 7, requiredDays: 10 },
    })
    const taken = await hq.must('document.setLine', { ...line, shortLifeAccepted: true })
    expect(taken).toMatchObject({ outcome: 'nearExpiry', added: 4000, line: { lot: 'Y1', quantity: 4000 } })
    const expired = { ...line, lot: 'Y0', expiryDate: '2026-11-21', shortLifeAccepted: true as const }
    expect(await hq.must('document.setLine', expired)).toMatchObject({ outcome: 'expired', added: 0 })
  })

  test('is HQ operations’ right: whoever HQ lets write receipts beside them neither begins one bare nor takes short life', async () => {
    await changePolicy(hq, '采购可制单', ({ documents }) => void documents[type].rights.create.push('purchasing'))
    const purchasing = await story.browser('hq.purchasing')
    await refuses(story, () => purchasing.call('document.create', { type, ...at }), 'DOCUMENT_NEEDS_SOURCE', { type })
    const line = { type, documentId, sku: yoghurt.sku, lot: 'Y2', expiryDate: '2026-11-29', quantity: 1000 } as const
    const asked = await purchasing.must('document.setLine', { ...line, shortLifeAccepted: true })
    expect(asked).toMatchObject({ outcome: 'shortLife', added: 0 })
  })

  test('posted, the goods lie there and the photo stays', async () => {
    await post(hq, documentId)
    const { header, attachments } = await read(second, documentId)
    expect(header).toMatchObject({ state: 'posted', number: 'CGRK-HQ-261122-H0001', attachments: 1 })
    expect(attachments).toHaveLength(1)
    const photo = { type, documentId, name: '晚了.jpg', mime: 'image/jpeg', dataBase64: picture(100) } as const
    await refuses(story, () => hq.call('document.attach', photo), 'DOCUMENT_STATE')
    expect(await accountsOf(story.hub.database, yoghurt.sku)).toMatchObject({ 'stock:WC01': [4000, expect.anything()] })
    await agrees(story)
  })
})

test('goods of a transfer nobody planned are taken in with the reason, by who may', async () => {
  const { transferId } = await hq.must('transfer.push', {
    ...{ kind: 'return', fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23', note: '' },
    lines: [{ sku: crisps.sku, quantity: 2000 }],
  })
  await story.sync()
  const sent = await shop.must('transfer.openDispatch', { transferId })
  const dispatch = { type: 'transferDispatch', documentId: sent.documentId } as const
  await shop.must('document.setLine', { ...dispatch, sku: crisps.sku, quantity: 2000 })
  await post(shop, sent.documentId)
  await story.sync()
  const { documentId } = await hq.must('transfer.openReceipt', { transferId })
  const receipt = { type: 'transferReceipt', documentId } as const
  await hq.must('document.setLine', { ...receipt, sku: crisps.sku, quantity: 2000 })
  const stray = { ...receipt, sku: mints.sku, quantity: 1000 }
  await refuses(story, () => hq.call('document.setLine', stray), 'PRODUCT_NOT_PLANNED', { sku: mints.sku })
  const taken = await hq.must('document.setLine', { ...stray, unplannedReason: '混在箱里' })
  expect(taken.line).toMatchObject({ sku: mints.sku, quantity: 1000, unplanned: true, note: '混在箱里' })
  await post(hq, documentId)
  const { lines } = await hq.must('transfer.get', { transferId })
  expect(lines.find(({ sku }) => sku === mints.sku)).toMatchObject({ approvedQuantity: 0, receivedQuantity: 1000 })
  await agrees(story)
})

test('a return to the supplier is authorised by a second person at HQ, leaves, and is confirmed once', async () => {
  const type = 'supplierReturn'
  const header = { ...at, counterpartyCode: 'GY001', reasonCode: 'QUALITY' }
  const documentId = await draft(hq, type, header, [{ sku: crisps.sku, quantity: 5000 }])
  expect(await handIn(hq, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
  const confirmed = { type, documentId, reference: '对方单号 7788' } as const
  await refuses(story, () => hq.call('document.confirm', confirmed), 'DOCUMENT_STATE')
  const agreed = await decide(second, documentId)
  expect(agreed).toMatchObject({ state: 'approved', reference: expect.stringMatching(/^SQ-HQ-261122-H\d{4}$/) })
  await post(hq, documentId)
  const after = (await hq.must('document.confirm', confirmed)).header
  expect(after).toMatchObject({ state: 'posted', confirmed: true, reference: agreed.reference })
  const { steps } = await read(hq, documentId)
  expect(steps.at(-1)).toMatchObject({ step: 'confirmed', reason: '对方单号 7788', userName: '总部运营专员' })
  await refuses(story, () => hq.call('document.confirm', { ...confirmed, reference: '又一次' }), 'DOCUMENT_STATE')
  await refuses(story, () => hq.call('document.reverse', { type, documentId, reason: '记错了' }), 'NOT_REVERSIBLE')
  await agrees(story)
})

test('HQ adds nothing to a paper of a store', async () => {
  const documentId = await draft(shop, 'internalUse', { reasonCode: 'DISPLAY' }, [{ sku: spirit.sku, quantity: 1000 }])
  await stockUp(shop, [{ sku: spirit.sku, quantity: 1000 }])
  await handIn(shop, documentId)
  await story.sync()
  const photo = { type: 'internalUse', documentId, name: '图.jpg', mime: 'image/jpeg', dataBase64: picture(9) } as const
  await refuses(story, () => hq.call('document.attach', photo), 'DOCUMENT_WRITTEN_ELSEWHERE')
  await refuses(
    story,
    () => hq.call('document.undo', { type: 'internalUse', documentId }),
    'DOCUMENT_WRITTEN_ELSEWHERE',
  )
  expect(await versioned(shop, documentId)).toMatchObject({ documentId })
  expect(await headerOf(hq, documentId)).toMatchObject({ attachments: 0 })
})
