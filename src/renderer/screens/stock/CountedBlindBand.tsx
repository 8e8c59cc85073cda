/** Why goods are missing from a list of stock: they are counted blind, and their figures would say what is to be found. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'
import { useHolds } from '../../../ui/session'
import { Band } from '../document/Bands'

export const CountedBlindBand = () => {
  const { t } = useTranslation()
  const seesBook = useHolds('stocktake.seeBook')
  const { data } = useOperation(
    'stocktake.list',
    { states: ['counting', 'review', 'submitted'] },
    { enabled: !seesBook },
  )
  const blind = data?.stocktakes.filter((stocktake) => stocktake.blind) ?? []
  if (seesBook || blind.length === 0) return null
  return (
    <Band tone="look" testId="counted-blind">
      {t('stock.countedBlind', { numbers: blind.map(({ number }) => number).join(t('stocktakes.listComma')) })}
    </Band>
  )
}
