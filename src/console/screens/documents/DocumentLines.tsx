/** The lines of a document as its type has them: plan and difference, lots, damaged and free goods, condition, cost. */
import { useTranslation } from 'react-i18next'
import type { DocumentHeader, DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import type { QuantityField } from '../../../core/documents/rule'
import { hasPlan, isPlanned, quantitiesOf, setsUnitCost, usesCondition, usesRole } from '../../../ui/documents'
import { valueText } from '../../../ui/format'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { EmptyState, Sign, type Tone } from '../../../ui/states'
import { arrived, type LineOutcome, lineOutcome, lineValue, planLines, totalDifference } from '../../data/documents'
import { useFilters } from '../../data/filters'
import { ExportButton } from '../../parts/ExportButton'
import { TickFilter } from '../../parts/FilterBar'
import { Difference, Quantity, unitCostCell, unitCostText } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { asksCostNow, useCostNowColumns } from './costNow'

type Line = DocumentLineView
type Translate = ReturnType<typeof useTranslation>['t']

const tones: Record<LineOutcome, Tone> = {
  even: 'plain',
  short: 'bad',
  missing: 'bad',
  over: 'look',
  unplanned: 'look',
}

interface OutcomeSignProps {
  outcome: LineOutcome
  count?: number
  /** goods leave: what is missing was not sent */
  outgoing: boolean
}

export const leavesHere = ({ type }: DocumentHeader): boolean => type === 'transferDispatch'

export const OutcomeSign = ({ outcome, count, outgoing }: OutcomeSignProps) => {
  const { t } = useTranslation()
  return (
    <Sign tone={tones[outcome]} testId={count === undefined ? undefined : `outcome-${outcome}`}>
      {outgoing && outcome === 'missing' ? t('outcome.unsent') : t(`outcome.${outcome}`)} {count}
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

export const DocumentLines = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const [params] = useFilters()
  const onlyDifferences = params.get('diff') === '1'
  const columns = useLineColumns(document)
  const rows = onlyDifferences ? planLines(document.lines).filter(differs) : document.lines
  return (
    <ListTable
      label={t('document.linesTab', { n: rows.length })}
      testId="receipt-lines"
      columns={columns}
      rows={rows}
      rowKey={({ lineNo }) => String(lineNo)}
      rowTestId={({ lineNo }) => `receipt-line-${lineNo}`}
      rowData={({ sku }) => ({ 'data-sku': sku })}
      foot={
        onlyDifferences || document.header.linesHidden || asksCostNow(document.header) ? null : (
          <Sums header={document.header} columns={columns} />
        )
      }
      empty={
        onlyDifferences ? (
          <EmptyState title={t('document.noDifferences')} hint={t('document.noDifferencesHint')} />
        ) : (
          <EmptyState
            title={
              document.header.linesHidden
                ? t('document.linesHidden', { count: document.header.linesTotal })
                : t('document.noLines')
            }
          />
        )
      }
    />
  )
}

const differs = (line: Line): boolean => !['even', null].includes(lineOutcome(line))

/** Columns every list of lines shares, here and where a draft is written. */
export const productColumns = (t: Translate): Column<Line>[] => [
  {
    key: 'lineNo',
    title: t('document.lineNo'),
    width: 44,
    align: 'right',
    render: (line) => <span className="muted">{line.lineNo}</span>,
    text: (line) => line.lineNo,
  },
  {
    key: 'sku',
    title: t('document.sku'),
    width: 84,
    render: (line) => <span className="code">{line.sku}</span>,
    text: (line) => line.sku,
  },
  {
    key: 'barcode',
    title: t('document.barcode'),
    width: 118,
    render: (line) => <span className="code">{line.barcode}</span>,
    text: (line) => line.barcode,
  },
  {
    key: 'name',
    title: t('document.name'),
    render: (line) => <ProductName product={line} />,
    text: (line) => `${line.name} ${line.spec}`,
  },
  { key: 'unit', title: t('document.unit'), width: 46, render: (line) => line.unit, text: (line) => line.unit },
]

/** Shown only where some line has something to say in them. */
export const lotColumns = (t: Translate, lines: readonly Line[]): (Column<Line> | false)[] => [
  lines.some(({ lot }) => lot !== '') && {
    key: 'lot',
    title: t('field.lot'),
    width: 96,
    render: (line) => <span className="code">{line.lot}</span>,
    text: (line) => line.lot,
  },
  lines.some(({ expiryDate }) => expiryDate !== '') && {
    key: 'expiry',
    title: t('field.expiryDate'),
    width: 92,
    render: (line) => line.expiryDate,
    text: (line) => line.expiryDate,
  },
]

export const natureColumns = (t: Translate, { header, lines }: DocumentView): (Column<Line> | false)[] => [
  usesRole(header.type) && {
    key: 'role',
    title: t('document.role'),
    width: 64,
    render: (line) => (line.role === '' ? '' : <Sign tone="plain">{t(`lineRole.${line.role}`)}</Sign>),
    text: (line) => (line.role === '' ? '' : t(`lineRole.${line.role}`)),
  },
  (usesCondition(header.type) || lines.some(({ condition }) => condition === 'quarantine')) && {
    key: 'condition',
    title: t('document.condition'),
    width: 64,
    render: (line) =>
      line.condition === 'quarantine' ? <Sign tone="look">{t('condition.quarantine')}</Sign> : t('condition.stock'),
    text: (line) => t(`condition.${line.condition}`),
  },
]

const quantityOf: Record<QuantityField, (line: Line) => number> = {
  quantity: (line) => line.quantity,
  damaged: (line) => line.damagedQuantity,
  rejected: (line) => line.rejectedQuantity,
  free: (line) => line.freeQuantity,
}

/** What the good quantity is called where there is a plan, and where there is none. */
export const quantityTitle = (t: Translate, header: DocumentHeader, field: QuantityField): string => {
  if (field !== 'quantity') return t(`quantityField.${field}`)
  if (leavesHere(header)) return t('quantityField.sent')
  return t(hasPlan(header.type) ? 'quantityField.received' : 'quantityField.quantity')
}

const quantityColumns = (t: Translate, { header, lines }: DocumentView): Column<Line>[] =>
  quantitiesOf(header.type)
    .filter((field) => field === 'quantity' || lines.some((line) => quantityOf[field](line) !== 0))
    .map((field) => ({
      key: field === 'quantity' ? 'received' : field,
      title: quantityTitle(t, header, field),
      width: 72,
      align: 'right',
      render: (line) => <Quantity value={quantityOf[field](line)} strong={field === 'quantity'} />,
      text: (line) => quantityCell(quantityOf[field](line)),
    }))

const planColumns = (t: Translate, outgoing: boolean): Column<Line>[] => [
  {
    key: 'difference',
    title: t('document.difference'),
    width: 66,
    align: 'right',
    render: (line) => <LineDifference line={line} />,
    text: (line) => (line.expectedQuantity === null ? '' : quantityCell(arrived(line) - line.expectedQuantity)),
  },
  {
    key: 'outcome',
    title: t('document.outcome'),
    width: 76,
    render: (line) => <LineSign line={line} outgoing={outgoing} />,
  },
]

/** A lot split off its line has no plan of its own. */
const LineDifference = ({ line }: { line: Line }) =>
  line.expectedQuantity === null || line.splitOf !== 0 ? null : (
    <Difference value={arrived(line) - line.expectedQuantity} />
  )

const LineSign = ({ line, outgoing }: { line: Line; outgoing: boolean }) => {
  const { t } = useTranslation()
  if (line.splitOf !== 0) return <span className="muted">{t('document.splitOf', { n: line.splitOf })}</span>
  const outcome = lineOutcome(line)
  return outcome === null ? null : <OutcomeSign outcome={outcome} outgoing={outgoing} />
}

/** The body of a document as a file. */
export const ExportLines = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  return (
    <ExportButton<Line>
      name={`${t(`documentType.${document.header.type}`)}-${document.header.number}`}
      columns={useLineColumns(document)}
      read={() => Promise.resolve({ rows: document.lines, cut: false })}
    />
  )
}

const useLineColumns = (document: DocumentView): Column<Line>[] => {
  const { t } = useTranslation()
  const { header, lines } = document
  const withCost = lines.some(({ unitCost }) => unitCost !== null)
  const planned = isPlanned(header)
  const costNow = useCostNowColumns(header)
  const columns: (Column<Line> | false)[] = [
    ...productColumns(t),
    planned && {
      key: 'shelf',
      title: t('document.shelf'),
      width: 66,
      render: (line) => <span className="code">{line.shelf}</span>,
      text: (line) => line.shelf,
    },
    ...natureColumns(t, document),
    ...lotColumns(t, lines),
    planned && {
      key: 'expected',
      title: t(leavesHere(header) ? 'quantityField.toSend' : 'quantityField.expected'),
      width: 72,
      align: 'right',
      render: (line) => (line.expectedQuantity === null ? '—' : <Quantity value={line.expectedQuantity} />),
      text: (line) => (line.expectedQuantity === null ? '' : quantityCell(line.expectedQuantity)),
    },
    ...(setsUnitCost(header.type) && header.state !== 'posted' ? [] : quantityColumns(t, document)),
    ...(planned ? planColumns(t, leavesHere(header)) : []),
    ...costNow,
    withCost && {
      key: 'unitCost',
      title: t(setsUnitCost(header.type) ? 'document.newUnitCost' : 'document.unitCost'),
      width: 82,
      align: 'right',
      render: (line) => unitCostText(line.unitCost),
      text: (line) => unitCostCell(line.unitCost),
    },
    withCost &&
      !setsUnitCost(header.type) && {
        key: 'value',
        title: t('document.lineValue'),
        width: 96,
        align: 'right',
        render: (line) => valueText(lineValue(line)),
        text: (line) => valueCell(lineValue(line)),
      },
    lines.some(({ note }) => note !== '') && {
      key: 'note',
      title: t('field.note'),
      width: 120,
      render: (line) => <span title={line.note}>{line.note}</span>,
      text: (line) => line.note,
    },
  ]
  return columns.filter((column) => column !== false)
}

const Sums = ({ header, columns }: { header: DocumentHeader; columns: readonly Column<Line>[] }) => {
  const { t } = useTranslation()
  const difference = totalDifference(header)
  const sums: Record<string, React.ReactNode> = {
    name: t('document.total'),
    expected: header.expectedTotal === null ? null : <Quantity value={header.expectedTotal} />,
    received: <Quantity value={header.quantityTotal} strong />,
    damaged: <Quantity value={header.damagedTotal} />,
    difference: difference === null ? null : <Difference value={difference} />,
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
