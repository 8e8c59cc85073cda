/** A store opens what HQ asked it to count. HQ's plan is taken as it stands: nothing here can make it wider, or show the books. */
import type { InputOf } from '../../contract/operations'
import type { StocktakeScope } from '../../contract/schemas/stocktake'
import { findTask } from '../../database/queries/stocktakeTask'
import { Refusal } from '../../gateway/gateway'
import type { DocumentWork } from '../work'
import { openStocktake } from './open'

export const openTask = async (
  work: DocumentWork,
  { taskId, warehouseCode }: InputOf<'stocktakeTask.open'>,
): Promise<string> => {
  const { storeCode } = await work.place()
  const task = await findTask(work.tx, taskId, { scope: { kind: 'store', storeCode } }, work.storeDay)
  if (!task) throw new Refusal('STOCKTAKE_TASK_NOT_FOUND', { taskId })
  const { number, state, scope, blind, tolerancePermille, toleranceFen, note } = task
  if (state !== 'notStarted') throw new Refusal('STOCKTAKE_TASK_STATE', { number, state })
  const plan = { blind, tolerancePermille, toleranceFen, note, zones: [], scope: scope as StocktakeScope }
  return openStocktake(work, warehouseCode === undefined ? plan : { ...plan, warehouseCode }, taskId)
}
