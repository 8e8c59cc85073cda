/**
 * Is this their PIN, password, code? Each door counts its own wrong tries (`counts.ts`): a stranger at one of them shuts
 * that one, for that person, for a while, and no other. Who is locked out waits by the hub's clock.
 */
import { hash, verify } from '@node-rs/argon2'
import type { ErrorCode } from '../../contract/errors'
import type { SecretKind } from '../../contract/schemas/common'
import { Refusal } from '../../gateway/gateway'
import { raiseAlarmNow } from '../alarms'
import type { QueryCall } from '../calls'
import { passwordHashOptions } from '../seed'
import { type Count, countAtPlace, countInSession } from './counts'
import { consolePlace, pcPlace } from './place'
import { takeCode } from './totp'

interface SecretRow {
  userId: string
  pinHash: string | null
  passwordHash: string | null
  totpSecret: string | null
  totpConfirmed: number
  recoveryCodes: string
}

interface Given {
  password: string
  totp?: string | undefined
}

/** `half`: right, and not all that is asked of this user elsewhere; it gives back itself and no wrong try before it */
type Verdict = 'right' | 'half' | 'TOTP_NEEDED' | Extract<ErrorCode, 'WRONG_PIN' | 'WRONG_PASSWORD' | 'WRONG_TOTP'>

/** A store PC asks. A code of an authenticator app is asked at HQ's own doors alone. */
export const checkAtPc = async (call: QueryCall, userId: string, kind: SecretKind, secret: string): Promise<void> => {
  const row = await secretOf(call, userId)
  await judge(call, userId, row, countAtPlace(call.runtime, userId, pcPlace(call.device.deviceId)), async () => {
    if (kind === 'password') return (await isRight(row?.passwordHash, secret)) ? 'right' : 'WRONG_PASSWORD'
    return (await isRight(row?.pinHash, secret)) ? 'right' : 'WRONG_PIN'
  })
}

/** The console's door. Whoever has nothing to sign in for is told the same as somebody unknown. */
export const checkAtDoor = async (call: QueryCall, userId: string, given: Given, mayEnter: boolean): Promise<void> => {
  const row = mayEnter ? await secretOf(call, userId) : undefined
  const place = consolePlace(call.caller.from?.address ?? '')
  const count = countAtPlace(call.runtime, userId, place, row === undefined)
  await judge(call, userId, row, count, () => both(call, row, given))
}

/** Password, and the code where the user asks for one, once more in an open session. */
export const checkAgain = async (call: QueryCall, given: Given): Promise<void> => {
  const row = await secretOf(call, call.user.userId)
  await judge(call, call.user.userId, row, ownCount(call), () => both(call, row, given))
}

/** The password alone, for something of the user's own. */
export const checkOwnPassword = async (call: QueryCall, password: string): Promise<void> => {
  const row = await secretOf(call, call.user.userId)
  await judge(call, call.user.userId, row, ownCount(call), async () => {
    if (!(await isRight(row?.passwordHash, password))) return 'WRONG_PASSWORD'
    return row?.totpConfirmed ? 'half' : 'right'
  })
}

/** The first code of a new authenticator app. */
export const checkFirstCode = async (call: QueryCall, code: string): Promise<void> => {
  const row = await secretOf(call, call.user.userId)
  if (row?.totpConfirmed) throw new Refusal('TOTP_ON')
  if (!row?.totpSecret) throw new Refusal('TOTP_NOT_BEGUN')
  await judge(call, call.user.userId, row, ownCount(call), () => codeVerdict(call, row, code))
}

const ownCount = (call: QueryCall): Count => countInSession(call.runtime, call.caller.sessionId ?? '')

const secretOf = (call: QueryCall, userId: string): Promise<SecretRow | undefined> =>
  call.read.one<SecretRow>(
    `SELECT userId, pinHash, passwordHash, totpSecret, totpConfirmed, recoveryCodes FROM userSecret WHERE userId = ?`,
    [userId],
  )

const judge = async (
  call: QueryCall,
  userId: string,
  row: SecretRow | undefined,
  count: Count,
  look: () => Promise<Verdict>,
): Promise<void> => {
  const left = await count.take()
  const verdict = await look()
  if (verdict === 'right') return count.clear()
  if (verdict === 'half') return count.giveBack()
  if (verdict === 'TOTP_NEEDED') {
    await count.giveBack()
    throw new Refusal(verdict)
  }
  if (left > 0) throw new Refusal(verdict, { left, userId })
  // names nobody has are anybody's to make up; an alarm for each would bury those that mean something
  if (row) await raiseAlarmNow(call.runtime, { kind: 'signInLocked', userId, ...call.caller.device })
  throw await count.spent()
}

const both = async (call: QueryCall, row: SecretRow | undefined, { password, totp }: Given): Promise<Verdict> => {
  if (!(await isRight(row?.passwordHash, password))) return 'WRONG_PASSWORD'
  return row?.totpConfirmed ? codeVerdict(call, row, totp) : 'right'
}

/** Without a code nothing was tried: the page asks for it. */
const codeVerdict = async (call: QueryCall, row: SecretRow, code: string | undefined): Promise<Verdict> => {
  if (code === undefined) return 'TOTP_NEEDED'
  return (await takeCode(call.runtime, row.userId, row.totpSecret ?? '', code)) ? 'right' : 'WRONG_TOTP'
}

/** An unknown user takes as long as a wrong password, so nobody learns which names exist. */
const isRight = async (known: string | null | undefined, secret: string): Promise<boolean> => {
  const isSame = await verify(known ?? (await decoy), secret)
  return isSame && known !== null && known !== undefined
}

const decoy = hash('nobody', passwordHashOptions)
