/** 权限矩阵: every operation × every role as the policy in force has it. Only read here; it follows from 角色与权限. */
import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'
import { permissionText } from '../../../ui/documents'
import { nameIn } from '../../../ui/format'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { useFilters } from '../../data/filters'
import {
  bySubject,
  type Cell,
  type Matrix,
  type MatrixFilters,
  type MatrixRow,
  readMatrixFilters,
  shownRoles,
  shownRows,
} from '../../data/matrix'
import { ExportButton } from '../../parts/ExportButton'
import { yuanText } from '../../parts/FigureField'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/FilterBar'
import type { Column } from '../../parts/ListTable'

export const MatrixScreen = () => {
  const { t } = useTranslation()
  const answer = useOperation('role.matrix', {})
  if (answer.isPending) return <LoadingState />
  if (!answer.data)
    return (
      <>
        <h1 className="visually-hidden">{t('matrix.title')}</h1>
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    )
  return <Shown matrix={answer.data} />
}

const Shown = ({ matrix }: { matrix: Matrix }) => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const filters = readMatrixFilters(params)
  const rows = shownRows(matrix, filters, (row) => [operationText(t, row), rightText(t, row), row.operation].join(' '))
  const columns = useFileColumns(matrix, filters)
  return (
    <>
      <div className="page-head">
        <h1>{t('matrix.title')}</h1>
        <span className="muted" data-testid="matrix-version">
          {t('policy.version', { n: matrix.version })}
        </span>
        <div className="page-acts">
          <Button
            icon={<PrinterOutlined aria-hidden="true" />}
            data-testid="matrix-print"
            onClick={() => window.print()}
          >
            {t('matrix.print')}
          </Button>
          <ExportButton<MatrixRow>
            name={t('matrix.title')}
            columns={columns}
            read={() => Promise.resolve({ rows, cut: false })}
          />
        </div>
        <Filters matrix={matrix} filters={filters} change={change} />
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('matrix.empty')} hint={t('matrix.emptyHint')} />
      ) : (
        <MatrixTable matrix={matrix} filters={filters} rows={rows} />
      )}
      <p className="muted rights-hint" data-testid="matrix-count">
        {t('matrix.count', { n: rows.length, all: matrix.rows.length })} {t('matrix.legend')}
      </p>
    </>
  )
}

interface FiltersProps {
  matrix: Matrix
  filters: MatrixFilters
  change: ReturnType<typeof useFilters>[1]
}

const Filters = ({ matrix, filters, change }: FiltersProps) => {
  const { t, i18n } = useTranslation()
  const roles = matrix.roles.map((role) => ({ value: role.code, label: nameIn(i18n.language, role) }))
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <FilterBar onClear={filtered ? () => change({ q: null, role: null, against: null, side: null }) : undefined}>
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('matrix.searchHint')}
        width={220}
        onChange={(q) => change({ q })}
      />
      <SelectFilter
        label={t('matrix.role')}
        testId="filter-role"
        width={150}
        value={filters.role}
        all={t('people.allRoles')}
        options={roles}
        onChange={(role) => change({ role, ...(role === '' ? { against: null } : {}) })}
      />
      {filters.role === '' ? null : (
        <SelectFilter
          label={t('matrix.against')}
          testId="filter-against"
          width={170}
          value={filters.against}
          all={t('matrix.noneAgainst')}
          options={roles.filter(({ value }) => value !== filters.role)}
          onChange={(against) => change({ against })}
        />
      )}
      <SelectFilter
        label={t('matrix.side')}
        testId="filter-side"
        width={130}
        value={filters.side}
        all={t('matrix.bothSides')}
        options={(['store', 'hub'] as const).map((side) => ({ value: side, label: t(`matrix.runsOn.${side}`) }))}
        onChange={(side) => change({ side })}
      />
    </FilterBar>
  )
}

interface TableProps {
  matrix: Matrix
  filters: MatrixFilters
  rows: readonly MatrixRow[]
}

const MatrixTable = ({ matrix, filters, rows }: TableProps) => {
  const { t, i18n } = useTranslation()
  const across = shownRoles(matrix, filters)
  const words = { may: t('matrix.may'), mayNot: t('matrix.mayNot') }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="rights" aria-label={t('matrix.title')} tabIndex={0}>
      <table className="matrix permission-matrix" aria-label={t('matrix.title')} data-testid="matrix">
        <thead>
          <tr>
            <th scope="col">{t('matrix.operation')}</th>
            <th scope="col">{t('matrix.right')}</th>
            <th scope="col">{t('matrix.side')}</th>
            {across.map(({ role }) => (
              <th key={role.code} scope="col">
                {nameIn(i18n.language, role)}
              </th>
            ))}
          </tr>
        </thead>
        {bySubject(rows).map((group) => (
          <tbody key={group.subject}>
            <tr className="matrix-group">
              <th scope="rowgroup" colSpan={across.length + 3}>
                {t(`matrix.subject.${group.subject}`, { defaultValue: group.subject })}
              </th>
            </tr>
            {group.rows.map((row) => (
              <tr key={`${row.operation} ${row.type}`} data-testid={`matrix-row-${row.operation}-${row.type ?? ''}`}>
                <th scope="row" title={row.operation}>
                  {operationText(t, row)}
                  {row.stepUp ? <small className="muted"> {t('matrix.stepUp')}</small> : null}
                </th>
                <td className="matrix-words">{rightText(t, row)}</td>
                <td className="matrix-words">{t(`matrix.runsOn.${row.runsOn}`)}</td>
                {across.map(({ role, at }) => marked(row.cells[at] ?? false, role.code, words))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

interface CellWords {
  may: string
  mayNot: string
}

/** One element and no component a cell: there are thousands, and everything that reads the page goes through them all. */
const marked = (cell: Cell, role: string, { may, mayNot }: CellWords) => {
  if (typeof cell === 'number')
    return (
      <td key={role} data-role={role} className="look">
        ≤ ¥{yuanText(cell)}
      </td>
    )
  return (
    <td key={role} data-role={role} className={cell ? 'good' : 'zero'} aria-label={cell ? may : mayNot}>
      {cell ? '✓' : '—'}
    </td>
  )
}

/** 报损 · 提交 where it acts on a paper; the operation's own words otherwise. */
const operationText = (t: TFunction, { operation, type, summary }: MatrixRow): string => {
  const words = t(`operations.${operation.replace('.', '-')}`, { defaultValue: summary })
  return type === null ? words : `${words} · ${t(`documentType.${type}`)}`
}

const open: readonly string[] = ['public', 'signedIn', 'device']

const rightText = (t: TFunction, { permission }: MatrixRow): string =>
  open.includes(permission) ? t(`matrix.open.${permission}`) : permissionText(t, permission)

const useFileColumns = (matrix: Matrix, filters: MatrixFilters): Column<MatrixRow>[] => {
  const { t, i18n } = useTranslation()
  const column = (key: string, title: string, text: (row: MatrixRow) => string): Column<MatrixRow> => ({
    ...{ key, title, render: text, text },
  })
  const cellText = (cell: Cell | undefined): string =>
    typeof cell === 'number' ? `≤ ¥${yuanText(cell)}` : cell ? '✓' : ''
  return [
    column('subject', t('matrix.subjectHead'), ({ operation }) => {
      const [subject = ''] = operation.split('.')
      return t(`matrix.subject.${subject}`, { defaultValue: subject })
    }),
    column('operation', t('matrix.operation'), (row) => operationText(t, row)),
    column('code', t('matrix.code'), ({ operation }) => operation),
    column('right', t('matrix.right'), (row) => rightText(t, row)),
    column('side', t('matrix.side'), ({ runsOn }) => t(`matrix.runsOn.${runsOn}`)),
    column('stepUp', t('matrix.stepUp'), ({ stepUp }) => (stepUp ? '✓' : '')),
    ...shownRoles(matrix, filters).map(({ role, at }) =>
      column(role.code, nameIn(i18n.language, role), ({ cells }) => cellText(cells[at])),
    ),
  ]
}
