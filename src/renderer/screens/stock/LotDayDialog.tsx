/** F2 in 临期: the day of one lot was taken down wrongly. The old day, the new one by six figures, and why. */
import { Alert, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { parseExpiry } from '../../../core/stock/lots'
import { refusalOf, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { playSound } from '../../scanning/sounds'

interface LotDayDialogProps {
  row: OutputOf<'document.nearExpiry'>['rows'][number]
  onClose(): void
}

export const LotDayDialog = ({ row, onClose }: LotDayDialogProps) => {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState('')
  const correct = useCommand('lot.correct', {
    touches: ['document.nearExpiry', 'document.lots'],
    onDone: onClose,
    onRefused: (error) => refuse(errorText(t, error)),
  })
  const refuse = (words: string): void => {
    playSound('error')
    setProblem(words)
  }
  const confirm = (): void => {
    const expiryDate = parseExpiry(text)
    const { warehouseCode, sku, lot } = row
    if (correct.isPending) return
    if (expiryDate === null) refuse(t('lot.badExpiry', { text }))
    else if (reason.trim() === '') refuse(t('lotDay.reasonMissing'))
    else correct.mutate({ warehouseCode, sku, lot, expiryDate, reason: reason.trim() })
  }
  return (
    <Dialog
      open
      title={t('lotDay.title', { lot: row.lot })}
      onClose={onClose}
      keys={{ confirm }}
      width={460}
      testId="lot-day-dialog"
      footer={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={correct.isPending} onClick={confirm} data-testid="lot-day-confirm">
            {t('lotDay.confirm')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </Space>
      }
    >
      <p className="side-name">
        <b>{nameIn(i18n.language, row)}</b> <span className="muted">{row.spec}</span>
      </p>
      <p className="muted">{t('lotDay.hint', { date: row.expiryDate })}</p>
      <div className="header-fields">
        <div className="header-field">
          <span>{t('lotDay.newDay')}</span>
          <Input
            autoFocus
            data-autofocus
            maxLength={10}
            inputMode="numeric"
            value={text}
            placeholder="261130"
            onChange={(event) => setText(event.target.value)}
            aria-label={t('lotDay.newDay')}
            data-testid="lot-day-new"
          />
        </div>
        <div className="header-field">
          <span>{t('common.reason')}</span>
          <Input
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder={t('lotDay.reasonHint')}
            aria-label={t('common.reason')}
            data-testid="lot-day-reason"
          />
        </div>
      </div>
      {problem ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={problem}
          data-testid="lot-day-problem"
          data-code={correct.isError ? refusalOf(correct.error).code : ''}
        />
      ) : null}
    </Dialog>
  )
}
