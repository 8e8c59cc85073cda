/** Asks once more before something is done: what it is about, a reason where one is due. Ctrl+Enter does it, Enter not. */
import { Button, Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/Dialog'
import { KeyCap } from '../../ui/KeyCap'
import { keyOf } from '../../ui/keyMap'
import { DialogForm } from './DialogForm'
import { Field } from './fields'
import { Refusal } from './Refusal'

interface ActDialogProps {
  open: boolean
  title: string
  /** words of the button that does it */
  act: string
  danger?: boolean
  busy: boolean
  error: unknown
  /** something else has to be chosen first */
  notYet?: boolean
  /** none: no reason is asked */
  reason?: 'needed' | 'optional'
  /** what is asked for instead of a reason, and how long it may be */
  asks?: { label: string; max: number }
  testId: string
  width?: number
  children?: ReactNode
  onAct(reason: string): void
  onClose(): void
}

const reasonMax = 200

export const ActDialog = ({ open, reason, asks, error, notYet = false, ...props }: ActDialogProps) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  useEffect(() => {
    if (open) setText('')
  }, [open])
  const ready = !props.busy && !notYet && (reason !== 'needed' || text.trim() !== '')
  const act = (): void => {
    if (ready) props.onAct(text.trim())
  }
  return (
    <Dialog
      open={open}
      title={props.title}
      onClose={props.onClose}
      keys={{ confirm: act }}
      width={props.width ?? 480}
      testId={props.testId}
      footer={
        <>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            danger={props.danger ?? false}
            disabled={!ready}
            loading={props.busy}
            data-testid={`${props.testId}-confirm`}
            onClick={act}
          >
            {props.act}
            <KeyCap name={keyOf('dialog', 'confirm')} />
          </Button>
        </>
      }
    >
      <DialogForm onConfirm={act}>
        {props.children}
        {reason ? (
          <Field
            label={asks?.label ?? t(reason === 'needed' ? 'common.reason' : 'entry.noteOptional')}
            required={reason === 'needed'}
          >
            <Input.TextArea
              data-autofocus
              aria-required={reason === 'needed'}
              data-testid={`${props.testId}-reason`}
              rows={3}
              maxLength={asks?.max ?? reasonMax}
              value={text}
              onChange={(event) => setText(oneLine(event.target.value))}
            />
          </Field>
        ) : null}
        <Refusal error={error} testId={`${props.testId}-refused`} />
      </DialogForm>
    </Dialog>
  )
}

/** The hub takes no control characters, line breaks among them. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')
