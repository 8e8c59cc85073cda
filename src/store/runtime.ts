/** What the store's backend needs from outside, so that tests can put a clock, ids and a network of their own in. */
import type { BackendEvent } from '../contract/events'
import type { HostCalls, ScannerStateMessage } from '../contract/storeProtocol'
import type { Database } from '../database/unitOfWork'
import type { LabelRenderer } from '../labels/renderLabel'
import type { FenceKeeper } from '../ledger/fenceKeeper'
import type { RowWatch } from '../ledger/rowWatch'
import type { DeviceKeys } from './deviceKeys'
import type { Doubts } from './doubts'
import type { HubClient } from './sync/hubClient'

/** The shell's hands: devices that do what they are told. */
export type Host = { [M in keyof HostCalls]: (input: HostCalls[M]['input']) => Promise<HostCalls[M]['output']> }

export interface Clock {
  /** wall clock, for showing and for papers; never for deciding an order */
  nowMs(): number
  /** never goes back, not even when somebody sets the PC's clock */
  elapsedMs(): number
}

export interface Ids {
  uuid(): string
  /** time-ordered, for documents */
  documentId(): string
}

export interface StoreRuntime {
  database: Database
  clock: Clock
  ids: Ids
  /** from 0 up to 1: spreads what many stores would do at the same moment; decides nothing else */
  random(): number
  host: Host
  hub: HubClient
  emit(event: BackendEvent): void
  log(line: object): void
  version: string
  /** random, one per start of the app: a session outlives a backend crash but never the app */
  shellId: string
  scannerStates(): ScannerStateMessage[]
  /** who draws labels; without it this very thread does */
  labelRenderer?: LabelRenderer
}

/** The same once it runs. */
export interface RunningStore extends StoreRuntime {
  keys: DeviceKeys
  fence: FenceKeeper
  rows: RowWatch
  doubts: Doubts
}

export const isoNow = (clock: Clock): string => new Date(clock.nowMs()).toISOString()
