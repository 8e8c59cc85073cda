/** Somebody else saved what is edited here: said until one's own changes are saved, or taken back. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

export const MovedNotice = ({ movedTo, testId }: { movedTo: number | null; testId: string }) => {
  const { t } = useTranslation()
  if (movedTo === null) return null
  return (
    <div role="status" className="problems" data-testid={testId}>
      <Alert type="warning" showIcon title={t('leave.moved', { n: movedTo })} />
    </div>
  )
}
