// `npm run bench`: measures, and prints its figures as JSON on stdout; everything else goes to stderr.
import { runMain } from './lib/run.mjs'
import { runTs } from './lib/runTs.mjs'

runMain(() => runTs('tests/bench/run.ts', { needsDisplay: true }))
