/** Voids a draft that was opened by mistake, with a reason. */
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { refusalOf, useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { useRefusalReason } from '../../../ui/OperationButton'
import { ReasonDialog } from './ReasonDialog'

interface CancelDialogProps {
  header: DocumentHeader
  onClose(): void
  onDone(): void
}

export const CancelDialog = ({ header, onClose, onDone }: CancelDialogProps) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayNot = useRefusalReason('document.cancel', header.type)
  const cancel = useCommand('document.cancel', {
    touches: ['document.list', 'goodsReceipt.expected', 'document.get', 'transfer.list', 'transfer.get'],
    onDone: () => {
      void message.success(t('cancel.done', { number: header.number }))
      onDone()
    },
  })
  return (
    <ReasonDialog
      name="cancel"
      title={`${t('cancel.title')} ${header.number}`}
      intro={t('cancel.intro')}
      placeholder={t('cancel.placeholder')}
      label={t('common.reason')}
      confirmLabel={t('cancel.confirm')}
      danger
      mayNot={mayNot}
      problem={cancel.isError ? errorText(t, refusalOf(cancel.error)) : null}
      busy={cancel.isPending}
      onConfirm={(reason) => cancel.mutate({ type: header.type, documentId: header.documentId, reason })}
      onClose={onClose}
    />
  )
}
