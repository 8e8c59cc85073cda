/** Pausing a schedule, going on with it, ending it for good: asked once more, with what it means. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScheduleView } from '../../../contract/schemas/stocktakeTask'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'

export type ScheduleAct = ScheduleView['state']

interface ScheduleActsProps {
  schedule: ScheduleView
  onAct(to: ScheduleAct): void
  children: ReactNode
}

/** An ended one is history: nothing can be done to it. */
export const ScheduleActs = ({ schedule: { state, name }, onAct, children }: ScheduleActsProps) => {
  const { t } = useTranslation()
  if (state === 'ended') return null
  const other = state === 'active' ? 'paused' : 'active'
  return (
    <span className="row-acts">
      {children}
      {([other, 'ended'] as const).map((to) => (
        <Button
          key={to}
          type="link"
          size="small"
          danger={to === 'ended'}
          aria-label={`${t(`stocktakes.to.${to}`)} ${name}`}
          data-testid={`schedule-${to}`}
          onClick={() => onAct(to)}
        >
          {t(`stocktakes.to.${to}`)}
        </Button>
      ))}
    </span>
  )
}

interface ScheduleDialogProps {
  asked: { schedule: ScheduleView; to: ScheduleAct } | null
  onClose(): void
}

export const ScheduleDialog = ({ asked, onClose }: ScheduleDialogProps) => {
  const { t } = useTranslation()
  const change = useCommand('stocktakeSchedule.setState', {
    touches: ['stocktakeSchedule.list', 'stocktakeTask.list'],
    onDone: onClose,
  })
  const to = asked?.to ?? 'paused'
  return (
    <ActDialog
      open={asked !== null}
      title={`${t(`stocktakes.to.${to}`)} ${asked?.schedule.name ?? ''}`}
      act={t(`stocktakes.to.${to}`)}
      danger={to === 'ended'}
      busy={change.isPending}
      error={change.isError ? change.error : null}
      testId="schedule-dialog"
      onAct={() => (asked ? change.mutate({ scheduleId: asked.schedule.scheduleId, state: to }) : undefined)}
      onClose={onClose}
    >
      <p className="act-words">{t(`stocktakes.toHint.${to}`)}</p>
    </ActDialog>
  )
}
