// `npm run dev`: the hub, and the store app with live reload of its screens. Data under .data/dev/.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { forgetBuild } from './build.mjs'
import { withDisplay } from './display.mjs'
import { choosePort, startHub } from './lib/hubProcess.mjs'
import { binOf, ensureDir, isRoot, repoRoot, runMain, say } from './lib/run.mjs'
import { setUp } from './setup.mjs'

const dataDir = path.join(repoRoot, '.data', 'dev')
const storeDir = path.join(dataDir, 'store')

runMain(async () => {
  const runtime = await setUp()
  const isFirstRun = !existsSync(storeDir)
  ensureDir(dataDir)
  const hub = await startHub({ dataDir: path.join(dataDir, 'hub'), port: await choosePort({ log: say }), log: say })
  say(JSON.stringify(hub.ready, null, 2))
  const display = await withDisplay()
  // electron-vite writes its own build into out/.
  forgetBuild()
  const enrol = isFirstRun ? [`--enrol-hub=${hub.ready.url}`, `--enrol-code=${hub.ready.enrolmentCode}`] : []
  const args = ['dev', '--watch', ...(isRoot ? ['--noSandbox'] : []), '--', `--data-dir=${storeDir}`, ...enrol]
  const vite = spawn(process.execPath, [binOf('electron-vite'), ...args], {
    cwd: repoRoot,
    stdio: 'inherit',
    env: { ...process.env, ...runtime.env, ...display.env },
  })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => vite.kill('SIGTERM'))
  const code = await new Promise((resolve) => vite.once('exit', (status) => resolve(status ?? 1)))
  await hub.stop()
  await display.stop()
  process.exit(code)
})
