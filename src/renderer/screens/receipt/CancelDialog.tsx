/** Voids a draft that was opened by mistake, with a reason. */
import { Alert, App, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ReceiptHeader } from '../../../contract/schemas/goodsReceipt'
import { refusalOf, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { useRefusalReason } from '../../../ui/OperationButton'

interface CancelDialogProps {
  open: boolean
  header: ReceiptHeader
  onClose(): void
}

export const CancelDialog = ({ open, header, onClose }: CancelDialogProps) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const mayNot = useRefusalReason('goodsReceipt.cancel')
  const [reason, setReason] = useState('')
  const cancel = useCommand('goodsReceipt.cancel', {
    touches: ['goodsReceipt.list', 'goodsReceipt.expected', 'goodsReceipt.get'],
    onDone: () => {
      void message.success(t('cancel.done', { number: header.number }))
      void navigate('/receiving', { state: { tab: 'drafts' } })
    },
  })
  const ready = reason.trim() !== '' && !mayNot && !cancel.isPending
  const confirm = (): void => {
    if (ready) cancel.mutate({ documentId: header.documentId, reason: reason.trim() })
  }
  const problem = mayNot ?? (cancel.isError ? errorText(t, refusalOf(cancel.error)) : null)
  return (
    <Dialog
      open={open}
      title={`${t('cancel.title')} ${header.number}`}
      onClose={onClose}
      keys={{ confirm }}
      testId="cancel-dialog"
      footer={
        <Space>
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button
            danger
            type="primary"
            disabled={!ready}
            loading={cancel.isPending}
            onClick={confirm}
            data-testid="cancel-confirm"
          >
            {t('cancel.confirm')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      <p className="muted">{t('cancel.intro')}</p>
      <Input
        autoFocus
        maxLength={200}
        value={reason}
        disabled={mayNot !== undefined}
        onChange={(event) => setReason(event.target.value)}
        placeholder={t('cancel.placeholder')}
        aria-label={t('common.reason')}
        data-testid="cancel-reason"
      />
      {problem ? (
        <Alert className="dialog-problem" type="error" showIcon title={problem} data-testid="cancel-problem" />
      ) : null}
    </Dialog>
  )
}
