/** Voids a draft that was opened by mistake, with a reason. */
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { refusalOf, useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { useRefusalReason } from '../../../ui/OperationButton'
import { ReasonDialog } from './ReasonDialog'
import { useVoidOperation } from './voiding'

interface CancelDialogProps {
  header: DocumentHeader
  onClose(): void
  onDone(): void
}

export const CancelDialog = ({ header, onClose, onDone }: CancelDialogProps) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const operation = useVoidOperation(header.type)
  const mayNot = useRefusalReason(operation, header.type)
  const options = {
    touches: ['document.list', 'goodsReceipt.expected', 'document.get', 'transfer.list', 'transfer.get'] as const,
    onDone: () => {
      void message.success(t('cancel.done', { number: header.number }))
      onDone()
    },
  }
  const cancel = useCommand('document.cancel', options)
  const drop = useCommand('stocktake.dropCount', options)
  const { isError, error, isPending } = operation === 'document.cancel' ? cancel : drop
  const confirm = (reason: string): void => {
    const { type, documentId } = header
    if (operation === 'document.cancel') cancel.mutate({ type, documentId, reason })
    else drop.mutate({ documentId, reason })
  }
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
      problem={isError ? errorText(t, refusalOf(error)) : null}
      busy={isPending}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}
