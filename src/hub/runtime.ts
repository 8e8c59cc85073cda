/** What the hub needs from outside; tests put their own clock and ids in. */
import type { Database } from '../database/unitOfWork'
import type { LabelRenderer } from '../labels/renderLabel'

export interface HubRuntime {
  database: Database
  clock: { nowMs(): number; elapsedMs(): number }
  ids: { uuid(): string; secret(): string }
  /** from 0 up to 1: spreads what many would do at the same moment; decides nothing else */
  random(): number
  log(line: object): void
  /** beside the hub's own thread, which answers every shop; without it labels are shown by that */
  labelRenderer?: Pick<LabelRenderer, 'render'>
}

export const isoNow = (runtime: HubRuntime): string => new Date(runtime.clock.nowMs()).toISOString()

/** Both times are the hub's own clock, so a store's wrong clock cannot make a figure look fresh. */
export const ageSeconds = (runtime: HubRuntime, at: string | null): number | null =>
  at === null ? null : Math.max(0, Math.round((runtime.clock.nowMs() - Date.parse(at)) / 1000))
