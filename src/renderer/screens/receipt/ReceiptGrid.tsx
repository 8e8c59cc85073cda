/** The lines of a receipt. Expected and received are separate columns; scanning never changes expected. */
import { CheckOutlined } from '@ant-design/icons'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceiptLine } from '../../../contract/schemas/goodsReceipt'
import { quantityText } from '../../../core/quantity/quantity'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { nameIn, signedQuantity } from '../../../ui/format'
import { EmptyState, Sign } from '../../../ui/states'
import { QuantityCell } from './QuantityCell'
import type { Shown } from './results'
import { differenceOf, type View } from './views'

export interface Editing {
  lineNo: number
  text: string
}

interface ReceiptGridProps {
  lines: readonly ReceiptLine[]
  view: View
  current: number | null
  shown: Shown | null
  editing: Editing | null
  onCurrent(lineNo: number): void
  onEdit(lineNo: number): void
  onEditText(text: string): void
  onEditEnd(commit: boolean): void
}

export const ReceiptGrid = (props: ReceiptGridProps) => {
  const { t, i18n } = useTranslation()
  const { lines, view, current, shown, editing, onEditText, onEditEnd } = props
  const touched = shown?.kind === 'result' && shown.answer.line ? shown.answer.line.lineNo : null
  const columns = useMemo(
    () => receiptColumns(t, i18n.language, editing, onEditText, onEditEnd),
    [t, i18n.language, editing, onEditText, onEditEnd],
  )
  return (
    <DataGrid
      label={t('receipt.lines')}
      testId="lines"
      columns={columns}
      rows={lines}
      rowKey={(line) => String(line.lineNo)}
      currentKey={current === null ? null : String(current)}
      onCurrentChange={(key) => props.onCurrent(Number(key))}
      onOpen={(line) => props.onEdit(line.lineNo)}
      rowClass={(line) => (line.lineNo === touched ? `touched tone-${shown?.tone}` : '')}
      revealToken={shown?.id}
      focusable
      empty={<EmptyState title={t(`receipt.empty${capital(view)}`)} hint={hintOf(t, view)} />}
    />
  )
}

const capital = (view: View): string => view.charAt(0).toUpperCase() + view.slice(1)
const hintOf = (t: TFunction, view: View): string | undefined =>
  view === 'all' ? undefined : t(`receipt.empty${capital(view)}Hint`)

const receiptColumns = (
  t: TFunction,
  language: string,
  editing: Editing | null,
  onEditText: (text: string) => void,
  onEditEnd: (commit: boolean) => void,
): Column<ReceiptLine>[] => [
  {
    key: 'lineNo',
    title: t('receipt.lineNo'),
    width: 56,
    align: 'right',
    render: (line) => <span className="muted">{line.lineNo}</span>,
  },
  { key: 'sku', title: t('receipt.sku'), width: 120, render: (line) => <span className="code">{line.sku}</span> },
  {
    key: 'barcode',
    title: t('receipt.barcode'),
    width: 144,
    render: (line) => <span className="code muted">{line.barcode}</span>,
  },
  {
    key: 'name',
    title: t('receipt.name'),
    render: (line) => <NameCell line={line} language={language} unplanned={t('receipt.unplanned')} />,
  },
  { key: 'unit', title: t('receipt.unit'), width: 56, align: 'center', render: (line) => line.unit },
  {
    key: 'expected',
    title: t('receipt.expected'),
    width: 84,
    align: 'right',
    render: (line) => quantityText(line.expectedQuantity),
  },
  {
    key: 'received',
    title: t('receipt.received'),
    width: 96,
    align: 'right',
    render: (line) =>
      editing?.lineNo === line.lineNo ? (
        <QuantityCell
          text={editing.text}
          label={t('receipt.editing', { lineNo: line.lineNo })}
          onText={onEditText}
          onEnd={onEditEnd}
        />
      ) : (
        <b className={line.receivedQuantity === 0 ? 'zero' : 'received'}>{quantityText(line.receivedQuantity)}</b>
      ),
  },
  {
    key: 'difference',
    title: t('receipt.difference'),
    width: 84,
    align: 'right',
    render: (line) => <Difference line={line} doneWord={t('receipt.lineDone')} />,
  },
  { key: 'shelf', title: t('receipt.shelf'), width: 104, render: (line) => line.shelf },
]

const NameCell = ({ line, language, unplanned }: { line: ReceiptLine; language: string; unplanned: string }) => (
  <>
    {line.unplanned ? (
      <>
        <Sign tone="look">{unplanned}</Sign>{' '}
      </>
    ) : null}
    {nameIn(language, line)} <span className="muted">{line.spec}</span>
  </>
)

const Difference = ({ line, doneWord }: { line: ReceiptLine; doneWord: string }) => {
  const difference = differenceOf(line)
  if (difference === 0) return <CheckOutlined className="good" aria-label={doneWord} />
  if (difference > 0) return <b className="over">{signedQuantity(difference)}</b>
  return <span className={line.receivedQuantity === 0 ? 'muted' : 'look'}>{signedQuantity(difference)}</span>
}
