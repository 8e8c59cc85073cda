/** 无单收货: goods nobody announced. Whose they are, and the number on their paper; then every product becomes a line. */
import { Alert, Button, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { refusalOf, useCommand } from '../../ui/client'
import { Dialog } from '../../ui/Dialog'
import { errorText } from '../../ui/errorText'
import { KeyCap } from '../../ui/KeyCap'
import { playSound } from '../scanning/sounds'
import { confirmKey } from './document/confirmKey'
import { useChoices } from './document/useChoices'

export const WithoutOrderDialog = ({ onClose }: { onClose(): void }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const suppliers = useChoices()?.suppliers ?? []
  const [supplierCode, setSupplier] = useState<string | undefined>()
  const [deliveryNote, setNote] = useState('')
  const open = useCommand('goodsReceipt.openWithoutOrder', {
    touches: ['document.list'],
    onDone: ({ documentId }) => {
      playSound('ok')
      void navigate(`/receiving/${documentId}`)
    },
    onRefused: () => playSound('error'),
  })
  const ready = supplierCode !== undefined && !open.isPending
  const confirm = (): void => {
    if (supplierCode !== undefined && ready) open.mutate({ supplierCode, deliveryNote: deliveryNote.trim() })
  }
  return (
    <Dialog
      open
      title={t('receiving.withoutOrder')}
      onClose={onClose}
      keys={{ confirm }}
      testId="without-order-dialog"
      footer={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            disabled={!ready}
            loading={open.isPending}
            onClick={confirm}
            data-testid="without-order-confirm"
          >
            {t('documents.begin')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      <p className="muted">{t('receiving.withoutOrderHint')}</p>
      <div className="header-fields" onKeyDownCapture={confirmKey(confirm)}>
        <div className="header-field">
          <span>
            {t('field.supplier')}
            <b className="over"> *</b>
          </span>
          <Select
            autoFocus
            data-autofocus
            showSearch={{ optionFilterProp: 'label' }}
            value={supplierCode}
            placeholder={t('work.choose')}
            aria-label={t('field.supplier')}
            onChange={setSupplier}
            options={suppliers.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
            notFoundContent={t('work.noneToChoose')}
            data-testid="input-supplier"
          />
        </div>
        <div className="header-field">
          <span>{t('work.referenceOf.delivery')}</span>
          <Input
            maxLength={40}
            value={deliveryNote}
            onChange={(event) => setNote(event.target.value)}
            aria-label={t('work.referenceOf.delivery')}
            data-testid="input-reference"
          />
        </div>
      </div>
      {open.isError ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={errorText(t, refusalOf(open.error))}
          data-testid="without-order-problem"
        />
      ) : null}
    </Dialog>
  )
}
