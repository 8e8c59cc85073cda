// Small helpers every script shares: where the repository is, how to talk, how to run a command and wait for it.
// Talk goes to stderr, because the stdout of some scripts is a document that other programs read.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repoRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
export const cacheDir = path.join(repoRoot, '.cache')
export const isRoot = process.getuid?.() === 0

export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** A failure the user can act on: printed without a stack. */
export class SetupError extends Error {}

/** Runs a command to its end. stdin is closed so nothing can ask a question; both outputs go to our stderr. */
export function runToEnd(command, args, { env, cwd = repoRoot, timeoutMs = 15 * 60_000, silent = false } = {}) {
  const output = silent ? 'ignore' : 2
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  if (result.error?.code === 'ETIMEDOUT') return { ok: false, why: `no end after ${timeoutMs / 1000} s` }
  if (result.error) return { ok: false, why: result.error.message }
  return { ok: result.status === 0, why: result.signal ? `ended by ${result.signal}` : `exit code ${result.status}` }
}

/** What a short command prints, or null when it cannot be run or fails. */
export function outputOf(command, args) {
  const result = spawnSync(command, args, { cwd: repoRoot, stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 })
  return result.status === 0 ? result.stdout.toString() : null
}

export function hashOfFile(file, algorithm = 'sha256', encoding = 'hex') {
  return createHash(algorithm).update(readFileSync(file)).digest(encoding)
}

export function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

export function ensureDir(dir) {
  mkdirSync(dir, { recursive: true })
  return dir
}

/** The path of a package's command-line file, run with our own Node: no npx, no shell, one process to end. */
export function binOf(packageName, binName = packageName) {
  const folder = path.join(repoRoot, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[binName])
}

/** `--name VALUE` or `--name=VALUE` from a list of arguments; undefined when absent. */
export function option(args, name) {
  const index = args.indexOf(`--${name}`)
  if (index >= 0) return args[index + 1]
  return args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
}

/** Runs a script's main function; a failure the user can act on is shown without a stack. */
export function runMain(main) {
  main().catch((error) => {
    say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)))
    process.exit(1)
  })
}
