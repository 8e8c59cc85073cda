// `npm run demo`: plays a day in the shops with the real app; arguments are passed on.
import { runMain } from './lib/run.mjs'
import { runTs } from './lib/runTs.mjs'

runMain(() => runTs('tests/support/demo/run.ts', { needsDisplay: true }))
