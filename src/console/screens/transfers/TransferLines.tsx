/** The four quantities of each line, what is damaged, settled and still on the way; a difference is settled from its line. */
import { useTranslation } from 'react-i18next'
import type { TransferView } from '../../../contract/schemas/transfer'
import { OperationButton } from '../../../ui/OperationButton'
import { quantityCell } from '../../../ui/sheet'
import { ExportButton } from '../../parts/ExportButton'
import { Quantity, unitCostCell, unitCostText } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'

type Line = TransferView['lines'][number]

interface TransferLinesProps {
  transfer: TransferView
  onSettle(lineNo: number): void
}

export const TransferLines = ({ transfer, onSettle }: TransferLinesProps) => {
  const { t } = useTranslation()
  return (
    <ListTable
      label={t('document.linesTab', { n: transfer.lines.length })}
      testId="transfer-lines"
      columns={useColumns(transfer, onSettle)}
      rows={transfer.lines}
      rowKey={({ lineNo }) => String(lineNo)}
      rowTestId={({ lineNo }) => `transfer-line-${lineNo}`}
      rowData={({ sku }) => ({ 'data-sku': sku })}
      foot={<Sums transfer={transfer} onSettle={onSettle} />}
      empty={null}
    />
  )
}

export const ExportTransferLines = ({ transfer }: { transfer: TransferView }) => (
  <ExportButton<Line>
    name={transfer.number}
    columns={useColumns(transfer, () => undefined)}
    read={() => Promise.resolve({ rows: transfer.lines, cut: false })}
  />
)

const quantities = ['asked', 'approved', 'sent', 'received', 'damaged', 'settled', 'inTransit'] as const
type QuantityName = (typeof quantities)[number]

const useColumns = ({ state, lines }: TransferView, onSettle: (lineNo: number) => void): Column<Line>[] => {
  const { t } = useTranslation()
  const columns: (Column<Line> | false)[] = [
    {
      key: 'lineNo',
      title: t('document.lineNo'),
      width: 44,
      align: 'right',
      render: (line) => <span className="muted">{line.lineNo}</span>,
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
    ...quantities.map((name) => quantityColumn(name, t(`transfers.${name}`))),
    lines.some(({ unitCost }) => unitCost !== null) && {
      key: 'unitCost',
      title: t('document.unitCost'),
      width: 84,
      align: 'right',
      render: (line) => unitCostText(line.unitCost),
      text: (line) => unitCostCell(line.unitCost),
    },
    state === 'difference' && {
      key: 'settle',
      title: '',
      width: 100,
      align: 'right',
      render: (line) =>
        line.inTransitQuantity > 0 ? (
          <OperationButton
            operation="transfer.settle"
            size="small"
            type="primary"
            label={t('transfer.settle')}
            testId={`settle-${line.lineNo}`}
            onClick={() => onSettle(line.lineNo)}
          />
        ) : null,
    },
  ]
  return columns.filter((column) => column !== false)
}

const quantityColumn = (name: QuantityName, title: string): Column<Line> => ({
  key: name,
  title,
  width: 70,
  align: 'right',
  render: (line) =>
    name === 'inTransit' ? <OnTheWay value={line.inTransitQuantity} /> : <Quantity value={line[`${name}Quantity`]} />,
  text: (line) => quantityCell(line[`${name}Quantity`]),
})

/** What is neither there nor settled: the figure to look at. */
const OnTheWay = ({ value }: { value: number }) =>
  value > 0 ? (
    <b className="look">
      <Quantity value={value} />
    </b>
  ) : (
    <Quantity value={value} />
  )

const Sums = ({ transfer, onSettle }: TransferLinesProps) => {
  const { t } = useTranslation()
  const columns = useColumns(transfer, onSettle)
  const sumOf = (name: QuantityName): number =>
    transfer.lines.reduce((sum, line) => sum + (line[`${name}Quantity`] ?? 0), 0)
  return (
    <tr data-testid="transfer-sums">
      {columns.map(({ key, align }) => (
        <td key={key} className={align ? `to-${align}` : undefined}>
          {key === 'name' ? t('document.total') : null}
          {(quantities as readonly string[]).includes(key) ? <Quantity value={sumOf(key as QuantityName)} /> : null}
        </td>
      ))}
    </tr>
  )
}
