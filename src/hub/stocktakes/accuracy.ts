/**
 * 盘点准确率: of stocktakes handed in during a period and neither taken back nor reversed whole. A store by its lines without a difference and by what
 * differences are worth; whoever counted by what stood when somebody else looked again. Nobody is judged by lines nobody checked.
 */
import type { OutputOf } from '../../contract/operations'
import { permilleOf } from '../../core/audit/spotCheck'
import { type CountBySomebody, type CounterFigures, counterFigures } from '../../core/stocktake/accuracy'
import { dayEnds, dayStarts } from '../../database/queries/document'
import { allOf, type Condition, withinScope } from '../../database/queries/scope'
import { recountsOf, reversedSql, stateSql } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { finishedCounts } from '../../documents/stocktake/review'
import { type Actor, viewOf } from '../../gateway/gateway'

type Answer = OutputOf<'stocktakeAccuracy.get'>

export interface AccuracyPeriod {
  from: string
  to: string
  storeCode?: string | undefined
}

/** compared line by line: those somebody counted again, the newest first */
const comparedMax = 2000

export const accuracyOf = async (read: Reader, user: Actor, period: AccuracyPeriod): Promise<Answer> => {
  const handedIn = handedInDuring(user, period)
  const checked = await checkedCounts(read, handedIn)
  const stores = await storeRows(read, handedIn)
  const counters = await counterRows(read, handedIn)
  const { withCost } = viewOf(user)
  return {
    stores: stores.map(({ variance, book, ...row }) => ({
      ...row,
      equalShare: permilleOf(row.equal, row.counted),
      ...checkedOf(checked.figures.filter(({ storeCode }) => storeCode === row.storeCode)),
      variance: withCost ? variance : null,
      book: withCost ? book : null,
      varianceShare: withCost ? permilleOf(variance, book) : null,
    })),
    counters: counters.map((row) => ({
      ...row,
      ...checkedOf(
        checked.figures.filter(({ storeCode, counterId }) => storeCode === row.storeCode && counterId === row.userId),
      ),
    })),
    cut: checked.cut,
  }
}

const handedInDuring = (user: Actor, { from, to, storeCode }: AccuracyPeriod): Condition =>
  allOf([
    withinScope(user.scope, 's.storeCode'),
    { sql: 's.submittedAt >= ? AND s.submittedAt < ?', parameters: [dayStarts(from), dayEnds(to)] },
    { sql: `(${stateSql('s')}) IN ('submitted', 'posted')`, parameters: [] },
    // its figures were said to be wrong
    { sql: `(${reversedSql('s')}) <> 'whole'`, parameters: [] },
    ...(storeCode ? [{ sql: 's.storeCode = ?', parameters: [storeCode] }] : []),
  ])

interface StoreRow {
  storeCode: string
  storeName: string
  stocktakes: number
  counted: number
  equal: number
  variance: number
  book: number
}

/** Of products the stocktake was about, those somebody counted. */
const storeRows = (read: Reader, { sql, parameters }: Condition): Promise<StoreRow[]> =>
  read.all<StoreRow>(
    `SELECT s.storeCode, coalesce(o.name, s.storeCode) AS storeName, count(DISTINCT s.stocktakeId) AS stocktakes,
       count(l.sku) AS counted, coalesce(sum(l.variance = 0), 0) AS equal, coalesce(sum(abs(l.value)), 0) AS variance,
       coalesce(sum((l.book / 1000) * l.unitCost + (l.book % 1000) * l.unitCost / 1000) FILTER (WHERE l.book > 0), 0) AS book
     FROM stocktake s LEFT JOIN store o ON o.code = s.storeCode
     LEFT JOIN stocktakeLine l ON l.stocktakeId = s.stocktakeId AND l.planned = 1 AND l.counted IS NOT NULL
     WHERE ${sql} GROUP BY s.storeCode, o.code ORDER BY s.storeCode`,
    parameters,
  )

interface CounterRow {
  storeCode: string
  storeName: string
  userId: string
  userName: string
  userNameEn: string
  counts: number
  counted: number
}

const firstCounts = `d.type = 'stocktakeCount' AND d.state = 'approved' AND instr(d.reference, '/') = 0`

const counterRows = (read: Reader, { sql, parameters }: Condition): Promise<CounterRow[]> =>
  read.all<CounterRow>(
    `SELECT s.storeCode, coalesce(o.name, s.storeCode) AS storeName, d.authorId AS userId,
       coalesce(u.name, d.authorId) AS userName, coalesce(u.nameEn, '') AS userNameEn,
       count(DISTINCT d.documentId) AS counts, count(l.lineNo) AS counted
     FROM stocktake s JOIN document d ON d.sourceId = s.stocktakeId AND ${firstCounts}
     LEFT JOIN documentLine l ON l.documentId = d.documentId LEFT JOIN store o ON o.code = s.storeCode
     LEFT JOIN user u ON u.id = d.authorId
     WHERE ${sql} GROUP BY s.storeCode, d.authorId, o.code, u.id ORDER BY s.storeCode, d.authorId`,
    parameters,
  )

type Figures = CounterFigures & { storeCode: string }

/** What somebody else counted too: side by side, or again. The rest needs no reading line by line. */
const checkedCounts = async (
  read: Reader,
  { sql, parameters }: Condition,
): Promise<{ figures: Figures[]; cut: boolean }> => {
  const rows = await read.all<{ stocktakeId: string; storeCode: string; chosen: string }>(
    `SELECT s.stocktakeId, s.storeCode, s.chosen FROM stocktake s WHERE ${sql} AND (
       EXISTS (SELECT 1 FROM stocktakeRecount r WHERE r.stocktakeId = s.stocktakeId)
       OR (SELECT count(*) > count(DISTINCT d.reference) FROM document d
           WHERE d.sourceId = s.stocktakeId AND ${firstCounts}))
     ORDER BY s.submittedAt DESC, s.stocktakeId LIMIT ${comparedMax + 1}`,
    parameters,
  )
  const figures: Figures[] = []
  for (const { stocktakeId, storeCode, chosen } of rows.slice(0, comparedMax)) {
    const counts = await countsBySomebody(read, stocktakeId)
    const recounts = await recountsOf(read, stocktakeId)
    const found = counterFigures({ counts, recounts, chosen: JSON.parse(chosen) as string[] })
    figures.push(...found.map((one) => ({ ...one, storeCode })))
  }
  return { figures, cut: rows.length > comparedMax }
}

const countsBySomebody = async (read: Reader, stocktakeId: string): Promise<CountBySomebody[]> => {
  const authors = await read.all<{ documentId: string; authorId: string }>(
    `SELECT documentId, authorId FROM document WHERE sourceId = ? AND type = 'stocktakeCount'`,
    [stocktakeId],
  )
  const authorOf = new Map(authors.map(({ documentId, authorId }) => [documentId, authorId]))
  const counts = await finishedCounts(read, stocktakeId)
  return counts.map((count) => ({ ...count, counterId: authorOf.get(count.documentId) ?? '' }))
}

const checkedOf = (figures: readonly Figures[]) => {
  const sum = (of: (one: Figures) => number): number => figures.reduce((total, one) => total + of(one), 0)
  const [checked, stood] = [sum((one) => one.checked), sum((one) => one.stood)]
  return { checked, stood, stoodShare: permilleOf(stood, checked) }
}
