// One virtual display for programs that need a screen on a machine that has none.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { SetupError } from './lib/run.mjs'

// Larger than the window: Chromium makes a window as large as its screen one pixel smaller.
const screen = '1600x900x24'
const firstNumber = 90
const numbersMax = 60
const startMsMax = 10_000

/**
 * Returns {display, env, stop}. Where there is a display already (or the system needs none) it starts nothing.
 * `env` belongs in the environment of whatever is to be shown.
 */
export async function withDisplay() {
  if (process.platform !== 'linux') return { display: null, env: {}, isVirtual: false, stop: async () => {} }
  const existing = process.env.DISPLAY
  if (existing) return { display: existing, env: { DISPLAY: existing }, isVirtual: false, stop: async () => {} }
  for (let number = firstNumber; number < firstNumber + numbersMax; number++) {
    if (isTaken(number)) continue
    const server = await startXvfb(number)
    if (server) return { display: `:${number}`, env: { DISPLAY: `:${number}` }, isVirtual: true, ...server }
  }
  throw new SetupError('No virtual display could be started; is Xvfb installed?')
}

// A lock file whose owner is gone is left to Xvfb, which replaces it.
function isTaken(number) {
  const lockFile = `/tmp/.X${number}-lock`
  if (!existsSync(lockFile)) return existsSync(`/tmp/.X11-unix/X${number}`)
  try {
    process.kill(Number(readFileSync(lockFile, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// Null when another process took the number between our look and Xvfb's.
async function startXvfb(number) {
  const args = [`:${number}`, '-screen', '0', screen, '-nolisten', 'tcp', '-noreset']
  const child = spawn('Xvfb', args, { stdio: 'ignore', detached: true })
  let ended = false
  const hasEnded = new Promise((resolve) => {
    const end = () => {
      ended = true
      resolve()
    }
    child.once('error', end).once('exit', end)
  })
  const kill = () => {
    if (!ended) child.kill('SIGTERM')
  }
  // Xvfb is in a process group of its own, so that Ctrl+C reaches the app before its display is gone.
  process.once('exit', kill)
  const startedAt = Date.now()
  while (!ended && Date.now() - startedAt < startMsMax) {
    if (existsSync(`/tmp/.X11-unix/X${number}`)) return { stop: () => stop(kill, hasEnded) }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  kill()
  return null
}

async function stop(kill, hasEnded) {
  process.removeListener('exit', kill)
  kill()
  await hasEnded
}
