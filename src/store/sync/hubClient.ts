/**
 * Calls the hub's operations over HTTP. Whatever stands at the address — nothing, a login page, a hub that hangs — comes
 * back as one of four plain codes; nothing here throws for a bad network.
 */
import { z } from 'zod'
import { type Answer, createClient } from '../../contract/client'
import { isErrorCode } from '../../contract/errors'
import { type HubOperationName, type InputOf, type OutputOf, operations } from '../../contract/operations'
import { hintsPath, protocolVersion, spreadHeader } from '../../contract/protocol'
import type { DeviceSecrets } from '../deviceKeys'
import type { Enrolment } from '../meta'
import { createHubLine, type HubLine } from './hubLine'

type HubAccess = Pick<Enrolment, 'hubUrl'> & Pick<DeviceSecrets, 'deviceToken'>

export interface HubClient {
  /** which hub, and as which device; null until this PC is enrolled */
  use(access: HubAccess): void
  call<N extends HubOperationName>(name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>>
  /** before enrolment: no credentials are sent */
  callAt<N extends HubOperationName>(hubUrl: string, name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>>
  /** ends every call at work and begins with sockets of its own anew; a line of a test may have none */
  tearDown?(): void
  /** bytes of answers that are on their way */
  heardInCall?(): number
  /** what the hub last said of when to come again */
  pace?(): Pace
  /** hears the hub's hints until it ends, or is ended by the answer; without it there is only the beat */
  listen?(said: (line: string) => void, ended: () => void): () => void
}

export interface Pace {
  /** how long to stay away, where its last answer was that it is busy */
  retryAfterMs: number
  /** over how long the chain's PCs spread what they all do; 0 where it did not say */
  spreadMs: number
}

const waitMaxMs = 10 * 60_000
const patientTries = 5

interface Asked {
  name: string
  input: unknown
  requestId: string
}

/** `timeoutMs`: how long the line may be silent. `patient`: a busy hub is asked again when it said, a few times. `hints`: listens for them. */
export const createHubClient = (options: {
  timeoutMs: number
  newRequestId: () => string
  patient?: boolean
  hints?: boolean
}): HubClient => {
  let current: HubAccess | null = null
  const line = createHubLine(options.timeoutMs)
  let pace: Pace = { retryAfterMs: 0, spreadMs: 0 }
  const asking = async (access: Partial<HubAccess>, asked: Asked, triesLeft: number): Promise<Answer<unknown>> => {
    const answered = await post(line, access, asked)
    const retryAfterMs = busyFor(answered.answer)
    pace = { retryAfterMs, spreadMs: answered.spreadMs ?? pace.spreadMs }
    if (retryAfterMs === 0 || triesLeft === 0) return answered.answer
    await new Promise((done) => setTimeout(done, retryAfterMs))
    return asking(access, asked, triesLeft - 1)
  }
  const clientFor = (access: Partial<HubAccess>) =>
    createClient(
      (name, input, requestId) => asking(access, { name, input, requestId }, options.patient ? patientTries : 0),
      options.newRequestId,
    )
  return {
    use: (access) => {
      current = access
    },
    call: async (name, input) => (current ? clientFor(current).call(name, input) : refusal('NOT_ENROLLED')),
    callAt: (hubUrl, name, input) => clientFor({ hubUrl }).call(name, input),
    tearDown: line.tearDown,
    heardInCall: line.heardInCall,
    pace: () => pace,
    ...(options.hints ? { listen: (said, ended) => (current ? listenAt(line, current, said, ended) : () => {}) } : {}),
  }
}

const listenAt = (
  line: HubLine,
  { hubUrl, deviceToken }: HubAccess,
  said: (line: string) => void,
  ended: () => void,
): (() => void) =>
  line.listen({ url: `${hubUrl}${hintsPath}`, headers: { authorization: `Device ${deviceToken}` } }, said, ended)

const busyFor = (answer: Answer<unknown>): number => {
  if (answer.ok || answer.error.code !== 'HUB_BUSY') return 0
  const said = Number(answer.error.params.retryAfterMs)
  return Number.isFinite(said) ? Math.min(waitMaxMs, Math.max(100, said)) : 5_000
}

const refusal = (
  code: 'NOT_ENROLLED' | 'HUB_OFFLINE' | 'HUB_TIMEOUT' | 'HUB_NOT_ZHANGGUI' | 'HUB_OLDER',
  detail = '',
): Answer<never> => ({
  ok: false,
  error: { code, params: detail === '' ? {} : { detail } },
})

const post = async (
  line: HubLine,
  access: Partial<HubAccess>,
  asked: Asked,
): Promise<{ answer: Answer<unknown>; spreadMs?: number }> => {
  const answered = await line.post({
    url: `${access.hubUrl}/api/${asked.name.replace('.', '/')}`,
    headers: {
      'content-type': 'application/json',
      'x-request-id': asked.requestId,
      ...(access.deviceToken ? { authorization: `Device ${access.deviceToken}` } : {}),
    },
    body: JSON.stringify(asked.input),
  })
  if (!answered.ok) {
    const code = answered.code === 'HUB_TOO_LONG' ? 'HUB_NOT_ZHANGGUI' : answered.code
    return { answer: refusal(code, answered.detail) }
  }
  const spread = Number(answered.headers[spreadHeader])
  return {
    answer: checked(asked.name, readAnswer(answered.status, answered.text)),
    ...(spread >= 0 ? { spreadMs: Math.min(waitMaxMs, spread * 1000) } : {}),
  }
}

/** An envelope with something else inside is no answer of ours either; nothing of it may reach the database. */
const checked = (name: string, answer: Answer<unknown>): Answer<unknown> => {
  if (!answer.ok) return isOlderHub(answer.error) ? refusal('HUB_OLDER') : answer
  const { output } = operations[name as HubOperationName]
  // a hub of later may say more than this program knows of
  const parsed = (output instanceof z.ZodObject ? output.strip() : output).safeParse(answer.value)
  return parsed.success ? { ok: true, value: parsed.data } : refusal('HUB_NOT_ZHANGGUI', 'shape')
}

const isOlderHub = ({ code, params }: Extract<Answer<never>, { ok: false }>['error']): boolean =>
  code === 'SYNC_VERSION' && Number(params.hub) < protocolVersion

/** A captive portal, a proxy or another program answers too: only our own envelope counts as the hub. */
const readAnswer = (status: number, text: string): Answer<unknown> => {
  try {
    const answer = JSON.parse(text) as Answer<unknown>
    if (answer.ok === true && 'value' in answer) return answer
    if (answer.ok === false && isErrorCode(answer.error.code)) return answer
  } catch {
    // not JSON: falls through to the same plain answer
  }
  // whatever stands in front of the hub takes less in one piece than it does, and says so in words of its own
  if (status === 413) return { ok: false, error: { code: 'BODY_TOO_LARGE', params: {} } }
  return refusal('HUB_NOT_ZHANGGUI', `HTTP ${status}`)
}
