/**
 * Some acts ask for the password once more. The call that was refused for it waits here for the dialog, and is made again,
 * once, with its own request id. Several calls wait for one dialog.
 */
import { create } from 'zustand'
import type { Invoke } from '../../contract/client'

export const useStepUp = create<{ asked: boolean }>(() => ({ asked: false }))

let waiting: ((confirmed: boolean) => void)[] = []

const askForPassword = (): Promise<boolean> =>
  new Promise((resolve) => {
    waiting.push(resolve)
    useStepUp.setState({ asked: true })
  })

/** The password was right, or the user gave up: every call that waits goes on. */
export const settleStepUp = (confirmed: boolean): void => {
  const settled = waiting
  waiting = []
  useStepUp.setState({ asked: false })
  for (const resolve of settled) resolve(confirmed)
}

export const steppingInvoke =
  (invoke: Invoke): Invoke =>
  async (name, input, requestId) => {
    const answer = await invoke(name, input, requestId)
    if (answer.ok || answer.error.code !== 'STEP_UP_NEEDED') return answer
    return (await askForPassword()) ? invoke(name, input, requestId) : answer
  }
