/** The picture of --screenshot waits for a painted screen, and just after an enrolment for another one than the form. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Photographed, untilPainted } from '../../../../src/main/windows/screenshot'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** screens: what the page answers, poll by poll; the last one from then on. */
const run = async (screens: (string | null)[], isEnrolled: boolean) => {
  let polls = 0
  const window = {
    isDestroyed: () => false,
    webContents: { executeJavaScript: async () => screens[Math.min(polls++, screens.length - 1)] },
  } as unknown as Photographed
  const answer = untilPainted(window, isEnrolled).catch((error: Error) => error.message)
  await vi.advanceTimersByTimeAsync(40_000)
  return { answer: await answer, polls }
}

describe('the screenshot', () => {
  it('is taken of the first screen there is', async () => {
    expect(await run([null, null, 'enrolment', 'signIn'], false)).toEqual({ answer: 'enrolment', polls: 3 })
  })

  it('waits after an enrolment until the form is gone', async () => {
    expect(await run([null, 'enrolment', 'enrolment', 'signIn'], true)).toEqual({ answer: 'signIn', polls: 4 })
  })

  it('is taken of the form when that stays for half a minute', async () => {
    const { answer, polls } = await run(['enrolment'], true)
    expect(answer).toBe('enrolment')
    expect(polls).toBeGreaterThan(200)
  })

  it('is not taken of a page without a screen', async () => {
    expect((await run([null], false)).answer).toContain('no element with data-screen')
  })
})
