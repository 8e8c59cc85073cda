/** 重试入账: what HQ could not book of a PC's log is tried again, and whoever asked hears what came of it. */
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Alarm } from '../../../contract/schemas/alarm'
import { useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { useCan } from '../../../ui/session'

export const canRetry = ({ kind, state }: Pick<Alarm, 'kind' | 'state'>): boolean =>
  kind === 'eventParked' && state === 'open'

export const useRetry = (): ((alarm: Alarm) => void) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const may = useCan('alarm.retry')
  const retry = useCommand('alarm.retry', {
    touches: ['alarm.list', 'alarm.get', 'enrolment.devices'],
    onDone: ({ booked, waiting }) => {
      const words = t(booked === 0 ? 'alarms.retriedNone' : 'alarms.retried', { booked, waiting })
      void (waiting === 0 ? message.success(words) : message.warning(words))
    },
    onRefused: (error) => void message.error(errorText(t, error)),
  })
  return (alarm) => {
    if (may && canRetry(alarm) && !retry.isPending) retry.mutate({ alarmId: alarm.alarmId })
  }
}
