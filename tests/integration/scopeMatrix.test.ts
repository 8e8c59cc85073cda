/**
 * Nothing leaks from one branch to another. Made from the operations table: every operation of the hub × every role that holds
 * its right × the places outside (another store of the region, another region) × every field of its input that can name
 * something, aimed at each thing of store S001: the answer is the very one there is for what does not exist anywhere, and
 * nothing changes. And what a store does changes no list, total or figure that is told outside its branch.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FixedPermission, SpecialRight } from '../../src/contract/defaultPolicy'
import type { OperationName, OutputOf } from '../../src/contract/operations'
import { type Role, roles } from '../../src/contract/schemas/masterData'
import { type DocumentAct, type DocumentType, documentTypes } from '../../src/core/documents/states'
import type { Database } from '../../src/database/unitOfWork'
import type { DemoUser } from '../../src/hub/demo/demoChain'
import { openSession } from '../../src/hub/sessions'
import {
  type Answered,
  aimedFieldsOf,
  aimOf,
  plain,
  type Shot,
  shotsOf,
  type Things,
  textFieldsOf,
  typesOf,
} from '../support/aims'
import { workThrough } from '../support/morning'
import { codeOf, declarationOf, operationNames, postTo, runsOn, wellFormedInputs } from '../support/operationInputs'
import {
  chain,
  createBrowser,
  createClock,
  enrol,
  fingerprint,
  openStore,
  removeFolder,
  startHub,
  type TestBrowser,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const places = {
  own: { kind: 'store', storeCode: 'S001' },
  otherStore: { kind: 'store', storeCode: 'S002' },
  region: { kind: 'region', regionCode: 'R-E' },
  otherRegion: { kind: 'region', regionCode: 'R-S' },
  chain: { kind: 'chain' },
} as const satisfies Record<string, DemoUser['scope']>
type Place = keyof typeof places
const placeNames = Object.keys(places) as Place[]
const outside: Place[] = ['otherStore', 'otherRegion']

const idOf = (role: Role, place: Place): string => `m.${role.toLowerCase()}.${place.toLowerCase()}`
const password = 'a-long-password-of-the-matrix'
const people: DemoUser[] = roles.flatMap((role) =>
  placeNames.map((place) => ({
    ...{ id: idOf(role, place), name: `${role} ${place}`, nameEn: `${role} ${place}`, role },
    ...{ scope: places[place], active: true, password },
    // at the shop's own screen they stand too
    pin: place === 'own' ? `91823${roles.indexOf(role)}` : null,
  })),
)

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let store: TestStore
const browsers = new Map<string, TestBrowser>()

/** one paper of S001 of each type and of each side that writes it, that waits for a decision */
const paperOf = (type: DocumentType, writtenAt: 'store' | 'hub') => ({
  ...{ documentId: randomUUID(), type, number: `TEST-SCOPE-${type}-${writtenAt}`, state: 'submitted', version: 1 },
  ...{ round: 1, writtenAt, storeCode: 'S001', warehouseCode: 'WS001', toWarehouseCode: '', toCondition: 'stock' },
  ...{ counterpartyCode: '', sourceId: '', sourceNumber: '', reference: '', reasonCode: '', settlement: '' },
  ...{ dueDate: '', note: '', refusal: '', policyVersion: 1, authorId: 's001.lin', blind: 0, holderId: '' },
  ...{ submittedById: 's001.lin', postedById: null, closesSource: 0, reversalOf: '', value: null },
  ...{ contentHash: '0'.repeat(64), pendingLevel: 'storeManager', createdAt: '2026-11-22T01:00:00.000Z' },
  ...{ submittedAt: '2026-11-22T01:00:00.000Z', occurredAt: null, postedAt: null, logId: null, seq: null },
})
const papers = documentTypes.flatMap((type) => (['store', 'hub'] as const).map((side) => paperOf(type, side)))

const alarm = {
  ...{ alarmId: randomUUID(), at: '2026-11-22T01:00:00.000Z', lastAt: '2026-11-22T01:00:00.000Z', kind: 'trailOdd' },
  ...{ about: 'TEST-SCOPE', storeCode: 'S001', deviceId: '', userId: 's001.lin', documentId: '', logId: '', seq: 0 },
  ...{ detail: '{"ground":"rowsOdd"}', state: 'open', closedBy: '', closedAt: null, note: '' },
}
const picture = {
  ...{ attachmentId: randomUUID(), documentId: papers[0]?.documentId, name: '破损.jpg', mime: 'image/jpeg', bytes: 3 },
  ...{ sha256: '0'.repeat(64), dataBase64: 'AAAA', addedAt: '2026-11-22T01:00:00.000Z', secured: 1 },
}

/** Everything there is to be asked of a list, by whoever may: what it says without naming anything. */
const wholeLists: Partial<Record<OperationName, object>> = {
  'document.list': { types: documentTypes },
  'trail.search': { from: '2026-11-01' },
  'document.nearExpiry': { days: 365 },
  'codeRequest.list': { state: 'open' },
}
const listsOfHub = operationNames.filter((name) => {
  const { kind, permission } = declarationOf(name)
  return (
    runsOn(name, 'hub') &&
    (kind === 'query' || name === 'trail.verify') &&
    permission !== 'device' &&
    permission !== 'public' &&
    // what names one thing is aimed, below
    (wholeLists[name] !== undefined || declarationOf(name).input.safeParse({}).success || name.startsWith('audit.'))
  )
})

const holds = (name: OperationName, role: Role, type: DocumentType): boolean => {
  const { permission } = declarationOf(name)
  const { policy } = chain
  if (permission === 'signedIn') return true
  if (typeof permission === 'object') return policy.documents[type].rights[permission.act].includes(role)
  if (permission in policy.rights) return policy.rights[permission as FixedPermission].includes(role)
  if (permission in policy.specialRights) return policy.specialRights[permission as SpecialRight].includes(role)
  const [ofType, act] = permission.split('.') as [DocumentType, DocumentAct]
  return policy.documents[ofType].rights[act].includes(role)
}

const ask = (userId: string, name: OperationName, input: unknown): Promise<Answered> =>
  browsers.get(userId)?.call(name, input as never) as unknown as Promise<Answered>

const outsiders = (name: OperationName, type: DocumentType = 'goodsReceipt'): string[] =>
  roles.filter((role) => holds(name, role, type)).flatMap((role) => outside.map((place) => idOf(role, place)))

/** A change of prices is the whole chain's; what stores did with it is summed within a branch. */
const ofBranches = (name: OperationName, value: unknown): unknown => {
  if (name !== 'price.list') return value
  const { changes } = value as OutputOf<'price.list'>
  return changes.reduce((sum, one) => sum + one.toPrint + one.printed + one.replaced + one.storesHeard, 0)
}

/** What each outsider is told by each list; how old a word is goes on by itself. */
const toldOutside = async (): Promise<Record<string, unknown>> => {
  const told: Record<string, unknown> = {}
  for (const name of listsOfHub)
    for (const userId of outsiders(name)) {
      const answer = await ask(userId, name, { ...(wellFormedInputs()[name] as object), ...wholeLists[name] })
      told[`${name} ${userId}`] = answer.ok ? ofBranches(name, answer.value) : answer.error
    }
  return told
}

let before: Record<string, unknown>
/** what of S001 a question can name */
let things: Things

beforeAll(async () => {
  hub = await startHub(folder, clock, { ...chain, users: [...chain.users, ...people] })
  store = await openStore(folder, clock)
  for (const { id } of people) {
    // the door for sign-ins lets thirty through a minute
    const { token } = await hub.database.write((tx) => openSession(tx, hub.runtime, id, undefined))
    browsers.set(id, Object.assign(createBrowser(hub.url), { cookie: `zhanggui_session=${token}` }))
  }
  before = await toldOutside()
  await enrol(store, hub)
  // time stands still: how old a word is says nothing here
  await workThrough(hub, store, { ...clock, pass: () => undefined })
  await store.backend.sync.stop()
  await hub.database.write(async (tx) => {
    await tx.insertRows('document', papers)
    await tx.insertRows('alarm', [alarm])
    await tx.insertRows('attachment', [picture])
  })
  things = await thingsOfS001()
  for (const [aim, found] of Object.entries(things)) expect([aim, found.length > 0]).toEqual([aim, true])
}, 240_000)
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

/** Of each kind a few: what a question names is found by its id or by nothing. */
const thingsOfS001 = async (): Promise<Things> => {
  const all = async (sql: string): Promise<string[]> =>
    (await hub.database.read.all<{ thing: string }>(sql)).map(({ thing }) => thing)
  const posted = await all(`SELECT documentId AS thing FROM document WHERE state = 'posted' LIMIT 3`)
  return {
    documentId: [...papers.map(({ documentId }) => documentId), ...posted],
    transferId: await all('SELECT transferId AS thing FROM transfer'),
    stocktakeId: await all('SELECT stocktakeId AS thing FROM stocktake'),
    taskId: await all('SELECT taskId AS thing FROM stocktakeTask'),
    scheduleId: await all('SELECT scheduleId AS thing FROM stocktakeSchedule'),
    alarmId: [alarm.alarmId],
    attachmentId: [picture.attachmentId],
    deviceId: await all('SELECT deviceId AS thing FROM device'),
    sessionId: await all(`SELECT sessionId AS thing FROM session WHERE userId IN ('m.clerk.own', 'm.admin.region')`),
    userId: ['s001.lin', idOf('clerk', 'own'), idOf('regionManager', 'region')],
    storeCode: ['S001'],
    warehouseCode: ['WS001', 'WS001B'],
    regionCode: ['R-E'],
    logId: await all(`SELECT logId AS thing FROM log WHERE deviceId <> 'hub'`),
    number: await all(
      `SELECT min(number) AS thing FROM document WHERE logId IS NOT NULL UNION ALL SELECT min(number) FROM stocktake
       UNION ALL SELECT min(number) FROM stocktakeTask UNION ALL SELECT min(number) FROM transfer`,
    ),
    hat: ['store:S001', 'region:R-E', 'chain'],
    code: ['6901234567892'],
  }
}

test('every field that could name something is aimed', () => {
  const unknown = new Set<string>()
  for (const name of operationNames)
    for (const field of textFieldsOf(name)) if (aimOf(name, field) === null) unknown.add(`${name} ${field}`)
  expect([...unknown]).toEqual([])
})

test('what a store did changed no list, total or figure that is told outside its branch', async () => {
  const after = await toldOutside()
  expect(Object.keys(after).length).toBeGreaterThan(100)
  const differing = Object.keys(after).filter((asked) => JSON.stringify(after[asked]) !== JSON.stringify(before[asked]))
  expect(differing.map((asked) => [asked, before[asked], after[asked]])).toEqual([])
})

/** Refused for its shape, or at the door: nobody looked where it pointed. */
const misses = ['INVALID_INPUT', 'INTERNAL', 'UNAUTHENTICATED', 'STEP_UP_NEEDED', 'FORBIDDEN', 'SESSION_LOCKED']

interface Round {
  /** of the side that is asked */
  database(): Database
  callers(name: OperationName, type: DocumentType): readonly string[]
  ask(caller: string, name: OperationName, input: unknown): Promise<Answered>
  things: Things
  papers: ReadonlyMap<string, DocumentType>
  /** is this nothing the caller has to do with? */
  isForeign?(caller: string, shot: Shot): boolean
}

/** How often this side's log says that the operation was refused, by code. */
const refusalsTold = async ({ read }: Database, name: OperationName): Promise<Tally> => {
  const rows = await read.all<{ code: string; told: number }>(
    `SELECT t.code, count(*) AS told FROM trail t JOIN log l ON l.logId = t.logId AND l.deviceId IN
       ('hub', (SELECT json_extract(value, '$.deviceId') FROM meta WHERE key = 'enrolment'))
     WHERE t.operation = ? AND t.outcome = 'refused' GROUP BY t.code`,
    [name],
  )
  return new Map(rows.map(({ code, told }) => [code, told]))
}

type Tally = ReadonlyMap<string, number>

/** Codes that were answered more often, or less, than the log tells of. */
const untold = (answered: Tally, before: Tally, after: Tally): unknown[] =>
  [...new Set([...answered.keys(), ...after.keys()])].flatMap((code) => {
    const told = (after.get(code) ?? 0) - (before.get(code) ?? 0)
    const times = answered.get(code) ?? 0
    return told === times ? [] : [`${code} was answered ${times} times, the log tells of ${told}`]
  })

/**
 * What was told otherwise than of nothing, the fields nobody could be made to look at, and refusals that left no line of the
 * log, or more than one.
 */
const shootAll = async (name: OperationName, round: Round): Promise<unknown[]> => {
  const before = await refusalsTold(round.database(), name)
  const answered = new Map<string, number>()
  const shoot = async (caller: string, input: unknown): Promise<Answered> => {
    const answer = await round.ask(caller, name, input)
    const code = codeOf(answer)
    if (!answer.ok) answered.set(code, (answered.get(code) ?? 0) + 1)
    return answer
  }
  const secrets = Object.values(round.things).flat()
  const looked = new Set<string>()
  const tried = new Set<string>()
  const wrong: unknown[] = []
  for (const type of typesOf(name))
    for (const caller of round.callers(name, type)) {
      const ofNothing = new Map<string, string>()
      for (const shot of shotsOf(name, type, round.things, round.papers)) {
        if (round.isForeign?.(caller, shot) === false) continue
        const answer = await shoot(caller, shot.at)
        const told = plain(answer, shot.said)
        const nothing = ofNothing.get(shot.field) ?? plain(await shoot(caller, shot.past), shot.said)
        ofNothing.set(shot.field, nothing)
        if (shot.field !== '') tried.add(shot.field)
        if (!misses.includes(codeOf(answer))) looked.add(shot.field)
        if (told !== nothing || secrets.some((secret) => told.includes(JSON.stringify(secret))))
          wrong.push([type, caller, shot.field, shot.said[0], told.slice(0, 300), nothing.slice(0, 300)])
      }
    }
  return [
    ...wrong,
    ...[...tried].filter((field) => !looked.has(field)).map((field) => `nobody looked at ${field}`),
    ...untold(answered, before, await refusalsTold(round.database(), name)),
  ]
}

const aimable = (side: 'store' | 'hub', permission: 'person' | 'device'): OperationName[] =>
  operationNames.filter((name) => {
    const declared = declarationOf(name).permission
    const isAsked = permission === 'device' ? declared === 'device' : declared !== 'device' && declared !== 'public'
    return runsOn(name, side) && isAsked && aimedFieldsOf(name).length > 0
  })

const typesById = (rows: readonly { documentId: string; type: DocumentType }[]): Map<string, DocumentType> =>
  new Map(rows.map(({ documentId, type }) => [documentId, type]))

test('those of the branch are told: the aims point at something', async () => {
  const insiders = (name: OperationName): string[] =>
    roles.filter((role) => holds(name, role, 'goodsReceipt')).map((role) => idOf(role, 'region'))
  const found = new Set<string>()
  for (const name of aimable('hub', 'person').filter((one) => declarationOf(one).kind === 'query'))
    for (const shot of shotsOf(name, 'goodsReceipt', things, typesById(papers))) {
      const [caller] = shot.aims.every((aim) => found.has(aim)) ? [] : insiders(name)
      if (!caller) continue
      const [told, nothing] = [await ask(caller, name, shot.at), await ask(caller, name, shot.past)]
      if (plain(told, shot.said) !== plain(nothing, shot.said)) for (const aim of shot.aims) found.add(aim)
    }
  // named by no question, or by one that answers with nothing of today: by commands alone
  const commandsOnly = ['hat', 'sessionId', 'deviceId', 'taskId', 'scheduleId', 'code', 'logId']
  expect(Object.keys(things).filter((aim) => !found.has(aim) && !commandsOnly.includes(aim))).toEqual([])
})

describe('at HQ, aimed at things of S001 from outside', () => {
  let fingerprintBefore: string
  beforeAll(async () => {
    fingerprintBefore = await fingerprint(hub.database)
  })

  test.each(aimable('hub', 'person'))('%s', { timeout: 300_000 }, async (name) => {
    const wrong = await shootAll(name, {
      ...{ database: () => hub.database, callers: outsiders, ask, things, papers: typesById(papers) },
      // a store's own region is no secret to it
      isForeign: (caller, { aims }) => !aims.includes('regionCode') || caller.endsWith('.otherregion'),
    })
    expect(wrong.slice(0, 5)).toEqual([])
  })

  test('nothing of it changed anything', async () => {
    expect((await fingerprint(hub.database)) === fingerprintBefore).toBe(true)
  })

  test('nor does a paper of any type begin in a warehouse outside somebody’s branch', async () => {
    for (const wanted of documentTypes)
      for (const role of roles.filter((one) => chain.policy.documents[wanted].rights.create.includes(one)))
        for (const [place, warehouseCode] of [
          ...outside.map((one) => [one, 'WS001'] as const),
          // a warehouse of no shop is the chain’s
          ...placeNames.filter((one) => one !== 'chain').map((one) => [one, 'WC01'] as const),
        ]) {
          const answer = await ask(idOf(role, place), 'document.create', { type: wanted, warehouseCode })
          const code = codeOf(answer)
          expect([wanted, role, place, warehouseCode, code === 'OK' || code === 'INTERNAL']).toEqual([
            ...[wanted, role, place, warehouseCode, false],
          ])
        }
    expect((await fingerprint(hub.database)) === fingerprintBefore).toBe(true)
  })
})

describe('a PC of another store, aimed at things of S001', () => {
  let far: TestStore
  beforeAll(async () => {
    far = await openStore(temporaryFolder(), clock)
    await enrol(far, hub, 'S003')
    await far.backend.sync.stop()
  })
  afterAll(() => far.close())

  const askAsPc = async (_caller: string, name: OperationName, input: unknown): Promise<Answered> =>
    (await postTo(hub.url, name, input, { deviceToken: far.backend.keys.secrets()?.deviceToken as string })).answer

  test.each(aimable('hub', 'device'))('%s', async (name) => {
    const round = {
      database: () => hub.database,
      callers: () => ['pc'],
      ask: askAsPc,
      things,
      papers: typesById(papers),
    }
    expect((await shootAll(name, round)).slice(0, 5)).toEqual([])
  })
})

/** What of another region's store a PC of S001 never hears of, as if it had. */
describe('at a store’s PC, aimed at things of S003 in its file', () => {
  const seats = roles.map((role, index) => ({ role, id: idOf(role, 'own'), pin: `91823${index}` }))
  let foreign: Things
  let foreignPapers: ReadonlyMap<string, DocumentType>
  let fingerprintBefore: string

  /** the row of another store it would be: its own id and number, and nothing of S001 */
  const planted = async (table: string, id: string, elsewhere: Record<string, string>): Promise<string> => {
    const row = await store.database.read.one<Record<string, string | number | null>>(`SELECT * FROM ${table} LIMIT 1`)
    const numbered = row && 'number' in row ? { number: `FAR-${table}` } : {}
    const thing = randomUUID()
    const copy = { ...row, ...numbered, ...elsewhere, [id]: thing }
    await store.database.write((tx) => tx.insertRows(table, [copy]))
    return thing
  }

  beforeAll(async () => {
    const far = papers.map((paper) => ({
      ...{ ...paper, documentId: randomUUID(), number: `FAR-${paper.number}`, reference: paper.number },
      ...{ storeCode: 'S003', warehouseCode: 'WS003', authorId: 's003.clerk' },
    }))
    const drafts = far.map((paper) => ({
      ...paper,
      documentId: randomUUID(),
      number: `D-${paper.number}`,
      reference: `D-${paper.number}`,
      state: 'draft',
    }))
    const all = [...far, ...drafts]
    await store.database.write((tx) => tx.insertRows('document', all))
    const place = { storeCode: 'S003', warehouseCode: 'WS003' }
    const away = { fromStoreCode: 'S003', fromWarehouseCode: 'WS003', toStoreCode: 'S003', toWarehouseCode: 'WS003' }
    foreignPapers = typesById(all)
    foreign = {
      documentId: [...foreignPapers.keys()],
      stocktakeId: [await planted('stocktake', 'stocktakeId', { ...place, taskId: '' })],
      taskId: [await planted('stocktakeTask', 'taskId', { storeCode: 'S003' })],
      transferId: [await planted('transfer', 'transferId', away)],
      orderId: [await planted('purchaseOrder', 'documentId', place)],
      attachmentId: [picture.attachmentId],
      storeCode: ['S003'],
      warehouseCode: ['WS003'],
      userId: ['s003.clerk'],
      number: ['FAR-stocktake', 'FAR-stocktakeTask', 'FAR-transfer'],
    }
    await store.database.write((tx) =>
      tx.insertRows('attachment', [{ ...picture, documentId: far[0]?.documentId, secured: 0 }]),
    )
    for (const { role, id, pin } of seats)
      expect([role, codeOf(await askAt(role, 'signIn.withPin', { userId: id, pin }))]).toEqual([role, 'OK'])
    fingerprintBefore = await fingerprint(store.database)
  })

  const askAt = async (role: string, name: OperationName, input: unknown): Promise<Answered> =>
    (await store.backend.invoke(`window:${role}`, name, input, randomUUID())) as Answered

  test.each(aimable('store', 'person'))('%s', { timeout: 300_000 }, async (name) => {
    const callers = (_name: OperationName, type: DocumentType) => roles.filter((role) => holds(name, role, type))
    const wrong = await shootAll(name, {
      ...{ database: () => store.database, callers, ask: askAt, things: foreign, papers: foreignPapers },
      // where goods can go is everybody's to know
      isForeign: (_caller, { field }) => field !== 'toWarehouseCode',
    })
    expect(wrong.slice(0, 5)).toEqual([])
  })

  test('nothing of it changed anything', async () => {
    expect((await fingerprint(store.database)) === fingerprintBefore).toBe(true)
  })
})
