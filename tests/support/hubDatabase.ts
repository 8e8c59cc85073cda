/**
 * The hub's database of a test: a SQLite file, or, for a run of the same tests on PostgreSQL, a database of its own in the
 * cluster `ZHANGGUI_HUB_POSTGRES` names (postgres://user@host:port), one for each file.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openDatabase } from '../../src/database/openDatabase'
import { openPostgres } from '../../src/database/postgres/openPostgres'
import type { Database } from '../../src/database/unitOfWork'

const cluster = process.env.ZHANGGUI_HUB_POSTGRES

export const hubIsOnPostgres = cluster !== undefined

const urls = new Map<string, string>()

const makeDatabase = async (): Promise<string> => {
  const name = `hub_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: `${cluster}/postgres` })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return `${cluster}/${name}`
}

export const openHubDatabase = async (file: string, url?: string): Promise<Database> => {
  if (url) return openPostgres({ url, file })
  if (!cluster) return openDatabase('hub', file)
  const known = urls.get(file) ?? (await makeDatabase())
  urls.set(file, known)
  return openPostgres({ url: known, file })
}
