/** Mends the expiry of a lot in a warehouse HQ works itself; a store's lots are mended in the store. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { parseExpiry } from '../../../core/stock/lots'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'
import { TextField } from '../../parts/fields'

export type ExpiryRow = OutputOf<'document.nearExpiry'>['rows'][number]

export const LotDayDialog = ({ row, onClose }: { row: ExpiryRow | null; onClose(): void }) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const correct = useCommand('lot.correct', { touches: ['document.nearExpiry', 'document.lots'], onDone: onClose })
  const { reset } = correct
  useEffect(() => {
    reset()
    if (row) setText('')
  }, [row, reset])
  const expiryDate = parseExpiry(text)
  const act = (reason: string): void => {
    if (!row || expiryDate === null) return
    const { warehouseCode, sku, lot } = row
    correct.mutate({ warehouseCode, sku, lot, expiryDate, reason })
  }
  return (
    <ActDialog
      open={row !== null}
      title={t('nearExpiry.correctTitle', { name: row?.name ?? '', lot: row?.lot ?? '' })}
      act={t('nearExpiry.correct')}
      reason="needed"
      busy={correct.isPending}
      error={correct.isError ? correct.error : null}
      testId="lot-day-dialog"
      onAct={act}
      onClose={onClose}
    >
      <p className="act-words">{t('nearExpiry.recorded', { day: row?.expiryDate ?? '' })}</p>
      <TextField
        label={t('nearExpiry.rightDay')}
        testId="lot-day-new"
        value={text}
        max={10}
        autoFocus
        placeholder="2027-03-31"
        onChange={setText}
      />
      {text !== '' && expiryDate === null ? <p className="muted">{t('nearExpiry.notADay')}</p> : null}
    </ActDialog>
  )
}
