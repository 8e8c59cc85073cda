/**
 * The second step of signing in: six digits of an authenticator app (RFC 6238), or a recovery code where the phone is
 * lost. A code counts once. The clock is the hub's, half a minute more or less is forgiven.
 */
import { randomInt } from 'node:crypto'
import { toSVG } from 'bwip-js/node'
import { Secret, TOTP } from 'otpauth'
import type { Tx } from '../../database/unitOfWork'
import { isSealed, openText, sealText } from '../hubKey'
import type { HubRuntime } from '../runtime'
import { hashOf } from '../secrets'

const stepMs = 30_000
/** steps before and after this one in which a code is taken */
const window = 1
const secretBytes = 20
const recoveryCodesCount = 10

const appFor = (userId: string, secret: string): TOTP =>
  new TOTP({ issuer: '掌柜 Zhanggui', label: userId, secret: Secret.fromBase32(secret) })

export const newTotpSecret = (): string => new Secret({ size: secretBytes }).base32

/** What an authenticator app reads, as text and as a picture. */
export const totpInvitation = (userId: string, secret: string): { uri: string; qrSvg: string } => {
  const uri = appFor(userId, secret).toString()
  return { uri, qrSvg: toSVG({ bcid: 'qrcode', text: uri, scale: 3 }) }
}

/** no 0/O, 1/I: read from paper */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** XXXXX-XXXXX: 50 bits, each good once */
export const newRecoveryCodes = (): string[] => {
  const pick = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: recoveryCodesCount }, () => `${pick()}-${pick()}`)
}

export const recoveryHashes = (codes: readonly string[]): string => JSON.stringify(codes.map(recoveryHash))

const recoveryHash = (code: string): string => hashOf(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))

const whatFor = (userId: string): string => `totp:${userId}`

/** As it stands in the database: who has a copy of that makes no codes of it. */
export const sealedTotp = ({ database }: HubRuntime, userId: string, secret: string): string =>
  sealText(database, whatFor(userId), secret)

/** null: HQ's key is another by now; a recovery code helps, or somebody who may reset the second step */
const openedTotp = ({ database }: HubRuntime, userId: string, kept: string): string | null =>
  isSealed(kept) ? openText(database, whatFor(userId), kept) : kept

/** Is this a code of this user that was not used before? Then it is used now: decided in one write, for any hub process. */
export const takeCode = async (runtime: HubRuntime, userId: string, kept: string, code: string): Promise<boolean> => {
  const digits = code.replace(/\s/g, '')
  const { database, clock, log } = runtime
  if (!/^\d{6}$/.test(digits)) return database.write((tx) => takeRecoveryCode(tx, userId, code))
  const secret = openedTotp(runtime, userId, kept)
  if (secret === null) log({ event: 'a second step cannot be opened with the key of this hub', userId })
  if (secret === null) return false
  const isTaken = await database.write((tx) => takeDigits(tx, clock.nowMs(), userId, secret, digits))
  if (isTaken && !isSealed(kept)) await sealNow(runtime, userId, kept)
  return isTaken
}

/** Hubs of earlier versions kept it in the clear; its bytes are overwritten. */
const sealNow = (runtime: HubRuntime, userId: string, kept: string): Promise<void> =>
  runtime.database.overwrite((tx) =>
    tx.run('UPDATE userSecret SET totpSecret = ? WHERE userId = ? AND totpSecret = ?', [
      sealedTotp(runtime, userId, kept),
      userId,
      kept,
    ]),
  )

const takeDigits = async (tx: Tx, nowMs: number, userId: string, secret: string, digits: string): Promise<boolean> => {
  const delta = appFor(userId, secret).validate({ token: digits, timestamp: nowMs, window })
  if (delta === null) return false
  const step = Math.floor(nowMs / stepMs) + delta
  const taken = await tx.one(
    'UPDATE userSecret SET totpLastStep = ? WHERE userId = ? AND totpLastStep < ? RETURNING userId',
    [step, userId, step],
  )
  return taken !== undefined
}

const takeRecoveryCode = async (tx: Tx, userId: string, code: string): Promise<boolean> => {
  const row = await tx.one<{ recoveryCodes: string }>('SELECT recoveryCodes FROM userSecret WHERE userId = ?', [userId])
  const left = JSON.parse(row?.recoveryCodes ?? '[]') as string[]
  const used = recoveryHash(code)
  if (!left.includes(used)) return false
  const others = JSON.stringify(left.filter((hash) => hash !== used))
  await tx.run('UPDATE userSecret SET recoveryCodes = ? WHERE userId = ?', [others, userId])
  return true
}
