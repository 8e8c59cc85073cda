/** Ctrl+B, Ctrl+J, Ctrl+G: how much of the current line is broken, refused at the door or free, and why. */
import { Alert, Button, Input, Space } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentLineView } from '../../../contract/schemas/document'
import type { LineQuantity } from '../../../core/documents/rule'
import { parseQuantity, quantityText } from '../../../core/quantity/quantity'
import { Dialog } from '../../../ui/Dialog'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { playSound } from '../../scanning/sounds'
import type { countedName } from './columns'
import type { Adjustment } from './useDocumentWork'

interface SideDialogProps {
  line: DocumentLineView
  /** how this document calls the good ones */
  counted: ReturnType<typeof countedName>
  field: LineQuantity
  onSet(adjustment: Adjustment): void
  onClose(): void
}

/** The broken ones are beside the good ones, by the name their column has. */
const hintOf = (field: LineQuantity, counted: SideDialogProps['counted']): string =>
  field === 'damaged' && counted === 'good' ? 'side.damagedBesideGood' : `side.${field}Hint`

export const SideDialog = ({ line, counted, field, onSet, onClose }: SideDialogProps) => {
  const { t, i18n } = useTranslation()
  const before = { damaged: line.damagedQuantity, rejected: line.rejectedQuantity, free: line.freeQuantity }[field]
  const [text, setText] = useState(quantityText(before))
  const [note, setNote] = useState(line.note)
  const [bad, setBad] = useState(false)
  const confirm = (): void => {
    const quantity = parseQuantity(text)
    if (quantity === null) {
      setBad(true)
      playSound('error')
      return
    }
    onSet({ lineNo: line.lineNo, field, mode: 'set', quantity, ...(note.trim() === '' ? {} : { note: note.trim() }) })
  }
  const onEnter = (event: KeyboardEvent): void => {
    event.preventDefault()
    confirm()
  }
  return (
    <Dialog
      open
      title={`${t(`side.${field}`)} · ${t('side.line', { lineNo: line.lineNo })}`}
      onClose={onClose}
      keys={{ confirm }}
      width={460}
      testId="side-dialog"
      footer={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" onClick={confirm} data-testid="side-confirm">
            {t('common.ok')}
            <KeyCap name="Enter" />
          </Button>
        </Space>
      }
    >
      <p className="side-name">
        <b>{nameIn(i18n.language, line)}</b> <span className="muted">{line.spec}</span>
      </p>
      <p className="muted">{t(hintOf(field, counted))}</p>
      <div className="header-fields">
        <div className="header-field">
          <span>{t(`side.${field}`)}</span>
          <Input
            autoFocus
            data-autofocus
            className="pick-quantity"
            value={text}
            inputMode="decimal"
            suffix={line.unit}
            onFocus={(event) => event.target.select()}
            onChange={(event) => /^\d{0,6}(\.\d{0,3})?$/.test(event.target.value) && setText(event.target.value)}
            onPressEnter={onEnter}
            aria-label={t(`side.${field}`)}
            data-testid="side-quantity"
          />
        </div>
        {field === 'free' ? null : (
          <div className="header-field">
            <span>{t('common.reason')}</span>
            <Input
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              onPressEnter={onEnter}
              placeholder={t(`side.${field}Why`)}
              aria-label={t('common.reason')}
              data-testid="side-note"
            />
          </div>
        )}
      </div>
      {bad ? <Alert type="error" showIcon title={t('work.badQuantity', { text })} /> : null}
    </Dialog>
  )
}
