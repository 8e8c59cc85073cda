/** What is typed into the form of a task or a schedule, and what it asks HQ for. What is missing is named, one thing at a time. */
import type { InputOf } from '../../../contract/operations'
import type { ScheduleView, StoreChoice } from '../../../contract/schemas/stocktakeTask'
import type { StocktakeKind } from '../../../core/stocktake/plan'
import { askedOf, codesIn, codesOf, scopeOf } from '../../../ui/stocktakePlan'

export const repeats = ['now', 'once', 'weekly', 'monthly'] as const
export type Repeat = (typeof repeats)[number]

export interface PlanForm {
  name: string
  kind: StocktakeKind
  codes: string
  size: number | null
  blind: boolean
  percent: number
  yuan: number
  note: string
  storeKind: StoreChoice['kind']
  regionCode: string
  storeCodes: string[]
  repeat: Repeat
  weekdays: number[]
  monthDay: number | 'last'
  /** once: the day itself */
  startDay: string
  endDay: string
  daysToDo: number
  /** now alone */
  dueDate: string
}

/** `today` and what comes a week later: where a new plan starts from. */
export const emptyPlan = (today: string, nextWeek: string): PlanForm => ({
  ...{ name: '', kind: 'zone', codes: '', size: 50, blind: true, percent: 0, yuan: 0, note: '' },
  ...{ storeKind: 'all', regionCode: '', storeCodes: [], repeat: 'now', weekdays: [1], monthDay: 'last' },
  ...{ startDay: today, endDay: '', daysToDo: 2, dueDate: nextWeek },
})

export const planOf = (
  { name, plan, stores, recurrence, startDay, endDay, daysToDo }: ScheduleView,
  empty: PlanForm,
): PlanForm => ({
  ...empty,
  ...{ name, kind: plan.scope.kind, codes: codesOf(plan.scope).join(' '), blind: plan.blind, note: plan.note },
  ...{ percent: plan.tolerancePermille / 10, yuan: plan.toleranceFen / 100, endDay, daysToDo },
  ...(plan.scope.kind === 'sample' ? { size: plan.scope.size } : {}),
  storeKind: stores.kind,
  ...(stores.kind === 'region' ? { regionCode: stores.regionCode } : {}),
  ...(stores.kind === 'stores' ? { storeCodes: stores.storeCodes } : {}),
  repeat: recurrence.kind,
  ...(recurrence.kind === 'weekly' ? { weekdays: recurrence.weekdays } : {}),
  ...(recurrence.kind === 'monthly' ? { monthDay: recurrence.day } : {}),
  startDay: recurrence.kind === 'once' ? recurrence.day : startDay,
})

export type Missing = 'name' | 'scope' | 'stores' | 'weekdays' | 'day'

export const missingOf = (form: PlanForm): Missing | null => {
  if (form.name.trim() === '') return 'name'
  if (scopeOf(form.kind, codesIn(form.codes), form.size) === null) return 'scope'
  if (storesOf(form) === null) return 'stores'
  if (form.repeat === 'weekly' && form.weekdays.length === 0) return 'weekdays'
  return (form.repeat === 'now' ? form.dueDate : form.startDay) === '' ? 'day' : null
}

const storesOf = ({ storeKind, regionCode, storeCodes }: PlanForm): StoreChoice | null => {
  if (storeKind === 'all') return { kind: 'all' }
  if (storeKind === 'region') return regionCode === '' ? null : { kind: 'region', regionCode }
  return storeCodes.length === 0 ? null : { kind: 'stores', storeCodes: [...storeCodes] }
}

type Common = Pick<InputOf<'stocktakeTask.assign'>, 'name' | 'plan' | 'stores'>

const commonOf = (form: PlanForm): Common | null => {
  const scope = scopeOf(form.kind, codesIn(form.codes), form.size)
  const stores = storesOf(form)
  if (scope === null || stores === null) return null
  const tolerances = { tolerancePermille: Math.round(form.percent * 10), toleranceFen: Math.round(form.yuan * 100) }
  return { name: form.name.trim(), plan: { scope, blind: form.blind, ...tolerances, note: form.note.trim() }, stores }
}

export const assignInput = (form: PlanForm): InputOf<'stocktakeTask.assign'> | null => {
  const common = missingOf(form) === null ? commonOf(form) : null
  return common && { ...common, dueDate: form.dueDate }
}

export const scheduleInput = (form: PlanForm): InputOf<'stocktakeSchedule.save'> | null => {
  const common = missingOf(form) === null ? commonOf(form) : null
  const recurrence = recurrenceOf(form)
  if (!common || !recurrence) return null
  const endDay = form.repeat === 'once' ? '' : form.endDay
  return { ...common, recurrence, startDay: form.startDay, endDay, daysToDo: form.daysToDo }
}

const recurrenceOf = ({ repeat, startDay, weekdays, monthDay }: PlanForm): ScheduleView['recurrence'] | null => {
  if (repeat === 'now') return null
  if (repeat === 'once') return { kind: 'once', day: startDay }
  return repeat === 'weekly' ? { kind: 'weekly', weekdays: [...weekdays] } : { kind: 'monthly', day: monthDay }
}

export const asksCodes = (kind: StocktakeKind): boolean => askedOf(kind) === 'codes'
export const asksSize = (kind: StocktakeKind): boolean => askedOf(kind) === 'size'
