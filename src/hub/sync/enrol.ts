/** Spends a one-time code: binds a device key to a store and gives the PC its letter and token. */
import { createPublicKey } from 'node:crypto'
import type { InputOf, OutputOf } from '../../contract/operations'
import { assert } from '../../core/result'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { appendTrail } from '../../ledger/trail'
import { tellKeeper } from '../keeper'
import { type HubRuntime, isoNow } from '../runtime'
import { hashOf, hashOfCode } from '../secrets'
import { passOnAllOpen } from './peers'
import { spendRecoveryCode } from './recover'

type Input = InputOf<'sync.enrol'>

export const enrolDevice = (runtime: HubRuntime, input: Input): Promise<OutputOf<'sync.enrol'>> =>
  runtime.database.write(async (tx) => {
    const code = await tx.one<{ storeCode: string; expiresAtMs: number; usedBy: string | null }>(
      'SELECT storeCode, expiresAtMs, usedBy FROM enrolmentCode WHERE codeHash = ?',
      [hashOfCode(input.code)],
    )
    if (!code) return installAnew(tx, runtime, input)
    if (code.expiresAtMs < runtime.clock.nowMs() || !isEd25519(input.publicKey))
      throw new Refusal('ENROLMENT_CODE_INVALID')
    const deviceToken = runtime.ids.secret()
    const device = code.usedBy
      ? await enrolAgain(tx, code.usedBy, input.publicKey, deviceToken)
      : await enrolFirst(tx, runtime, code.storeCode, input, deviceToken)
    await logEnrolled(tx, runtime, code.storeCode, device, code.usedBy !== null)
    const store = await tx.one<{ name: string }>('SELECT name FROM store WHERE code = ?', [code.storeCode])
    return { ...device, deviceToken, storeCode: code.storeCode, storeName: store?.name ?? '', hubId: await hubIdOf(tx) }
  })

/**
 * A recovery code typed in where nothing is installed any more: the PC goes on as the device it was, under its letter, and asks for
 * its own history. In the log it is a recovery, so the trail it begins is nobody's second one.
 */
const installAnew = async (tx: Tx, runtime: HubRuntime, input: Input): Promise<OutputOf<'sync.enrol'>> => {
  const { device, deviceToken } = await spendRecoveryCode(tx, runtime, input).catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal('ENROLMENT_CODE_INVALID') : error
  })
  const { deviceId, letter, storeCode } = device
  await appendTrail(tx, {
    ...{ at: isoNow(runtime), userId: '', storeCode, operation: 'sync.recover', outcome: 'done' },
    detail: { deviceId, letter, again: true },
  })
  const store = await tx.one<{ name: string }>('SELECT name FROM store WHERE code = ?', [storeCode])
  return { deviceId, letter, deviceToken, storeCode, storeName: store?.name ?? '', hubId: await hubIdOf(tx) }
}

export const isEd25519 = (publicKey: string): boolean => {
  try {
    return (
      createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' }).asymmetricKeyType ===
      'ed25519'
    )
  } catch {
    return false
  }
}

const logEnrolled = (
  tx: Tx,
  runtime: HubRuntime,
  storeCode: string,
  { deviceId, letter }: { deviceId: string; letter: string },
  again: boolean,
): Promise<void> =>
  appendTrail(tx, {
    ...{ at: isoNow(runtime), userId: deviceId, deviceId, storeCode, operation: 'sync.enrol', outcome: 'done' },
    detail: { after: { deviceId, letter, storeCode, again } },
  })

/** The answer to the first asking was lost: the same key on the same code is the same PC; it gets a fresh token. */
const enrolAgain = async (tx: Tx, deviceId: string, publicKey: string, token: string) => {
  const device = await tx.one<{ letter: string }>(
    `SELECT letter FROM device WHERE deviceId = ? AND publicKey = ? AND state = 'active' AND lastSeenAt IS NULL`,
    [deviceId, publicKey],
  )
  if (!device) throw new Refusal('ENROLMENT_CODE_INVALID')
  await tx.run('UPDATE device SET tokenHash = ? WHERE deviceId = ?', [hashOf(token), deviceId])
  return { deviceId, letter: device.letter }
}

const enrolFirst = async (tx: Tx, runtime: HubRuntime, storeCode: string, input: Input, token: string) => {
  const deviceId = runtime.ids.uuid()
  const taken = await tx.one<{ n: number }>('SELECT count(*) AS n FROM device WHERE storeCode = ?', [storeCode])
  const letter = letterOf(taken?.n ?? 0)
  await tx.insertRows('device', [
    {
      deviceId,
      storeCode,
      letter,
      publicKey: input.publicKey,
      tokenHash: hashOf(token),
      state: 'active',
      enrolledAt: isoNow(runtime),
      lastSeenAt: null,
      unsecured: null,
    },
  ])
  await tx.run('UPDATE enrolmentCode SET usedBy = ? WHERE codeHash = ?', [deviceId, hashOfCode(input.code)])
  // a store of one PC was told nothing of its own stocktakes; any other has it all in its stream
  if (taken?.n === 1) await passOnAllOpen(tx, storeCode)
  await tellKeeper(tx, storeCode)
  return { deviceId, letter }
}

/** A, B … Z, AA, AB …: never given twice, also not after a PC is revoked, so document numbers stay unique. */
const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

const hubIdOf = async (tx: Tx): Promise<string> => {
  const row = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'hubId'`)
  assert(row, 'a started hub has an id')
  return row.value
}
