/** The label of the current row, pixel for pixel as it will print, in its true proportion. */
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelJob } from '../../contract/operations/label'
import { useOperation } from '../../ui/client'
import { Dialog } from '../../ui/Dialog'
import { MillimetreRuler } from '../../ui/labelTemplates/MillimetreRuler'
import { OperationButton } from '../../ui/OperationButton'
import { FailedState, LoadingState } from '../../ui/states'
import { isHeld, lastText, problemWords, stateText, waits, whyText } from './labels/labelColumns'

interface LabelPreviewProps {
  job: LabelJob | undefined
  /** what a template is called */
  nameOf(template: string): string
  onPrint(): void
  onReprint(): void
}

export const LabelPreview = ({ job, nameOf, onPrint, onReprint }: LabelPreviewProps) => {
  const { t } = useTranslation()
  return (
    <aside className="label-side" aria-label={t('labels.preview')} data-testid="label-preview">
      <h2>{t('labels.preview')}</h2>
      {job ? <OneLabel key={job.jobId} job={job} /> : null}
      {job ? <Whole job={job} nameOf={nameOf} /> : null}
      {job ? <Send {...{ job, onPrint, onReprint }} /> : null}
    </aside>
  )
}

/** All the words of the current line: its cells are narrow, and a hand on the keyboard points at nothing. */
const Whole = ({ job, nameOf }: { job: LabelJob; nameOf(template: string): string }) => {
  const { t } = useTranslation()
  const problem = problemWords(job, t)
  const out = useOutOf(job)
  const rows: [name: string, words: string][] = [
    ...(job.lot === ''
      ? []
      : [[t('labels.lot'), t('labels.lotOf', { lot: job.lot, day: job.expiryDate })] as [string, string]]),
    [t('labels.template'), nameOf(job.template)],
    [t('labels.why'), whyText(t, job)],
    [t('labels.last'), lastText(job) || '—'],
  ]
  return (
    <dl className="label-words" data-testid="label-words">
      {problem ? (
        <>
          <dt>{stateText(t, job)}</dt>
          <dd className={job.state === 'failed' && !isHeld(job) ? 'over' : 'look'} data-testid="label-words-problem">
            {problem}
          </dd>
        </>
      ) : null}
      {out ? (
        <>
          <dt>{t('labels.outOf')}</dt>
          <dd className={out.looks ? 'look' : ''} data-testid="label-out-of">
            {out.words}
          </dd>
        </>
      ) : null}
      <dt>{t('labels.name')}</dt>
      <dd className="label-words-name">{[job.name, job.spec, job.unit].filter((word) => word !== '').join(' / ')}</dd>
      {rows.map(([name, words]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** Which printer it comes out of, as the picture is drawn for; what is out already came out of whichever it was. */
const useOutOf = (job: LabelJob): { words: string; looks: boolean } | null => {
  const { t } = useTranslation()
  const answer = useOperation('label.preview', { jobId: job.jobId })
  if (!answer.data || !waits(job)) return null
  const { printer, noPrinter } = answer.data
  if (noPrinter === 'notSet') return { words: t('labels.noPrinterSet'), looks: true }
  // the line's own problem says so already
  if (!printer && job.problem === 'LABEL_PAPER_NOT_LOADED') return null
  if (!printer) return { words: t('labels.paperWanted', { paper: job.paper }), looks: true }
  const fits = printer.paper === job.paper || printer.paper === ''
  if (fits) return { words: printer.name, looks: false }
  return { words: t('labels.outOfOther', { ...printer, wanted: job.paper }), looks: true }
}

/** What waits is printed; what is out, or may be, is printed again, which is marked and counted. */
const Send = ({ job, onPrint, onReprint }: Omit<LabelPreviewProps, 'nameOf'> & { job: LabelJob }) => {
  const { t } = useTranslation()
  if (job.state === 'sending') return null
  return job.state === 'queued' || job.state === 'failed' ? (
    <OperationButton
      operation="label.print"
      label={t(job.state === 'failed' ? 'labels.again' : 'labels.printCurrent')}
      keyName="Ctrl+Shift+F9"
      onClick={onPrint}
      testId="print-current"
    />
  ) : (
    <OperationButton
      operation="label.reprint"
      label={t('labels.reprint')}
      keyName="Ctrl+Shift+P"
      onClick={onReprint}
      testId="label-again"
    />
  )
}

/** F9: as large as it comes out, by the screen's own idea of a millimetre, beside a ruler to hold against a real one. */
export const TrueSizeDialog = ({ job, onClose }: { job: LabelJob; onClose(): void }) => {
  const { t } = useTranslation()
  return (
    <Dialog open title={t('labels.previewOf', { name: job.name })} onClose={onClose} testId="label-true-size">
      <OneLabel job={job} isTrueSize />
    </Dialog>
  )
}

const OneLabel = ({ job, isTrueSize = false }: { job: LabelJob; isTrueSize?: boolean }) => {
  const { t } = useTranslation()
  const answer = useOperation('label.preview', { jobId: job.jobId })
  if (answer.isPending) return <LoadingState />
  if (answer.isError) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  const { pngBase64, widthMm, heightMm, warnings } = answer.data
  return (
    <>
      <img
        className="label-picture"
        style={isTrueSize ? { width: `${widthMm}mm` } : { aspectRatio: `${widthMm} / ${heightMm}` }}
        src={`data:image/png;base64,${pngBase64}`}
        alt={t('labels.previewOf', { name: job.name })}
      />
      {isTrueSize ? <MillimetreRuler mm={widthMm} /> : null}
      <p className="muted">{t('labels.size', { width: widthMm, height: heightMm })}</p>
      {warnings.length > 0 ? (
        <ul className="label-warnings" data-testid="label-warnings">
          {warnings.map(({ code, params }) => (
            <li key={code}>{t(`labelWarnings.${code}`, { ...params, defaultValue: code })}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
