// Long-running child processes: started with a recorded pid, ended politely first and by force after a while.
// Only processes started here are ever ended.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { repoRoot } from './run.mjs'

const graceMs = 8_000

/**
 * Starts a program in a process group of its own, so that Ctrl+C reaches only this script, which then ends its
 * children in the right order. `onLine` gets every line of its stdout. Returns {pid, exited, stop}; exited resolves
 * to {code, signal}.
 */
export function startChild(command, args, { env = {}, onLine = () => {}, onErrorLine = () => {} } = {}) {
  const child = spawn(command, args, {
    cwd: repoRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  createInterface({ input: child.stdout }).on('line', onLine)
  createInterface({ input: child.stderr }).on('line', onErrorLine)
  let hasEnded = false
  // `exit` and not `close`: a helper of Electron may hold the pipe long after Electron itself is gone.
  const exited = new Promise((resolve) => {
    const end = (outcome) => {
      hasEnded = true
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve(outcome)
    }
    child.once('error', (error) => end({ code: null, signal: null, error }))
    child.once('exit', (code, signal) => setTimeout(() => end({ code, signal }), 100))
  })
  const killGroup = () => signalTo(-child.pid, 'SIGKILL')
  process.once('exit', killGroup)
  async function stop() {
    if (!hasEnded) signalTo(child.pid, 'SIGTERM')
    await Promise.race([exited, delay(graceMs)])
    killGroup()
    process.removeListener('exit', killGroup)
  }
  return { pid: child.pid, exited, stop }
}

function signalTo(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone.
  }
}

export function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
