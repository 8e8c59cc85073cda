/** What was found when somebody looked at a paper: in order, or odd and how. */
import { Radio } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../../contract/operations/audit'
import { useCommand } from '../../../ui/client'
import { reasonText } from '../../data/audit'
import { ActDialog } from '../../parts/ActDialog'
import { usePersonName } from './auditColumns'
import type { PaperCheck } from './SpotChecks'

export const NoteDialog = ({ paper, onClose }: { paper: PaperCheck | null; onClose(): void }) => {
  const { t } = useTranslation()
  const nameOf = usePersonName()
  const [finding, setFinding] = useState<Finding>('fine')
  const note = useCommand('audit.noteSpotCheck', { touches: ['audit.spotChecks'], onDone: onClose })
  const { reset } = note
  useEffect(() => {
    reset()
    if (paper) setFinding(paper.checked?.finding ?? 'fine')
  }, [paper, reset])
  return (
    <ActDialog
      open={paper !== null}
      title={t('audit.noteTitle', { number: paper?.number ?? '' })}
      act={t('common.save')}
      reason={finding === 'odd' ? 'needed' : 'optional'}
      asks={{ label: t(finding === 'odd' ? 'audit.noteOdd' : 'audit.noteFine'), max: 200 }}
      busy={note.isPending}
      error={note.isError ? note.error : null}
      testId="spot-note"
      onAct={(words) => (paper ? note.mutate({ documentId: paper.documentId, finding, note: words }) : undefined)}
      onClose={onClose}
    >
      <ul className="audit-why">
        {paper?.reasons.map((reason) => (
          <li key={reason.reason}>{reasonText(t, reason)}</li>
        ))}
      </ul>
      {paper?.checked ? (
        <p className="muted">
          {t('audit.noteBefore', {
            name: nameOf(paper.checked),
            finding: t(`audit.finding.${paper.checked.finding}`),
            note: paper.checked.note,
          })}
        </p>
      ) : null}
      <Radio.Group
        aria-label={t('audit.findingLabel')}
        optionType="button"
        value={finding}
        options={(['fine', 'odd'] as const).map((value) => ({ value, label: t(`audit.finding.${value}`) }))}
        onChange={(event) => setFinding(event.target.value as Finding)}
      />
    </ActDialog>
  )
}
