/**
 * F9 on a document, a transfer or a list: which form, on which paper, in which language, shown or straight to the printer. What
 * was chosen last is chosen again.
 */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { PaperForm, PaperSubject } from '../../../contract/schemas/paper'
import { paperSizes } from '../../../core/paper/form'
import { useCommand, useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { languages, useLanguage } from '../../../ui/language'
import { useRefusalReason } from '../../../ui/OperationButton'
import { playSound } from '../../scanning/sounds'
import { PrintedAlert, soundPrinted } from '../countSheets/PrintedAlert'
import { DeedDialog } from '../stocktakes/DeedDialog'
import { keepChoice, keptChoice, type PrintChoice } from './keptChoice'
import { Choice, ChooseTo, usePaperTo } from './PrintChoice'

interface PrintFormDialogProps {
  /** what this screen can print; the first is chosen */
  subjects: readonly PaperSubject[]
  onClose(): void
}

type Printed = OutputOf<'paper.print'>

export const PrintFormDialog = ({ subjects, onClose }: PrintFormDialogProps) => {
  const { t } = useTranslation()
  const language = useLanguage((state) => state.language)
  const settings = useOperation('paper.settings', {})
  const paper = usePaperTo()
  const mayNot = useRefusalReason('paper.print')
  const [form, setForm] = useState<PaperForm | undefined>(subjects[0]?.form)
  const [chosen, setChosen] = useState<Partial<Omit<PrintChoice, 'to'>>>({})
  const [printed, setPrinted] = useState<Printed | null>(null)
  const kept = { ...keptChoice(), ...chosen }
  const size = kept.size ?? settings.data?.size ?? 'a4'
  const printLanguage = kept.language ?? language
  const { to } = paper
  const print = useCommand('paper.print', {
    touches: ['paper.printed'],
    onDone: (value) => {
      soundPrinted(value)
      setPrinted(value)
    },
    onRefused: () => playSound('error'),
  })
  const what = subjects.find((one) => one.form === form)
  const confirm = (): void => {
    if (!what) return
    setPrinted(null)
    keepChoice({ size, to, language: printLanguage })
    print.mutate({ what, size, language: printLanguage, to })
  }
  const choose = (part: Partial<Omit<PrintChoice, 'to'>>): void => setChosen((before) => ({ ...before, ...part }))
  return (
    <DeedDialog
      name="print-form"
      title={t('paper.title')}
      {...(mayNot === undefined ? {} : { intro: mayNot })}
      confirmLabel={t(to === 'printer' ? 'paper.printNow' : 'paper.show')}
      ready={what !== undefined && mayNot === undefined && settings.data !== undefined}
      busy={print.isPending}
      error={print.error}
      width={520}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className="print-form">
        <Choice
          name="form"
          value={form ?? ('document' as PaperForm)}
          values={subjects.map((one) => one.form)}
          onChange={(value) => setForm(value)}
          autoFocus
        />
        <Choice name="size" value={size} values={paperSizes} onChange={(value) => choose({ size: value })} />
        <Choice
          name="language"
          value={printLanguage}
          values={languages}
          onChange={(value) => choose({ language: value })}
        />
        <ChooseTo paper={paper} />
      </div>
      {what && 'documentId' in what ? <PrintedBefore documentId={what.documentId} /> : null}
      {printed ? <PrintedNow printed={printed} /> : null}
    </DeedDialog>
  )
}

/** A reprint is marked on the paper; whoever prints knows it before. */
const PrintedBefore = ({ documentId }: { documentId: string }) => {
  const { t } = useTranslation()
  const answer = useOperation('paper.printed', { documentId })
  const last = answer.data?.prints[0]
  if (!answer.data || !last) return null
  const { userName, printedAt } = last
  return (
    <p className="muted" data-testid="printed-before" data-count={answer.data.total}>
      {t('paper.before', { count: answer.data.total, name: userName, time: timeText(printedAt) })}
    </p>
  )
}

const leftOutWords = ({ products, stocktakes }: NonNullable<Printed['leftOut']>) => ({
  count: products,
  stocktakes: stocktakes.join(', '),
})

const PrintedNow = ({ printed }: { printed: Printed }) => {
  const { t } = useTranslation()
  const { pages, printNo, files } = printed
  const title = `${t('paper.done', { count: pages })}${printNo > 1 ? ` · ${t('paper.marked', { printNo })}` : ''}`
  return (
    <PrintedAlert title={title} printed={printed} testId="paper-printed">
      {printed.leftOut ? <p data-testid="paper-left-out">{t('paper.leftOut', leftOutWords(printed.leftOut))}</p> : null}
      {files > 1 && printed.queue === '' ? ` ${t('paper.files', { count: files })}` : null}
    </PrintedAlert>
  )
}
