/** 准确率: how right stores count, or how right people's first counts were; what is reckoned stands beside the figures. */
import { InfoCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import { useHolds } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { type AuditPeriod, auditInput, percentCell, permilleText, readAuditPeriod, searchOf } from '../../data/audit'
import { useFilters } from '../../data/filters'
import { type Stores, useStores } from '../../data/stores'
import { ExportButton } from '../../parts/ExportButton'
import { ChoiceFilter, DayRangeFilter, FilterBar, StoreFilter } from '../../parts/FilterBar'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { amount, PersonLink, usePersonName } from '../audit/auditColumns'
import type { PartProps } from './StocktakesScreen'
import { Tabs } from './Tabs'

type Answer = OutputOf<'stocktakeAccuracy.get'>
type StoreRow = Answer['stores'][number]
type CounterRow = Answer['counters'][number]

export const Accuracy = ({ tabs, tab }: PartProps) => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const period = readAuditPeriod(params, Date.now())
  const stores = useStores()
  const byCounter = params.get('by') === 'counter'
  const filtered = ['from', 'to', 'store'].some((name) => params.has(name))
  const part = { tabs, tab, period, stores }
  return (
    <>
      <div className="page-head">
        <h1>{t('stocktakes.title')}</h1>
        <FilterBar onClear={filtered ? () => change({ from: null, to: null, store: null }) : undefined}>
          <ChoiceFilter
            label={t('stocktakes.by')}
            testId="filter-by"
            value={byCounter ? 'counter' : ''}
            options={[
              { value: '', label: t('stocktakes.byStore') },
              { value: 'counter', label: t('stocktakes.byCounter') },
            ]}
            onChange={(by) => change({ by })}
          />
          <StoreFilter stores={stores.stores} value={period.storeCode} onChange={(store) => change({ store })} />
          <DayRangeFilter from={period.from} to={period.to} onChange={(from, to) => change({ from, to })} />
        </FilterBar>
      </div>
      {byCounter ? <ByCounter {...part} /> : <ByStore {...part} />}
    </>
  )
}

interface ByProps extends PartProps {
  period: AuditPeriod
  stores: Stores
}

const ByStore = (props: ByProps) => {
  const { t } = useTranslation()
  return (
    <Figures
      {...props}
      what={t('stocktakes.byStore')}
      note={t('stocktakes.accuracyStores')}
      columns={useStoreColumns(props.period)}
      rowsOf={({ stores }) => stores}
      rowKey={({ storeCode }) => storeCode}
    />
  )
}

const ByCounter = (props: ByProps) => {
  const { t } = useTranslation()
  return (
    <Figures
      {...props}
      what={t('stocktakes.byCounter')}
      note={t('stocktakes.accuracyCounters')}
      columns={useCounterColumns(props.period)}
      rowsOf={({ counters }) => counters}
      rowKey={({ storeCode, userId }) => `${storeCode}-${userId}`}
    />
  )
}

interface FiguresProps<Row> extends ByProps {
  what: string
  note: string
  columns: readonly Column<Row>[]
  rowsOf(answer: Answer): readonly Row[]
  rowKey(row: Row): string
}

const Figures = <Row,>({ tabs, tab, period, what, note, columns, rowsOf, rowKey }: FiguresProps<Row>) => {
  const { t } = useTranslation()
  const answer = useOperation('stocktakeAccuracy.get', auditInput(period), { keepPrevious: true })
  const rows = answer.data ? rowsOf(answer.data) : []
  return (
    <>
      <Tabs label={t('stocktakes.parts')} tabs={tabs} tab={tab}>
        <ExportButton<Row>
          name={`${t('stocktakes.tab.accuracy')}-${what}`}
          columns={columns}
          read={() => Promise.resolve({ rows, cut: false })}
        />
      </Tabs>
      <p className="audit-note" data-testid="accuracy-note">
        <InfoCircleOutlined aria-hidden="true" /> {note}
        {answer.data?.cut ? <span className="audit-few">{t('stocktakes.accuracyCut')}</span> : null}
      </p>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <ListTable
          label={what}
          testId="accuracy"
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          rowTestId={(row) => `accuracy-${rowKey(row)}`}
          stale={answer.isPlaceholderData}
          more={{ hasMore: false, full: false, loadingMore: false, loadMore: () => undefined }}
          empty={<EmptyState title={t('stocktakes.accuracyEmpty')} hint={t('stocktakes.accuracyEmptyHint')} />}
        />
      ) : null}
    </>
  )
}

const figure = <Row,>(key: string, title: string, of: (row: Row) => number): Column<Row> => ({
  key,
  title,
  width: 108,
  align: 'right',
  render: of,
  text: of,
})

/** A bar and its figure; no bar where there is nothing to be a share of. */
const share = <Row,>(key: string, title: string, of: (row: Row) => number | null): Column<Row> => ({
  key,
  title,
  width: 200,
  align: 'right',
  render: (row) => {
    const permille = of(row)
    if (permille === null) return <span className="muted">—</span>
    return (
      <span className="share">
        <meter className="share-bar" min={0} max={1000} value={permille} aria-label={permilleText(permille)} />
        <b>{permilleText(permille)}</b>
      </span>
    )
  },
  text: (row) => percentCell(of(row)),
})

const useCheckedColumns = <Row extends Pick<StoreRow, 'checked' | 'stood' | 'stoodShare'>>(): Column<Row>[] => {
  const { t } = useTranslation()
  return [
    figure('checked', t('stocktakes.checked'), (row) => row.checked),
    figure('changed', t('stocktakes.changed'), (row) => row.checked - row.stood),
    share('stoodShare', t('stocktakes.stoodShare'), (row) => row.stoodShare),
  ]
}

const useStoreColumns = (period: AuditPeriod): Column<StoreRow>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const checked = useCheckedColumns<StoreRow>()
  const values: Column<StoreRow>[] = [
    amount('variance', t('stocktakes.varianceValue'), 120, (row) => row.variance),
    {
      key: 'varianceShare',
      title: t('stocktakes.varianceShare'),
      width: 110,
      align: 'right',
      render: (row) => permilleText(row.varianceShare),
      text: (row) => percentCell(row.varianceShare),
    },
  ]
  return [
    {
      key: 'store',
      title: t('stockPage.store'),
      render: (row) => (
        <RowLink
          to={{
            pathname: '/stocktakes',
            search: searchOf({
              tab: 'accuracy',
              by: 'counter',
              store: row.storeCode,
              from: period.from,
              to: period.to,
            }),
          }}
          title={t('stocktakes.toCounters')}
        >
          {row.storeName}
        </RowLink>
      ),
      text: (row) => `${row.storeName} ${row.storeCode}`,
    },
    figure('stocktakes', t('stocktakes.count'), (row) => row.stocktakes),
    figure('counted', t('stocktakes.linesCounted'), (row) => row.counted),
    figure('equal', t('stocktakes.linesEqual'), (row) => row.equal),
    share('equalShare', t('stocktakes.equalShare'), (row) => row.equalShare),
    ...(withCost ? values : []),
    ...checked,
  ]
}

const useCounterColumns = (period: AuditPeriod): Column<CounterRow>[] => {
  const { t } = useTranslation()
  const nameOf = usePersonName()
  return [
    {
      key: 'person',
      title: t('stocktakes.counter'),
      width: 160,
      render: (row) => <PersonLink period={period} userId={row.userId} name={nameOf(row)} />,
      text: nameOf,
    },
    {
      key: 'store',
      title: t('stockPage.store'),
      render: (row) => (
        <RowLink
          to={{ pathname: '/stocktakes', search: searchOf({ tab: 'stocktakes', store: row.storeCode }) }}
          title={t('stocktakes.toStocktakes')}
        >
          {row.storeName}
        </RowLink>
      ),
      text: (row) => `${row.storeName} ${row.storeCode}`,
    },
    figure('counts', t('stocktakes.firstCounts'), (row) => row.counts),
    figure('counted', t('stocktakes.linesCounted'), (row) => row.counted),
    ...useCheckedColumns<CounterRow>(),
  ]
}
