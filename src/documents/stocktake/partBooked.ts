/**
 * Half booked: papers of a hand-in are posted while another came back. The review says of which differences that is so, and
 * what the rest comes to; what is in the books already is nobody's work any more.
 */
import type { OutputOf } from '../../contract/operations'
import type { ToldStocktakeLine } from '../../contract/schemas/stocktake'
import type { UncountedRule } from '../../core/stocktake/plan'
import { reviewTotals } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { bookedOf, toBookOf } from './booked'
import { signedValue } from './review'
import type { KnownStocktake } from './tell'

type Totals = OutputOf<'stocktake.review'>['totals']
type Line = Pick<ToldStocktakeLine, 'sku' | 'lot' | 'counted' | 'variance' | 'atSeq' | 'unitCost'> & { value: number }

/** `booked`: how much of the difference the books hold already */
export type PartBooked = Line & { booked: number }

/** Handed in, or posted, it is about all of it again. */
export const partBookedOf = async (read: Reader, stocktake: KnownStocktake): Promise<PartBooked[]> => {
  const { stocktakeId, logId, state, uncounted } = stocktake
  if (state !== 'review' && state !== 'counting') return []
  const booked = await bookedOf(read, stocktake, logId)
  if (booked.length === 0) return []
  const toBook = toBookOf(uncounted as UncountedRule, booked)
  const lines = await read.all<Line>(
    `SELECT sku, lot, counted, variance, atSeq, unitCost, value FROM stocktakeLine
     WHERE stocktakeId = ? AND planned = 1 AND sku IN (SELECT value FROM json_each(?))`,
    [stocktakeId, JSON.stringify([...new Set(booked.map(({ sku }) => sku))])],
  )
  return lines
    .map((line) => ({ ...line, booked: line.variance - toBook({ ...line, planned: true }) }))
    .filter((line) => line.booked !== 0)
}

/** How much of a line the books hold already. */
export const bookedOfLine = (partBooked: readonly PartBooked[]): ((line: Pick<Line, 'sku' | 'lot'>) => number) => {
  const keyOf = ({ sku, lot }: Pick<Line, 'sku' | 'lot'>): string => `${sku}\n${lot}`
  const known = new Map(partBooked.map((line) => [keyOf(line), line.booked]))
  return (line) => known.get(keyOf(line)) ?? 0
}

/** What is still to be booked: of lines, and of money. */
export const totalsToBook = async (read: Reader, stocktake: KnownStocktake, withCost: boolean): Promise<Totals> =>
  withoutBooked(await reviewTotals(read, stocktake.stocktakeId, withCost), await partBookedOf(read, stocktake))

export const withoutBooked = (totals: Omit<Totals, 'partBooked'>, partBooked: readonly PartBooked[]): Totals => {
  const rests = partBooked.map(({ variance, booked, unitCost, value }) => ({
    ...{ variance, rest: variance - booked, value, restValue: signedValue(variance - booked, unitCost) },
  }))
  const sum = (change: (line: (typeof rests)[number]) => number): number =>
    rests.reduce((total, line) => total + change(line), 0)
  const valued = (known: number | null, sign: 1 | -1): number | null =>
    known === null
      ? null
      : known + sum(({ value, restValue }) => Math.max(0, sign * restValue) - Math.max(0, sign * value))
  return {
    ...totals,
    partBooked: partBooked.length,
    gained: totals.gained + sum(({ variance, rest }) => Number(rest > 0) - Number(variance > 0)),
    lost: totals.lost + sum(({ variance, rest }) => Number(rest < 0) - Number(variance < 0)),
    gainValue: valued(totals.gainValue, 1),
    lossValue: valued(totals.lossValue, -1),
  }
}
