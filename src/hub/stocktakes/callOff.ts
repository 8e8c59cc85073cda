/**
 * The PC that holds a stocktake is lost: nobody can end it any more, and while it stands open nothing of it can be counted
 * anew. HQ, which switched the PC off, calls it off. Every count that was told stays, at HQ and on the store's other PCs.
 */
import type { InputOf } from '../../contract/operations'
import { pcOfNumber } from '../../core/documents/states'
import { stocktakeRow } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import type { DocumentWork } from '../../documents/work'
import { Refusal, viewOf } from '../../gateway/gateway'
import { passOnPlan } from '../sync/peers'

export const callOffStocktake = async (
  work: DocumentWork,
  { stocktakeId, reason }: InputOf<'stocktake.callOff'>,
): Promise<void> => {
  const { tx, user } = work
  const stocktake = await stocktakeRow(tx, stocktakeId, viewOf(user))
  if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  const { number, state, storeCode, logId } = stocktake
  if (state !== 'counting' && state !== 'review') throw new Refusal('STOCKTAKE_STATE', { number, state })
  if (!(await isSwitchedOff(tx, logId))) throw new Refusal('STOCKTAKE_HOLDER_WORKS', { number, pc: pcOfNumber(number) })
  await tx.run(
    `UPDATE stocktake SET version = version + 1, state = 'cancelled', cancelReason = ? WHERE stocktakeId = ?`,
    [reason, stocktakeId],
  )
  await passOnPlan(tx, stocktakeId)
  work.remember('', { number, storeCode, reason, before: state, after: 'cancelled' })
}

/** One that may come back ends its own stocktake; HQ never writes what a working PC writes. */
const isSwitchedOff = async (read: Reader, logId: string): Promise<boolean> =>
  (await read.one(
    `SELECT 1 AS found FROM log g JOIN device d ON d.deviceId = g.deviceId WHERE g.logId = ? AND d.state = 'revoked'`,
    [logId],
  )) !== undefined
