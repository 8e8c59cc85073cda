/** The label of the current row, pixel for pixel as it will print, in its true proportion. */
import { useTranslation } from 'react-i18next'
import type { LabelJob } from '../../contract/operations/label'
import { useOperation } from '../../ui/client'
import { OperationButton } from '../../ui/OperationButton'
import { FailedState, LoadingState } from '../../ui/states'

interface LabelPreviewProps {
  job: LabelJob | undefined
  onAgain(): void
}

export const LabelPreview = ({ job, onAgain }: LabelPreviewProps) => {
  const { t } = useTranslation()
  return (
    <aside className="label-side" aria-label={t('labels.preview')} data-testid="label-preview">
      <h2>{t('labels.preview')}</h2>
      {job ? <OneLabel key={job.jobId} job={job} /> : null}
      {job && (job.state === 'failed' || job.state === 'unknown' || job.state === 'handedOver') ? (
        <OperationButton
          operation="label.print"
          label={t(job.state === 'failed' ? 'labels.again' : 'labels.reprint')}
          onClick={onAgain}
          testId="label-again"
        />
      ) : null}
    </aside>
  )
}

const OneLabel = ({ job }: { job: LabelJob }) => {
  const { t } = useTranslation()
  const answer = useOperation('label.preview', { jobId: job.jobId })
  if (answer.isPending) return <LoadingState />
  if (answer.isError) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  const { pngBase64, widthMm, heightMm, warnings } = answer.data
  return (
    <>
      <img
        className="label-picture"
        style={{ aspectRatio: `${widthMm} / ${heightMm}` }}
        src={`data:image/png;base64,${pngBase64}`}
        alt={t('labels.previewOf', { name: job.name })}
      />
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
