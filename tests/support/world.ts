/**
 * A chain in a temporary folder: a real hub behind real HTTP on a free port, and stores with real database files. Only
 * the clock, the ids and the devices are ours. The demo's generator makes the data, so tests, demo and screenshots agree.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type Answer, createClient } from '../../src/contract/client'
import type { BackendEvent } from '../../src/contract/events'
import type { InputOf, OperationName, OutputOf } from '../../src/contract/operations'
import type { PrinterStatus } from '../../src/contract/schemas/printer'
import type { HidScanners } from '../../src/contract/schemas/scanner'
import type { HostCalls, PrintAnswer, SpoolAnswer } from '../../src/contract/storeProtocol'
import { uuidv7 } from '../../src/core/identity/uuidv7'
import { openDatabase } from '../../src/database/openDatabase'
import type { Database } from '../../src/database/unitOfWork'
import { Refusal } from '../../src/gateway/gateway'
import { createHub, type Hub } from '../../src/hub/createHub'
import { type DemoChain, demoChain } from '../../src/hub/demo/demoChain'
import { createEnrolmentCode } from '../../src/hub/handlers/enrolment'
import { createServer } from '../../src/hub/http/server'
import type { HubRuntime } from '../../src/hub/runtime'
import { newSecret } from '../../src/hub/secrets'
import { seedChain } from '../../src/hub/seed'
import { createStore, type StoreBackend } from '../../src/store/createStore'
import type { Host } from '../../src/store/runtime'
import type { HubClient } from '../../src/store/sync/hubClient'
import { createHubClient } from '../../src/store/sync/hubClient'
import { openHubDatabase } from './hubDatabase'

const demo = demoChain({ storeDay: '2026-11-22' })
/** Hours pass between two calls of a test: a window locks itself only where that is what is tested. */
export const chain: DemoChain = {
  ...demo,
  policy: { ...demo.policy, signIn: { ...demo.policy.signIn, idleLockMinutes: 0 } },
}

/** the clock everybody shares; tests move it */
export interface TestClock {
  nowMs(): number
  elapsedMs(): number
  /** moves the wall clock alone, as somebody who sets the PC's clock does */
  setWall(ms: number): void
  /** lets time pass */
  pass(ms: number): void
}

export const createClock = (startMs = Date.parse('2026-11-22T01:00:00.000Z')): TestClock => {
  let wall = startMs
  let elapsed = 0
  return {
    nowMs: () => wall,
    elapsedMs: () => elapsed,
    setWall: (ms) => {
      wall = ms
    },
    pass: (ms) => {
      wall += ms
      elapsed += ms
    },
  }
}

/** refusals are expected in tests, bugs are not: what would be an incident is printed, and a code nobody declared fails */
const logBugs = (line: object): void => {
  if ('error' in line || 'stack' in line) console.error(line)
  if (!isUndeclared(line)) return
  undeclared.push(`${line.operation} does not declare ${line.error.code}`)
  throw new Error(undeclared.at(-1))
}

/** over HTTP the throw is one failed answer among others: the hub's end says it again */
const undeclared: string[] = []
const failOnUndeclared = (): void => {
  if (undeclared.length > 0) throw new Error(undeclared.join('\n'))
}

/** The door answers INTERNAL to those. */
const isUndeclared = (line: object): line is { operation: string; error: Refusal } =>
  'code' in line && line.code === 'INTERNAL' && 'error' in line && line.error instanceof Refusal

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'zhanggui-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

export interface TestHub {
  url: string
  runtime: HubRuntime
  gateway: Hub
  database: Database
  file: string
  enrolmentCode(storeCode: string): Promise<string>
  /** a browser signed in as this user */
  browser(userId: string): Promise<TestBrowser>
  /** stops listening; the same port and data come back with start() */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export interface TestBrowser {
  call<N extends OperationName>(name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>>
}

/** hashing thirteen users takes a second, so every hub of a test file starts from one seeded file */
export const startHub = async (
  folder: string,
  clock: TestClock = createClock(),
  world: DemoChain = chain,
  options: { trustedProxies?: readonly string[]; atWorkMax?: number; port?: number; postgres?: string } = {},
): Promise<TestHub> => {
  const file = join(folder, 'hub.db')
  let database = await openHubDatabase(file, options.postgres)
  await database.write((tx) =>
    tx.run(`INSERT INTO meta (key, value) VALUES ('hubId', ?) ON CONFLICT DO NOTHING`, [randomUUID()]),
  )
  if (!(await database.read.one('SELECT 1 AS found FROM store LIMIT 1')))
    await seedChain(database, world, new Date(clock.nowMs()).toISOString())
  let port = options.port ?? 0
  let server: FastifyInstance | null = null
  const hub = {} as TestHub

  const start = async (): Promise<void> => {
    if (server) return
    const ids = { uuid: () => randomUUID(), secret: newSecret }
    const runtime: HubRuntime = { database, clock, ids, random: () => Math.random(), log: logBugs }
    const gateway = await createHub(runtime)
    server = await createServer(runtime, gateway, folder, options)
    await server.listen({ port, host: '127.0.0.1' })
    port = (server.server.address() as AddressInfo).port
    Object.assign(hub, { url: `http://127.0.0.1:${port}`, runtime, gateway, database })
  }
  const stop = async (): Promise<void> => {
    await server?.close()
    server = null
    await database.close()
    database = await openHubDatabase(file, options.postgres)
  }

  await start()
  return Object.assign(hub, {
    file,
    start,
    stop,
    close: async () => {
      await server?.close()
      await database.close()
      failOnUndeclared()
    },
    enrolmentCode: async (storeCode: string) =>
      (await hub.database.write((tx) => createEnrolmentCode(tx, hub.runtime, storeCode))).code,
    browser: (userId: string) => signInBrowser(hub.url, userId),
  })
}

const passwordOf = (userId: string): string => {
  const user = chain.users.find((candidate) => candidate.id === userId)
  if (!user) throw new Error(`no demo user ${userId}`)
  return user.password
}

export const createBrowser = (url: string): TestBrowser & { cookie: string } => {
  const jar = { cookie: '' }
  const client = createClient(async (name, input, requestId) => {
    const response: Response = await fetch(`${url}/api/${name.replace('.', '/')}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': requestId,
        'x-zhanggui': '1',
        cookie: jar.cookie,
      },
      body: JSON.stringify(input),
    })
    const fresh = response.headers.get('set-cookie')
    if (fresh) jar.cookie = fresh.split(';')[0] as string
    return (await response.json()) as Answer<unknown>
  }, randomUUID)
  return Object.assign(jar, client)
}

const signInBrowser = async (url: string, userId: string): Promise<TestBrowser> => {
  const browser = createBrowser(url)
  await signInWithPassword(browser, userId)
  return { call: askingAgain(browser, userId) }
}

const signInWithPassword = async (browser: TestBrowser, userId: string): Promise<void> => {
  const answer = await browser.call('signIn.withPassword', { userId, password: passwordOf(userId) })
  if (!answer.ok) throw new Error(`${userId} could not sign in: ${answer.error.code}`)
}

/** Does what a person does when hours have passed between two acts: signs in again, or gives the password once more. */
const askingAgain =
  (browser: TestBrowser, userId: string): TestBrowser['call'] =>
  async (name, input) => {
    const answer = await browser.call(name, input)
    if (answer.ok || name === 'signIn.out') return answer
    if (answer.error.code === 'UNAUTHENTICATED') await signInWithPassword(browser, userId)
    else if (answer.error.code === 'STEP_UP_NEEDED')
      await browser.call('signIn.stepUp', { password: passwordOf(userId) })
    else return answer
    return browser.call(name, input)
  }

export interface TestStore {
  backend: StoreBackend
  database: Database
  file: string
  events: BackendEvent[]
  /** what reached the printer, in order */
  printed: Uint8Array[]
  printer: { answer: PrintAnswer; status: PrinterStatus }
  /** A4 papers the shell was asked for; `answer` null: it could make none */
  papers: {
    answer: { file: string; opened: boolean } | null
    printed: { name: string; html: string }[]
    /** what a queue said to the papers handed to it */
    spool: SpoolAnswer
    spooled: HostCalls['spoolPaper']['input'][]
  }
  /** scanners in HID-POS mode the shell finds; null: this PC cannot read them */
  hid: { answer: HidScanners | null }
  call<N extends OperationName>(name: N, input: InputOf<N>, requestId?: string): Promise<Answer<OutputOf<N>>>
  /** the value, or a failed test that names the refusal */
  must<N extends OperationName>(name: N, input: InputOf<N>, requestId?: string): Promise<OutputOf<N>>
  signIn(userId: string): Promise<void>
  close(): Promise<void>
}

export const windowId = 'window:1'

export const openStore = async (
  folder: string,
  clock: TestClock = createClock(),
  own: {
    shellId?: string
    hub?: HubClient
    uuid?: () => string
    random?: () => number
    host?: Partial<Host>
    version?: string
  } = {},
): Promise<TestStore> => {
  const file = join(folder, 'store.db')
  const database = await openDatabase('store', file)
  const events: BackendEvent[] = []
  const printed: Uint8Array[] = []
  const printer: TestStore['printer'] = { answer: { ok: true }, status: { state: 'unknown', detail: '' } }
  const papers: TestStore['papers'] = {
    answer: { file: 'paper.pdf', opened: true },
    printed: [],
    spool: { ok: true, waits: '' },
    spooled: [],
  }
  const hid: TestStore['hid'] = { answer: { scanners: [] } }
  const uuid = own.uuid ?? (() => randomUUID())
  const backend = await createStore({
    database,
    clock,
    ids: { uuid, documentId: () => uuidv7(clock.nowMs(), randomBytes(16)) },
    random: own.random ?? (() => Math.random()),
    host: {
      print: async ({ bytes }) => {
        const { answer } = printer
        if (answer.ok) printed.push(bytes)
        return answer
      },
      printerStatus: async () => printer.status,
      listSpoolers: async () => ({ listed: true, takesPapers: true, queues: [{ queue: 'Q1', state: 'idle' }] }),
      printerLog: async () => ({ entries: [] }),
      printPaper: async (paper) => {
        if (papers.answer) papers.printed.push(paper)
        return papers.answer
      },
      showPaper: async () => ({ opened: papers.answer?.opened ?? false }),
      spoolPaper: async (job) => {
        if (papers.spool.ok) papers.spooled.push(job)
        return papers.spool
      },
      configureScanners: async () => null,
      listSerialPorts: async () => ({ listed: false, ports: [] }),
      listHidScanners: async () => hid.answer,
      // a system without a secret store, so that forgers find the key in the file
      sealSecret: async () => null,
      openSecret: async () => null,
      ...own.host,
    },
    hub: own.hub ?? createHubClient({ timeoutMs: 2_000, newRequestId: randomUUID }),
    emit: (event) => void events.push(event),
    log: logBugs,
    version: own.version ?? 'test',
    shellId: own.shellId ?? 'shell-1',
    scannerStates: () => [],
  })
  const client = createClient((name, input, requestId) => backend.invoke(windowId, name, input, requestId), randomUUID)
  const must: TestStore['must'] = async (name, input, requestId) => {
    const answer = await client.call(name, input, requestId)
    if (!answer.ok)
      throw new Error(
        `${name} was refused: ${answer.error.code} ${JSON.stringify(answer.error.params)} ${answer.error.incidentId ?? ''}`,
      )
    return answer.value
  }
  return {
    backend,
    database,
    file,
    events,
    printed,
    printer,
    papers,
    hid,
    call: client.call,
    must,
    signIn: async (userId) => void (await must('signIn.withPin', { userId, pin: pinOf(userId) })),
    close: () => backend.stop(),
  }
}

export const pinOf = (userId: string): string => {
  const user = chain.users.find((candidate) => candidate.id === userId)
  if (!user?.pin) throw new Error(`no PIN for ${userId}`)
  return user.pin
}

export const enrol = async (store: TestStore, hub: TestHub, storeCode = 'S001'): Promise<void> => {
  await store.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode(storeCode) })
}

/** One scan as a device sends it. */
export const scanOf = (raw: string, scanId: string = randomUUID()) => ({
  scanId,
  source: 'test',
  raw,
  scannedAt: '2026-11-22T01:00:00.000Z',
})

export const order60 = chain.purchaseOrders.find(
  (order) => order.lines.length === 60,
) as DemoChain['purchaseOrders'][number]
export const order12 = chain.purchaseOrders.find(
  (order) => order.lines.length === 12,
) as DemoChain['purchaseOrders'][number]

/** the piece code of a product, as printed on it */
export const pieceCode = (sku: string): string => {
  const barcode = chain.barcodes.find((candidate) => candidate.sku === sku && candidate.packFactor === 1000)
  if (!barcode) throw new Error(`no piece code for ${sku}`)
  return barcode.code
}

/**
 * Everything a refused call must leave as it was: movements, balances, documents with their lines, steps and pictures,
 * transfers, outbox and the trail of what was done. The trail may grow by refusals: they are told in it.
 */
export const fingerprint = async (database: Database): Promise<string> => {
  const tables = [
    ...['stockMovement', 'stockBalance', 'event', 'document', 'documentLine', 'documentStep', 'draftStep', 'trayEntry'],
    ...['lot', 'transfer', 'transferLine', 'transferSettlement', 'numberCounter'],
    ...['stocktake', 'stocktakeZone', 'stocktakeRecount', 'stocktakeLine', 'stocktakeTask'],
    ...['codeQuestion', 'codeAnswer'],
  ]
  const storeTables = ['scan', 'labelPrint', 'credential', 'priceChangeHeard', 'labelTemplate', 'hqLabelTemplate']
  const hubTables = [
    'spotCheck',
    'enrolmentCode',
    'streamHead',
    'streamItem',
    'parkedEvent',
    'policy',
    'policyChange',
    'warehouse',
    'stocktakeSchedule',
    'barcode',
    ...['product', 'priceChange', 'priceChangeLine', 'priceChangeStore'],
    ...['chainTemplate', 'chainTemplateVersion', 'chainTemplatePublication'],
  ]
  const names = [...tables, ...(database.kind === 'store' ? storeTables : hubTables)]
  // sync goes on meanwhile, as in a shop: what it has acknowledged and heard is nobody's refusal
  const steady = [
    `SELECT logId, headSeq, headHash FROM log WHERE kind = 'ledger' ORDER BY 1`,
    'SELECT attachmentId, documentId, name, mime, bytes, sha256, dataBase64, addedAt FROM attachment ORDER BY 1',
    `SELECT t.logId, t.payload FROM trail t JOIN log g ON g.logId = t.logId ${database.kind === 'hub' ? `AND g.deviceId = 'hub'` : ''}
     WHERE t.outcome = 'done' AND t.operation NOT IN ('sync.push', 'sync.logOpened', 'rows.marked', 'rows.left', 'trail.fenced', 'clock.counted') ORDER BY t.logId, t.seq`,
  ]
  // the labels of a draft receipt follow it a moment behind, whatever is asked meanwhile
  if (database.kind === 'store')
    steady.push("SELECT * FROM labelJob WHERE waitsForWord = 0 OR documentId = '' ORDER BY 1")
  if (database.kind === 'hub')
    steady.push('SELECT deviceId, storeCode, letter, publicKey, tokenHash, state FROM device ORDER BY 1')
  const queries = [...names.map((name) => `SELECT * FROM ${name} ORDER BY 1, 2`), ...steady]
  return JSON.stringify(await Promise.all(queries.map((sql) => database.read.all(sql))))
}
