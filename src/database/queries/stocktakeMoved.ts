/**
 * Beside the figures of a review: what moved of each product while the stocktake was open, by ledger position (already in
 * what somebody counted, between the first and the last touch, or taken off again), and what the stocktake before said.
 */
import { stockAccount } from '../../core/stock/accounts'
import { grouped, keyOf, type MovedWhen, movedWhen, movementsShownMax } from '../../core/stocktake/netting'
import type { Reader } from '../unitOfWork'
import type { StocktakeRow } from './stocktake'

interface Line {
  sku: string
  lot: string
  fromSeq: number
  atSeq: number
}

interface Movement {
  documentId: string
  type: string
  number: string
  at: string
  /** thousandths, as the shelf feels it */
  quantity: number
  when: MovedWhen
}

interface Moved {
  /** papers, all of them */
  total: number
  /** papers after the first touch, and what they came to: what the count had to reckon with */
  since: number
  sinceQuantity: number
  /** the newest of them */
  movements: Movement[]
}

interface Row extends Omit<Movement, 'when'> {
  sku: string
  lot: string
  seq: number
  total: number
  since: number
  sinceQuantity: number
}

/** By product and lot of these lines alone. */
export const movedOf = async (
  read: Reader,
  stocktake: StocktakeRow,
  lines: readonly Line[],
): Promise<(line: Line) => Moved> => {
  const rows = lines.length === 0 ? [] : await movementRows(read, stocktake, lines)
  const found = grouped(rows, keyOf)
  return (line) => {
    const own = found.get(keyOf(line)) ?? []
    const { total, since, sinceQuantity } = own[0] ?? { total: 0, since: 0, sinceQuantity: 0 }
    return { total, since, sinceQuantity, movements: own.map((row) => toMovement(row, line)) }
  }
}

const toMovement = ({ documentId, type, number, at, quantity, seq }: Row, line: Line): Movement => ({
  ...{ documentId, type, number, at, quantity },
  when: movedWhen(line, seq),
})

/**
 * The ledger since the stocktake was opened is walked once for the whole page: each line looking for its own movements would
 * walk it a hundred times. The plus sign keeps the planner from doing so. What its own papers booked put the books right and
 * moved no piece.
 */
const movementRows = (
  read: Reader,
  { stocktakeId, warehouseCode, logId, ...span }: StocktakeRow,
  lines: readonly Line[],
) =>
  read.all<Row>(
    `WITH l AS MATERIALIZED (
       SELECT json_extract(value, '$.sku') AS sku, json_extract(value, '$.lot') AS lot, CAST(json_extract(value, '$.fromSeq') AS INTEGER) AS fromSeq
       FROM json_each(?1)),
     moved AS MATERIALIZED (
       SELECT m.seq, m.documentId, m.sku, m.lot, min(m.occurredAt) AS at,
         sum(CASE m.toAccount WHEN ?2 THEN m.quantity ELSE -m.quantity END) AS quantity
       FROM stockMovement m
       WHERE m.logId = ?3 AND m.seq > ?4 AND m.seq <= ?5 AND ?2 IN (m.fromAccount, m.toAccount) AND m.quantity > 0
         AND +m.sku IN (SELECT sku FROM l)
       GROUP BY m.seq, m.sku, m.lot HAVING sum(CASE m.toAccount WHEN ?2 THEN m.quantity ELSE -m.quantity END) <> 0)
     SELECT * FROM (
       SELECT m.*, d.type, d.number, count(*) OVER own AS total, count(*) FILTER (WHERE m.seq > l.fromSeq) OVER own AS since,
         coalesce(sum(m.quantity) FILTER (WHERE m.seq > l.fromSeq) OVER own, 0) AS sinceQuantity,
         row_number() OVER (PARTITION BY m.sku, m.lot ORDER BY m.seq DESC) AS place
       FROM moved m JOIN l ON l.sku = m.sku AND l.lot = m.lot JOIN document d ON d.documentId = m.documentId
       WHERE NOT (d.sourceId = ?6 AND d.type IN ('stocktakeGain', 'stocktakeLoss'))
       WINDOW own AS (PARTITION BY m.sku, m.lot))
     WHERE place <= ?7 ORDER BY sku, lot, seq DESC`,
    [
      JSON.stringify(lines.map(({ sku, lot, fromSeq }) => ({ sku, lot, fromSeq }))),
      stockAccount(warehouseCode),
      logId,
      ...spanOf(span, lines),
      stocktakeId,
      movementsShownMax,
    ],
  )

/** From its opening, which stocktakes of earlier versions did not note, up to now, or to its hand-in. */
const spanOf = (
  { openedSeq, state, seq }: Pick<StocktakeRow, 'openedSeq' | 'state' | 'seq'>,
  lines: readonly Line[],
) => {
  const touched = Math.min(...lines.map(({ fromSeq }) => fromSeq))
  const from = openedSeq > 0 ? Math.min(openedSeq, touched) : touched
  return [from, handedIn.has(state) ? seq : Number.MAX_SAFE_INTEGER] as const
}

const handedIn: ReadonlySet<string> = new Set(['submitted', 'posted'])

interface LastCount {
  at: string
  counted: number
  variance: number
}

/** of how many stocktakes before this one a line may come: a product counted in none of them was not counted lately */
const stocktakesBackMax = 50

/** What the newest stocktake handed in before this one was opened says of each of these lines. */
export const lastCountsOf = async (
  read: Reader,
  { stocktakeId, warehouseCode, openedAt }: StocktakeRow,
  lines: readonly Pick<Line, 'sku' | 'lot'>[],
): Promise<(line: Pick<Line, 'sku' | 'lot'>) => LastCount | null> => {
  const rows = await read.all<LastCount & Pick<Line, 'sku' | 'lot'>>(
    `WITH s AS MATERIALIZED (SELECT stocktakeId, submittedAt FROM stocktake
       WHERE warehouseCode = ? AND state IN ('submitted', 'posted') AND submittedAt < ? AND stocktakeId <> ?
       ORDER BY submittedAt DESC LIMIT ${stocktakesBackMax})
     SELECT x.sku, x.lot, x.counted, x.variance, max(s.submittedAt) AS at
     FROM json_each(?) k CROSS JOIN s CROSS JOIN stocktakeLine x ON x.stocktakeId = s.stocktakeId
       AND x.sku = json_extract(k.value, '$.sku') AND x.lot = json_extract(k.value, '$.lot')
     WHERE x.counted IS NOT NULL GROUP BY x.sku, x.lot`,
    [warehouseCode, openedAt, stocktakeId, JSON.stringify(lines.map(({ sku, lot }) => ({ sku, lot })))],
  )
  const found = new Map(rows.map(({ sku, lot, ...last }) => [keyOf({ sku, lot }), last]))
  return (line) => found.get(keyOf(line)) ?? null
}
