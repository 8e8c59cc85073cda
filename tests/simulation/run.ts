/** `npm run sim -- --seed N --runs M --steps K [--bug NAME]`: many runs, one line each; exit 1 when the auditor objects. */
import { type PlantedBug, plantedBugs } from './network'
import { simulate } from './simulate'
import { dropTemplate } from './world'

const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at >= 0 ? Number(process.argv[at + 1]) : fallback
}

const plantedBug = (): PlantedBug | undefined => {
  const at = process.argv.indexOf('--bug')
  const name = at >= 0 ? (process.argv[at + 1] ?? '') : ''
  return Object.hasOwn(plantedBugs, name) ? (name as PlantedBug) : undefined
}

const main = async (): Promise<void> => {
  const [first, runs, steps] = [option('seed', 1), option('runs', 20), option('steps', 120)]
  const bug = plantedBug()
  let failed = 0
  for (let seed = first; seed < first + runs; seed += 1) {
    const { ok, problem, posts, scans, network } = await simulate(seed, { steps, ...(bug ? { bug } : {}) })
    if (!ok) failed += 1
    process.stdout.write(`${JSON.stringify({ seed, ok, posts, scans, network, ...(ok ? {} : { problem }) })}\n`)
  }
  await dropTemplate()
  process.stdout.write(`${runs - failed} of ${runs} runs held, from seed ${first}\n`)
  process.exitCode = failed > 0 ? 1 : 0
}

void main()
