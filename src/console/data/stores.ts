/** The stores this user may see, each with the age of what HQ knows of it. Asked with the least rows the hub allows. */
import type { OutputOf } from '../../contract/operations'
import { useOperation } from '../../ui/client'
import { useCan } from '../../ui/session'
import { beatMs } from './pages'

export type StoreAge = OutputOf<'stock.list'>['stores'][number]

export interface Stores {
  stores: StoreAge[]
  /** browser clock when the ages were told */
  fetchedAtMs: number
  loading: boolean
  error: unknown
  retry(): void
}

export const useStores = (): Stores => {
  const allowed = useCan('stock.list')
  const answer = useOperation('stock.list', { limit: 1 }, { refetchIntervalMs: beatMs, enabled: allowed })
  return {
    stores: answer.data?.stores ?? [],
    fetchedAtMs: answer.dataUpdatedAt,
    loading: allowed && answer.isPending,
    error: answer.data ? null : answer.error,
    retry: () => void answer.refetch(),
  }
}
