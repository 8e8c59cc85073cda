/**
 * No list, total or answer of the API tells one region anything of another's: every query of the operations table, plain
 * and with every field that can name something aimed at the other region, answers people of 华东 the very same before and
 * after 华南 had a busy day. And what goods cost is in no answer to somebody without the right to see it.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { OperationName, OutputOf } from '../../src/contract/operations'
import { pullStreams } from '../../src/contract/schemas/sync'
import { declarationOf, operationNames, postTo, runsOn, wellFormedInputs } from '../support/operationInputs'
import {
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  handIn,
  post,
  type Story,
  spirit,
  stockUp,
} from '../support/story'
import { type TestBrowser, windowId } from '../support/world'

const watchers = ['re.manager', 's001.manager', 's001.lin', 's002.manager'] as const
type Watcher = (typeof watchers)[number]

const queries = operationNames.filter(
  (name) => runsOn(name, 'hub') && declarationOf(name).kind === 'query' && declarationOf(name).permission !== 'device',
)

type TrailRow = OutputOf<'trail.search'>['rows'][number]

/** the fields by which a question can be aimed at something, and what 华南 has of it */
const aims = new Map<string, unknown>()
/** ids of theirs that come to be during the day */
const theirs = new Map<string, unknown>()

const shapeOf = (name: OperationName): Record<string, z.ZodType> =>
  (declarationOf(name).input as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {}

/** the same random ids at each asking */
const plainInputs = wellFormedInputs()

/** The plain question, the bare one, and one for each field of it that can be aimed. */
const questionsOf = (name: OperationName): object[] => {
  const plain = plainInputs[name] as object
  const fields = Object.keys(shapeOf(name)).filter((field) => aims.has(field))
  const aimed = fields.map((field) => ({ ...plain, [field]: aims.get(field) }))
  const all = Object.fromEntries(fields.map((field) => [field, aims.get(field)]))
  return [plain, {}, ...aimed, all, { ...plain, ...all }]
}

/** How old a figure is and which call it was say nothing of anybody's goods. */
const steady = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) => (/^(ageSeconds|waitingSeconds|incidentId)$/.test(key) ? undefined : one)),
  )

let story: Story
const browsers = new Map<Watcher, TestBrowser>()

/** The log tells everybody what they did themselves; and these very questions are refused, or not, all the time. */
const withoutOwnActs = (who: Watcher, answer: unknown): unknown => {
  const { value } = answer as { value?: { rows?: { userId?: string }[]; more?: boolean } }
  if (!value?.rows?.some(({ userId }) => userId === who)) return answer
  return { value: { rows: value.rows.filter(({ userId }) => userId !== who) } }
}

/** Every page: somebody's own acts, these very questions among them, would push the others off the first. */
const wholeTrail = async (who: Watcher, question: object): Promise<unknown> => {
  const rows: unknown[] = []
  let after: { at: string; logId: string; seq: number } | undefined
  for (;;) {
    const asked = { ...question, limit: 500, ...(after ? { after } : {}) }
    const answer = await (browsers.get(who) as TestBrowser).call('trail.search', asked)
    if (!answer.ok) return answer
    rows.push(...answer.value.rows)
    const last = answer.value.rows.at(-1)
    if (!answer.value.more || !last) return { value: { rows } }
    after = { at: last.at, logId: last.logId, seq: last.seq }
  }
}

const answersTo = async (who: Watcher, name: OperationName): Promise<unknown[]> => {
  const answers: unknown[] = []
  for (const question of questionsOf(name)) {
    const answer =
      name === 'trail.search' ? await wholeTrail(who, question) : await browsers.get(who)?.call(name, question as never)
    // two that broke down are alike as well
    expect(JSON.stringify(answer)).not.toContain('"INTERNAL"')
    answers.push(withoutOwnActs(who, steady(answer)))
  }
  return answers
}

const everything = async (): Promise<Map<string, unknown[]>> => {
  const told = new Map<string, unknown[]>()
  for (const name of queries) for (const who of watchers) told.set(`${name} as ${who}`, await answersTo(who, name))
  return told
}

/** What the PC of S001 is told, stream by stream, without the positions: other shops' items move those on. */
const pulledByS001 = async (): Promise<unknown> => {
  const deviceToken = story.stores[0]?.backend.keys.secrets()?.deviceToken
  const streams = pullStreams.map(async (stream) => {
    const { answer } = await postTo(
      story.hub.url,
      'sync.pull',
      { protocolVersion: 1, stream, after: 0, limit: 5000 },
      { deviceToken: deviceToken ?? '' },
    )
    const { items } = (answer as unknown as { value: { items: { type: string; key: string; body: string }[] } }).value
    return items.map(({ type, key, body }) => ({ type, key, body }))
  })
  return Promise.all(streams)
}

/** A day of S003 with something of every kind: goods in, a write-off HQ agrees to, a lent right, a reversal, a refusal. */
const busyDayOf003 = async (): Promise<void> => {
  const store = story.stores[1] as Story['stores'][number]
  const hq = await story.browser('hq.operations')
  await store.signIn('s003.manager')
  const receipt = await stockUp(store, [
    { sku: crisps.sku, quantity: 40_000 },
    { sku: spirit.sku, quantity: 30_000 },
  ])
  const gone = await draft(store, 'internalUse', { reasonCode: 'TASTING' }, [{ sku: spirit.sku, quantity: 20_000 }])
  await handIn(store, gone)
  const found = await draft(store, 'overage', { reasonCode: 'FOUND' }, [{ sku: crisps.sku, quantity: 1000 }])
  await handIn(store, found)
  const kept = await draft(store, 'customerReturn', { reasonCode: 'UNWANTED' }, [{ sku: crisps.sku, quantity: 2000 }])
  await post(store, kept)
  await store.must('document.reverse', { type: 'customerReturn', documentId: kept, reason: '记错了' })
  await store.call('document.get', { documentId: randomUUID() })
  await story.sync()
  await hq.must('transfer.push', {
    ...{
      kind: 'transfer',
      fromWarehouseCode: 'WS003',
      toWarehouseCode: 'WC01',
      dueDate: '2026-11-23',
      note: '华南的货',
    },
    lines: [{ sku: crisps.sku, quantity: 1000 }],
  })
  const stocktakeId = await stocktakeOf(store)
  await story.sync()
  const inbox = await (await story.browser('rs.manager')).must('document.inbox', {})
  for (const { documentId } of inbox.documents) await decide(await story.browser('rs.manager'), documentId)
  await story.sync()
  const device = await story.hub.database.read.one<{ deviceId: string }>(
    `SELECT deviceId FROM device WHERE storeCode = 'S003'`,
  )
  const transfer = await hq.must('transfer.list', {})
  theirs.set('documentId', receipt)
  theirs.set('transferId', transfer.transfers[0]?.transferId)
  theirs.set('deviceId', device?.deviceId)
  theirs.set('stocktakeId', stocktakeId)
  const plan = { scope: { kind: 'full' as const }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' }
  const count = { name: '月底全盘', plan, stores: { kind: 'stores' as const, storeCodes: ['S003'] } }
  await hq.must('stocktakeTask.assign', { ...count, dueDate: '2099-12-31' })
  const south = await story.browser('rs.manager')
  const monthly = { kind: 'monthly' as const, day: 'last' as const }
  const days = { startDay: '2026-11-22', endDay: '', daysToDo: 3 }
  const schedule = await south.must('stocktakeSchedule.save', { ...count, ...days, recurrence: monthly })
  theirs.set('scheduleId', schedule.scheduleId)
  await newClerkOf003()
}

const newClerkOf003 = async (): Promise<void> => {
  const clerk = { role: 'clerk', scopeKind: 'store' as const, scopeCode: 'S003', validFrom: '', validUntil: '' }
  await (await story.browser('hq.admin')).must('user.save', {
    ...{ userId: 's003.new', name: '小新', nameEn: 'New', active: true, isNew: true, baseChange: 0 },
    assignments: [clerk],
  })
}

/** Counted, reviewed, handed in: a bag is missing. */
const stocktakeOf = async (store: Story['stores'][number]): Promise<string> => {
  const { stocktakeId } = await store.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus: [crisps.sku] }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [{ code: 'A01', name: '货架', temporary: false }],
  })
  const { documentId } = await store.must('stocktake.startCount', { stocktakeId, zoneCode: 'A01' })
  await store.must('document.setLine', { type: 'stocktakeCount', documentId, sku: crisps.sku, quantity: 39_000 })
  await handIn(store, documentId)
  await store.must('stocktake.closeCounting', { stocktakeId })
  await store.must('stocktake.accept', { stocktakeId, lines: [{ sku: crisps.sku, lot: '' }], reason: '少一袋' })
  const { version } = await store.must('stocktake.get', { stocktakeId })
  await store.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  return stocktakeId
}

let before: Map<string, unknown[]>
let pulled: unknown

beforeAll(async () => {
  story = await beginStory(['S001', 'S003'])
  const [first, second] = story.stores as [Story['stores'][number], Story['stores'][number]]
  await first.signIn('s001.manager')
  await second.signIn('s003.manager')
  await stockUp(first, [{ sku: crisps.sku, quantity: 5000 }])
  await story.sync()
  for (const [field, aim] of [
    ...[['storeCode', 'S003'] as const, ['regionCode', 'R-S'] as const, ['warehouseCode', 'WS003'] as const],
    ...[['userId', 's003.manager'] as const, ['sku', spirit.sku] as const, ['search', 'S003'] as const],
    ...[['from', '2020-01-01'] as const, ['to', '2030-01-01'] as const],
    ...[['limit', 100] as const, ['onlyMoved', true] as const],
  ])
    aims.set(field, aim)
  for (const who of watchers) {
    browsers.set(who, await story.hub.browser(who))
  }
}, 120_000)
afterAll(() => story.close())

describe('another region’s day changes no answer', () => {
  beforeAll(async () => {
    before = await everything()
    pulled = await pulledByS001()
    await busyDayOf003()
  }, 240_000)

  test.each(queries)('%s', async (name) => {
    for (const who of watchers)
      expect([who, await answersTo(who, name)]).toEqual([who, before.get(`${name} as ${who}`)])
  })

  test('nor anything the PC of S001 pulls', async () => {
    expect(await pulledByS001()).toEqual(pulled)
  })

  test.each(watchers)('what is named by its id looks to %s as if it were nowhere', async (who) => {
    for (const name of queries) {
      const fields = Object.keys(shapeOf(name)).filter((field) => theirs.has(field))
      for (const field of fields) {
        const ask = async (id: unknown) => {
          const question = { ...(plainInputs[name] as object), [field]: id }
          const answer = await browsers.get(who)?.call(name, question as never)
          // a refusal says which id it could not find
          return JSON.stringify(steady(answer)).replaceAll(String(id), 'id')
        }
        expect([name, field, await ask(theirs.get(field))]).toEqual([name, field, await ask(randomUUID())])
      }
    }
  })

  /** what they typed themselves stands there; whose or what it is does not */
  test('nor is it named in the line of who asked', async () => {
    const who = 're.manager'
    const browser = browsers.get(who) as TestBrowser
    const asked = [...theirs.values(), 's003.manager', 's003.new', 'hq.admin'].map(String)
    for (const userId of asked) await browser.call('user.get', { userId })
    for (const documentId of asked) await browser.call('document.get', { documentId })
    const { value } = (await wholeTrail(who, { userId: who })) as { value: { rows: TrailRow[] } }
    const refused = value.rows.filter(({ outcome }) => outcome === 'refused')
    const kept = JSON.stringify(refused.map(({ detail }) => detail))
    expect(asked.filter((id) => !kept.includes(id))).toEqual([])
    expect(refused.flatMap(({ names }) => Object.keys(names)).filter((id) => asked.includes(id))).toEqual([])
  })
})

describe('what goods cost', () => {
  /** figures at cost; prices and limits are no secret */
  const isCost = (key: string): boolean => /(^|[a-z])(cost|value)s?$/i.test(key) && !/^(dataBase64|keyValue)$/.test(key)

  const figuresIn = (value: unknown, path = ''): string[] => {
    if (Array.isArray(value)) return value.flatMap((one, index) => figuresIn(one, `${path}[${index}]`))
    if (value === null || typeof value !== 'object') return []
    return Object.entries(value).flatMap(([key, one]) => [
      ...(isCost(key) && typeof one === 'number' ? [`${path}.${key}`] : []),
      ...figuresIn(one, `${path}.${key}`),
    ])
  }

  beforeAll(async () => {
    const hq = await story.browser('hq.operations')
    // HQ's own policy is whose it is; this is about somebody who sees goods but not their cost
    await changePolicy(hq, '区域经理暂不看成本', (policy) => {
      policy.rights['cost.view'] = policy.rights['cost.view'].filter((role) => role !== 'regionManager')
    })
    aims.set('storeCode', 'S001')
    aims.set('warehouseCode', 'WS001')
    aims.set('sku', crisps.sku)
    aims.set('search', 'S001')
  })

  test.each(queries.filter((name) => name !== 'policy.get' && name !== 'policy.history'))(
    '%s tells a regional manager without the right no figure at cost',
    async (name) => {
      for (const answer of await answersTo('re.manager', name)) expect([name, figuresIn(answer)]).toEqual([name, []])
    },
  )

  test.each(operationNames.filter((name) => runsOn(name, 'store') && declarationOf(name).kind === 'query'))(
    '%s tells a clerk at the shop none',
    async (name) => {
      const store = story.stores[0] as Story['stores'][number]
      await store.signIn('s001.lin')
      for (const question of questionsOf(name)) {
        const answer = await store.backend.invoke(windowId, name, question, randomUUID())
        expect([name, figuresIn(answer)]).toEqual([name, []])
      }
    },
  )
})
