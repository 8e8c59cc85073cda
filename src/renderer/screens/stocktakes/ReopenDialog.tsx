/** Back to counting, for what nobody counted: a zone that was forgotten, or goods that lie where nobody went. */
import { useTranslation } from 'react-i18next'
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { zoneOfShelf } from '../../../core/stocktake/sheets'
import { refusalOf } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { nameIn } from '../../../ui/format'
import { ReasonDialog } from '../document/ReasonDialog'
import { RecountDialog } from './RecountDialog'
import { useStocktakeCommand } from './useStocktakeCommand'

interface ReopenDialogProps {
  stocktake: StocktakeView
  /** what is to be counted for the first time; none: whatever nobody counted */
  about?: string
  onClose(): void
}

export const ReopenDialog = ({ stocktake: { stocktakeId, number }, about, onClose }: ReopenDialogProps) => {
  const { t } = useTranslation()
  const command = useStocktakeCommand('stocktake.reopen', onClose)
  return (
    <ReasonDialog
      name="stocktake-reopen"
      title={about === undefined ? `${t('stocktakes.reopen')} ${number}` : `${t('stocktakes.firstCount')} ${about}`}
      intro={t('stocktakes.reopenHint')}
      placeholder={t('stocktakes.reopenReason')}
      label={t('common.reason')}
      confirmLabel={t('stocktakes.reopen')}
      problem={command.error ? errorText(t, refusalOf(command.error)) : null}
      busy={command.isPending}
      onConfirm={(reason) => command.mutate({ stocktakeId, reason })}
      onClose={onClose}
    />
  )
}

interface FirstCountDialogProps {
  stocktake: StocktakeView
  /** of the review, and nobody counted it */
  line: StocktakeLineView
  onClose(): void
}

/**
 * Where its zone was counted, whoever counted it found none: another person looks for it there. Else the zone is still to be
 * counted, by anybody.
 */
export const FirstCountDialog = ({ stocktake, line, onClose }: FirstCountDialogProps) => {
  const { t, i18n } = useTranslation()
  const name = nameIn(i18n.language, line)
  const code = zoneOfShelf(line.shelf, stocktake.zones)
  const zone = stocktake.zones.find((one) => one.code === code)
  return zone?.counts.some(({ state }) => state === 'approved') ? (
    <RecountDialog
      stocktakeId={stocktake.stocktakeId}
      zoneCodes={[zone.code]}
      sku={line.sku}
      title={`${t('stocktakes.firstCount')} ${name} ${zone.code}`}
      onClose={onClose}
    />
  ) : (
    <ReopenDialog stocktake={stocktake} about={zone ? `${name} ${zone.code}` : name} onClose={onClose} />
  )
}
