/**
 * A patched client with the PC's real key and a chain that holds: whatever it tells beyond its people's rights is kept as it
 * came and moves nothing in HQ's books, and an alarm names the store, the PC, the user and the paper. What an honest shop
 * did before it could know better is booked, and flagged.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../src/contract/schemas/masterData'
import type { DocumentStepped } from '../../src/contract/schemas/sync'
import { readPerson, savePerson } from '../../src/hub/users'
import { verifyLedger } from '../../src/ledger/verify'
import type { Enrolment } from '../support/forger'
import {
  alarmsAbout,
  batchOf,
  codeOfPush,
  enrolmentOf,
  eventsOf,
  ofOtherPaper,
  pushTo,
  type Raised,
  signed,
  toldBy,
} from '../support/forger'
import { codeOf, postTo } from '../support/operationInputs'
import {
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  everybodyHeard,
  handIn,
  headerOf,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../support/story'
import { pinOf } from '../support/world'

let story: Story
let shop: StoryStore
let pc: Enrolment
let hq: Browser
/** what the manager's own posting of a delivery told */
let delivery: DocumentStepped
/** what a clerk's handing in of a write-off told */
let breakage: DocumentStepped

const minutes = (n: number): number => n * 60_000

const lastTold = async (): Promise<DocumentStepped> => {
  const event = (await eventsOf(shop)).at(-1)
  if (!event) throw new Error('nothing was told')
  return toldBy(event)
}

const handInBreakage = async (userId: string): Promise<DocumentStepped> => {
  await shop.signIn(userId)
  const documentId = await draft(shop, 'writeOff', { reasonCode: 'BROKEN' }, [{ sku: crisps.sku, quantity: 1000 }])
  await handIn(shop, documentId)
  const told = await lastTold()
  // whom HQ switched off is signed out with the next word from there
  await shop.signIn('s001.manager')
  return told
}

beforeAll(async () => {
  story = await beginStory(['S001', 'S002'])
  shop = story.stores[0] as StoryStore
  pc = await enrolmentOf(shop)
  await (story.stores[1] as StoryStore).signIn('s002.manager')
  hq = await story.browser('hq.operations')
  for (const userId of ['s001.lin', 's001.zhou', 's001.manager']) await shop.signIn(userId)
  await stockUp(shop, [{ sku: crisps.sku, quantity: 20_000 }])
  delivery = await lastTold()
  breakage = await handInBreakage('s001.lin')
  await hears()
})
afterAll(() => story.close())

const hears = (): Promise<void> => everybodyHeard(story)

/** The policy is changed by who just showed the password again. */
const hqChanges = async (note: string, change: (policy: Policy) => void): Promise<void> => {
  await hq.must('signIn.stepUp', { password: 'demo-hq.operations' })
  await changePolicy(hq, note, change)
}

const books = () =>
  Promise.all(
    ['document', 'documentLine', 'documentStep', 'stockMovement', 'stockBalance', 'transfer', 'streamItem'].map(
      (table) => story.hub.database.read.all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`),
    ),
  )

/** Tells HQ these events in a log of its own. */
const tell = async (...events: (DocumentStepped | object)[]) => {
  const logId = randomUUID()
  const payloads = events.map((event) => JSON.stringify(event))
  const { answer } = await pushTo(story.hub, pc, batchOf(pc, payloads, { logId }))
  expect(answer.ok).toBe(true)
  const parked = await story.hub.database.read.all<{ seq: number; reason: string }>(
    'SELECT seq, reason FROM parkedEvent WHERE logId = ? ORDER BY seq',
    [logId],
  )
  return { logId, parked, alarms: await alarmsAbout(story.hub, logId) }
}

/** Kept, not booked, and an alarm says whose PC told it, in whose name, about what and why it is not believed. */
const parks = async (event: DocumentStepped, ground: string, reason: string): Promise<void> => {
  const before = await books()
  const { parked, alarms } = await tell(event)
  expect(parked).toEqual([{ seq: 1, reason: expect.stringContaining(reason) }])
  expect(alarms).toEqual([
    {
      ...{ kind: 'eventParked', storeCode: 'S001', deviceId: pc.deviceId, seq: 1, ground },
      ...{ userId: event.userId, documentId: event.document.documentId },
    } satisfies Raised,
  ])
  expect(await books()).toEqual(before)
  expect((await verifyLedger(story.hub.database.read)).problems).toEqual([])
}

let serial = 9000
const another = (prefix: string) => {
  serial += 1
  return { documentId: randomUUID(), number: `${prefix}-S001-261122-A${serial}` }
}

/** The same delivery of another paper, under another delivery note. */
const deliveryBut = (over: Partial<DocumentStepped> = {}, header: object = {}): DocumentStepped => {
  const paper = ofOtherPaper({ ...delivery, ...over }, another('CGRK'))
  return { ...paper, document: { ...paper.document, reference: `SH-${serial}`, ...header } }
}

const breakageBut = (over: Partial<DocumentStepped> = {}, header: object = {}): DocumentStepped => {
  const paper = ofOtherPaper(
    { ...breakage, ...over, document: { ...breakage.document, authorId: over.userId ?? breakage.document.authorId } },
    another('BSCK'),
  )
  return { ...paper, document: { ...paper.document, ...header } }
}

test('the same in honest words is taken, and nobody is alarmed', async () => {
  const { parked, alarms } = await tell(deliveryBut(), breakageBut())
  expect({ parked, alarms }).toEqual({ parked: [], alarms: [] })
})

describe('in somebody’s name', () => {
  test('who may not', () => parks(deliveryBut({ userId: 's001.lin' }), 'right', 'user s001.lin may not'))
  test('of another store', () =>
    parks(deliveryBut({ userId: 's002.manager' }), 'person', 's002.manager is not of store S001'))
  test('of HQ', () => parks(deliveryBut({ userId: 'hq.operations' }), 'person', 'hq.operations is not of store'))
  test('whom nobody knows', () => parks(deliveryBut({ userId: 'somebody' }), 'person', 'somebody is not of store'))
  test('a name longer than anybody reads is cut in the alarm', async () => {
    const { alarms } = await tell({ ...deliveryBut(), userId: '长'.repeat(5000) })
    expect(alarms).toMatchObject([{ kind: 'eventParked', ground: 'shape', userId: '长'.repeat(60) }])
  })
})

describe('in the name of a colleague who never signed in on this PC', () => {
  const stranger = 's001.new'
  /** booked, and flagged with this ground; null where nobody is alarmed */
  const books = async (event: DocumentStepped, ground: string | null): Promise<void> => {
    const { parked, alarms } = await tell(event)
    expect(parked).toEqual([])
    expect(await headerOf(hq, event.document.documentId)).toMatchObject({ state: 'submitted' })
    expect(alarms).toMatchObject(
      ground === null ? [] : [{ kind: 'ruleNotKept', deviceId: pc.deviceId, userId: event.userId, ground }],
    )
  }
  const setVersion = (pinVersion: number): Promise<unknown> =>
    story.hub.database.write(async (tx) => {
      const assignments = [
        { role: 'clerk', scopeKind: 'store' as const, scopeCode: 'S001', validFrom: '', validUntil: '' },
      ]
      const person = { id: stranger, name: '新来的小高', nameEn: '', active: true, pinVersion, assignments }
      await savePerson(tx, story.hub.runtime, person, 'hq.admin')
    })
  const signsIn = async (): Promise<void> => {
    const input = { userId: stranger, pin: pinOf('s001.lin') }
    const { answer } = await postTo(story.hub.url, 'signIn.checkPin', input, { deviceToken: pc.deviceToken })
    expect(codeOf(answer)).toBe('OK')
  }
  beforeAll(async () => {
    await setVersion(1)
    await story.hub.database.write((tx) =>
      tx.run(`INSERT INTO userSecret (userId, pinHash) SELECT ?, pinHash FROM userSecret WHERE userId = 's001.lin'`, [
        stranger,
      ]),
    )
    await hears()
  })

  test('booked, for goods moved; and an alarm names them, until HQ found their PIN right there', async () => {
    await books(breakageBut({ userId: stranger }), 'unproven')
    await signsIn()
    await books(breakageBut({ userId: stranger }), null)
  })

  test('their secret changed: what was signed in that day goes on; long after it takes the new one', async () => {
    await setVersion(2)
    await hears()
    await books(breakageBut({ userId: stranger }), null)
    story.clock.pass(minutes(25 * 60))
    await hears()
    await books(breakageBut({ userId: stranger }), 'unproven')
    await signsIn()
    await books(breakageBut({ userId: stranger }), null)
  })

  test('as long as the PC cannot have heard of the change, the old one was good', async () => {
    await hears()
    story.clock.pass(minutes(10))
    await setVersion(3)
    story.clock.pass(minutes(20 * 24 * 60))
    await books(breakageBut({ userId: stranger }), null)
    await hears()
  })

  test('a right lent by somebody who never was there is flagged as well', async () => {
    await story.hub.database.write((tx) =>
      tx.run(`DELETE FROM provenAtPc WHERE userId = 's001.manager' AND deviceId = ?`, [pc.deviceId]),
    )
    const { parked, alarms } = await tell(deliveryBut({ userId: 's001.lin', authorityId: 's001.manager' }))
    expect({ parked, alarms }).toMatchObject({ parked: [], alarms: [{ kind: 'ruleNotKept', ground: 'unproven' }] })
    await shop.signIn('s001.manager')
    expect((await tell(deliveryBut({ userId: 's001.lin', authorityId: 's001.manager' }))).alarms).toEqual([])
  })
})

describe('under a right that was lent', () => {
  test('by who never held it', () =>
    parks(deliveryBut({ userId: 's001.lin', authorityId: 's001.zhou' }), 'right', 'user s001.lin may not'))
  test('for nothing, by who holds nothing to lend', () =>
    parks(deliveryBut({ authorityId: 's001.zhou' }), 'right', 's001.zhou holds nothing to lend'))
  test('by a manager of another store', () =>
    parks(deliveryBut({ userId: 's001.lin', authorityId: 's002.manager' }), 'person', 's002.manager is not of store'))
  test('by oneself', () =>
    parks(deliveryBut({ authorityId: 's001.manager' }), 'right', 'nobody lends themselves a right'))
})

describe('a decision', () => {
  const handedIn = async (): Promise<DocumentStepped> => {
    const told = breakageBut({ userId: 's001.lin' })
    const { parked } = await tell(told)
    expect(parked).toEqual([])
    return told
  }
  const decided = (told: DocumentStepped, userId: string, level: 'storeManager' | 'hqOperations'): DocumentStepped => ({
    ...told,
    ...{ step: 'decided' as const, userId, movements: [] },
    decision: { level, decision: 'approved', contentHash: told.document.contentHash },
  })

  test('above the decider’s level', async () =>
    parks(decided(await handedIn(), 's001.manager', 'hqOperations'), 'decision', 'does not decide as hq'))
  test('by a clerk', async () => parks(decided(await handedIn(), 's001.zhou', 'storeManager'), 'right', 'may not'))
  test('in HQ’s name, which HQ never made', async () => {
    const yes = { ...decided(await handedIn(), 'hq.operations', 'hqOperations'), underDecisionOf: 'hq.operations' }
    await parks(yes, 'hqWord', 'HQ made no such decision')
  })
  test('nobody made: the loss is not booked', async () => {
    const told = await handedIn()
    const loss: DocumentStepped = {
      ...told,
      ...{ step: 'posted', userId: 's001.manager' },
      movements: told.movements.map((one) => ({ ...one, fromAccount: 'quarantine:WS001', toAccount: 'loss' })),
    }
    await parks(loss, 'notAgreed', 'not everybody agreed')
  })
})

describe('goods and places', () => {
  const times = (factor: number): DocumentStepped =>
    deliveryBut({
      lines: delivery.lines.map((line) => ({ ...line, quantity: line.quantity * factor })),
      movements: delivery.movements.map((one) => ({
        ...one,
        quantity: one.quantity * factor,
        value: one.value * factor,
      })),
    })

  test('more than anybody counts', () => parks(times(1_000_000), 'goods', 'nobody counts that much'))
  test('more moved than the paper says', () =>
    parks(
      deliveryBut({ movements: delivery.movements.map((one) => ({ ...one, quantity: one.quantity + 1000 })) }),
      'goods',
      'movements do not follow',
    ))
  test('a price nobody paid', () =>
    parks(
      deliveryBut({ movements: delivery.movements.map((one) => ({ ...one, value: one.value * 2 })) }),
      'value',
      'paid',
    ))
  test('a product nobody knows', () =>
    parks(
      deliveryBut({
        lines: delivery.lines.map((line) => ({ ...line, sku: '9999999' })),
        movements: delivery.movements.map((one) => ({ ...one, sku: '9999999' })),
      }),
      'unknown',
      'product 9999999',
    ))
  test('another store’s warehouse', () =>
    parks(deliveryBut({}, { warehouseCode: 'WS002' }), 'otherStore', 'warehouse WS002 is not of store S001'))
  test('another store', () =>
    parks(deliveryBut({}, { storeCode: 'S002' }), 'otherStore', 'event of store S002 from a PC of S001'))
  test('another store’s number', () =>
    parks(deliveryBut({}, { number: 'CGRK-S002-261122-A9001' }), 'paper', 'is not of this PC'))
  test('another PC’s number', () =>
    parks(deliveryBut({}, { number: 'CGRK-S001-261122-B9001' }), 'paper', 'is not of this PC'))
  test('a number that is taken', async () => {
    const before = await books()
    const { alarms } = await tell(deliveryBut({}, { number: delivery.document.number }))
    expect(alarms).toMatchObject([{ kind: 'eventParked', ground: 'other' }])
    expect(await books()).toEqual(before)
  })
  test('no event at all', async () => {
    const { alarms } = await tell({ type: 'everything.mine' }, [], { ...deliveryBut(), movements: [{ quantity: -1 }] })
    expect(alarms.map(({ kind, seq, ground }) => [kind, seq, ground])).toEqual([
      ['eventParked', 1, 'shape'],
      ['eventParked', 2, 'shape'],
      ['eventParked', 3, 'shape'],
    ])
  })
})

describe('rights that changed', () => {
  /** HQ takes all roles of somebody, or switches them off. */
  const cut = (userId: string, over: { active: boolean }): Promise<unknown> =>
    story.hub.database.write(async (tx) => {
      const person = await readPerson(tx, userId)
      if (!person) throw new Error(`no user ${userId}`)
      await savePerson(
        tx,
        story.hub.runtime,
        { ...person, ...over, assignments: over.active ? [] : person.assignments },
        'hq.admin',
      )
    })
  const giveBack = (userId: string, role = 'clerk'): Promise<unknown> =>
    story.hub.database.write(async (tx) => {
      const person = await readPerson(tx, userId)
      if (!person) throw new Error(`no user ${userId}`)
      const again = { role, scopeKind: 'store' as const, scopeCode: 'S001', validFrom: '', validUntil: '' }
      await savePerson(tx, story.hub.runtime, { ...person, active: true, assignments: [again] }, 'hq.admin')
    })

  test.each([
    ['who lost their role', { active: true }],
    ['who was switched off', { active: false }],
  ])('%s while the shop was cut off: booked and flagged; long after, not booked', async (_who, over) => {
    await hears()
    shop.line.up = false
    story.clock.pass(minutes(30))
    await cut('s001.zhou', over)
    story.clock.pass(minutes(30))
    const told = await handInBreakage('s001.zhou')
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, told.document.documentId)).toMatchObject({ state: 'submitted' })
    expect(await alarmsAbout(story.hub, shop.logId)).toContainEqual({
      ...{ kind: 'outOfRole', storeCode: 'S001', deviceId: pc.deviceId, userId: 's001.zhou', ground: 'person' },
      ...{ documentId: told.document.documentId, seq: (await eventsOf(shop)).length },
    })
    await hears()
    await parks(breakageBut({ userId: 's001.zhou' }), 'person', 's001.zhou is not of store S001')
    await giveBack('s001.zhou')
    await hears()
  })

  test('a manager who lost the role meanwhile undid a paper: nobody else is asked about it than was then', async () => {
    const { document } = await handInBreakage('s001.lin')
    await decide(shop, document.documentId)
    await hears()
    expect(await headerOf(hq, document.documentId)).toMatchObject({ state: 'posted' })
    shop.line.up = false
    story.clock.pass(minutes(30))
    await cut('s001.manager', { active: true })
    const reversal = await shop.must('document.reverse', {
      type: 'writeOff',
      documentId: document.documentId,
      reason: '看错了',
    })
    await shop.signIn('s001.lin')
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, reversal.documentId)).toMatchObject({ state: 'posted' })
    expect((await alarmsAbout(story.hub, shop.logId)).at(-1)).toMatchObject({
      ...{ kind: 'outOfRole', userId: 's001.manager', ground: 'person', documentId: reversal.documentId },
    })
    await giveBack('s001.manager', 'storeManager')
    await hears()
    await shop.signIn('s001.manager')
  })

  test('a right HQ took from a role: booked and flagged, and not under the old version’s name later', async () => {
    await hears()
    const { version } = (await hq.must('policy.get', {})).policy
    shop.line.up = false
    story.clock.pass(minutes(30))
    const right = (change: (roles: string[]) => string[]) => (policy: Policy) => {
      policy.documents.writeOff.rights.submit = change(policy.documents.writeOff.rights.submit)
    }
    await hqChanges(
      '店员不再提交报损',
      right((roles) => roles.filter((role) => role !== 'clerk')),
    )
    story.clock.pass(minutes(30))
    const told = await handInBreakage('s001.lin')
    expect(told.document.policyVersion).toBe(version)
    shop.line.up = true
    await story.sync()
    expect(await headerOf(hq, told.document.documentId)).toMatchObject({ state: 'submitted' })
    expect((await alarmsAbout(story.hub, shop.logId)).at(-1)).toMatchObject({ kind: 'outOfRole', ground: 'right' })
    await hears()
    await parks(breakageBut({ userId: 's001.lin' }, { policyVersion: version }), 'right', 'may not writeOff.submit')
    await parks(breakageBut({ userId: 's001.lin' }, { policyVersion: 0 }), 'right', 'may not writeOff.submit')
    await hqChanges(
      '店员又可以了',
      right((roles) => [...roles, 'clerk']),
    )
    await hears()
  })

  test('a PC that says it holds something back does not keep the old rights alive', async () => {
    await hears()
    story.clock.pass(minutes(30))
    await cut('s001.zhou', { active: true })
    const hoarding = { ...batchOf(pc, [], { logId: randomUUID() }), unsecured: 7 }
    for (let round = 0; round < 3; round += 1) {
      story.clock.pass(minutes(2))
      expect(await codeOfPush(story.hub, pc, hoarding)).toBe('OK')
      await story.sync()
    }
    await parks(breakageBut({ userId: 's001.zhou' }), 'person', 's001.zhou is not of store S001')
    await giveBack('s001.zhou')
    await hears()
  })

  test('above the amount HQ allows the role', async () => {
    await hqChanges('店长收货不超过一百元', (policy) => {
      policy.limits = [{ role: 'storeManager', type: 'goodsReceipt', act: 'post', maxFen: 10_000 }]
    })
    await hears()
    const dear = {
      lines: delivery.lines.map((line) => ({ ...line, sku: spirit.sku, quantity: 10_000, unitCost: spirit.cost })),
      movements: delivery.movements.map((one) => ({
        ...one,
        ...{ sku: spirit.sku, quantity: 10_000, unitCost: spirit.cost, value: spirit.cost * 10 },
      })),
    }
    await parks(deliveryBut(dear), 'amount', 'is worth more than user s001.manager may post')
    await hqChanges('不限', (policy) => {
      policy.limits = []
    })
    await hears()
    expect((await tell(deliveryBut(dear))).alarms).toEqual([])
  })
})

describe('the log itself', () => {
  const restore = () =>
    story.hub.database.write((tx) => tx.run(`UPDATE device SET state = 'active' WHERE deviceId = ?`, [pc.deviceId]))
  const stateOf = async () =>
    (await story.hub.database.read.one<{ state: string }>('SELECT state FROM device WHERE deviceId = ?', [pc.deviceId]))
      ?.state

  test('a place told twice: nothing applied, the PC set apart, one alarm however often', async () => {
    const logId = randomUUID()
    const first = deliveryBut()
    expect(await codeOfPush(story.hub, pc, batchOf(pc, [JSON.stringify(first)], { logId }))).toBe('OK')
    const before = await books()
    const other = batchOf(pc, [JSON.stringify(deliveryBut())], { logId })
    for (let round = 0; round < 3; round += 1) {
      story.clock.pass(minutes(2))
      expect(await codeOfPush(story.hub, pc, other)).toBe('SYNC_FORK')
    }
    expect(await books()).toEqual(before)
    expect(await stateOf()).toBe('quarantined')
    expect(await alarmsAbout(story.hub, logId)).toMatchObject([{ kind: 'fork', deviceId: pc.deviceId, seq: 1 }])
    const times = await story.hub.database.read.one<{ at: string; lastAt: string }>(
      'SELECT at, lastAt FROM alarm WHERE logId = ?',
      [logId],
    )
    expect(Date.parse(times?.lastAt ?? '') - Date.parse(times?.at ?? '')).toBe(minutes(4))
    await restore()
  })

  test('somebody else’s log', async () => {
    const other = story.stores[1] as StoryStore
    const batch = batchOf(pc, [JSON.stringify(deliveryBut())], { logId: other.logId })
    expect(await codeOfPush(story.hub, pc, batch)).toBe('SYNC_FORK')
    expect(await alarmsAbout(story.hub, other.logId)).toMatchObject([
      { kind: 'fork', storeCode: 'S001', deviceId: pc.deviceId, seq: 0 },
    ])
    await restore()
  })

  test('altered on the way, or signed by another key', async () => {
    const right = batchOf(pc, [JSON.stringify(deliveryBut())], { logId: randomUUID() })
    const before = await books()
    const altered = { ...right, events: right.events.map((event) => ({ ...event, payload: `${event.payload} ` })) }
    expect(await codeOfPush(story.hub, pc, altered)).toBe('SYNC_BAD_CHAIN')
    const otherKey = await enrolmentOf(story.stores[1] as StoryStore)
    const head = right.events.at(-1)?.hash ?? ''
    expect(await codeOfPush(story.hub, pc, { ...right, headSignature: signed(otherKey, head) })).toBe(
      'SYNC_BAD_SIGNATURE',
    )
    expect(await books()).toEqual(before)
    const raised = await alarmsAbout(story.hub, right.logId)
    expect(raised.map(({ kind, deviceId }) => [kind, deviceId])).toEqual([
      ['badChain', pc.deviceId],
      ['badSignature', pc.deviceId],
    ])
    // a thousand of them are one alarm, whatever logs they name
    const again = batchOf(pc, [JSON.stringify(deliveryBut())], { logId: randomUUID() })
    expect(await codeOfPush(story.hub, pc, { ...again, headSignature: 'AAAA' })).toBe('SYNC_BAD_SIGNATURE')
    expect(await alarmsAbout(story.hub, again.logId)).toEqual([])
  })

  test('a PC HQ revoked calls on; a stranger’s token is no alarm', async () => {
    const count = async () =>
      await story.hub.database.read.all(`SELECT deviceId, storeCode FROM alarm WHERE kind = 'revokedDeviceCalls'`)
    await story.hub.database.write((tx) =>
      tx.run(`UPDATE device SET state = 'revoked' WHERE deviceId = ?`, [pc.deviceId]),
    )
    const ask = (deviceToken: string) =>
      postTo(story.hub.url, 'sync.pull', { protocolVersion: 1, stream: 'master', after: 0 }, { deviceToken })
    expect(codeOf((await ask('x'.repeat(43))).answer)).not.toBe('OK')
    expect(await count()).toEqual([])
    for (let round = 0; round < 3; round += 1) {
      story.clock.pass(minutes(2))
      expect(codeOf((await ask(pc.deviceToken)).answer)).toBe('DEVICE_REVOKED')
    }
    expect(await count()).toEqual([{ deviceId: pc.deviceId, storeCode: 'S001' }])
    await restore()
  })
})

describe('the trail', () => {
  const line = (over: object = {}) =>
    JSON.stringify({
      ...{ at: '2026-11-22T01:00:00.000Z', userId: 's001.manager', deviceId: pc.deviceId, storeCode: 'S001' },
      ...{ operation: 'document.post', outcome: 'done' },
      ...over,
    })

  test('lines in another’s name, of another store or PC, or no lines at all: kept as they came, and flagged', async () => {
    const logId = randomUUID()
    const lines = [
      line(),
      line({ userId: '' }),
      // HQ's word, carried out in the shop
      line({ userId: 'hq.operations' }),
      line({ userId: 's002.manager' }),
      line({ userId: 'somebody' }),
      line({ storeCode: 'S002' }),
      line({ deviceId: randomUUID() }),
      '"no line"',
    ]
    const batch = { ...batchOf(pc, lines, { logId }), kind: 'trail' }
    expect(await codeOfPush(story.hub, pc, batch)).toBe('OK')
    expect((await alarmsAbout(story.hub, logId)).map(({ kind, seq, userId }) => [kind, seq, userId])).toEqual([
      // no PC has two
      ['trailOdd', 0, ''],
      ['trailOdd', 4, 's002.manager'],
      ['trailOdd', 5, 'somebody'],
      ['trailOdd', 6, 's001.manager'],
      ['trailOdd', 7, 's001.manager'],
      ['trailOdd', 8, ''],
    ])
    const kept = await story.hub.database.read.all<{ payload: string }>(
      'SELECT payload FROM trail WHERE logId = ? ORDER BY seq',
      [logId],
    )
    expect(kept.map(({ payload }) => payload)).toEqual(lines)
  })

  test('a line told twice with other words is a fork', async () => {
    const logId = randomUUID()
    const told = (text: string) => ({ ...batchOf(pc, [text], { logId }), kind: 'trail' })
    expect(await codeOfPush(story.hub, pc, told(line()))).toBe('OK')
    expect(await codeOfPush(story.hub, pc, told(line({ operation: 'nothing.atAll' })))).toBe('SYNC_FORK')
    expect(await alarmsAbout(story.hub, logId)).toMatchObject([
      { kind: 'trailOdd', seq: 0 },
      { kind: 'fork', deviceId: pc.deviceId, seq: 1 },
    ])
    await story.hub.database.write((tx) =>
      tx.run(`UPDATE device SET state = 'active' WHERE deviceId = ?`, [pc.deviceId]),
    )
  })

  test('the shop’s own lines raised nothing but that they did not follow what was forged here', async () => {
    expect(
      await story.hub.database.read.all(
        `SELECT a.userId, a.detail FROM alarm a JOIN log l ON l.logId = a.logId
         WHERE a.kind = 'trailOdd' AND l.kind = 'trail' AND l.headSeq > 20
           AND json_extract(a.detail, '$.ground') <> 'trailStill'`,
      ),
    ).toEqual([])
  })
})

describe('what a rule should have asked for is booked, for the goods moved, and people are told', () => {
  const flags = async (event: DocumentStepped, ground: string): Promise<void> => {
    const { parked, alarms } = await tell(event)
    expect(parked).toEqual([])
    expect(alarms).toMatchObject([{ kind: 'ruleNotKept', deviceId: pc.deviceId, ground, userId: event.userId }])
  }
  let before = 0

  beforeAll(async () => {
    before = (await hq.must('policy.get', {})).policy.version
    await hqChanges('区域也要看，无单收货停用', (policy) => {
      policy.documents.writeOff.approval = [
        { level: 'storeManager', fromFen: 0 },
        { level: 'regionManager', fromFen: 100 },
      ]
      policy.specialRights['goodsReceipt.withoutOrder'] = []
    })
    await story.sync()
    await hears()
    story.clock.pass(minutes(30))
    await hears()
  })

  test('a receipt without an order, by nobody who may take one in', () => flags(deliveryBut(), 'right'))

  test('an older policy than this PC can still know, which asks fewer people', () =>
    flags(breakageBut({}, { policyVersion: before }), 'notAgreed'))

  test('goods told for less than they are worth, so that nobody above is asked', async () => {
    const fresh = await handInBreakage('s001.lin')
    await story.sync()
    const free = { ...fresh, lines: fresh.lines.map((line) => ({ ...line, unitCost: 0 })) }
    await flags(ofOtherPaper(free, another('BSCK')), 'amount')
    const { alarms } = await tell(ofOtherPaper(fresh, another('BSCK')))
    expect(alarms).toEqual([])
  })
})

test('the shop’s own honest papers went on all the while', async () => {
  await hears()
  const parked = await story.hub.database.read.all('SELECT seq, reason FROM parkedEvent WHERE logId = ?', [shop.logId])
  expect(parked).toEqual([])
})
