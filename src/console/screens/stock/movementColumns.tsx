/** The columns of a list of movements: of one product in one place (with documents), or of one document (with products). */
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { MovementRow } from '../../../contract/operations/stock'
import type { DocumentLineView } from '../../../contract/schemas/document'
import { movementKindText } from '../../../ui/documents'
import { signedQuantity, signedValueText, timeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import type { From } from '../../parts/cameFrom'
import { Quantity, unitCostCell, unitCostText } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { namedAccount, type PlaceNames } from '../../parts/placeNames'

interface MovementColumnsOptions {
  names: PlaceNames
  /** of one document: the products by SKU */
  products?: ReadonlyMap<string, DocumentLineView>
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
    text: (row) => `${namedAccount(t, row.fromAccount, names)} → ${namedAccount(t, row.toAccount, names)}`,
  }
  const cost: Column<MovementRow>[] = withCost
    ? [
        {
          key: 'unitCost',
          title: t('movements.unitCost'),
          width: 84,
          align: 'right',
          render: (row) => unitCostText(row.unitCost),
          text: (row) => unitCostCell(row.unitCost),
        },
      ]
    : []
  return products
    ? [
        ...productColumns(t, products),
        kindColumn(t),
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
        ...(withCost ? [valueChangeColumn(t)] : []),
        {
          key: 'who',
          title: t('movements.who'),
          width: 72,
          render: (row) => row.userName,
          text: (row) => row.userName,
        },
      ]
}

const Way = ({ row, names }: { row: MovementRow; names: PlaceNames }) => {
  const { t } = useTranslation()
  const words = `${namedAccount(t, row.fromAccount, names)} → ${namedAccount(t, row.toAccount, names)}`
  return <span title={words}>{words}</span>
}

const documentColumns = (t: Translate, here: From | undefined): Column<MovementRow>[] => [
  { key: 'time', title: t('movements.time'), width: 90, render: (row) => <Time row={row} />, text: timeOf },
  {
    key: 'document',
    title: t('movements.document'),
    width: 174,
    render: (row) => (
      <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
        {row.documentNumber}
      </RowLink>
    ),
    text: (row) => row.documentNumber,
  },
  kindColumn(t),
]

const kindColumn = (t: Translate): Column<MovementRow> => ({
  key: 'kind',
  title: t('movements.kind'),
  width: 84,
  render: (row) => movementKindText(t, row.kind),
  text: (row) => movementKindText(t, row.kind),
})

const productColumns = (t: Translate, products: ReadonlyMap<string, DocumentLineView>): Column<MovementRow>[] => [
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
  render: (row) =>
    row.change === 0 ? (
      <span className="zero">0</span>
    ) : (
      <b className={row.change < 0 ? 'bad' : 'good'}>{signedQuantity(row.change)}</b>
    ),
  text: (row) => quantityCell(row.change),
})

/** Signed as seen from the place asked for: a cost adjustment moves value without goods. */
const valueChangeColumn = (t: Translate): Column<MovementRow> => ({
  key: 'value',
  title: t('movements.value'),
  width: 96,
  align: 'right',
  render: (row) => signedValueText(row.value),
  text: (row) => valueCell(row.value),
})

const valueColumn = (t: Translate): Column<MovementRow> => ({
  key: 'value',
  title: t('movements.value'),
  width: 96,
  align: 'right',
  render: (row) => valueText(row.value),
})

const whoAndWhen = (t: Translate): Column<MovementRow>[] => [
  { key: 'who', title: t('movements.who'), width: 80, render: (row) => row.userName },
  { key: 'time', title: t('movements.time'), width: 104, render: (row) => <Time row={row} /> },
]

const timeOf = (row: MovementRow): string => dayjs(row.occurredAt).format('YYYY-MM-DD HH:mm:ss')

const Time = ({ row }: { row: MovementRow }) => {
  const { t } = useTranslation()
  return <span title={t('movements.recordedAt', { time: timeText(row.recordedAt) })}>{timeText(row.occurredAt)}</span>
}
