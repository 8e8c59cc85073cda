/** State of this store PC, asked once for everybody. */
import type { AppStatus } from '../../contract/operations/app'
import { useOperation } from '../../ui/client'

export const useStatus = (): AppStatus | undefined => useOperation('app.status', {}, { refetchIntervalMs: 30_000 }).data
