/** Gives out the tasks of every schedule whose day has come, by the hub's own clock. */
import { storeDayOf } from '../../core/quantity/storeDay'
import { createMemory, logCarriedOut } from '../../documents/act'
import { hubItself } from '../documents/follow'
import { type HubRuntime, isoNow } from '../runtime'
import { isOver, makeRoundIfDue, roundDue, type ScheduleRow } from '../stocktakes/schedules'
import { hubWork } from '../work'

export const makeDueTasks = async (runtime: HubRuntime): Promise<void> => {
  const today = storeDayOf(runtime.clock.nowMs())
  const active = await runtime.database.read.all<ScheduleRow>(
    `SELECT * FROM stocktakeSchedule WHERE state = 'active' ORDER BY createdAt, scheduleId`,
  )
  for (const row of active)
    if (roundDue(row, today) !== null || isOver(row, today)) await makeRoundOf(runtime, row.scheduleId)
}

/** Looked at once more in the transaction: it may have been paused, or made, since. */
const makeRoundOf = (runtime: HubRuntime, scheduleId: string): Promise<void> =>
  runtime.database.write(async (tx) => {
    const memory = createMemory()
    const work = { ...hubWork(tx, runtime, await hubItself(tx)), remember: memory.remember }
    await makeRoundIfDue(work, scheduleId)
    await logCarriedOut(
      tx,
      { operation: 'stocktakeSchedule.fellDue', userId: work.user.userId, at: isoNow(runtime) },
      memory,
    )
  })
