/** Every version of the policy: who, when, why, and each value before and after. */
import { useTranslation } from 'react-i18next'
import { isDocumentType } from '../../../core/documents/states'
import { useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'

export const PolicyHistory = () => {
  const { t } = useTranslation()
  const answer = useOperation('policy.history', {})
  if (answer.isPending) return <LoadingState />
  if (!answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.data.versions.length === 0) return <EmptyState title={t('policy.historyEmpty')} />
  return (
    <ol className="policy-history" data-testid="policy-history">
      {answer.data.versions.map((one) => (
        <li key={one.version} data-testid={`policy-version-${one.version}`}>
          <h2>
            {t('policy.version', { n: one.version })}
            <small className="muted">
              {one.userName} · {timeText(one.at)}
            </small>
            {one.note === '' ? null : <span className="version-note">{one.note}</span>}
          </h2>
          {one.changes.length > 0 ? (
            <table className="changes">
              <tbody>
                {one.changes.map((change) => (
                  <tr key={change.path}>
                    <th scope="row" title={change.path}>
                      {pathText(t, change.path)}
                    </th>
                    <td className="change-before">{change.before || '—'}</td>
                    <td aria-hidden="true">→</td>
                    <td>
                      <b>{change.after || '—'}</b>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

/** documents.writeOff.rights.approve -> 报损 › 权限 › 审核 */
const pathText = (t: ReturnType<typeof useTranslation>['t'], path: string): string =>
  path
    .split('.')
    .filter((part) => part !== 'documents')
    .map((part) => {
      if (isDocumentType(part)) return t(`documentType.${part}`)
      return t(`policyPath.${part}`, { defaultValue: t(`act.${part}`, { defaultValue: part }) })
    })
    .join(' › ')
