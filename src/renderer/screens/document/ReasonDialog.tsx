/** One deed that wants a reason in words: void, withdraw, reverse, confirm. Ctrl+Enter does it, Enter alone does not. */
import { Alert, Button, Input, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../ui/Dialog'
import { KeyCap } from '../../../ui/KeyCap'

interface ReasonDialogProps {
  /** test ids are `<name>-dialog`, `<name>-reason`, `<name>-confirm`, `<name>-problem` */
  name: string
  title: string
  intro: ReactNode
  placeholder: string
  label: string
  confirmLabel: string
  danger?: boolean
  maxLength?: number
  /** why this user may not do it at all */
  mayNot?: string | undefined
  problem: string | null
  busy: boolean
  onConfirm(reason: string): void
  onClose(): void
}

export const ReasonDialog = (props: ReasonDialogProps) => {
  const { name, mayNot, problem, busy } = props
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const ready = reason.trim() !== '' && mayNot === undefined && !busy
  const confirm = (): void => {
    if (ready) props.onConfirm(reason.trim())
  }
  const wrong = mayNot ?? problem
  return (
    <Dialog
      open
      title={props.title}
      onClose={props.onClose}
      keys={{ confirm }}
      testId={`${name}-dialog`}
      footer={
        <Space>
          <Button onClick={props.onClose}>{t('common.close')}</Button>
          <Button
            danger={props.danger ?? false}
            type="primary"
            disabled={!ready}
            loading={busy}
            onClick={confirm}
            data-testid={`${name}-confirm`}
          >
            {props.confirmLabel}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      <p className="muted">{props.intro}</p>
      <Input
        autoFocus
        data-autofocus
        maxLength={props.maxLength ?? 200}
        value={reason}
        disabled={mayNot !== undefined}
        onChange={(event) => setReason(event.target.value)}
        placeholder={props.placeholder}
        aria-label={props.label}
        data-testid={`${name}-reason`}
      />
      {wrong ? (
        <Alert className="dialog-problem" type="error" showIcon title={wrong} data-testid={`${name}-problem`} />
      ) : null}
    </Dialog>
  )
}
