/** The lines of a draft of HQ's: entered above, quantities changed in place. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader, DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import { type QuantityField as LineField, quantityFields } from '../../../core/documents/rule'
import { useCommand } from '../../../ui/client'
import { isPlanned, quantitiesOf, setsUnitCost } from '../../../ui/documents'
import { nameIn } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { quantityCell } from '../../../ui/sheet'
import { EmptyState } from '../../../ui/states'
import { ActDialog } from '../../parts/ActDialog'
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
  const [removing, setRemoving] = useState<Line | null>(null)
  const { columns, error } = useDraftColumns(document, setRemoving)
  return (
    <>
      <LineEntry header={header} />
      <Undo header={header} />
      <Refusal error={error} testId="line-refused" />
      <ListTable
        label={t('document.linesTab', { n: lines.length })}
        testId="draft-lines"
        columns={columns}
        rows={lines}
        rowKey={({ lineNo }) => String(lineNo)}
        rowTestId={({ lineNo }) => `draft-line-${lineNo}`}
        rowData={({ sku }) => ({ 'data-sku': sku })}
        onRowKey={(event, line) => (event.key === 'Delete' && !isOfPlan(header, line) ? setRemoving(line) : undefined)}
        empty={
          <EmptyState
            title={t('document.draftEmpty')}
            hint={t(setsUnitCost(header.type) ? 'document.draftCostHint' : 'document.draftEmptyHint')}
          />
        }
      />
      <RemoveLine header={header} line={removing} onClose={() => setRemoving(null)} />
    </>
  )
}

/** Asked once: undo does not bring it back. */
const RemoveLine = ({ header, line, onClose }: { header: DocumentHeader; line: Line | null; onClose(): void }) => {
  const { t, i18n } = useTranslation()
  const remove = useCommand('document.removeLine', { touches: ['document.get', 'document.list'], onDone: onClose })
  const { type, documentId } = header
  return (
    <ActDialog
      open={line !== null}
      title={`${t('document.removeLine')} ${line?.sku ?? ''}`}
      act={t('document.removeLineAct')}
      danger
      busy={remove.isPending}
      error={remove.isError ? remove.error : null}
      testId="remove-line-dialog"
      onAct={() => (line ? remove.mutate({ type, documentId, lineNo: line.lineNo }) : undefined)}
      onClose={() => {
        remove.reset()
        onClose()
      }}
    >
      <p className="act-words">
        <b>{line ? nameIn(i18n.language, line) : ''}</b> {t('document.removeLineHint')}
      </p>
    </ActDialog>
  )
}

/** Step by step back to the draft's beginning, as in a store. */
const Undo = ({ header: { type, documentId, version } }: { header: DocumentHeader }) => {
  const { t } = useTranslation()
  const undo = useCommand('document.undo', { touches: ['document.get', 'document.list'] })
  if (version <= 1) return null
  return (
    <div className="form-acts">
      <OperationButton
        operation="document.undo"
        documentType={type}
        size="small"
        label={t('entry.undo')}
        testId="draft-undo"
        loading={undo.isPending}
        onClick={() => undo.mutate({ type, documentId })}
      />
      <Refusal error={undo.isError ? undo.error : null} testId="undo-refused" />
    </div>
  )
}

const useDraftColumns = (
  document: DocumentView,
  onRemove: (line: Line) => void,
): { columns: Column<Line>[]; error: unknown } => {
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
    removeColumn(t, header, onRemove),
  ]
  const failed = [adjust, setLine].find(({ isError }) => isError)
  return { columns: columns.filter((column) => column !== false), error: failed?.error ?? null }
}

type Translate = ReturnType<typeof useTranslation>['t']

/** A line of the order or the transfer stays: a nought there says that nothing came. */
const isOfPlan = (header: DocumentHeader, line: Line): boolean =>
  isPlanned(header) && !line.unplanned && line.splitOf === 0

const removeColumn = (t: Translate, header: DocumentHeader, onRemove: (line: Line) => void): Column<Line> => ({
  key: 'remove',
  title: '',
  width: 44,
  align: 'center',
  render: (line) =>
    isOfPlan(header, line) ? null : (
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={`${t('document.removeLine')} ${line.sku}`}
        onClick={() => onRemove(line)}
        data-testid={`remove-line-${line.lineNo}`}
      />
    ),
})

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
