/** Del on a line: it was entered by mistake. Asked once, because undo does not bring it back. */
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentLineView } from '../../../contract/schemas/document'
import { quantityText } from '../../../core/quantity/quantity'
import { Dialog } from '../../../ui/Dialog'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'

interface RemoveLineDialogProps {
  line: DocumentLineView
  onRemove(): void
  onClose(): void
}

export const RemoveLineDialog = ({ line, onRemove, onClose }: RemoveLineDialogProps) => {
  const { t, i18n } = useTranslation()
  return (
    <Dialog
      open
      title={`${t('work.remove.title')} · ${t('side.line', { lineNo: line.lineNo })}`}
      onClose={onClose}
      keys={{ confirm: onRemove }}
      width={460}
      testId="remove-dialog"
      footer={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button danger type="primary" onClick={onRemove} data-testid="remove-confirm">
            {t('work.remove.confirm')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      <p className="side-name">
        <b>{nameIn(i18n.language, line)}</b> <span className="muted">{line.spec}</span>{' '}
        <b>
          {quantityText(line.quantity + line.damagedQuantity)} {line.unit}
        </b>
      </p>
      <p className="muted">{t('work.remove.intro')}</p>
    </Dialog>
  )
}
