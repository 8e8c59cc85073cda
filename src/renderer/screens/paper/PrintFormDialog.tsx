/**
 * F9 on a document, a transfer or a list: which form, on which paper, in which language, shown or straight to the printer. What
 * was chosen last is chosen again.
 */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { PaperForm, PaperSubject } from '../../../contract/schemas/paper'
import type { DocumentType } from '../../../core/documents/states'
import { paperSizes } from '../../../core/paper/form'
import { formRules } from '../../../core/paper/formRules'
import { useCommand, useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { languages, useLanguage } from '../../../ui/language'
import { useRefusalReason } from '../../../ui/OperationButton'
import { playSound } from '../../scanning/sounds'
import { PrintedAlert, soundPrinted } from '../countSheets/PrintedAlert'
import { DeedDialog } from '../stocktakes/DeedDialog'
import { keepChoice, keptChoice, type PrintChoice } from './keptChoice'
import { Choice, ChooseTo, usePaperTo } from './PrintChoice'
import { type Previewed, usePreview } from './usePreview'

interface PrintFormDialogProps {
  /** what this screen can print; the first is chosen */
  subjects: readonly PaperSubject[]
  /** of the document among them: each type's paper has its own name */
  documentType?: DocumentType
  onClose(): void
}

type Printed = OutputOf<'paper.print'>

export const PrintFormDialog = ({ subjects, documentType, onClose }: PrintFormDialogProps) => {
  const { t } = useTranslation()
  const language = useLanguage((state) => state.language)
  const settings = useOperation('paper.settings', {})
  const paper = usePaperTo()
  const mayNot = useRefusalReason('paper.print')
  const [form, setForm] = useState<PaperForm | undefined>(subjects[0]?.form)
  const [chosen, setChosen] = useState<Partial<Omit<PrintChoice, 'to'>>>({})
  const [printed, setPrinted] = useState<Printed | null>(null)
  const [previewed, setPreviewed] = useState<Previewed | null>(null)
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
    setPreviewed(null)
    keepChoice({ size, to, language: printLanguage })
    print.mutate({ what, size, language: printLanguage, to })
  }
  const preview = usePreview(what, setPreviewed)
  const mayPreview = what !== undefined && preview.mayNot === undefined && settings.data !== undefined && !preview.busy
  const look = (): void => {
    if (!mayPreview) return
    setPrinted(null)
    setPreviewed(null)
    preview.show({ size, language: printLanguage })
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
      error={print.error ?? preview.error}
      scope="printDialog"
      keys={{ preview: look }}
      besides={
        <Button
          disabled={!mayPreview}
          loading={preview.busy}
          title={preview.mayNot}
          onClick={look}
          data-testid="print-form-preview"
        >
          {t('paper.preview')}
          <KeyCap name={keyOf('printDialog', 'preview')} />
        </Button>
      }
      width={520}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className="print-form">
        <Choice
          name="form"
          value={form ?? ('document' as PaperForm)}
          values={subjects.map((one) => one.form)}
          called={(value) =>
            value === 'document' && documentType ? formRules[documentType].title[language] : undefined
          }
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
      {previewed ? <PreviewedNow previewed={previewed} /> : null}
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

const PreviewedNow = ({ previewed }: { previewed: Previewed }) => {
  const { t } = useTranslation()
  const { pages, file, opened, leftOut } = previewed
  return (
    <PrintedAlert
      title={t('paper.previewed', { count: pages })}
      printed={{ file, opened, queue: '', waits: '' }}
      shown={t('paper.previewShown', { file })}
      notShown={t('paper.previewNotShown', { file })}
      testId="paper-previewed"
    >
      {leftOut ? <LeftOut leftOut={leftOut} /> : null}
    </PrintedAlert>
  )
}

const LeftOut = ({ leftOut: { products, stocktakes } }: { leftOut: NonNullable<Printed['leftOut']> }) => {
  const { t } = useTranslation()
  return (
    <p data-testid="paper-left-out">{t('paper.leftOut', { count: products, stocktakes: stocktakes.join(', ') })}</p>
  )
}

const PrintedNow = ({ printed }: { printed: Printed }) => {
  const { t } = useTranslation()
  const { pages, printNo, files } = printed
  const title = `${t('paper.done', { count: pages })}${printNo > 1 ? ` · ${t('paper.marked', { printNo })}` : ''}`
  return (
    <PrintedAlert title={title} printed={printed} testId="paper-printed">
      {printed.leftOut ? <LeftOut leftOut={printed.leftOut} /> : null}
      {files > 1 && printed.queue === '' ? ` ${t('paper.files', { count: files })}` : null}
    </PrintedAlert>
  )
}
