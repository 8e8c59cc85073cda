/** The print queues of the system with their state; where the system lists none, a name is typed. */
import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'

interface QueuePickerProps {
  queue: string
  onChange(queue: string): void
}

export const QueuePicker = ({ queue, onChange }: QueuePickerProps) => {
  const { t } = useTranslation()
  const answer = useOperation('printer.queues', {})
  const { listed, queues } = answer.data ?? { listed: true, queues: [] }
  return (
    <>
      {queues.length > 0 ? (
        <div>
          <span>{t('printers.queuesFound')}</span>
          <Select<string>
            {...(queue === '' ? {} : { value: queue })}
            placeholder={t('printers.chooseQueue')}
            aria-label={t('printers.queuesFound')}
            onOpenChange={(open) => void (open && answer.refetch())}
            onChange={onChange}
            options={queues.map((one) => ({
              value: one.queue,
              label: `${one.queue} · ${t(`printers.queueStates.${one.state}`)}`,
            }))}
            data-testid="wizard-queue"
          />
        </div>
      ) : (
        <div>
          <span>{t('settings.queue')}</span>
          <Input
            aria-label={t('settings.queue')}
            value={queue}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => onChange(event.target.value)}
            data-testid="wizard-queue-name"
          />
        </div>
      )}
      <p className="muted wizard-wide">
        {answer.data && queues.length === 0
          ? t(listed ? 'printers.queuesNone' : 'printers.queuesNotListed')
          : t('printers.queueHelp')}
      </p>
    </>
  )
}
