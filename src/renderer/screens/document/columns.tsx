/** The columns a document's lines have, by its type: the plan beside the count, what came broken, lots, place, role. */
import { CheckOutlined } from '@ant-design/icons'
import type { TFunction } from 'i18next'
import type { DocumentHeader, DocumentLineView } from '../../../contract/schemas/document'
import type { QuantityField } from '../../../core/documents/rule'
import { quantityText } from '../../../core/quantity/quantity'
import type { Column } from '../../../ui/DataGrid'
import { quantitiesOf, usesCondition, usesRole } from '../../../ui/documents'
import { nameIn, signedQuantity } from '../../../ui/format'
import { Sign } from '../../../ui/states'
import { isBlindNow, isPlanned } from './faces'
import { QuantityCell } from './QuantityCell'
import type { Editing } from './quantityEdit'

export interface ColumnFacts {
  header: DocumentHeader
  differences: ReadonlyMap<number, number>
  /** some line is kept by lot */
  withLots: boolean
  editing: Editing | null
  onEditText(text: string): void
  onEditEnd(commit: boolean): void
}

type Lines = Column<DocumentLineView>

export const documentColumns = (t: TFunction, language: string, facts: ColumnFacts): Lines[] => {
  const { type } = facts.header
  const planned = isPlanned(facts.header)
  const compared = planned && !isBlindNow(facts.header)
  return [
    ...identity(t, language, facts.withLots),
    ...(usesRole(type) ? [roleColumn(t)] : []),
    ...(usesCondition(type) && type !== 'transferDispatch' ? [conditionColumn(t)] : []),
    ...(facts.withLots ? lotColumns(t) : []),
    ...(compared ? [expectedColumn(t, type)] : []),
    receivedColumn(t, facts),
    ...(compared ? [differenceColumn(t, facts.differences)] : []),
    ...quantitiesOf(type)
      .filter((field) => field !== 'quantity')
      .map((field) => sideColumn(t, field)),
    { key: 'shelf', title: t('work.shelf'), width: 84, render: (line) => line.shelf },
  ]
}

const identity = (t: TFunction, language: string, withLots: boolean): Lines[] => [
  {
    key: 'lineNo',
    title: t('work.lineNo'),
    width: 52,
    align: 'right',
    render: (line) => <span className="muted">{line.lineNo}</span>,
  },
  { key: 'sku', title: t('work.sku'), width: 112, render: (line) => <span className="code">{line.sku}</span> },
  // With lots there is no room for it beside the name on a small screen, and the name says more.
  ...(withLots ? [] : [barcodeColumn(t)]),
  { key: 'name', title: t('work.name'), render: (line) => <NameCell line={line} language={language} t={t} /> },
  { key: 'unit', title: t('work.unit'), width: 48, align: 'center', render: (line) => line.unit },
]

const barcodeColumn = (t: TFunction): Lines => ({
  key: 'barcode',
  title: t('work.barcode'),
  width: 132,
  render: (line) => <span className="code muted">{line.barcode}</span>,
})

const roleColumn = (t: TFunction): Lines => ({
  key: 'role',
  title: t('work.role'),
  width: 72,
  align: 'center',
  render: (line) =>
    line.role === '' ? null : (
      <Sign tone={line.role === 'produce' ? 'good' : 'plain'}>{t(`lineRole.${line.role}`)}</Sign>
    ),
})

const conditionColumn = (t: TFunction): Lines => ({
  key: 'condition',
  title: t('work.condition'),
  width: 64,
  align: 'center',
  render: (line) =>
    line.condition === 'quarantine' ? (
      <Sign tone="look">{t('condition.quarantine')}</Sign>
    ) : (
      <span className="muted">{t('condition.stock')}</span>
    ),
})

const lotColumns = (t: TFunction): Lines[] => [
  { key: 'lot', title: t('field.lot'), width: 104, render: (line) => <span className="code">{line.lot}</span> },
  {
    key: 'expiry',
    title: t('field.expiryDate'),
    width: 92,
    render: (line) => <span className="code">{line.expiryDate}</span>,
  },
]

const expectedColumn = (t: TFunction, type: string): Lines => ({
  key: 'expected',
  title: t(type === 'transferDispatch' ? 'work.toSend' : 'work.expected'),
  width: 72,
  align: 'right',
  render: (line) => (line.splitOf === 0 ? quantityText(line.expectedQuantity ?? 0) : null),
})

const receivedColumn = (t: TFunction, facts: ColumnFacts): Lines => ({
  key: 'received',
  title: t(`work.counted.${countedName(facts.header)}`),
  width: 84,
  align: 'right',
  render: (line) =>
    facts.editing?.lineNo === line.lineNo ? (
      <QuantityCell
        text={facts.editing.text}
        label={t('work.editing', { lineNo: line.lineNo })}
        onText={facts.onEditText}
        onEnd={facts.onEditEnd}
      />
    ) : (
      <b className={line.quantity === 0 ? 'zero' : 'received'}>{quantityText(line.quantity)}</b>
    ),
})

export const countedName = ({
  type,
}: Pick<DocumentHeader, 'type'>): 'received' | 'sent' | 'asked' | 'good' | 'plain' => {
  if (type === 'goodsReceipt' || type === 'transferReceipt') return 'received'
  if (type === 'transferDispatch') return 'sent'
  if (type === 'transferRequest' || type === 'warehouseReturn') return 'asked'
  return quantitiesOf(type).includes('damaged') ? 'good' : 'plain'
}

const differenceColumn = (t: TFunction, differences: ReadonlyMap<number, number>): Lines => ({
  key: 'difference',
  title: t('work.difference'),
  width: 68,
  align: 'right',
  render: (line) => <Difference line={line} difference={differences.get(line.lineNo)} doneWord={t('work.lineDone')} />,
})

const sideQuantity: Record<Exclude<QuantityField, 'quantity'>, (line: DocumentLineView) => number> = {
  damaged: (line) => line.damagedQuantity,
  rejected: (line) => line.rejectedQuantity,
  free: (line) => line.freeQuantity,
}

const sideColumn = (t: TFunction, field: Exclude<QuantityField, 'quantity'>): Lines => ({
  key: field,
  title: t(`work.${field}`),
  width: 60,
  align: 'right',
  render: (line) => {
    const quantity = sideQuantity[field](line)
    if (quantity === 0) return null
    return <b className={field === 'free' ? 'good' : 'look'}>{quantityText(quantity)}</b>
  },
})

const NameCell = ({ line, language, t }: { line: DocumentLineView; language: string; t: TFunction }) => (
  <>
    {line.unplanned ? (
      <>
        <Sign tone="look">{t('work.unplanned')}</Sign>{' '}
      </>
    ) : null}
    {nameIn(language, line)} <span className="muted">{line.spec}</span>
    {line.note ? (
      <span className="look" title={line.note}>
        {' '}
        · {line.note}
      </span>
    ) : null}
  </>
)

interface DifferenceProps {
  line: DocumentLineView
  difference: number | undefined
  doneWord: string
}

const Difference = ({ line, difference, doneWord }: DifferenceProps) => {
  if (difference === undefined) return null
  if (difference === 0) return <CheckOutlined className="good" aria-label={doneWord} />
  if (difference > 0) return <b className="over">{signedQuantity(difference)}</b>
  return <span className={line.quantity === 0 ? 'muted' : 'look'}>{signedQuantity(difference)}</span>
}
