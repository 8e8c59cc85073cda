/** A refusal said where the user looks: beside the form that was refused, and read aloud. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../../ui/client'
import { errorText } from '../../ui/errorText'

export const Refusal = ({ error, testId = 'refused' }: { error: unknown; testId?: string }) => {
  const { t } = useTranslation()
  if (!error) return null
  const refusal = refusalOf(error)
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      // whose password it is stands in the form: only the password can be wrong
      title={refusal.code === 'WRONG_PASSWORD' ? t('stepUp.wrongPassword') : errorText(t, refusal)}
      data-testid={testId}
      data-code={refusal.code}
    />
  )
}
