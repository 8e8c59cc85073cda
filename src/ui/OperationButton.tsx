/** A button that runs an operation: disabled with the reason in words when the user may not, with its key shown. */
import { Button, type ButtonProps, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OperationName } from '../contract/operations'
import type { DocumentType } from '../core/documents/states'
import { permissionText } from './documents'
import { KeyCap } from './KeyCap'
import { permissionsFor, useCan } from './session'

interface OperationButtonProps extends Omit<ButtonProps, 'children'> {
  operation: OperationName
  /** of the document it acts on, where the right depends on it */
  documentType?: DocumentType | undefined
  label: string
  /** key as in the key map, shown beside the words */
  keyName?: string
  /** another reason why it cannot be pressed now */
  disabledReason?: string
  testId?: string
}

export const OperationButton = (props: OperationButtonProps) => {
  const { operation, documentType, label, keyName, disabledReason, testId, disabled, ...rest } = props
  const refusal = useRefusalReason(operation, documentType)
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
export const useRefusalReason = (operation: OperationName, type?: DocumentType): string | undefined => {
  const { t } = useTranslation()
  const can = useCan(operation, type)
  const [permission] = permissionsFor(operation, type)
  if (can || permission === undefined) return undefined
  return t('common.notAllowed', { permission: permissionText(t, permission) })
}
