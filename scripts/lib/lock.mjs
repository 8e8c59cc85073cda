// One set-up at a time in a working copy: two at once would delete each other's node_modules or build.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cacheDir, ensureDir, SetupError, say } from './run.mjs'

const waitMsMax = 20 * 60_000

export async function withLock(name, work) {
  const dir = path.join(ensureDir(cacheDir), `${name}.lock`)
  await take(dir, name)
  const release = () => rmSync(dir, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

async function take(dir, name) {
  const startedAt = Date.now()
  let told = false
  while (!tryTake(dir)) {
    if (isAbandoned(dir)) {
      rmSync(dir, { recursive: true, force: true })
      continue
    }
    if (Date.now() - startedAt > waitMsMax) throw new SetupError(`Another ${name} is still running; see ${dir}`)
    if (!told) say(`Waiting for another ${name} in this folder to finish …`)
    told = true
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function tryTake(dir) {
  try {
    mkdirSync(dir)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  writeFileSync(path.join(dir, 'pid'), String(process.pid))
  return true
}

function isAbandoned(dir) {
  try {
    process.kill(Number(readFileSync(path.join(dir, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    // No pid file yet: its owner has only just made the folder. ESRCH: the owner is gone.
    return error.code === 'ESRCH'
  }
}
