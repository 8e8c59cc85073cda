/** What HQ holds of a log of this PC, against what its own file holds: where they part, and what each has that the other lacks. */
import { protocolVersion } from '../../contract/schemas/sync'
import { chainHash, genesisHash } from '../../ledger/hashChain'
import type { OwnEvent } from '../../ledger/rebase'
import type { RunningStore } from '../runtime'

export interface Compared {
  ok: true
  /** the last both hold alike */
  last: { seq: number; hash: string }
  /** HQ's alone */
  missing: OwnEvent[]
  headSeq: number
  /** every log HQ knows of this PC */
  logs: { logId: string; kind: string }[]
}

type Outcome = Compared | { ok: false; code: string }

const roundsMax = 100_000

/** From what HQ had acknowledged to this file; from the first event where even that is another. */
export const compareLog = async (runtime: RunningStore, logId: string): Promise<Outcome> => {
  const log = await runtime.database.read.one<{ ackedSeq: number; kind: string }>(
    'SELECT ackedSeq, kind FROM log WHERE logId = ?',
    [logId],
  )
  const own = ownHashes(runtime, logId, log?.kind === 'trail' ? 'trail' : 'event')
  const acked = log?.ackedSeq ?? 0
  return acked > 0
    ? ((await compareFrom(runtime, logId, acked, own)) ?? compareAll(runtime, logId, own))
    : compareAll(runtime, logId, own)
}

type OwnHash = (seq: number) => Promise<string | undefined>

const ownHashes =
  ({ database }: RunningStore, logId: string, table: string): OwnHash =>
  async (seq) =>
    seq === 0
      ? genesisHash(logId)
      : (
          await database.read.one<{ hash: string }>(`SELECT hash FROM ${table} WHERE logId = ? AND seq = ?`, [
            logId,
            seq,
          ])
        )?.hash

const compareAll = async (runtime: RunningStore, logId: string, own: OwnHash): Promise<Outcome> =>
  (await compareFrom(runtime, logId, 0, own)) ?? { ok: false, code: 'HUB_NOT_ZHANGGUI' }

/** null: what HQ holds does not follow on what stands at `from` here. */
const compareFrom = async (
  runtime: RunningStore,
  logId: string,
  from: number,
  own: OwnHash,
): Promise<Outcome | null> => {
  const start = await own(from)
  if (start === undefined) return null
  const missing: OwnEvent[] = []
  let last = { seq: from, hash: start }
  let head = last
  for (let round = 0; round < roundsMax; round += 1) {
    const answer = await runtime.hub.call('sync.history', { protocolVersion, logId, after: head.seq })
    if (!answer.ok) return { ok: false, code: answer.error.code }
    // people at HQ say which copy goes on
    if (answer.value.state === 'quarantined') return { ok: false, code: 'SYNC_FORK' }
    // a hub that was put back itself asks for earlier events when it is pushed to
    if (answer.value.headSeq < from)
      return { ok: true, last, missing, headSeq: answer.value.headSeq, logs: answer.value.logs }
    for (const event of answer.value.events) {
      if (event.seq !== head.seq + 1 || event.hash !== chainHash(head.hash, event.payload)) return null
      head = { seq: event.seq, hash: event.hash }
      if (missing.length === 0 && (await own(event.seq)) === event.hash) last = head
      else missing.push(event)
    }
    if (head.seq >= answer.value.headSeq)
      return { ok: true, last, missing, headSeq: answer.value.headSeq, logs: answer.value.logs }
    if (answer.value.events.length === 0) return { ok: false, code: 'HUB_REFUSED' }
  }
  return { ok: false, code: 'HUB_REFUSED' }
}
