/** A button that runs an operation: disabled with the reason in words when the user may not, with its key shown. */
import { Button, type ButtonProps, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OperationName } from '../contract/operations'
import { KeyCap } from './KeyCap'
import { permissionOf, useCan } from './session'

interface OperationButtonProps extends Omit<ButtonProps, 'children'> {
  operation: OperationName
  label: string
  /** key as in the key map, shown beside the words */
  keyName?: string
  /** another reason why it cannot be pressed now */
  disabledReason?: string
  testId?: string
}

export const OperationButton = (props: OperationButtonProps) => {
  const { operation, label, keyName, disabledReason, testId, disabled, ...rest } = props
  const refusal = useRefusalReason(operation)
  const reason = refusal ?? (disabled ? disabledReason : undefined)
  return (
    <Tooltip title={reason}>
      <Button
        {...rest}
        data-testid={testId}
        disabled={disabled === true || refusal !== undefined}
        aria-label={reason ? `${label}：${reason}` : label}
      >
        {label}
        {keyName ? <KeyCap name={keyName} /> : null}
      </Button>
    </Tooltip>
  )
}

/** Why this user may not run it, in words; undefined when they may. */
export const useRefusalReason = (operation: OperationName): string | undefined => {
  const { t } = useTranslation()
  const can = useCan(operation)
  const permission = permissionOf(operation)
  if (can || permission === null) return undefined
  return t('common.notAllowed', { permission: t(`permissions.${permission.replace('.', '-')}`) })
}
