/** The clipboard exists in secure contexts alone; on plain http in the local network the code is copied by hand. */
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'

export const CopyButton = ({ text, testId }: { text: string; testId: string }) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      void message.success(t('devices.copied'))
    } catch {
      void message.warning(t('devices.copyFailed'))
    }
  }
  return (
    <Button type="primary" data-testid={testId} onClick={() => void copy()}>
      {t('devices.copy')}
    </Button>
  )
}
