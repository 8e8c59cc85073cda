/**
 * A PC that tells of papers tells of its trail as well, in one log for good. One that stops, or begins another, may hide what
 * was done there: nothing is refused for it, a person is told. Whether it stands still is measured on the hub's own clock and
 * only while the hub runs; a restart begins the wait again.
 */
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { raiseAlarm } from '../alarms'
import type { HubRuntime } from '../runtime'

type Device = NonNullable<Caller['device']>

/** a round pushes the papers first and the trail after them; a PC that was away for weeks has much to push */
const stillMs = 30 * 60_000

/** Since when papers came that no line of the trail followed, by PC. */
const untoldSince = new WeakMap<HubRuntime['database'], Map<string, number>>()

const waitsOf = ({ database }: HubRuntime): Map<string, number> => {
  const waits = untoldSince.get(database) ?? new Map<string, number>()
  untoldSince.set(database, waits)
  return waits
}

/** Fresh lines came: what waited is told of. */
export const trailMoved = (tx: Tx, runtime: HubRuntime, { deviceId }: Device): void =>
  tx.afterCommit(() => void waitsOf(runtime).delete(deviceId))

/** Fresh events came; `logId` is where they stand, for a PC that never told a trail. */
export const ledgerMoved = async (tx: Tx, runtime: HubRuntime, device: Device, logId: string): Promise<void> => {
  const waits = waitsOf(runtime)
  const nowMs = runtime.clock.elapsedMs()
  const since = waits.get(device.deviceId)
  if (since === undefined) return tx.afterCommit(() => void waits.set(device.deviceId, nowMs))
  if (nowMs - since < stillMs) return
  const trail = await lastTrailOf(tx, device)
  const place = trail ? { logId: trail.logId, seq: trail.headSeq } : { logId, seq: 0 }
  const reason = 'its papers go on while its trail stands still'
  await raiseAlarm(tx, runtime, { kind: 'trailOdd', ...device, ...place, detail: { ground: 'trailStill', reason } })
}

/** The first a PC opens is the one it keeps; after HQ gave it a new key it may have had to begin again. */
export const trailOpened = async (tx: Tx, runtime: HubRuntime, device: Device, logId: string): Promise<void> => {
  if (!(await lastTrailOf(tx, device)) || (await hasRecovered(tx, device))) return
  const reason = 'began a second trail'
  const detail = { ground: 'secondTrail' as const, reason }
  await raiseAlarm(tx, runtime, { kind: 'trailOdd', ...device, logId, seq: 0, detail })
}

const lastTrailOf = (tx: Tx, { deviceId }: Device): Promise<{ logId: string; headSeq: number } | undefined> =>
  tx.one(`SELECT logId, headSeq FROM log WHERE deviceId = ? AND kind = 'trail' ORDER BY rowid DESC LIMIT 1`, [deviceId])

/** Since its trail was last heard. */
const hasRecovered = async (tx: Tx, { deviceId }: Device): Promise<boolean> => {
  const last = await tx.one<{ operation: string }>(
    `SELECT t.operation FROM trail t JOIN log l ON l.logId = t.logId AND l.deviceId = 'hub'
     WHERE (t.operation = 'sync.recover' AND json_extract(t.payload, '$.detail.deviceId') = ?)
       OR (t.operation = 'sync.push' AND t.userId = ? AND json_extract(t.payload, '$.detail.kind') = 'trail')
     ORDER BY t.seq DESC LIMIT 1`,
    [deviceId, deviceId],
  )
  return last?.operation === 'sync.recover'
}
