/** 操作日志: every act and every refusal, who, where and when; a row opens what it changed. Only within the scope. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type OperationName, operations } from '../../../contract/operations'
import { useClient, useOperation } from '../../../ui/client'
import { SidePanel } from '../../../ui/Dialog'
import { nameIn } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { TrailDetail } from '../../../ui/TrailDetail'
import { operationText, searchedOperations, type TrailRow, trailKey, whoText } from '../../../ui/trail'
import { type Patch, useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { useStores } from '../../data/stores'
import { readTrailFilters, type TrailFilters, trailAfter, trailInput } from '../../data/trail'
import { BackLink } from '../../parts/BackLink'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { DayRangeFilter, FilterBar, SearchFilter, SelectFilter, StoreFilter, TickFilter } from '../../parts/FilterBar'
import { ListTable } from '../../parts/ListTable'
import { useTrailColumns } from './trailColumns'
import { VerifyButton } from './VerifyButton'

const pageRows = 100
const exportRows = 500

export const TrailScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readTrailFilters(params)
  const input = trailInput(filters)
  const list = usePages('trail.search', { ...input, limit: pageRows }, { after: trailAfter })
  const rows = list.pages.flatMap((page) => page.rows)
  const columns = useTrailColumns()
  return (
    <>
      {filters.documentId === '' ? null : <BackLink fallback={`/documents/${filters.documentId}`} />}
      <div className="page-head">
        <h1>{t('trail.title')}</h1>
        <div className="page-acts">
          <VerifyButton />
          <ExportButton<TrailRow>
            name={t('trail.title')}
            columns={columns}
            read={() =>
              readAll(
                client,
                'trail.search',
                { ...input, limit: exportRows },
                { after: trailAfter, rows: (page) => page.rows },
              )
            }
          />
        </div>
      </div>
      <Filters filters={filters} rows={rows} change={change} />
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable<TrailRow>
          label={t('trail.title')}
          testId="trail"
          columns={columns}
          rows={rows}
          rowKey={trailKey}
          rowTestId={(row) => `trail-row-${row.operation}`}
          rowData={({ outcome, number }) => ({ 'data-outcome': outcome, 'data-number': number })}
          currentKey={filters.open === '' ? null : filters.open}
          stale={list.stale}
          more={list}
          empty={<EmptyState title={t('trail.empty')} hint={t('trail.emptyHint')} />}
        />
      ) : null}
      <Panel row={rows.find((row) => trailKey(row) === filters.open)} onClose={() => change({ open: null })} />
    </>
  )
}

const nothing: Patch = {
  from: null,
  to: null,
  user: null,
  store: null,
  op: null,
  outcome: null,
  document: null,
  q: null,
  lent: null,
}

interface FiltersProps {
  filters: TrailFilters
  rows: readonly TrailRow[]
  change(patch: Patch): void
}

const Filters = ({ filters, rows, change }: FiltersProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  const people = usePeople(rows, filters.userId)
  const filtered = Object.entries(filters).some(([name, value]) => name !== 'open' && value !== '' && value !== false)
  return (
    <div className="filter-row">
      <FilterBar onClear={filtered ? () => change(nothing) : undefined}>
        <DayRangeFilter from={filters.fromDay} to={filters.toDay} onChange={(from, to) => change({ from, to })} />
        <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
        <SelectFilter
          label={t('trail.user')}
          testId="filter-user"
          width={136}
          value={filters.userId}
          all={t('trail.allUsers')}
          options={people}
          onChange={(user) => change({ user })}
        />
        <SelectFilter
          label={t('trail.operation')}
          testId="filter-operation"
          width={150}
          value={filters.operation}
          all={t('trail.allOperations')}
          options={searchedOperations(operationNames, filters.operation).map((name) => ({
            value: name,
            label: operationText(t, name),
          }))}
          onChange={(op) => change({ op })}
        />
        <SelectFilter
          label={t('trail.outcome')}
          testId="filter-outcome"
          width={104}
          value={filters.outcome}
          all={t('trail.allOutcomes')}
          options={(['done', 'refused'] as const).map((value) => ({ value, label: t(`trail.${value}`) }))}
          onChange={(outcome) => change({ outcome })}
        />
        <SearchFilter
          value={filters.search}
          label={t('filter.find')}
          hint={t('trail.findHint')}
          width={190}
          onChange={(q) => change({ q })}
        />
        <TickFilter
          label={t('trail.onlyLent')}
          testId="filter-lent"
          checked={filters.onlyLent}
          onChange={(on) => change({ lent: on ? '1' : null })}
        />
      </FilterBar>
    </div>
  )
}

const operationNames = Object.entries(operations)
  .filter(([, { kind }]) => kind !== 'query')
  .map(([name]) => name as OperationName)

const peopleMax = 100

/** Everybody this user may see; without the right to see people, those the rows name. */
const usePeople = (rows: readonly TrailRow[], chosen: string): { value: string; label: string }[] => {
  const { t, i18n } = useTranslation()
  const mayList = useCan('user.list')
  const answer = useOperation('user.list', { limit: peopleMax }, { enabled: mayList })
  const named = new Map(
    rows
      .filter(({ userId, userName }) => userId !== '' && userName !== '')
      .map((row) => [row.userId, whoText(t, i18n.language, row)]),
  )
  for (const user of answer.data?.users ?? []) named.set(user.userId, nameIn(i18n.language, user))
  if (chosen !== '' && !named.has(chosen)) named.set(chosen, chosen)
  return [...named].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label))
}

const Panel = ({ row, onClose }: { row: TrailRow | undefined; onClose(): void }) => {
  const { t } = useTranslation()
  const here = useHere()
  return (
    <SidePanel open={row !== undefined} title={t('trail.panel')} onClose={onClose} width={640} testId="trail-panel">
      {row ? (
        <TrailDetail
          row={row}
          link={
            <Link className="code" to={`/documents/${row.documentId}`} state={here} data-testid="trail-document">
              {row.number || t('trail.openPaper')}
            </Link>
          }
        />
      ) : null}
    </SidePanel>
  )
}
