/** Typed caller over any transport: the store window, the console, the sync agent and the tests use the same one. */
import type { RefusalParams } from '../core/result'
import type { ErrorCode } from './errors'
import type { InputOf, OperationName, OutputOf } from './operations'

export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; error: { code: ErrorCode; params: RefusalParams; incidentId?: string } }

export type Invoke = (name: string, input: unknown, requestId: string) => Promise<Answer<unknown>>

export interface Client {
  /** requestId: give the same one when repeating a command whose answer was lost; it will count once */
  call<N extends OperationName>(name: N, input: InputOf<N>, requestId?: string): Promise<Answer<OutputOf<N>>>
}

export const createClient = (invoke: Invoke, newRequestId: () => string): Client => ({
  call: (name, input, requestId = newRequestId()) => invoke(name, input, requestId) as never,
})
