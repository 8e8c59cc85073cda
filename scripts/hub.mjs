// `npm run hub`: the headquarters hub alone. Its arguments are passed on; data goes to .data/hub unless --data says else.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { option, repoRoot, runMain } from './lib/run.mjs'
import { setUp } from './setup.mjs'

runMain(async () => {
  await setUp({ quiet: true })
  const args = process.argv.slice(2)
  const data = option(args, 'data') ? [] : ['--data', path.join(repoRoot, '.data', 'hub')]
  const port = option(args, 'port') ? [] : ['--port', '8765']
  const hub = path.join(repoRoot, 'out', 'main', 'hub.js')
  process.exit(spawnSync(process.execPath, [hub, ...data, ...port, ...args], { stdio: 'inherit' }).status ?? 1)
})
