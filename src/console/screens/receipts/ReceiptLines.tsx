/** The lines of a receipt: expected, received, and the difference in words. */
import { useTranslation } from 'react-i18next'
import type { Receipt, ReceiptLine } from '../../../contract/schemas/goodsReceipt'
import { valueText } from '../../../ui/format'
import { EmptyState, Sign, type Tone } from '../../../ui/states'
import { useFilters } from '../../data/filters'
import { type LineOutcome, lineOutcome, lineValue } from '../../data/receipts'
import { TickFilter } from '../../parts/FilterBar'
import { Difference, Quantity, unitCostText } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'

const tones: Record<LineOutcome, Tone> = {
  even: 'plain',
  short: 'bad',
  missing: 'bad',
  over: 'look',
  unplanned: 'look',
}

export const OutcomeSign = ({ outcome, count }: { outcome: LineOutcome; count?: number }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={tones[outcome]} testId={count === undefined ? undefined : `outcome-${outcome}`}>
      {t(`outcome.${outcome}`)} {count}
    </Sign>
  )
}

export const OnlyDifferences = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  return (
    <TickFilter
      label={t('filter.onlyDifferences')}
      testId="filter-differences"
      checked={params.get('diff') === '1'}
      onChange={(on) => change({ diff: on ? '1' : null })}
    />
  )
}

export const ReceiptLines = ({ receipt }: { receipt: Receipt }) => {
  const { t } = useTranslation()
  const [params] = useFilters()
  const onlyDifferences = params.get('diff') === '1'
  const columns = useLineColumns(receipt.header.value !== null)
  const rows = onlyDifferences ? receipt.lines.filter((line) => lineOutcome(line) !== 'even') : receipt.lines
  return (
    <ListTable
      label={t('receipt.lines', { n: rows.length })}
      testId="receipt-lines"
      columns={columns}
      rows={rows}
      rowKey={({ lineNo }) => String(lineNo)}
      rowTestId={({ lineNo }) => `receipt-line-${lineNo}`}
      rowData={({ sku }) => ({ 'data-sku': sku })}
      foot={onlyDifferences ? null : <Sums receipt={receipt} columns={columns} />}
      empty={
        onlyDifferences ? (
          <EmptyState title={t('receipt.noDifferences')} hint={t('receipt.noDifferencesHint')} />
        ) : (
          <EmptyState title={t('receipt.noLines')} />
        )
      }
    />
  )
}

const useLineColumns = (withCost: boolean): Column<ReceiptLine>[] => {
  const { t } = useTranslation()
  const columns: (Column<ReceiptLine> | false)[] = [
    {
      key: 'lineNo',
      title: t('receipt.lineNo'),
      width: 44,
      align: 'right',
      render: (line) => <span className="muted">{line.lineNo}</span>,
    },
    { key: 'sku', title: t('receipt.sku'), width: 88, render: (line) => <span className="code">{line.sku}</span> },
    {
      key: 'barcode',
      title: t('receipt.barcode'),
      width: 124,
      render: (line) => <span className="code">{line.barcode}</span>,
    },
    { key: 'name', title: t('receipt.name'), render: (line) => <ProductName product={line} /> },
    { key: 'unit', title: t('receipt.unit'), width: 52, render: (line) => line.unit },
    {
      key: 'shelf',
      title: t('receipt.shelf'),
      width: 72,
      render: (line) => <span className="code">{line.shelf}</span>,
    },
    {
      key: 'expected',
      title: t('receipt.expected'),
      width: 84,
      align: 'right',
      render: (line) => <Quantity value={line.expectedQuantity} />,
    },
    {
      key: 'received',
      title: t('receipt.received'),
      width: 84,
      align: 'right',
      render: (line) => <Quantity value={line.receivedQuantity} strong />,
    },
    {
      key: 'difference',
      title: t('receipt.difference'),
      width: 78,
      align: 'right',
      render: (line) => <Difference value={line.receivedQuantity - line.expectedQuantity} />,
    },
    {
      key: 'outcome',
      title: t('receipt.outcome'),
      width: 88,
      render: (line) => <OutcomeSign outcome={lineOutcome(line)} />,
    },
    withCost && {
      key: 'unitCost',
      title: t('receipt.unitCost'),
      width: 88,
      align: 'right',
      render: (line) => unitCostText(line.unitCost),
    },
    withCost && {
      key: 'value',
      title: t('receipt.lineValue'),
      width: 104,
      align: 'right',
      render: (line) => valueText(lineValue(line)),
    },
  ]
  return columns.filter((column) => column !== false)
}

const Sums = ({ receipt: { header }, columns }: { receipt: Receipt; columns: readonly Column<ReceiptLine>[] }) => {
  const { t } = useTranslation()
  const sums: Record<string, React.ReactNode> = {
    name: t('receipt.total'),
    expected: <Quantity value={header.expectedTotal} />,
    received: <Quantity value={header.receivedTotal} strong />,
    difference: <Difference value={header.receivedTotal - header.expectedTotal} />,
    value: valueText(header.value),
  }
  return (
    <tr data-testid="receipt-sums">
      {columns.map(({ key, align }) => (
        <td key={key} className={align ? `to-${align}` : undefined}>
          {sums[key] ?? null}
        </td>
      ))}
    </tr>
  )
}
