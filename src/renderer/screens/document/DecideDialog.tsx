/**
 * Agree, or refuse with a reason, to exactly what is shown: the decision carries the hash of this content. Whoever may not
 * decide can have a manager agree on the spot by PIN.
 */
import { LockOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { useClient } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { playSound } from '../../scanning/sounds'
import { callWithOverride } from './override'
import { PlainSummary } from './Summaries'

interface DecideDialogProps {
  document: DocumentView
  /** this user decides at the level that is asked */
  may: boolean
  onClose(): void
  onDecided(document: DocumentView): void
  onChanged(): void
}

export const DecideDialog = ({ document, may, onClose, onDecided, onChanged }: DecideDialogProps) => {
  const { t } = useTranslation()
  const { header } = document
  const client = useClient()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const decide = async (decision: 'approved' | 'refused'): Promise<void> => {
    if (busy) return
    if (decision === 'refused' && reason.trim() === '') {
      playSound('error')
      return setProblem(t('errors.REASON_MISSING'))
    }
    const { type, documentId, contentHash } = header
    const input = { type, documentId, contentHash, decision, reason: reason.trim() }
    const words = t(`override.${decision}`, { number: header.number, type: t(`documentType.${type}`) })
    setBusy(true)
    setProblem(null)
    const answer = await callWithOverride(client, 'document.decide', input, { type, documentId, words, needed: !may })
    setBusy(false)
    if (!answer) return
    if (!answer.ok) {
      playSound('error')
      setProblem(errorText(t, answer.error))
      return onChanged()
    }
    playSound(decision === 'approved' ? 'done-line' : 'undo')
    onDecided(answer.value)
  }
  return (
    <Dialog
      open
      title={`${t('decide.title')} ${header.number}`}
      onClose={onClose}
      scope="decideDialog"
      keys={{ approve: () => void decide('approved'), refuse: () => void decide('refused') }}
      width={780}
      testId="decide-dialog"
      footer={
        <div className="dialog-foot">
          <span className="muted">{t('decide.hint', { name: header.authorName })}</span>
          <Space>
            <Button onClick={onClose}>{t('common.close')}</Button>
            <Button danger disabled={busy} onClick={() => void decide('refused')} data-testid="decide-refuse">
              {t('decide.refuse')}
              <KeyCap name="Alt+R" />
            </Button>
            <Button
              type="primary"
              icon={may ? null : <LockOutlined />}
              loading={busy}
              onClick={() => void decide('approved')}
              data-testid="decide-approve"
            >
              {t(may ? 'decide.approve' : 'decide.approveLent')}
              <KeyCap name="Ctrl+Enter" />
            </Button>
          </Space>
        </div>
      }
    >
      <PlainSummary document={document} />
      <Input
        className="decide-reason"
        autoFocus
        data-autofocus
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder={t('decide.reason')}
        aria-label={t('common.reason')}
        data-testid="decide-reason"
      />
      {problem ? (
        <Alert className="dialog-problem" type="error" showIcon title={problem} data-testid="decide-problem" />
      ) : null}
    </Dialog>
  )
}
