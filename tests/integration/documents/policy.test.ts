/**
 * What HQ configures: types, rights, reasons, prefixes, required fields, stock below zero, warehouses. In force in a shop
 * after its next pull; a paper keeps the version it was begun under; the history says who, when, before and after.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../../src/contract/schemas/masterData'
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
  holds,
  mints,
  post,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let hq: Browser
const manager = 's001.manager'
const clerk = 's001.lin'

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn(clerk)
  await shop.signIn(manager)
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 20_000 },
    { sku: mints.sku, quantity: 2000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

const saving = async (change: (policy: Policy) => void, baseVersion?: number) => {
  const { policy } = await hq.must('policy.get', {})
  const changed = structuredClone(policy)
  change(changed)
  const { version, ...rest } = changed
  return { baseVersion: baseVersion ?? version, policy: rest, note: '试一试' }
}

describe('a type switched off at HQ', () => {
  test('is begun until the shop hears of it, and not after; the open draft goes on as it was', async () => {
    const open = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [{ sku: crisps.sku, quantity: 1000 }])
    expect(await headerOf(shop, open)).toMatchObject({ policyVersion: 1 })
    shop.line.up = false
    expect(
      await changePolicy(hq, '停用其他出库', ({ documents }) => {
        documents.otherOut.enabled = false
      }),
    ).toBe(2)
    const late = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [{ sku: crisps.sku, quantity: 1000 }])
    shop.line.up = true
    await story.sync()
    await refuses(
      story,
      () => shop.call('document.create', { type: 'otherOut', reasonCode: 'SAMPLE' }),
      'DOCUMENT_TYPE_OFF',
    )
    await refuses(story, () => shop.call('document.create', { type: 'otherOut', copyOf: open }), 'DOCUMENT_TYPE_OFF')
    await refuses(
      story,
      () => hq.call('document.create', { type: 'otherOut', warehouseCode: 'WC01' }),
      'DOCUMENT_TYPE_OFF',
    )
    const { types } = await shop.must('document.choices', {})
    expect(types.find(({ type }) => type === 'otherOut')).toMatchObject({ enabled: false })
    for (const documentId of [open, late]) {
      await handIn(shop, documentId)
      await story.sync()
      await decide(hq, documentId)
      await story.sync()
      expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', policyVersion: 1 })
    }
    expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([2000, 46_200])
    await changePolicy(hq, '恢复', ({ documents }) => {
      documents.otherOut.enabled = true
    })
    await story.sync()
    await agrees(story)
  })
})

describe('rights per act', () => {
  const type = 'customerReturn'
  const one = [{ sku: crisps.sku, quantity: 1000 }]

  test('given, hold after the pull, also for a paper begun before', async () => {
    await shop.signIn(clerk)
    const documentId = await draft(shop, type, { reasonCode: 'UNWANTED' }, one)
    await story.sync()
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'FORBIDDEN')
    await changePolicy(hq, '店员可过账退货', ({ documents }) => void documents[type].rights.post.push('clerk'))
    await story.sync()
    await story.hub.stop()
    await post(shop, documentId)
    await story.hub.start()
    await agrees(story)
    expect(await headerOf(hq, documentId)).toMatchObject({
      state: 'posted',
      policyVersion: 3,
      postedByName: '店员小林',
    })
  })

  test('taken away, are gone after the pull; what was posted before it stands at HQ', async () => {
    shop.line.up = false
    await changePolicy(hq, '只有店长', ({ documents }) => {
      documents[type].rights.create = ['storeManager']
      documents[type].rights.post = ['storeManager']
    })
    const documentId = await draft(shop, type, { reasonCode: 'UNWANTED' }, one)
    await post(shop, documentId)
    const open = await draft(shop, type, { reasonCode: 'UNWANTED' }, one)
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted' })
    await refuses(story, () => shop.call('document.create', { type, reasonCode: 'UNWANTED' }), 'FORBIDDEN')
    await refuses(story, async () => shop.call('document.post', await versioned(shop, open)), 'FORBIDDEN')
    await shop.signIn(manager)
    await post(shop, open)
    await agrees(story)
  })

  test('are HQ operations’ to give, and of nobody else', async () => {
    const asked = await saving(({ documents }) => void documents[type].rights.post.push('clerk'))
    for (const userId of ['re.manager', 'hq.purchasing', 'hq.auditor', 'hq.admin']) {
      const other = await story.browser(userId)
      await refuses(story, () => other.call('policy.save', asked), 'FORBIDDEN')
    }
    await refuses(story, async () => hq.call('policy.save', await saving(() => undefined, 1)), 'VERSION_CONFLICT')
  })
})

describe('approval', () => {
  test('lowered to the manager alone: the paper handed in before keeps its chain, the next has the new one', async () => {
    const large = [{ sku: '1080008', quantity: 3000 }]
    await stockUp(shop, [{ sku: '1080008', quantity: 10_000 }])
    await shop.signIn(clerk)
    const before = await draft(shop, 'internalUse', { reasonCode: 'DISPLAY' }, [{ sku: '1080008', quantity: 5000 }])
    await handIn(shop, before)
    await changePolicy(hq, '领用由店长审', ({ documents }) => {
      documents.internalUse.approval = [{ level: 'storeManager', fromFen: 0 }]
    })
    await story.sync()
    const after = await draft(shop, 'internalUse', { reasonCode: 'DISPLAY' }, large)
    await handIn(shop, after)
    await shop.signIn(manager)
    expect(await decide(shop, before)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
    expect(await decide(shop, after)).toMatchObject({ state: 'posted' })
    await story.sync()
    await decide(hq, before)
    await story.sync()
    expect(await headerOf(shop, before)).toMatchObject({ state: 'posted' })
    await agrees(story)
  })

  test('asked of nobody: it is posted straight from the draft, the proposal and the loss in one', async () => {
    await changePolicy(hq, '报损免审', ({ documents }) => {
      documents.writeOff.approval = []
    })
    await story.sync()
    const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity: 1000 }])
    const before = await holds(shop.database, 'stock:WS001', crisps.sku)
    expect(await post(shop, documentId)).toMatchObject({ movements: 2 })
    expect(await holds(shop.database, 'stock:WS001', crisps.sku)).toEqual([before[0] - 1000, before[1] - 23_100])
    expect(await holds(shop.database, 'quarantine:WS001', crisps.sku)).toEqual([0, 0])
    await agrees(story)
  })

  test('goes by what goods cost when they are handed in, not when the draft was begun', async () => {
    const sku = '1030065'
    await changePolicy(hq, '领用：五元起区域审', ({ documents }) => {
      documents.internalUse.approval = [
        { level: 'storeManager', fromFen: 0 },
        { level: 'regionManager', fromFen: 500 },
      ]
    })
    await story.sync()
    // one bag of two paid for: 4.1025 each; then bought at 8.2050
    await stockUp(shop, [{ sku, quantity: 2000, free: 1000 }])
    const documentId = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku, quantity: 1000 }])
    expect(await headerOf(shop, documentId)).toMatchObject({ value: 41_025 })
    await stockUp(shop, [{ sku, quantity: 8000 }])
    await handIn(shop, documentId)
    // 8 × 8.2050 + 2 × 4.1025 over ten
    expect(await headerOf(shop, documentId)).toMatchObject({ value: 73_845 })
    await story.sync()
    const region = await story.browser('re.manager')
    const south = await story.browser('rs.manager')
    expect((await south.must('document.inbox', {})).documents).toEqual([])
    expect(await decide(region, documentId)).toMatchObject({ state: 'approved' })
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 73_845 })
    await agrees(story)
  })
})

describe('words and numbers', () => {
  test('a new prefix numbers new papers alone, and no two types share one', async () => {
    const old = await draft(shop, 'overage', { reasonCode: 'FOUND' })
    await changePolicy(hq, '报溢单改号', ({ documents }) => {
      documents.overage.numberPrefix = 'BY'
    })
    await story.sync()
    const fresh = await draft(shop, 'overage', { reasonCode: 'FOUND' })
    expect((await headerOf(shop, old)).number).toBe('BYRK-S001-261122-A0001')
    expect((await headerOf(shop, fresh)).number).toBe('BY-S001-261122-A0001')
    await refuses(
      story,
      async () =>
        hq.call(
          'policy.save',
          await saving(({ documents }) => {
            documents.otherIn.numberPrefix = 'BY'
          }),
        ),
      'POLICY_PREFIX_TWICE',
      { prefix: 'BY' },
    )
  })

  test('a note HQ asks for is asked for; a paper begun before does not need it', async () => {
    const lines = [{ sku: crisps.sku, quantity: 1000 }]
    const before = await draft(shop, 'overage', { reasonCode: 'FOUND' }, lines)
    await changePolicy(hq, '报溢写明经过', ({ documents }) => {
      documents.overage.requiredFields = ['reason', 'note']
    })
    await story.sync()
    const after = await draft(shop, 'overage', { reasonCode: 'FOUND' }, lines)
    await story.sync()
    await refuses(story, async () => shop.call('document.submit', await versioned(shop, after)), 'FIELD_MISSING', {
      field: 'note',
    })
    await shop.must('document.setHeader', { type: 'overage', documentId: after, note: '货架后面找到' })
    expect(await handIn(shop, after)).toMatchObject({ state: 'submitted', note: '货架后面找到' })
    expect(await handIn(shop, before)).toMatchObject({ state: 'submitted', note: '' })
    await story.sync()
    for (const documentId of [before, after]) await decide(hq, documentId)
    await agrees(story)
  })

  test('a reason switched off is no longer named, one papers name is never taken away', async () => {
    await changePolicy(hq, '停用原因', ({ reasons }) => {
      for (const reason of reasons) if (reason.code === 'FOUND') reason.active = false
    })
    await story.sync()
    await refuses(
      story,
      () => shop.call('document.create', { type: 'overage', reasonCode: 'FOUND' }),
      'REASON_NOT_FOUND',
    )
    const { reasons } = await shop.must('document.choices', {})
    expect(reasons.map(({ code }) => code)).not.toContain('FOUND')
    const without = (code: string) => (policy: Policy) => {
      policy.reasons = policy.reasons.filter((reason) => reason.code !== code)
    }
    await refuses(story, async () => hq.call('policy.save', await saving(without('FOUND'))), 'REASON_IN_USE')
    await changePolicy(hq, '删去没用过的', without('SLOW'))
    await story.sync()
    await agrees(story)
  })
})

describe('stock below zero', () => {
  const given = async (quantity: number): Promise<string> => {
    const documentId = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [{ sku: mints.sku, quantity }])
    return documentId
  }
  const shelf = () => holds(shop.database, 'stock:WS001', mints.sku)

  test('is refused, until HQ allows it for this warehouse; then it is listed as what it is', async () => {
    const refused = await given(5000)
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, refused)),
      'INSUFFICIENT_STOCK',
      { needed: 5000, onHand: 2000 },
    )
    await changePolicy(hq, '允许负库存', ({ stock, documents }) => {
      stock.exceptions = [{ warehouseCode: 'WS001', negative: 'allow' }]
      documents.otherOut.approval = []
    })
    await story.sync()
    // the paper keeps the rule it was begun under
    await refuses(story, async () => shop.call('document.submit', await versioned(shop, refused)), 'INSUFFICIENT_STOCK')
    await story.hub.stop()
    await post(shop, await given(5000))
    expect(await shelf()).toEqual([-3000, -88_350])
    const { rows } = await shop.must('stock.list', { show: 'negative' })
    expect(rows).toMatchObject([{ warehouseCode: 'WS001', sku: mints.sku, onHand: -3000, available: -3000 }])
    await story.hub.start()
    await story.sync()
    expect(await holds(story.hub.database, 'stock:WS001', mints.sku)).toEqual([-3000, -88_350])
  })

  test('filled again, what remains is worth what was paid for it; the estimate’s error is an adjustment', async () => {
    // ten boxes for the price of five: 1.4725 each; seven remain
    await stockUp(shop, [{ sku: mints.sku, quantity: 10_000, free: 5000 }])
    expect(await shelf()).toEqual([7000, 103_075])
    expect(await accountsOf(shop.database, mints.sku)).toEqual({
      adjustment: [0, -(103_075 - (147_250 - 88_350))],
      loss: [5000, 147_250],
      'stock:WS001': [7000, 103_075],
      supplier: [-12_000, -58_900 - 147_250],
    })
    await agrees(story)
  })

  test('in quarantine there never is less than nothing', async () => {
    const documentId = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [
      { sku: mints.sku, quantity: 1000, condition: 'quarantine' },
    ])
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.post', await versioned(shop, documentId)),
      'INSUFFICIENT_STOCK',
      { needed: 1000, onHand: 0 },
    )
    await agrees(story)
  })

  test('a refused loss fills the hole that came meanwhile, and leaves no value without goods', async () => {
    await changePolicy(hq, '报损再由店长审', ({ documents }) => {
      documents.writeOff.approval = [{ level: 'storeManager', fromFen: 0 }]
    })
    await story.sync()
    await shop.signIn(clerk)
    const loss = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: mints.sku, quantity: 5000 }])
    await handIn(shop, loss)
    await shop.signIn(manager)
    // two remain; seven leave, five of them valued at the estimate
    await post(shop, await given(7000))
    expect(await shelf()).toMatchObject([-5000, expect.any(Number)])
    await decide(shop, loss, 'refused', '没有破')
    expect(await shelf()).toEqual([0, 0])
    expect(await holds(shop.database, 'quarantine:WS001', mints.sku)).toEqual([0, 0])
    await agrees(story)
  })
})

describe('warehouses', () => {
  const backRoom = { code: 'WS001B', name: '静安旗舰店后仓', storeCode: 'S001' }

  test('made virtual, one receives nothing more: not a draft begun before, nothing by hand, nothing from HQ', async () => {
    const intoBackRoom = { warehouseCode: 'WS001B' }
    const receipt = await shop.must('goodsReceipt.openWithoutOrder', {
      supplierCode: 'GY001',
      deliveryNote: 'SH-1',
      ...intoBackRoom,
    })
    const type = 'goodsReceipt'
    await shop.must('document.setLine', { type, documentId: receipt.documentId, sku: crisps.sku, quantity: 1000 })
    const lines = [{ sku: crisps.sku, quantity: 1000 }]
    const gift = await draft(shop, 'otherIn', { ...intoBackRoom, reasonCode: 'GIFT-IN' }, lines)
    await hq.must('warehouse.save', { warehouse: { ...backRoom, kind: 'virtual' } })
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.post', await versioned(shop, receipt.documentId)),
      'WAREHOUSE_CANNOT_RECEIVE',
      { warehouse: '静安旗舰店后仓' },
    )
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, gift)),
      'WAREHOUSE_CANNOT_RECEIVE',
    )
    await refuses(
      story,
      () =>
        shop.call('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: 'SH-2', ...intoBackRoom }),
      'WAREHOUSE_CANNOT_RECEIVE',
    )
    await refuses(
      story,
      () => shop.call('document.create', { type: 'moveInside', toWarehouseCode: 'WS001B' }),
      'WAREHOUSE_CANNOT_RECEIVE',
    )
    const pushed = {
      kind: 'transfer' as const,
      fromWarehouseCode: 'WC01',
      toWarehouseCode: 'WS001B',
      dueDate: '2026-11-22',
      note: '',
      lines,
    }
    await refuses(story, () => hq.call('transfer.push', pushed), 'WAREHOUSE_CANNOT_RECEIVE')
    await hq.must('warehouse.save', { warehouse: { ...backRoom, kind: 'store' } })
    await story.sync()
    await post(shop, receipt.documentId)
    await agrees(story)
  })

  test('with goods in it, one keeps its kind and its store; its name may change', async () => {
    const moved = { warehouse: { ...backRoom, kind: 'store' as const, storeCode: 'S002' } }
    await refuses(story, () => hq.call('warehouse.save', moved), 'WAREHOUSE_IN_USE', { warehouse: '静安旗舰店后仓' })
    const virtual = { warehouse: { ...backRoom, kind: 'virtual' as const } }
    await refuses(story, () => hq.call('warehouse.save', virtual), 'WAREHOUSE_IN_USE')
    const lost = { warehouse: { ...backRoom, kind: 'store' as const, storeCode: 'S999' } }
    await refuses(story, () => hq.call('warehouse.save', lost), 'STORE_NOT_FOUND')
    await hq.must('warehouse.save', { warehouse: { ...backRoom, kind: 'store', name: '静安后仓' } })
    await story.sync()
    const { warehouses } = await shop.must('document.choices', {})
    expect(warehouses.find(({ code }) => code === 'WS001B')).toMatchObject({ name: '静安后仓', own: true })
    const { warehouses: all } = await hq.must('warehouse.list', {})
    expect(all.find(({ code }) => code === 'WS001B')).toMatchObject({ storeName: '静安旗舰店', onHandSkus: 1 })
    await agrees(story)
  })
})

test('the history says who, when, why, and each value before and after', async () => {
  const { versions } = await hq.must('policy.history', {})
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => versions.length - index))
  const first = versions.at(-1)
  expect(first).toMatchObject({ version: 1, changes: [] })
  expect(versions.find(({ version }) => version === 2)).toEqual({
    version: 2,
    userName: '总部运营专员',
    at: '2026-11-22T01:00:00.000Z',
    note: '停用其他出库',
    changes: [{ path: 'documents.otherOut.enabled', before: 'true', after: 'false' }],
  })
  const given = versions.find(({ note }) => note === '店员可过账退货')
  expect(given?.changes).toEqual([
    {
      path: 'documents.customerReturn.rights.post',
      before: 'hqOperations, storeManager',
      after: 'clerk, hqOperations, storeManager',
    },
  ])
  const clerks = await shop.call('policy.history' as never, {} as never)
  expect(clerks).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OPERATION' } })
  await agrees(story)
})

test('what lies in a warehouse is told within the scope; that it is there, and its name, to everybody at HQ', async () => {
  const skusOf = async (userId: string) => {
    const { warehouses } = await (await story.browser(userId)).must('warehouse.list', {})
    return Object.fromEntries(warehouses.map(({ code, onHandSkus }) => [code, onHandSkus]))
  }
  const all = await skusOf('hq.operations')
  expect(Object.values(all)).not.toContain(null)
  expect(all.WS001).toBeGreaterThan(0)
  const east = await skusOf('re.manager')
  expect(Object.keys(east)).toEqual(Object.keys(all))
  expect([east.WS001, east.WC01]).toEqual([all.WS001, null])
  expect((await skusOf('rs.manager')).WS001).toBeNull()
})

describe('a special right', () => {
  test('is given and taken at HQ, in force after the next pull', async () => {
    const bare = { supplierCode: 'GY001', deliveryNote: '' }
    await changePolicy(hq, '无订单收货交给店员', ({ specialRights }) => {
      specialRights['goodsReceipt.withoutOrder'] = ['clerk', 'hqOperations']
    })
    await shop.signIn('s001.manager')
    await shop.must('goodsReceipt.openWithoutOrder', bare)
    await story.sync()
    await refuses(story, () => shop.call('goodsReceipt.openWithoutOrder', bare), 'FORBIDDEN', {
      permission: 'goodsReceipt.withoutOrder',
    })
    await shop.signIn('s001.lin')
    await shop.must('goodsReceipt.openWithoutOrder', bare)
    await changePolicy(hq, '恢复', ({ specialRights }) => {
      specialRights['goodsReceipt.withoutOrder'] = ['storeManager', 'hqOperations']
    })
    await story.sync()
    await refuses(story, () => shop.call('goodsReceipt.openWithoutOrder', bare), 'FORBIDDEN')
  })
})
