/**
 * What the narratives about documents share: a chain of real stores and a real hub, each store's line to HQ one a test can
 * cut, the words a person would use (draft, hand in, decide, post), and the two things every story ends with.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Answer } from '../../src/contract/client'
import type { ErrorCode } from '../../src/contract/errors'
import type { InputOf, OperationName, OutputOf } from '../../src/contract/operations'
import type { Policy } from '../../src/contract/schemas/masterData'
import type { DocumentType } from '../../src/core/documents/states'
import type { Database } from '../../src/database/unitOfWork'
import type { DemoChain } from '../../src/hub/demo/demoChain'
import { verifyLedger } from '../../src/ledger/verify'
import { readEnrolment } from '../../src/store/meta'
import type { Host } from '../../src/store/runtime'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import {
  createClock,
  enrol,
  fingerprint,
  openStore,
  removeFolder,
  startHub,
  type TestClock,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from './world'

/** 脆啵星原味虾条, 2.3100 yuan a bag */
export const crisps = { sku: '1030007', cost: 23_100 }
/** 窖问酱香型白酒, 119.2800 yuan a bottle: two are past 200 yuan, seventeen past 2000 */
export const spirit = { sku: '1080008', cost: 1_192_800 }
/** 甘栖坊薄荷硬糖, 2.9450 yuan a box */
export const mints = { sku: '1030031', cost: 29_450 }

export interface StoryStore extends TestStore {
  storeCode: string
  /** the shop's own line to HQ; HQ itself goes on working while it is cut */
  line: { up: boolean }
  /** the shop's own log */
  logId: string
}

export interface Browser {
  must<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>
  call<N extends OperationName>(name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>>
}

export interface Story {
  clock: TestClock
  hub: TestHub
  stores: StoryStore[]
  browser(userId: string): Promise<Browser>
  /** every store whose line is up tells and hears, until nobody has anything left to say */
  sync(): Promise<void>
  close(): Promise<void>
}

const refused = (name: string, answer: Answer<unknown>): Error =>
  new Error(answer.ok ? '' : `${name} was refused: ${answer.error.code} ${JSON.stringify(answer.error.params)}`)

/** A store named twice has two PCs. `host`: devices of their own, where not the usual stand-ins. */
export const beginStory = async (
  storeCodes: readonly string[] = ['S001'],
  world?: DemoChain,
  host: Partial<Host> = {},
): Promise<Story> => {
  const folder = temporaryFolder()
  const clock = createClock()
  const hub = await startHub(folder, clock, world)
  const stores: StoryStore[] = []
  for (const [index, storeCode] of storeCodes.entries())
    stores.push(await openStoryStore(join(folder, `pc-${index + 1}`), clock, hub, storeCode, host))
  return {
    clock,
    hub,
    stores,
    browser: async (userId) => {
      const browser = await hub.browser(userId)
      return {
        call: browser.call,
        must: async (name, input) => {
          const answer = await browser.call(name, input)
          if (!answer.ok) throw refused(name, answer)
          return answer.value
        },
      }
    },
    sync: async () => {
      // what one store tells may be the other's news
      for (const store of [...stores, ...stores]) if (store.line.up) await store.must('app.syncNow', {})
    },
    close: async () => {
      for (const store of stores) await store.close()
      await hub.close()
      removeFolder(folder)
    },
  }
}

const cuttable = (line: { up: boolean }): HubClient => {
  const client = createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID })
  const offline = { ok: false, error: { code: 'HUB_OFFLINE', params: {} } } as const
  return {
    use: client.use,
    call: async (name, input) => (line.up ? client.call(name, input) : offline),
    callAt: async (url, name, input) => (line.up ? client.callAt(url, name, input) : offline),
  }
}

const openStoryStore = async (
  own: string,
  clock: TestClock,
  hub: TestHub,
  storeCode: string,
  host: Partial<Host>,
): Promise<StoryStore> => {
  mkdirSync(own)
  const line = { up: true }
  const store = await openStore(own, clock, { hub: cuttable(line), host })
  await enrol(store, hub, storeCode)
  const enrolment = await readEnrolment(store.database.read)
  return Object.assign(store, { storeCode, line, logId: enrolment?.logId as string })
}

type Lines = readonly Omit<InputOf<'document.setLine'>, 'type' | 'documentId'>[]
type Header = Omit<InputOf<'document.create'>, 'type'>

/** the part of a store or a browser the words below need */
type Desk = Pick<Browser, 'must'>

/** A draft with its lines entered by key. */
export const draft = async (desk: Desk, type: DocumentType, header: Header, lines: Lines = []): Promise<string> => {
  const { documentId } = await desk.must('document.create', { type, ...header })
  for (const line of lines) await desk.must('document.setLine', { type, documentId, ...line })
  return documentId
}

export const read = async (desk: Desk, documentId: string) => desk.must('document.get', { documentId })
export const headerOf = async (desk: Desk, documentId: string) => (await read(desk, documentId)).header

export const versioned = async (desk: Desk, documentId: string) => {
  const { type, version } = await headerOf(desk, documentId)
  return { type, documentId, version }
}

export const handIn = async (desk: Desk, documentId: string) =>
  (await desk.must('document.submit', await versioned(desk, documentId))).header

export const post = async (desk: Desk, documentId: string) =>
  desk.must('document.post', await versioned(desk, documentId))

/** The decision about what the desk shows now. */
export const decisionOn = async (
  desk: Desk,
  documentId: string,
  decision: 'approved' | 'refused' = 'approved',
  reason = '',
): Promise<InputOf<'document.decide'>> => {
  const { type, contentHash } = await headerOf(desk, documentId)
  return { type, documentId, contentHash, decision, reason }
}

export const decide = async (desk: Desk, documentId: string, decision?: 'approved' | 'refused', reason?: string) =>
  (await desk.must('document.decide', await decisionOn(desk, documentId, decision, reason))).header

/** Goods bought without an order, at their standard cost. The store's manager has to be signed in. */
export const stockUp = async (
  store: TestStore,
  goods: readonly {
    sku: string
    quantity: number
    damaged?: number
    /** of the good ones, free of charge: they bring the average below the standard cost */
    free?: number
    lot?: string
    expiryDate?: string
  }[],
  warehouseCode?: string,
): Promise<string> => {
  const type = 'goodsReceipt'
  const { documentId } = await store.must('goodsReceipt.openWithoutOrder', {
    supplierCode: 'GY001',
    deliveryNote: `SH-${randomUUID().slice(0, 8)}`,
    ...(warehouseCode ? { warehouseCode } : {}),
  })
  for (const { damaged = 0, free = 0, ...line } of goods) {
    const { line: made } = await store.must('document.setLine', { type, documentId, ...line })
    const at = { type, documentId, lineNo: made?.lineNo as number, mode: 'set' } as const
    if (damaged > 0) await store.must('document.adjust', { ...at, field: 'damaged', quantity: damaged })
    if (free > 0) await store.must('document.adjust', { ...at, field: 'free', quantity: free })
  }
  await post(store, documentId)
  return documentId
}

/** What one account holds of a product: [thousandths, value in 1/10,000 yuan]. */
export const holds = async (database: Database, account: string, sku: string): Promise<[number, number]> => {
  const row = await database.read.one<{ onHand: number; value: number }>(
    `SELECT coalesce(sum(onHand), 0) AS onHand, coalesce(sum(value), 0) AS value FROM stockBalance
     WHERE account = ? AND sku = ?`,
    [account, sku],
  )
  return [row?.onHand ?? 0, row?.value ?? 0]
}

/** Every account that is not at zero for this product. */
export const accountsOf = async (database: Database, sku: string): Promise<Record<string, [number, number]>> => {
  const rows = await database.read.all<{ account: string; onHand: number; value: number }>(
    `SELECT account, sum(onHand) AS onHand, sum(value) AS value FROM stockBalance WHERE sku = ?
     GROUP BY account HAVING sum(onHand) <> 0 OR sum(value) <> 0 ORDER BY account`,
    [sku],
  )
  return Object.fromEntries(rows.map(({ account, onHand, value }) => [account, [onHand, value]]))
}

/** Refused with this code, and nothing anywhere is other than it was. */
export const refuses = async (
  story: Story,
  asked: () => Promise<Answer<unknown>>,
  code: ErrorCode,
  params: object = {},
): Promise<void> => {
  const stores = story.stores.map(({ database }) => database)
  // a stopped hub's file is closed: nobody can change it either
  const open = await story.hub.database.read.one('SELECT 1').then(
    () => [story.hub.database, ...stores],
    () => stores,
  )
  const all = () => Promise.all(open.map(fingerprint))
  const before = await all()
  const answer = await asked()
  expect(answer).toMatchObject({ ok: false, error: { code, params } })
  expect(await all()).toEqual(before)
}

/** A new version of HQ's policy; in the stores after their next pull. */
export const changePolicy = async (hq: Browser, note: string, change: (policy: Policy) => void): Promise<number> => {
  const { policy } = await hq.must('policy.get', {})
  const changed = structuredClone(policy)
  change(changed)
  const { version, ...rest } = changed
  return (await hq.must('policy.save', { baseVersion: version, policy: rest, note })).version
}

/** HQ has proof that every shop whose line is up knows all it said: each asked again and again, some time apart. */
export const everybodyHeard = async (story: Story): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    story.clock.pass(2 * 60_000)
    await story.sync()
  }
}

const movementsSql = `SELECT seq, line, documentId, sku, lot, fromAccount, toAccount, quantity, unitCost, value, kind, userId
  FROM stockMovement WHERE logId = ? ORDER BY seq, line`
const walls = (storeCode: string) =>
  `SELECT account, sku, lot, onHand, value FROM stockBalance WHERE (onHand <> 0 OR value <> 0) AND substr(account, instr(account, ':') + 1)
     IN (SELECT code FROM warehouse WHERE storeCode = '${storeCode}') ORDER BY 1, 2, 3`

type Balance = Record<'account' | 'sku' | 'lot', string> & Record<'onHand' | 'value', number>

/** Each PC of a store keeps what its own log moved; the store's is all of it. */
const balancesOf = async (story: Story, storeCode: string): Promise<Balance[]> => {
  const sums = new Map<string, Balance>()
  for (const { database } of story.stores.filter((store) => store.storeCode === storeCode))
    for (const row of await database.read.all<Balance>(walls(storeCode))) {
      const key = JSON.stringify([row.account, row.sku, row.lot])
      const sum = sums.get(key)
      sums.set(key, sum ? { ...sum, onHand: sum.onHand + row.onHand, value: sum.value + row.value } : row)
    }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum)
    .filter(({ onHand, value }) => onHand !== 0 || value !== 0)
}

/** How every story ends: nothing waits, nothing is parked, both ledgers are sound and say the same. */
export const agrees = async (story: Story): Promise<void> => {
  for (const { line } of story.stores) line.up = true
  await story.sync()
  const { database } = story.hub
  expect(await database.read.all('SELECT seq, reason FROM parkedEvent')).toEqual([])
  expect((await verifyLedger(database.read)).problems).toEqual([])
  for (const store of story.stores) {
    expect(await store.database.read.all('SELECT * FROM parkedItem')).toEqual([])
    expect((await verifyLedger(store.database.read)).problems).toEqual([])
    const own = await store.database.read.all(movementsSql, [store.logId])
    expect(await database.read.all(movementsSql, [store.logId])).toEqual(own)
    expect(await database.read.all(walls(store.storeCode))).toEqual(await balancesOf(story, store.storeCode))
    const log = 'SELECT headSeq, headHash FROM log WHERE logId = ?'
    expect(await database.read.one(log, [store.logId])).toEqual(await store.database.read.one(log, [store.logId]))
    const states = `SELECT documentId, state, contentHash, coalesce(pendingLevel, '') AS pending, reference FROM document
      WHERE logId = ? ORDER BY 1`
    expect(await database.read.all(states, [store.logId])).toEqual(await store.database.read.all(states, [store.logId]))
  }
}
