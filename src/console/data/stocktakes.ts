/** What the 盘点 pages are asked for, from their address. */
import type { InputOf } from '../../contract/operations'
import { type StocktakeState, stocktakeStates } from '../../core/stocktake/plan'
import { type ScheduleState, scheduleStates, type TaskState, taskStates } from '../../core/stocktake/task'
import { dayOf, oneOf, textOf, when } from './filters'

/** What somebody looks for in tasks: a state, or those that want a look. */
export const taskShows = ['overdue', 'exceptions', ...taskStates] as const

export interface TaskFilters {
  show: 'overdue' | 'exceptions' | TaskState | ''
  storeCode: string
  scheduleId: string
  fromDue: string
  toDue: string
  search: string
}

const uuidText = /^[0-9a-f-]{36}$/

export const readTaskFilters = (params: URLSearchParams): TaskFilters => {
  const scheduleId = params.get('schedule') ?? ''
  return {
    show: oneOf(params, 'show', taskShows),
    storeCode: textOf(params, 'store', 16),
    scheduleId: uuidText.test(scheduleId) ? scheduleId : '',
    fromDue: dayOf(params, 'from'),
    toDue: dayOf(params, 'to'),
    search: textOf(params, 'q', 64),
  }
}

export const taskInput = ({
  show,
  storeCode,
  scheduleId,
  fromDue,
  toDue,
  search,
}: TaskFilters): InputOf<'stocktakeTask.list'> => ({
  ...showInput(show),
  ...when('storeCode', storeCode),
  ...when('scheduleId', scheduleId),
  ...when('fromDue', fromDue),
  ...when('toDue', toDue),
  ...when('search', search.trim()),
})

const showInput = (show: TaskFilters['show']): InputOf<'stocktakeTask.list'> => {
  if (show === '') return {}
  if (show === 'overdue') return { overdue: true }
  return show === 'exceptions' ? { exceptions: true } : { states: [show] }
}

export interface StocktakeFilters {
  state: StocktakeState | ''
  storeCode: string
  search: string
}

export const readStocktakeFilters = (params: URLSearchParams): StocktakeFilters => ({
  state: oneOf(params, 'state', stocktakeStates),
  storeCode: textOf(params, 'store', 16),
  search: textOf(params, 'q', 64),
})

export const stocktakeInput = ({ state, storeCode, search }: StocktakeFilters): InputOf<'stocktake.list'> => ({
  ...(state === '' ? {} : { states: [state] }),
  ...when('storeCode', storeCode),
  ...when('search', search.trim()),
})

export const readScheduleState = (params: URLSearchParams): ScheduleState | '' => oneOf(params, 'state', scheduleStates)

export const reviewShows = ['variance', 'open', 'uncounted', 'uncertain', 'unplanned', 'all'] as const
export type ReviewShow = (typeof reviewShows)[number]

/** Differences first: they are what a review is looked at for. */
export const readReviewFilters = (params: URLSearchParams): { show: ReviewShow; search: string; open: string } => ({
  show: oneOf(params, 'show', reviewShows) || 'variance',
  search: textOf(params, 'q', 64),
  open: textOf(params, 'open', 80),
})

/** of a line, in an address: a lot may hold anything */
export const reviewKey = ({ sku, lot }: { sku: string; lot: string }): string => `${sku}:${lot}`
