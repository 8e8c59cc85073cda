/** What undoing a posted document takes: its mirror, and that nothing since stands on it. */
import { mirrored } from '../core/documents/reversal'
import type { MovementPlan } from '../core/stock/cost'
import type { DocumentRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { movementsSoFar } from './moved'

/**
 * The same quantities and values the other way, last first. Revaluations stay out: they corrected an average that has
 * moved on since, and pricing adds new ones where the mirror leaves value without goods.
 */
export const mirrorPlans = async (read: Reader, originalId: string): Promise<MovementPlan[]> => {
  const moved = await movementsSoFar(read, originalId)
  const undone = moved.filter(({ kind }) => kind !== 'revaluation')
  return mirrored(undone.map(({ round: _round, ...movement }) => movement))
    .reverse()
    .map(({ unitCost: _unitCost, value, ...movement }, index) => ({
      ...movement,
      line: index + 1,
      cost: { kind: 'value', value },
    }))
}

type Mirror = Pick<DocumentRow, 'documentId' | 'reversalOf'>

/** Asked when a mirror is begun, and again when it takes effect: days may have passed. */
export const refuseUnreversible = async (read: Reader, mirror: Mirror): Promise<void> => {
  const refusal = await whyUnreversible(read, mirror)
  if (refusal) throw refusal
}

export const whyUnreversible = async (
  read: Reader,
  { documentId, reversalOf }: Mirror,
): Promise<Refusal | undefined> => {
  const original = await read.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [reversalOf])
  if (original?.reversalOf !== '') return new Refusal('NOT_REVERSIBLE', { number: original?.number ?? '' })
  const other = await read.one<{ number: string }>(
    `SELECT number FROM document WHERE reversalOf = ? AND documentId <> ? AND state IN ('submitted', 'approved', 'posted')`,
    [reversalOf, documentId],
  )
  if (other) return new Refusal('ALREADY_REVERSED', { number: original.number, by: other.number })
  const stands = (await hasTravelled(read, original)) || (await isConfirmed(read, original))
  return stands ? new Refusal('NOT_REVERSIBLE', { number: original.number }) : undefined
}

/** The supplier has the goods and said so: what comes back from there is received, not written away. */
const isConfirmed = async (read: Reader, { documentId }: DocumentRow): Promise<boolean> =>
  (await read.one(`SELECT 1 AS found FROM documentStep WHERE documentId = ? AND step = 'confirmed'`, [documentId])) !==
  undefined

/** Once the other end acted on a transfer, or HQ settled it, its papers stand; a difference is settled, not reversed. */
const hasTravelled = async (read: Reader, { type, sourceId }: DocumentRow): Promise<boolean> => {
  if (type !== 'transferDispatch' && type !== 'transferReceipt') return false
  const transfer = await read.one<{ receiptsPosted: number; state: string; settled: number }>(
    `SELECT receiptsPosted, state, (SELECT count(*) FROM transferSettlement s WHERE s.transferId = t.transferId) AS settled
     FROM transfer t WHERE transferId = ?`,
    [sourceId],
  )
  return type === 'transferDispatch'
    ? (transfer?.receiptsPosted ?? 0) + (transfer?.settled ?? 0) > 0
    : transfer?.state === 'completed'
}
