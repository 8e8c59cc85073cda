/** Where a stocktake stands, and a task of HQ, as a word with a colour; the same in the shop and at HQ. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { StocktakeLineView } from '../contract/schemas/stocktake'
import type { TaskView } from '../contract/schemas/stocktakeTask'
import type { ReversedPart, StocktakeState } from '../core/stocktake/plan'
import type { ScheduleState, TaskState } from '../core/stocktake/task'
import type { CountStanding } from '../core/stocktake/whichStands'
import { signedQuantity } from './format'
import { Sign, type Tone } from './states'

const stocktakeTones: Record<StocktakeState, Tone> = {
  counting: 'busy',
  review: 'look',
  submitted: 'look',
  posted: 'good',
  cancelled: 'plain',
}

interface StocktakeStands {
  state: StocktakeState
  reversed: ReversedPart
}

const reversedWords: Record<ReversedPart, string | null> = { none: null, part: 'partReversed', whole: 'reversed' }

/** Posted and taken back again is not posted to whoever reads it. */
export const stocktakeStateText = (t: TFunction, { state, reversed }: StocktakeStands): string =>
  t(`stocktakeState.${reversedWords[reversed] ?? state}`)

const reversedTones: Record<ReversedPart, Tone | null> = { none: null, part: 'look', whole: 'plain' }

export const StocktakeSign = ({ state, reversed }: StocktakeStands) => {
  const { t } = useTranslation()
  return (
    <Sign tone={reversedTones[reversed] ?? stocktakeTones[state]} testId="stocktake-state">
      {stocktakeStateText(t, { state, reversed })}
    </Sign>
  )
}

const taskTones: Record<TaskState, Tone> = {
  ...stocktakeTones,
  notStarted: 'plain',
  reversed: 'plain',
  missed: 'bad',
}

type TaskStands = Pick<TaskView, 'state'> & { stocktake: { reversed: ReversedPart } | null }

/** A task stands where its stocktake does; one HQ called off stays called off whatever was reversed. */
const reversedOf = ({ state, stocktake }: TaskStands): ReversedPart =>
  state === 'posted' ? (stocktake?.reversed ?? 'none') : 'none'

export const taskStateText = (t: TFunction, task: TaskStands): string => {
  const word = reversedWords[reversedOf(task)]
  return word === null ? t(`taskState.${task.state}`) : t(`stocktakeState.${word}`)
}

export const TaskSign = ({ task }: { task: TaskStands }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={reversedTones[reversedOf(task)] ?? taskTones[task.state]} testId="task-state">
      {taskStateText(t, task)}
    </Sign>
  )
}

export const OverdueSign = () => {
  const { t } = useTranslation()
  return (
    <Sign tone="bad" testId="overdue">
      {t('overdue')}
    </Sign>
  )
}

const scheduleTones: Record<ScheduleState, Tone> = { active: 'good', paused: 'look', ended: 'plain' }

export const ScheduleSign = ({ state }: { state: ScheduleState }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={scheduleTones[state]} testId="schedule-state">
      {t(`scheduleState.${state}`)}
    </Sign>
  )
}

const standingTones: Record<CountStanding, Tone> = { stands: 'good', superseded: 'plain', undecided: 'look' }

/** Of several counts of one product: the one the review goes by, those another took the place of, or nobody chose yet. */
export const StandingSign = ({ standing }: { standing: CountStanding }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={standingTones[standing]} testId={`count-${standing}`}>
      {t(`countStanding.${standing}`)}
    </Sign>
  )
}

type BookedLine = Pick<StocktakeLineView, 'booked' | 'variance'>

/** A paper of an earlier hand-in booked the difference, or a part of it: it is not booked again. */
export const bookedText = (t: TFunction, { booked, variance }: BookedLine): string => {
  if (booked === 0) return ''
  return booked === variance ? t('review.booked') : t('review.bookedPart', { quantity: signedQuantity(booked) })
}

export const BookedSign = ({ line }: { line: BookedLine }) => {
  const { t } = useTranslation()
  const words = bookedText(t, line)
  if (words === '') return null
  return (
    <Sign tone="good" testId="line-booked">
      {words}
    </Sign>
  )
}
