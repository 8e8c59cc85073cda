/** Asks once when the count before a scan is large. */
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../ui/Dialog'
import { KeyCap } from '../../../ui/KeyCap'

export const TimesDialog = ({ times, onAnswer }: { times: number | null; onAnswer(yes: boolean): void }) => {
  const { t } = useTranslation()
  return (
    <Dialog
      open={times !== null}
      title={t('work.timesLargeTitle')}
      onClose={() => onAnswer(false)}
      keys={{ confirm: () => onAnswer(true) }}
      width={400}
      testId="times-dialog"
      footer={
        <Space>
          <Button onClick={() => onAnswer(false)}>{t('common.cancel')}</Button>
          <Button type="primary" onClick={() => onAnswer(true)} data-testid="times-confirm">
            {t('common.ok')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      <p>{t('work.timesLarge', { count: times ?? 0 })}</p>
    </Dialog>
  )
}
