/** Shops and their hub for document tests: real files and HTTP, one signed-in manager a shop, and the words tests say most. */
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Answer } from '../../src/contract/client'
import type { InputOf, OperationName, OutputOf } from '../../src/contract/operations'
import type { Policy } from '../../src/contract/schemas/masterData'
import type { DocumentType } from '../../src/core/documents/states'
import type { Database } from '../../src/database/unitOfWork'
import { fenceFileOf } from '../../src/ledger/fence'
import { verifyLedger } from '../../src/ledger/verify'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import {
  createClock,
  enrol,
  fingerprint,
  openStore,
  pinOf,
  removeFolder,
  startHub,
  type TestClock,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from './world'

export interface Shop extends TestStore {
  code: string
  warehouse: string
  /** the shop's own line to HQ: cut, everybody else's stays */
  line: { up: boolean }
}

export interface Shops {
  clock: TestClock
  hub: TestHub
  shops: Shop[]
  close(): Promise<void>
}

/** `seededHub`: a hub's database as an earlier hub left it; hashing a chain's secrets again takes a second. */
export const openShops = async (
  codes: readonly string[],
  clock: TestClock = createClock(),
  seededHub?: string,
): Promise<Shops> => {
  const folder = temporaryFolder()
  if (seededHub)
    for (const fileOf of [(file: string) => file, fenceFileOf])
      copyFileSync(fileOf(seededHub), fileOf(join(folder, 'hub.db')))
  const hub = await startHub(folder, clock)
  const shops: Shop[] = []
  for (const code of codes) {
    mkdirSync(join(folder, code))
    const line = { up: true }
    const store = await openStore(join(folder, code), clock, { hub: lineTo(line) })
    await enrol(store, hub, code)
    await store.signIn(`${code.toLowerCase()}.manager`)
    shops.push(Object.assign(store, { code, warehouse: `W${code}`, line }))
  }
  const close = async () => {
    for (const shop of shops) await shop.close()
    await hub.close()
    removeFolder(folder)
  }
  return { clock, hub, shops, close }
}

const lineTo = (line: { up: boolean }): HubClient => {
  const client = createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID })
  const call: HubClient['call'] = async (name, input, ...rest) =>
    line.up ? client.call(name, input, ...rest) : { ok: false, error: { code: 'HUB_OFFLINE', params: {} } }
  return { ...client, call }
}

export const value = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
  const answer = await asked
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}

export const codeOf = async (asked: Promise<Answer<unknown>>): Promise<string> => {
  const answer = await asked
  return answer.ok ? 'OK' : answer.error.code
}

export const sync = async (...shops: TestStore[]): Promise<void> => {
  for (const shop of shops) await shop.must('app.syncNow', {})
}

/** Refused with this code, and nothing in the database is another than before. */
export const refused = async (database: Database, asked: () => Promise<Answer<unknown>>): Promise<string> => {
  const before = await fingerprint(database)
  const answer = await asked()
  expect(await fingerprint(database)).toBe(before)
  return answer.ok ? 'OK' : answer.error.code
}

export const get = (shop: TestStore, documentId: string) => shop.must('document.get', { documentId })
export const versionOf = async (shop: TestStore, documentId: string) => (await get(shop, documentId)).header.version

type Options = Partial<Pick<InputOf<'document.post'>, 'closesSource' | 'overrideId'>>

export const tryPost = async (shop: TestStore, type: DocumentType, documentId: string, options: Options = {}) =>
  shop.call('document.post', { type, documentId, version: await versionOf(shop, documentId), ...options })

export const post = (shop: TestStore, type: DocumentType, documentId: string, options: Options = {}) =>
  value(tryPost(shop, type, documentId, options))

export const submit = async (shop: TestStore, type: DocumentType, documentId: string) =>
  shop.must('document.submit', { type, documentId, version: await versionOf(shop, documentId) })

/** a second window of the same PC, with somebody else at it */
export const windowOf =
  (shop: TestStore, clientId: string) =>
  <N extends OperationName>(name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>> =>
    shop.backend.invoke(clientId, name, input, randomUUID()) as Promise<Answer<OutputOf<N>>>

export const grant = async (
  call: ReturnType<typeof windowOf> | TestStore['call'],
  userId: string,
  operation: OperationName,
  type: DocumentType,
  documentId: string,
): Promise<string> =>
  (await value(call('override.grant', { userId, pin: pinOf(userId), operation, documentId, type }))).overrideId

export interface Figure {
  onHand: number
  value: number
}

/** One account of one SKU, all lots together, straight from the ledger. */
export const account = async (database: Database, name: string, sku: string): Promise<Figure> =>
  (await database.read.one<Figure>(
    'SELECT coalesce(sum(onHand), 0) AS onHand, coalesce(sum(value), 0) AS value FROM stockBalance WHERE account = ? AND sku = ?',
    [name, sku],
  )) as Figure

export const movementsOf = (database: Database, documentId: string) =>
  database.read.all<{
    fromAccount: string
    toAccount: string
    sku: string
    lot: string
    quantity: number
    value: number
  }>(
    `SELECT fromAccount, toAccount, sku, lot, quantity, value FROM stockMovement WHERE documentId = ? ORDER BY seq, line`,
    [documentId],
  )

/** Goods on the shelf from nowhere in particular: received without an order at the price the products have. */
export const stockUp = async (shop: TestStore, goods: Record<string, number>): Promise<string> => {
  const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })
  for (const [sku, pieces] of Object.entries(goods))
    await shop.must('document.setLine', { type: 'goodsReceipt', documentId, sku, quantity: pieces * 1000 })
  await post(shop, 'goodsReceipt', documentId)
  return documentId
}

export const allWell = async (...databases: Database[]): Promise<void> => {
  for (const database of databases) expect((await verifyLedger(database.read)).problems).toEqual([])
}

/** HQ's policy changed by this much; in force in a shop after its next pull. */
export const changePolicy = async (hub: TestHub, change: (policy: Policy) => void): Promise<number> => {
  const hq = await hub.browser('hq.operations')
  const { policy } = await value(hq.call('policy.get', {}))
  change(policy)
  const { version, ...body } = policy
  return (await value(hq.call('policy.save', { baseVersion: version, policy: body, note: '测试' }))).version
}

export const parkedOf = (hub: TestHub) => hub.database.read.all<{ reason: string }>('SELECT reason FROM parkedEvent')
