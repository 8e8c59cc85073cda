/** The lines of a waiting paper, narrow; for a request the granted quantity is typed in its own column. */
import { useTranslation } from 'react-i18next'
import type { DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import { isRequest, setsUnitCost } from '../../../ui/documents'
import { valueText } from '../../../ui/format'
import { EmptyState } from '../../../ui/states'
import { arrived, lineValue } from '../../data/documents'
import { QuantityField } from '../../parts/FigureField'
import { Quantity, unitCostText } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { useCostNowColumns } from '../documents/costNow'
import { lotColumns, natureColumns } from '../documents/DocumentLines'
import type { GrantForm } from './InboxDetail'
import { useSenderStock } from './senderStock'

type Line = DocumentLineView

export const InboxLines = ({ document, grant }: { document: DocumentView; grant: GrantForm }) => {
  const { t } = useTranslation()
  return (
    <ListTable
      label={t('document.linesTab', { n: document.lines.length })}
      testId="inbox-lines"
      columns={useColumns(document, grant)}
      rows={document.lines}
      rowKey={({ lineNo }) => String(lineNo)}
      rowTestId={({ lineNo }) => `inbox-line-${lineNo}`}
      rowData={({ sku }) => ({ 'data-sku': sku })}
      empty={<EmptyState title={t('document.noLines')} />}
    />
  )
}

const useColumns = (document: DocumentView, grant: GrantForm): Column<Line>[] => {
  const { t } = useTranslation()
  const { header, lines } = document
  const withCost = lines.some(({ unitCost }) => unitCost !== null)
  const request = isRequest(header.type)
  const costNow = useCostNowColumns(header)
  const sender = useSenderStock(document, grant.fromWarehouseCode)
  const columns: (Column<Line> | false)[] = [
    { key: 'sku', title: t('document.sku'), width: 80, render: (line) => <span className="code">{line.sku}</span> },
    { key: 'name', title: t('document.name'), render: (line) => <ProductName product={line} /> },
    { key: 'unit', title: t('document.unit'), width: 44, render: (line) => line.unit },
    ...natureColumns(t, document),
    ...lotColumns(t, lines),
    !setsUnitCost(header.type) && {
      key: 'quantity',
      title: t(request ? 'transfers.asked' : 'quantityField.quantity'),
      width: 66,
      align: 'right',
      render: (line) => <Quantity value={arrived(line)} strong />,
    },
    request && {
      key: 'available',
      title: t('inbox.senderHas'),
      width: 78,
      align: 'right',
      render: (line) => <SenderHas available={sender.availableOf(line.sku)} />,
    },
    request && {
      key: 'granted',
      title: t('transfers.approved'),
      width: 96,
      align: 'right',
      render: (line) => (
        <QuantityField
          label={`${t('transfers.approved')} ${line.sku}`}
          testId={`granted-${line.lineNo}`}
          value={grant.quantityOf(line.lineNo, line.quantity)}
          width={80}
          onCommit={(quantity) => grant.setQuantity(line.lineNo, quantity)}
        />
      ),
    },
    request && {
      key: 'remark',
      title: '',
      width: 96,
      render: (line) => (
        <Remark
          line={line}
          granted={grant.quantityOf(line.lineNo, line.quantity)}
          available={sender.availableOf(line.sku)}
        />
      ),
    },
    ...costNow,
    // beside what the sender has there is no room for them; what a request is worth stands above its lines
    withCost &&
      !request && {
        key: 'unitCost',
        title: t(setsUnitCost(header.type) ? 'document.newUnitCost' : 'document.unitCost'),
        width: 76,
        align: 'right',
        render: (line) => unitCostText(line.unitCost),
      },
    withCost &&
      !request &&
      !setsUnitCost(header.type) && {
        key: 'value',
        title: t('document.lineValue'),
        width: 88,
        align: 'right',
        render: (line) => valueText(lineValue(line)),
      },
  ]
  return columns.filter((column) => column !== false)
}

const SenderHas = ({ available }: { available: number | null }) =>
  available === null ? <span className="zero">—</span> : <Quantity value={available} />

/** What a person should notice before saying yes; neither stands in the way. */
const Remark = ({ line, granted, available }: { line: Line; granted: number; available: number | null }) => {
  const { t } = useTranslation()
  if (available !== null && granted > available) return <span className="look">{t('push.moreThanThere')}</span>
  return granted > line.quantity ? <span className="look">{t('inbox.moreThanAsked')}</span> : null
}
