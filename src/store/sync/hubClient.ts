/**
 * Calls the hub's operations over HTTP. Whatever stands at the address — nothing, a login page, a hub that hangs — comes
 * back as one of four plain codes; nothing here throws for a bad network.
 */
import { type Answer, createClient } from '../../contract/client'
import { isErrorCode } from '../../contract/errors'
import { type HubOperationName, type InputOf, type OutputOf, operations } from '../../contract/operations'
import type { DeviceSecrets } from '../deviceKeys'
import type { Enrolment } from '../meta'

type HubAccess = Pick<Enrolment, 'hubUrl'> & Pick<DeviceSecrets, 'deviceToken'>

export interface HubClient {
  /** which hub, and as which device; null until this PC is enrolled */
  use(access: HubAccess): void
  call<N extends HubOperationName>(name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>>
  /** before enrolment: no credentials are sent */
  callAt<N extends HubOperationName>(hubUrl: string, name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>>
}

const answerBytesMax = 64 * 1024 * 1024

export const createHubClient = (options: { timeoutMs: number; newRequestId: () => string }): HubClient => {
  let current: HubAccess | null = null
  const clientFor = (hubUrl: string, token: string | null) =>
    createClient(
      (name, input, requestId) => post(hubUrl, token, name, input, requestId, options.timeoutMs),
      options.newRequestId,
    )
  return {
    use: (access) => {
      current = access
    },
    call: async (name, input) =>
      current ? clientFor(current.hubUrl, current.deviceToken).call(name, input) : refusal('NOT_ENROLLED'),
    callAt: (hubUrl, name, input) => clientFor(hubUrl, null).call(name, input),
  }
}

const refusal = (
  code: 'NOT_ENROLLED' | 'HUB_OFFLINE' | 'HUB_TIMEOUT' | 'HUB_NOT_ZHANGGUI',
  detail = '',
): Answer<never> => ({
  ok: false,
  error: { code, params: detail === '' ? {} : { detail } },
})

const post = async (
  hubUrl: string,
  token: string | null,
  name: string,
  input: unknown,
  requestId: string,
  timeoutMs: number,
): Promise<Answer<unknown>> => {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  // Not by the abort alone: Node 18's fetch forgets our signal once the collector has run, and then waits for minutes.
  const late = new Promise<Answer<unknown>>((answer) => {
    timer = setTimeout(() => {
      stop.abort()
      answer(refusal('HUB_TIMEOUT'))
    }, timeoutMs)
  })
  const ask = async (): Promise<Answer<unknown>> => {
    const response = await fetch(`${hubUrl}/api/${name.replace('.', '/')}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': requestId,
        ...(token ? { authorization: `Device ${token}` } : {}),
      },
      body: JSON.stringify(input),
      signal: stop.signal,
      redirect: 'error',
    })
    return checked(name, await readAnswer(response))
  }
  try {
    return await Promise.race([late, ask()])
  } catch (error) {
    return stop.signal.aborted ? refusal('HUB_TIMEOUT') : refusal('HUB_OFFLINE', causeOf(error))
  } finally {
    clearTimeout(timer)
  }
}

const causeOf = (error: unknown): string => {
  const cause =
    error instanceof Error ? ((error.cause as { code?: string } | undefined)?.code ?? error.message) : String(error)
  return cause.slice(0, 80)
}

/** An envelope with something else inside is no answer of ours either; nothing of it may reach the database. */
const checked = (name: string, answer: Answer<unknown>): Answer<unknown> => {
  if (!answer.ok) return answer
  const parsed = operations[name as HubOperationName].output.safeParse(answer.value)
  return parsed.success ? { ok: true, value: parsed.data } : refusal('HUB_NOT_ZHANGGUI', 'shape')
}

/** A captive portal, a proxy or another program answers too: only our own envelope counts as the hub. */
const readAnswer = async (response: Response): Promise<Answer<unknown>> => {
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length > answerBytesMax) return refusal('HUB_NOT_ZHANGGUI', 'too long')
  const text = await response.text()
  try {
    const answer = JSON.parse(text) as Answer<unknown>
    if (answer.ok === true && 'value' in answer) return answer
    if (answer.ok === false && isErrorCode(answer.error.code)) return answer
  } catch {
    // not JSON: falls through to the same plain answer
  }
  return refusal('HUB_NOT_ZHANGGUI', `HTTP ${response.status}`)
}
