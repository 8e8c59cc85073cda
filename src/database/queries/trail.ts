/** The trail read: what a line says of its paper, and lines searched within a scope. */
import type { Scope } from '../../core/organisation/scope'
import type { Reader } from '../unitOfWork'
import { dayEnds, dayStarts } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'
import { calledIn, textsIn } from './trailNames'
import { byOrAt } from './triedAccounts'

export interface Standing {
  number: string
  storeCode: string
  approvals: { level: string; userId: string; at: string }[]
}

/** Decisions bound to what the paper says now; an earlier round's yes is no yes to this one. */
const standingSql = `
  SELECT d.number, d.storeCode, (SELECT json_group_array(json_object('level', t.level, 'userId', t.userId, 'at', t.at))
      FROM (SELECT level, userId, at FROM documentStep WHERE documentId = d.documentId AND step = 'decided'
        AND decision = 'approved' AND contentHash = d.contentHash AND d.contentHash <> '' ORDER BY stepNo) t) AS approvals
  FROM document d WHERE d.documentId = ?`

export const standingOf = async (read: Reader, documentId: string): Promise<Standing | null> => {
  if (documentId === '') return null
  const row = await read.one<{ number: string; storeCode: string; approvals: string }>(standingSql, [documentId])
  return row ? { ...row, approvals: JSON.parse(row.approvals) as Standing['approvals'] } : null
}

export interface TrailFilter {
  from?: string | undefined
  to?: string | undefined
  userId?: string | undefined
  storeCode?: string | undefined
  operation?: string | undefined
  outcome?: string | undefined
  documentId?: string | undefined
  search?: string | undefined
  overridesOnly?: boolean | undefined
  after?: { at: string; logId: string; seq: number } | undefined
  limit: number
}

export interface TrailAsker {
  side: 'store' | 'hub'
  scope: Scope
  userId: string
  withCost: boolean
}

/**
 * Whose line it is follows from the PC that pushed it; only of HQ's own lines is their own word on the store taken. Written
 * on either side with the names the other lacks as nothing.
 */
const placeOf = { hub: `CASE l.deviceId WHEN 'hub' THEN t.storeCode ELSE d.storeCode END`, store: 't.storeCode' }

const joinsOf = {
  hub: `JOIN log l ON l.logId = t.logId
    LEFT JOIN device d ON d.deviceId = CASE l.deviceId WHEN 'hub' THEN t.deviceId ELSE l.deviceId END`,
  store: `LEFT JOIN (SELECT json_extract(value, '$.deviceId') AS deviceId, json_extract(value, '$.letter') AS letter
    FROM meta WHERE key = 'enrolment') d ON d.deviceId = t.deviceId`,
}

/** HQ's lines about no store are the whole chain's to read, and everybody's own. A store holds no line but its own. */
export const trailScope = ({ side, scope, userId }: Pick<TrailAsker, 'side' | 'scope' | 'userId'>): Condition => {
  if (side === 'store' || scope.kind === 'chain') return { sql: '1 = 1', parameters: [] }
  const within = withinScope(scope, placeOf.hub)
  return {
    sql: `${within.sql} OR (l.deviceId = 'hub' AND t.userId = ?)`,
    parameters: [...within.parameters, userId],
  }
}

/** Nobody did these: they are there for whoever asks for them by name. */
const byThemselves = [
  ...['sync.push', 'sync.logOpened', 'sync.replayed', 'master.forgotten'],
  ...['rows.marked', 'rows.left', 'rows.upgraded', 'trail.begun', 'trail.fenced', 'clock.counted'],
]

const is = (column: string, value: string | undefined): Condition[] =>
  value === undefined ? [] : [{ sql: `${column} = ?`, parameters: [value] }]

const conditionsOf = (filter: TrailFilter, asker: TrailAsker): Condition[] => [
  trailScope(asker),
  ...(filter.from ? [{ sql: 't.at >= ?', parameters: [dayStarts(filter.from)] }] : []),
  ...(filter.to ? [{ sql: 't.at < ?', parameters: [dayEnds(filter.to)] }] : []),
  ...(filter.userId === undefined ? [] : [byOrAt(filter.userId)]),
  ...is(placeOf[asker.side], filter.storeCode),
  ...is('t.operation', filter.operation),
  ...is('t.outcome', filter.outcome),
  ...is('t.documentId', filter.documentId),
  ...(filter.operation === undefined
    ? [{ sql: 't.operation NOT IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(byThemselves)] }]
    : []),
  ...(filter.overridesOnly ? [{ sql: `t.authorityId <> '' OR t.operation = 'override.grant'`, parameters: [] }] : []),
  ...(filter.search ? [foundBy(filter.search)] : []),
  ...(filter.after
    ? [
        {
          sql: '(t.at, t.logId, t.seq) < (?, ?, ?)',
          parameters: [filter.after.at, filter.after.logId, filter.after.seq],
        },
      ]
    : []),
]

const foundBy = (text: string): Condition => ({
  sql: `CASE WHEN json_valid(t.payload) THEN json_extract(t.payload, '$.number') END LIKE ? ESCAPE '\\'
    OR t.userId LIKE ? ESCAPE '\\' OR u.name LIKE ? ESCAPE '\\' OR u.nameEn LIKE ? ESCAPE '\\' OR t.code = ?`,
  parameters: [likeText(text), likeText(text), likeText(text), likeText(text), text.toUpperCase()],
})

interface Raw {
  logId: string
  seq: number
  operation: string
  payload: string
  storeCode: string | null
  storeName: string
  deviceLetter: string
  userName: string
  userNameEn: string
  authorityName: string
}

const searchSql = (side: TrailAsker['side'], where: string): string => `
  SELECT t.logId, t.seq, t.hash, t.payload, t.at, t.userId, t.operation, t.outcome, t.code, t.documentId, t.authorityId,
    ${placeOf[side]} AS storeCode, coalesce(s.name, '') AS storeName, coalesce(d.letter, '') AS deviceLetter,
    coalesce(u.name, '') AS userName, coalesce(u.nameEn, '') AS userNameEn, coalesce(a.name, '') AS authorityName
  FROM trail t ${joinsOf[side]}
  LEFT JOIN store s ON s.code = ${placeOf[side]}
  LEFT JOIN user u ON u.id = t.userId LEFT JOIN user a ON a.id = t.authorityId
  WHERE ${where} ORDER BY t.at DESC, t.logId DESC, t.seq DESC LIMIT ?`

export const searchTrail = async (read: Reader, filter: TrailFilter, asker: TrailAsker) => {
  const where = allOf(conditionsOf(filter, asker))
  const rows = await read.all<Raw>(searchSql(asker.side, where.sql), [...where.parameters, filter.limit + 1])
  const page = rows.slice(0, filter.limit).map(({ payload, storeCode, ...row }) => {
    const { roles = [], number = '', approvals = [], detail = {} } = readPayload(payload)
    return {
      ...row,
      storeCode: storeCode ?? '',
      roles,
      // papers of before say their number in what they tell alone
      number: number || printedNumber(row.operation, detail),
      approvals,
      detail: asker.withCost ? detail : bare(detail),
    }
  })
  const names = await namesOf(
    read,
    page.flatMap(({ approvals }) => approvals.map(({ userId }) => userId)),
  )
  const roleNames = await roleNamesOf(read)
  const called = await calledIn(
    read,
    asker,
    page.map(({ detail }) => detail),
  )
  return {
    rows: page.map((row) => ({
      ...row,
      roles: row.roles.map((code) => ({ code, ...(roleNames.get(code) ?? { name: code, nameEn: '' }) })),
      names: Object.fromEntries(textsIn(row.detail).flatMap((id) => called.get(id) ?? [])),
      approvals: row.approvals.map((one) => ({
        ...one,
        ...(names.get(one.userId) ?? { userName: '', userNameEn: '' }),
      })),
    })),
    more: rows.length > filter.limit,
  }
}

const prints = new Set(['paper.print', 'stocktake.printReport', 'countSheet.print', 'countSheet.printLabels'])

const printedNumber = (operation: string, { number }: Record<string, unknown>): string =>
  prints.has(operation) && typeof number === 'string' ? number : ''

interface Payload {
  roles?: string[]
  number?: string
  approvals?: Standing['approvals']
  detail?: Record<string, unknown>
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** A store's line stands here as it came: what is not of the shape it should have is left out. */
const readPayload = (payload: string): Payload => {
  try {
    const { roles, number, approvals, detail } = JSON.parse(payload) as Record<string, unknown>
    return {
      roles: texts(roles),
      number: typeof number === 'string' ? number : '',
      approvals: (Array.isArray(approvals) ? approvals : []).map((one) => ({
        level: String(one?.level ?? ''),
        userId: String(one?.userId ?? ''),
        at: String(one?.at ?? ''),
      })),
      detail: typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as never) : {},
    }
  } catch {
    return {}
  }
}

/** whatever is named for cost, value or money */
export const isCostName = (name: string): boolean => /cost|value|fen$/i.test(name)

/** Without the right to see cost, no figure of it, at any depth. */
const bare = (value: unknown): never => {
  if (Array.isArray(value)) return value.map(bare) as never
  if (typeof value !== 'object' || value === null) return value as never
  const entries = Object.entries(value).filter(([key]) => !isCostName(key))
  return Object.fromEntries(entries.map(([key, one]) => [key, bare(one)])) as never
}

const namesOf = async (read: Reader, userIds: readonly string[]) => {
  if (userIds.length === 0) return new Map<string, { userName: string; userNameEn: string }>()
  const rows = await read.all<{ id: string; userName: string; userNameEn: string }>(
    'SELECT id, name AS userName, nameEn AS userNameEn FROM user WHERE id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(userIds)],
  )
  return new Map(rows.map(({ id, ...names }) => [id, names]))
}

/** As the policy in force names them; one it has no more is told by its code. */
const roleNamesOf = async (read: Reader) => {
  const rows = await read.all<{ code: string; name: string; nameEn: string }>(
    `SELECT json_extract(r.value, '$.code') AS code, json_extract(r.value, '$.name') AS name,
       coalesce(json_extract(r.value, '$.nameEn'), '') AS nameEn
     FROM (SELECT body FROM policy ORDER BY version DESC LIMIT 1) p, json_each(p.body, '$.roles') r`,
  )
  return new Map(rows.map(({ code, ...names }) => [code, names]))
}

/** Logs of the trail somebody may have read again, within their scope. `pc`: whose it is, by shop and letter; '' for the reader's own. */
export const trailLogsOf = async (read: Reader, { side, scope }: Pick<TrailAsker, 'side' | 'scope'>) => {
  type Log = { logId: string; headSeq: number; headHash: string; kind: string; pc: string }
  if (side === 'store')
    return read.all<Log>(`SELECT logId, headSeq, headHash, kind, '' AS pc FROM log WHERE kind = 'trail' ORDER BY logId`)
  const within = withinScope(scope, 'd.storeCode')
  return read.all<Log>(
    `SELECT l.logId, l.headSeq, l.headHash, l.kind, d.storeCode || ' ' || d.letter AS pc
     FROM log l JOIN device d ON d.deviceId = l.deviceId WHERE l.kind = 'trail' AND (${within.sql}) ORDER BY l.logId`,
    within.parameters,
  )
}
