/**
 * What an upgrade changes in rows the trail marks one by one (watchedTables.ts). A migration changes the schema, adds columns
 * with their defaults, and fills tables it makes; it writes to no row that is marked, drops no column that is, and a test holds
 * all of them to that. Its rows are changed here, after the file was held against its marks and in one transaction with the
 * line of the trail that tells: so an upgrade is nobody's edit, hides none, and a power cut leaves it whole or not begun.
 */
import type { DatabaseKind } from './openDatabase'
import type { Tx } from './unitOfWork'

export interface RowChange {
  /** for ever; what the file says it went through */
  name: string
  /** also on a new file, and changing nothing where it ran before */
  run(tx: Tx): Promise<void>
}

/** In order; like a migration, one that was shipped never changes. */
export const rowChangesOf: Readonly<Record<DatabaseKind, readonly RowChange[]>> = { store: [], hub: [] }

const doneKey = 'rowChanges'

const doneNames = async (tx: Tx): Promise<string[]> => {
  const row = await tx.one<{ value: string }>('SELECT value FROM meta WHERE key = ?', [doneKey])
  return JSON.parse(row?.value ?? '[]') as string[]
}

/** false: it was carried out before */
export const carryOut = async (tx: Tx, { name, run }: RowChange): Promise<boolean> => {
  const done = await doneNames(tx)
  if (done.includes(name)) return false
  await run(tx)
  await tx.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
    doneKey,
    JSON.stringify([...done, name]),
  ])
  return true
}
