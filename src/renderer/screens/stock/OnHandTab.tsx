/** What is on hand, with everything that is said about it: free, kept, under way, ordered, broken, and its value. */

import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef, Select } from 'antd'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { InputOf } from '../../../contract/operations'
import type { StockRow } from '../../../contract/operations/stock'
import { usePages } from '../../../ui/client'
import { DataGrid, nextIndex } from '../../../ui/DataGrid'
import { useKeys } from '../../../ui/keys'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { showNotice, speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'
import { useIdentify, useNotCounted } from '../../scanning/useIdentify'
import { useChoices } from '../document/useChoices'
import { useKeptPlace } from '../keptPlace'
import { ExportButton, PrintButton } from '../ListButtons'
import { PrintFormDialog } from '../paper/PrintFormDialog'
import { useDelayed } from '../useDelayed'
import { useExport } from '../useExport'
import { CountedBlindBand } from './CountedBlindBand'
import { stockColumns, stockRows } from './columns'
import { LedgerPanel } from './LedgerPanel'

const pageRows = 200
const searchMax = 64

export const shows = ['all', 'negative', 'quarantined', 'inTransit', 'allocated'] as const
type Show = NonNullable<InputOf<'stock.list'>['show']>

const rowKey = (row: StockRow): string => `${row.warehouseCode} ${row.sku}`

interface StockPlace {
  typed: string
  show: Show
  /** null: the shop floor; '': all of them */
  warehouse: string | null
  current: string | null
  /** whose movements were being read when somebody went from there into a document */
  ledgerOf: StockRow | null
}

const firstPlace: StockPlace = { typed: '', show: 'all', warehouse: null, current: null, ledgerOf: null }

const backToLedger = { from: '/stock', fromState: { ledger: true } }

export const OnHandTab = ({ head }: { head: ReactNode }) => {
  const { t, i18n } = useTranslation()
  const [kept, keep] = useKeptPlace('stock', firstPlace)
  const { typed, show, current } = kept
  const search = useDelayed(typed.trim())
  const place = useWarehouse(kept.warehouse)
  const list = useStock(search, show, place.code)
  const { ledger: cameBack } = (useLocation().state ?? {}) as { ledger?: boolean }
  const [ledgerOf, setLedgerOf] = useState<StockRow | null>(cameBack ? kept.ledgerOf : null)
  const openLedger = (row: StockRow | null): void => {
    setLedgerOf(row)
    if (row) keep({ ledgerOf: row, current: rowKey(row) })
  }
  const exporting = useExport()
  const setTyped = (text: string): void => keep({ typed: text })
  const setCurrent = (key: string): void => keep({ current: key })
  const field = useRef<InputRef>(null)
  const { rows } = list
  const at = Math.max(
    0,
    rows.findIndex((row) => rowKey(row) === current),
  )
  const [printing, setPrinting] = useState(false)
  const warehouseCode = rows[at]?.warehouseCode
  const move = (by: number): void => {
    const next = rows[nextIndex(rows.length, at, by)]
    if (next) setCurrent(rowKey(next))
  }
  const showAll = (): void => {
    keep({ typed: '', show: 'all' })
    field.current?.focus()
  }
  const exportRows = (): void =>
    void exporting([t('stock.title')], async () => {
      const { pages, cut } = await list.all()
      const all = pages.flatMap((page) => page.rows)
      return { rows: stockRows(t, i18n.language, all), cut }
    })
  useProductScans((sku) => setTyped(sku))
  useKeys('stock', {
    search: () => field.current?.focus({ cursor: 'all' }),
    up: () => move(-1),
    down: () => move(1),
    ledger: () => openLedger(rows[at] ?? null),
    print: () => (warehouseCode ? setPrinting(true) : false),
    export: exportRows,
    clear: showAll,
  })
  const columns = useMemo(() => stockColumns(t, i18n.language, rows), [t, i18n.language, rows])
  return (
    <>
      <div className="page-head">
        {head}
        <Input
          ref={field}
          className="search search-stock"
          autoFocus
          allowClear
          prefix={<SearchOutlined />}
          maxLength={searchMax}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={t('stock.search')}
          aria-label={t('stock.search')}
          data-testid="stock-search"
        />
        {place.own.length > 1 ? (
          // the names of places are data, whatever language the screen speaks
          <span lang="zh-CN">
            <Select
              className="filter filter-place"
              value={place.code ?? ''}
              onChange={(warehouse) => keep({ warehouse, current: null })}
              aria-label={t('work.warehouse')}
              options={[
                ...place.own.map(({ code, name }) => ({ value: code, label: name })),
                { value: '', label: t('stock.allWarehouses') },
              ]}
              data-testid="stock-warehouse"
            />
          </span>
        ) : null}
        <Select<Show>
          className="filter"
          value={show}
          onChange={(wanted) => keep({ show: wanted })}
          aria-label={t('stock.show')}
          options={shows.map((value) => ({ value, label: t(`stock.shows.${value}`) }))}
          data-testid="stock-show"
        />
        <ScanEcho hint={t('stock.hint')} />
      </div>
      <CountedBlindBand />
      <div className="page-body" data-testid="stock">
        {list.pending ? <LoadingState /> : null}
        {list.error ? <FailedState error={list.error} onRetry={list.again} /> : null}
        {list.pending || list.error ? null : (
          <DataGrid
            label={t('stock.title')}
            testId="stock-grid"
            columns={columns}
            rows={rows}
            rowKey={rowKey}
            currentKey={rows[at] ? rowKey(rows[at]) : null}
            onCurrentChange={setCurrent}
            onOpen={openLedger}
            onNearEnd={list.more ? list.next : undefined}
            empty={<NothingFound search={search} show={show} />}
          />
        )}
      </div>
      <footer className="page-foot">
        <span data-testid="stock-count">{t(list.more ? 'stock.rowsMore' : 'stock.rows', { count: rows.length })}</span>
        {list.more ? (
          <Button size="small" onClick={list.next} data-testid="stock-more">
            {t('common.loadMore')}
          </Button>
        ) : null}
        <span className="foot-space" />
        <PrintButton
          small
          disabled={warehouseCode === undefined}
          onPrint={() => setPrinting(true)}
          testId="stock-print"
        />
        <ExportButton small onExport={exportRows} testId="stock-export" />
      </footer>
      {printing && warehouseCode ? (
        <PrintFormDialog subjects={[{ form: 'stock', warehouseCode }]} onClose={() => setPrinting(false)} />
      ) : null}
      <LedgerPanel row={ledgerOf} cameFrom={backToLedger} onClose={() => setLedgerOf(null)} />
    </>
  )
}

/** Where a store has several places the shop floor comes first: the others would only repeat every product with a nought. */
const useWarehouse = (chosen: string | null) => {
  const own = useChoices()?.warehouses.filter((warehouse) => warehouse.own) ?? []
  const code = chosen ?? (own.length > 1 ? own[0]?.code : undefined)
  return { own, code: code === '' ? undefined : code }
}

const useStock = (search: string, show: Show, warehouseCode: string | undefined) => {
  const base = {
    limit: pageRows,
    ...(warehouseCode === undefined ? {} : { warehouseCode }),
    ...(search === '' ? {} : { search }),
    ...(show === 'all' ? {} : { show }),
  }
  const list = usePages('stock.list', base, (page) => {
    const last = page.rows.at(-1)
    return page.more && last ? { ...base, after: { warehouseCode: last.warehouseCode, sku: last.sku } } : undefined
  })
  const rows = useMemo(() => list.pages.flatMap((page) => page.rows), [list.pages])
  return { ...list, rows }
}

/** A scanned product is looked up by its SKU: exact, whatever barcode or case code was read. */
const useProductScans = (show: (sku: string) => void): void => {
  const { t } = useTranslation()
  const notCounted = useNotCounted()
  const identify = useIdentify('stock', {
    onProduct: (product) => {
      const { sku, name } = product
      show(sku)
      // Somebody may be receiving on the wrong screen: what an order expects must not sound as if it was counted.
      if (product.expectedBy.length > 0) return notCounted(product)
      playSound('ok')
      showNotice('info', 'scanning.product', { name, sku })
      speak(t('scanning.product', { name, sku }))
    },
  })
  useScans(identify)
}

const NothingFound = ({ search, show }: { search: string; show: Show }) => {
  const { t } = useTranslation()
  if (search !== '') return <EmptyState title={t('stock.empty', { search })} hint={t('stock.emptyHint')} />
  if (show !== 'all') return <EmptyState title={t('stock.emptyShow')} hint={t('stock.emptyShowHint')} />
  return <EmptyState title={t('stock.emptyAll')} hint={t('stock.emptyAllHint')} />
}
