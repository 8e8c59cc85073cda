/** Every version of the policy: who, when, why, and each value before and after. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import type { CsvCell } from '../../../ui/csv'
import { permissionText } from '../../../ui/documents'
import { timeText } from '../../../ui/format'
import { timeCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ExportButton } from '../../parts/ExportButton'
import { yuanText } from '../../parts/FigureField'
import type { Column } from '../../parts/ListTable'

export const PolicyHistory = () => {
  const { t } = useTranslation()
  const answer = useOperation('policy.history', {})
  if (answer.isPending) return <LoadingState />
  if (!answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.data.versions.length === 0) return <EmptyState title={t('policy.historyEmpty')} />
  const { versions } = answer.data
  return (
    <>
      <div className="form-acts form-acts-end">
        <ExportButton<ChangeRow>
          name={t('policy.history')}
          columns={changeColumns(t)}
          read={() => Promise.resolve({ rows: changeRows(versions), cut: false })}
        />
      </div>
      <Versions versions={versions} />
    </>
  )
}

type Version = OutputOf<'policy.history'>['versions'][number]
type ChangeRow = Version & Version['changes'][number]

/** The file has a row a changed value; a version that changed none still has its own. */
const changeRows = (versions: readonly Version[]): ChangeRow[] =>
  versions.flatMap((version) => {
    const changes = version.changes.length > 0 ? version.changes : [{ path: '', before: '', after: '' }]
    return changes.map((change) => ({ ...version, ...change }))
  })

const changeColumns = (t: Translate): Column<ChangeRow>[] =>
  (
    [
      ['version', ({ version }) => version],
      ['userName', ({ userName }) => userName || t('policy.firstVersion')],
      ['at', ({ at }) => timeCell(at)],
      ['note', ({ note }) => note],
      ['path', ({ path }) => (path === '' ? '' : pathText(t, path))],
      ['before', ({ path, before }) => valueText(t, path, before)],
      ['after', ({ path, after }) => valueText(t, path, after)],
    ] as [keyof ChangeRow, (row: ChangeRow) => CsvCell][]
  ).map(([key, text]) => ({ key, title: t(`policyChange.${key}`), render: text, text }))

const Versions = ({ versions }: { versions: readonly Version[] }) => {
  const { t } = useTranslation()
  return (
    <ol className="policy-history" data-testid="policy-history">
      {versions.map((one) => (
        <li key={one.version} data-testid={`policy-version-${one.version}`}>
          <h2>
            {t('policy.version', { n: one.version })}
            <small className="muted">
              {one.userName === '' ? t('policy.firstVersion') : `${one.userName} · ${timeText(one.at)}`}
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
                    <td className="change-before">{valueText(t, change.path, change.before)}</td>
                    <td aria-hidden="true">→</td>
                    <td>
                      <b>{valueText(t, change.path, change.after)}</b>
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

type Translate = ReturnType<typeof useTranslation>['t']

/** documents.writeOff.approval.1.fromFen -> 报损 › 审核 › 第 2 项 › 起点金额 */
const pathText = (t: Translate, path: string): string => {
  // the name of a special right has a dot of its own
  const [first = '', ...rest] = path.split('.')
  if (first === 'specialRights' || first === 'rights')
    return `${t(`policyPath.${first}`)} › ${permissionText(t, rest.join('.'))}`
  return path
    .split('.')
    .filter((part) => part !== 'documents')
    .map((part) => {
      if (/^\d+$/.test(part)) return t('policy.item', { n: Number(part) + 1 })
      return wordOf(t, part, [
        'documentType',
        'policyPath',
        'act',
        ...(path.startsWith('numbers.') ? ['policyNumber'] : []),
        // a role by the name it started with; one of HQ's own is said by its code
        ...(path.startsWith('roles.') || path.startsWith('limits.') ? ['roles'] : []),
      ])
    })
    .join(' › ')
}

/** Money is kept in fen and said in yuan; names of roles, levels, types and accounts are said in words. */
const valueText = (t: Translate, path: string, value: string): string => {
  if (value === '') return '—'
  if (/Fen$/.test(path) && /^\d+$/.test(value)) return `¥${yuanText(Number(value))}`
  return value
    .split(', ')
    .map((part) => wordOf(t, part, ['roles', 'documentType', 'account', 'policyNegative', 'field', 'policyValue']))
    .join(t('policyProblem.and'))
}

const wordOf = (t: Translate, part: string, sets: readonly string[]): string =>
  sets.map((set) => t(`${set}.${part}`, { defaultValue: '' })).find((words) => words !== '') ?? part
