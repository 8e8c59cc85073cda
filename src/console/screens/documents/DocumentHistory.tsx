/** What happened to a document, in order: the step, who, under whose authority, for which level, why. */
import { useTranslation } from 'react-i18next'
import type { DocumentStepView, DocumentView } from '../../../contract/schemas/document'
import { stepText } from '../../../ui/documents'
import { timeText } from '../../../ui/format'
import { EmptyState } from '../../../ui/states'
import { type Column, ListTable } from '../../parts/ListTable'

type Step = DocumentStepView & { at: string; key: string }

export const DocumentHistory = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const columns: Column<Step>[] = [
    { key: 'time', title: t('document.stepTime'), width: 120, render: (step) => timeText(step.at) },
    {
      key: 'step',
      title: t('document.step'),
      width: 150,
      render: (step) => <b className={step.step === 'decided.refused' ? 'bad' : undefined}>{stepText(t, step.step)}</b>,
    },
    { key: 'who', title: t('document.stepWho'), width: 120, render: (step) => step.userName },
    {
      key: 'level',
      title: t('document.stepLevel'),
      width: 110,
      render: (step) => (step.level === '' ? '' : t(`level.${step.level}`, { defaultValue: step.level })),
    },
    { key: 'authority', title: t('document.stepAuthority'), width: 130, render: (step) => step.authorityName },
    { key: 'reason', title: t('common.reason'), render: (step) => <span title={step.reason}>{step.reason}</span> },
  ]
  return (
    <ListTable
      label={t('document.history')}
      testId="history"
      columns={columns}
      rows={stepsOf(document)}
      rowKey={({ key }) => key}
      rowTestId={({ step }) => `history-row-${step}`}
      empty={<EmptyState title={t('document.historyEmpty')} hint={t('document.historyEmptyHint')} />}
    />
  )
}

export const stepsOf = ({ steps }: Pick<DocumentView, 'steps'>): Step[] =>
  steps.map((step, index) => ({ ...step, key: `${step.at} ${step.step} ${index}` }))
