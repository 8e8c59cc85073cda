// Makes a fresh clone ready to run: Debian packages, npm packages, an Electron, the build. Every step looks first
// and does nothing when there is nothing to do, so that it can stand in front of every other command.
// Talk goes to stderr only. Must not import anything from node_modules while it is being loaded.
import { pathToFileURL } from 'node:url'
import { buildWhenStale } from './build.mjs'
import { ensureDebianPackages } from './lib/debianPackages.mjs'
import { electronEnv, ensureElectron } from './lib/electronRuntime.mjs'
import { withLock } from './lib/lock.mjs'
import { ensureNodeModules } from './lib/nodeModules.mjs'
import { runMain, say } from './lib/run.mjs'

/**
 * Returns {electronDir, electronBinary, why, env}; env is what child processes need to find that Electron.
 * With `modulesOnly` it stops after node_modules and returns null.
 */
export async function setUp({ quiet = false, modulesOnly = false, build = true } = {}) {
  return withLock('set-up', async () => {
    if (!modulesOnly) ensureDebianPackages()
    ensureNodeModules()
    if (modulesOnly) return null
    const runtime = await ensureElectron()
    if (!quiet) say(`Electron: ${runtime.electronDir} (${runtime.why})`)
    if (build) buildWhenStale({ quiet })
    return { ...runtime, env: electronEnv(runtime) }
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  runMain(async () => {
    await setUp()
    say('Ready.')
  })
}
