// Puts node_modules in the state package-lock.json describes, and only when it is not in that state already.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { hashOfFile, readIfThere, repoRoot, runToEnd, SetupError, say } from './run.mjs'

const lockFile = path.join(repoRoot, 'package-lock.json')
const modulesDir = path.join(repoRoot, 'node_modules')
const stampFile = path.join(modulesDir, '.zhanggui-lock-hash')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
// `npm ci` refuses a lock file written where the registry lacked optional packages for other platforms (it has
// happened); `npm install` takes the same versions from the same file and does not mind.
const commands = [['ci'], ['ci'], ['install', '--no-save']]

export function ensureNodeModules() {
  const hash = hashOfFile(lockFile)
  if (readIfThere(stampFile) === hash) return
  if (!alreadyMatches()) install()
  writeFileSync(stampFile, hash)
}

// A developer's own `npm install` leaves no stamp of ours: compare what npm wrote down instead of installing again.
function alreadyMatches() {
  const installedText = readIfThere(path.join(modulesDir, '.package-lock.json'))
  if (!installedText) return false
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
  const installed = JSON.parse(installedText).packages
  return wanted.every(([name, entry]) => name === '' || entry.optional || installed[name]?.version === entry.version)
}

function install() {
  for (const [index, command] of commands.entries()) {
    say(`npm ${command.join(' ')}: about two minutes, try ${index + 1} of ${commands.length} …`)
    const result = runToEnd(npm, [...command, '--no-audit', '--no-fund'], { env: headersEnv(), timeoutMs: 20 * 60_000 })
    if (result.ok) return
    say(`npm ${command.join(' ')}: ${result.why}`)
  }
  throw new SetupError('The npm packages could not be installed; see the messages above.')
}

// sqlite3 is compiled here; Node's own headers beside the binary spare node-gyp a download.
function headersEnv() {
  const prefix = path.resolve(path.dirname(process.execPath), '..')
  const hasHeaders = existsSync(path.join(prefix, 'include', 'node', 'node_api.h'))
  return hasHeaders && !process.env.npm_config_nodedir ? { npm_config_nodedir: prefix } : {}
}
