/** The hub's gateway with its handlers, as plain Node over one database. HTTP is hung on it by http/server.ts. */
import type { ErrorCode } from '../contract/errors'
import { type HubOperationName, operations } from '../contract/operations'
import { AnswerDiffers, runOnce } from '../database/savedAnswers'
import { createMemory, logDone, logRefused } from '../documents/act'
import { createDoorLog, type DoorLog, isKnock, knockOf } from '../documents/doorLog'
import { type Call, createGateway, type Gateway, type GatewayPorts, Refusal } from '../gateway/gateway'
import { createFenceKeeper, type FenceKeeper } from '../ledger/fenceKeeper'
import { type RowWatch, startRowWatch, type WatchedFile } from '../ledger/rowWatch'
import { tellRowsOf } from '../ledger/trail'
import { raiseAlarm, rowsOdd, trailCut } from './alarms'
import type { CommandCall, QueryCall } from './calls'
import { beginEpoch, type EpochKeeper, lookAtEpoch } from './epoch'
import { hubHandlers } from './handlers'
import { hubPrivateKey } from './hubKey'
import { tellKeepersOnce } from './keeper'
import { type HubRuntime, isoNow } from './runtime'
import { replayAtStart } from './sync/replay'

/** what a guesser without a key would try: passwords, codes that enrol a PC, codes that give it a new key */
const guesses: ReadonlySet<ErrorCode> = new Set([
  ...(['WRONG_PASSWORD', 'WRONG_TOTP', 'SIGN_IN_LOCKED'] as const),
  ...(['ENROLMENT_CODE_INVALID', 'RECOVERY_CODE_INVALID'] as const),
])

export interface Hub extends Gateway {
  /** of what was refused before it came to the gateway; the transport knocks here too, and stops it */
  door: DoorLog
  rows: RowWatch
  /** of HQ's own trail, and of what stores were answered from; whoever serves raises both now and then, and at the end */
  fence: FenceKeeper
}

/** Before anything else of this process writes into the database. */
export const createHub = async (runtime: HubRuntime): Promise<Hub> => {
  const { database, clock, log } = runtime
  const now = (): string => isoNow(runtime)
  const found = await lookAtEpoch(database)
  const rows = await startRowWatch({ database, now, log, doors: new Set(), told: alarmOf(runtime) })
  tellRowsOf(database, now)
  const fence = createFenceKeeper({
    ...{ database, now, log, privateKeyPem: () => hubPrivateKey(database) },
    told: (tx, line) => raiseAlarm(tx, runtime, { kind: 'trailOdd', ...line, detail: trailCut }),
  })
  await fence.look()
  const epoch = await beginEpoch(runtime, found)
  await tellKeepersOnce(database)
  await replayAtStart(runtime)
  const door = createDoorLog({ database, now, elapsedMs: clock.elapsedMs, log })
  return { ...createGateway(portsOf(runtime, door)), door, rows, fence: both(fence, epoch) }
}

const both = (fence: FenceKeeper, epoch: EpochKeeper): FenceKeeper => ({
  look: fence.look,
  raise: async () => {
    await fence.raise()
    await epoch.raise()
  },
})

const alarmOf =
  (runtime: HubRuntime): NonNullable<WatchedFile['told']> =>
  (tx, line) =>
    raiseAlarm(tx, runtime, { kind: 'trailOdd', ...line, detail: rowsOdd })

const portsOf = (runtime: HubRuntime, door: DoorLog): GatewayPorts => ({
  side: 'hub',
  run: (call) => runCall(runtime, call),
  // a right is lent at a shop's counter, face to face; not over the network
  lender: () => Promise.resolve(null),
  wasAnswered: () => Promise.resolve(false),
  recordRefusal: (call) => {
    const { caller, name, code, params } = call
    if (isKnock(call)) return door.refused(knockOf(call))
    // anybody can knock without a key, as often as they like; only known callers and guesses leave a line each
    if (!caller.actor && !caller.device && !guesses.has(code))
      return door.refused({ clientId: caller.clientId, code, params, asked: name })
    return runtime.database.write((tx) => logRefused(tx, call, isoNow(runtime)))
  },
  recordUnknown: ({ clientId, actor, device }, asked) =>
    door.refused({ clientId, actor, device, code: 'UNKNOWN_OPERATION', asked }),
  newIncidentId: () => runtime.ids.uuid().slice(0, 8),
  log: (line) => runtime.log(line),
  elapsedMs: () => runtime.clock.elapsedMs(),
})

type AnyHandler = (call: QueryCall | CommandCall, input: unknown) => Promise<unknown>

const runCall = async (runtime: HubRuntime, call: Call): Promise<unknown> => {
  const handler = hubHandlers[call.name as HubOperationName] as unknown as AnyHandler
  if (operations[call.name].kind !== 'command')
    return handler(callWith(runtime, call, { read: runtime.database.read }), call.input)
  const key = { requestId: call.requestId, operation: call.name, input: call.input, at: isoNow(runtime) }
  try {
    return await runOnce(runtime.database, key, async (tx) => {
      const memory = createMemory()
      const value = await handler(callWith(runtime, call, { tx, remember: memory.remember }), call.input)
      await logDone(tx, call, key.at, memory)
      return value
    })
  } catch (error) {
    throw error instanceof AnswerDiffers
      ? new Refusal('INVALID_INPUT', { field: 'requestId', problem: 'used before' })
      : error
  }
}

const callWith = <T extends object>(runtime: HubRuntime, call: Call, own: T) => ({
  ...own,
  runtime,
  caller: call.caller,
  requestId: call.requestId,
  get user() {
    if (!call.caller.actor) throw new Refusal('UNAUTHENTICATED')
    return call.caller.actor
  },
  get device() {
    if (!call.caller.device) throw new Refusal('UNAUTHENTICATED')
    return call.caller.device
  },
})
