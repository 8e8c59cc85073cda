// Builds the app (electron-vite: main, preload, renderer) and the headquarters console (vite) into out/.
// `buildWhenStale` builds only when the sources differ from those of the last whole build.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { binOf, ensureDir, readIfThere, repoRoot, runMain, runToEnd, SetupError, say } from './lib/run.mjs'

const outDir = path.join(repoRoot, 'out')
const stampFile = path.join(outDir, '.built')
const inputs = ['src', 'electron.vite.config.ts', 'vite.console.config.ts', 'package.json', 'package-lock.json']

export function buildWhenStale({ quiet = false } = {}) {
  if (readIfThere(stampFile) === hashOfInputs()) return
  if (!quiet) say('Building …')
  build()
}

export function build() {
  // Taken before the build: a file changed meanwhile must count as newer than what was built.
  const hash = hashOfInputs()
  forgetBuild()
  vite('electron-vite', ['build'])
  vite('vite', ['build', '--config', 'vite.console.config.ts'])
  writeFileSync(path.join(ensureDir(outDir), '.built'), hash)
}

/** For whoever writes into out/ by another way: the next set-up builds anew. */
export function forgetBuild() {
  rmSync(stampFile, { force: true })
}

function vite(command, args) {
  const result = runToEnd(process.execPath, [binOf(command), ...args, '--logLevel', 'warn'], {
    // Vite would rather read a config written as an .mjs file, and says so at every build.
    env: { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
    timeoutMs: 5 * 60_000,
  })
  if (!result.ok) throw new SetupError(`The build failed: ${command} ${args.join(' ')}: ${result.why}`)
}

function hashOfInputs() {
  const hash = createHash('sha256')
  for (const input of inputs) addToHash(hash, path.join(repoRoot, input))
  return hash.digest('hex')
}

function addToHash(hash, target) {
  for (const file of filesUnder(target)) {
    hash.update(path.relative(repoRoot, file)).update('\0').update(readFileSync(file)).update('\0')
  }
}

function filesUnder(target) {
  try {
    const entries = readdirSync(target, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    return entries.flatMap((entry) => filesUnder(path.join(target, entry.name)))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [target]
    throw error
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runMain(async () => build())
