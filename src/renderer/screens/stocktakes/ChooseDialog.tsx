/**
 * A zone counted by two people: what each found, side by side, differences first. One is chosen; they are never added up, and
 * none is proposed: a key pressed by habit would book it.
 */
import { Radio } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { quantityText } from '../../../core/quantity/quantity'
import { useOperation } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { nameIn } from '../../../ui/format'
import { EmptyState, LoadingState } from '../../../ui/states'
import { DeedDialog } from './DeedDialog'
import { type ComparedLine, compareCounts } from './sideBySide'
import { useStocktakeCommand } from './useStocktakeCommand'
import type { Zone } from './ZonesTab'

interface ChooseDialogProps {
  stocktake: StocktakeView
  zone: Zone
  onClose(): void
}

export const ChooseDialog = ({ stocktake: { stocktakeId }, zone, onClose }: ChooseDialogProps) => {
  const { t } = useTranslation()
  const finished = zone.counts.filter((count) => count.round === zone.round && count.state === 'approved')
  const [chosen, setChosen] = useState('')
  const command = useStocktakeCommand('stocktake.chooseCount', onClose)
  const [first, second] = finished
  return (
    <DeedDialog
      name="choose"
      title={`${t('stocktakes.choose')} ${zone.code} ${zone.name}`}
      intro={t(
        finished.some(({ arrival }) => arrival === 'late') ? 'stocktakes.chooseLateHint' : 'stocktakes.chooseHint',
      )}
      confirmLabel={t('stocktakes.choose')}
      ready={chosen !== ''}
      busy={command.isPending}
      error={command.error}
      width={780}
      onConfirm={() => command.mutate({ stocktakeId, documentId: chosen })}
      onClose={onClose}
    >
      <Radio.Group
        data-autofocus
        value={chosen}
        aria-label={t('stocktakes.choose')}
        onChange={(event) => setChosen(event.target.value as string)}
        options={finished.map(({ documentId, counterName, number, arrival }) => ({
          value: documentId,
          label: `${counterName} ${number}${arrival === 'late' ? ` ${t('stocktakes.arrival.late')}` : ''}`,
        }))}
        data-testid="choose-count"
      />
      {chosen === '' ? (
        <p className="look" data-testid="choose-missing">
          {t('stocktakes.chooseMissing')}
        </p>
      ) : null}
      {first && second ? <SideBySide first={first} second={second} /> : null}
    </DeedDialog>
  )
}

type Count = Zone['counts'][number]

/** A third count is rare; it can be chosen, too, and read on its own. */
const SideBySide = ({ first, second }: { first: Count; second: Count }) => {
  const { t, i18n } = useTranslation()
  const left = useOperation('document.get', { documentId: first.documentId }).data
  const right = useOperation('document.get', { documentId: second.documentId }).data
  const rows = useMemo(() => (left && right ? compareCounts(left.lines, right.lines) : []), [left, right])
  const columns: Column<ComparedLine>[] = [
    {
      key: 'name',
      title: t('work.name'),
      render: ({ line }) => (
        <>
          {nameIn(i18n.language, line)} <span className="muted">{line.spec}</span>
        </>
      ),
    },
    { key: 'lot', title: t('field.lot'), width: 110, render: ({ line }) => <span className="code">{line.lot}</span> },
    figure('first', first.counterName, ({ first: quantity }) => quantity),
    figure('second', second.counterName, ({ second: quantity }) => quantity),
  ]
  if (!left || !right) return <LoadingState />
  return (
    <div className="compared">
      <DataGrid
        label={t('stocktakes.counts')}
        testId="compared"
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        rowClass={({ first: a, second: b }) => (a === b ? '' : 'row-look')}
        empty={<EmptyState title={t('work.emptyAll')} />}
      />
    </div>
  )
}

const figure = (key: string, title: string, of: (line: ComparedLine) => number | null): Column<ComparedLine> => ({
  key,
  title,
  width: 120,
  align: 'right',
  render: (line) => {
    const quantity = of(line)
    if (quantity === null) return <span className="muted">—</span>
    return line.first === line.second ? quantityText(quantity) : <b className="look">{quantityText(quantity)}</b>
  },
})
