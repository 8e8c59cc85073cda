/** F7: what the header of a draft says, changed by key. Scans wait outside while it is open. */
import { Alert, Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { refusalOf, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { headerFieldsOf } from '../../../ui/documents'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { LoadingState } from '../../../ui/states'
import { type AskedField, fieldsOf } from './faces'
import { HeaderFields, type HeaderValues } from './HeaderFields'
import { useChoices } from './useChoices'

interface HeaderDialogProps {
  header: DocumentHeader
  required: readonly AskedField[]
  missing: readonly AskedField[]
  onClose(): void
  onDocument(document: DocumentView): void
}

export const HeaderDialog = ({ header, required, missing, onClose, onDocument }: HeaderDialogProps) => {
  const { t } = useTranslation()
  const choices = useChoices()
  const before = valuesOf(header)
  const [values, setValues] = useState<HeaderValues>(before)
  const save = useCommand('document.setHeader', {
    touches: ['document.list'],
    onDone: (document) => {
      onDocument(document)
      onClose()
    },
  })
  const confirm = (): void => {
    const changed = changedOf(before, values)
    if (Object.keys(changed).length === 0) onClose()
    else if (!save.isPending) save.mutate({ type: header.type, documentId: header.documentId, ...changed })
  }
  return (
    <Dialog
      open
      title={`${t('work.header')} · ${t(`documentType.${header.type}`)}`}
      onClose={onClose}
      keys={{ confirm }}
      testId="header-dialog"
      footer={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={confirm} data-testid="header-save">
            {t('common.save')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      {choices ? (
        <HeaderFields
          type={header.type}
          choices={choices}
          values={values}
          required={[...headerFieldsOf(header.type), ...required]}
          first={missing[0] ?? fieldsOf(header.type)[0]}
          onChange={setValues}
          onConfirm={confirm}
        />
      ) : (
        <LoadingState />
      )}
      {save.isError ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={errorText(t, refusalOf(save.error))}
          data-testid="header-problem"
        />
      ) : null}
    </Dialog>
  )
}

const valuesOf = (header: DocumentHeader): HeaderValues => ({
  counterpartyCode: header.counterpartyCode,
  reasonCode: header.reasonCode,
  toWarehouseCode: header.toWarehouseCode,
  toCondition: header.toCondition,
  reference: header.reference,
  note: header.note,
})

/** Only what was changed is said, so that two people changing different fields do not undo each other. */
const changedOf = (before: HeaderValues, after: HeaderValues): HeaderValues =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => value !== before[name as keyof HeaderValues]),
  ) as HeaderValues
