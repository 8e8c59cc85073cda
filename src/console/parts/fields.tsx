/** Fields of a form, each with its words above it: a choice by name or code, a line of text. */
import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface FieldProps {
  label: string
  wide?: boolean
  /** must be given before it goes on: marked */
  required?: boolean
  children: ReactNode
}

export const Field = ({ label, wide = false, required = false, children }: FieldProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the field inside is the control
  <label className={wide ? 'field wide' : 'field'}>
    <span>
      {label}
      {required ? <Required /> : null}
    </span>
    {children}
  </label>
)

const Required = () => {
  const { t } = useTranslation()
  return (
    <b className="bad" title={t('entry.required')}>
      {' *'}
    </b>
  )
}

export interface Choice {
  value: string
  label: string
}

interface ChoiceFieldProps {
  label: string
  testId: string
  value: string
  options: readonly Choice[]
  placeholder?: string
  disabled?: boolean
  allowClear?: boolean
  wide?: boolean
  required?: boolean
  onChange(value: string): void
}

export const ChoiceField = (props: ChoiceFieldProps) => {
  const { t } = useTranslation()
  // what stands there may have left the list since: shown as its code, not as nothing
  const known = props.value === '' || props.options.some(({ value }) => value === props.value)
  return (
    <Field label={props.label} wide={props.wide ?? false} required={props.required ?? false}>
      <Select
        aria-label={props.label}
        aria-required={props.required ?? false}
        data-testid={props.testId}
        value={props.value === '' ? null : props.value}
        options={known ? [...props.options] : [...props.options, { value: props.value, label: props.value }]}
        placeholder={props.placeholder ?? t('entry.choose')}
        disabled={props.disabled ?? false}
        allowClear={props.allowClear ?? false}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(value) => props.onChange(value ?? '')}
      />
    </Field>
  )
}

interface TextFieldProps {
  label: string
  testId: string
  value: string
  max: number
  placeholder?: string
  disabled?: boolean
  wide?: boolean
  required?: boolean
  autoFocus?: boolean
  onChange(value: string): void
  onCommit?(value: string): void
}

export const TextField = (props: TextFieldProps) => (
  <Field label={props.label} wide={props.wide ?? false} required={props.required ?? false}>
    <Input
      aria-label={props.label}
      aria-required={props.required ?? false}
      data-testid={props.testId}
      value={props.value}
      maxLength={props.max}
      autoComplete="off"
      autoFocus={props.autoFocus ?? false}
      data-autofocus={props.autoFocus ?? false}
      placeholder={props.placeholder ?? ''}
      disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(event.target.value)}
      onPressEnter={(event) => props.onCommit?.(event.currentTarget.value)}
      onBlur={(event) => props.onCommit?.(event.currentTarget.value)}
    />
  </Field>
)
