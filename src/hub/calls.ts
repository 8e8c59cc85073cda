/** What a hub handler is given, by kind of operation, and the type that forces one handler per declared operation. */
import type { HubOperationName, InputOf, OutputOf, operations } from '../contract/operations'
import type { Reader, Tx } from '../database/unitOfWork'
import type { Actor, Caller } from '../gateway/gateway'
import type { HubRuntime } from './runtime'

interface BaseCall {
  runtime: HubRuntime
  caller: Caller
  requestId: string
  /** throws in public operations without a session */
  user: Actor
  /** the enrolled PC that calls; throws where none does */
  device: NonNullable<Caller['device']>
}

export interface QueryCall extends BaseCall {
  read: Reader
}

export interface CommandCall extends BaseCall {
  tx: Tx
  /** goes into the operation log with the effect */
  remember(documentId: string, detail: object): void
}

interface CallOf {
  query: QueryCall
  command: CommandCall
  errand: QueryCall
}

export type HubHandler<N extends HubOperationName> = (
  call: CallOf[(typeof operations)[N]['kind']],
  input: InputOf<N>,
) => Promise<OutputOf<N>>

export type HubHandlers = { [N in HubOperationName]: HubHandler<N> }
export type HandlersOf<S extends string> = Pick<HubHandlers, Extract<HubOperationName, `${S}.${string}`>>
