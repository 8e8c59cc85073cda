/** The columns of a list of movements: of one product in one place (with documents), or of one document (with products). */
import { useTranslation } from 'react-i18next'
import type { MovementRow } from '../../../contract/operations/stock'
import type { ReceiptLine } from '../../../contract/schemas/goodsReceipt'
import { costValue } from '../../../core/quantity/quantity'
import { signedQuantity, timeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import type { From } from '../../parts/cameFrom'
import { Quantity, unitCostText } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { namedAccount, type PlaceNames } from '../../parts/placeNames'

interface MovementColumnsOptions {
  names: PlaceNames
  /** of one document: the products by SKU */
  products?: ReadonlyMap<string, ReceiptLine>
  /** of one product: the way back for its document links */
  here?: From
}

export const movementKey = (row: MovementRow): string => `${row.logId} ${row.seq} ${row.line}`

type Translate = ReturnType<typeof useTranslation>['t']

export const useMovementColumns = ({ names, products, here }: MovementColumnsOptions): Column<MovementRow>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const way: Column<MovementRow> = {
    key: 'way',
    title: t('movements.way'),
    render: (row) => <Way row={row} names={names} />,
  }
  const cost: Column<MovementRow>[] = withCost
    ? [
        {
          key: 'unitCost',
          title: t('movements.unitCost'),
          width: 88,
          align: 'right',
          render: (row) => unitCostText(row.unitCost),
        },
      ]
    : []
  return products
    ? [
        ...productColumns(t, products),
        way,
        quantityColumn(t),
        ...cost,
        ...(withCost ? [valueColumn(t)] : []),
        ...whoAndWhen(t),
      ]
    : [
        ...documentColumns(t, here),
        way,
        changeColumn(t),
        ...cost,
        { key: 'who', title: t('movements.who'), width: 84, render: (row) => row.userName },
      ]
}

const Way = ({ row, names }: { row: MovementRow; names: PlaceNames }) => {
  const { t } = useTranslation()
  const words = `${namedAccount(t, row.fromAccount, names)} → ${namedAccount(t, row.toAccount, names)}`
  return <span title={words}>{words}</span>
}

const documentColumns = (t: Translate, here: From | undefined): Column<MovementRow>[] => [
  { key: 'time', title: t('movements.time'), width: 90, render: (row) => <Time row={row} /> },
  {
    key: 'document',
    title: t('movements.document'),
    width: 182,
    render: (row) => (
      <RowLink className="code" to={`/receipts/${row.documentId}`} state={here}>
        {row.documentNumber}
      </RowLink>
    ),
  },
  {
    key: 'type',
    title: t('movements.type'),
    width: 100,
    render: (row) => t(`documentTypes.${row.documentType}`, { defaultValue: row.documentType }),
  },
]

const productColumns = (t: Translate, products: ReadonlyMap<string, ReceiptLine>): Column<MovementRow>[] => [
  { key: 'sku', title: t('stockPage.sku'), width: 92, render: (row) => <span className="code">{row.sku}</span> },
  {
    key: 'product',
    title: t('movements.sku'),
    render: (row) => {
      const product = products.get(row.sku)
      return product ? <ProductName product={product} /> : row.sku
    },
  },
]

const quantityColumn = (t: Translate): Column<MovementRow> => ({
  key: 'quantity',
  title: t('movements.quantity'),
  width: 90,
  align: 'right',
  render: (row) => <Quantity value={row.quantity} strong />,
})

const changeColumn = (t: Translate): Column<MovementRow> => ({
  key: 'change',
  title: t('movements.change'),
  width: 76,
  align: 'right',
  render: (row) => <b className={row.change < 0 ? 'bad' : 'good'}>{signedQuantity(row.change)}</b>,
})

const valueColumn = (t: Translate): Column<MovementRow> => ({
  key: 'value',
  title: t('movements.value'),
  width: 104,
  align: 'right',
  render: (row) => (row.unitCost === null ? '' : valueText(costValue(row.quantity, row.unitCost))),
})

const whoAndWhen = (t: Translate): Column<MovementRow>[] => [
  { key: 'who', title: t('movements.who'), width: 96, render: (row) => row.userName },
  { key: 'time', title: t('movements.time'), width: 104, render: (row) => <Time row={row} /> },
]

const Time = ({ row }: { row: MovementRow }) => {
  const { t } = useTranslation()
  return <span title={t('movements.recordedAt', { time: timeText(row.recordedAt) })}>{timeText(row.occurredAt)}</span>
}
