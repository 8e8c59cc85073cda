/** 盘点任务 on the store PC: what HQ asked of this shop, and opening it. */
import type { OutputOf } from '../../contract/operations'
import { listTasks } from '../../database/queries/stocktakeTask'
import { wholeStocktake } from '../../documents/stocktake/asked'
import { openTask } from '../../documents/stocktake/openTask'
import { viewOf } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'
import { today } from '../today'
import { workOf } from '../work'

export const stocktakeTaskHandlers: HandlersOf<'stocktakeTask'> = {
  'stocktakeTask.list': async (call, input) => {
    const filter = { ...input, limit: input.limit ?? 100 }
    const { tasks, more } = await listTasks(call.read, filter, viewOf(call.user), today(call.runtime))
    // the shop's own word on itself
    return { tasks: tasks.map((task) => ({ ...task, ageSeconds: 0 })), more } as OutputOf<'stocktakeTask.list'>
  },
  'stocktakeTask.open': async (call, input) => wholeStocktake(call.tx, await openTask(workOf(call), input), call.user),
}
