/** What every list offers beside its rows, always with the same words and keys: save it as a file, copy the current row. */
import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { KeyCap } from '../../ui/KeyCap'
import { OperationButton } from '../../ui/OperationButton'

interface ExportButtonProps {
  testId: string
  small?: boolean
  onExport(): void
}

export const ExportButton = ({ testId, small = false, onExport }: ExportButtonProps) => {
  const { t } = useTranslation()
  return (
    <Button size={small ? 'small' : 'middle'} onClick={onExport} data-testid={testId}>
      {t('documents.export')}
      <KeyCap name="Ctrl+E" />
    </Button>
  )
}

interface PrintButtonProps {
  testId: string
  small?: boolean
  disabled?: boolean
  onPrint(): void
}

/** Opens the choice of form and paper. */
export const PrintButton = ({ testId, small = false, disabled = false, onPrint }: PrintButtonProps) => {
  const { t } = useTranslation()
  return (
    <OperationButton
      operation="paper.print"
      size={small ? 'small' : 'middle'}
      label={t('paper.printNow')}
      keyName="F9"
      disabled={disabled}
      onClick={onPrint}
      testId={testId}
    />
  )
}

interface CopyButtonProps {
  testId: string
  /** why the row cannot be copied, in words; undefined where it can */
  mayNot: string | undefined
  onCopy(): void
}

export const CopyButton = ({ testId, mayNot, onCopy }: CopyButtonProps) => {
  const { t } = useTranslation()
  const label = t('work.copy')
  return (
    <Tooltip title={mayNot}>
      <Button
        disabled={mayNot !== undefined}
        aria-label={mayNot ? `${label}：${mayNot}` : label}
        onClick={onCopy}
        data-testid={testId}
      >
        {label}
        <KeyCap name="Ctrl+D" />
      </Button>
    </Tooltip>
  )
}
