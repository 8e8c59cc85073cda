/**
 * A throw-away PostgreSQL: a cluster of its own in a folder of its own on a free port of loopback. PostgreSQL refuses to run as
 * root, so there it runs as the user Debian's package brings.
 */
import { execFile, execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

const installed = '/usr/lib/postgresql'

/** The newest version that is installed; Debian keeps its programs out of the path. */
const programs = (): string => {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions
    .map((version) => join(installed, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
  if (!found) throw new Error('PostgreSQL is not installed: npm start and npm test install it')
  return found
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

const isRoot = process.getuid?.() === 0
const idOf = (kind: '-u' | '-g'): number => Number(execFileSync('id', [kind, 'postgres']).toString())

/** its own, and reachable for another user: the folder of a test file is its owner's alone */
const ownFolder = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : '/tmp', 'zhanggui-postgres-'))

export interface Postgres {
  /** an empty database of this name */
  database(name: string): Promise<string>
  /** somebody at a database tool, with every right */
  ask<T extends object>(url: string, sql: string): Promise<T[]>
  start(): Promise<void>
  /** as a power cut is for it: nothing is written on the way down */
  stopNow(): Promise<void>
  close(): Promise<void>
}

export const startPostgres = async (): Promise<Postgres> => {
  const [bin, folder, port] = [programs(), ownFolder(), await freePort()]
  const as = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid)
  const options = { ...as, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } }
  const data = join(folder, 'data')
  const places = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`
  const control = (...words: string[]) =>
    run(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), ...words], options)
  const start = async (): Promise<void> => void (await control('-o', places, 'start'))
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'zg', '-A', 'trust', '-E', 'UTF8', '--locale=C'], options)
  await start()
  const urlOf = (name: string): string => `postgres://zg@127.0.0.1:${port}/${name}`
  const ask = async <T extends object>(url: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      const answered = await client.query(sql)
      return (Array.isArray(answered) ? answered.at(-1) : answered).rows as T[]
    } finally {
      await client.end()
    }
  }
  return {
    ask,
    start,
    database: async (name) => {
      await ask(urlOf('postgres'), `CREATE DATABASE "${name}"`)
      return urlOf(name)
    },
    stopNow: async () => void (await control('-m', 'immediate', 'stop')),
    close: async () => {
      await control('-m', 'immediate', 'stop').catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
