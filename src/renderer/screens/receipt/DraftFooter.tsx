/** Foot of a draft: figures on the left, the things to do with their keys on the right. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { FooterFigures } from './FooterFigures'

interface DraftFooterProps {
  receipt: Receipt
  onUndo(): void
  onEdit(): void
  onTray(): void
  onCancel(): void
  onPost(): void
}

export const DraftFooter = ({ receipt, onUndo, onEdit, onTray, onCancel, onPost }: DraftFooterProps) => {
  const { t } = useTranslation()
  const open = receipt.header.trayOpen
  return (
    <footer className="receipt-foot">
      <FooterFigures receipt={receipt} />
      <div className="foot-actions">
        <OperationButton
          operation="goodsReceipt.undo"
          label={t('receipt.undo')}
          keyName="Ctrl+Z"
          onClick={onUndo}
          testId="undo"
        />
        <OperationButton
          operation="goodsReceipt.adjust"
          label={t('receipt.editQuantity')}
          keyName="F2"
          onClick={onEdit}
          testId="edit-quantity"
        />
        <Button onClick={onTray} data-testid="tray-open" danger={open > 0}>
          {t('receipt.tray')}
          {open > 0 ? <b className="badge">{open}</b> : null}
          <KeyCap name="Ctrl+U" />
        </Button>
        <OperationButton
          operation="goodsReceipt.cancel"
          label={t('receipt.cancel')}
          keyName="Ctrl+Del"
          onClick={onCancel}
          testId="cancel-draft"
        />
        <OperationButton
          operation="goodsReceipt.post"
          label={t('receipt.post')}
          keyName="F12"
          type="primary"
          onClick={onPost}
          testId="post"
        />
      </div>
    </footer>
  )
}
