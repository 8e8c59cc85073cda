/** A small form of secrets in a dialog: what it asks, what was refused, and its button. Enter sends it, as when signing in. */
import { Button } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './Refusal'

interface SecretFormProps {
  act: string
  danger?: boolean
  ready: boolean
  busy: boolean
  error: unknown
  testId: string
  children: ReactNode
  onSubmit(): void
  onCancel?(): void
}

export const SecretForm = ({ act, danger = false, ready, busy, error, testId, ...props }: SecretFormProps) => {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  // what was wrong was emptied: that is where typing goes on
  useEffect(() => {
    if (error) firstEmpty(form.current)?.focus()
  }, [error])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready && !busy) props.onSubmit()
  }
  return (
    <form className="dialog-form" ref={form} onSubmit={submit}>
      {props.children}
      <Refusal error={error} testId={`${testId}-refused`} />
      <div className="secret-acts">
        {props.onCancel ? <Button onClick={props.onCancel}>{t('common.cancel')}</Button> : null}
        <Button
          type="primary"
          danger={danger}
          htmlType="submit"
          disabled={!ready}
          loading={busy}
          data-testid={`${testId}-confirm`}
        >
          {act}
        </Button>
      </div>
    </form>
  )
}

const firstEmpty = (form: HTMLFormElement | null): HTMLInputElement | undefined =>
  [...(form?.querySelectorAll<HTMLInputElement>('input:not([hidden])') ?? [])].find(({ value }) => value === '')
