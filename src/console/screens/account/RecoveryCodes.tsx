/** The recovery codes, shown this once: to copy, to print, and then to be gone. */
import { Alert, App, Button } from 'antd'
import { useTranslation } from 'react-i18next'

interface RecoveryCodesProps {
  userId: string
  codes: readonly string[]
  onKept(): void
}

export const RecoveryCodes = ({ userId, codes, onKept }: RecoveryCodesProps) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  /** The clipboard exists in secure contexts alone; on plain http in the local network the codes are printed. */
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      void message.success(t('myAccount.copied'))
    } catch {
      void message.warning(t('myAccount.copyFailed'))
    }
  }
  return (
    <div className="dialog-form">
      <Alert type="warning" showIcon title={t('myAccount.codesOnce')} />
      <div className="to-print">
        <p className="only-print">{t('myAccount.codesPrinted', { userId })}</p>
        <ol className="recovery-codes" data-testid="recovery-codes" aria-label={t('myAccount.recoveryCodes')}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className="secret-acts">
        <Button autoFocus data-testid="codes-copy" onClick={() => void copy()}>
          {t('myAccount.copy')}
        </Button>
        <Button data-testid="codes-print" onClick={() => window.print()}>
          {t('myAccount.print')}
        </Button>
        <Button type="primary" data-testid="codes-kept" onClick={onKept}>
          {t('myAccount.codesKept')}
        </Button>
      </div>
    </div>
  )
}
