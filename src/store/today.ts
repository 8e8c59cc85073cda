/** The store day that dated roles are held against: the trusted clock's, which nobody at this PC can turn. */
import type { StoreRuntime } from './runtime'
import { trustedClock } from './trustedClock'

export const today = (runtime: Pick<StoreRuntime, 'database'>): string => trustedClock(runtime).day()
