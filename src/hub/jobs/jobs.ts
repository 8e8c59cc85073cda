/** What HQ does by itself, once a minute: one round at a time, and a job that fails stops no other. */
import type { HubRuntime } from '../runtime'
import { putPricesInForce } from './priceChanges'
import { makeDueTasks } from './stocktakeSchedules'

export interface Jobs {
  /** lets the round that runs finish; none begins after it */
  stop(): Promise<void>
}

const jobs: Readonly<Record<string, (runtime: HubRuntime) => Promise<void>>> = { makeDueTasks, putPricesInForce }

const beatMs = 60_000

export const runJobs = async (runtime: HubRuntime): Promise<void> => {
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job(runtime)
    } catch (error) {
      runtime.log({ event: 'job failed', job: name, error })
    }
  }
}

export const startJobs = (runtime: HubRuntime): Jobs => {
  let running = runJobs(runtime)
  let busy = true
  const done = (): void => {
    busy = false
  }
  void running.then(done)
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    running = runJobs(runtime)
    void running.then(done)
  }, beatMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      return running
    },
  }
}
