/**
 * The console's transport: one POST a call, same origin, the session in a cookie this page cannot read. Always answers
 * an envelope, never throws; what is no envelope (a proxy's error page, a dead line) becomes a declared refusal.
 */
import type { Answer, Invoke } from '../../contract/client'
import { isErrorCode } from '../../contract/errors'
import { uuidv7 } from '../../core/identity/uuidv7'

export const callTimeoutMs = 15_000

type Fetch = (url: string, init: RequestInit) => Promise<Pick<Response, 'json'>>

/** crypto.randomUUID exists in secure contexts alone; a hub on plain http in the local network is none. */
export const newRequestId = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(16)))

/** `isAttended`: somebody sits at the page. A question the page asks by itself says so, and keeps no session alive. */
export const httpInvoke = (
  fetchNow: Fetch = (url, init) => fetch(url, init),
  isAttended: () => boolean = () => true,
): Invoke => {
  return async (name, input, requestId) => {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), callTimeoutMs)
    try {
      const response = await fetchNow(urlOf(name), {
        method: 'POST',
        credentials: 'same-origin',
        headers: {
          ...{ 'content-type': 'application/json', 'x-request-id': requestId, 'x-zhanggui': '1' },
          ...(isAttended() ? {} : { 'x-zhanggui-unattended': '1' }),
        },
        body: JSON.stringify(input),
        signal: stop.signal,
      })
      return envelopeOf(await response.json())
    } catch {
      return refusal(stop.signal.aborted ? 'HUB_TIMEOUT' : 'HUB_OFFLINE')
    } finally {
      clearTimeout(timer)
    }
  }
}

/** document.list -> /api/document/list */
export const urlOf = (name: string): string => `/api/${name.replace('.', '/')}`

const refusal = (code: 'HUB_TIMEOUT' | 'HUB_OFFLINE'): Answer<never> => ({ ok: false, error: { code, params: {} } })

const envelopeOf = (body: unknown): Answer<unknown> => {
  const answer = body as Answer<unknown> | null
  if (answer?.ok === true) return answer
  if (answer?.ok !== false || !isErrorCode(answer.error?.code)) return refusal('HUB_OFFLINE')
  const { code, params, incidentId } = answer.error
  return { ok: false, error: { code, params: params ?? {}, ...(incidentId ? { incidentId } : {}) } }
}
