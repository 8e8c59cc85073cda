/** How many alarms nobody has looked at, for the menu and the overview; the stores alarms can be of. */
import { useOperation } from '../../ui/client'
import { useCan } from '../../ui/session'
import type { StoreName } from '../parts/FilterBar'
import { beatMs } from './pages'
import { useStores } from './stores'

/** null for who may not see any */
export const useOpenAlarms = (): number | null => {
  const may = useCan('alarm.list')
  const answer = useOperation(
    'alarm.list',
    { states: ['open'], limit: 1 },
    { enabled: may, refetchIntervalMs: beatMs * 2 },
  )
  return may ? (answer.data?.open ?? 0) : null
}

/** Who may not see stock knows the stores by their PCs. */
export const useAlarmStores = (): StoreName[] => {
  const { stores } = useStores()
  const devices = useOperation('enrolment.devices', {}, { enabled: useCan('enrolment.devices') })
  const byCode = new Map<string, StoreName>()
  for (const { storeCode, storeName } of [...stores, ...(devices.data?.devices ?? [])])
    byCode.set(storeCode, { storeCode, storeName })
  return [...byCode.values()].sort((a, b) => a.storeCode.localeCompare(b.storeCode))
}
