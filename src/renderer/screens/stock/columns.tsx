/** Columns of the stock list, and the same figures as rows for a spreadsheet. */

import type { StockRow } from '../../../contract/operations/stock'
import { quantityText } from '../../../core/quantity/quantity'
import type { Column } from '../../../ui/DataGrid'
import { nameIn, timeText, valueText } from '../../../ui/format'
import { quantityCell, type SheetRow, valueCell } from '../../../ui/sheet'

type Translate = (key: string) => string
type FigureName = 'onHand' | 'available' | 'allocated' | 'inTransit' | 'onOrder' | 'quarantined'

const figures: readonly FigureName[] = ['onHand', 'available', 'allocated', 'inTransit', 'onOrder', 'quarantined']

export const stockColumns = (t: Translate, language: string, rows: readonly StockRow[]): Column<StockRow>[] => [
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
  ...(severalWarehouses(rows) ? [warehouseColumn(t)] : [barcodeColumn(t)]),
  { key: 'unit', title: t('stock.unit'), width: 48, align: 'center', render: (row) => row.unit },
  ...figures.map((name) => figureColumn(t, name)),
  ...(rows.some((row) => row.value !== null) ? [valueColumn(t)] : []),
  {
    key: 'lastMoved',
    title: t('stock.lastMoved'),
    width: 116,
    render: (row) => <span className="muted">{timeText(row.lastMovedAt)}</span>,
  },
]

const severalWarehouses = (rows: readonly StockRow[]): boolean =>
  rows.some((row) => row.warehouseCode !== rows[0]?.warehouseCode)

const barcodeColumn = (t: Translate): Column<StockRow> => ({
  key: 'barcode',
  title: t('stock.barcode'),
  width: 126,
  render: (row) => <span className="code muted">{row.barcode}</span>,
})

/** Where a store has several places, which one it is matters more than the bars. */
const warehouseColumn = (t: Translate): Column<StockRow> => ({
  key: 'warehouse',
  title: t('work.warehouse'),
  width: 126,
  render: (row) => row.warehouseName,
})

const figureColumn = (t: Translate, name: FigureName): Column<StockRow> => ({
  key: name === 'quarantined' ? 'damaged' : name,
  title: t(name === 'quarantined' ? 'stock.damaged' : `stock.${name}`),
  width: 70,
  align: 'right',
  render: (row) => <Figure value={row[name]} strong={name === 'onHand'} />,
})

const valueColumn = (t: Translate): Column<StockRow> => ({
  key: 'value',
  title: t('stock.value'),
  width: 96,
  align: 'right',
  render: (row) => valueText(row.value),
})

const Figure = ({ value, strong }: { value: number | null; strong: boolean }) => {
  if (value === null) return <span className="muted">—</span>
  if (value < 0) return <b className="over">{quantityText(value)}</b>
  if (value === 0) return <span className="zero">0</span>
  return strong ? <b>{quantityText(value)}</b> : quantityText(value)
}

export const stockRows = (t: Translate, language: string, rows: readonly StockRow[]): SheetRow[] => [
  [
    t('stock.sku'),
    t('stock.barcode'),
    t('stock.name'),
    t('work.spec'),
    t('stock.unit'),
    t('work.warehouse'),
    ...figures.map((name) => t(name === 'quarantined' ? 'stock.damaged' : `stock.${name}`)),
    t('stock.value'),
  ],
  ...rows.map((row) => [
    row.sku,
    row.barcode,
    nameIn(language, row),
    row.spec,
    row.unit,
    row.warehouseName,
    ...figures.map((name) => quantityCell(row[name])),
    valueCell(row.value),
  ]),
]
