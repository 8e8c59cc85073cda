/** Who is signed in to the console: the own sessions, and everybody's within the scope of whoever looks. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Scope } from '../../core/organisation/scope'
import { allOf, type Condition, likeText, withinScope } from '../../database/queries/scope'
import type { Reader, Tx } from '../../database/unitOfWork'
import type { HubRuntime } from '../runtime'
import { isLive } from '../sessions'

const pageRows = 50
const ownSessionsMax = 100

interface Row {
  sessionId: string
  createdAtMs: number
  seenAtMs: number
  address: string
  agent: string
}

type OwnSession = OutputOf<'account.sessions'>['sessions'][number]

const factsOf = ({ sessionId, createdAtMs, seenAtMs, address, agent }: Row, ownId: string): OwnSession => ({
  sessionId,
  startedAt: new Date(createdAtMs).toISOString(),
  lastCallAt: new Date(seenAtMs).toISOString(),
  address,
  agent,
  own: sessionId === ownId,
})

export const sessionsOfUser = async (
  runtime: HubRuntime,
  read: Reader,
  userId: string,
  ownId: string,
): Promise<OwnSession[]> => {
  const live = isLive(runtime)
  const rows = await read.all<Row>(
    `SELECT * FROM session WHERE userId = ? AND ${live.sql} ORDER BY seenAtMs DESC, sessionId LIMIT ${ownSessionsMax}`,
    [userId, ...live.parameters],
  )
  return rows.map((row) => factsOf(row, ownId))
}

/** The sign-in before this one, ended or not: whoever reads it knows whether it was them. */
export const signInBefore = async (
  read: Reader,
  userId: string,
  ownId: string,
): Promise<OutputOf<'account.get'>['before']> => {
  const row = await read.one<Row>(
    `SELECT * FROM session s WHERE s.userId = ? AND s.createdAtMs <
       (SELECT o.createdAtMs FROM session o WHERE o.sessionId = ?) ORDER BY s.createdAtMs DESC LIMIT 1`,
    [userId, ownId],
  )
  return row ? { at: new Date(row.createdAtMs).toISOString(), address: row.address, agent: row.agent } : null
}

/** Somebody all of whose roles lie within the scope: who also works elsewhere is not this region's to sign out. */
const userWithin = (scope: Scope, userId: string): Condition => {
  if (scope.kind === 'chain') return { sql: '1 = 1', parameters: [] }
  const stores = withinScope(scope, 'r.scopeCode')
  const region: Condition =
    scope.kind === 'region'
      ? { sql: `(r.scopeKind = 'region' AND r.scopeCode = ?)`, parameters: [scope.regionCode] }
      : { sql: '1 = 0', parameters: [] }
  return {
    sql: `NOT EXISTS (SELECT 1 FROM userRole r WHERE r.userId = ${userId} AND NOT
      ((r.scopeKind = 'store' AND ${stores.sql}) OR ${region.sql}))`,
    parameters: [...stores.parameters, ...region.parameters],
  }
}

const found = (search: string | undefined): Condition =>
  search === undefined || search.trim() === ''
    ? { sql: '1 = 1', parameters: [] }
    : {
        sql: `(u.name LIKE ? ESCAPE '\\' OR u.nameEn LIKE ? ESCAPE '\\' OR u.id LIKE ? ESCAPE '\\')`,
        parameters: Array.from({ length: 3 }, () => likeText(search.trim())),
      }

const following = (after: InputOf<'session.list'>['after']): Condition =>
  after === undefined
    ? { sql: '1 = 1', parameters: [] }
    : {
        sql: '(s.seenAtMs < ? OR (s.seenAtMs = ? AND s.sessionId > ?))',
        parameters: [after.lastCallAtMs, after.lastCallAtMs, after.sessionId],
      }

interface ListRow extends Row {
  userId: string
  userName: string
  userNameEn: string
  totp: number
}

export const sessionPage = async (
  runtime: HubRuntime,
  read: Reader,
  scope: Scope,
  ownId: string,
  { search, after, limit = pageRows }: InputOf<'session.list'>,
): Promise<OutputOf<'session.list'>> => {
  const where = allOf([isLive(runtime, 's'), userWithin(scope, 's.userId'), found(search), following(after)])
  const rows = await read.all<ListRow>(
    `SELECT s.sessionId, s.createdAtMs, s.seenAtMs, s.address, s.agent, u.id AS userId, u.name AS userName,
       u.nameEn AS userNameEn, coalesce(c.totpConfirmed, 0) AS totp
     FROM session s JOIN user u ON u.id = s.userId LEFT JOIN userSecret c ON c.userId = s.userId
     WHERE ${where.sql} ORDER BY s.seenAtMs DESC, s.sessionId LIMIT ?`,
    [...where.parameters, limit + 1],
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    sessions: shown.map((row) => ({
      ...factsOf(row, ownId),
      userId: row.userId,
      userName: row.userName,
      userNameEn: row.userNameEn,
      totp: row.totp === 1,
    })),
    next: last && rows.length > limit ? { lastCallAtMs: last.seenAtMs, sessionId: last.sessionId } : null,
  }
}

/** Whose session ended; null where it is none any more, or nobody's of that scope. */
export const endSessionWithin = async (
  tx: Tx,
  runtime: HubRuntime,
  sessionId: string,
  scope: Scope,
): Promise<string | null> => endWhere(tx, runtime, sessionId, userWithin(scope, 'session.userId'))

export const endOwnSession = (tx: Tx, runtime: HubRuntime, sessionId: string, userId: string): Promise<string | null> =>
  endWhere(tx, runtime, sessionId, { sql: 'session.userId = ?', parameters: [userId] })

const endWhere = async (tx: Tx, runtime: HubRuntime, sessionId: string, whose: Condition): Promise<string | null> => {
  const where = allOf([isLive(runtime), whose])
  const ended = await tx.one<{ userId: string }>(
    `UPDATE session SET endedAtMs = ? WHERE sessionId = ? AND ${where.sql} RETURNING userId`,
    [runtime.clock.nowMs(), sessionId, ...where.parameters],
  )
  return ended?.userId ?? null
}
