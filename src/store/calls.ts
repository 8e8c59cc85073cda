/** What a store handler is given, by kind of operation, and the type that forces one handler per declared operation. */
import type { InputOf, OutputOf, operations, StoreOperationName } from '../contract/operations'
import type { Reader, Tx } from '../database/unitOfWork'
import type { Actor } from '../gateway/gateway'
import type { StoreRuntimeWithServices } from './createStore'

interface BaseCall {
  runtime: StoreRuntimeWithServices
  clientId: string
  requestId: string
  /** null only in public operations; `user` throws then */
  actor: Actor | null
  user: Actor
  /** their window is locked; true only in public operations */
  locked: boolean
  /** a manager who lent their right for this one act */
  authority: Actor | null
}

export interface QueryCall extends BaseCall {
  read: Reader
}

export interface CommandCall extends BaseCall {
  /** the command's one transaction; its answer is saved in it */
  tx: Tx
  /** goes into the operation log with the effect */
  remember(documentId: string, detail: object): void
}

export interface ErrandCall extends BaseCall {
  read: Reader
}

interface CallOf {
  query: QueryCall
  command: CommandCall
  errand: ErrandCall
}

export type StoreHandler<N extends StoreOperationName> = (
  call: CallOf[(typeof operations)[N]['kind']],
  input: InputOf<N>,
) => Promise<OutputOf<N>>

export type StoreHandlers = { [N in StoreOperationName]: StoreHandler<N> }
/** the handlers of one subject */
export type HandlersOf<S extends string> = Pick<StoreHandlers, Extract<StoreOperationName, `${S}.${string}`>>
