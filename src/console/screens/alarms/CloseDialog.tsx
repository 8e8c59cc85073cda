/** Closes an alarm for ever, with what somebody found: the next one who wonders reads it. */
import { useTranslation } from 'react-i18next'
import type { Alarm } from '../../../contract/schemas/alarm'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'

export const CloseDialog = ({ alarm, onEnd }: { alarm: Alarm | null; onEnd(): void }) => {
  const { t } = useTranslation()
  const close = useCommand('alarm.close', { touches: ['alarm.list', 'alarm.get'], onDone: onEnd })
  return (
    <ActDialog
      open={alarm !== null}
      title={alarm === null ? '' : t('alarms.closeTitle', { kind: t(`alarmKind.${alarm.kind}`) })}
      act={t('alarms.close')}
      reason="needed"
      asks={{ label: t('alarms.note'), max: 200 }}
      busy={close.isPending}
      error={close.error}
      testId="alarm-close-dialog"
      onAct={(note) => alarm && close.mutate({ alarmId: alarm.alarmId, note })}
      onClose={() => {
        close.reset()
        onEnd()
      }}
    >
      <p className="act-words">{t('alarms.closeHint')}</p>
    </ActDialog>
  )
}
