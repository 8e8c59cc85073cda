/** Tasks of HQ as screens see them, the same on store and hub: HQ's word on each, and how far the store's stocktake of it is. */

import type { ReversedPart, StocktakeState } from '../../core/stocktake/plan'
import { type TaskException, type TaskState, type TaskWord, taskStateOf, tasksToDo } from '../../core/stocktake/task'
import type { Reader } from '../unitOfWork'
import type { View } from './document'
import { allOf, type Condition, likeText, withinScope } from './scope'
import { reversedSql, stateSql, zonesCountedSql, zonesTotalSql } from './stocktake'

/** The table's own columns. */
export interface StocktakeTaskRow {
  taskId: string
  number: string
  scheduleId: string
  name: string
  storeCode: string
  scope: string
  blind: number
  tolerancePermille: number
  toleranceFen: number
  note: string
  day: string
  dueDate: string
  state: TaskWord
  closeReason: string
  createdByName: string
  createdAt: string
}

type KnownRow = StocktakeTaskRow & {
  storeName: string
  shownState: TaskState
  overdue: number
  countedAfterCancel: number
  openedTwice: number
  voided: number
  stocktakeId: string | null
  stocktakeNumber: string
  stocktakeState: StocktakeState
  stocktakeReversed: ReversedPart
  openedAt: string
  submittedAt: string | null
  zonesTotal: number
  zonesCounted: number
}

/** Stocktakes of the task by its own store; another store's that names it is none. */
const ofTask = (condition: string): string =>
  `FROM stocktake s WHERE s.taskId = t.taskId AND s.storeCode = t.storeCode AND ${condition}`

const toDo = tasksToDo.map((state) => `'${state}'`).join(', ')

/** `taskStateOf` as the database says it, so that it can be asked for; of two stocktakes the first opened counts. */
const knownSql = `
  SELECT q.*, q.shownState IN (${toDo}) AND q.dueDate < ? AS overdue,
    q.state = 'cancelled' AND q.stocktakeId IS NOT NULL AS countedAfterCancel
  FROM (SELECT t.*, coalesce(o.name, t.storeCode) AS storeName, k.stocktakeId, k.number AS stocktakeNumber,
      ${stateSql('k')} AS stocktakeState, ${reversedSql('k')} AS stocktakeReversed, k.openedAt, k.submittedAt,
      ${zonesTotalSql('k')} AS zonesTotal, ${zonesCountedSql('k')} AS zonesCounted,
      CASE WHEN t.state = 'cancelled' THEN 'cancelled' WHEN ${reversedSql('k')} = 'whole' THEN 'reversed'
        WHEN k.stocktakeId IS NOT NULL THEN ${stateSql('k')} WHEN t.state = 'missed' THEN 'missed' ELSE 'notStarted' END AS shownState,
      (SELECT count(*) ${ofTask(`s.state <> 'cancelled'`)}) > 1 AS openedTwice,
      (SELECT count(*) ${ofTask(`s.state = 'cancelled'`)}) AS voided
    FROM stocktakeTask t LEFT JOIN store o ON o.code = t.storeCode
    LEFT JOIN stocktake k ON k.stocktakeId = (
      SELECT s.stocktakeId ${ofTask(`s.state <> 'cancelled'`)} ORDER BY s.openedAt, s.stocktakeId LIMIT 1)) q`

const exceptionNames = ['countedAfterCancel', 'openedTwice'] as const satisfies readonly TaskException[]

const toTask = (row: KnownRow) => ({
  ...{ taskId: row.taskId, number: row.number, scheduleId: row.scheduleId, name: row.name },
  ...{ storeCode: row.storeCode, storeName: row.storeName, day: row.day, dueDate: row.dueDate, note: row.note },
  ...{ blind: row.blind === 1, tolerancePermille: row.tolerancePermille, toleranceFen: row.toleranceFen },
  ...{ closeReason: row.closeReason, createdByName: row.createdByName, createdAt: row.createdAt },
  ...scopeOf(row),
  state: taskStateOf(
    row.state,
    row.stocktakeId === null ? null : { state: row.stocktakeState, reversed: row.stocktakeReversed },
  ),
  overdue: row.overdue === 1,
  exceptions: exceptionNames.filter((name) => row[name] === 1),
  stocktake: row.stocktakeId === null ? null : stocktakeOf(row, row.stocktakeId),
  voided: row.voided,
})

const scopeOf = ({ scope }: Pick<StocktakeTaskRow, 'scope'>) => {
  const read = JSON.parse(scope) as { kind: string }
  return { scope: read, kind: read.kind }
}

const stocktakeOf = (row: KnownRow, stocktakeId: string) => ({
  ...{ stocktakeId, number: row.stocktakeNumber, state: row.stocktakeState, openedAt: row.openedAt },
  reversed: row.stocktakeReversed,
  ...{ submittedAt: row.submittedAt, zonesTotal: row.zonesTotal, zonesCounted: row.zonesCounted },
})

export type KnownTask = ReturnType<typeof toTask>

export interface TaskFilter {
  states?: readonly TaskState[] | undefined
  overdue?: true | undefined
  exceptions?: true | undefined
  storeCode?: string | undefined
  scheduleId?: string | undefined
  fromDue?: string | undefined
  toDue?: string | undefined
  search?: string | undefined
  after?: string | undefined
  limit: number
}

/** `today`: the store day things are overdue against, by the clock nobody can turn. */
export const listTasks = async (
  read: Reader,
  filter: TaskFilter,
  { scope }: Pick<View, 'scope'>,
  today: string,
): Promise<{ tasks: KnownTask[]; more: boolean }> => {
  const where = allOf([withinScope(scope, 'storeCode'), ...conditionsOf(filter)])
  const rows = await read.all<KnownRow>(
    `SELECT * FROM (${knownSql}) WHERE ${where.sql} ORDER BY dueDate DESC, number DESC LIMIT ${filter.limit + 1}`,
    [today, ...where.parameters],
  )
  return { tasks: rows.slice(0, filter.limit).map(toTask), more: rows.length > filter.limit }
}

const conditionsOf = (filter: TaskFilter): Condition[] => {
  const conditions: (Condition | undefined | '')[] = [
    filter.states && {
      sql: 'shownState IN (SELECT value FROM json_each(?))',
      parameters: [JSON.stringify(filter.states)],
    },
    filter.overdue && { sql: 'overdue', parameters: [] },
    filter.exceptions && { sql: 'countedAfterCancel OR openedTwice', parameters: [] },
    filter.storeCode && { sql: 'storeCode = ?', parameters: [filter.storeCode] },
    filter.scheduleId && { sql: 'scheduleId = ?', parameters: [filter.scheduleId] },
    filter.fromDue && { sql: 'dueDate >= ?', parameters: [filter.fromDue] },
    filter.toDue && { sql: 'dueDate <= ?', parameters: [filter.toDue] },
    filter.search && {
      sql: `number LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\'`,
      parameters: [likeText(filter.search), likeText(filter.search)],
    },
    filter.after && {
      sql: '(dueDate, number) < (SELECT dueDate, number FROM stocktakeTask WHERE number = ?)',
      parameters: [filter.after],
    },
  ]
  return conditions.filter((one): one is Condition => Boolean(one))
}

/** One this user may see; scope before existence. */
export const findTask = async (
  read: Reader,
  taskId: string,
  { scope }: Pick<View, 'scope'>,
  today: string,
): Promise<KnownTask | undefined> => {
  const where = withinScope(scope, 'storeCode')
  const row = await read.one<KnownRow>(`SELECT * FROM (${knownSql}) WHERE taskId = ? AND ${where.sql}`, [
    ...[today, taskId],
    ...where.parameters,
  ])
  return row && toTask(row)
}
