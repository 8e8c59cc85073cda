/**
 * What HQ could not book is tried again: at each start, for a newer program may know it, and when somebody says that what was
 * lacking is there now. Log by log, in order; one that still cannot be booked waits on, and holds up none behind it. What people
 * have dealt with, by closing its alarm, is theirs and is not touched.
 */
import type { Tx } from '../../database/unitOfWork'
import { appendTrail } from '../../ledger/trail'
import { stillWaits } from '../alarms'
import { type HubRuntime, isoNow } from '../runtime'
import { isOurTrouble, projectEvent } from './project'

/** more than that wait for the next time */
const eventsMax = 1000

interface Parked {
  logId: string
  seq: number
  prevHash: string
  hash: string
  payload: string
  recordedAt: string
  deviceId: string
  storeCode: string
}

export interface Replayed {
  booked: number
  waiting: number
}

/** `userId`: who asked; '' nobody. */
export const replayLog = async (tx: Tx, runtime: HubRuntime, logId: string, userId: string): Promise<Replayed> => {
  const parked = await tx.all<Parked>(
    `SELECT e.logId, e.seq, e.prevHash, e.hash, e.payload, e.recordedAt, d.deviceId, d.storeCode
     FROM parkedEvent p JOIN event e ON e.logId = p.logId AND e.seq = p.seq
     JOIN log l ON l.logId = p.logId JOIN device d ON d.deviceId = l.deviceId
     WHERE p.logId = ? AND ${stillWaits('p')} ORDER BY p.seq LIMIT ${eventsMax}`,
    [logId],
  )
  let booked = 0
  for (const event of parked) if (await book(tx, runtime, event, userId)) booked += 1
  return { booked, waiting: parked.length - booked }
}

const book = async (tx: Tx, runtime: HubRuntime, event: Parked, userId: string): Promise<boolean> => {
  const { logId, seq, prevHash, hash, payload, recordedAt, deviceId, storeCode } = event
  await tx.run('SAVEPOINT replay')
  try {
    await projectEvent(tx, runtime, { deviceId, storeCode }, { logId, seq, prevHash, hash }, payload, recordedAt)
    await tx.run('DELETE FROM parkedEvent WHERE logId = ? AND seq = ?', [logId, seq])
    await tx.run(
      `UPDATE alarm SET state = 'closed', closedBy = ?, closedAt = ? WHERE kind = 'eventParked' AND state = 'open' AND about = ?`,
      [userId, isoNow(runtime), `${logId}/${seq}`],
    )
    await tx.run('RELEASE replay')
    runtime.log({ event: 'parked event booked', logId, seq })
    return true
  } catch (error) {
    if (isOurTrouble(error)) throw error
    await tx.run('ROLLBACK TO replay')
    await tx.run('RELEASE replay')
    return false
  }
}

/** Before anybody calls. What fails here keeps no hub from starting. */
export const replayAtStart = async (runtime: HubRuntime): Promise<void> => {
  const { database, log } = runtime
  const logs = await database.read.all<{ logId: string }>(
    `SELECT DISTINCT p.logId FROM parkedEvent p WHERE ${stillWaits('p')} ORDER BY p.logId`,
  )
  for (const { logId } of logs)
    try {
      await database.write(async (tx) => {
        const replayed = await replayLog(tx, runtime, logId, '')
        if (replayed.booked === 0) return
        const line = { at: isoNow(runtime), userId: '', operation: 'sync.replayed', outcome: 'done' as const }
        await appendTrail(tx, { ...line, detail: { logId, ...replayed } })
      })
    } catch (error) {
      log({ event: 'parked events not tried', logId, error: String(error).slice(0, 300) })
    }
}
