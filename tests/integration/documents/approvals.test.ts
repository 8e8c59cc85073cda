/**
 * Who is asked, who sees it, and the manager's word on the spot: the inbox in shop and console, the order of the chain, and
 * 店长授权 by PIN, which lends one right for one act on one paper for two minutes.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../src/contract/operations'
import { listInbox } from '../../../src/database/queries/document'
import {
  accountsOf,
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
  read,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'
import { order12, order60, pinOf } from '../../support/world'

let story: Story
let shop: StoryStore
let south: StoryStore
let east: Browser
let far: Browser
let hq: Browser

beforeAll(async () => {
  story = await beginStory(['S001', 'S003'])
  shop = story.stores[0] as StoryStore
  south = story.stores[1] as StoryStore
  for (const userId of ['s001.lin', 's001.zhou', 's001.manager']) await shop.signIn(userId)
  await south.signIn('s003.manager')
  east = await story.browser('re.manager')
  far = await story.browser('rs.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 50_000 },
    { sku: spirit.sku, quantity: 50_000 },
  ])
  await stockUp(south, [{ sku: spirit.sku, quantity: 10_000 }])
  await story.sync()
})
afterAll(() => story.close())

const inbox = async (desk: Pick<Browser, 'must'>) => {
  const { documents, waiting } = await desk.must('document.inbox', {})
  return {
    waiting,
    ids: documents.map(({ documentId }) => documentId),
    decidable: documents.map(({ decidable }) => decidable),
  }
}

describe('the inbox', () => {
  let small: string
  let large: string
  let southern: string

  test('shows each what waits for their level or one below it, oldest first, within their scope', async () => {
    await shop.signIn('s001.lin')
    small = await draft(shop, 'overage', { reasonCode: 'FOUND' }, [{ sku: crisps.sku, quantity: 1000 }])
    await handIn(shop, small)
    story.clock.pass(60_000)
    large = await draft(shop, 'internalUse', { reasonCode: 'DISPLAY' }, [{ sku: spirit.sku, quantity: 5000 }])
    await handIn(shop, large)
    story.clock.pass(60_000)
    southern = await draft(south, 'internalUse', { reasonCode: 'DISPLAY' }, [{ sku: spirit.sku, quantity: 5000 }])
    await handIn(south, southern)
    await story.sync()
    expect(await inbox(shop)).toEqual({ waiting: 0, ids: [], decidable: [] })
    await shop.signIn('s001.manager')
    expect(await inbox(shop)).toEqual({ waiting: 2, ids: [small, large], decidable: [true, true] })
    // their own hand-in is shown, but it is not theirs to decide
    expect(await inbox(south)).toEqual({ waiting: 0, ids: [southern], decidable: [false] })
    expect(await inbox(east)).toEqual({ waiting: 2, ids: [small, large], decidable: [true, true] })
    expect(await inbox(far)).toEqual({ waiting: 1, ids: [southern], decidable: [true] })
    expect(await inbox(hq)).toMatchObject({ waiting: 3, ids: [small, large, southern] })
    const [first] = (await hq.must('document.inbox', { limit: 1 })).documents
    expect(first).toMatchObject({ documentId: small, waitingSeconds: 120, value: 23_100, pendingLevel: 'storeManager' })
    const next = await hq.must('document.inbox', { limit: 1, after: first?.number as string })
    expect(next).toMatchObject({ documents: [{ documentId: large }], more: true })
  })

  test('is asked for by type, store, words and value; the count stays what it is', async () => {
    const asked = async (desk: Pick<Browser, 'must'>, filter: InputOf<'document.inbox'>) => {
      const { documents, waiting } = await desk.must('document.inbox', filter)
      return { waiting, ids: documents.map(({ documentId }) => documentId) }
    }
    expect(await asked(hq, { types: ['overage'] })).toEqual({ waiting: 3, ids: [small] })
    expect(await asked(hq, { types: ['overage', 'internalUse'] })).toEqual({
      waiting: 3,
      ids: [small, large, southern],
    })
    expect(await asked(hq, { types: ['writeOff'] })).toEqual({ waiting: 3, ids: [] })
    expect(await asked(hq, { storeCode: 'S003' })).toEqual({ waiting: 3, ids: [southern] })
    expect(await asked(hq, { search: spirit.sku })).toEqual({ waiting: 3, ids: [large, southern] })
    expect(await asked(hq, { storeCode: 'S001', search: spirit.sku })).toEqual({ waiting: 3, ids: [large] })
    // 1 of crisps is worth 2.31 yuan
    expect(await asked(hq, { minValueFen: 231 })).toEqual({ waiting: 3, ids: [small, large, southern] })
    expect(await asked(hq, { minValueFen: 232 })).toEqual({ waiting: 3, ids: [large, southern] })
    expect(await asked(hq, { minValueFen: 232, limit: 1 })).toEqual({ waiting: 3, ids: [large] })
    // the scope holds whatever is asked for, and the shop's PC answers the same
    expect(await asked(far, { storeCode: 'S001' })).toEqual({ waiting: 1, ids: [] })
    expect(await asked(shop, { types: ['internalUse'], minValueFen: 232 })).toEqual({ waiting: 2, ids: [large] })
    // the paper reached by value is the one whose header says so, to the last fen
    const { value } = await headerOf(hq, large)
    expect(await asked(hq, { minValueFen: (value as number) / 100 })).toEqual({ waiting: 3, ids: [large, southern] })
    expect(await asked(hq, { minValueFen: (value as number) / 100 + 1 })).toEqual({ waiting: 3, ids: [] })
  })

  test('who does not see cost learns nothing by asking for values', async () => {
    const asker = { scope: { kind: 'chain' as const }, userId: 'hq.operations', level: 'hqOperations' as const }
    const least = async (withCost: boolean) =>
      (
        await listInbox(story.hub.database.read, {
          ...asker,
          ...{ withCost, reviews: true, seesBook: true },
          nowMs: story.clock.nowMs(),
          filter: { minValueFen: 1_000_000_000 },
          limit: 100,
        })
      ).documents.length
    expect([await least(true), await least(false)]).toEqual([0, 3])
  })

  test('another region neither sees nor decides it', async () => {
    await refuses(story, () => far.call('document.get', { documentId: large }), 'DOCUMENT_NOT_FOUND')
    const decision = await decisionOn(hq, large)
    await refuses(story, () => far.call('document.decide', decision), 'DOCUMENT_NOT_FOUND')
    await refuses(story, () => south.call('document.decide', decision), 'DOCUMENT_NOT_FOUND')
    const auditor = await story.browser('hq.auditor')
    await refuses(story, () => auditor.call('document.decide', decision), 'FORBIDDEN')
  })

  test('empties as the chain goes up, level by level', async () => {
    await decide(shop, small)
    await decide(shop, large)
    expect(await inbox(shop)).toEqual({ waiting: 0, ids: [], decidable: [] })
    await story.sync()
    expect(await inbox(east)).toMatchObject({ ids: [large] })
    await decide(east, large)
    expect(await inbox(east)).toMatchObject({ waiting: 0, ids: [] })
    await decide(far, southern)
    await story.sync()
    expect(await inbox(hq)).toMatchObject({ waiting: 0, ids: [] })
    expect(await headerOf(shop, large)).toMatchObject({ state: 'posted', value: 5_964_000 })
    expect(await headerOf(south, southern)).toMatchObject({ state: 'posted', value: 5_964_000 })
    await agrees(story)
  })

  test('a chain without the region in it passes the region by', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'otherOut', { reasonCode: 'SAMPLE' }, [{ sku: spirit.sku, quantity: 17_000 }])
    await handIn(shop, documentId)
    await story.sync()
    // the region may speak for the manager below it, and for nobody above
    expect(await decide(east, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'hqOperations' })
    const again = await decisionOn(east, documentId)
    await refuses(story, () => east.call('document.decide', again), 'APPROVAL_LEVEL', { level: 'hqOperations' })
    await decide(hq, documentId)
    await story.sync()
    expect((await read(hq, documentId)).steps.map(({ step, level }) => [step, level])).toEqual([
      ['submitted', ''],
      ['decided.approved', 'regionManager'],
      ['decided.approved', 'hqOperations'],
      ['posted', ''],
    ])
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted' })
    await agrees(story)
  })
})

describe('the manager’s PIN at the clerk’s window', () => {
  const type = 'goodsReceipt'
  const manager = 's001.manager'
  const grant = (documentId: string, over: Partial<InputOf<'override.grant'>> = {}): InputOf<'override.grant'> => ({
    userId: manager,
    pin: pinOf(manager),
    operation: 'document.post',
    documentId,
    type,
    ...over,
  })
  const lent = async (documentId: string, over: Partial<InputOf<'override.grant'>> = {}) =>
    (await shop.must('override.grant', grant(documentId, over))).overrideId

  const received = async (orderId: string, sku: string, quantity: number): Promise<string> => {
    const { documentId } = await shop.must('goodsReceipt.open', { orderId })
    await shop.must('document.setLine', { type, documentId, sku, quantity })
    await story.sync()
    return documentId
  }
  const line60 = order60.lines[2] as (typeof order60.lines)[number]
  const line12 = order12.lines[0] as (typeof order12.lines)[number]
  let first: string
  let second: string

  test('lends posting to the clerk, for this paper alone, with the line down', async () => {
    await shop.signIn('s001.lin')
    first = await received(order60.documentId, line60.sku, 2000)
    second = await received(order12.documentId, line12.sku, 1000)
    await story.hub.stop()
    await refuses(story, async () => shop.call('document.post', await versioned(shop, first)), 'FORBIDDEN', {
      permission: 'goodsReceipt.post',
    })
    const overrideId = await lent(first)
    const elsewhere = { ...(await versioned(shop, second)), overrideId }
    await refuses(story, () => shop.call('document.post', elsewhere), 'OVERRIDE_SPENT')
    const otherAct = { type, documentId: first, reason: '错', overrideId } as const
    await refuses(story, () => shop.call('document.reverse', otherAct), 'OVERRIDE_SPENT')
    const requestId = randomUUID()
    const posting = { ...(await versioned(shop, first)), overrideId }
    const answer = await shop.must('document.post', posting, requestId)
    expect(answer).toMatchObject({ movements: 1 })
    // the answer was lost and the window asks again: the same act, not a second one
    expect(await shop.must('document.post', posting, requestId)).toEqual(answer)
    // also when the right is long gone: what it did stands, and only that request is told so
    story.clock.pass(2 * 60_000 + 1)
    expect(await shop.must('document.post', posting, requestId)).toEqual(answer)
    const other = { ...posting, version: posting.version + 1 }
    await refuses(story, () => shop.call('document.post', other, requestId), 'INVALID_INPUT', { field: 'requestId' })
    await refuses(story, () => shop.call('document.post', posting), 'OVERRIDE_SPENT')
    expect(await holds(shop.database, 'stock:WS001', line60.sku)).toEqual([2000, 2 * line60.unitCost])
    await story.hub.start()
    await agrees(story)
    const { steps, header } = await read(hq, first)
    expect(header).toMatchObject({ state: 'posted', postedByName: '店员小林' })
    expect(steps).toMatchObject([{ step: 'posted', userName: '店员小林', authorityName: '店长老程' }])
  })

  test('is lent for the paper the manager was shown, not for what it was made into since', async () => {
    const overrideId = await lent(second)
    const shown = await versioned(shop, second)
    await shop.must('document.setLine', { type, documentId: second, sku: line12.sku, quantity: 900_000 })
    await story.sync()
    const changed = { ...(await versioned(shop, second)), overrideId }
    await refuses(story, () => shop.call('document.post', changed), 'OVERRIDE_PAPER_CHANGED')
    // also by who says the old version, and after it was set back
    await refuses(story, () => shop.call('document.post', { ...shown, overrideId }), 'OVERRIDE_PAPER_CHANGED')
    await shop.must('document.setLine', { type, documentId: second, sku: line12.sku, quantity: 1000 })
    await story.sync()
    const setBack = { ...(await versioned(shop, second)), overrideId }
    await refuses(story, () => shop.call('document.post', setBack), 'OVERRIDE_PAPER_CHANGED')
    // what asks for no version is held to it as well
    const forScan = await lent(second, { operation: 'document.setLine' })
    await shop.must('document.setLine', { type, documentId: second, sku: line12.sku, quantity: 2000 })
    await story.sync()
    const other = { type, documentId: second, sku: line12.sku, quantity: 1000, overrideId: forScan } as const
    await refuses(story, () => shop.call('document.setLine', other), 'OVERRIDE_PAPER_CHANGED')
    await shop.must('document.setLine', { type, documentId: second, sku: line12.sku, quantity: 1000 })
    await story.sync()
  })

  test('is lent to who asked for it, not to who sits there next', async () => {
    const overrideId = await lent(second)
    const borrowed = { ...(await versioned(shop, second)), overrideId }
    await shop.signIn('s001.zhou')
    await refuses(story, () => shop.call('document.post', borrowed), 'OVERRIDE_SPENT')
    await shop.signIn('s001.lin')
  })

  test('is gone after two minutes', async () => {
    const overrideId = await lent(second)
    story.clock.pass(2 * 60_000 + 1)
    const late = { ...(await versioned(shop, second)), overrideId }
    await refuses(story, () => shop.call('document.post', late), 'OVERRIDE_SPENT')
    expect(await headerOf(shop, second)).toMatchObject({ state: 'draft' })
  })

  test('is lent neither to oneself nor by somebody who has it not', async () => {
    await refuses(
      story,
      () => shop.call('override.grant', grant(second, { userId: 's001.zhou', pin: pinOf('s001.zhou') })),
      'OVERRIDE_NOT_HELD',
    )
    await refuses(
      story,
      () => shop.call('override.grant', grant(second, { userId: 's003.manager', pin: pinOf('s003.manager') })),
      'USER_NOT_FOUND',
    )
    await refuses(
      story,
      () => shop.call('override.grant', grant(second, { operation: 'policy.save' })),
      'OVERRIDE_NOT_HELD',
    )
    await shop.signIn(manager)
    await refuses(story, () => shop.call('override.grant', grant(second)), 'OVERRIDE_OWN')
  })

  test('agrees to a clerk’s loss at the clerk’s own window: the manager decided, and HQ books it so', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity: 2000 }])
    await handIn(shop, documentId)
    await story.sync()
    const before = await holds(shop.database, 'loss', crisps.sku)
    const overrideId = await lent(documentId, { operation: 'document.decide', type: 'writeOff' })
    const decision = await decisionOn(shop, documentId)
    await shop.must('document.decide', { ...decision, overrideId })
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted' })
    expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([before[0] + 2000, before[1] + 46_200])
    await agrees(story)
    expect((await read(hq, documentId)).steps[1]).toMatchObject({
      step: 'decided.approved',
      userName: '店员小林',
      authorityName: '店长老程',
      level: 'storeManager',
    })
  })

  test('does not agree to the manager’s own loss, whoever’s window it is', async () => {
    await shop.signIn(manager)
    const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity: 1000 }])
    await handIn(shop, documentId)
    await shop.signIn('s001.zhou')
    await story.sync()
    const overrideId = await lent(documentId, { operation: 'document.decide', type: 'writeOff' })
    const decision = { ...(await decisionOn(shop, documentId)), overrideId }
    await refuses(story, () => shop.call('document.decide', decision), 'APPROVER_IS_AUTHOR')
    await shop.must('document.withdraw', { type: 'writeOff', documentId, reason: '不报了' })
    await agrees(story)
  })

  test('guessed, it locks the manager here like a wrong sign-in', async () => {
    const wrong = grant(second, { pin: '000000' })
    for (const left of [4, 3, 2, 1])
      await refuses(story, () => shop.call('override.grant', wrong), 'WRONG_PIN', { left })
    await refuses(story, () => shop.call('override.grant', wrong), 'SIGN_IN_LOCKED', { seconds: 900 })
    await refuses(story, () => shop.call('override.grant', grant(second)), 'SIGN_IN_LOCKED')
    await refuses(story, () => shop.call('signIn.withPin', { userId: manager, pin: pinOf(manager) }), 'SIGN_IN_LOCKED')
    story.clock.pass(15 * 60_000)
    await shop.must('override.grant', grant(second))
    await agrees(story)
  })
})

test('a right HQ took away is not lent any more, though the paper is older', async () => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'customerReturn', { reasonCode: 'UNWANTED' }, [
    { sku: crisps.sku, quantity: 1000 },
  ])
  await changePolicy(hq, '退货由区域过账', ({ documents }) => {
    documents.customerReturn.rights.post = ['regionManager']
  })
  await story.sync()
  const asked = {
    userId: 's001.manager',
    pin: pinOf('s001.manager'),
    operation: 'document.post',
    documentId,
    type: 'customerReturn' as const,
  }
  await refuses(story, () => shop.call('override.grant', asked), 'OVERRIDE_NOT_HELD')
  expect(await accountsOf(shop.database, crisps.sku)).not.toHaveProperty('customer')
  await agrees(story)
})
