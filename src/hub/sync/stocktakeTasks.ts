/** A stocktake that carries out a task of HQ is the one HQ asked for: of this store, about these goods, blind where HQ said so. */
import type { StocktakeStepped } from '../../contract/schemas/stocktake'
import type { StocktakeTaskRow } from '../../database/queries/stocktakeTask'
import type { Reader } from '../../database/unitOfWork'
import { Doubt } from './doubt'

/** What was counted is a fact and is kept. Looked at when it begins and when it is handed in, and people are told. */
export const taskOddity = async (read: Reader, { step, stocktake }: StocktakeStepped): Promise<Doubt | null> => {
  const { taskId, number, storeCode } = stocktake
  if (taskId === '' || (step !== 'opened' && step !== 'submitted')) return null
  const task = await read.one<StocktakeTaskRow>('SELECT * FROM stocktakeTask WHERE taskId = ? AND storeCode = ?', [
    taskId,
    storeCode,
  ])
  if (!task) return new Doubt('paper', `${number}: HQ gave store ${storeCode} no task ${taskId}`)
  const asPlanned =
    task.scope === JSON.stringify(stocktake.scope) &&
    (task.blind === 1) === stocktake.blind &&
    task.tolerancePermille === stocktake.tolerancePermille &&
    task.toleranceFen === stocktake.toleranceFen
  return asPlanned ? null : new Doubt('paper', `${number} is not what task ${task.number} asks for`)
}
