/**
 * Spends a recovery code: the PC it was made for goes on as the same device, with a new key and token. The old ones count
 * no more from that moment; its log and letter stay. Of a PC that is quarantined, because two copies of it told two histories,
 * this is the way out: people at HQ give the code to the one copy that goes on, and the other one's key is no key any more.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { tellKeeper } from '../keeper'
import type { HubRuntime } from '../runtime'
import { hashOf, hashOfCode } from '../secrets'
import { isEd25519 } from './enrol'

type Input = Omit<InputOf<'sync.recover'>, 'deviceId'> & {
  /** left out by a PC that was installed anew and does not know it */
  deviceId?: string
}

export interface Recovered {
  deviceId: string
  storeCode: string
  letter: string
  /** it was quarantined, and goes on */
  released: boolean
}

export const recoverDevice = (
  runtime: HubRuntime,
  input: Input,
  log: (tx: Tx, device: Recovered) => Promise<void>,
): Promise<OutputOf<'sync.recover'>> =>
  runtime.database.write(async (tx) => {
    const { device, deviceToken } = await spendRecoveryCode(tx, runtime, input)
    await log(tx, device)
    return { deviceToken }
  })

export const spendRecoveryCode = async (
  tx: Tx,
  runtime: HubRuntime,
  input: Input,
): Promise<{ device: Recovered; deviceToken: string }> => {
  const device = await deviceOfCode(tx, runtime, input)
  const { deviceId } = device
  const deviceToken = runtime.ids.secret()
  await tx.run('UPDATE recoveryCode SET publicKey = ? WHERE deviceId = ?', [input.publicKey, deviceId])
  await tx.run('UPDATE device SET publicKey = ?, tokenHash = ? WHERE deviceId = ?', [
    ...[input.publicKey, hashOf(deviceToken), deviceId],
  ])
  if (device.released) {
    await tx.run(`UPDATE device SET state = 'active' WHERE deviceId = ?`, [deviceId])
    await tellKeeper(tx, device.storeCode)
  }
  return { device, deviceToken }
}

/** The answer may have been lost: the same key on the same code is the same PC asking once more. */
const deviceOfCode = async (tx: Tx, runtime: HubRuntime, input: Input): Promise<Recovered> => {
  const code = await tx.one<
    Omit<Recovered, 'released'> & { expiresAtMs: number; publicKey: string | null; state: string }
  >(
    `SELECT c.expiresAtMs, c.publicKey, d.deviceId, d.storeCode, d.letter, d.state FROM recoveryCode c JOIN device d ON d.deviceId = c.deviceId
     WHERE c.codeHash = ? AND c.deviceId = coalesce(?, c.deviceId)`,
    [hashOfCode(input.code), input.deviceId ?? null],
  )
  const isOurs = code && (code.publicKey === null || code.publicKey === input.publicKey)
  if (!isOurs || code.expiresAtMs < runtime.clock.nowMs() || !isEd25519(input.publicKey))
    throw new Refusal('RECOVERY_CODE_INVALID')
  if (code.state === 'revoked') throw new Refusal('DEVICE_REVOKED')
  // a code lifts what stood when it was spent: whoever asks once more under the same key does not lift the next fork
  return { ...code, released: code.state === 'quarantined' && code.publicKey === null }
}
