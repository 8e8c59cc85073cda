/** Fields for a password and for a code. Both take paste, and say to a password manager what they are. */
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from './fields'

interface SecretFieldProps {
  testId: string
  value: string
  label?: string
  autoFocus?: boolean
  onChange(value: string): void
}

export const PasswordField = ({ fresh = false, ...props }: SecretFieldProps & { fresh?: boolean }) => {
  const { t } = useTranslation()
  const label = props.label ?? t('login.password')
  return (
    <Field label={label}>
      <Input.Password
        aria-label={label}
        data-testid={props.testId}
        data-autofocus={props.autoFocus ?? false}
        autoFocus={props.autoFocus ?? false}
        autoComplete={fresh ? 'new-password' : 'current-password'}
        maxLength={200}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  )
}

/** Six digits, or a recovery code. */
export const CodeField = (props: SecretFieldProps) => {
  const { t } = useTranslation()
  const label = props.label ?? t('login.code')
  return (
    <Field label={label}>
      <Input
        className="code-field"
        aria-label={label}
        data-testid={props.testId}
        data-autofocus={props.autoFocus ?? false}
        autoFocus={props.autoFocus ?? false}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  )
}

/** Not seen: tells a password manager whose password is asked. */
export const WhoseSecret = ({ userId }: { userId: string }) => (
  <input type="text" name="username" autoComplete="username" value={userId} readOnly hidden />
)
