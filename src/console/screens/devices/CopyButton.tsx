/** The clipboard exists in secure contexts alone; on plain http in the local network the code is copied by hand. */
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'

interface CopyButtonProps {
  text: string
  testId: string
  /** where the code takes the place of what asked for it */
  autoFocus?: boolean
}

export const CopyButton = ({ text, testId, autoFocus = false }: CopyButtonProps) => {
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
    <Button type="primary" autoFocus={autoFocus} data-testid={testId} onClick={() => void copy()}>
      {t('devices.copy')}
    </Button>
  )
}
