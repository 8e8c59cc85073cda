/** 库存查询: store × product with the age of each store's figures; a row opens its movements. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { StockRow } from '../../../contract/operations/stock'
import { shortTimeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import { patched, readStockFilters, type StockFilters, stockInput, useFilters } from '../../data/filters'
import { usePages } from '../../data/pages'
import { type StoreAge, useStores } from '../../data/stores'
import { FilterBar, SearchFilter, StoreFilter, TickFilter } from '../../parts/FilterBar'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { MovementsPanel } from './MovementsPanel'

const pageRows = 100

export const StockScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const filters = readStockFilters(params)
  const list = usePages('stock.list', { ...stockInput(filters), limit: pageRows }, { after: keyAfter })
  const rows = list.pages.flatMap((page) => page.rows)
  // the ages that were told together with these rows, not newer ones
  const columns = useColumns(list.pages[0]?.stores ?? [], list.fetchedAtMs)
  const open = filters.open
  return (
    <>
      <div className="page-head">
        <h1>{t('stockPage.title')}</h1>
        <StockFilterBar filters={filters} change={change} />
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable
          label={t('stockPage.title')}
          testId="stock"
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          rowTestId={({ sku }) => `stock-row-${sku}`}
          rowData={({ storeCode, warehouseCode }) => ({ 'data-store': storeCode, 'data-warehouse': warehouseCode })}
          currentKey={open ? `${open.warehouseCode}:${open.sku}` : null}
          stale={list.stale}
          more={list}
          empty={
            <EmptyState
              title={t('stockPage.empty')}
              hint={t(filters.onlyMoved ? 'stockPage.emptyMovedHint' : 'stockPage.emptyHint')}
              action={
                filters.onlyMoved ? (
                  <Button data-testid="show-all" onClick={() => change({ all: '1' })}>
                    {t('stockPage.showAll')}
                  </Button>
                ) : undefined
              }
            />
          }
        />
      ) : null}
      <MovementsPanel
        open={open}
        row={rows.find((row) => open?.warehouseCode === row.warehouseCode && open.sku === row.sku)}
        onClose={() => change({ open: null })}
      />
    </>
  )
}

const rowKey = (row: StockRow): string => `${row.warehouseCode}:${row.sku}`

const keyAfter = ({ rows, more }: { rows: StockRow[]; more: boolean }) => {
  const last = rows.at(-1)
  return more && last ? { warehouseCode: last.warehouseCode, sku: last.sku } : undefined
}

interface StockFilterBarProps {
  filters: StockFilters
  change(patch: Record<string, string | null>): void
}

const StockFilterBar = ({ filters, change }: StockFilterBarProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  const filtered = filters.storeCode !== '' || filters.search !== '' || !filters.onlyMoved
  return (
    <FilterBar onClear={filtered ? () => change({ store: null, q: null, all: null }) : undefined}>
      <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <SearchFilter value={filters.search} onChange={(q) => change({ q })} />
      <TickFilter
        label={t('filter.onlyMoved')}
        testId="filter-moved"
        checked={filters.onlyMoved}
        onChange={(on) => change({ all: on ? null : '1' })}
      />
    </FilterBar>
  )
}

const useColumns = (stores: readonly StoreAge[], fetchedAtMs: number): Column<StockRow>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const byCode = new Map(stores.map((store) => [store.storeCode, store]))
  const quantity = (
    key: 'onHand' | 'available' | 'allocated' | 'quarantined' | 'onOrder',
    width: number,
  ): Column<StockRow> => ({
    key,
    title: t(`stockPage.${key}`),
    width,
    align: 'right',
    render: (row) => <Quantity value={row[key]} strong={key === 'onHand'} />,
  })
  const columns: (Column<StockRow> | false)[] = [
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 116,
      render: (row) => <span title={row.storeCode}>{row.storeName}</span>,
    },
    {
      key: 'age',
      title: t('age.column'),
      width: 118,
      render: (row) => <RowAge store={byCode.get(row.storeCode)} fetchedAtMs={fetchedAtMs} />,
    },
    { key: 'sku', title: t('stockPage.sku'), width: 84, render: (row) => <OpenLink row={row} /> },
    {
      key: 'barcode',
      title: t('stockPage.barcode'),
      width: 122,
      render: (row) => <span className="code">{row.barcode}</span>,
    },
    { key: 'name', title: t('stockPage.name'), render: (row) => <ProductName product={row} /> },
    { key: 'unit', title: t('stockPage.unit'), width: 48, render: (row) => row.unit },
    quantity('onHand', 84),
    quantity('available', 84),
    quantity('allocated', 76),
    quantity('quarantined', 78),
    quantity('onOrder', 78),
    withCost && {
      key: 'value',
      title: t('stockPage.value'),
      width: 104,
      align: 'right',
      render: (row) => valueText(row.value),
    },
    { key: 'lastMoved', title: t('stockPage.lastMoved'), width: 100, render: (row) => shortTimeText(row.lastMovedAt) },
  ]
  return columns.filter((column) => column !== false)
}

const RowAge = ({ store, fetchedAtMs }: { store: StoreAge | undefined; fetchedAtMs: number }) =>
  store ? <AgeLabel {...store} fetchedAtMs={fetchedAtMs} testId={`age-${store.storeCode}`} /> : null

const OpenLink = ({ row }: { row: StockRow }) => {
  const [params] = useSearchParams()
  return (
    <RowLink className="code" replace to={{ search: patched(params, { open: rowKey(row) }).toString() }}>
      {row.sku}
    </RowLink>
  )
}
