/** Ctrl+H: what happened to a document after its draft, who did it, and whose right they used. */
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { SidePanel } from '../../../ui/Dialog'
import { stepText } from '../../../ui/documents'
import { timeText } from '../../../ui/format'

export const HistoryPanel = ({ document, onClose }: { document: DocumentView; onClose(): void }) => {
  const { t } = useTranslation()
  const { header, steps } = document
  return (
    <SidePanel open title={`${t('history.title')} ${header.number}`} onClose={onClose} width={480} testId="history">
      <ol className="steps">
        <Step step={t('history.created')} who={header.authorName} at={header.createdAt} words="" />
        {steps.map((step, index) => (
          <Step
            // biome-ignore lint/suspicious/noArrayIndexKey: history only grows at its end
            key={index}
            step={[stepText(t, step.step), step.level ? t(`level.${step.level}`, { defaultValue: step.level }) : '']
              .filter(Boolean)
              .join(' · ')}
            who={step.userName}
            lentBy={step.authorityName}
            at={step.at}
            words={step.reason}
          />
        ))}
      </ol>
      <p className="muted panel-intro">{t('history.policy', { version: header.policyVersion })}</p>
    </SidePanel>
  )
}

interface StepProps {
  step: string
  who: string
  lentBy?: string
  at: string
  words: string
}

const Step = ({ step, who, lentBy = '', at, words }: StepProps) => {
  const { t } = useTranslation()
  return (
    <li className="step" data-testid="history-step">
      <b>{step}</b>
      <span className="muted">{timeText(at)}</span>
      <span>
        {who}
        {lentBy === '' ? '' : `（${t('history.lent', { name: lentBy })}）`}
      </span>
      {words === '' ? null : <span className="step-words">{words}</span>}
    </li>
  )
}
