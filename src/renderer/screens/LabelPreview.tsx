/** The label of the current row, pixel for pixel as it will print, in its true proportion. */
import { useTranslation } from 'react-i18next'
import type { LabelJob } from '../../contract/operations/label'
import { useOperation } from '../../ui/client'
import { Dialog } from '../../ui/Dialog'
import { OperationButton } from '../../ui/OperationButton'
import { FailedState, LoadingState } from '../../ui/states'

interface LabelPreviewProps {
  job: LabelJob | undefined
  onPrint(): void
  onReprint(): void
}

export const LabelPreview = ({ job, onPrint, onReprint }: LabelPreviewProps) => {
  const { t } = useTranslation()
  return (
    <aside className="label-side" aria-label={t('labels.preview')} data-testid="label-preview">
      <h2>{t('labels.preview')}</h2>
      {job ? <OneLabel key={job.jobId} job={job} /> : null}
      {job ? <Send {...{ job, onPrint, onReprint }} /> : null}
    </aside>
  )
}

/** What waits is printed; what is out, or may be, is printed again, which is marked and counted. */
const Send = ({ job, onPrint, onReprint }: LabelPreviewProps & { job: LabelJob }) => {
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
      {isTrueSize ? <div className="label-ruler" style={{ width: `${widthMm}mm` }} aria-hidden="true" /> : null}
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
