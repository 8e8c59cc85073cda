/** The lines of a draft of HQ's: entered above, quantities changed in place. */
import { useTranslation } from 'react-i18next'
import type { DocumentHeader, DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import { type QuantityField as LineField, quantityFields } from '../../../core/documents/rule'
import { useCommand } from '../../../ui/client'
import { isPlanned, quantitiesOf, setsUnitCost } from '../../../ui/documents'
import { quantityCell } from '../../../ui/sheet'
import { EmptyState } from '../../../ui/states'
import { QuantityField, UnitCostField } from '../../parts/FigureField'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { Refusal } from '../../parts/Refusal'
import { useCostNowColumns } from './costNow'
import { leavesHere, lotColumns, natureColumns, productColumns, quantityTitle } from './DocumentLines'
import { LineEntry } from './LineEntry'

type Line = DocumentLineView

export const DraftLines = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const { header, lines } = document
  const { columns, error } = useDraftColumns(document)
  return (
    <>
      <LineEntry header={header} />
      <Refusal error={error} testId="line-refused" />
      <ListTable
        label={t('document.linesTab', { n: lines.length })}
        testId="draft-lines"
        columns={columns}
        rows={lines}
        rowKey={({ lineNo }) => String(lineNo)}
        rowTestId={({ lineNo }) => `draft-line-${lineNo}`}
        rowData={({ sku }) => ({ 'data-sku': sku })}
        empty={
          <EmptyState
            title={t('document.draftEmpty')}
            hint={t(setsUnitCost(header.type) ? 'document.draftCostHint' : 'document.draftEmptyHint')}
          />
        }
      />
    </>
  )
}

const useDraftColumns = (document: DocumentView): { columns: Column<Line>[]; error: unknown } => {
  const { t } = useTranslation()
  const { header, lines } = document
  const touches = ['document.get', 'document.list'] as const
  const adjust = useCommand('document.adjust', { touches })
  const setLine = useCommand('document.setLine', { touches })
  const costNow = useCostNowColumns(header)
  const { type, documentId } = header
  const change = (line: Line, field: LineField, quantity: number): void =>
    adjust.mutate({ type, documentId, lineNo: line.lineNo, field, mode: 'set', quantity })
  const setCost = (line: Line, unitCost: number): void =>
    setLine.mutate({ type, documentId, sku: line.sku, quantity: 0, unitCost })
  const columns = [
    ...productColumns(t),
    ...natureColumns(t, document),
    ...lotColumns(t, lines),
    ...(isPlanned(header) ? [expectedColumn(t, header)] : []),
    ...(setsUnitCost(type) ? [...costNow, costColumn(t, setCost)] : quantityColumns(t, header, change)),
  ]
  const failed = [adjust, setLine].find(({ isError }) => isError)
  return { columns: columns.filter((column) => column !== false), error: failed?.error ?? null }
}

type Translate = ReturnType<typeof useTranslation>['t']

const expectedColumn = (t: Translate, header: DocumentHeader): Column<Line> => ({
  key: 'expected',
  title: t(leavesHere(header) ? 'quantityField.toSend' : 'quantityField.expected'),
  width: 78,
  align: 'right',
  render: (line) => (line.expectedQuantity === null ? '—' : <Quantity value={line.expectedQuantity} />),
})

const shownOf: Record<LineField, (line: Line) => number> = {
  quantity: (line) => line.quantity,
  damaged: (line) => line.damagedQuantity,
  rejected: (line) => line.rejectedQuantity,
  free: (line) => line.freeQuantity,
}

const quantityColumns = (
  t: Translate,
  header: DocumentHeader,
  change: (line: Line, field: LineField, quantity: number) => void,
): Column<Line>[] =>
  quantityFields
    .filter((field) => quantitiesOf(header.type).includes(field))
    .map((field) => ({
      key: field,
      title: quantityTitle(t, header, field),
      width: 124,
      align: 'right',
      render: (line) => (
        <QuantityField
          label={`${t(`quantityField.${field}`)} ${line.sku}`}
          testId={`line-${field}-${line.lineNo}`}
          value={shownOf[field](line)}
          width={96}
          onCommit={(quantity) => change(line, field, quantity)}
        />
      ),
      text: (line) => quantityCell(shownOf[field](line)),
    }))

const costColumn = (t: Translate, setCost: (line: Line, unitCost: number) => void): Column<Line> => ({
  key: 'unitCost',
  title: t('document.newUnitCost'),
  width: 132,
  align: 'right',
  render: (line) => (
    <UnitCostField
      label={`${t('document.newUnitCost')} ${line.sku}`}
      testId={`line-cost-${line.lineNo}`}
      value={line.unitCost}
      width={108}
      onCommit={(unitCost) => setCost(line, unitCost)}
    />
  ),
})
