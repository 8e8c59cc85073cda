/** Counted again, by somebody who has not counted it: a whole zone, or one product in one of its zones. */
import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeedDialog } from './DeedDialog'
import { useStocktakeCommand } from './useStocktakeCommand'

interface RecountDialogProps {
  stocktakeId: string
  /** where it was counted; with more than one, a person says which */
  zoneCodes: readonly string[]
  /** none: the whole zone */
  sku: string | null
  title: string
  onClose(): void
}

export const RecountDialog = ({ stocktakeId, zoneCodes, sku, title, onClose }: RecountDialogProps) => {
  const { t } = useTranslation()
  const [zoneCode, setZone] = useState(zoneCodes.at(-1) ?? '')
  const [note, setNote] = useState('')
  const command = useStocktakeCommand('stocktake.recount', onClose)
  return (
    <DeedDialog
      name="recount"
      title={title}
      intro={t('stocktakes.recountHint')}
      confirmLabel={t('stocktakes.recount')}
      ready={zoneCode !== ''}
      busy={command.isPending}
      error={command.error}
      onConfirm={() => command.mutate({ stocktakeId, zoneCode, skus: sku === null ? [] : [sku], note: note.trim() })}
      onClose={onClose}
    >
      <div className="header-fields">
        {zoneCodes.length > 1 ? (
          <div className="header-field">
            <span>{t('stocktakes.zone')}</span>
            <Select
              value={zoneCode}
              aria-label={t('stocktakes.zone')}
              onChange={setZone}
              options={zoneCodes.map((value) => ({ value, label: value }))}
              data-testid="recount-zone"
            />
          </div>
        ) : null}
        <div className="header-field">
          <span>{t('field.note')}</span>
          <Input
            data-autofocus
            maxLength={200}
            value={note}
            aria-label={t('field.note')}
            onChange={(event) => setNote(event.target.value)}
            data-testid="recount-note"
          />
        </div>
      </div>
    </DeedDialog>
  )
}
