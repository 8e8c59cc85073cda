/** Puts a schedule into a hub that was just seeded, as if somebody at HQ had saved it: what falls on today is given out. */
import type { InputOf } from '../contract/operations'
import { createMemory, logCarriedOut } from '../documents/act'
import { hubItself } from './documents/follow'
import { type HubRuntime, isoNow } from './runtime'
import { saveSchedule } from './stocktakes/schedules'
import { hubWork } from './work'

export const seedSchedule = (runtime: HubRuntime, schedule: InputOf<'stocktakeSchedule.save'>): Promise<void> =>
  runtime.database.write(async (tx) => {
    const memory = createMemory()
    const work = { ...hubWork(tx, runtime, await hubItself(tx)), remember: memory.remember }
    await saveSchedule(work, schedule)
    const did = { operation: 'stocktakeSchedule.save' as const, userId: work.user.userId, at: isoNow(runtime) }
    await logCarriedOut(tx, did, memory)
  })
