/** A stocktake is called off: only its counts stay. */
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { refusalOf } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { ReasonDialog } from '../document/ReasonDialog'
import { useStocktakeCommand } from './useStocktakeCommand'

interface VoidDialogProps {
  stocktake: StocktakeView
  onClose(): void
}

export const VoidDialog = ({ stocktake: { stocktakeId, number }, onClose }: VoidDialogProps) => {
  const { t } = useTranslation()
  const command = useStocktakeCommand('stocktake.cancel', onClose)
  return (
    <ReasonDialog
      name="stocktake-cancel"
      title={`${t('stocktakes.cancel')} ${number}`}
      intro={t('stocktakes.cancelHint')}
      placeholder={t('common.reason')}
      label={t('common.reason')}
      confirmLabel={t('stocktakes.cancel')}
      danger
      problem={command.error ? errorText(t, refusalOf(command.error)) : null}
      busy={command.isPending}
      onConfirm={(reason) => command.mutate({ stocktakeId, reason })}
      onClose={onClose}
    />
  )
}
