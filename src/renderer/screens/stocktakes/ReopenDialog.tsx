/** Back to counting, for what nobody counted. */
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { refusalOf } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { ReasonDialog } from '../document/ReasonDialog'
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
