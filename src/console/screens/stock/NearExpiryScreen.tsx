/** 临期: lots on hand that expire soon or have expired, first to expire first, with what they are worth. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import { valueText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useCan, useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState, Sign, type Tone } from '../../../ui/states'
import { nearExpiryDays, readNearExpiryFilters, useFilters } from '../../data/filters'
import { beatMs } from '../../data/pages'
import { useStores } from '../../data/stores'
import { ExportButton } from '../../parts/ExportButton'
import { ChoiceFilter, FilterBar, StoreFilter } from '../../parts/FilterBar'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { LotDayDialog } from './LotDayDialog'
import { StockTabs } from './StockTabs'

type Row = OutputOf<'document.nearExpiry'>['rows'][number]

const rowsMax = 500

export const NearExpiryScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const filters = readNearExpiryFilters(params)
  const { stores } = useStores()
  const answer = useOperation(
    'document.nearExpiry',
    { days: filters.days, limit: rowsMax, ...(filters.storeCode ? { storeCode: filters.storeCode } : {}) },
    { refetchIntervalMs: beatMs * 6, keepPrevious: true },
  )
  const [mending, setMending] = useState<Row | null>(null)
  const mayMend = useCan('lot.correct')
  const mend = (row: Row): void => (mayMend && isOfHq(row) ? setMending(row) : undefined)
  const columns = useColumns(mayMend ? mend : null)
  const rows = answer.data?.rows ?? []
  return (
    <>
      <div className="page-head">
        <h1>{t('stockPage.title')}</h1>
        <StockTabs />
        <div className="page-acts">
          <ExportButton<Row>
            name={t('nearExpiry.title')}
            columns={columns}
            read={() => Promise.resolve({ rows, cut: answer.data?.more === true })}
          />
        </div>
        <FilterBar>
          <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
          <ChoiceFilter
            label={t('nearExpiry.within')}
            testId="filter-days"
            value={String(filters.days)}
            options={nearExpiryDays.map((days) => ({
              value: String(days),
              label: days === 0 ? t('nearExpiry.expired') : t('nearExpiry.days', { n: days }),
            }))}
            onChange={(days) => change({ days: days === '30' ? null : days })}
          />
        </FilterBar>
      </div>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <ListTable
          label={t('nearExpiry.title')}
          testId="near-expiry"
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.warehouseCode}:${row.sku}:${row.lot}:${row.expiryDate}`}
          onRowKey={(event, row) => (event.key === 'F2' ? mend(row) : undefined)}
          rowTestId={({ sku, lot }) => `near-expiry-row-${sku}-${lot}`}
          stale={answer.isPlaceholderData}
          more={{ hasMore: false, full: answer.data.more, loadingMore: false, loadMore: () => undefined }}
          empty={<EmptyState title={t('nearExpiry.empty')} hint={t('nearExpiry.emptyHint')} />}
        />
      ) : null}
      <LotDayDialog row={mending} onClose={() => setMending(null)} />
    </>
  )
}

/** Goods no store PC works: their lots are HQ's to mend. */
const isOfHq = ({ storeCode }: Row): boolean => storeCode === ''

const toneOf = (days: number): Tone => (days < 0 ? 'bad' : days <= 7 ? 'look' : 'plain')

const useColumns = (mend: ((row: Row) => void) | null): Column<Row>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const columns: (Column<Row> | false)[] = [
    {
      key: 'expiry',
      title: t('field.expiryDate'),
      width: 100,
      render: (row) => <b>{row.expiryDate}</b>,
      text: (row) => row.expiryDate,
    },
    {
      key: 'remaining',
      title: t('nearExpiry.remaining'),
      width: 116,
      render: (row) => (
        <Sign tone={toneOf(row.remainingDays)}>
          {row.remainingDays < 0
            ? t('nearExpiry.ago', { n: -row.remainingDays })
            : t('nearExpiry.left', { n: row.remainingDays })}
        </Sign>
      ),
      text: (row) => row.remainingDays,
    },
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 160,
      render: (row) => (
        <>
          {row.storeName || row.warehouseCode} <small className="muted code">{row.warehouseCode}</small>
        </>
      ),
      text: (row) => `${row.storeName} ${row.warehouseCode}`,
    },
    {
      key: 'sku',
      title: t('stockPage.sku'),
      width: 92,
      render: (row) => (
        <RowLink className="code" to={`/stock?open=${row.warehouseCode}:${row.sku}`}>
          {row.sku}
        </RowLink>
      ),
      text: (row) => row.sku,
    },
    {
      key: 'name',
      title: t('stockPage.name'),
      render: (row) => <ProductName product={row} />,
      text: (row) => `${row.name} ${row.spec}`,
    },
    {
      key: 'lot',
      title: t('field.lot'),
      width: 130,
      render: (row) => <span className="code">{row.lot}</span>,
      text: (row) => row.lot,
    },
    { key: 'unit', title: t('stockPage.unit'), width: 50, render: (row) => row.unit, text: (row) => row.unit },
    {
      key: 'onHand',
      title: t('stockPage.onHand'),
      width: 90,
      align: 'right',
      render: (row) => <Quantity value={row.onHand} strong />,
      text: (row) => quantityCell(row.onHand),
    },
    withCost && {
      key: 'value',
      title: t('stockPage.value'),
      width: 110,
      align: 'right',
      render: (row) => valueText(row.value),
      text: (row) => valueCell(row.value),
    },
    mend !== null && {
      key: 'mend',
      title: '',
      width: 160,
      render: (row) =>
        isOfHq(row) ? (
          <Button size="small" onClick={() => mend(row)} data-testid={`lot-day-open-${row.sku}-${row.lot}`}>
            {t('nearExpiry.correct')}
            <KeyCap name="F2" />
          </Button>
        ) : null,
    },
  ]
  return columns.filter((column) => column !== false)
}
