/**
 * Is this their PIN, password, code? Every wrong try counts, whichever of them it was, and is kept in the database: a
 * restart lifts no lock. Who is locked out waits by the hub's clock.
 */
import { hash, verify } from '@node-rs/argon2'
import type { ErrorCode } from '../../contract/errors'
import { Refusal } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import { raiseAlarmNow } from '../alarms'
import type { QueryCall } from '../calls'
import { passwordHashOptions } from '../seed'
import { takeCode } from './totp'

const wrongTriesMax = 5
const lockMs = 15 * 60_000
/** tries of one user wait for each other: sent all at once they would all pass the lock before it closes */
const oneAtATime = createOneAtATime()

type SecretColumn = 'pinHash' | 'passwordHash'

export interface SecretRow {
  userId: string
  pinHash: string | null
  passwordHash: string | null
  wrongTries: number
  lockedUntilMs: number
  totpSecret: string | null
  totpConfirmed: number
  recoveryCodes: string
}

/** A store PC asks, or the user once more for something of their own. */
export const checkSecret = (
  call: QueryCall,
  userId: string,
  column: SecretColumn,
  secret: string,
  wrong: ErrorCode,
): Promise<void> =>
  oneAtATime(userId, async () => {
    const row = await unlockedRow(call, userId)
    await refuseWrongSecret(call, userId, row, column, secret, wrong)
    // half of what somebody with a second step needs gives the tries at the other half not back
    if (!row?.totpConfirmed) await clearTries(call, row)
  })

/** Password, and the code where the user asks for one. Tries are forgotten when both were right, never in between. */
export const checkPassword = (
  call: QueryCall,
  userId: string,
  given: { password: string; totp?: string | undefined },
): Promise<void> =>
  oneAtATime(userId, async () => {
    const row = await unlockedRow(call, userId)
    await refuseWrongSecret(call, userId, row, 'passwordHash', given.password, 'WRONG_PASSWORD')
    if (row?.totpConfirmed) await refuseWrongCode(call, row, given.totp)
    await clearTries(call, row)
  })

/** The first code of a new authenticator app. */
export const checkFirstCode = (call: QueryCall, userId: string, code: string): Promise<void> =>
  oneAtATime(userId, async () => {
    const row = await unlockedRow(call, userId)
    if (row?.totpConfirmed) throw new Refusal('TOTP_ON')
    if (!row?.totpSecret) throw new Refusal('TOTP_NOT_BEGUN')
    await refuseWrongCode(call, row, code)
    await clearTries(call, row)
  })

const unlockedRow = async (call: QueryCall, userId: string): Promise<SecretRow | undefined> => {
  const row = await call.read.one<SecretRow>('SELECT * FROM userSecret WHERE userId = ?', [userId])
  const lockedMs = (row?.lockedUntilMs ?? 0) - call.runtime.clock.nowMs()
  if (lockedMs > 0) throw new Refusal('SIGN_IN_LOCKED', { seconds: Math.ceil(lockedMs / 1000), userId })
  return row
}

/** An unknown user takes as long as a wrong password, so nobody learns which names exist. */
const refuseWrongSecret = async (
  call: QueryCall,
  userId: string,
  row: SecretRow | undefined,
  column: SecretColumn,
  secret: string,
  wrong: ErrorCode,
): Promise<void> => {
  const known = row?.[column] ?? (await decoy)
  const right = (await verify(known, secret)) && row !== undefined && row[column] !== null
  if (!right) throw await wrongTry(call, userId, row !== undefined, wrong)
}

const decoy = hash('nobody', passwordHashOptions)

/** Without a code nothing was tried: the page asks for it. */
const refuseWrongCode = async (call: QueryCall, row: SecretRow, code: string | undefined): Promise<void> => {
  if (code === undefined) throw new Refusal('TOTP_NEEDED')
  if (!(await takeCode(call.runtime, row.userId, row.totpSecret ?? '', code)))
    throw await wrongTry(call, row.userId, true, 'WRONG_TOTP')
}

const wrongTry = async (call: QueryCall, userId: string, known: boolean, wrong: ErrorCode): Promise<Refusal> => {
  const left = known ? await countWrongTry(call, userId) : wrongTriesMax - 1
  if (left > 0) return new Refusal(wrong, { left, userId })
  await raiseAlarmNow(call.runtime, { kind: 'signInLocked', userId, ...call.caller.device })
  return new Refusal('SIGN_IN_LOCKED', { seconds: lockMs / 1000, userId })
}

/** Returns the tries left; at none the user waits, and then has all of them again. */
const countWrongTry = (call: QueryCall, userId: string): Promise<number> =>
  call.runtime.database.write(async (tx) => {
    const row = await tx.one<{ wrongTries: number }>(
      'UPDATE userSecret SET wrongTries = wrongTries + 1 WHERE userId = ? RETURNING wrongTries',
      [userId],
    )
    const left = wrongTriesMax - (row?.wrongTries ?? 0)
    if (left <= 0)
      await tx.run('UPDATE userSecret SET wrongTries = 0, lockedUntilMs = ? WHERE userId = ?', [
        call.runtime.clock.nowMs() + lockMs,
        userId,
      ])
    return left
  })

const clearTries = async (call: QueryCall, row: SecretRow | undefined): Promise<void> => {
  if (!row || row.wrongTries === 0) return
  await call.runtime.database.write((tx) =>
    tx.run('UPDATE userSecret SET wrongTries = 0, lockedUntilMs = 0 WHERE userId = ?', [row.userId]),
  )
}
