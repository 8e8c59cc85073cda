/**
 * The second step of signing in: six digits of an authenticator app (RFC 6238), or a recovery code where the phone is
 * lost. A code counts once. The clock is the hub's, half a minute more or less is forgiven.
 */
import { randomInt } from 'node:crypto'
import { toSVG } from 'bwip-js/node'
import { Secret, TOTP } from 'otpauth'
import type { Tx } from '../../database/unitOfWork'
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

/** Is this a code of this user that was not used before? Then it is used now: decided in one write, for any hub process. */
export const takeCode = (runtime: HubRuntime, userId: string, secret: string, code: string): Promise<boolean> =>
  runtime.database.write((tx) => {
    const digits = code.replace(/\s/g, '')
    return /^\d{6}$/.test(digits)
      ? takeDigits(tx, runtime.clock.nowMs(), userId, secret, digits)
      : takeRecoveryCode(tx, userId, code)
  })

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
