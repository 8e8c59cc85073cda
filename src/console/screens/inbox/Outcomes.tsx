/** What the last decisions did, said above the list and kept until the next ones: which went through, which not and why. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../../ui/errorText'
import type { Deciding } from './useDeciding'

export const Outcomes = ({ deciding: { outcomes, clearOutcomes } }: { deciding: Deciding }) => {
  const { t } = useTranslation()
  const failed = outcomes.filter(({ error }) => error !== null)
  const done = outcomes.filter(({ error }) => error === null)
  const words = done.length === 1 ? (done[0]?.number ?? '') : t('inbox.papers', { n: done.length })
  return (
    <div role="status" data-testid="inbox-outcomes">
      {done.length > 0 ? (
        <Alert
          type="success"
          showIcon
          closable={{ onClose: clearOutcomes }}
          title={t(done[0]?.decision === 'refused' ? 'inbox.refusedDone' : 'inbox.approvedDone', { words })}
        />
      ) : null}
      {failed.map(({ number, error }) => (
        <Alert
          key={number}
          type="error"
          showIcon
          data-code={error?.code}
          title={`${number} — ${error ? errorText(t, error) : ''}`}
        />
      ))}
    </div>
  )
}
