/** What counting would be closed without: goods nobody counted, codes nobody knows, and recounts asked for and not made. */
import type { OutputOf } from '../../contract/operations'
import { pcOfNumber } from '../../core/documents/states'
import { readCountReference } from '../../core/stocktake/plan'
import { notMade } from '../../core/stocktake/standing'
import { recountsOf, stocktakeRow } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { type Actor, Refusal, viewOf } from '../../gateway/gateway'
import { finishedCounts, standingCounts } from './review'

type Missing = OutputOf<'stocktake.missing'>

/** A person reads so many; how many there are is said beside it. */
const listedMax = 500

export const missingOf = async (read: Reader, stocktakeId: string, user: Actor): Promise<Missing> => {
  const stocktake = await stocktakeRow(read, stocktakeId, viewOf(user))
  if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  const { lines } = await standingCounts(read, stocktake)
  const recounts = notMade(await recountsOf(read, stocktakeId), await finishedCounts(read, stocktakeId))
  return {
    uncounted: await uncountedBut(
      read,
      stocktakeId,
      lines.map(({ sku }) => sku),
    ),
    codes: await unknownCodes(read, stocktakeId),
    recounts: recounts.map(({ zoneCode, round, skus, note }) => ({ zoneCode, round, products: skus.length, note })),
  }
}

/** What is being counted just now is not forgotten. */
const beingCounted = `
  SELECT x.sku FROM document d JOIN documentLine x ON x.documentId = d.documentId
  WHERE d.sourceId = ?1 AND d.type = 'stocktakeCount' AND d.state IN ('draft', 'held')`

const uncountedBut = async (
  read: Reader,
  stocktakeId: string,
  counted: readonly string[],
): Promise<Missing['uncounted']> => {
  const rows = await read.all<Missing['uncounted']['products'][number] & { total: number }>(
    `SELECT k.sku, coalesce(p.name, '') AS name, coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec,
       coalesce(p.shelf, '') AS shelf, count(*) OVER () AS total
     FROM stocktakeProduct k LEFT JOIN product p ON p.sku = k.sku
     WHERE k.stocktakeId = ?1 AND k.sku NOT IN (SELECT value FROM json_each(?2)) AND k.sku NOT IN (${beingCounted})
     ORDER BY k.place LIMIT ${listedMax}`,
    [stocktakeId, JSON.stringify([...new Set(counted)])],
  )
  return { total: rows[0]?.total ?? 0, products: rows.map(({ total: _total, ...product }) => product) }
}

type CodeRow = Omit<Missing['codes']['entries'][number], 'zoneCode' | 'round' | 'pc'> & {
  reference: string
  number: string
  total: number
}

/**
 * Set aside, a code lets its count be finished; what it stands for was not counted all the same. Of another PC's count it is
 * known once that count is finished and has come.
 */
const unknownCodes = async (read: Reader, stocktakeId: string): Promise<Missing['codes']> => {
  const rows = await read.all<CodeRow>(
    `SELECT e.text, e.reason, e.scans, e.state, d.documentId, d.number, d.reference, coalesce(u.name, d.authorId) AS counterName,
       count(*) OVER () AS total
     FROM document d JOIN trayEntry e ON e.documentId = d.documentId LEFT JOIN user u ON u.id = d.authorId
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state <> 'cancelled' AND e.state IN ('open', 'setAside')
     ORDER BY d.reference, e.scannedAt, e.trayId LIMIT ${listedMax}`,
    [stocktakeId],
  )
  return {
    total: rows[0]?.total ?? 0,
    entries: rows.map(({ reference, number, total: _total, ...entry }) => ({
      ...{ ...entry, ...readCountReference(reference), pc: pcOfNumber(number) },
    })),
  }
}
