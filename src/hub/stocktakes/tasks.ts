/** Giving out tasks, calling them off, giving them to somebody else. Each is one row here and one item of its store's stream. */
import type { InputOf } from '../../contract/operations'
import type { StocktakePlan, ToldTask } from '../../contract/schemas/stocktakeTask'
import { tasksToDo } from '../../core/stocktake/task'
import { withinScope } from '../../database/queries/scope'
import { findTask, type KnownTask, type StocktakeTaskRow } from '../../database/queries/stocktakeTask'
import type { Reader, Tx } from '../../database/unitOfWork'
import { nextNumber } from '../../documents/number'
import type { DocumentWork } from '../../documents/work'
import { type Actor, Refusal, viewOf } from '../../gateway/gateway'
import { publish } from '../publish'
import { chosenStores, refuseUnknownScope } from './stores'

/** 盘点任务 */
const numberPrefix = 'PDRW'

export interface Round {
  name: string
  plan: StocktakePlan
  /** '' given out by hand */
  scheduleId: string
  day: string
  dueDate: string
  storeCodes: readonly string[]
}

/** One task for each store. */
export const giveOut = async (work: DocumentWork, round: Round): Promise<ToldTask[]> => {
  const { plan, storeCodes, ...common } = round
  const tasks: ToldTask[] = []
  for (const storeCode of storeCodes)
    tasks.push({
      ...{ ...plan, ...common, storeCode, taskId: work.ids.uuid(), number: await nextNumber(work, numberPrefix) },
      ...{ state: 'open', closeReason: '', createdByName: work.user.name, createdAt: work.at },
    })
  await tell(work.tx, tasks)
  return tasks
}

const tell = (tx: Tx, tasks: readonly ToldTask[]): Promise<void> =>
  publish(
    tx,
    'documents',
    tasks.map((body) => ({ type: 'stocktakeTask' as const, key: body.taskId, scope: body.storeCode, body })),
  )

const toldOf = ({ scope, blind, ...row }: StocktakeTaskRow): ToldTask => ({
  ...row,
  ...{ scope: JSON.parse(scope), blind: blind === 1 },
})

/** HQ's last word on these tasks. */
export const closeTasks = (
  tx: Tx,
  rows: readonly StocktakeTaskRow[],
  word: 'cancelled' | 'missed',
  closeReason: string,
): Promise<void> =>
  tell(
    tx,
    rows.map((row) => ({ ...toldOf(row), state: word, closeReason })),
  )

export const assignTasks = async (
  work: DocumentWork,
  { stores, ...round }: InputOf<'stocktakeTask.assign'>,
): Promise<ToldTask[]> => {
  const storeCodes = await chosenStores(work.tx, stores, work.user.scope)
  await refuseUnknownScope(work.tx, round.plan.scope)
  refusePast(work, round.dueDate)
  const tasks = await giveOut(work, { ...round, storeCodes, scheduleId: '', day: work.storeDay })
  const { name, dueDate, plan } = round
  work.remember('', { number: tasks[0]?.number ?? '', name, dueDate, after: plan, stores: storeCodes })
  return tasks
}

const refusePast = ({ storeDay }: DocumentWork, dueDate: string): void => {
  if (dueDate < storeDay) throw new Refusal('STOCKTAKE_DUE_PAST', { dueDate })
}

export const taskSeen = async (read: Reader, taskId: string, user: Actor, today: string): Promise<KnownTask> => {
  const task = await findTask(read, taskId, viewOf(user), today)
  if (!task) throw new Refusal('STOCKTAKE_TASK_NOT_FOUND', { taskId })
  return task
}

/** What is handed in is done, and what is closed is closed: neither is called off any more. */
const refuseNotToDo = ({ number, state }: KnownTask): void => {
  if (!(tasksToDo as readonly string[]).includes(state)) throw new Refusal('STOCKTAKE_TASK_STATE', { number, state })
}

const rowOf = async (read: Reader, taskId: string): Promise<StocktakeTaskRow> =>
  (await read.one<StocktakeTaskRow>('SELECT * FROM stocktakeTask WHERE taskId = ?', [taskId])) as StocktakeTaskRow

export const cancelTask = async (
  work: DocumentWork,
  { taskId, reason }: InputOf<'stocktakeTask.cancel'>,
): Promise<void> => {
  const task = await taskSeen(work.tx, taskId, work.user, work.storeDay)
  refuseNotToDo(task)
  await closeTasks(work.tx, [await rowOf(work.tx, taskId)], 'cancelled', reason)
  const { number, storeCode, state } = task
  work.remember('', { number, storeCode, reason, before: state, after: 'cancelled' })
}

/** The new one is given out by hand: its schedule has asked that store for that day already. */
export const reassignTask = async (
  work: DocumentWork,
  { taskId, storeCode, dueDate, reason }: InputOf<'stocktakeTask.reassign'>,
): Promise<string> => {
  const task = await taskSeen(work.tx, taskId, work.user, work.storeDay)
  await refuseOtherStore(work, storeCode)
  refuseNotToDo(task)
  refusePast(work, dueDate)
  const row = await rowOf(work.tx, taskId)
  await closeTasks(work.tx, [row], 'cancelled', reason)
  const { name, scope, blind, tolerancePermille, toleranceFen, note } = toldOf(row)
  const plan = { scope, blind, tolerancePermille, toleranceFen, note }
  const [made] = await giveOut(work, {
    ...{ name, plan, dueDate, scheduleId: '', day: work.storeDay, storeCodes: [storeCode] },
  })
  const before = { number: task.number, storeCode: task.storeCode, dueDate: task.dueDate }
  const number = made?.number ?? ''
  work.remember('', { number, storeCode, reason, before, after: { number, storeCode, dueDate } })
  return made?.taskId ?? ''
}

const refuseOtherStore = async ({ tx, user }: DocumentWork, storeCode: string): Promise<void> => {
  const where = withinScope(user.scope, 'code')
  const store = await tx.one(`SELECT 1 AS found FROM store WHERE code = ? AND ${where.sql}`, [
    storeCode,
    ...where.parameters,
  ])
  if (!store) throw new Refusal('STORE_NOT_FOUND', { storeCode })
}
