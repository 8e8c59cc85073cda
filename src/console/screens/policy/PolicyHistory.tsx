/** Every version of the policy: who, when, why, and each value before and after. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import type { CsvCell } from '../../../ui/csv'
import { permissionText } from '../../../ui/documents'
import { nameIn, timeText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { timeCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ChangeTable } from '../../parts/ChangeTable'
import { ExportButton } from '../../parts/ExportButton'
import { yuanText } from '../../parts/FigureField'
import type { Column } from '../../parts/ListTable'

export const PolicyHistory = () => {
  const { t } = useTranslation()
  const words = useWords()
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
          columns={changeColumns(t, words)}
          read={() => Promise.resolve({ rows: changeRows(versions), cut: false })}
        />
      </div>
      <Versions versions={versions} words={words} />
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

const changeColumns = (t: Translate, words: Words): Column<ChangeRow>[] =>
  (
    [
      ['version', ({ version }) => version],
      ['userName', ({ userName }) => userName || t('policy.firstVersion')],
      ['at', ({ at }) => timeCell(at)],
      ['note', ({ note }) => note],
      ['path', ({ path }) => (path === '' ? '' : words.path(path))],
      ['before', ({ path, before }) => words.value(path, before)],
      ['after', ({ path, after }) => words.value(path, after)],
    ] as [keyof ChangeRow, (row: ChangeRow) => CsvCell][]
  ).map(([key, text]) => ({ key, title: t(`policyChange.${key}`), render: text, text }))

const Versions = ({ versions, words }: { versions: readonly Version[]; words: Words }) => {
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
          <ChangeTable
            changes={one.changes.map(({ path, before, after }) => ({
              key: path,
              what: words.path(path),
              before: words.value(path, before),
              after: words.value(path, after),
            }))}
          />
        </li>
      ))}
    </ol>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

interface Words {
  /** documents.writeOff.approval.1.fromFen -> 报损 › 审核 › 第 2 项 › 起点金额 */
  path(path: string): string
  /** Money is kept in fen and said in yuan; names of roles, levels, types and accounts are said in words. */
  value(path: string, value: string): string
}

/** Roles are said by the name they have now, those of HQ's own too. */
const useWords = (): Words => {
  const { t, i18n } = useTranslation()
  const { data } = useOperation('role.list', {}, { enabled: useCan('role.list') })
  const names = new Map((data?.roles ?? []).map((role) => [role.code, nameIn(i18n.language, role)]))
  const wordOf = (part: string, sets: readonly string[]): string =>
    (sets.includes('roles') ? names.get(part) : undefined) ??
    sets.map((set) => t(`${set}.${part}`, { defaultValue: '' })).find((words) => words !== '') ??
    part
  return {
    path: (path) => pathText(t, wordOf, path),
    value: (path, value) => valueText(t, wordOf, path, value),
  }
}

type WordOf = (part: string, sets: readonly string[]) => string

const pathText = (t: Translate, wordOf: WordOf, path: string): string => {
  // the name of a special right has a dot of its own
  const [first = '', ...rest] = path.split('.')
  if (first === 'specialRights' || first === 'rights')
    return `${t(`policyPath.${first}`)} › ${permissionText(t, rest.join('.'))}`
  return path
    .split('.')
    .filter((part) => part !== 'documents')
    .map((part) => {
      if (/^\d+$/.test(part)) return t('policy.item', { n: Number(part) + 1 })
      return wordOf(part, [
        'documentType',
        'policyPath',
        'act',
        ...(path.startsWith('numbers.') ? ['policyNumber'] : []),
        ...(path.startsWith('roles.') || path.startsWith('limits.') ? ['roles'] : []),
      ])
    })
    .join(' › ')
}

const valueText = (t: Translate, wordOf: WordOf, path: string, value: string): string => {
  if (value === '' || value === 'null') return ''
  if (/Fen$/.test(path) && /^\d+$/.test(value)) return `¥${yuanText(Number(value))}`
  if (/\.code$/.test(path)) return unquoted(value)
  return unquoted(value)
    .split(', ')
    .map((part) => wordOf(part, valueSets))
    .join(t('policyProblem.and'))
}

const valueSets = ['roles', 'level', 'documentType', 'account', 'policyNegative', 'field', 'policyValue']

/** A text among the values is kept as JSON, so that it is told from a number. */
const unquoted = (value: string): string => (value.startsWith('"') ? String(JSON.parse(value)) : value)
