/** 库存: what is on hand, found by name, pinyin, code or scan; Enter opens the movements that made it so. */
import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '../../contract/operations/stock'
import { quantityText } from '../../core/quantity/quantity'
import { usePages } from '../../ui/client'
import { type Column, DataGrid, nextIndex } from '../../ui/DataGrid'
import { nameIn, timeText, valueText } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { EmptyState, FailedState, LoadingState } from '../../ui/states'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { showNotice, speak } from '../scanning/scanState'
import { playSound } from '../scanning/sounds'
import { useIdentify, useNotCounted } from '../scanning/useIdentify'
import { LedgerPanel } from './LedgerPanel'

const pageRows = 200
const searchMax = 64
const typingPauseMs = 200

const rowKey = (row: StockRow): string => `${row.warehouseCode} ${row.sku}`

export const StockScreen = () => {
  const { t, i18n } = useTranslation()
  const [typed, setTyped] = useState('')
  const search = useDelayed(typed.trim())
  const list = useStock(search)
  const [current, setCurrent] = useState<string | null>(null)
  const [ledgerOf, setLedgerOf] = useState<StockRow | null>(null)
  const field = useRef<InputRef>(null)
  const { rows } = list
  const at = Math.max(
    0,
    rows.findIndex((row) => rowKey(row) === current),
  )
  const move = (by: number): void => {
    const next = rows[nextIndex(rows.length, at, by)]
    if (next) setCurrent(rowKey(next))
  }
  const openLedger = (): void => setLedgerOf(rows[at] ?? null)
  const showAll = (): void => {
    setTyped('')
    field.current?.focus()
  }
  useProductScans((sku) => setTyped(sku))
  useKeys('stock', {
    search: () => field.current?.focus({ cursor: 'all' }),
    up: () => move(-1),
    down: () => move(1),
    ledger: openLedger,
    clear: showAll,
  })
  const columns = useMemo(
    () =>
      stockColumns(
        t,
        i18n.language,
        rows.some((row) => row.value !== null),
      ),
    [t, i18n.language, rows],
  )
  return (
    <>
      <div className="page-head">
        <h1>{t('stock.title')}</h1>
        <Input
          ref={field}
          className="search"
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
        <ScanEcho hint={t('stock.hint')} />
      </div>
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
            onOpen={setLedgerOf}
            onNearEnd={list.more ? list.next : undefined}
            empty={<NothingFound search={search} />}
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
      </footer>
      <LedgerPanel row={ledgerOf} onClose={() => setLedgerOf(null)} />
    </>
  )
}

const useStock = (search: string) => {
  const base = { limit: pageRows, ...(search === '' ? {} : { search }) }
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

const useDelayed = (value: string): string => {
  const [delayed, setDelayed] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return delayed
}

const NothingFound = ({ search }: { search: string }) => {
  const { t } = useTranslation()
  if (search === '') return <EmptyState title={t('stock.emptyAll')} hint={t('stock.emptyAllHint')} />
  return <EmptyState title={t('stock.empty', { search })} hint={t('stock.emptyHint')} />
}

type Translate = (key: string) => string

const stockColumns = (t: Translate, language: string, withValue: boolean): Column<StockRow>[] => {
  const figure = (
    key: 'onHand' | 'available' | 'allocated' | 'onOrder',
    width: number,
    strong = false,
  ): Column<StockRow> => ({
    key,
    title: t(`stock.${key}`),
    width,
    align: 'right',
    render: (row) => <Figure value={row[key]} strong={strong} />,
  })
  const value: Column<StockRow> = {
    key: 'value',
    title: t('stock.value'),
    width: 100,
    align: 'right',
    render: (row) => valueText(row.value),
  }
  return [
    { key: 'sku', title: t('stock.sku'), width: 108, render: (row) => <span className="code">{row.sku}</span> },
    {
      key: 'name',
      title: t('stock.name'),
      render: (row) => (
        <>
          {nameIn(language, row)} <span className="muted">{row.spec}</span>
        </>
      ),
    },
    {
      key: 'barcode',
      title: t('stock.barcode'),
      width: 130,
      render: (row) => <span className="code muted">{row.barcode}</span>,
    },
    { key: 'unit', title: t('stock.unit'), width: 52, align: 'center', render: (row) => row.unit },
    figure('onHand', 80, true),
    figure('available', 80),
    figure('allocated', 76),
    figure('onOrder', 80),
    {
      key: 'damaged',
      title: t('stock.damaged'),
      width: 76,
      align: 'right',
      render: (row) => <Figure value={row.quarantined} />,
    },
    ...(withValue ? [value] : []),
    {
      key: 'lastMoved',
      title: t('stock.lastMoved'),
      width: 108,
      render: (row) => <span className="muted">{timeText(row.lastMovedAt)}</span>,
    },
  ]
}

const Figure = ({ value, strong = false }: { value: number; strong?: boolean }) => {
  if (value < 0) return <b className="over">{quantityText(value)}</b>
  if (value === 0) return <span className="zero">0</span>
  return strong ? <b>{quantityText(value)}</b> : quantityText(value)
}
