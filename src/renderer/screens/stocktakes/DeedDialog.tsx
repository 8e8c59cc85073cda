/** A window that does one thing to a stocktake: its fields, why it was refused, and the button Ctrl+Enter presses. */
import { Alert, Button, Space } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import type { Scope } from '../../../ui/keyMap'
import type { KeyHandler } from '../../../ui/keys'
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
  /** keys besides Ctrl+Enter and Esc, and the buttons they press */
  scope?: Scope
  keys?: Partial<Record<string, KeyHandler>>
  besides?: ReactNode
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
      keys={{ ...props.keys, confirm }}
      {...(props.scope === undefined ? {} : { scope: props.scope })}
      {...(props.width === undefined ? {} : { width: props.width })}
      testId={`${name}-dialog`}
      footer={
        <Space>
          <Button onClick={props.onClose}>{t('common.close')}</Button>
          {props.besides}
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
