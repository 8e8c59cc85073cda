/**
 * 红冲: a posted paper is undone by its mirror. Whatever type it is, every account is then as it was before, in pieces and
 * in value; the two papers name each other, and it happens once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentType } from '../../../src/core/documents/states'
import type { Database } from '../../../src/database/unitOfWork'
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
  holds,
  mints,
  post,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let other: StoryStore
let region: Browser
let hq: Browser

const everything = async (database: Database): Promise<string> =>
  JSON.stringify(
    await database.read.all(
      `SELECT account, sku, lot, sum(onHand) AS onHand, sum(value) AS value FROM stockBalance
       WHERE onHand <> 0 OR value <> 0 GROUP BY account, sku, lot ORDER BY 1, 2, 3`,
    ),
  )

const reverse = (type: DocumentType, documentId: string) =>
  shop.must('document.reverse', { type, documentId, reason: '录错了' })

beforeAll(async () => {
  story = await beginStory(['S001', 'S002'])
  shop = story.stores[0] as StoryStore
  other = story.stores[1] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  await other.signIn('s002.manager')
  region = await story.browser('re.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000, free: 7000, damaged: 3000 },
    { sku: mints.sku, quantity: 9000, free: 2000 },
  ])
  await stockUp(shop, [
    { sku: '1010001', quantity: 7000, free: 1000 },
    { sku: '1010002', quantity: 7000 },
    { sku: '1010003', quantity: 7000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

const lines = [
  { sku: crisps.sku, quantity: 3000 },
  { sku: mints.sku, quantity: 2000 },
]

/** The clerk writes, the manager agrees; it posts itself. */
const agreedTo = async (type: DocumentType, reasonCode: string): Promise<string> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, type, { reasonCode }, lines)
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await decide(shop, documentId)
  return documentId
}

const posted = async (type: DocumentType, header: object, of: Parameters<typeof draft>[3] = lines): Promise<string> => {
  const documentId = await draft(shop, type, header, of)
  await post(shop, documentId)
  return documentId
}

const ways: Partial<Record<DocumentType, () => Promise<string>>> = {
  goodsReceipt: () => stockUp(shop, [{ sku: crisps.sku, quantity: 5000, free: 1000, damaged: 2000 }]),
  customerReturn: () => posted('customerReturn', { reasonCode: 'UNWANTED' }),
  writeOff: () => agreedTo('writeOff', 'BROKEN'),
  overage: () => agreedTo('overage', 'FOUND'),
  internalUse: () => agreedTo('internalUse', 'TASTING'),
  otherIn: () => agreedTo('otherIn', 'GIFT-IN'),
  otherOut: () => agreedTo('otherOut', 'SAMPLE'),
  repack: () => posted('repack', { recipeCode: 'LH-01', recipeTimes: 3 }, []),
  moveInside: () => posted('moveInside', { toWarehouseCode: 'WS001B' }),
}

const returned = async (): Promise<string> => {
  const documentId = await draft(shop, 'supplierReturn', { counterpartyCode: 'GY001', reasonCode: 'SLOW' }, [
    ...lines,
    { sku: crisps.sku, quantity: 2000, condition: 'quarantine' },
  ])
  await handIn(shop, documentId)
  await story.sync()
  await decide(region, documentId)
  await story.sync()
  await post(shop, documentId)
  await story.sync()
  return documentId
}

describe.each(Object.keys(ways) as DocumentType[])('%s', (type) => {
  test('undone, with the line down, everything is as before; once, and not for the mirror itself', async () => {
    const before = await everything(shop.database)
    const documentId = await (ways[type] as () => Promise<string>)()
    await story.sync()
    expect(await everything(shop.database)).not.toBe(before)
    await shop.signIn('s001.lin')
    const asked = { type, documentId, reason: '录错了' }
    await refuses(story, () => shop.call('document.reverse', asked), 'FORBIDDEN')
    await shop.signIn('s001.manager')
    await story.hub.stop()
    const mirror = await reverse(type, documentId)
    expect(await everything(shop.database)).toBe(before)
    const [original, undone] = [await headerOf(shop, documentId), await headerOf(shop, mirror.documentId)]
    expect(original).toMatchObject({
      state: 'reversed',
      reversedBy: mirror.documentId,
      reversedByNumber: mirror.number,
    })
    expect(undone).toMatchObject({ state: 'posted', reversalOf: documentId, reversalOfNumber: original.number })
    expect(undone.value).toBe(original.value)
    expect(mirror.number.split('-')[0]).toBe(original.number.split('-')[0])
    await refuses(story, () => shop.call('document.reverse', asked), 'ALREADY_REVERSED', { by: mirror.number })
    const again = { type, documentId: mirror.documentId, reason: '又错了' }
    await refuses(story, () => shop.call('document.reverse', again), 'NOT_REVERSIBLE')
    await story.hub.start()
    await agrees(story)
    expect(await everything(story.hub.database)).toBe(before)
  })
})

describe('what a reversal is not', () => {
  test('a way round a decision: what was not posted has nothing to undo', async () => {
    const open = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, lines)
    await story.sync()
    const asked = { type: 'writeOff' as const, documentId: open, reason: '不要了' }
    await refuses(story, () => shop.call('document.reverse', asked), 'DOCUMENT_STATE', { state: 'draft' })
    await handIn(shop, open)
    await story.sync()
    await refuses(story, () => shop.call('document.reverse', asked), 'DOCUMENT_STATE', { state: 'submitted' })
    await refuses(story, () => shop.call('document.reverse', { ...asked, type: 'overage' }), 'DOCUMENT_NOT_FOUND')
    await refuses(story, () => hq.call('document.reverse', asked), 'DOCUMENT_WRITTEN_ELSEWHERE')
    await shop.must('document.withdraw', asked)
  })

  test('goods from nothing: what has left again cannot go back to the supplier', async () => {
    const sku = '1030059'
    const receipt = await stockUp(shop, [{ sku, quantity: 5000 }])
    await posted('moveInside', { toWarehouseCode: 'WS001B' }, [{ sku, quantity: 2000 }])
    await story.sync()
    const asked = { type: 'goodsReceipt' as const, documentId: receipt, reason: '不是我们的货' }
    await refuses(story, () => shop.call('document.reverse', asked), 'INSUFFICIENT_STOCK', {
      needed: 5000,
      onHand: 3000,
    })
    await posted('moveInside', { warehouseCode: 'WS001B', toWarehouseCode: 'WS001' }, [{ sku, quantity: 2000 }])
    await reverse('goodsReceipt', receipt)
    expect(await holds(shop.database, 'stock:WS001', sku)).toEqual([0, 0])
    await agrees(story)
  })

  test('a new price: the mirror takes what was paid, and what is left keeps the rest', async () => {
    const sku = '1030018'
    // five at 3.3370, then five for the price of one
    const first = await stockUp(shop, [{ sku, quantity: 5000 }])
    await stockUp(shop, [{ sku, quantity: 5000, free: 4000 }])
    expect(await holds(shop.database, 'stock:WS001', sku)).toEqual([10_000, 200_220])
    await reverse('goodsReceipt', first)
    expect(await holds(shop.database, 'stock:WS001', sku)).toEqual([5000, 33_370])
    await agrees(story)
  })

  test('a losing of value: what was sold meanwhile at the mean leaves an adjustment, never value without goods', async () => {
    const sku = '1030011'
    const dear = await stockUp(shop, [{ sku, quantity: 5000 }])
    await stockUp(shop, [{ sku, quantity: 5000, free: 4000 }])
    // ten for 230,820; five leave at 115,410, and the mirror takes the other five at the 192,350 once paid
    await posted('moveInside', { toWarehouseCode: 'WS001B' }, [{ sku, quantity: 5000 }])
    await reverse('goodsReceipt', dear)
    expect(await holds(shop.database, 'stock:WS001', sku)).toEqual([0, 0])
    expect(await holds(shop.database, 'adjustment', sku)).toEqual([0, -(192_350 - 115_410)])
    await agrees(story)
  })
})

describe('a mirror above the limit of who undoes', () => {
  const fiveBottles = [{ sku: spirit.sku, quantity: 5000 }]
  const free = async (): Promise<number | undefined> =>
    (await shop.must('stock.list', { warehouseCode: 'WS001', search: spirit.sku })).rows[0]?.onHand

  /** 596.40 yuan found outside a count: the manager agrees, then the region */
  const found = async (): Promise<string> => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'overage', { reasonCode: 'FOUND' }, fiveBottles)
    await handIn(shop, documentId)
    await shop.signIn('s001.manager')
    await decide(shop, documentId)
    await story.sync()
    await decide(region, documentId)
    await story.sync()
    expect((await headerOf(shop, documentId)).state).toBe('posted')
    return documentId
  }

  test('waits for the region’s word, its goods kept for it; refused it is void, and may be asked again', async () => {
    const before = await everything(shop.database)
    const documentId = await found()
    const standing = await everything(shop.database)
    const mirror = await reverse('overage', documentId)
    expect(mirror.state).toBe('submitted')
    expect(await everything(shop.database)).toBe(standing)
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', reversedBy: '' })
    expect(await headerOf(shop, mirror.documentId)).toMatchObject({
      state: 'submitted',
      pendingLevel: 'regionManager',
      reversalOf: documentId,
      note: '录错了',
    })
    const asked = { type: 'overage' as const, documentId, reason: '再来' }
    await story.sync()
    await refuses(story, () => shop.call('document.reverse', asked), 'ALREADY_REVERSED', { by: mirror.number })
    // what it will take back is there for nobody else, and whoever asked does not answer
    const tasting = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [
      { sku: spirit.sku, quantity: (await free()) ?? 0 },
    ])
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, tasting)),
      'INSUFFICIENT_STOCK',
      {
        claimed: 5000,
      },
    )
    await shop.must('document.cancel', { type: 'internalUse', documentId: tasting, reason: '不用了' })
    await story.sync()
    const own = await decisionOn(shop, mirror.documentId)
    await refuses(story, () => shop.call('document.decide', own), 'APPROVER_IS_AUTHOR')
    await decide(region, mirror.documentId, 'refused', '货确实多了')
    await story.sync()
    expect(await headerOf(shop, mirror.documentId)).toMatchObject({ state: 'cancelled', refusal: '货确实多了' })
    expect(await headerOf(region, mirror.documentId)).toMatchObject({ state: 'cancelled' })
    expect(await everything(shop.database)).toBe(standing)
    const again = await reverse('overage', documentId)
    await story.sync()
    await decide(region, again.documentId)
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'reversed', reversedBy: again.documentId })
    expect(await headerOf(region, documentId)).toMatchObject({ state: 'reversed', reversedBy: again.documentId })
    expect(await everything(shop.database)).toBe(before)
    await agrees(story)
  })

  test('taken back by who asked for it, it is void', async () => {
    const documentId = await found()
    const mirror = await reverse('overage', documentId)
    await shop.must('document.withdraw', { type: 'overage', documentId: mirror.documentId, reason: '没错' })
    expect((await headerOf(shop, mirror.documentId)).state).toBe('cancelled')
    await story.sync()
    expect((await headerOf(region, mirror.documentId)).state).toBe('cancelled')
    expect((await headerOf(shop, documentId)).state).toBe('posted')
    await agrees(story)
  })

  test('a return is undone with the region’s word, in one go; the supplier’s word meanwhile makes it stand', async () => {
    const before = await everything(shop.database)
    const first = await returned()
    const mirror = await reverse('supplierReturn', first)
    expect(mirror.state).toBe('submitted')
    await story.sync()
    await decide(region, mirror.documentId)
    await story.sync()
    expect((await headerOf(shop, first)).state).toBe('reversed')
    expect(await everything(shop.database)).toBe(before)
    const second = await returned()
    const late = await reverse('supplierReturn', second)
    await shop.must('document.confirm', { type: 'supplierReturn', documentId: second, reference: '已收' })
    await story.sync()
    const gone = await everything(shop.database)
    await decide(region, late.documentId)
    await story.sync()
    expect((await headerOf(shop, late.documentId)).state).toBe('approved')
    await refuses(
      story,
      async () => shop.call('document.post', await versioned(shop, late.documentId)),
      'NOT_REVERSIBLE',
    )
    await shop.must('document.cancel', { type: 'supplierReturn', documentId: late.documentId, reason: '对方已收' })
    expect(await everything(shop.database)).toBe(gone)
    await agrees(story)
  })
})

describe('what a waiting mirror holds', () => {
  const sku = '1030002'

  test('is what it takes back; what it will bring is not there for anybody yet', async () => {
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ sku: spirit.sku, quantity: 40_000 }])
    await shop.signIn('s001.lin')
    const out = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [{ sku: spirit.sku, quantity: 17_000 }])
    await handIn(shop, out)
    await story.sync()
    await decide(hq, out)
    await story.sync()
    await shop.signIn('s001.manager')
    const mirror = await reverse('otherOut', out)
    expect(mirror.state).toBe('submitted')
    const [left] = await holds(shop.database, 'stock:WS001', spirit.sku)
    await shop.signIn('s001.lin')
    const use = async (quantity: number) =>
      draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: spirit.sku, quantity }])
    const first = await use(left - 1000)
    await handIn(shop, first)
    const second = await use(2000)
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, second)),
      'INSUFFICIENT_STOCK',
      {
        needed: 2000,
        onHand: 1000,
      },
    )
    await shop.signIn('s001.manager')
    await decide(hq, mirror.documentId, 'refused', '没错')
    await story.sync()
    await shop.must('document.withdraw', { type: 'internalUse', documentId: first, reason: '不用了' })
    for (const documentId of [first, second])
      await shop.must('document.cancel', { type: 'internalUse', documentId, reason: '不用了' })
    await agrees(story)
  })

  test('shows as allocated', async () => {
    await changePolicy(hq, '收货要区域同意', ({ documents }) => {
      documents.goodsReceipt.approval = [{ level: 'regionManager', fromFen: 1 }]
    })
    await story.sync()
    const type = 'goodsReceipt'
    const bare = { supplierCode: 'GY001', deliveryNote: '' }
    const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', bare)
    await shop.must('document.setLine', { type, documentId, sku, quantity: 9000 })
    await handIn(shop, documentId)
    await story.sync()
    await decide(region, documentId)
    await story.sync()
    const mirror = await reverse(type, documentId)
    const shown = async () => {
      const { rows } = await shop.must('stock.list', { warehouseCode: 'WS001', search: sku, show: 'allocated' })
      return rows.map(({ onHand, allocated, available }) => ({ onHand, allocated, available }))
    }
    expect(await shown()).toEqual([{ onHand: 9000, allocated: 9000, available: 0 }])
    await changePolicy(hq, '恢复', ({ documents }) => {
      documents.goodsReceipt.approval = []
    })
    await story.sync()
    await decide(region, mirror.documentId)
    await story.sync()
    expect(await shown()).toEqual([])
    await agrees(story)
  })
})

describe('papers of a transfer', () => {
  const sku = crisps.sku
  let transferId: string
  const counted = async (
    store: StoryStore,
    open: 'transfer.openDispatch' | 'transfer.openReceipt',
    quantity: number,
  ) => {
    const { documentId } = await store.must(open, { transferId })
    const { type } = await headerOf(store, documentId)
    await store.must('document.setLine', { type, documentId, sku, quantity })
    await post(store, documentId)
    await story.sync()
    return documentId
  }

  test('a dispatch is undone while nothing was received, and the transfer waits to be sent again', async () => {
    const before = await everything(shop.database)
    const pushed = await hq.must('transfer.push', {
      kind: 'transfer',
      fromWarehouseCode: 'WS001',
      toWarehouseCode: 'WS002',
      dueDate: '2026-11-22',
      note: '',
      lines: [{ sku, quantity: 5000 }],
    })
    transferId = pushed.transferId
    await story.sync()
    const dispatch = await counted(shop, 'transfer.openDispatch', 5000)
    expect((await hq.must('transfer.get', { transferId })).state).toBe('inTransit')
    await reverse('transferDispatch', dispatch)
    await story.sync()
    expect(await everything(shop.database)).toBe(before)
    expect(await hq.must('transfer.get', { transferId })).toMatchObject({
      state: 'awaitingDispatch',
      lines: [{ sentQuantity: 0, inTransitQuantity: 0 }],
    })
    await agrees(story)
  })

  test('a receipt is undone while a difference is open; what is expected then is all that is on the way', async () => {
    await counted(shop, 'transfer.openDispatch', 5000)
    const receipt = await counted(other, 'transfer.openReceipt', 3000)
    expect((await hq.must('transfer.get', { transferId })).state).toBe('difference')
    await other.must('document.reverse', { type: 'transferReceipt', documentId: receipt, reason: '数错了' })
    await story.sync()
    expect(await hq.must('transfer.get', { transferId })).toMatchObject({ state: 'inTransit' })
    expect(await holds(other.database, 'stock:WS002', sku)).toEqual([0, 0])
    const { documentId } = await other.must('transfer.openReceipt', { transferId })
    expect((await other.must('document.get', { documentId })).lines[0]).toMatchObject({ expectedQuantity: 5000 })
    await agrees(story)
  })

  test('once something was received the dispatch stands, and once all is home the receipt too', async () => {
    const receipt = await counted(other, 'transfer.openReceipt', 5000)
    expect((await hq.must('transfer.get', { transferId })).state).toBe('completed')
    const rows = (await hq.must('document.list', { types: ['transferDispatch'], states: ['posted'] })).documents
    const standing = rows.find(({ reversalOf }) => reversalOf === '')?.documentId as string
    const dispatch = { type: 'transferDispatch' as const, documentId: standing, reason: '没发' }
    await refuses(story, () => shop.call('document.reverse', dispatch), 'NOT_REVERSIBLE')
    const home = { type: 'transferReceipt' as const, documentId: receipt, reason: '没收' }
    await refuses(story, () => other.call('document.reverse', home), 'NOT_REVERSIBLE')
    await agrees(story)
  })
})

test('a stale summary posts nothing after its draft was voided', async () => {
  const documentId = await draft(shop, 'moveInside', { toWarehouseCode: 'WS001B' }, lines)
  const seen = await versioned(shop, documentId)
  await shop.must('document.cancel', { type: 'moveInside', documentId, reason: '不搬了' })
  await story.sync()
  await refuses(story, () => shop.call('document.post', seen), 'DOCUMENT_STATE', { state: 'cancelled' })
  await agrees(story)
})
