/**
 * The store's backend, put together: gateway, handlers, sync, label printing. Plain Node; it knows no Electron. The
 * utility process runs it, and so do the tests, in their own process.
 */

import type { Answer } from '../contract/client'
import type { BackendEvent } from '../contract/events'
import { type OperationName, operations, type StoreOperationName } from '../contract/operations'
import type { Policy } from '../contract/schemas/masterData'
import { AnswerDiffers, forgetAnswersBefore, hasAnswer, runOnce } from '../database/savedAnswers'
import type { Database } from '../database/unitOfWork'
import { createMemory, knownActor, logDone, logRefused, logScan } from '../documents/act'
import { createDoorLog, type DoorLog, isKnock, knockOf } from '../documents/doorLog'
import {
  type Actor,
  type Asked,
  type Call,
  createGateway,
  type Gateway,
  type GatewayPorts,
  Refusal,
} from '../gateway/gateway'
import { createFenceKeeper } from '../ledger/fenceKeeper'
import { type RowWatch, startRowWatch, tellOddRows } from '../ledger/rowWatch'
import { beginTrail, tellRowsOf } from '../ledger/trail'
import type { CommandCall, ErrandCall, QueryCall } from './calls'
import { createDeviceKeys, type DeviceKeys } from './deviceKeys'
import { doorRows } from './doorRows'
import { createDoubts } from './doubts'
import { storeHandlers } from './handlers'
import { forgetOldLabels } from './labels/forgetOld'
import { createPrintQueue, type PrintQueue } from './labels/printQueue'
import { createReceiptLabels, type ReceiptLabels } from './labels/receiptLabels'
import { readDeviceSettings, readPolicy } from './meta'
import { createOverrides, type Overrides } from './overrides'
import { recoverPapers } from './paper/handOver'
import { hearingRevocation } from './revocation'
import { isoNow, type RunningStore, type StoreRuntime } from './runtime'
import { type Seats, startSeats } from './seats'
import { findActor } from './sessions'
import { recallLocks } from './signInLock'
import { createSyncAgent, type SyncAgent } from './sync/agent'
import { createPeers, type Peers } from './sync/peers'
import { hearParkedAgain } from './sync/replay'
import { today } from './today'
import { startTrustedClock } from './trustedClock'

export interface StoreBackend {
  invoke(clientId: string, name: string, input: unknown, requestId: string): Promise<Answer<unknown>>
  /** what the shell refused before it became a call */
  door: DoorLog
  sync: SyncAgent
  labels: PrintQueue
  receiptLabels: ReceiptLabels
  keys: DeviceKeys
  rows: RowWatch
  stop(): Promise<void>
}

export interface StoreServices {
  sync: SyncAgent
  peers: Peers
  labels: PrintQueue
  receiptLabels: ReceiptLabels
  overrides: Overrides
  seats: Seats
}

export type StoreRuntimeWithServices = RunningStore & {
  services: StoreServices
  /** the policy in force; kept in memory until a pull brings another */
  policy(): Promise<Policy>
  /** who works at a window today; null where nobody is signed in */
  actorAt(clientId: string): Promise<Actor | null>
}

const answersKeptMs = 7 * 24 * 60 * 60 * 1000

export const createStore = async (given: StoreRuntime): Promise<StoreBackend> => {
  const policy = cachedPolicy(given.database)
  const doubts = createDoubts()
  const emit = (event: BackendEvent): void => {
    if (event.type === 'masterData.changed') policy.forget()
    if (event.type === 'masterData.changed' || event.type === 'session.changed') actors.forget()
    given.emit(event)
  }
  const heard: StoreRuntime = { ...given, emit }
  const { clock, database, log } = given
  const now = (): string => isoNow(clock)
  const rows = await startRowWatch({ database, now, log, ...doorRows(doubts) })
  const actors = cachedActors({ ...given, rows }, policy.read)
  tellRowsOf(database, now)
  const keys = await createDeviceKeys(given.database, given.host)
  const privateKeyPem = (): string | undefined => keys.secrets()?.privateKeyPem
  const fence = createFenceKeeper({ database, now, log, privateKeyPem })
  const runtime: RunningStore = { ...heard, hub: hearingRevocation(heard), keys, fence, rows, doubts }
  const peers = createPeers(given.ids.uuid())
  const sync = createSyncAgent(runtime, peers)
  doubts.heed(() => {
    emit({ type: 'session.changed' })
    sync.nudge()
  })
  const labels = createPrintQueue(runtime)
  const receiptLabels = createReceiptLabels(runtime)
  await database.write((tx) => beginTrail(tx, now()))
  const trusted = await startTrustedClock(runtime, await fence.look())
  if (trusted.forged) await tellOddRows({ database, now, log }, 'start', [trusted.forged])
  const seats = await startSeats({ ...runtime, policy: policy.read })
  const full: StoreRuntimeWithServices = {
    ...runtime,
    services: {
      ...{ sync, peers, labels, receiptLabels, seats },
      overrides: createOverrides(given.clock, given.ids, database.read),
    },
    policy: policy.read,
    actorAt: actors.at,
  }
  await recallLocks(runtime, policy.read)
  const door = createDoorLog({ database, now, elapsedMs: clock.elapsedMs, log })
  const gateway = createGateway(portsOf(full, door))
  await labels.recover()
  await receiptLabels.recover()
  await forgetOldLabels(runtime)
  await recoverPapers(runtime)
  await forgetAnswersBefore(runtime.database, new Date(runtime.clock.nowMs() - answersKeptMs).toISOString())
  void runtime.host.configureScanners({ scanners: (await readDeviceSettings(runtime.database.read)).scanners })
  await hearParkedAgain(given)
  sync.start()
  labels.wake()
  return {
    invoke: (clientId, name, input, requestId) => invokeAs(full, gateway, clientId, name, input, requestId),
    door,
    sync,
    labels,
    receiptLabels,
    keys,
    rows,
    stop: async () => {
      await door.stop()
      seats.stop()
      await sync.stop()
      await receiptLabels.stop()
      await labels.stop()
      await trusted.stop()
      await rows.settled()
      await fence.raise()
      await runtime.database.close()
    },
  }
}

/** Every scan asks for the policy; it is read again after a pull brought something. */
const cachedPolicy = (database: Database): { read: () => Promise<Policy>; forget: () => void } => {
  let known: Promise<Policy> | null = null
  return {
    read: () => {
      const read = known ?? readPolicy(database.read)
      known = read
      // what could not be read is asked for again
      read.catch(() => {
        known = null
      })
      return read
    },
    forget: () => {
      known = null
    },
  }
}

/** Every call asks who is there: asked of the database again after word of HQ, a change at any window, or midnight. */
const cachedActors = (
  runtime: StoreRuntime & Pick<RunningStore, 'rows'>,
  policy: () => Promise<Policy>,
): { at: (clientId: string) => Promise<Actor | null>; forget: () => void } => {
  const known = new Map<string, Promise<Actor | null>>()
  const lookedFor = async (clientId: string, day: string): Promise<Actor | null> => {
    // rights somebody wrote into the file since are found before they are read, not by the act they were wanted for
    await runtime.rows.lookedAtNow()
    return findActor(runtime.database.read, clientId, policy, day)
  }
  return {
    at: (clientId) => {
      const day = today(runtime)
      const key = `${day} ${clientId}`
      const actor = known.get(key) ?? lookedFor(clientId, day)
      known.set(key, actor)
      // what could not be read is asked for again
      actor.catch(() => known.delete(key))
      return actor
    },
    forget: () => known.clear(),
  }
}

const invokeAs = async (
  runtime: StoreRuntimeWithServices,
  gateway: Gateway,
  clientId: string,
  name: string,
  input: unknown,
  requestId: string,
): Promise<Answer<unknown>> => {
  const known = await runtime.actorAt(clientId)
  // who took the seat sits there: a session somebody wrote into the file is nobody's, nor is one that stands on forged rights
  const isTheirs = known?.userId === runtime.services.seats.userAt(clientId)
  const actor = known && isTheirs && !runtime.doubts.isAbout(known.userId) ? known : null
  const locked = await runtime.services.seats.isLocked(clientId)
  return gateway.invoke({ clientId, actor, locked, device: null, steppedUp: true }, name, input, requestId)
}

const portsOf = (runtime: StoreRuntimeWithServices, door: DoorLog): GatewayPorts => ({
  side: 'store',
  run: (call) => runCall(runtime, call),
  lender: (overrideId, asked) => runtime.services.overrides.lender(overrideId, asked),
  wasAnswered: (asked) => wasAnswered(runtime.database, asked),
  recordRefusal: (call) =>
    isKnock(call)
      ? door.refused(knockOf(call))
      : runtime.database.write((tx) => logRefused(tx, call, isoNow(runtime.clock))),
  recordUnknown: (caller, asked) =>
    door.refused({ clientId: caller.clientId, actor: knownActor(caller), code: 'UNKNOWN_OPERATION', asked }),
  newIncidentId: () => runtime.ids.uuid().slice(0, 8),
  log: (line) => runtime.log(line),
  elapsedMs: () => runtime.clock.elapsedMs(),
})

/** A scan has an id of its own: the append-only scan table is its saved answer. One more row a scan would cost a disk. */
const answeredByThemselves: ReadonlySet<OperationName> = new Set(['document.scan', 'scan.identify'])

/** The answer of a command is kept with it; a scan is its own answer, to whoever scanned it. */
const wasAnswered = async ({ read }: Database, { name, requestId, input, caller }: Asked): Promise<boolean> => {
  if (!answeredByThemselves.has(name)) return hasAnswer(read, { requestId, operation: name })
  const { scan } = input as { scan?: { scanId?: unknown } }
  const taken = await read.one('SELECT 1 AS found FROM scan WHERE scanId = ? AND userId = ?', [
    String(scan?.scanId ?? ''),
    caller.actor?.userId ?? '',
  ])
  return taken !== undefined
}

type AnyHandler = (call: QueryCall | CommandCall | ErrandCall, input: unknown) => Promise<unknown>

const runCall = (runtime: StoreRuntimeWithServices, call: Call): Promise<unknown> => {
  const handler = storeHandlers[call.name as StoreOperationName] as unknown as AnyHandler
  if (operations[call.name].kind !== 'command')
    return handler(callWith(runtime, call, { read: runtime.database.read }), call.input)
  if (answeredByThemselves.has(call.name)) return runScan(runtime, call, handler)
  return runCommand(runtime, call, (command) => handler(callWith(runtime, call, command), call.input))
}

/** The same scan once more remembers nothing: it is told in the trail once. */
const runScan = (runtime: StoreRuntimeWithServices, call: Call, handler: AnyHandler): Promise<unknown> =>
  runtime.database.write(async (tx) => {
    const at = isoNow(runtime.clock)
    const memory = createMemory()
    const value = await handler(callWith(runtime, call, { tx, remember: memory.remember }), call.input)
    if (Object.keys(memory.detail).length > 0) await logScan(tx, call, at, memory)
    return value
  })

/** `user` is a getter, so it throws only where a handler needs somebody signed in. */
const callWith = <T extends object>(runtime: StoreRuntimeWithServices, call: Call, own: T) => {
  const { actor } = call.caller
  return {
    ...own,
    runtime,
    clientId: call.caller.clientId,
    requestId: call.requestId,
    actor,
    locked: call.caller.locked === true,
    authority: call.authority,
    get user() {
      if (!actor) throw new Refusal('UNAUTHENTICATED')
      return actor
    },
  }
}

const runCommand = async (
  runtime: StoreRuntime,
  call: Call,
  work: (command: Pick<CommandCall, 'tx' | 'remember'>) => Promise<unknown>,
): Promise<unknown> => {
  const at = isoNow(runtime.clock)
  const memory = createMemory()
  const key = { requestId: call.requestId, operation: call.name, input: call.input, at }
  try {
    return await runOnce(runtime.database, key, async (tx) => {
      const value = await work({ tx, remember: memory.remember })
      await logDone(tx, call, at, memory)
      return value
    })
  } catch (error) {
    throw error instanceof AnswerDiffers
      ? new Refusal('INVALID_INPUT', { field: 'requestId', problem: 'used before' })
      : error
  }
}
