/** HQ takes a store PC's right to speak with it, gives it back, or lets it have a new key. */

import { withinScope } from '../../database/queries/scope'
import type { Reader } from '../../database/unitOfWork'
import type { Actor } from '../../gateway/gateway'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall, HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { tellKeeper } from '../keeper'
import { hashOf, newEnrolmentCode } from '../secrets'

interface Found {
  deviceId: string
  storeCode: string
  letter: string
  state: string
  stateBefore: string
}

const codeLifeMs = 24 * 60 * 60 * 1000

export const deviceHandlers: HandlersOf<'device'> = {
  'device.revoke': async (call, { deviceId, reason }) => {
    const device = await findDevice(call.tx, call.user, deviceId)
    if (device.state === 'revoked') throw new Refusal('DEVICE_STATE', { state: device.state })
    await setState(call, device, 'revoked', reason)
    return {}
  },

  'device.restore': async (call, { deviceId, reason }) => {
    const device = await findDevice(call.tx, call.user, deviceId)
    if (device.state !== 'revoked') throw new Refusal('DEVICE_STATE', { state: device.state })
    await setState(call, device, device.stateBefore || 'active', reason)
    return {}
  },

  'device.createRecoveryCode': async (call, { deviceId }) => {
    const device = await findDevice(call.read, call.user, deviceId)
    if (device.state === 'revoked') throw new Refusal('DEVICE_STATE', { state: device.state })
    const code = newEnrolmentCode()
    const expiresAtMs = call.runtime.clock.nowMs() + codeLifeMs
    await call.runtime.database.write(async (tx) => {
      await tx.run('DELETE FROM recoveryCode WHERE deviceId = ?', [deviceId])
      await tx.run('INSERT INTO recoveryCode (codeHash, deviceId, expiresAtMs) VALUES (?, ?, ?)', [
        hashOf(code),
        deviceId,
        expiresAtMs,
      ])
      const detail = { deviceId, letter: device.letter }
      await logErrand(tx, call, { operation: 'device.createRecoveryCode', storeCode: device.storeCode, detail })
    })
    return { code, deviceId, expiresAt: new Date(expiresAtMs).toISOString() }
  },
}

const findDevice = async (read: Reader, user: Actor, deviceId: string): Promise<Found> => {
  const scope = withinScope(user.scope, 'd.storeCode')
  const device = await read.one<Found>(
    `SELECT d.deviceId, d.storeCode, d.letter, d.state, coalesce(a.stateBefore, '') AS stateBefore
     FROM device d LEFT JOIN deviceAbout a ON a.deviceId = d.deviceId WHERE d.deviceId = ? AND ${scope.sql}`,
    [deviceId, ...scope.parameters],
  )
  if (!device) throw new Refusal('DEVICE_NOT_FOUND')
  return device
}

const setState = async (call: CommandCall, device: Found, state: string, reason: string): Promise<void> => {
  await call.tx.run('UPDATE device SET state = ? WHERE deviceId = ?', [state, device.deviceId])
  await call.tx.run(
    `INSERT INTO deviceAbout (deviceId, stateReason, stateBefore) VALUES (?, ?, ?)
     ON CONFLICT (deviceId) DO UPDATE SET stateReason = excluded.stateReason, stateBefore = excluded.stateBefore`,
    [device.deviceId, reason, device.state],
  )
  const { deviceId, storeCode, letter } = device
  await tellKeeper(call.tx, storeCode)
  const [before, after] = [{ state: device.state }, { state, reason }]
  call.remember('', { deviceId, storeCode, letter, before, after })
}
