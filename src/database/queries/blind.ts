/**
 * Counted blind, a figure of the books would be the answer before the question: until the count is booked, whoever may not
 * see the books beside it sees no stock of those products, on any screen or in any answer. Handed in, it may still come back
 * and be counted again.
 */
import type { Parameter, Reader } from '../unitOfWork'
import type { Condition } from './scope'
import { stateSql } from './stocktake'

const blindNow = (stocktake: string): string => `
  ${stocktake}.blind = 1 AND ${stocktake}.state <> 'cancelled' AND (${stateSql(stocktake)}) IN ('counting', 'review', 'submitted')`

/** Is a product of a warehouse counted blind just now? Both are SQL expressions. */
export const countedBlind = (warehouseCode: string, sku: string): string => `
  EXISTS (SELECT 1 FROM stocktake y WHERE y.warehouseCode = ${warehouseCode} AND ${blindNow('y')}
    AND (y.kind = 'full' OR EXISTS (SELECT 1 FROM stocktakeProduct x WHERE x.stocktakeId = y.stocktakeId AND x.sku = ${sku})))`

export const isCountedBlind = async (read: Reader, warehouseCode: string, sku: string): Promise<boolean> =>
  (await read.one(`SELECT 1 AS found WHERE ${countedBlind('?1', '?2')}`, [warehouseCode, sku])) !== undefined

export interface LeftOut {
  /** the counts that hide them */
  stocktakes: string[]
  products: number
}

/**
 * What a list of a warehouse leaves out for whoever may not see the books, so that no paper passes for the whole of it. Which
 * of them lie there now would say something of the books: all that ever moved are counted.
 */
export const leftOutOf = async (read: Reader, warehouseCode: string, seesBook: boolean): Promise<LeftOut | null> => {
  if (seesBook) return null
  const row = await read.one<{ products: number }>(
    `SELECT count(DISTINCT b.sku) AS products FROM stockBalance b
     WHERE b.account IN ('stock:' || ?1, 'quarantine:' || ?1) AND ${countedBlind('?1', 'b.sku')}`,
    [warehouseCode],
  )
  if (!row || row.products === 0) return null
  const counts = await read.all<{ number: string }>(
    `SELECT y.number FROM stocktake y WHERE y.warehouseCode = ? AND ${blindNow('y')} ORDER BY y.number`,
    [warehouseCode],
  )
  return { products: row.products, stocktakes: counts.map(({ number }) => number) }
}

/** Papers of a hand-in say what the books said: while it waits, or came back and is counted again, they are nowhere. `document` is its table's name. */
export const papersShown = (document: string, { seesBook }: { seesBook: boolean }): Condition[] =>
  seesBook
    ? []
    : [
        {
          sql: `${document}.type NOT IN ('stocktakeGain', 'stocktakeLoss') OR NOT EXISTS (
            SELECT 1 FROM stocktake y WHERE y.stocktakeId = ${document}.sourceId AND ${blindNow('y')})`,
          parameters: [],
        },
      ]

interface CountReader {
  userId: string
  /** reviews counts, so that no count is a secret */
  reviews: boolean
}

/** Had `userId` (a place in the question each) a hand in count `d`: wrote it, works on it, counted a line, here or on another PC? */
const ownCountSql = `
  ? IN (d.authorId, coalesce(d.submittedById, ''), d.holderId)
  OR EXISTS (SELECT 1 FROM draftStep x WHERE x.documentId = d.documentId AND x.userId = ?)
  OR EXISTS (SELECT 1 FROM countArrival a WHERE a.documentId = d.documentId AND instr(a.hands, '"' || ? || '"') > 0)`

/**
 * What somebody else counted is the answer before the question as well: whoever counts a second time would copy it. Counted
 * blind, other people's figures are shown to whoever counts only when nobody can be asked to count again.
 */
export const countsHidden = async (
  read: Reader,
  documents: readonly { documentId: string; type: string; authorId: string }[],
  { userId, reviews }: CountReader,
): Promise<ReadonlySet<string>> => {
  const others = documents.filter(({ type, authorId }) => type === 'stocktakeCount' && authorId !== userId)
  if (reviews || others.length === 0) return new Set()
  const parameters: Parameter[] = [JSON.stringify(others.map(({ documentId }) => documentId)), userId, userId, userId]
  const rows = await read.all<{ documentId: string }>(
    `SELECT d.documentId FROM document d JOIN stocktake y ON y.stocktakeId = d.sourceId
     WHERE d.documentId IN (SELECT value FROM json_each(?)) AND y.blind = 1
       AND (${stateSql('y')}) NOT IN ('posted', 'cancelled') AND NOT (${ownCountSql})`,
    parameters,
  )
  return new Set(rows.map(({ documentId }) => documentId))
}
