/**
 * A PC that was installed anew and goes on as the device it was (a recovery code in place of an enrolment code): its ledger is what
 * HQ holds of it. What HQ never had of it is gone with its old disk; numbers leap ahead of whatever it may have given.
 */
import { protocolVersion } from '../../contract/schemas/sync'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { appendTrail } from '../../ledger/trail'
import { type Enrolment, writeMeta } from '../meta'
import { isoNow, type RunningStore } from '../runtime'
import { compareLog } from './compare'
import { type Aside, type EarlierLog, noRepair, repairKey, takeLog } from './repair'
import { leapSerials } from './serials'

/** Asked before the enrolment is kept; none for a PC that is new. */
export const earlierLogsOf = async (
  runtime: RunningStore,
  { logId }: Pick<Enrolment, 'logId'>,
): Promise<EarlierLog[]> => {
  const answer = await runtime.hub.call('sync.history', { protocolVersion, logId, after: 0 })
  // a hub of before tells nobody their history, and lets nobody go on as a device without it
  if (!answer.ok && answer.error.code === 'UNKNOWN_OPERATION') return []
  // without its ledger it would give numbers again
  if (!answer.ok) throw unheard(answer.error.code)
  const logs: EarlierLog[] = []
  for (const { logId: earlier } of answer.value.logs.filter(({ kind }) => kind === 'ledger')) {
    const compared = await compareLog(runtime, earlier)
    if (!compared.ok) throw unheard(compared.code)
    logs.push({ logId: earlier, events: compared.missing })
  }
  return logs
}

const unheard = (reason: string): Refusal =>
  new Refusal(reason === 'HUB_OFFLINE' || reason === 'HUB_TIMEOUT' ? reason : 'HUB_REFUSED', { reason })

/** numbers of papers that were begun and never told */
const leapAnew = 500

/** In the transaction that keeps the enrolment. */
export const takeEarlierLogs = async (
  tx: Tx,
  runtime: RunningStore,
  { deviceId }: Enrolment,
  logs: readonly EarlierLog[],
): Promise<void> => {
  if (logs.length === 0) return
  const at = isoNow(runtime.clock)
  const line = { at, userId: '', outcome: 'done' as const }
  const unread: Aside[] = []
  for (const log of logs) {
    unread.push(...(await takeLog(tx, deviceId, log)))
    await appendTrail(tx, { ...line, operation: 'sync.logOpened', detail: { logId: log.logId, kind: 'ledger' } })
  }
  await leapSerials(tx, runtime.clock, leapAnew)
  // what HQ asked of this PC was heard before it knew who it is
  await tx.run(`DELETE FROM pullCursor WHERE stream = 'documents'`)
  const setAside = unread.map(({ number, step }) => ({ number, step }))
  const taken = logs.reduce((sum, { events }) => sum + events.length, 0)
  await writeMeta(tx, repairKey, { ...noRepair(at), taken, setAside })
  await appendTrail(tx, { ...line, operation: 'log.repaired', detail: { taken, setAside } })
}
