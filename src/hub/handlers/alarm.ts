/** 告警: read within the scope of who asks, with everything in words; closed by who may, with a note. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Alarm, AlarmDetail } from '../../contract/schemas/alarm'
import type { EventPayload } from '../../contract/schemas/sync'
import { cutOperation, findingsOfLook, oddRowsOperation } from '../../core/lookFound'
import type { Scope } from '../../core/organisation/scope'
import { figureMax, isFigure } from '../../core/quantity/quantity'
import { dayEnds, dayStarts } from '../../database/queries/document'
import { allOf, type Condition, likeText, withinScope } from '../../database/queries/scope'
import type { Reader } from '../../database/unitOfWork'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { isoNow } from '../runtime'
import { readEvent } from '../sync/headline'
import { replayLog } from '../sync/replay'

const pageRows = 100
const goodsShownMax = 200

export const alarmHandlers: HandlersOf<'alarm'> = {
  'alarm.list': (call, input) => listAlarms(call, input),

  'alarm.get': async (call, { alarmId }) => {
    const found = await findAlarm(call.read, alarmId, call.user.scope)
    const told = await toldOf(call.read, found, viewOf(call.user).withCost)
    return { ...found, ...told, ...(await lookOf(call.read, found)) }
  },

  'alarm.retry': (call, input) => retryParked(call, input),

  'alarm.close': (call, input) => closeAlarm(call, input),
}

const listAlarms = async (call: QueryCall, input: InputOf<'alarm.list'>): Promise<OutputOf<'alarm.list'>> => {
  const limit = input.limit ?? pageRows
  const { scope } = call.user
  const where = allOf([withinScope(scope, 'a.storeCode'), ...conditionsOf(input)])
  const rows = await readAlarms(call.read, where, limit + 1)
  return { alarms: rows.slice(0, limit), more: rows.length > limit, open: await countOpen(call.read, scope) }
}

const countOpen = async (read: Reader, scope: Scope): Promise<number> => {
  const { sql, parameters } = withinScope(scope, 'storeCode')
  const row = await read.one<{ n: number }>(
    `SELECT count(*) AS n FROM alarm WHERE state = 'open' AND ${sql}`,
    parameters,
  )
  return row?.n ?? 0
}

const oneOf = (column: string, values: readonly string[] | undefined): Condition[] =>
  values ? [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, parameters: [...values] }] : []

const conditionsOf = (input: InputOf<'alarm.list'>): Condition[] => [
  ...oneOf('a.state', input.states),
  ...oneOf('a.kind', input.kinds),
  ...(input.storeCode ? [{ sql: 'a.storeCode = ?', parameters: [input.storeCode] }] : []),
  ...(input.fromDay ? [{ sql: 'a.at >= ?', parameters: [dayStarts(input.fromDay)] }] : []),
  ...(input.toDay ? [{ sql: 'a.at < ?', parameters: [dayEnds(input.toDay)] }] : []),
  ...(input.search ? [searched(input.search)] : []),
  ...(input.after
    ? [{ sql: '(a.at, a.alarmId) < (SELECT at, alarmId FROM alarm WHERE alarmId = ?)', parameters: [input.after] }]
    : []),
]

const searched = (text: string): Condition => {
  const columns = [`json_extract(a.detail, '$.told.number')`, 'a.userId', 'u.name', 'a.deviceId', 'd.letter']
  return {
    sql: columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR '),
    parameters: columns.map(() => likeText(text)),
  }
}

type Row = Omit<Alarm, keyof typeof fromDetail | 'documentKnown'> & { detail: string; documentKnown: number }
const fromDetail = { ground: null, reason: '', told: null, params: {} }

const readAlarms = async (read: Reader, where: Condition, limit: number): Promise<Alarm[]> => {
  const rows = await read.all<Row>(
    `SELECT a.alarmId, a.at, a.lastAt, a.kind, a.state, a.storeCode, coalesce(s.name, a.storeCode) AS storeName,
       a.deviceId, coalesce(d.letter, '') AS deviceLetter, a.userId, coalesce(u.name, a.userId) AS userName,
       coalesce(l.name, json_extract(a.detail, '$.told.authorityId'), '') AS authorityName, a.documentId,
       coalesce(p.number, json_extract(a.detail, '$.told.number'), '') AS documentNumber,
       p.documentId IS NOT NULL AS documentKnown, a.logId, a.seq, a.detail,
       coalesce(c.name, a.closedBy) AS closedByName, a.closedAt, a.note
     FROM alarm a LEFT JOIN store s ON s.code = a.storeCode LEFT JOIN device d ON d.deviceId = a.deviceId
     LEFT JOIN user u ON u.id = a.userId LEFT JOIN user c ON c.id = a.closedBy
     LEFT JOIN user l ON l.id = json_extract(a.detail, '$.told.authorityId')
     LEFT JOIN document p ON p.documentId = a.documentId AND p.storeCode = a.storeCode
     WHERE ${where.sql} ORDER BY a.at DESC, a.alarmId DESC LIMIT ?`,
    [...where.parameters, limit],
  )
  return rows.map(({ detail, documentKnown, ...row }) => ({
    ...row,
    ...fromDetail,
    ...(JSON.parse(detail) as AlarmDetail),
    documentKnown: documentKnown === 1,
  }))
}

const findAlarm = async (read: Reader, alarmId: string, scope: Scope): Promise<Alarm> => {
  const ofId = { sql: 'a.alarmId = ?', parameters: [alarmId] }
  const [found] = await readAlarms(read, allOf([ofId, withinScope(scope, 'a.storeCode')]), 1)
  if (!found) throw new Refusal('ALARM_NOT_FOUND')
  return found
}

const findingsShownMax = 50
const lookLinesMax = 100

/** What the look it tells of found, and those after it while it was open: up to the line the next such alarm began with. */
const lookOf = async (
  read: Reader,
  { kind, ground, logId, seq }: Alarm,
): Promise<Pick<OutputOf<'alarm.get'>, 'findings' | 'findingsTotal'>> => {
  const isOfLook = kind === 'trailOdd' && (ground === 'rowsOdd' || ground === 'trailCut')
  const lines = isOfLook
    ? await read.all<{ operation: string; detail: string }>(
        `SELECT operation, json_extract(payload, '$.detail') AS detail FROM trail
         WHERE logId = ? AND seq >= ? AND operation = ? AND json_valid(payload) AND seq < coalesce((SELECT min(n.seq)
           FROM alarm n WHERE n.logId = ? AND n.kind = 'trailOdd' AND json_extract(n.detail, '$.ground') = ? AND n.seq > ?), ?)
         ORDER BY seq LIMIT ?`,
        [
          ...[logId, seq, ground === 'rowsOdd' ? oddRowsOperation : cutOperation],
          ...[logId, ground, seq, Number.MAX_SAFE_INTEGER, lookLinesMax],
        ],
      )
    : []
  const findings = lines.flatMap(({ operation, detail }) => findingsOfLook(operation, JSON.parse(detail ?? 'null')))
  return { findings: findings.slice(0, findingsShownMax), findingsTotal: findings.length }
}

type Told = Pick<OutputOf<'alarm.get'>, 'goods' | 'goodsTotal' | 'value' | 'parked'>

const aboutEvents: ReadonlySet<Alarm['kind']> = new Set(['eventParked', 'outOfRole', 'ruleNotKept'])

/** What the PC told stands in the log it pushed, byte for byte. */
const toldOf = async (read: Reader, { kind, logId, seq }: Alarm, withCost: boolean): Promise<Told> => {
  const event = aboutEvents.has(kind)
    ? await read.one<{ payload: string }>('SELECT payload FROM event WHERE logId = ? AND seq = ?', [logId, seq])
    : undefined
  const told = event ? readEvent(event.payload) : null
  const goods = told ? goodsOf(told) : []
  const parked = await read.one('SELECT 1 AS found FROM parkedEvent WHERE logId = ? AND seq = ?', [logId, seq])
  return {
    goods: await named(read, goods.slice(0, goodsShownMax)),
    goodsTotal: goods.length,
    value: told && withCost ? valueMoved(told) : null,
    parked: parked !== undefined,
  }
}

type Goods = Omit<Told['goods'][number], 'name'>

const goodsOf = (event: EventPayload): Goods[] => {
  if (event.type === 'lot.corrected') return [{ sku: event.sku, lot: event.lot, quantity: 0 }]
  // a question moves nothing
  if (event.type === 'code.asked') return []
  if (event.type === 'document.stepped')
    return event.lines.map(({ sku, lot, quantity, damagedQuantity }) => ({
      sku,
      lot,
      quantity: Math.min(figureMax, quantity + damagedQuantity),
    }))
  if (event.type === 'stocktake.stepped')
    return event.lines.map(({ sku, lot, variance }) => ({ sku, lot, quantity: Math.abs(variance) }))
  return event.lines.map(({ sku, receivedQuantity }) => ({ sku, lot: '', quantity: receivedQuantity }))
}

const named = async (read: Reader, goods: readonly Goods[]): Promise<Told['goods']> => {
  const names = await read.all<{ sku: string; name: string }>(
    'SELECT sku, name FROM product WHERE sku IN (SELECT value FROM json_each(?))',
    [JSON.stringify(goods.map(({ sku }) => sku))],
  )
  const bySku = new Map(names.map(({ sku, name }) => [sku, name]))
  return goods.map((one) => ({ ...one, name: bySku.get(one.sku) ?? '' }))
}

const valueMoved = (event: EventPayload): number | null => {
  const movements = 'movements' in event ? event.movements : []
  const value = movements.reduce((sum, one) => sum + one.value, 0)
  return movements.length === 0 || !isFigure(value) ? null : value
}

const retryParked = async (
  call: CommandCall,
  { alarmId }: InputOf<'alarm.retry'>,
): Promise<OutputOf<'alarm.retry'>> => {
  const { tx, user, runtime } = call
  const { kind, logId, storeCode, documentId } = await findOpen(tx, alarmId, user.scope)
  const replayed = kind === 'eventParked' ? await replayLog(tx, runtime, logId, user.userId) : { booked: 0, waiting: 0 }
  const { booked, waiting } = replayed
  call.remember(documentId, {
    ...{ alarmId, kind, storeCode, logId },
    ...{ before: { waiting: booked + waiting }, after: { waiting } },
  })
  return replayed
}

const findOpen = async (tx: Reader, alarmId: string, scope: Scope): Promise<Alarm> => {
  const found = await findAlarm(tx, alarmId, scope)
  if (found.state === 'closed')
    throw new Refusal('ALARM_CLOSED', { userName: found.closedByName, at: found.closedAt ?? '' })
  return found
}

const closeAlarm = async (
  call: CommandCall,
  { alarmId, note }: InputOf<'alarm.close'>,
): Promise<OutputOf<'alarm.close'>> => {
  const { tx, user, runtime } = call
  const before = await findOpen(tx, alarmId, user.scope)
  await tx.run(`UPDATE alarm SET state = 'closed', closedBy = ?, closedAt = ?, note = ? WHERE alarmId = ?`, [
    user.userId,
    isoNow(runtime),
    note.trim(),
    alarmId,
  ])
  const after = await findAlarm(tx, alarmId, user.scope)
  call.remember(before.documentId, {
    alarmId,
    kind: before.kind,
    storeCode: before.storeCode,
    before: { state: 'open' },
    after: { state: 'closed', note: after.note },
  })
  return after
}
