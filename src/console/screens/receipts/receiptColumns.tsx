/** The columns of a list of receipts; the overview shows fewer of them. */
import { useTranslation } from 'react-i18next'
import type { ReceiptHeader } from '../../../contract/schemas/goodsReceipt'
import { shortTimeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { DocumentStateSign } from '../../../ui/states'
import type { Stores } from '../../data/stores'
import type { From } from '../../parts/cameFrom'
import { Difference, Quantity } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { StoreCell } from '../../parts/StoreCell'

interface ReceiptColumnsOptions {
  here: From
  stores: Stores
  short?: boolean
}

export const useReceiptColumns = ({ here, stores, short = false }: ReceiptColumnsOptions): Column<ReceiptHeader>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const columns: (Column<ReceiptHeader> | false)[] = [
    {
      key: 'number',
      title: t('receipts.number'),
      width: 188,
      render: (row) => (
        <RowLink className="code" to={`/receipts/${row.documentId}`} state={here}>
          {row.number}
        </RowLink>
      ),
    },
    {
      key: 'store',
      title: t('receipts.store'),
      width: short ? 112 : 180,
      render: (row) =>
        short ? row.storeName : <StoreCell row={row} stores={stores.stores} fetchedAtMs={stores.fetchedAtMs} />,
    },
    {
      key: 'supplier',
      title: t('receipts.supplier'),
      render: (row) => <span title={row.supplierName}>{row.supplierName}</span>,
    },
    !short && {
      key: 'order',
      title: t('receipts.order'),
      width: 172,
      render: (row) => <span className="code">{row.orderNumber}</span>,
    },
    { key: 'state', title: t('receipts.state'), width: 84, render: (row) => <DocumentStateSign state={row.state} /> },
    !short && {
      key: 'lines',
      title: t('receipts.lines'),
      width: 58,
      align: 'right',
      render: (row) => `${row.linesDone}/${row.linesTotal}`,
    },
    {
      key: 'expected',
      title: t('receipts.expected'),
      width: 74,
      align: 'right',
      render: (row) => <Quantity value={row.expectedTotal} />,
    },
    {
      key: 'received',
      title: t('receipts.received'),
      width: 74,
      align: 'right',
      render: (row) => <Quantity value={row.receivedTotal} />,
    },
    {
      key: 'difference',
      title: t('receipts.difference'),
      width: 62,
      align: 'right',
      render: (row) => <Difference value={row.receivedTotal - row.expectedTotal} />,
    },
    withCost && {
      key: 'value',
      title: t('receipts.value'),
      width: 100,
      align: 'right',
      render: (row) => valueText(row.value),
    },
    !short && { key: 'postedBy', title: t('receipts.postedBy'), width: 84, render: (row) => row.postedByName },
    { key: 'postedAt', title: t('receipts.postedAt'), width: 96, render: (row) => shortTimeText(row.postedAt) },
  ]
  return columns.filter((column) => column !== false)
}
