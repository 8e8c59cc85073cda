/** A sample of seeds in every test run, and the proof that the auditor sees bugs: each planted one is caught. */
import { afterAll, describe, expect, test } from 'vitest'
import { type PlantedBug, plantedBugs } from './network'
import { simulate } from './simulate'
import { dropTemplate } from './world'

afterAll(dropTemplate)

describe('two shops, a hub and a bad network', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i', { timeout: 60_000 }, async (seed) => {
    const result = await simulate(seed, { steps: 100 })
    expect(result).toMatchObject({ ok: true, problem: '' })
    expect(result.scans).toBeGreaterThan(10)
  })

  test('a run is its seed: the same again, and another one', { timeout: 60_000 }, async () => {
    const short = { steps: 40 }
    const [once, again, other] = [await simulate(42, short), await simulate(42, short), await simulate(43, short)]
    expect(again).toEqual(once)
    expect(other.trace).not.toBe(once.trace)
  })
})

describe('a bug planted on purpose is caught', () => {
  const seedsMax = 12
  test.each(Object.entries(plantedBugs))('%s: %s', { timeout: 120_000 }, async (bug) => {
    for (let seed = 1; seed <= seedsMax; seed += 1) {
      const { ok, problem } = await simulate(seed, { steps: 90, bug: bug as PlantedBug })
      if (ok) continue
      console.info(`${bug}: seed ${seed}, ${problem.slice(0, 160)}`)
      expect(problem).toMatch(/step \d+/)
      return
    }
    expect.fail(`no seed up to ${seedsMax} showed ${bug}`)
  })
})
