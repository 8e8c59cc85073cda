// `npm run sim -- --seed N`: the seeded simulation of stores, hub and a bad network, outside the test run.
import { runMain } from './lib/run.mjs'
import { runTs } from './lib/runTs.mjs'

runMain(() => runTs('tests/simulation/run.ts'))
