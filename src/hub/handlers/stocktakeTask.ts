/** 盘点任务、计划与准确率 at HQ: thin handlers; the work is `hub/stocktakes`'. */
import type { OutputOf } from '../../contract/operations'
import { storeDayOf } from '../../core/quantity/storeDay'
import { type KnownTask, listTasks } from '../../database/queries/stocktakeTask'
import { viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { accuracyOf } from '../stocktakes/accuracy'
import { listSchedules, saveSchedule, setScheduleState } from '../stocktakes/schedules'
import { assignTasks, cancelTask, reassignTask, taskSeen } from '../stocktakes/tasks'
import { workOf } from '../work'
import { storesWithAge } from './stock'

const today = ({ runtime }: Pick<QueryCall, 'runtime'>): string => storeDayOf(runtime.clock.nowMs())

type Aged = OutputOf<'stocktakeTask.list'>['tasks']

/** Each with the age of its store's word: a state without it would pass for what is so now. */
const withAge = async (
  call: Pick<QueryCall, 'user' | 'runtime' | 'read'>,
  tasks: readonly KnownTask[],
): Promise<Aged> => {
  const ages = new Map((await storesWithAge(call)).map(({ storeCode, ageSeconds }) => [storeCode, ageSeconds]))
  return tasks.map((task) => ({ ...task, ageSeconds: ages.get(task.storeCode) ?? null })) as Aged
}

const oneTask = async (call: CommandCall, taskId: string): Promise<Aged[number]> => {
  const task = await taskSeen(call.tx, taskId, call.user, today(call))
  const [aged] = await withAge({ user: call.user, runtime: call.runtime, read: call.tx }, [task])
  return aged as Aged[number]
}

export const stocktakeTaskHandlers: HandlersOf<'stocktakeTask'> = {
  'stocktakeTask.list': async (call, input) => {
    const page = await listTasks(call.read, { ...input, limit: input.limit ?? 100 }, viewOf(call.user), today(call))
    return { tasks: await withAge(call, page.tasks), more: page.more }
  },
  'stocktakeTask.assign': async (call, input) => {
    const tasks = await assignTasks(workOf(call), input)
    return { tasks: tasks.map(({ taskId, storeCode }) => ({ taskId, storeCode })) }
  },
  'stocktakeTask.cancel': async (call, input) => {
    await cancelTask(workOf(call), input)
    return oneTask(call, input.taskId)
  },
  'stocktakeTask.reassign': async (call, input) => oneTask(call, await reassignTask(workOf(call), input)),
}

export const stocktakeScheduleHandlers: HandlersOf<'stocktakeSchedule'> = {
  'stocktakeSchedule.list': (call, { states }) => listSchedules(call.read, call.user, today(call), states),
  'stocktakeSchedule.save': (call, input) => saveSchedule(workOf(call), input),
  'stocktakeSchedule.setState': (call, input) => setScheduleState(workOf(call), input),
}

export const stocktakeAccuracyHandlers: HandlersOf<'stocktakeAccuracy'> = {
  'stocktakeAccuracy.get': (call, input) => accuracyOf(call.read, call.user, input),
}
