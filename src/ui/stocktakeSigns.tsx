/** Where a stocktake stands, and a task of HQ, as a word with a colour; the same in the shop and at HQ. */
import { useTranslation } from 'react-i18next'
import type { StocktakeState } from '../core/stocktake/plan'
import type { ScheduleState, TaskState } from '../core/stocktake/task'
import { Sign, type Tone } from './states'

const stocktakeTones: Record<StocktakeState, Tone> = {
  counting: 'busy',
  review: 'look',
  submitted: 'look',
  posted: 'good',
  cancelled: 'plain',
}

export const StocktakeSign = ({ state }: { state: StocktakeState }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={stocktakeTones[state]} testId="stocktake-state">
      {t(`stocktakeState.${state}`)}
    </Sign>
  )
}

const taskTones: Record<TaskState, Tone> = { ...stocktakeTones, notStarted: 'plain', missed: 'bad' }

export const TaskSign = ({ state }: { state: TaskState }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={taskTones[state]} testId="task-state">
      {t(`taskState.${state}`)}
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
