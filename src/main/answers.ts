/** Refusals that the shell itself gives: they look to a page exactly like the backend's. */
import type { Answer } from '../contract/client'
import type { ErrorCode } from '../contract/errors'
import type { RefusalParams } from '../core/result'

export type Refusal = Extract<Answer<never>, { ok: false }>

export const refusal = (code: ErrorCode, params: RefusalParams = {}): Refusal => ({
  ok: false,
  error: { code, params },
})
