// Runs a test runner with its output in a file, shows that file as it grows, and ends the runner when its time is up.
// A file and not a pipe: processes that Electron leaves behind may hold a pipe open for ever.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import { ensureDir, repoRoot } from './run.mjs'

const pollMs = 200
const graceMs = 5_000

/** Returns {ok, why}. */
export async function runAndFollow(command, args, { logFile, timeoutMs, env = {} }) {
  ensureDir(path.dirname(logFile))
  const writer = openSync(logFile, 'w')
  const reader = openSync(logFile, 'r')
  const child = spawn(command, args, {
    cwd: repoRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', writer, writer],
    detached: true,
  })
  closeSync(writer)
  const endGroupNow = () => signalGroup(child.pid, 'SIGKILL')
  process.once('exit', endGroupNow)
  const outcome = outcomeOf(child)
  const deadline = Date.now() + timeoutMs
  let result = null
  outcome.then((value) => {
    result = value
  })
  while (!result && Date.now() < deadline) {
    await delay(pollMs)
    showNew(reader)
  }
  if (!result) {
    await endGroup(child.pid, outcome)
    result = { ok: false, why: `no end after ${Math.round(timeoutMs / 1000)} s` }
  }
  // Whatever the runner left in its group.
  endGroupNow()
  process.removeListener('exit', endGroupNow)
  showNew(reader)
  closeSync(reader)
  return result
}

function outcomeOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, why: error.message }))
    child.once('exit', (code, signal) =>
      resolve({ ok: code === 0, why: signal ? `ended by ${signal}` : `exit code ${code}` }),
    )
  })
}

async function endGroup(pid, outcome) {
  signalGroup(pid, 'SIGTERM')
  await Promise.race([outcome, delay(graceMs)])
  signalGroup(pid, 'SIGKILL')
}

function signalGroup(pid, signal) {
  try {
    if (pid) process.kill(-pid, signal)
  } catch {
    // The group is gone already: nothing is left to end.
  }
}

function showNew(reader) {
  const buffer = Buffer.alloc(64 * 1024)
  for (;;) {
    const bytes = readSync(reader, buffer, 0, buffer.length, null)
    if (bytes === 0) return
    process.stdout.write(Buffer.from(buffer.subarray(0, bytes)))
    if (bytes < buffer.length) return
  }
}

function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
