/**
 * Two stores and the hub in one process: the real engines on real files, with the clock, the ids and the network in the
 * hands of a seed. One template of enrolled files is made once and copied for every run.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer } from '../../src/contract/client'
import type { InputOf, OperationName, OutputOf } from '../../src/contract/operations'
import { uuidv7 } from '../../src/core/identity/uuidv7'
import { openDatabase } from '../../src/database/openDatabase'
import type { Database } from '../../src/database/unitOfWork'
import { createHub, type Hub } from '../../src/hub/createHub'
import { epochFileOf } from '../../src/hub/epoch'
import type { HubRuntime } from '../../src/hub/runtime'
import { deviceOfToken } from '../../src/hub/sessions'
import { fenceFileOf } from '../../src/ledger/fence'
import { createStore, type StoreBackend } from '../../src/store/createStore'
import { readEnrolment } from '../../src/store/meta'
import type { HubClient } from '../../src/store/sync/hubClient'
import type { Enrolment } from '../support/forger'
import type { Seeded } from '../support/seeded'
import { createClock, enrol, openStore, startHub, type TestClock, temporaryFolder } from '../support/world'

export const storeCodes = ['S001', 'S002'] as const
export type StoreCode = (typeof storeCodes)[number]

const startMs = Date.parse('2026-11-22T01:00:00.000Z')
const windowId = 'window:1'
const shellId = 'simulated'

let template: Promise<string> | null = null

/** A seeded hub and two enrolled stores with a manager signed in; hashing and enrolment happen once a process. */
export const templateFolder = (): Promise<string> => {
  template ??= makeTemplate()
  return template
}

const makeTemplate = async (): Promise<string> => {
  const folder = temporaryFolder()
  const clock = createClock(startMs)
  const hub = await startHub(folder, clock)
  for (const code of storeCodes) {
    const store = await openStore(join(folder, code), clock, { shellId })
    await enrol(store, hub, code)
    await store.signIn(`${code.toLowerCase()}.manager`)
    await store.must('app.syncNow', {})
    await store.close()
  }
  await hub.close()
  return folder
}

export const dropTemplate = async (): Promise<void> => {
  if (template) rmSync(await template, { recursive: true, force: true })
  template = null
}

/** With its fence: a file without one does not say how long its window was left alone. `beside`: what no backup holds, too. */
const copyDatabase = (from: string, to: string, beside = true): void => {
  for (const suffix of ['-wal', '-shm']) rmSync(to + suffix, { force: true })
  copyFileSync(from, to)
  if (existsSync(fenceFileOf(from))) copyFileSync(fenceFileOf(from), fenceFileOf(to))
  if (beside && existsSync(epochFileOf(from))) copyFileSync(epochFileOf(from), epochFileOf(to))
}

export interface SimulatedHub {
  database: Database
  gateway: Hub
  file: string
  restart(): Promise<void>
  backUp(): Promise<void>
  /** false when there is no copy yet; `whole`: with the file that would have told HQ of it */
  restore(whole: boolean): Promise<boolean>
  close(): Promise<void>
}

export const openHub = async (folder: string, clock: TestClock, random: Seeded): Promise<SimulatedHub> => {
  const file = join(folder, 'hub.db')
  copyDatabase(join(await templateFolder(), 'hub.db'), file)
  const hub = { file } as SimulatedHub
  const start = async (): Promise<void> => {
    const database = await openDatabase('hub', file)
    const runtime: HubRuntime = {
      database,
      clock,
      ids: { uuid: () => uuidOf(random), secret: () => uuidOf(random) },
      random: () => 0.5,
      log: () => undefined,
    }
    Object.assign(hub, { database, gateway: await createHub(runtime) })
  }
  const close = async (): Promise<void> => {
    await hub.gateway.rows.settled()
    await hub.database.close()
  }
  const swap = async (work: () => void): Promise<void> => {
    await close()
    work()
    await start()
  }
  const copy = `${file}.copy`
  await start()
  return Object.assign(hub, {
    restart: () => swap(() => undefined),
    backUp: () => swap(() => copyDatabase(file, copy)),
    restore: async (whole: boolean) => {
      if (!existsSync(copy)) return false
      await swap(() => copyDatabase(copy, file, whole))
      return true
    },
    close,
  })
}

export const uuidOf = (random: Seeded): string => {
  const hex = Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

export interface SimulatedStore {
  code: StoreCode
  account: string
  backend: StoreBackend
  database: Database
  enrolment: Enrolment
  call<N extends OperationName>(name: N, input: InputOf<N>, requestId?: string): Promise<Answer<OutputOf<N>>>
  sync(): Promise<void>
  reopen(): Promise<void>
  close(): Promise<void>
}

export const openSimulatedStore = async (
  code: StoreCode,
  folder: string,
  clock: TestClock,
  random: Seeded,
  hub: HubClient,
): Promise<SimulatedStore> => {
  mkdirSync(join(folder, code), { recursive: true })
  const file = join(folder, code, 'store.db')
  copyDatabase(join(await templateFolder(), code, 'store.db'), file)
  const store = { code, account: `stock:W${code}` } as SimulatedStore
  const start = async (): Promise<void> => {
    const database = await openDatabase('store', file)
    const backend = await createStore({
      database,
      clock,
      ids: { uuid: () => uuidOf(random), documentId: () => uuidv7(clock.nowMs(), random.bytes(16)) },
      random: () => 0.5,
      host: {
        print: async () => ({ ok: true }),
        printerStatus: async () => ({ state: 'unknown', detail: '' }),
        listSpoolers: async () => ({ listed: false, takesPapers: false, queues: [] }),
        printerLog: async () => ({ entries: [] }),
        printPaper: async () => null,
        showPaper: async () => ({ opened: false }),
        spoolPaper: async () => ({ ok: false, code: 'PAPER_SPOOLER_MISSING', message: '' }),
        configureScanners: async () => null,
        listSerialPorts: async () => ({ listed: false, ports: [] }),
        listHidScanners: async () => ({ scanners: [] }),
        sealSecret: async () => null,
        openSecret: async () => null,
      },
      hub,
      emit: () => undefined,
      log: () => undefined,
      version: 'simulated',
      shellId,
      scannerStates: () => [],
    })
    // the loop's own timers belong to the real clock; the simulator says when a round happens
    await backend.sync.stop()
    const enrolment = { ...(await readEnrolment(database.read)), ...backend.keys.secrets() } as Enrolment
    Object.assign(store, { database, backend, enrolment })
  }
  await start()
  return Object.assign(store, {
    call: async (name: string, input: unknown, requestId = uuidOf(random)) => {
      const answer = await store.backend.invoke(windowId, name, input, requestId)
      // labels follow a moment behind, by the real clock: here that moment is now, or a seed would not be its run
      await store.backend.receiptLabels.settled()
      await store.backend.labels.settled()
      return answer as never
    },
    sync: () => store.backend.sync.syncNow(),
    reopen: async () => {
      await store.backend.stop()
      await start()
    },
    close: () => store.backend.stop(),
  })
}

export type Deliver = (token: string, name: string, input: unknown) => Promise<Answer<unknown>>

/** The hub's door without HTTP: the same gateway, the same device check, values as JSON carries them. */
export const deliverTo =
  (hub: SimulatedHub, random: Seeded): Deliver =>
  async (token, name, input) => {
    const device = await deviceOfToken(hub.database.read, token)
    if (!device) return { ok: false, error: { code: 'DEVICE_REVOKED', params: {} } }
    const caller = { clientId: `device:${device.deviceId}`, actor: null, device }
    const answer = await hub.gateway.invoke(caller, name, JSON.parse(JSON.stringify(input)), uuidOf(random))
    return JSON.parse(JSON.stringify(answer)) as Answer<unknown>
  }
