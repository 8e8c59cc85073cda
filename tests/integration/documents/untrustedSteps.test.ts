/**
 * Whose step it was, and whether it may come now: a shop's PC speaks in no name but its own people's, carries out no word HQ
 * did not give, and takes a paper's steps in no order but theirs. What an honest shop did over days offline is taken as it
 * was, however HQ's own words cross it.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentStepped } from '../../../src/contract/schemas/sync'
import { verifyLedger } from '../../../src/ledger/verify'
import { batchOf, enrolmentOf, eventsOf, ofOtherPaper, pushTo, signedForAnew, toldBy } from '../../support/forger'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  everybodyHeard,
  handIn,
  headerOf,
  holds,
  mints,
  post,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'
import { pinOf } from '../../support/world'

let story: Story
let shop: StoryStore
let other: StoryStore
let region: Browser
let hq: Browser
let purchasing: Browser

/** sessions at HQ end with the day */
const signInAtHq = async (): Promise<void> => {
  region = await story.browser('re.manager')
  hq = await story.browser('hq.operations')
  purchasing = await story.browser('hq.purchasing')
}

const begin = async (): Promise<void> => {
  story = await beginStory(['S001', 'S002'])
  ;[shop, other] = story.stores as [StoryStore, StoryStore]
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  await other.signIn('s002.manager')
  await signInAtHq()
  await stockUp(shop, [
    { sku: spirit.sku, quantity: 60_000 },
    { sku: crisps.sku, quantity: 50_000 },
  ])
  await story.sync()
}

const lastTold = async (): Promise<DocumentStepped> => {
  const event = (await eventsOf(shop)).at(-1)
  if (!event) throw new Error('nothing was told')
  return toldBy(event)
}

const books = async () =>
  Promise.all(
    ['document', 'documentLine', 'documentStep', 'stockMovement', 'stockBalance', 'transfer', 'streamItem'].map(
      (table) => story.hub.database.read.all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`),
    ),
  )

/** Tells HQ these events in a log of its own; answers why each was parked, or that it was taken. */
const tell = async (...events: DocumentStepped[]): Promise<string[]> => {
  const logId = randomUUID()
  const enrolment = await enrolmentOf(shop)
  const payloads = events.map((event) => JSON.stringify(event))
  const { answer } = await pushTo(story.hub, enrolment, batchOf(enrolment, payloads, { logId }))
  expect(answer.ok).toBe(true)
  const rows = await story.hub.database.read.all<{ seq: number; reason: string }>(
    'SELECT seq, reason FROM parkedEvent WHERE logId = ?',
    [logId],
  )
  return events.map((_, index) => rows.find(({ seq }) => seq === index + 1)?.reason ?? 'taken')
}

/** Each is kept and parked for the reason given, and HQ's books are what they were. */
const parks = async (...told: [DocumentStepped, string][]): Promise<void> => {
  // what the shop itself has to say is in the books before
  if (shop.line.up) await story.sync()
  const before = await books()
  const reasons = await tell(...told.map(([event]) => event))
  expect(reasons).toEqual(told.map(([, reason]) => expect.stringContaining(reason)))
  expect(await books()).toEqual(before)
  expect((await verifyLedger(story.hub.database.read)).problems).toEqual([])
}

let serial = 9000
const another = (prefix: string) => {
  serial += 1
  return { documentId: randomUUID(), number: `${prefix}-S001-261122-A${serial}` }
}

/** Bottles for tasting, handed in by the clerk: two need the manager, five the region too. */
const bottles = async (quantity: number): Promise<string> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: spirit.sku, quantity }])
  await handIn(shop, documentId)
  return documentId
}

const yesOf = (
  told: DocumentStepped,
  level: 'storeManager' | 'regionManager' | 'hqOperations',
  over: Partial<DocumentStepped> = {},
): DocumentStepped => ({
  ...told,
  ...{ step: 'decided', userId: 's001.manager', movements: [] },
  decision: { level, decision: 'approved', contentHash: told.document.contentHash },
  ...over,
})

const usedUp = (told: DocumentStepped, over: Partial<DocumentStepped> = {}): DocumentStepped => {
  const [line] = told.lines as [DocumentStepped['lines'][number]]
  return {
    ...told,
    ...{ step: 'posted', userId: 's001.manager', decision: null },
    movements: [
      {
        ...{ line: 1, sku: line.sku, lot: '', fromAccount: 'stock:WS001', toAccount: 'internalUse' },
        ...{ quantity: line.quantity, unitCost: spirit.cost, value: (line.quantity / 1000) * spirit.cost },
        kind: 'internalUse',
      },
    ],
    ...over,
  }
}

const mirrorOf = (posted: DocumentStepped, over: Partial<DocumentStepped> = {}): DocumentStepped => ({
  ...posted,
  ...{ userId: 's001.manager', underDecisionOf: '', reason: '记错了', setAside: [], attachments: [] },
  document: {
    ...posted.document,
    ...another(posted.document.number.split('-')[0] as string),
    ...{ round: 0, contentHash: '', authorId: 's001.manager', reversalOf: posted.document.documentId },
  },
  movements: posted.movements.map((one) => ({
    ...one,
    ...{ kind: 'reversal' as const, fromAccount: one.toAccount, toAccount: one.fromAccount },
  })),
  ...over,
})

describe('a forged PC', () => {
  beforeAll(begin)
  afterAll(() => story.close())

  test('the region’s yes is not lent through a shop’s PC', async () => {
    const documentId = await bottles(10_000)
    await story.sync()
    const told = await lastTold()
    const lent = (authorityId: string) => yesOf(told, 'regionManager', { authorityId })
    await parks(
      [lent('re.manager'), 'user re.manager is not of store S001'],
      [lent('s002.manager'), 'user s002.manager is not of store S001'],
      [lent('nobody'), 'user nobody is not of store S001'],
      [lent('s001.manager'), 'nobody lends themselves a right'],
      [lent('s001.zhou'), 'user s001.zhou holds nothing to lend for this'],
      [usedUp(told, { authorityId: 're.manager' }), 'user re.manager is not of store S001'],
      [usedUp(told), 'not everybody agreed'],
    )
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'storeManager' })
  })

  test('nobody of HQ stands behind a mirror, and none says less than its original to be worth less', async () => {
    const documentId = await bottles(5000)
    await story.sync()
    await decide(region, documentId)
    await story.sync()
    const posted = await lastTold()
    expect(posted).toMatchObject({ step: 'posted', document: { documentId } })
    const saying = (change: Partial<DocumentStepped['lines'][number]>): [DocumentStepped, string] => [
      mirrorOf(posted, { lines: posted.lines.map((line) => ({ ...line, ...change })) }),
      'a mirror is about the same goods',
    ]
    await parks(
      [mirrorOf(posted, { authorityId: 'hq.operations' }), 'user hq.operations is not of store S001'],
      saying({ unitCost: 0 }),
      saying({ freeQuantity: 5000 }),
      saying({ rejectedQuantity: 1000 }),
      saying({ condition: 'quarantine' }),
      saying({ expiryDate: '2027-01-01' }),
      [mirrorOf(posted), 'not everybody agreed'],
    )
  })

  test('who may post and not reverse does not reverse by posting', async () => {
    const type = 'customerReturn'
    await changePolicy(hq, '退货只有总部能红冲', ({ documents }) => {
      documents[type].rights.reverse = ['hqOperations']
    })
    await everybodyHeard(story)
    await shop.signIn('s001.manager')
    const documentId = await draft(shop, type, { reasonCode: 'UNWANTED' }, [{ sku: crisps.sku, quantity: 1000 }])
    await post(shop, documentId)
    await story.sync()
    const posted = await lastTold()
    // what HQ says now counts, and what this PC could not know better; no older version that is named
    const mirror = mirrorOf(posted)
    const underOld = { ...mirror, document: { ...mirror.document, policyVersion: 1 } }
    await parks(
      [mirror, 'user s001.manager may not customerReturn.reverse'],
      [underOld, 'user s001.manager may not customerReturn.reverse'],
    )
  })

  test('HQ’s word is carried out by a decision or a posting, in the name of who spoke it', async () => {
    const documentId = await bottles(5000)
    await story.sync()
    const told = await lastTold()
    shop.line.up = false
    await decide(region, documentId)
    const taken = { ...told, movements: [], userId: 're.manager', underDecisionOf: 're.manager' }
    await parks(
      [{ ...taken, step: 'cancelled' }, 'no word of HQ'],
      [{ ...taken, step: 'withdrawn', document: { ...told.document, contentHash: '' } }, 'no word of HQ'],
      [yesOf(told, 'regionManager', { underDecisionOf: 're.manager' }), 'in the name of who spoke it'],
      [
        yesOf(told, 'regionManager', {
          userId: 're.manager',
          authorityId: 's001.manager',
          underDecisionOf: 're.manager',
        }),
        'in the name of who spoke it',
      ],
      [
        yesOf(told, 'hqOperations', { userId: 'hq.operations', underDecisionOf: 'hq.operations' }),
        'HQ made no such decision',
      ],
    )
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted' })
  })

  test('HQ’s own paper is neither voided nor posted in another’s name', async () => {
    shop.line.up = false
    const adjustment = { warehouseCode: 'WS001', reasonCode: 'PRICE-FIX' }
    const documentId = await draft(purchasing, 'costAdjustment', adjustment, [
      { sku: crisps.sku, quantity: 1000, unitCost: 30_000 },
    ])
    await handIn(purchasing, documentId)
    await decide(hq, documentId)
    const item = await story.hub.database.read.one<{ body: string }>(
      `SELECT body FROM streamItem WHERE type = 'instruction' AND key = ?`,
      [documentId],
    )
    const paper = JSON.parse(item?.body as string) as Pick<DocumentStepped, 'document' | 'lines'>
    const told: DocumentStepped = {
      ...(await lastTold()),
      ...{ document: paper.document, lines: paper.lines, movements: [], setAside: [], attachments: [] },
      ...{ step: 'cancelled', userId: 's001.manager', underDecisionOf: '', decision: null },
    }
    const inNameOf = (userId: string) => ({ ...told, userId, underDecisionOf: userId })
    await parks(
      [told, 'no word of HQ'],
      [inNameOf('hq.operations'), 'no word of HQ'],
      [{ ...told, step: 'posted' }, 'in the name of who spoke it'],
      [{ ...inNameOf('re.manager'), step: 'posted' }, 'HQ never told'],
    )
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted' })
  })

  test('a paper handed in again and again moves its goods once', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity: 1000 }])
    await handIn(shop, documentId)
    await story.sync()
    const told = await lastTold()
    const inRound = (round: number) => signedForAnew({ ...told, document: { ...told.document, round } })
    await parks(
      [inRound(2), 'step submitted of'],
      [inRound(3), 'comes when it is submitted'],
      [{ ...told, step: 'cancelled', userId: 's001.manager', movements: [] }, 'comes when it is submitted'],
    )
    // HQ's new price is in the books since the story before
    expect(await holds(story.hub.database, 'quarantine:WS001', crisps.sku)).toEqual([1000, 30_000])
    await shop.must('document.withdraw', { type: 'writeOff', documentId, reason: '没坏' })
    await story.sync()
    const back = await lastTold()
    await parks(
      [{ ...back, movements: [] }, 'comes when it is draft'],
      // the yes to what was taken back is no yes to the same words once more
      [told, 'is handed in again as before'],
      [yesOf(told, 'storeManager'), 'the decision is about something else'],
    )
    expect(await holds(story.hub.database, 'quarantine:WS001', crisps.sku)).toEqual([0, 0])
  })

  test('what HQ agreed to and the shop took back is not posted under that yes', async () => {
    const documentId = await bottles(5000)
    await story.sync()
    const told = await lastTold()
    shop.line.up = false
    await decide(region, documentId)
    await shop.must('document.withdraw', { type: 'internalUse', documentId, reason: '不用了' })
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'draft' })
    await parks([usedUp(told), 'was not handed in as it is posted'])
  })

  test('no step begins a paper but a hand-in, a posting and its end; nothing is confirmed that was not sent', async () => {
    const told = ofOtherPaper({ ...(await lastTold()), movements: [] }, another('LYCK'))
    const { contentHash: _signed, ...document } = told.document
    const unsigned = { ...told, document: { ...document, contentHash: '' }, userId: 's001.manager' }
    await parks(
      [{ ...unsigned, step: 'withdrawn' }, 'comes when it is draft'],
      [{ ...unsigned, step: 'confirmed' }, 'comes when it is draft'],
    )
    await shop.signIn('s001.manager')
    const moved = await draft(shop, 'moveInside', { toWarehouseCode: 'WS001B' }, [{ sku: crisps.sku, quantity: 1000 }])
    await post(shop, moved)
    await story.sync()
    const posted = await lastTold()
    await parks(
      [{ ...posted, step: 'confirmed', movements: [] }, 'has nothing to be confirmed'],
      [posted, 'comes when it is posted'],
      [{ ...posted, step: 'cancelled', movements: [] }, 'comes when it is posted'],
    )
  })

  test('a paper stays what it was begun as', async () => {
    await bottles(5000)
    await story.sync()
    const told = await lastTold()
    const as = (change: Partial<DocumentStepped['document']>): [DocumentStepped, string] => [
      yesOf(told, 'storeManager', { document: { ...told.document, ...change } }),
      'is another one here',
    ]
    await parks(as({ authorId: 's001.zhou' }), as({ policyVersion: 1 }), as({ warehouseCode: 'WS001B' }))
  })

  test('a type that is switched off, a reason of another type, and goods at a price of its own', async () => {
    await shop.signIn('s001.manager')
    const own = await draft(shop, 'customerReturn', { reasonCode: 'UNWANTED' }, [{ sku: crisps.sku, quantity: 1000 }])
    await post(shop, own)
    const honest = ofOtherPaper(await lastTold(), another('THRK'))
    const worth = (value: number) => ({ ...honest, movements: honest.movements.map((one) => ({ ...one, value })) })
    await parks(
      [{ ...honest, document: { ...honest.document, reasonCode: 'NOPE' } }, 'reason NOPE is none of customerReturn'],
      [
        { ...honest, document: { ...honest.document, reasonCode: 'TASTING' } },
        'reason TASTING is none of customerReturn',
      ],
      [worth(999_999_999), `${crisps.sku} comes in at no price of ours`],
      [worth(crisps.cost * 150), `${crisps.sku} comes in at no price of ours`],
    )
    await changePolicy(hq, '停用退货', ({ documents }) => {
      documents.customerReturn.enabled = false
    })
    await story.sync()
    const { policy } = await hq.must('policy.get', {})
    const late = { ...honest, document: { ...honest.document, policyVersion: policy.version } }
    await parks([late, 'type customerReturn is switched off'])
    // begun while it was on, it is finished after
    expect(await tell(honest)).toEqual(['taken'])
  })

  test('the shop’s own honest papers went on all the while', async () => {
    await story.sync()
    expect(
      await story.hub.database.read.all('SELECT seq, reason FROM parkedEvent WHERE logId = ?', [shop.logId]),
    ).toEqual([])
  })
})

describe('an honest shop', () => {
  beforeAll(begin)
  afterAll(() => story.close())

  test('begins a move, says not where to, and voids it', async () => {
    await shop.signIn('s001.manager')
    const documentId = await draft(shop, 'moveInside', {}, [{ sku: crisps.sku, quantity: 1000 }])
    await shop.must('document.cancel', { type: 'moveInside', documentId, reason: '不搬了' })
    await agrees(story)
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'cancelled', toWarehouseCode: '' })
    // a move that is carried out says where to
    const told = ofOtherPaper({ ...(await lastTold()), step: 'posted' }, another('ZC'))
    const logId = randomUUID()
    const enrolment = await enrolmentOf(shop)
    await pushTo(story.hub, enrolment, batchOf(enrolment, [JSON.stringify(told)], { logId }))
    const parked = await story.hub.database.read.all<{ reason: string }>('SELECT reason FROM parkedEvent')
    expect(parked).toEqual([{ reason: expect.stringContaining('warehouse  is not of store S001') }])
    await story.hub.database.write((tx) => tx.run('DELETE FROM parkedEvent'))
  })

  test('takes back, hands in again, decides and posts, days offline, while HQ decides about what it last heard', async () => {
    const type = 'internalUse'
    const crossed = await bottles(5000)
    const refused = await bottles(1000)
    const agreedTwice = await bottles(1000)
    await story.sync()
    shop.line.up = false

    // HQ agrees to what the shop takes back, changes and hands in again
    await decide(region, crossed)
    await shop.must('document.withdraw', { type, documentId: crossed, reason: '少用一点' })
    await shop.must('document.setLine', { type, documentId: crossed, sku: spirit.sku, quantity: 6000 })
    await handIn(shop, crossed)
    await shop.must('document.withdraw', { type, documentId: crossed, reason: '再想想' })
    await handIn(shop, crossed)
    // HQ says no to what the shop's manager agrees to, and yes to another
    await decide(hq, refused, 'refused', '不同意')
    await decide(hq, agreedTwice)
    story.clock.pass(36 * 3_600_000)
    await signInAtHq()
    await shop.signIn('s001.manager')
    for (const documentId of [refused, agreedTwice]) await decide(shop, documentId)
    await decide(shop, crossed)
    expect(await headerOf(shop, refused)).toMatchObject({ state: 'posted' })
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, crossed)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
    await decide(region, crossed, 'refused', '太多了')
    await story.sync()
    await shop.signIn('s001.lin')
    await handIn(shop, crossed)
    await story.sync()
    await decide(region, crossed)
    await agrees(story)
    for (const documentId of [crossed, refused, agreedTwice])
      expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted' })
  })

  test('sends back what was agreed to and hears that it came; voids what nobody carried out', async () => {
    await shop.signIn('s001.manager')
    const type = 'supplierReturn'
    const begun = async (): Promise<string> => {
      const documentId = await draft(shop, type, { counterpartyCode: 'GY001', reasonCode: 'QUALITY' }, [
        { sku: crisps.sku, quantity: 2000 },
      ])
      await handIn(shop, documentId)
      return documentId
    }
    const [sent, kept] = [await begun(), await begun()]
    await story.sync()
    for (const documentId of [sent, kept]) await decide(region, documentId)
    await story.sync()
    shop.line.up = false
    await post(shop, sent)
    await shop.must('document.confirm', { type, documentId: sent, reference: 'GY-7' })
    await shop.must('document.cancel', { type, documentId: kept, reason: '供应商换货了' })
    await agrees(story)
    expect(await headerOf(hq, sent)).toMatchObject({ state: 'posted' })
    expect(await headerOf(hq, kept)).toMatchObject({ state: 'cancelled' })
  })

  test('undoes a paper whose mirror waits, is refused, and waits again', async () => {
    const documentId = await bottles(5000)
    await story.sync()
    await decide(region, documentId)
    await story.sync()
    await shop.signIn('s001.manager')
    const asked = { type: 'internalUse', documentId, reason: '记错了' } as const
    const first = await shop.must('document.reverse', asked)
    expect(first.state).toBe('submitted')
    await story.sync()
    await decide(region, first.documentId, 'refused', '没有记错')
    await story.sync()
    shop.line.up = false
    const second = await shop.must('document.reverse', asked)
    await shop.must('document.withdraw', { type: 'internalUse', documentId: second.documentId, reason: '算了' })
    const third = await shop.must('document.reverse', asked)
    shop.line.up = true
    await story.sync()
    await decide(region, third.documentId)
    await agrees(story)
    expect(await headerOf(hq, third.documentId)).toMatchObject({ state: 'posted' })
  })

  test('lends the right to hand in to a clerk who may post and not hand in', async () => {
    const type = 'customerReturn'
    await changePolicy(hq, '店员过账，店长提交', ({ documents }) => {
      documents[type].rights.submit = ['storeManager']
      documents[type].rights.post = ['clerk']
    })
    await story.sync()
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, type, { reasonCode: 'UNWANTED' }, [{ sku: crisps.sku, quantity: 1000 }])
    const { overrideId } = await shop.must('override.grant', {
      ...{ userId: 's001.manager', pin: pinOf('s001.manager'), operation: 'document.submit', documentId, type },
    })
    await shop.must('document.submit', { ...(await versioned(shop, documentId)), overrideId })
    expect(await lastTold()).toMatchObject({ step: 'posted', userId: 's001.lin', authorityId: 's001.manager' })
    await agrees(story)
  })

  test('buys what the chain buys all over: the supplier’s side holds the sum of every store', async () => {
    const large = { sku: spirit.sku, quantity: 500_000_000 }
    await shop.signIn('s001.manager')
    const supplied = await holds(story.hub.database, 'supplier', spirit.sku)
    await stockUp(shop, [large])
    await stockUp(other, [large])
    await agrees(story)
    expect(await holds(story.hub.database, 'supplier', spirit.sku)).toEqual([
      supplied[0] - 1_000_000_000,
      supplied[1] - 1_000_000 * spirit.cost,
    ])
  })

  test('takes a customer’s goods back at its own cost, far as that is from the standard', async () => {
    await changePolicy(hq, '退货', ({ documents }) => {
      documents.customerReturn.rights.post = ['storeManager']
    })
    await story.sync()
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ sku: mints.sku, quantity: 10_000, free: 10_000 }])
    const free = await draft(shop, 'customerReturn', { reasonCode: 'UNWANTED' }, [{ sku: mints.sku, quantity: 1000 }])
    await post(shop, free)
    await story.sync()
    const adjustment = { warehouseCode: 'WS001', reasonCode: 'PRICE-FIX' }
    const dearer = await draft(purchasing, 'costAdjustment', adjustment, [
      { sku: mints.sku, quantity: 11_000, unitCost: mints.cost * 300 },
    ])
    await handIn(purchasing, dearer)
    await decide(hq, dearer)
    await story.sync()
    const back = await draft(shop, 'customerReturn', { reasonCode: 'UNWANTED' }, [{ sku: mints.sku, quantity: 1000 }])
    await post(shop, back)
    await agrees(story)
    expect(await headerOf(hq, back)).toMatchObject({ state: 'posted', value: mints.cost * 300 })
  })
})
