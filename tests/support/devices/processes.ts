/** Child processes of the journeys: known by pid, ended politely and then by force, and never left behind by a crash. */
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { pause } from './waiting'

const pidsToEnd = new Set<number>()

process.once('exit', () => {
  for (const pid of pidsToEnd) signal(pid, 'SIGKILL')
})

/** Whatever happens to us, this process does not outlive us. */
export const endWithUs = (pid: number | undefined): void => {
  if (pid !== undefined) pidsToEnd.add(pid)
}

export const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Gone, or only waiting for its parent to notice: a zombie does nothing any more. */
export const isAlive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.charAt(0) !== 'Z'
  } catch {
    return false
  }
}

export const endChild = async (child: ChildProcess, graceMs = 5_000): Promise<void> => {
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await endPid(pid, graceMs)
}

export const endPid = async (pid: number, graceMs = 0): Promise<void> => {
  const deadline = Date.now() + graceMs
  while (isAlive(pid) && Date.now() < deadline) await pause(25)
  if (isAlive(pid)) signal(pid, 'SIGKILL')
  while (isAlive(pid) && Date.now() < deadline + 3_000) await pause(25)
  pidsToEnd.delete(pid)
}

/** A process and everything it started, directly or not. */
export const familyOf = (pid: number): number[] => {
  const childrenOf = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name))
    if (parent !== null) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
  }
  const family = [pid]
  for (const member of family) family.push(...(childrenOf.get(member) ?? []))
  return family
}

const parentOf = (pid: number): number | null => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
  } catch {
    return null
  }
}

/** A loopback port nobody listens on just now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
