// biome-ignore-all lint/a11y/useKeyWithClickEvents: arrows choose the sticker.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, its stickers are named by it.
// biome-ignore-all lint/a11y/useSemanticElements: radios of the browser would each take a Tab.
/** F6: labels onto A4 stickers. Which sheet, and which sticker is the first free one: a sheet begun yesterday goes on there. */
import { Radio } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { type LabelJob, labelLinesMax } from '../../../contract/operations/label'
import { sheetLayouts } from '../../../core/paper/labelSheet'
import { useCommand } from '../../../ui/client'
import { useLanguage } from '../../../ui/language'
import { playSound } from '../../scanning/sounds'
import { PrintedAlert, soundPrinted } from '../countSheets/PrintedAlert'
import { ChooseTo, usePaperTo } from '../paper/PrintChoice'
import { DeedDialog } from '../stocktakes/DeedDialog'

type Layout = keyof typeof sheetLayouts
const layouts = Object.keys(sheetLayouts) as Layout[]

/** Where the last sheet of this run stopped. */
const kept: { layout: Layout; startAt: number } = { layout: 'a4of3x8', startAt: 1 }

export const SheetDialog = ({ jobs, onClose }: { jobs: readonly LabelJob[]; onClose(): void }) => {
  const { t } = useTranslation()
  const language = useLanguage((state) => state.language)
  const paper = usePaperTo()
  const [layout, setLayout] = useState<Layout>(kept.layout)
  const [startAt, setStartAt] = useState(kept.startAt)
  const [printed, setPrinted] = useState<OutputOf<'label.printSheet'> | null>(null)
  // after printing the list holds others: what was asked for stays in the window
  const [asked] = useState(() => jobs.slice(0, labelLinesMax))
  const print = useCommand('label.printSheet', {
    touches: ['label.queue', 'label.preview', 'app.status'],
    onDone: (value) => {
      soundPrinted(value)
      setPrinted(value)
      Object.assign(kept, { layout, startAt: value.nextFree })
    },
    onRefused: () => playSound('error'),
  })
  const copies = asked.reduce((sum, job) => sum + job.copies, 0)
  const { columns, rows } = sheetLayouts[layout]
  const pages = Math.ceil((startAt - 1 + copies) / (columns * rows))
  return (
    <DeedDialog
      {...{ name: 'label-sheet', title: t('labels.sheet'), intro: t('labels.sheetHint'), width: 560 }}
      confirmLabel={t(paper.to === 'printer' ? 'paper.printNow' : 'paper.show')}
      {...{ ready: printed === null && copies > 0, busy: print.isPending, error: print.error, onClose }}
      onConfirm={() => {
        paper.keep()
        print.mutate({ jobIds: asked.map(({ jobId }) => jobId), layout, startAt, language, to: paper.to })
      }}
    >
      <Radio.Group
        value={layout}
        aria-label={t('labels.sheetLayout')}
        onChange={(event) => {
          setLayout(event.target.value as Layout)
          setStartAt(1)
        }}
        options={layouts.map((value) => ({ value, label: t(`labels.layouts.${value}`) }))}
        data-testid="label-sheet-layout"
      />
      <p className="sheet-words" data-testid="label-sheet-words" data-start={startAt} data-pages={pages}>
        {t('labels.sheetStart', { startAt, count: copies, pages })}
      </p>
      <div className="sheet-page">
        <StickerGrid {...{ columns, rows, startAt, copies }} onStart={setStartAt} />
        <ul className="sheet-legend muted">
          {(['used', 'start', 'filled'] as const).map((look) => (
            <li key={look}>
              <span className={`sticker ${look}`} /> {t(`labels.stickers.${look}`)}
            </li>
          ))}
        </ul>
      </div>
      <ChooseTo paper={paper} />
      {printed ? (
        <PrintedAlert
          title={t('labels.sheetDone', { count: printed.printed, pages: printed.pages })}
          printed={printed}
          notShown={t('labels.sheetNotShown', { file: printed.file })}
          testId="label-sheet-printed"
        >
          {printed.held > 0 ? ` ${t('labels.sheetHeld', { count: printed.held })}` : null}
        </PrintedAlert>
      ) : null}
    </DeedDialog>
  )
}

interface StickersProps {
  columns: number
  rows: number
  startAt: number
  copies: number
  onStart(startAt: number): void
}

/** The first page as it will be: used stickers, the ones that are filled now, and the free rest. */
const StickerGrid = ({ columns, rows, startAt, copies, onStart }: StickersProps) => {
  const { t } = useTranslation()
  const cells = Array.from({ length: columns * rows }, (_, at) => at + 1)
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
  const move = (event: KeyboardEvent): void => {
    const to = startAt + (steps[event.key] ?? 0)
    if (to === startAt) return
    event.preventDefault()
    if (to >= 1 && to <= cells.length) onStart(to)
  }
  const look = (cell: number): string => {
    if (cell < startAt) return 'sticker used'
    return cell < startAt + copies ? 'sticker filled' : 'sticker'
  }
  return (
    <div
      className="sticker-grid"
      role="listbox"
      tabIndex={0}
      data-autofocus
      aria-label={t('labels.sheetFirst')}
      aria-activedescendant={`sticker-${startAt}`}
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      onKeyDown={move}
      data-testid="sticker-grid"
    >
      {cells.map((cell) => (
        <div
          key={cell}
          id={`sticker-${cell}`}
          role="option"
          aria-selected={cell === startAt}
          className={look(cell)}
          onClick={() => onStart(cell)}
          data-testid={`sticker-${cell}`}
        >
          {cell}
        </div>
      ))}
    </div>
  )
}
