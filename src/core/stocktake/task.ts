/** 盘点任务: what HQ asks a store to count, and where that stands. HQ asks and calls off; how far it is, the store's stocktake says. */
import type { ReversedPart, StocktakeState } from './plan'

/** HQ's own word: asked, called off, or overtaken by the next one of its schedule before anybody began. */
export const taskWords = ['open', 'cancelled', 'missed'] as const
export type TaskWord = (typeof taskWords)[number]

export const taskStates = [
  ...(['notStarted', 'counting', 'review', 'submitted', 'posted', 'reversed', 'missed', 'cancelled'] as const),
] as const
export type TaskState = (typeof taskStates)[number]

/** The shop has still to do something; past its day it is overdue. */
export const tasksToDo = ['notStarted', 'counting', 'review'] as const satisfies readonly TaskState[]

/**
 * A stocktake of it, voided ones apart, says how far it is, whatever HQ said meanwhile but that it is called off. Posted and
 * wholly taken back, nothing of it is in the books.
 */
export const taskStateOf = (
  word: TaskWord,
  stocktake: { state: StocktakeState; reversed: ReversedPart } | null,
): TaskState => {
  if (word === 'cancelled') return 'cancelled'
  if (stocktake !== null) return stocktake.reversed === 'whole' ? 'reversed' : stocktake.state
  return word === 'missed' ? 'missed' : 'notStarted'
}

/** What HQ should look at: counts that stand although HQ had called them off, or done by two PCs apart. */
export const taskExceptions = ['countedAfterCancel', 'openedTwice'] as const
export type TaskException = (typeof taskExceptions)[number]

export const scheduleStates = ['active', 'paused', 'ended'] as const
export type ScheduleState = (typeof scheduleStates)[number]
