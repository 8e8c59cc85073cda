/** F9: what is printed for a stocktake, as a PDF the system shows and prints. */
import { Alert, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { useCommand } from '../../../ui/client'
import { useLanguage } from '../../../ui/language'
import { useCan } from '../../../ui/session'
import { playSound } from '../../scanning/sounds'
import { ChooseTo, type PaperTo, usePaperTo } from '../paper/PrintChoice'
import { DeedDialog } from '../stocktakes/DeedDialog'
import type { Zone } from '../stocktakes/ZonesTab'
import { PrintedAlert, type PrintedFile, soundPrinted } from './PrintedAlert'

const choices = ['zone', 'all', 'zoneLabel', 'labels', 'tags', 'commands'] as const
type Choice = (typeof choices)[number]
/** pages are numbered by the PC that holds the stocktake */
const ofHolder: readonly Choice[] = ['zone', 'all']

interface PrintDialogProps {
  stocktake: StocktakeView
  zone: Zone | null
  onClose(): void
}

interface Printed extends PrintedFile {
  words: string
}

export const PrintDialog = ({ stocktake, zone, onClose }: PrintDialogProps) => {
  const { t } = useTranslation()
  const { stocktakeId, heldHere } = stocktake
  const mayPrintCommands = useCan('countSheet.printCommands')
  const mayQueueTags = useCan('label.fill')
  const paper = usePaperTo()
  const { print, printed, queued, busy, error } = usePrint(paper)
  const shown = choices.filter(
    (one) =>
      (one !== 'commands' || mayPrintCommands) &&
      (one !== 'tags' || mayQueueTags) &&
      (zone !== null || !one.startsWith('zone')) &&
      (heldHere || !ofHolder.includes(one)),
  )
  const [choice, setChoice] = useState<Choice>(shown[0] ?? 'labels')
  return (
    <DeedDialog
      name="print"
      title={t('countSheets.print')}
      intro={heldHere ? t('countSheets.printHint') : t('countSheets.sheetsElsewhere', { pc: stocktake.pc })}
      confirmLabel={t(
        choice === 'tags'
          ? 'countSheets.queueTags'
          : paper.to === 'printer'
            ? 'paper.printNow'
            : 'countSheets.printNow',
      )}
      ready
      busy={busy}
      error={error}
      onConfirm={() => print(choice, stocktakeId, zone?.code ?? '')}
      onClose={onClose}
    >
      <Radio.Group
        className="print-choices"
        data-autofocus
        value={choice}
        aria-label={t('countSheets.print')}
        onChange={(event) => setChoice(event.target.value as Choice)}
        options={shown.map((value) => ({ value, label: t(`countSheets.choice.${value}`, { zone: zone?.code ?? '' }) }))}
        data-testid="print-choice"
      />
      {choice === 'tags' ? null : (
        <div className="print-form">
          <ChooseTo paper={paper} />
        </div>
      )}
      {queued === '' ? null : <Alert type="success" showIcon title={queued} data-testid="tags-queued" />}
      {printed ? <PrintedAlert title={printed.words} printed={printed} testId="printed" /> : null}
    </DeedDialog>
  )
}

/** Three errands that end alike; the tags wait in the list of labels. */
const usePrint = ({ to, keep }: PaperTo) => {
  const { t } = useTranslation()
  const language = useLanguage((state) => state.language)
  const [printed, setPrinted] = useState<Printed | null>(null)
  const [queued, setQueued] = useState('')
  const told = (words: string, out: PrintedFile): void => {
    soundPrinted(out)
    setPrinted({ ...out, words })
  }
  const onRefused = (): void => playSound('error')
  const sheets = useCommand('countSheet.print', {
    onDone: (value) =>
      told(t(value.reprinted ? 'countSheets.reprinted' : 'countSheets.printed', { count: value.pages }), value),
    onRefused,
  })
  const labels = useCommand('countSheet.printLabels', {
    onDone: (value) => told(t('countSheets.labelsPrinted', { count: value.labels }), value),
    onRefused,
  })
  const commands = useCommand('countSheet.printCommands', {
    onDone: (value) => told(t('countSheets.commandsPrinted'), value),
    onRefused,
  })
  const tags = useCommand('label.fill', {
    touches: ['label.queue', 'app.status'],
    onDone: ({ added }) => {
      playSound('ok')
      setQueued(t('countSheets.tagsQueued', { count: added }))
    },
    onRefused,
  })
  const print = (choice: Choice, stocktakeId: string, zoneCode: string): void => {
    setPrinted(null)
    setQueued('')
    keep()
    const zoneCodes = choice === 'zone' || choice === 'zoneLabel' ? [zoneCode] : []
    if (choice === 'tags') tags.mutate({ filter: { kind: 'zones', stocktakeId, zoneCodes }, copies: 1 })
    else if (choice === 'commands') commands.mutate({ language, to })
    else if (choice === 'zone' || choice === 'all') sheets.mutate({ stocktakeId, zoneCodes, language, to })
    else labels.mutate({ stocktakeId, zoneCodes, language, to })
  }
  const asked = [sheets, labels, commands, tags]
  return {
    print,
    printed,
    queued,
    busy: asked.some(({ isPending }) => isPending),
    error: asked.map(({ error }) => error).find((error) => error !== null) ?? null,
  }
}
