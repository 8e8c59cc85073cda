/**
 * Which PC of a store keeps its books: the first active one. HQ's papers are posted there and stocktakes are opened there, so
 * that each warehouse has one writer. The store's PCs are told by the stream they pull; one that was told nothing is alone.
 */
import type { BooksKeeper } from '../contract/schemas/sync'
import type { Database, Reader, Tx } from '../database/unitOfWork'
import { publish } from './publish'

export const keeperOf = (read: Reader, storeCode: string): Promise<BooksKeeper | undefined> =>
  read.one<BooksKeeper>(
    `SELECT deviceId, letter FROM device WHERE storeCode = ? AND state = 'active' ORDER BY length(letter), letter LIMIT 1`,
    [storeCode],
  )

/** After a PC was enrolled, disabled, restored or set apart. Where none is left there is nobody to tell. */
export const tellKeeper = async (tx: Tx, storeCode: string): Promise<void> => {
  const keeper = await keeperOf(tx, storeCode)
  if (!keeper || !(await hasOtherPcs(tx, storeCode))) return
  await publish(tx, 'documents', [{ type: 'booksKeeper', key: storeCode, scope: storeCode, body: keeper }])
}

/** PCs that count no more are among them: their letters are not given again. */
export const hasOtherPcs = async (read: Reader, storeCode: string): Promise<boolean> => {
  const row = await read.one<{ n: number }>('SELECT count(*) AS n FROM device WHERE storeCode = ?', [storeCode])
  return (row?.n ?? 0) > 1
}

const toldKey = 'keepersTold'

/** Once, of the PCs that were enrolled before hubs said it. */
export const tellKeepersOnce = async ({ read, write }: Pick<Database, 'read' | 'write'>): Promise<void> => {
  if (await read.one('SELECT 1 AS found FROM meta WHERE key = ?', [toldKey])) return
  await write(async (tx) => {
    const stores = await tx.all<{ storeCode: string }>('SELECT DISTINCT storeCode FROM device ORDER BY storeCode')
    for (const { storeCode } of stores) await tellKeeper(tx, storeCode)
    await tx.run(`INSERT INTO meta (key, value) VALUES (?, 'true') ON CONFLICT DO NOTHING`, [toldKey])
  })
}
