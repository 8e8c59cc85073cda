/**
 * Is it them? The hub is asked first and its word counts; without a line, or when it takes too long to answer, this PC's own
 * argon2id hash decides, for the days policy allows. Each try is counted before it is judged, so nobody gets one back by
 * killing the app, and there is one count for PIN and password, every window and the override dialog.
 */
import { hash, verify } from '@node-rs/argon2'
import type { ErrorCode } from '../contract/errors'
import type { SecretKind } from '../contract/schemas/common'
import { triesAllowed } from '../contract/signInTries'
import type { RefusalParams } from '../core/result'
import type { Person } from '../database/queries/people'
import type { Reader, Tx } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { createOneAtATime } from '../gateway/oneAtATime'
import type { ErrandCall } from './calls'
import { forgive, giveTryBack, lock, lockSecondsLeft, takeTry } from './signInLock'
import { dayMs, trustedClock } from './trustedClock'

/** argon2id; page 7's floor */
const hashOptions = { memoryCost: 19456, timeCost: 2, parallelism: 1 }
/** A line that is up but slow keeps nobody from work that this PC could let in by itself. */
const hubWaitMs = 2_000

export interface Given {
  kind: SecretKind
  secret: string
}

type Call = Pick<ErrandCall, 'read' | 'runtime'>

/** What somebody who may decide said, and who; or that nobody could. */
type Word =
  | { said: 'right'; by: 'hub'; hubTime: string }
  | { said: 'right'; by: 'pc' }
  | { said: 'wrong'; by: 'hub' | 'pc'; left?: number }
  | { said: 'refused'; code: 'SIGN_IN_LOCKED' | 'USER_NOT_FOUND' | 'SIGN_IN_NEEDS_HUB'; params: RefusalParams }
type NoWord = { said: null; params: RefusalParams }

/** Tries of one user wait for each other: sent all at once they would all pass the lock before it closes. */
const oneAtATime = createOneAtATime()

/** Throws unless this is the user's PIN or password; answers who said so. */
export const proveSecret = (call: Call, user: Person, given: Given): Promise<'hub' | 'pc'> =>
  oneAtATime(user.id, () => prove(call, user, given))

const prove = async (call: Call, user: Person, given: Given): Promise<'hub' | 'pc'> => {
  const lockedSeconds = await lockSecondsLeft(call, user.id)
  if (lockedSeconds > 0) throw new Refusal('SIGN_IN_LOCKED', { seconds: lockedSeconds })
  const tries = await takeTry(call.runtime, user.id)
  // the write of the try saw whether somebody wrote into the file: what they put there is not asked
  await call.runtime.rows.foreignLookedAt()
  const word = await ask(call, user, given)
  if (word.said === 'right') return await letIn(call, user, given, word)
  if (word.said === 'wrong') return await refuseWrong(call, user, given, { ...word, tries })
  await giveTryBack(call.runtime, user.id)
  if (word.said === null) throw new Refusal('SIGN_IN_NEEDS_HUB', word.params)
  // the tile shows the lock and its time, as for a lock of this PC's own
  if (word.code === 'SIGN_IN_LOCKED') await lock(call.runtime, user.id, secondsIn(word.params))
  // switched off at HQ and not told here yet: without the line they are out as well
  if (word.code === 'USER_NOT_FOUND') await forgetHashes(call, user.id)
  throw new Refusal(word.code, word.params)
}

/** One question to the hub, whatever becomes of it: asked twice, one try would count as two there. */
const ask = async (call: Call, user: Person, given: Given): Promise<Word | NoWord> => {
  const { state, problem } = call.runtime.services.sync.state()
  // just started, nobody has tried the line yet: it is tried now
  const isAway = state === 'offline' && problem !== ''
  const asking = isAway ? null : askHub(call, user, given)
  const soon = asking && (await within(hubWaitMs, asking))
  if (soon && soon.said !== null) return soon
  if (asking) call.runtime.services.sync.nudge()
  const own = await askOwnHash(call, user, given)
  if (own.said !== null) {
    if (asking && own.said === 'right') void asking.then((late) => heedLate(call, user, late))
    return own
  }
  const late = await (asking ?? askHub(call, user, given))
  return late.said === null && own.params.reason !== undefined ? own : late
}

/** A no that came after this PC had let them in by itself: from the next time on it counts. */
const heedLate = async (call: Call, user: Person, late: Word | NoWord): Promise<void> => {
  try {
    if (late.said === 'wrong') await forgetHashes(call, user.id)
    if (late.said !== 'refused') return
    if (late.code === 'SIGN_IN_LOCKED') await lock(call.runtime, user.id, secondsIn(late.params))
    if (late.code === 'USER_NOT_FOUND') await forgetHashes(call, user.id)
  } catch (error) {
    call.runtime.log({ event: 'late word not heeded', error: String(error).slice(0, 300) })
  }
}

/** Two waits one after the other would be twice the answer to one question: HQ's counts. */
const secondsIn = ({ seconds }: RefusalParams): number | undefined =>
  typeof seconds === 'number' ? seconds : undefined

const within = async <T>(ms: number, work: Promise<T>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const wrongCodes: readonly ErrorCode[] = ['WRONG_PIN', 'WRONG_PASSWORD']

const askHub = async (call: Call, user: Person, { kind, secret }: Given): Promise<Word | NoWord> => {
  const once = () => call.runtime.hub.call('signIn.checkPin', { userId: user.id, kind, pin: secret })
  let answer = await once()
  if (!answer.ok && answer.error.code === 'NOT_ENROLLED') {
    // just started: who we are to the hub is said by the first round
    await call.runtime.services.sync.syncNow()
    answer = await once()
  }
  if (answer.ok) return { said: 'right', by: 'hub', hubTime: answer.value.hubTime }
  const { code, params } = answer.error
  if (wrongCodes.includes(code)) return { said: 'wrong', by: 'hub', left: Number(params.left) }
  if (code === 'SIGN_IN_LOCKED' || code === 'USER_NOT_FOUND') return { said: 'refused', code, params }
  // a PC that HQ revoked lets nobody in on its own word while HQ can be heard
  if (code === 'DEVICE_REVOKED') return { said: 'refused', code: 'SIGN_IN_NEEDS_HUB', params: { reason: code } }
  return { said: null, params: { reason: code } }
}

const askOwnHash = async (call: Call, user: Person, { kind, secret }: Given): Promise<Word | NoWord> => {
  const known = await ownHash(call.read, user, kind)
  if (known === null) return { said: null, params: {} }
  const { offlineDays } = (await call.runtime.policy()).signIn
  if (trustedClock(call.runtime).offlineMs() >= offlineDays * dayMs)
    return { said: null, params: { reason: 'OFFLINE_TOO_LONG', days: offlineDays } }
  return { said: (await verify(known, secret)) ? 'right' : 'wrong', by: 'pc' }
}

const ownHash = async (read: Reader, user: Person, kind: SecretKind): Promise<string | null> => {
  const row = await read.one<{ hash: string }>(
    'SELECT hash FROM credential WHERE userId = ? AND kind = ? AND secretVersion = ?',
    [user.id, kind, user.pinVersion],
  )
  return row?.hash ?? null
}

/** Has signed in here since HQ last changed their secrets, so no line is needed. */
export const isKnownHere = async (read: Reader, user: Person): Promise<boolean> =>
  (await read.one('SELECT 1 AS found FROM credential WHERE userId = ? AND secretVersion = ? LIMIT 1', [
    user.id,
    user.pinVersion,
  ])) !== undefined

const letIn = async (
  call: Call,
  user: Person,
  { kind, secret }: Given,
  word: Extract<Word, { said: 'right' }>,
): Promise<'hub' | 'pc'> => {
  const { runtime } = call
  const isNew = word.by === 'hub' && !(await isOwnHashOf(call, user, { kind, secret }))
  const fresh = isNew ? await hash(secret, hashOptions) : null
  if (word.by === 'hub') trustedClock(runtime).heard(word.hubTime)
  await forgive(runtime, user.id, async (tx) => {
    if (fresh !== null) await keepHash(tx, user, kind, fresh)
  })
  return word.by
}

const keepHash = (tx: Tx, user: Person, kind: SecretKind, fresh: string): Promise<void> =>
  tx.run(
    `INSERT INTO credential (userId, kind, hash, secretVersion) VALUES (?, ?, ?, ?)
     ON CONFLICT (userId, kind) DO UPDATE SET hash = excluded.hash, secretVersion = excluded.secretVersion`,
    [user.id, kind, fresh, user.pinVersion],
  )

const refuseWrong = async (
  call: Call,
  user: Person,
  given: Given,
  { by, left: leftAtHub, tries }: { by: 'hub' | 'pc'; left?: number; tries: number },
): Promise<never> => {
  if (by === 'hub') await forgetStaleHash(call, user, given)
  const { signIn } = await call.runtime.policy()
  const triesMax = triesAllowed(signIn)
  const left = Math.min(triesMax - tries, leftAtHub ?? triesMax)
  if (left > 0) throw new Refusal(given.kind === 'pin' ? 'WRONG_PIN' : 'WRONG_PASSWORD', { left })
  await lock(call.runtime, user.id)
  throw new Refusal('SIGN_IN_LOCKED', { seconds: signIn.lockMinutes * 60, left: 0 })
}

/** Right here and wrong at HQ: it was changed there, and must not let anybody in once the line is down. */
const forgetStaleHash = async (call: Call, user: Person, given: Given): Promise<void> => {
  if (await isOwnHashOf(call, user, given)) await forgetHashes(call, user.id)
}

const isOwnHashOf = async ({ read }: Call, user: Person, { kind, secret }: Given): Promise<boolean> => {
  const known = await ownHash(read, user, kind)
  return known !== null && verify(known, secret)
}

const forgetHashes = ({ runtime }: Call, userId: string): Promise<void> =>
  runtime.database.write((tx) => tx.run('DELETE FROM credential WHERE userId = ?', [userId]))
