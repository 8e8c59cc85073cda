/**
 * Counts made on the store's other PCs, in the ledger of the one that holds the stocktake. Until it says that it has such a
 * count, the count stands nowhere; where it was by then is the most its ledger can have been when any line was counted.
 */
import type { StocktakeArrival } from '../../contract/schemas/stocktake'
import type { Reader, Tx } from '../../database/unitOfWork'
import type { ToldHand } from './counters'

interface Expected {
  documentId: string
  stocktakeId: string
  /** how far the holder's ledger was known to be when the count was finished */
  knownSeq: number
  /** whose hands were on it: its steps are with its own PC alone */
  hands: readonly ToldHand[]
}

/** Finished elsewhere; whether and when the holder has it, only the holder says. */
export const expectArrival = (tx: Tx, { hands, ...expected }: Expected): Promise<void> =>
  tx.insertRows(
    'countArrival',
    [{ ...expected, atSeq: null, late: 0, hands: JSON.stringify(hands) }],
    'ON CONFLICT DO NOTHING',
  )

export const arrivalsOf = async (read: Reader, stocktakeId: string): Promise<StocktakeArrival[]> => {
  const rows = await read.all<{ documentId: string; atSeq: number; late: number }>(
    `SELECT documentId, atSeq, late FROM countArrival WHERE stocktakeId = ? AND atSeq IS NOT NULL
     ORDER BY atSeq, documentId`,
    [stocktakeId],
  )
  return rows.map((row) => ({ ...row, late: row.late === 1 }))
}

/** The holder's word: all that arrived, whole each time. Of a count nobody here has heard of there is nothing to note. */
export const keepArrivals = async (
  tx: Tx,
  stocktakeId: string,
  arrivals: readonly StocktakeArrival[],
): Promise<void> => {
  for (const { documentId, atSeq, late } of arrivals) await keepArrival(tx, stocktakeId, documentId, { atSeq, late })
}

export const keepArrival = (
  tx: Tx,
  stocktakeId: string,
  documentId: string,
  { atSeq, late }: { atSeq: number | null; late: boolean },
): Promise<void> =>
  tx.run('UPDATE countArrival SET atSeq = ?, late = ? WHERE documentId = ? AND stocktakeId = ?', [
    atSeq,
    late ? 1 : 0,
    documentId,
    stocktakeId,
  ])

/** Chosen after all, it stands; it is no further in the ledger than it was when it arrived. */
export const admitLate = (tx: Tx, stocktakeId: string, documentId: string): Promise<void> =>
  tx.run(
    'UPDATE countArrival SET late = 0 WHERE documentId = ? AND stocktakeId = ? AND late = 1 AND atSeq IS NOT NULL',
    [documentId, stocktakeId],
  )
