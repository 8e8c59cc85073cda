/** A window that does one thing to a stocktake: its fields, why it was refused, and the button Ctrl+Enter presses. */
import { Alert, Button, Space } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { confirmKey } from '../document/confirmKey'

interface DeedDialogProps {
  /** test ids are `<name>-dialog`, `<name>-confirm`, `<name>-problem` */
  name: string
  title: string
  intro?: string
  confirmLabel: string
  ready: boolean
  busy: boolean
  error: Error | null
  width?: number
  onConfirm(): void
  onClose(): void
  children?: ReactNode
}

export const DeedDialog = (props: DeedDialogProps) => {
  const { name, intro, busy, error } = props
  const { t } = useTranslation()
  const ready = props.ready && !busy
  const confirm = (): void => {
    if (ready) props.onConfirm()
  }
  return (
    <Dialog
      open
      title={props.title}
      onClose={props.onClose}
      keys={{ confirm }}
      {...(props.width === undefined ? {} : { width: props.width })}
      testId={`${name}-dialog`}
      footer={
        <Space>
          <Button onClick={props.onClose}>{t('common.close')}</Button>
          <Button type="primary" disabled={!ready} loading={busy} onClick={confirm} data-testid={`${name}-confirm`}>
            {props.confirmLabel}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      {intro ? <p className="muted">{intro}</p> : null}
      <div onKeyDownCapture={confirmKey(confirm)}>{props.children}</div>
      {error ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={errorText(t, refusalOf(error))}
          data-testid={`${name}-problem`}
          data-code={refusalOf(error).code}
        />
      ) : null}
    </Dialog>
  )
}
