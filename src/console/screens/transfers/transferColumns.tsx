/** The columns of the list of transfers: what was granted, sent and received, and how long goods have been on the way. */
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { TransferSummary } from '../../../contract/schemas/transfer'
import { timeText, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import type { From } from '../../parts/cameFrom'
import { Quantity } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { WaitingAge } from '../inbox/inboxColumns'
import { TransferStateSign } from './transferSigns'

type Row = TransferSummary
type Translate = ReturnType<typeof useTranslation>['t']

export const useTransferColumns = (here: From): Column<Row>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const columns: (Column<Row> | false)[] = [
    {
      key: 'number',
      title: t('documents.number'),
      width: 178,
      render: (row) => (
        <RowLink className="code" to={`/transfers/${row.transferId}`} state={here}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    {
      key: 'kind',
      title: t('transfers.kind'),
      width: 64,
      render: (row) => t(`transferKind.${row.kind}`),
      text: (row) => t(`transferKind.${row.kind}`),
    },
    {
      key: 'state',
      title: t('documents.state'),
      width: 94,
      render: (row) => <TransferStateSign state={row.state} />,
      text: (row) => t(`transferState.${row.state}`),
    },
    ...wayColumns(t),
    { key: 'lines', title: t('documents.lines'), width: 50, align: 'right', render: (row) => row.linesTotal },
    ...totalColumns(t),
    {
      key: 'age',
      title: t('transfers.inTransitFor'),
      width: 82,
      align: 'right',
      render: (row) => (row.inTransitSeconds === null ? null : <WaitingAge seconds={row.inTransitSeconds} />),
      text: (row) => (row.inTransitSeconds === null ? '' : Math.round(row.inTransitSeconds / 3600)),
    },
    withCost && {
      key: 'value',
      title: t('documents.value'),
      width: 98,
      align: 'right',
      render: (row) => valueText(row.value),
      text: (row) => valueCell(row.value),
    },
    {
      key: 'due',
      title: t('transfers.due'),
      width: 88,
      render: (row) => row.dueDate,
      text: (row) => row.dueDate,
    },
    {
      key: 'time',
      title: t('transfers.createdAt'),
      width: 92,
      render: (row) => timeText(row.createdAt),
      text: (row) => dayjs(row.createdAt).format('YYYY-MM-DD HH:mm'),
    },
  ]
  return columns.filter((column) => column !== false)
}

const wayColumns = (t: Translate): Column<Row>[] => [
  {
    key: 'from',
    title: t('transfers.from'),
    render: (row) => <span title={row.fromWarehouseCode}>{row.fromWarehouseName}</span>,
    text: (row) => row.fromWarehouseName,
  },
  {
    key: 'to',
    title: t('transfers.to'),
    render: (row) => <span title={row.toWarehouseCode}>{row.toWarehouseName}</span>,
    text: (row) => row.toWarehouseName,
  },
]

const totalColumns = (t: Translate): Column<Row>[] =>
  (['approved', 'sent', 'received', 'inTransit'] as const).map((name) => ({
    key: name,
    title: t(`transfers.${name}`),
    width: 66,
    align: 'right',
    render: (row) => <Quantity value={row[`${name}Total`]} strong={name === 'inTransit'} />,
    text: (row) => quantityCell(row[`${name}Total`]),
  }))
