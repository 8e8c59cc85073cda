/** A store's name with a sign of how old its figures are beside it. */
import { AgeLabel } from '../ages/AgeLabel'
import type { StoreAge } from '../data/stores'

interface StoreCellProps {
  row: { storeCode: string; storeName: string }
  stores: readonly StoreAge[]
  fetchedAtMs: number
}

export const StoreCell = ({ row, stores, fetchedAtMs }: StoreCellProps) => {
  const store = stores.find(({ storeCode }) => storeCode === row.storeCode)
  return (
    <span className="store-cell">
      <span className="ellipsis" title={`${row.storeName} ${row.storeCode}`}>
        {row.storeName}
      </span>
      {store ? <AgeLabel {...store} fetchedAtMs={fetchedAtMs} short /> : null}
    </span>
  )
}
