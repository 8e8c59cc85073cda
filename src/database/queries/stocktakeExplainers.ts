/** What may explain a difference: facts the books know beside the figures, so that nobody hunts for goods that are nowhere. */
import { stockAccount } from '../../core/stock/accounts'
import type { Reader } from '../unitOfWork'

export interface Explainer {
  kind: 'movedSince' | 'onTheWay' | 'unposted' | 'packs' | 'neighbour'
  /** thousandths, signed as the shelf feels it; of packs, how many */
  quantity: number
  /** a paper's number, a pack's name, the other product */
  text: string
}

interface Line {
  sku: string
  lot: string
  variance: number
}

type Found = Explainer & { sku: string; lot: string }

interface Stocktake {
  stocktakeId: string
  warehouseCode: string
  logId: string
}

/** one line is explained by a few facts, not by a list of everything */
const factsMax = 5

/** By product and lot; lines without a difference need none. */
export const explainersOf = async (
  read: Reader,
  stocktake: Stocktake,
  lines: readonly Line[],
): Promise<(line: Line) => Explainer[]> => {
  const differing = lines.filter(({ variance }) => variance !== 0)
  if (differing.length === 0) return () => []
  const keys = JSON.stringify(differing.map(({ sku, lot }) => ({ sku, lot })))
  const found: Found[] = []
  for (const ask of [movedSince, onTheWay, unposted, packs, neighbours])
    found.push(...(await ask(read, stocktake, keys)))
  return ({ sku, lot }) =>
    found
      .filter((one) => one.sku === sku && one.lot === lot)
      .slice(0, factsMax)
      .map(({ kind, quantity, text }) => ({ kind, quantity, text }))
}

type Ask = (read: Reader, stocktake: Stocktake, keys: string) => Promise<Found[]>

/** The lines in question with all the review says of them. CROSS keeps the order: a review has many more lines than a page. */
const asked = `
  SELECT l.* FROM json_each(?1) k CROSS JOIN stocktakeLine l ON l.stocktakeId = ?2
    AND l.sku = json_extract(k.value, '$.sku') AND l.lot = json_extract(k.value, '$.lot')`

/** Goods that came or went after their count are netted already; a paper keyed in late looks like that. */
const movedSince: Ask = (read, { stocktakeId, warehouseCode, logId }, keys) =>
  read.all<Found>(
    `SELECT 'movedSince' AS kind, l.sku, l.lot, sum(CASE m.toAccount WHEN ?3 THEN m.quantity ELSE -m.quantity END) AS quantity,
       coalesce(min(d.number), '') AS text
     FROM (${asked}) l JOIN stockMovement m ON m.logId = ?4 AND m.seq > l.atSeq AND m.sku = l.sku AND m.lot = l.lot
     LEFT JOIN document d ON d.documentId = m.documentId
     WHERE ?3 IN (m.fromAccount, m.toAccount) AND m.quantity > 0
       AND coalesce(d.type, '') NOT IN ('stocktakeGain', 'stocktakeLoss')
     GROUP BY l.sku, l.lot ORDER BY l.sku, l.lot`,
    [keys, stocktakeId, stockAccount(warehouseCode), logId],
  )

const onTheWay: Ask = (read, { stocktakeId, warehouseCode }, keys) =>
  read.all<Found>(
    `SELECT 'onTheWay' AS kind, l.sku, l.lot, t.number AS text,
       sum(x.sentQuantity - x.receivedQuantity - x.settledQuantity) AS quantity
     FROM (${asked}) l JOIN transferLine x ON x.sku = l.sku JOIN transfer t ON t.transferId = x.transferId
     WHERE t.toWarehouseCode = ?3 GROUP BY l.sku, l.lot, t.number
     HAVING sum(x.sentQuantity - x.receivedQuantity - x.settledQuantity) > 0 ORDER BY t.number`,
    [keys, stocktakeId, warehouseCode],
  )

/** Written and not posted: the goods may have moved, the books have not. */
const unposted: Ask = (read, { stocktakeId, warehouseCode }, keys) =>
  read.all<Found>(
    `SELECT 'unposted' AS kind, l.sku, l.lot, d.number AS text, sum(x.quantity) AS quantity
     FROM (${asked}) l JOIN documentLine x ON x.sku = l.sku JOIN document d ON d.documentId = x.documentId
     WHERE d.warehouseCode = ?3 AND d.state IN ('draft', 'held', 'submitted', 'approved') AND x.quantity > 0
       AND d.type NOT IN ('stocktakeCount', 'stocktakeGain', 'stocktakeLoss', 'transferRequest', 'warehouseReturn')
     GROUP BY l.sku, l.lot, d.number ORDER BY d.number`,
    [keys, stocktakeId, warehouseCode],
  )

/** Whole packs too many or too few: somebody counted, or received, a pack as one. */
const packs: Ask = (read, { stocktakeId }, keys) =>
  read.all<Found>(
    `SELECT 'packs' AS kind, l.sku, l.lot, l.variance / b.packFactor AS quantity, b.packName AS text
     FROM (${asked}) l JOIN barcode b ON b.sku = l.sku AND b.packFactor > 1000 AND l.variance % b.packFactor = 0
     GROUP BY l.sku, l.lot, b.packFactor, b.packName ORDER BY b.packFactor DESC`,
    [keys, stocktakeId],
  )

/**
 * As many too few of the one as too many of the other, in one category: they were mixed up. Candidates are gathered once for
 * all lines asked about: most differences are of one piece, and each would look through the whole review.
 */
const neighbours: Ask = (read, { stocktakeId }, keys) =>
  read.all<Found>(
    `WITH mine AS MATERIALIZED (SELECT l.sku, l.lot, l.variance, p.categoryCode FROM (${asked}) l JOIN product p ON p.sku = l.sku),
     other AS MATERIALIZED (
       SELECT o.sku, o.lot, o.variance, q.name, q.categoryCode,
         row_number() OVER (PARTITION BY q.categoryCode, o.variance ORDER BY q.sku, o.lot) AS place
       FROM stocktakeLine o CROSS JOIN product q ON q.sku = o.sku
       WHERE o.stocktakeId = ?2 AND o.variance IN (SELECT -variance FROM mine))
     SELECT 'neighbour' AS kind, m.sku, m.lot, o.variance AS quantity, o.name AS text
     FROM mine m JOIN other o ON o.categoryCode = m.categoryCode AND o.variance = -m.variance AND o.sku <> m.sku
     WHERE o.place <= ?3 ORDER BY o.sku, o.place`,
    // more than are shown: lots of the product itself stand among them
    [keys, stocktakeId, 4 * factsMax],
  )
