/**
 * Repeats a query or a command (a scan is one) while the backend is coming back, always with the SAME requestId: a
 * command's answer is saved with its effect, so one lost on the way counts once. An errand (print, sign in, sync) has no
 * saved answer and may have done its work before the backend went: it is never sent twice. Bounded: after the last try
 * the refusal itself is answered and the screen says so.
 */
import type { Answer, Invoke } from '../contract/client'
import { isOperationName, operations } from '../contract/operations'

export interface RetryRules {
  /** give up after this long */
  totalMs: number
  firstDelayMs: number
  delayMaxMs: number
}

export const storeRetryRules: RetryRules = { totalMs: 30_000, firstDelayMs: 150, delayMaxMs: 1_000 }

export interface RetryHost {
  now(): number
  sleep(ms: number): Promise<void>
  /** told before each wait and after the call got through */
  onRestarting?(restarting: boolean): void
}

const browserHost: RetryHost = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** What the operation's declaration promises about asking again. */
const repeatable = (name: string): boolean => isOperationName(name) && operations[name].kind !== 'errand'

const retryable = (name: string, answer: Answer<unknown>): boolean =>
  !answer.ok && repeatable(name) && (answer.error.code === 'STORE_RESTARTING' || answer.error.code === 'BUSY')

export const retryingInvoke = (
  invoke: Invoke,
  rules: RetryRules = storeRetryRules,
  host: RetryHost = browserHost,
): Invoke => {
  return async (name, input, requestId) => {
    const giveUpAt = host.now() + rules.totalMs
    let delayMs = rules.firstDelayMs
    for (;;) {
      const answer = await invokeOnce(invoke, name, input, requestId)
      const waitable = retryable(name, answer) && host.now() + delayMs <= giveUpAt
      host.onRestarting?.(!answer.ok && answer.error.code === 'STORE_RESTARTING')
      if (!waitable) return answer
      await host.sleep(delayMs)
      delayMs = Math.min(delayMs * 1.5, rules.delayMaxMs)
    }
  }
}

/** A transport that throws has lost its other end for a moment. */
const invokeOnce = async (
  invoke: Invoke,
  name: string,
  input: unknown,
  requestId: string,
): Promise<Answer<unknown>> => {
  try {
    return await invoke(name, input, requestId)
  } catch {
    return { ok: false, error: { code: 'STORE_RESTARTING', params: {} } }
  }
}
