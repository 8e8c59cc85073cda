/**
 * The hub as a process: opens its database, seeds the demo chain when asked and empty, serves, and says one JSON line
 * when it is ready. Options: --data DIR, --database postgres://… (its SQLite file in DIR without it; DIR keeps the key), --port N, --host ADDRESS, --trusted-proxies ADDRESS,ADDRESS, --demo,
 * and with it --demo-stocktake for shops that find something to count.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { storeDayOf } from '../core/quantity/storeDay'
import { DatabaseRefused, openDatabase } from '../database/openDatabase'
import { isPostgresUrl, openPostgres } from '../database/postgres/openPostgres'
import type { Database } from '../database/unitOfWork'
import { createDrawingThread, drawingFile } from '../labels/drawingThread'
import { createHub } from './createHub'
import { type DemoChain, demoChain } from './demo/demoChain'
import { demoSchedule } from './demo/demoSchedule'
import { createEnrolmentCode } from './handlers/enrolment'
import { createServer } from './http/server'
import { startJobs } from './jobs/jobs'
import { type HubRuntime, isoNow } from './runtime'
import { newSecret } from './secrets'
import { isSeeded, seedChain } from './seed'
import { seedSchedule } from './seedSchedule'

const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return at >= 0 ? (process.argv[at + 1] ?? fallback) : fallback
}

const listOption = (name: string): string[] =>
  option(name, '')
    .split(',')
    .filter((one) => one !== '')

const runtimeOn = (database: Database): HubRuntime => ({
  database,
  clock: { nowMs: () => Date.now(), elapsedMs: () => performance.now() },
  ids: { uuid: () => randomUUID(), secret: newSecret },
  random: () => Math.random(),
  log,
  labelRenderer: createDrawingThread({ file: drawingFile(__dirname), log }),
})

const log = (line: object): void => void process.stderr.write(`${JSON.stringify(line, errorsAsText)}\n`)

const errorsAsText = (_key: string, value: unknown): unknown =>
  value instanceof Error ? (value.stack ?? value.message) : value

const demoStore = 'S001'

/** The code in the ready line enrols the demo store's PC; a hub without --demo prints none. */
const prepareDemo = async (runtime: HubRuntime): Promise<{ logins: object[]; enrolmentCode: string }> => {
  const storeDay = storeDayOf(runtime.clock.nowMs())
  const chain = demoChain({ storeDay, extraProducts: Number(option('extra-products', '0')) })
  if (!(await isSeeded(runtime.database))) {
    await seedChain(runtime.database, chain, isoNow(runtime))
    if (process.argv.includes('--demo-stocktake')) await seedSchedule(runtime, demoSchedule(chain, storeDay))
  }
  const { code } = await runtime.database.write((tx) => createEnrolmentCode(tx, runtime, demoStore))
  return { logins: chain.users.map(loginOf), enrolmentCode: code }
}

const loginOf = ({ id, name, role, pin, password }: DemoChain['users'][number]): object => ({
  id,
  name,
  role,
  pin,
  password,
})

const keepHubId = (database: Database): Promise<void> =>
  database.write((tx) =>
    tx.run(`INSERT INTO meta (key, value) VALUES ('hubId', ?) ON CONFLICT DO NOTHING`, [randomUUID()]),
  )

/** Built, the console lies beside this file's folder; the path is the same from the shared chunks. */
const consoleFolder = (): string =>
  [join(__dirname, '../console'), join(__dirname, '../../console')].find((folder) => existsSync(folder)) ??
  join(__dirname, '../console')

/** Several processes on one PostgreSQL share DIR, for the key in it; on another machine it is copied there. */
const openOwn = (): Promise<Database> => {
  const file = join(option('data', '.data/hub'), 'hub.db')
  const url = option('database', '')
  const onSlow = (slow: object): void => log({ event: 'slow statement', ...slow })
  if (url === '') return openDatabase('hub', file, onSlow)
  if (!isPostgresUrl(url)) throw new DatabaseRefused('DATABASE_FOREIGN', { file: 'postgres://user@host/database' })
  mkdirSync(dirname(file), { recursive: true })
  return openPostgres({ url, file, onSlow })
}

const main = async (): Promise<void> => {
  const database = await openOwn()
  const runtime = runtimeOn(database)
  const gateway = await createHub(runtime)
  await keepHubId(database)
  const demo = process.argv.includes('--demo') ? await prepareDemo(runtime) : {}
  const server = await createServer(runtime, gateway, consoleFolder(), {
    trustedProxies: listOption('trusted-proxies'),
  })
  const url = await server.listen({ port: Number(option('port', '8765')), host: option('host', '127.0.0.1') })
  const jobs = startJobs(runtime)
  const stop = async (): Promise<void> => {
    await server.close()
    await jobs.stop()
    await database.close()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
  process.stdout.write(`${JSON.stringify({ ready: true, url, consoleUrl: `${url}/console/`, ...demo })}\n`)
}

main().catch((error: unknown) => {
  const known =
    error instanceof DatabaseRefused
      ? { code: error.code, params: error.params }
      : { code: (error as { code?: string }).code ?? 'INTERNAL' }
  process.stdout.write(`${JSON.stringify({ ready: false, ...known })}\n`)
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
