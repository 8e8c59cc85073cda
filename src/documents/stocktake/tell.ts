/** A step of a stocktake is told: the whole plan in one event, its row a version on, in the transaction of what it tells. */
import type { StocktakeStepped, ToldStocktake, ToldStocktakeLine } from '../../contract/schemas/stocktake'
import { pcOfNumber } from '../../core/documents/states'
import { assert } from '../../core/result'
import { recountsOf, type StocktakeRow, stateSql, stocktakeRow, zonesOf } from '../../database/queries/stocktake'
import type { Parameter, Reader, Tx } from '../../database/unitOfWork'
import { Refusal, viewOf } from '../../gateway/gateway'
import { appendTold } from '../appendTold'
import { isOfLogHere } from '../find'
import type { DocumentWork } from '../work'
import { arrivalsOf } from './arrivals'

export type KnownStocktake = NonNullable<Awaited<ReturnType<typeof stocktakeRow>>>

/**
 * One of this store that stands where `allowed` says. Order of refusal: scope and existence, who holds it, then state. Every
 * PC of the store counts; the one that opened it does everything else.
 */
export const findStocktakeIn = async (
  work: DocumentWork,
  stocktakeId: string,
  allowed: readonly KnownStocktake['state'][],
  by: 'holder' | 'anyPc' = 'holder',
): Promise<KnownStocktake> => {
  const { storeCode } = await work.place()
  const stocktake = await stocktakeRow(work.tx, stocktakeId, viewOf(work.user))
  if (!stocktake || stocktake.storeCode !== storeCode) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  if (by === 'holder') await refuseHeldElsewhere(work.tx, stocktake)
  if (!allowed.includes(stocktake.state))
    throw new Refusal('STOCKTAKE_STATE', { number: stocktake.number, state: stocktake.state })
  return stocktake
}

export const refuseHeldElsewhere = async (
  read: Reader,
  { number, logId }: Pick<KnownStocktake, 'number' | 'logId'>,
): Promise<void> => {
  if (!(await isOfLogHere(read, logId)))
    throw new Refusal('STOCKTAKE_HELD_ELSEWHERE', { number, pc: pcOfNumber(number) })
}

interface Step {
  step: StocktakeStepped['step']
  skus?: readonly string[]
  lines?: readonly ToldStocktakeLine[]
  papers?: readonly string[]
  reason?: string
}

/** `changes` are columns of the stocktake. Zones, recounts and lines are written before. */
export const tellStocktake = async (
  work: DocumentWork,
  stocktakeId: string,
  { step, skus = [], lines = [], papers = [], reason = '' }: Step,
  changes: Partial<StocktakeRow>,
): Promise<void> => {
  const { logId } = await work.place()
  const before = await stateNow(work.tx, stocktakeId)
  const payload: StocktakeStepped = {
    ...{ type: 'stocktake.stepped', step, stocktake: await toldOf(work.tx, stocktakeId, changes) },
    ...{ skus: [...skus], lines: [...lines], papers: [...papers], reason, userId: work.user.userId },
    ...{ authorityId: work.authority?.userId ?? '', occurredAt: work.at },
  }
  const place = await appendTold(work.tx, {
    ...{ logId, payload: JSON.stringify(payload), documentId: '', movements: [] },
    ...{ occurredAt: work.at, recordedAt: work.at, userId: work.user.userId },
  })
  const opened = step === 'opened' ? { openedSeq: place.seq } : {}
  await changeStocktake(work.tx, stocktakeId, { ...changes, ...opened, logId: place.logId, seq: place.seq })
  const { number } = payload.stocktake
  work.remember('', { number, step, reason, before, after: changes.state ?? before })
  work.emit({ type: 'documents.changed' })
  work.nudge()
}

/** As the trail says it; figures of the review are in the event. */
const stateNow = async (read: Reader, stocktakeId: string): Promise<string> => {
  const row = await read.one<{ state: string }>(
    `SELECT ${stateSql('s')} AS state FROM stocktake s WHERE s.stocktakeId = ?`,
    [stocktakeId],
  )
  return row?.state ?? ''
}

/** Column names come from our own code alone. Every change is a new version: a summary confirmed before it is out of date. */
const changeStocktake = (tx: Tx, stocktakeId: string, changes: Partial<StocktakeRow>): Promise<void> => {
  const sets = ['version = version + 1', ...Object.keys(changes).map((column) => `${column} = ?`)].join(', ')
  return tx.run(`UPDATE stocktake SET ${sets} WHERE stocktakeId = ?`, [
    ...(Object.values(changes) as Parameter[]),
    stocktakeId,
  ])
}

/** As it will be when the step is done. */
export const toldOf = async (
  read: Reader,
  stocktakeId: string,
  changes: Partial<StocktakeRow>,
): Promise<ToldStocktake> => {
  const held = await read.one<StocktakeRow>('SELECT * FROM stocktake WHERE stocktakeId = ?', [stocktakeId])
  assert(held, 'a stocktake that takes a step is there')
  const row = { ...held, ...changes }
  return {
    ...{
      stocktakeId,
      number: row.number,
      taskId: row.taskId,
      storeCode: row.storeCode,
      warehouseCode: row.warehouseCode,
    },
    ...{ scope: JSON.parse(row.scope), blind: row.blind === 1, tolerancePermille: row.tolerancePermille },
    ...{ toleranceFen: row.toleranceFen, note: row.note, products: row.products },
    ...{ openedById: row.openedById, openedAt: row.openedAt, closedSeq: row.closedSeq },
    ...{ uncounted: row.uncounted as ToldStocktake['uncounted'], uncountedReason: row.uncountedReason },
    zones: await zonesOf(read, stocktakeId),
    recounts: await recountsOf(read, stocktakeId),
    chosen: JSON.parse(row.chosen),
    arrivals: await arrivalsOf(read, stocktakeId),
  }
}
