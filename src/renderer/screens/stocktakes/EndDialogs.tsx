/** The two ways counting ends: it is closed and reviewed, or the stocktake is called off and only its counts stay. */
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { refusalOf } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { ReasonDialog } from '../document/ReasonDialog'
import { DeedDialog } from './DeedDialog'
import { StillElsewhere, zoneStateNow } from './Pcs'
import { ZoneSign } from './signs'
import { useStocktakeCommand } from './useStocktakeCommand'

interface EndDialogProps {
  stocktake: StocktakeView
  onClose(): void
}

export const CloseDialog = ({ stocktake, onClose }: EndDialogProps) => {
  const { t } = useTranslation()
  const { stocktakeId, zones } = stocktake
  const command = useStocktakeCommand('stocktake.closeCounting', onClose)
  const unfinished = zones.filter(({ state }) => state !== 'done')
  return (
    <DeedDialog
      name="stocktake-close"
      title={`${t('stocktakes.close')} ${stocktake.number}`}
      intro={t(unfinished.length === 0 ? 'stocktakes.closeAllDone' : 'stocktakes.closeHint')}
      confirmLabel={t('stocktakes.close')}
      ready
      busy={command.isPending}
      error={command.error}
      onConfirm={() => command.mutate({ stocktakeId })}
      onClose={onClose}
    >
      <ul className="zone-list" data-testid="unfinished-zones">
        {unfinished.map((zone) => (
          <li key={zone.code}>
            <b className="code">{zone.code}</b> {zone.name} <ZoneSign state={zoneStateNow(stocktake, zone)} t={t} />
          </li>
        ))}
      </ul>
      <StillElsewhere stocktake={stocktake} />
    </DeedDialog>
  )
}

export const VoidDialog = ({ stocktake: { stocktakeId, number }, onClose }: EndDialogProps) => {
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
