/** 库存查询: store × product with the age of each store's figures; a row opens its movements. */
import { Button } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { StockRow } from '../../../contract/operations/stock'
import { useClient } from '../../../ui/client'
import { shortTimeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import { patched, readStockFilters, type StockFilters, stockInput, stockShows, useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { type StoreAge, useStores } from '../../data/stores'
import { useChoices } from '../../data/writing'
import { ExportButton } from '../../parts/ExportButton'
import { FilterBar, SearchFilter, SelectFilter, StoreFilter, TickFilter } from '../../parts/FilterBar'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { MovementsPanel } from './MovementsPanel'
import { StockTabs } from './StockTabs'

const pageRows = 100
const exportRows = 500

export const StockScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const filters = readStockFilters(params)
  const client = useClient()
  const input = stockInput(filters)
  const list = usePages('stock.list', { ...input, limit: pageRows }, { after: keyAfter })
  const rows = list.pages.flatMap((page) => page.rows)
  // the ages that were told together with these rows, not newer ones
  const columns = useColumns(list.pages[0]?.stores ?? [], list.fetchedAtMs)
  const open = filters.open
  return (
    <>
      <div className="page-head">
        <h1>{t('stockPage.title')}</h1>
        <StockTabs />
        <div className="page-acts">
          <ExportButton<StockRow>
            name={t('stockPage.title')}
            columns={columns}
            read={() =>
              readAll(
                client,
                'stock.list',
                { ...input, limit: exportRows },
                { after: keyAfter, rows: (page) => page.rows },
              )
            }
          />
        </div>
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
  const { warehouses } = useChoices()
  const { storeCode, warehouseCode, search, show, onlyMoved } = filters
  const filtered = [storeCode, warehouseCode, search, show].some((value) => value !== '') || !onlyMoved
  const ofStore = warehouses.filter((one) => storeCode === '' || one.storeCode === storeCode)
  return (
    <FilterBar
      onClear={filtered ? () => change({ store: null, warehouse: null, q: null, show: null, all: null }) : undefined}
    >
      <StoreFilter stores={stores} value={storeCode} onChange={(store) => change({ store, warehouse: null })} />
      <SelectFilter
        label={t('filter.warehouse')}
        testId="filter-warehouse"
        width={150}
        value={warehouseCode}
        all={t('filter.allWarehouses')}
        options={ofStore.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
        onChange={(warehouse) => change({ warehouse })}
      />
      <SelectFilter
        label={t('filter.show')}
        testId="filter-show"
        width={96}
        value={show}
        all={t('filter.showAll')}
        options={stockShows.map((one) => ({ value: one, label: t(`stockShow.${one}`) }))}
        onChange={(next) => change({ show: next })}
      />
      <SearchFilter value={search} width={250} onChange={(q) => change({ q })} />
      <TickFilter
        label={t('filter.onlyMoved')}
        testId="filter-moved"
        checked={onlyMoved}
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
    key: 'onHand' | 'available' | 'allocated' | 'quarantined' | 'inTransit' | 'onOrder',
    width: number,
  ): Column<StockRow> => ({
    key,
    title: t(`stockPage.${key}`),
    width,
    align: 'right',
    render: (row) => <Quantity value={row[key]} strong={key === 'onHand'} />,
    text: (row) => quantityCell(row[key]),
  })
  const columns: (Column<StockRow> | false)[] = [
    {
      key: 'warehouse',
      title: t('stockPage.warehouse'),
      width: 124,
      render: (row) => <span title={`${row.storeName} ${row.warehouseCode}`}>{row.warehouseName}</span>,
      text: (row) => row.warehouseName,
    },
    {
      key: 'age',
      title: t('age.column'),
      width: 122,
      render: (row) => <RowAge store={byCode.get(row.storeCode)} fetchedAtMs={fetchedAtMs} />,
    },
    {
      key: 'sku',
      title: t('stockPage.sku'),
      width: 80,
      render: (row) => <OpenLink row={row} />,
      text: (row) => row.sku,
    },
    {
      key: 'barcode',
      title: t('stockPage.barcode'),
      width: 116,
      render: (row) => <span className="code">{row.barcode}</span>,
      text: (row) => row.barcode,
    },
    {
      key: 'name',
      title: t('stockPage.name'),
      render: (row) => <ProductName product={row} />,
      text: (row) => `${row.name} ${row.spec}`,
    },
    { key: 'unit', title: t('stockPage.unit'), width: 44, render: (row) => row.unit, text: (row) => row.unit },
    quantity('onHand', 70),
    quantity('available', 70),
    quantity('allocated', 64),
    quantity('quarantined', 70),
    quantity('inTransit', 64),
    quantity('onOrder', 66),
    withCost && {
      key: 'value',
      title: t('stockPage.value'),
      width: 96,
      align: 'right',
      render: (row) => valueText(row.value),
      text: (row) => valueCell(row.value),
    },
    {
      key: 'lastMoved',
      title: t('stockPage.lastMoved'),
      width: 90,
      render: (row) => shortTimeText(row.lastMovedAt),
      text: (row) => (row.lastMovedAt === null ? '' : dayjs(row.lastMovedAt).format('YYYY-MM-DD HH:mm')),
    },
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
