/** Who has something to do with stocktakes: counts, plans and reviews them, or reads what they came to. */
import { useHolds } from '../../../ui/session'

export const useTakesPart = (): boolean => {
  const counts = useHolds('stocktakeCount.create')
  const manages = useHolds('stocktake.manage')
  const reads = useHolds('stocktake.seeBook')
  return counts || manages || reads
}
