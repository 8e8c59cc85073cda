import { describe, expect, test } from 'vitest'
import { createAdmission, createSpread } from '../../../src/hub/sync/admission'

const at = (random = 0.5) => {
  const clock = { ms: 0 }
  return { clock, ...createAdmission({ atWorkMax: 2, elapsedMs: () => clock.ms, random: () => random }) }
}
const place = (answer: ReturnType<ReturnType<typeof createAdmission>['enter']>) => {
  if (!answer.ok) throw new Error('no place')
  return answer.leave
}
const waitOf = (answer: ReturnType<ReturnType<typeof createAdmission>['enter']>): number =>
  answer.ok ? 0 : answer.retryAfterMs

describe('places at work', () => {
  test('as many as there are; a place left twice is one place', () => {
    const admission = at()
    const leave = place(admission.enter())
    place(admission.enter())
    expect(admission.enter().ok).toBe(false)
    leave()
    leave()
    expect(admission.enter().ok).toBe(true)
    expect(admission.enter().ok).toBe(false)
  })

  test('whoever has to wait is spread over what the hub needs for all who asked', () => {
    const admission = at(0.999)
    for (let served = 0; served < 1000; served += 1) place(admission.enter())()
    admission.clock.ms += 10_000
    const leaves = [place(admission.enter()), place(admission.enter())]
    expect(waitOf(admission.enter())).toBeLessThan(4_000)
    for (let asked = 0; asked < 10_000; asked += 1) admission.enter()
    // a thousand in ten seconds: ten thousand take a hundred
    expect(waitOf(admission.enter())).toBeGreaterThan(90_000)
    expect(waitOf(admission.enter())).toBeLessThan(110_000)
    for (const leave of leaves) leave()
    admission.clock.ms += 60_000
    leaves.splice(0, 2, place(admission.enter()), place(admission.enter()))
    expect(waitOf(admission.enter())).toBeLessThan(11_100)
  })

  test('never longer than five minutes, whatever comes', () => {
    const admission = at(0.999)
    place(admission.enter())
    place(admission.enter())
    for (let asked = 0; asked < 100_000; asked += 1) admission.enter()
    expect(waitOf(admission.enter())).toBeLessThanOrEqual(301_000)
  })
})

test('a chain spreads by how many PCs it has, counted once a minute', async () => {
  const [clock, counted] = [{ ms: 0 }, { times: 0 }]
  const spread = createSpread(
    () => clock.ms,
    async () => {
      counted.times += 1
      return 10_000
    },
  )
  expect([await spread(), await spread(), counted.times]).toEqual([100, 100, 1])
  clock.ms += 60_000
  await spread()
  expect(counted.times).toBe(2)
})
