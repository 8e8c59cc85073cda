/** What may explain a difference: facts the books know beside the figures, so that nobody hunts for goods that are nowhere. */
import { documentRules } from '../../core/documents'
import { type DocumentRule, none } from '../../core/documents/rule'
import { stockAccount } from '../../core/stock/accounts'
import type { Reader } from '../unitOfWork'

export interface Explainer {
  kind: 'bookedLate' | 'onTheWay' | 'unposted' | 'packs' | 'neighbour'
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
  for (const ask of [bookedLate, onTheWay, unposted, packs, neighbours])
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

const named = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ')

const typesThat = (fits: (rule: DocumentRule) => boolean): string =>
  named(
    Object.values(documentRules)
      .filter(fits)
      .map(({ type }) => type),
  )

/** What counts and what a review came to says nothing of the shelf beside it. */
const ofStocktakes = typesThat(({ counts, madeOfReview }) => counts === true || madeOfReview === true)

/**
 * Goods that came or went after their count are netted already and explain nothing. A paper begun before the shelf was counted
 * and booked after it may be of goods the counter found, or missed: then the books lagged, and the netting took them twice.
 * Begun before is what was begun before the ledger was where it was counted at, or before the count itself: by the store's
 * own time in the event, for HQ recorded it when it came. An event may be large and much may move after a count: each is read
 * once, and the plus sign keeps each line from walking the ledger for itself.
 */
const bookedLate: Ask = (read, { stocktakeId, warehouseCode, logId }, keys) =>
  read.all<Found>(
    `WITH counted AS MATERIALIZED (SELECT e.seq, coalesce(json_extract(e.payload, '$.occurredAt'), e.recordedAt) AS at
       FROM event e WHERE e.logId = ?4 AND e.seq IN (SELECT atSeq FROM (${asked}))),
     moved AS MATERIALIZED (SELECT m.* FROM stockMovement m
       WHERE m.logId = ?4 AND m.seq > (SELECT min(atSeq) FROM (${asked})) AND ?3 IN (m.fromAccount, m.toAccount)
         AND m.quantity > 0 AND +m.sku IN (SELECT sku FROM (${asked})))
     SELECT 'bookedLate' AS kind, l.sku, l.lot, d.number AS text,
       sum(CASE m.toAccount WHEN ?3 THEN m.quantity ELSE -m.quantity END) AS quantity
     FROM (${asked}) l JOIN moved m ON m.seq > l.atSeq AND m.sku = l.sku AND m.lot = l.lot
     JOIN document d ON d.documentId = m.documentId
     WHERE d.type NOT IN (${ofStocktakes})
       AND d.createdAt < max(
         coalesce((SELECT c.at FROM counted c WHERE c.seq = l.atSeq), ''),
         coalesce((SELECT max(c.createdAt) FROM document c JOIN documentLine x ON x.documentId = c.documentId
           WHERE c.sourceId = l.stocktakeId AND c.type = 'stocktakeCount' AND c.state = 'approved'
             AND x.sku = l.sku AND x.lot = l.lot AND x.atSeq = l.atSeq), ''))
     GROUP BY l.sku, l.lot, d.number HAVING sum(CASE m.toAccount WHEN ?3 THEN m.quantity ELSE -m.quantity END) <> 0
     ORDER BY d.number`,
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

/** What a line of a paper will do to the shelf of the warehouse it is written for, by the rule of its type. */
const willDo = `
  CASE WHEN d.warehouseCode <> ?3 THEN 0
    WHEN d.type IN (${typesThat(({ direction }) => direction === 'in')}) OR x.role = 'produce' THEN x.quantity
    WHEN x.condition <> 'stock' THEN 0
    WHEN d.type IN (${typesThat(({ direction }) => direction === 'out' || direction === 'both')}) THEN -x.quantity
    ELSE 0 END`

/** What is moved inside a store comes to the shelf of where it goes. */
const willBring = `
  CASE WHEN d.toWarehouseCode = ?3 AND d.toCondition = 'stock'
    AND d.type IN (${typesThat(({ direction, header }) => direction === 'out' && header.includes('toWarehouse'))})
    THEN x.quantity ELSE 0 END`

/**
 * Written and not posted: the goods may have moved, the books have not. Goods not booked in yet are more on the shelf, goods
 * not booked out are fewer. What moves when it is proposed has moved once it was handed in.
 */
const unposted: Ask = (read, { stocktakeId, warehouseCode }, keys) =>
  read.all<Found>(
    `SELECT 'unposted' AS kind, l.sku, l.lot, d.number AS text, sum(${willDo} + ${willBring}) AS quantity
     FROM (${asked}) l JOIN documentLine x ON x.sku = l.sku AND x.lot IN ('', l.lot)
     JOIN document d ON d.documentId = x.documentId
     WHERE ?3 IN (d.warehouseCode, d.toWarehouseCode) AND x.quantity > 0 AND d.type NOT IN (${ofStocktakes})
       AND (d.state IN ('draft', 'held') OR (d.state IN ('submitted', 'approved')
         AND d.type NOT IN (${typesThat(({ proposed }) => proposed !== none)})))
     GROUP BY l.sku, l.lot, d.number HAVING sum(${willDo} + ${willBring}) <> 0 ORDER BY d.number`,
    [keys, stocktakeId, warehouseCode],
  )

/** Whole packs too many or too few: somebody counted, or received, a pack as one. */
const packs: Ask = (read, { stocktakeId }, keys) =>
  read.all<Found>(
    `SELECT 'packs' AS kind, l.sku, l.lot, l.variance / b.packFactor AS quantity, b.packName AS text
     FROM (${asked}) l JOIN barcode b ON b.sku = l.sku AND b.packFactor > 1000 AND l.variance % b.packFactor = 0
     GROUP BY l.sku, l.lot, l.variance, b.packFactor, b.packName ORDER BY b.packFactor DESC`,
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
