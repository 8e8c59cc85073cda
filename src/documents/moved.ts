/** What a document moved up to now, what of it is still open, and how that is undone. */
import { mirrored } from '../core/documents/reversal'
import type { Movement } from '../core/stock/movement'
import type { Reader } from '../database/unitOfWork'
import { priced } from './price'
import type { DocumentWork } from './work'

/** Everything a document moved up to now, in order, with the round (hand-in) it belongs to. */
export const movementsSoFar = async (read: Reader, documentId: string): Promise<(Movement & { round: number })[]> => {
  const rows = await read.all<Movement & { stepNo: number }>(
    `SELECT m.line, m.sku, m.lot, m.fromAccount, m.toAccount, m.quantity, m.unitCost, m.value, m.kind, s.stepNo
     FROM stockMovement m JOIN documentStep s ON s.logId = m.logId AND s.seq = m.seq
     WHERE m.documentId = ? ORDER BY s.stepNo, m.line`,
    [documentId],
  )
  return rows.map(({ stepNo, ...movement }) => ({ ...movement, round: stepNo }))
}

/** What the last hand-in moved and nothing has undone: earlier rounds were undone already, mirror for mirror. */
export const openProposal = (moved: readonly (Movement & { round: number })[]): Movement[] => {
  const goods = moved.filter(({ kind }) => kind !== 'revaluation')
  const last = Math.max(0, ...goods.map(({ round }) => round))
  return goods
    .filter(({ round, kind }) => round === last && kind !== 'reversal')
    .map(({ round: _round, ...movement }) => movement)
}

/**
 * Goods that moved when it was proposed go back to where they were, at the value they left with. The shelf may have gone
 * below zero meanwhile, so what comes back is priced like any goods that fill a hole.
 */
export const undoneProposal = async (work: DocumentWork, documentId: string): Promise<Movement[]> => {
  const open = openProposal(await movementsSoFar(work.tx, documentId))
  const plans = mirrored(open).map(({ unitCost: _unitCost, value, ...movement }, index) => ({
    ...movement,
    line: index + 1,
    cost: { kind: 'value' as const, value },
  }))
  return priced(work.tx, plans)
}
