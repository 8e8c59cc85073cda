// `npm run verify -- …`: checks a ledger file. stdout holds only what the checker prints; set-up talks on stderr.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { repoRoot, runMain } from './lib/run.mjs'
import { setUp } from './setup.mjs'

runMain(async () => {
  await setUp({ quiet: true })
  const verify = path.join(repoRoot, 'out', 'main', 'verify.js')
  process.exit(spawnSync(process.execPath, [verify, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
})
