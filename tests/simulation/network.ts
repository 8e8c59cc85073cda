/** A network that loses requests and answers, doubles and delays; and the bugs we plant in it on purpose. */
import type { Answer } from '../../src/contract/client'
import type { InputOf, OutputOf } from '../../src/contract/operations'
import type { HubClient } from '../../src/store/sync/hubClient'
import { batchOf } from '../support/forger'
import type { Seeded } from '../support/seeded'
import { type Deliver, type SimulatedStore, uuidOf } from './world'

/** Each is a mistake somebody could make in the product; the auditor must see every one of them. */
export const plantedBugs = {
  ackBeforeCommit: 'the hub acknowledges a batch and then loses it',
  freshLogOnRetry: 'a repeated batch goes out under a new log instead of its own',
  cursorOutsideTransaction: 'the pull cursor is moved although the page was lost on the way',
  gapSwallowed: 'a store takes "I want earlier events" for "I have them all"',
  epochIgnored: 'a store does not say of which start of the hub it heard its position',
  scanRetriedWithNewId: 'the screen repeats a scan under a new id',
  scanAnsweredUnsaved: 'a scan is answered although it was never written',
} as const
export type PlantedBug = keyof typeof plantedBugs

export interface Network {
  clientOf(store: () => SimulatedStore): HubClient
  /** delivers what was held back, in any order */
  deliverLate(all: boolean): Promise<void>
  healthy: boolean
  counts: Record<string, number>
}

interface Held {
  token: string
  name: string
  input: unknown
}

const withoutEpoch = (name: string, input: object): object =>
  name === 'sync.pull' ? { ...input, seenEpoch: undefined } : input

const offline: Answer<never> = { ok: false, error: { code: 'HUB_OFFLINE', params: {} } }
const timeout: Answer<never> = { ok: false, error: { code: 'HUB_TIMEOUT', params: {} } }

export const createNetwork = (deliver: Deliver, random: Seeded, bug: PlantedBug | null): Network => {
  const held: Held[] = []
  const network: Network = { clientOf, deliverLate, healthy: false, counts: {} }

  const count = (what: string): void => {
    network.counts[what] = (network.counts[what] ?? 0) + 1
  }

  const send = async (store: SimulatedStore, token: string, name: string, input: unknown): Promise<Answer<unknown>> => {
    const fate = network.healthy ? 'arrives' : random.pick(fates)
    count(fate)
    switch (fate) {
      case 'requestLost':
        return bug === 'ackBeforeCommit' && name === 'sync.push' ? acknowledged(input) : offline
      case 'answerLost': {
        const answer = await deliver(token, name, input)
        if (bug === 'cursorOutsideTransaction' && name === 'sync.pull') await moveCursor(store, input, answer)
        return timeout
      }
      case 'doubled': {
        const first = await deliver(token, name, input)
        if (bug === 'freshLogOnRetry' && name === 'sync.push') await deliver(token, name, underFreshLog(store, input))
        else await deliver(token, name, input)
        return first
      }
      case 'delayed':
        held.push({ token, name, input: structuredClone(input) })
        return timeout
      default:
        return deliver(token, name, input)
    }
  }

  function clientOf(store: () => SimulatedStore): HubClient {
    let token = ''
    return {
      use: (enrolment) => {
        token = enrolment.deviceToken
      },
      call: async (name, input) => {
        const answer = await send(store(), token, name, bug === 'epochIgnored' ? withoutEpoch(name, input) : input)
        if (bug === 'gapSwallowed' && !answer.ok && answer.error.code === 'SYNC_GAP')
          return acknowledged(input) as never
        return answer as never
      },
      callAt: async () => offline,
    }
  }

  async function deliverLate(all: boolean): Promise<void> {
    while (held.length > 0 && (all || random.chance(0.7))) {
      const [message] = held.splice(random.integer(0, held.length - 1), 1)
      if (message) await deliver(message.token, message.name, message.input)
    }
  }

  const underFreshLog = (store: SimulatedStore, input: unknown): unknown => {
    const batch = input as InputOf<'sync.push'>
    return batchOf(
      store.enrolment,
      batch.events.map(({ payload }) => payload),
      { logId: uuidOf(random) },
    )
  }

  return network
}

const fates = [
  ...Array<'arrives'>(6).fill('arrives'),
  'requestLost',
  'requestLost',
  'answerLost',
  'answerLost',
  'doubled',
  'delayed',
] as const

const acknowledged = (input: unknown): Answer<unknown> => {
  const { fromSeq, events } = input as InputOf<'sync.push'>
  return { ok: true, value: { ackedSeq: fromSeq + events.length - 1, parked: [] } }
}

const moveCursor = async (store: SimulatedStore, input: unknown, answer: Answer<unknown>): Promise<void> => {
  if (!answer.ok) return
  const { stream } = input as InputOf<'sync.pull'>
  const { position } = answer.value as OutputOf<'sync.pull'>
  await store.database.write((tx) => tx.run('UPDATE pullCursor SET position = ? WHERE stream = ?', [position, stream]))
}
