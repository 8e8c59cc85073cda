/**
 * 盘点计划: tasks HQ gives out by itself. A round is made once for each day it falls on, whenever the hub is running; of days
 * that passed while it was not, the newest alone. A store that has not begun the round before does not get two of one kind:
 * the old one is missed, kept for HQ to see, and the new one takes its place. One it has begun goes on beside it.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import { type StocktakePlan, type StoreChoice, stocktakeTaskLimits } from '../../contract/schemas/stocktakeTask'
import type { Scope } from '../../core/organisation/scope'
import { daysAfter } from '../../core/quantity/storeDay'
import { lastFallAfter, nextFallAfter, type Recurrence } from '../../core/stocktake/schedule'
import type { ScheduleState } from '../../core/stocktake/task'
import { allOf, type Condition } from '../../database/queries/scope'
import { reversedSql, stateSql } from '../../database/queries/stocktake'
import type { StocktakeTaskRow } from '../../database/queries/stocktakeTask'
import type { Parameter, Reader, Tx } from '../../database/unitOfWork'
import type { DocumentWork } from '../../documents/work'
import { type Actor, Refusal } from '../../gateway/gateway'
import { chosenStores, refuseUnknownScope, storesOf } from './stores'
import { closeTasks, giveOut } from './tasks'

export interface ScheduleRow {
  scheduleId: string
  version: number
  name: string
  plan: string
  stores: string
  recurrence: string
  startDay: string
  endDay: string
  daysToDo: number
  state: ScheduleState
  regionCode: string
  madeThrough: string
  createdById: string
  createdAt: string
}

/** A schedule is its branch's alone: the chain's, or a region's. No shop has one. */
const ownSchedules = (scope: Scope): Condition => {
  if (scope.kind === 'chain') return { sql: '1 = 1', parameters: [] }
  if (scope.kind === 'region') return { sql: 'c.regionCode = ?', parameters: [scope.regionCode] }
  return { sql: '1 = 0', parameters: [] }
}

const branchOf = ({ regionCode }: Pick<ScheduleRow, 'regionCode'>): Scope =>
  regionCode === '' ? { kind: 'chain' } : { kind: 'region', regionCode }

type ListedRow = ScheduleRow & {
  createdByName: string
  newestDay: string | null
  tasks: number
  done: number
  overdue: number
}

/** One whose papers came back is under review again, and done no more. */
const handedIn = (condition: string): string => `EXISTS (
  SELECT 1 FROM stocktake s WHERE s.taskId = t.taskId AND s.storeCode = t.storeCode
    AND (${stateSql('s')}) IN ('submitted', 'posted') AND ${condition})`
/** Taken back out of the books nothing came of it; the shop did its part all the same, so it is not overdue. */
const finished = handedIn(`${reversedSql('s')} <> 'whole'`)
const wasHandedIn = handedIn('1 = 1')

const listedSql = `
  SELECT c.*, coalesce(min(u.name), c.createdById) AS createdByName, min(n.day) AS newestDay,
    count(t.taskId) AS tasks, coalesce(sum(${finished}), 0) AS done,
    coalesce(sum(t.dueDate < ? AND t.state = 'open' AND NOT ${wasHandedIn}), 0) AS overdue
  FROM stocktakeSchedule c LEFT JOIN user u ON u.id = c.createdById
  LEFT JOIN (SELECT scheduleId, max(day) AS day FROM stocktakeTask GROUP BY scheduleId) n ON n.scheduleId = c.scheduleId
  LEFT JOIN stocktakeTask t ON t.scheduleId = c.scheduleId AND t.day = n.day AND t.state <> 'cancelled'`

export const listSchedules = async (
  read: Reader,
  user: Actor,
  today: string,
  states: readonly ScheduleState[] | undefined,
): Promise<OutputOf<'stocktakeSchedule.list'>> => {
  const where = allOf([
    ownSchedules(user.scope),
    ...(states ? [{ sql: 'c.state IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(states)] }] : []),
  ])
  const rows = await read.all<ListedRow>(
    `${listedSql} WHERE ${where.sql} GROUP BY c.scheduleId
     ORDER BY c.state = 'ended', c.createdAt DESC, c.scheduleId LIMIT ${stocktakeTaskLimits.schedules}`,
    [today, ...where.parameters],
  )
  return { schedules: rows.map((row) => viewOfRow(row, today)) }
}

const viewOfRow = (row: ListedRow, today: string): OutputOf<'stocktakeSchedule.save'> => {
  const recurrence = JSON.parse(row.recurrence) as OutputOf<'stocktakeSchedule.save'>['recurrence']
  const { newestDay: day, tasks, done, overdue } = row
  return {
    ...{ scheduleId: row.scheduleId, version: row.version, name: row.name, recurrence },
    ...{ plan: JSON.parse(row.plan), stores: JSON.parse(row.stores) },
    ...{ startDay: row.startDay, endDay: row.endDay, daysToDo: row.daysToDo, state: row.state },
    ...{ createdByName: row.createdByName, createdAt: row.createdAt },
    nextDay: row.state === 'active' ? nextFallAfter(recurrence, nextAfter(row, today), row.endDay) : null,
    newest: day === null ? null : { day, tasks, done, overdue },
  }
}

const later = (a: string, b: string): string => (a > b ? a : b)

/** From when on the next one is looked for: what was made is made, and no day before today comes again. */
const nextAfter = ({ madeThrough, startDay }: ScheduleRow, today: string): string =>
  later(later(madeThrough, daysAfter(startDay, -1)), daysAfter(today, -1))

/** One of this branch; scope before existence. */
const ownSchedule = async (read: Reader, scheduleId: string, user: Actor): Promise<ScheduleRow> => {
  const where = ownSchedules(user.scope)
  const row = await read.one<ScheduleRow>(
    `SELECT c.* FROM stocktakeSchedule c WHERE c.scheduleId = ? AND ${where.sql}`,
    [scheduleId, ...where.parameters],
  )
  if (!row) throw new Refusal('STOCKTAKE_SCHEDULE_NOT_FOUND', { scheduleId })
  return row
}

const shown = async (
  { tx, storeDay }: DocumentWork,
  scheduleId: string,
): Promise<OutputOf<'stocktakeSchedule.save'>> => {
  const row = await tx.one<ListedRow>(`${listedSql} WHERE c.scheduleId = ? GROUP BY c.scheduleId`, [
    storeDay,
    scheduleId,
  ])
  return viewOfRow(row as ListedRow, storeDay)
}

type Saved = InputOf<'stocktakeSchedule.save'>

export const saveSchedule = async (work: DocumentWork, input: Saved): Promise<OutputOf<'stocktakeSchedule.save'>> => {
  const held = input.scheduleId === undefined ? undefined : await ownSchedule(work.tx, input.scheduleId, work.user)
  await chosenStores(work.tx, input.stores, held ? branchOf(held) : work.user.scope)
  await refuseUnknownScope(work.tx, input.plan.scope)
  if (held) refuseChanged(held, input)
  refuseNeverDue(work, input)
  const scheduleId = held ? await change(work, held, input) : await insert(work, input)
  await makeRoundIfDue(work, scheduleId)
  const after = await shown(work, scheduleId)
  work.remember('', { number: after.name, before: held ? asTold(held) : null, after: input })
  return after
}

const asTold = ({ name, plan, stores, recurrence, startDay, endDay, daysToDo }: ScheduleRow) => ({
  ...{ name, startDay, endDay, daysToDo },
  ...{ plan: JSON.parse(plan), stores: JSON.parse(stores), recurrence: JSON.parse(recurrence) },
})

const refuseChanged = ({ version, name, state }: ScheduleRow, input: Saved): void => {
  if (state === 'ended') throw new Refusal('STOCKTAKE_SCHEDULE_STATE', { name, state })
  if (input.version !== version) throw new Refusal('VERSION_CONFLICT', { number: name, version })
}

const refuseNeverDue = ({ storeDay }: DocumentWork, { recurrence, startDay, endDay }: Saved): void => {
  const from = later(daysAfter(startDay, -1), daysAfter(storeDay, -1))
  if (nextFallAfter(recurrence, from, endDay) === null) throw new Refusal('STOCKTAKE_NEVER_DUE')
}

const columnsOf = ({ name, plan, stores, recurrence, startDay, endDay, daysToDo }: Saved) => ({
  ...{ name, startDay, endDay, daysToDo },
  ...{ plan: JSON.stringify(plan), stores: JSON.stringify(stores), recurrence: JSON.stringify(recurrence) },
})

const insert = async (work: DocumentWork, input: Saved): Promise<string> => {
  const { tx, user, at, storeDay, ids } = work
  const kept = await tx.one<{ n: number }>(`SELECT count(*) AS n FROM stocktakeSchedule WHERE state <> 'ended'`)
  if ((kept?.n ?? 0) >= stocktakeTaskLimits.schedules)
    throw new Refusal('LINES_TOO_MANY', { max: stocktakeTaskLimits.schedules })
  const row: ScheduleRow = {
    ...{ scheduleId: ids.uuid(), version: 1, ...columnsOf(input), state: 'active' },
    regionCode: ownBranch(user),
    ...{ madeThrough: daysAfter(storeDay, -1), createdById: user.userId, createdAt: at },
  }
  await tx.insertRows('stocktakeSchedule', [row])
  return row.scheduleId
}

/** Whose it is: the chain's or a region's. Who works for one shop begins none that goes on by itself. */
const ownBranch = ({ scope }: Actor): string => {
  if (scope.kind === 'store') throw new Refusal('FORBIDDEN', { permission: 'stocktake.assign' })
  return scope.kind === 'region' ? scope.regionCode : ''
}

/** Changed today it may still be given out today, unless it was; days before are past. */
const change = async ({ tx, storeDay }: DocumentWork, held: ScheduleRow, input: Saved): Promise<string> => {
  const madeThrough = later(held.madeThrough, daysAfter(storeDay, -1))
  await updateSchedule(tx, held.scheduleId, { ...columnsOf(input), madeThrough })
  return held.scheduleId
}

/** Column names come from our own code alone. */
const updateSchedule = (tx: Tx, scheduleId: string, changes: Partial<ScheduleRow>): Promise<void> =>
  tx.run(
    `UPDATE stocktakeSchedule SET ${['version = version + 1', ...Object.keys(changes).map((name) => `${name} = ?`)].join(', ')}
     WHERE scheduleId = ?`,
    [...(Object.values(changes) as Parameter[]), scheduleId],
  )

export const setScheduleState = async (
  work: DocumentWork,
  { scheduleId, state }: InputOf<'stocktakeSchedule.setState'>,
): Promise<OutputOf<'stocktakeSchedule.setState'>> => {
  const held = await ownSchedule(work.tx, scheduleId, work.user)
  if (held.state === 'ended' || held.state === state)
    throw new Refusal('STOCKTAKE_SCHEDULE_STATE', { name: held.name, state: held.state })
  const madeThrough = later(held.madeThrough, daysAfter(work.storeDay, -1))
  await updateSchedule(work.tx, scheduleId, { state, madeThrough })
  if (state === 'active') await makeRoundIfDue(work, scheduleId)
  work.remember('', { number: held.name, before: held.state, after: state })
  return shown(work, scheduleId)
}

/** The day a round is to be made for now; null: not yet, or not any more. */
export const roundDue = ({ recurrence, madeThrough, startDay, endDay }: ScheduleRow, today: string): string | null =>
  lastFallAfter(
    JSON.parse(recurrence) as Recurrence,
    later(madeThrough, daysAfter(startDay, -1)),
    endDay !== '' && endDay < today ? endDay : today,
  )

/** Nothing of it can fall due any more. */
export const isOver = ({ recurrence, endDay, madeThrough }: ScheduleRow, today: string): boolean =>
  nextFallAfter(JSON.parse(recurrence) as Recurrence, later(madeThrough, daysAfter(today, -1)), endDay) === null

/** In one transaction with the row that says it was made: a hub that stops in between makes it again, never twice. */
export const makeRoundIfDue = async (work: DocumentWork, scheduleId: string): Promise<void> => {
  const row = await work.tx.one<ScheduleRow>(
    `SELECT * FROM stocktakeSchedule WHERE scheduleId = ? AND state = 'active'`,
    [scheduleId],
  )
  if (!row) return
  const day = roundDue(row, work.storeDay)
  if (day !== null) await makeRound(work, row, day)
  const made = { ...row, madeThrough: day === null ? row.madeThrough : day }
  const over = isOver(made, work.storeDay)
  if (day === null && !over) return
  await updateSchedule(work.tx, scheduleId, { madeThrough: made.madeThrough, ...(over ? { state: 'ended' } : {}) })
}

const makeRound = async (work: DocumentWork, row: ScheduleRow, day: string): Promise<void> => {
  const { scheduleId, name } = row
  const storeCodes = await storesOf(work.tx, JSON.parse(row.stores) as StoreChoice, branchOf(row))
  await closeTasks(work.tx, await notBegun(work.tx, scheduleId), 'missed', '')
  const plan = JSON.parse(row.plan) as StocktakePlan
  const dueDate = daysAfter(day, row.daysToDo)
  const tasks = await giveOut(work, { name, plan, scheduleId, day, dueDate, storeCodes })
  work.remember('', { number: name, day, dueDate, tasks: tasks.length })
}

/** As far as HQ has heard: what a shop began offline goes on, and says so when it is heard. */
const notBegun = (read: Reader, scheduleId: string): Promise<StocktakeTaskRow[]> =>
  read.all<StocktakeTaskRow>(
    `SELECT t.* FROM stocktakeTask t WHERE t.scheduleId = ? AND t.state = 'open' AND NOT EXISTS (
       SELECT 1 FROM stocktake s WHERE s.taskId = t.taskId AND s.storeCode = t.storeCode AND s.state <> 'cancelled')
     ORDER BY t.number`,
    [scheduleId],
  )
