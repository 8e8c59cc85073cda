/** What a store PC says of itself with each push, for people to see; nothing is decided by it. */
import type { InputOf } from '../../contract/operations'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { raiseAlarm } from '../alarms'
import type { HubRuntime } from '../runtime'

type Device = NonNullable<Caller['device']>

/** dates on papers are wrong then; what was booked first is not */
const skewSecondsMax = 5 * 60

const raiseClock = (tx: Tx, runtime: HubRuntime, device: Device, skewSeconds: number): Promise<void> => {
  const minutes = Math.round(Math.abs(skewSeconds) / 60)
  return raiseAlarm(tx, runtime, { kind: 'clockFarOff', ...device, detail: { params: { minutes } } })
}

/** It speaks under its new key, so the answer to its recovery has arrived; a push under the old one may only have waited its turn. */
export const recoveryHeard = (tx: Tx, { deviceId }: Device, publicKey: string): Promise<void> =>
  tx.run('DELETE FROM recoveryCode WHERE deviceId = ? AND publicKey = ?', [deviceId, publicKey])

export const keepAbout = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  { about }: InputOf<'sync.push'>,
): Promise<void> => {
  const { deviceId } = device
  if (!about) return
  const skewSeconds = Math.round((Date.parse(about.at) - runtime.clock.nowMs()) / 1000)
  if (Math.abs(skewSeconds) > skewSecondsMax) await raiseClock(tx, runtime, device, skewSeconds)
  await tx.run(
    `INSERT INTO deviceAbout (deviceId, version, keyKept, skewSeconds) VALUES (?, ?, ?, ?) ON CONFLICT (deviceId)
     DO UPDATE SET version = excluded.version, keyKept = excluded.keyKept, skewSeconds = excluded.skewSeconds`,
    [deviceId, about.version, about.keyKept, skewSeconds],
  )
}
