/** The small fields of the editor: millimetres, a choice, a text. Each has its name on its left and says it to a reader. */
import { Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

export const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="editor-field">
    <span aria-hidden="true">{label}</span>
    {children}
  </div>
)

interface MillimetresProps {
  label: string
  /** tenths of a millimetre */
  value: number
  least?: number
  most: number
  step?: number
  disabled: boolean
  onChange(value: number): void
  testId: string
  autoFocus?: boolean
}

export const Millimetres = ({ label, value, least = 0, most, step = 5, ...rest }: MillimetresProps) => (
  <Field label={label}>
    <InputNumber
      size="small"
      aria-label={label}
      value={value / 10}
      min={least / 10}
      max={most / 10}
      step={step / 10}
      precision={1}
      suffix="mm"
      disabled={rest.disabled}
      // an emptied field is being typed into: the template keeps what it had
      onChange={(mm) => {
        if (mm !== null && Number.isFinite(mm)) rest.onChange(Math.round(mm * 10))
      }}
      data-testid={rest.testId}
    />
  </Field>
)

interface ChoiceProps<V extends string> {
  label: string
  value: V
  values: readonly V[]
  nameOf(value: V): string
  disabled: boolean
  onChange(value: V): void
  testId: string
}

export const Choice = <V extends string>({ label, values, nameOf, testId, ...rest }: ChoiceProps<V>) => (
  <Field label={label}>
    <Select
      size="small"
      aria-label={label}
      value={rest.value}
      disabled={rest.disabled}
      onChange={rest.onChange}
      options={values.map((value) => ({ value, label: nameOf(value) }))}
      data-testid={testId}
    />
  </Field>
)

interface WordsProps {
  label: string
  value: string
  max: number
  disabled: boolean
  onChange(value: string): void
  testId: string
}

export const Words = ({ label, value, max, disabled, onChange, testId }: WordsProps) => (
  <Field label={label}>
    <Input
      size="small"
      aria-label={label}
      value={value}
      maxLength={max}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      data-testid={testId}
    />
  </Field>
)
