/** The lines of a document. Expected and counted are separate columns; scanning never changes expected. */
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { DataGrid } from '../../../ui/DataGrid'
import { EmptyState } from '../../../ui/states'
import { documentColumns } from './columns'
import type { Editing } from './quantityEdit'
import type { Shown } from './results'
import type { LinesView } from './useView'
import type { View } from './views'

interface DocumentGridProps {
  document: DocumentView
  view: LinesView
  current: number | null
  shown: Shown | null
  editing: Editing | null
  onCurrent(lineNo: number): void
  onEdit(lineNo: number): void
  onEditText(text: string): void
  onEditEnd(commit: boolean): void
}

export const DocumentGrid = (props: DocumentGridProps) => {
  const { t, i18n } = useTranslation()
  const { document, view, current, shown, editing, onEditText, onEditEnd } = props
  const { header } = document
  const touched = shown?.kind === 'result' && shown.answer.line ? shown.answer.line.lineNo : null
  const withLots = useMemo(() => document.lines.some((line) => line.keepsLots || line.lot !== ''), [document.lines])
  const columns = useMemo(
    () =>
      documentColumns(t, i18n.language, {
        header,
        differences: view.differences,
        withLots,
        editing,
        onEditText,
        onEditEnd,
      }),
    [t, i18n.language, header, view.differences, withLots, editing, onEditText, onEditEnd],
  )
  return (
    <DataGrid
      label={t('work.lines')}
      testId="lines"
      columns={columns}
      rows={view.lines}
      rowKey={(line) => String(line.lineNo)}
      currentKey={current === null ? null : String(current)}
      onCurrentChange={(key) => props.onCurrent(Number(key))}
      onOpen={(line) => props.onEdit(line.lineNo)}
      rowClass={(line) => (line.lineNo === touched ? `touched tone-${shown?.tone}` : '')}
      revealToken={shown?.id}
      focusable
      empty={
        header.linesHidden ? (
          <EmptyState title={t('work.emptyHidden', { count: header.linesTotal })} />
        ) : (
          <EmptyState title={t(`work.empty${capital(view.view)}`)} hint={hintOf(t, view.view, header.state)} />
        )
      }
    />
  )
}

const capital = (view: View): string => view.charAt(0).toUpperCase() + view.slice(1)
const hintOf = (t: TFunction, view: View, state: string): string | undefined =>
  state === 'draft' || view !== 'all' ? t(`work.empty${capital(view)}Hint`) : undefined
