/** The schema a file of this kind has when nobody but its migrations made it: read from an empty database they are run on. */
import { migrationsOf } from './migrations'
import { inMemory } from './openDatabase'

export interface SchemaObject {
  type: string
  name: string
  table: string
  sql: string
}

/** SQLite's own indexes and counters have no text worth a comparison */
export const schemaSql = `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`

const made = new Map<string, Promise<SchemaObject[]>>()

/** `names`: the migrations the file says it went through; it may be older than this program. */
export const expectedSchema = (kind: 'store' | 'hub', names: readonly string[]): Promise<SchemaObject[]> => {
  const key = [kind, ...names].join(' ')
  const known = made.get(key) ?? make(kind, new Set(names))
  made.set(key, known)
  return known
}

const make = async (kind: 'store' | 'hub', names: ReadonlySet<string>): Promise<SchemaObject[]> => {
  const source = inMemory(migrationsOf[kind].filter((Migration) => names.has(new Migration().name)))
  await source.initialize()
  try {
    await source.runMigrations({ transaction: 'each' })
    return (await source.query(schemaSql)) as SchemaObject[]
  } finally {
    await source.destroy()
  }
}
