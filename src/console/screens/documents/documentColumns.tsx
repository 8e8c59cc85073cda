/** The columns of a list of documents of any type; the overview shows fewer of them. */
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { piecesOf, signedOf } from '../../../ui/documents'
import { reasonIn, shortTimeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { DocumentStateSign, stateWords } from '../../../ui/states'
import { totalDifference } from '../../data/documents'
import type { Stores } from '../../data/stores'
import type { From } from '../../parts/cameFrom'
import { Difference, Quantity } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { StoreCell } from '../../parts/StoreCell'

interface DocumentColumnsOptions {
  here: From
  stores: Stores
  short?: boolean
}

type Translate = ReturnType<typeof useTranslation>['t']

export const useDocumentColumns = ({
  here,
  stores,
  short = false,
}: DocumentColumnsOptions): Column<DocumentHeader>[] => {
  const { t, i18n } = useTranslation()
  const withCost = useHolds('cost.view')
  const otherSide = otherSideIn(i18n.language)
  const columns: (Column<DocumentHeader> | false)[] = [
    {
      key: 'number',
      title: t('documents.number'),
      width: 178,
      render: (row) => (
        <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    {
      key: 'type',
      title: t('documents.type'),
      width: short ? 92 : 106,
      render: (row) => typeName(t, row),
      text: (row) => typeName(t, row),
    },
    placeColumn(t, stores, short),
    {
      key: 'counterparty',
      title: t('documents.counterparty'),
      render: (row) => <span title={otherSide(row)}>{otherSide(row) || <span className="zero">—</span>}</span>,
      text: otherSide,
    },
    !short && {
      key: 'source',
      title: t('documents.source'),
      width: 170,
      render: (row) => <span className="code">{row.sourceNumber}</span>,
      text: (row) => row.sourceNumber,
    },
    { key: 'state', title: t('documents.state'), width: 94, ...state(t) },
    !short && {
      key: 'lines',
      title: t('documents.lines'),
      width: 50,
      align: 'right',
      render: (row) => row.linesTotal,
      text: (row) => row.linesTotal,
    },
    ...quantityColumns(t),
    withCost && {
      key: 'value',
      title: t('documents.value'),
      width: 94,
      align: 'right',
      render: (row) => valueText(signedValue(row)),
      text: (row) => valueCell(signedValue(row)),
    },
    !short && {
      key: 'author',
      title: t('documents.author'),
      width: 78,
      render: (row) => row.authorName,
      text: (row) => row.authorName,
    },
    {
      key: 'time',
      title: t('documents.time'),
      width: 92,
      render: (row) => shortTimeText(timeOf(row)),
      text: (row) => dayjs(timeOf(row)).format('YYYY-MM-DD HH:mm'),
    },
  ]
  return columns.filter((column) => column !== false)
}

/** A reversal is a document of the same type; its row must not be taken for the original. */
export const typeName = (t: Translate, row: Pick<DocumentHeader, 'type' | 'reversalOf'>): string =>
  row.reversalOf === ''
    ? t(`documentType.${row.type}`)
    : t('documents.reversalOf', { type: t(`documentType.${row.type}`) })

/** A reversal counts against what it reverses, so that a column of values adds up. */
export const signedValue = (row: Pick<DocumentHeader, 'value' | 'reversalOf'>): number | null =>
  row.value === null ? null : signedOf(row, row.value)

/** Supplier or customer, or the warehouse on the other end, or why. */
const otherSideIn =
  (language: string) =>
  (row: DocumentHeader): string =>
    row.counterpartyName || row.toWarehouseName || reasonIn(language, row) || row.reasonCode

/** When it last came a step further. */
const timeOf = (row: DocumentHeader): string => row.postedAt ?? row.submittedAt ?? row.createdAt

const state = (t: Translate): Pick<Column<DocumentHeader>, 'render' | 'text'> => ({
  render: (row) => <DocumentStateSign {...row} />,
  text: (row) => t(stateWords(row)),
})

const placeColumn = (t: Translate, stores: Stores, short: boolean): Column<DocumentHeader> => ({
  key: 'store',
  title: t('documents.place'),
  width: short ? 108 : 150,
  render: (row) => {
    if (row.storeCode === '') return row.warehouseName
    if (short) return row.storeName
    return <StoreCell row={row} stores={stores.stores} fetchedAtMs={stores.fetchedAtMs} />
  },
  text: (row) => row.storeName || row.warehouseName,
})

const quantityColumns = (t: Translate): Column<DocumentHeader>[] => [
  {
    key: 'quantity',
    title: t('documents.quantity'),
    width: 66,
    align: 'right',
    render: (row) => (row.linesHidden ? '—' : <Quantity value={signedOf(row, piecesOf(row))} />),
    text: (row) => (row.linesHidden ? '' : quantityCell(signedOf(row, piecesOf(row)))),
  },
  {
    key: 'difference',
    title: t('documents.difference'),
    width: 56,
    align: 'right',
    render: (row) => <TotalDifference value={totalDifference(row)} />,
    text: (row) => quantityCell(totalDifference(row)),
  },
]

const TotalDifference = ({ value }: { value: number | null }) => (value === null ? null : <Difference value={value} />)
