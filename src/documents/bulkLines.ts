/**
 * Many lines of a new draft at once, as if each had been keyed in: a line, and a step the database folds into it. For files,
 * whose lines are checked before; whatever goes line by line asks `lines.ts` and `change.ts`.
 */
import type { DocumentLineRow } from '../database/entities'
import { touchStep } from '../ledger/touched'
import { emptyLine } from './create'
import { placesOf } from './lines'
import type { DocumentWork } from './work'

export type KeyedLine = Pick<DocumentLineRow, 'sku' | 'lot' | 'expiryDate' | 'quantity' | 'unitCost' | 'note'> & {
  /** the first line of its product, of which this is another lot; 0: itself */
  splitOf: number
}

interface Counted {
  /** counted since then, and until now at the latest, as places of the ledger */
  fromSeq: number
  atSeq: number
}

/** Onto a draft that has neither lines nor steps. */
export const insertKeyedLines = async (
  work: DocumentWork,
  { documentId, version }: { documentId: string; version: number },
  lines: readonly KeyedLine[],
  { fromSeq, atSeq }: Counted,
): Promise<void> => {
  await work.tx.insertRows(
    'documentLine',
    // the step brings the quantity
    lines.map((line, index) => ({ ...emptyLine, ...line, documentId, lineNo: index + 1, quantity: 0 })),
  )
  const { userId } = work.user
  const steps = lines.map(({ quantity }, index) => ({
    ...{ documentId, stepNo: version + 1 + index, kind: 'adjust', field: 'quantity', scanId: null },
    ...{ lineNo: index + 1, trayId: null, change: quantity, undoes: null, userId, recordedAt: work.at },
    ...{ fromSeq, atSeq },
  }))
  await work.tx.insertRows('draftStep', steps)
  for (const { stepNo, kind, field, lineNo, change } of steps)
    touchStep(work.tx, documentId, [
      ...([stepNo, kind, field, lineNo, null, change, null, null, work.at] as const),
      ...placesOf({ atSeq, fromSeq }),
    ])
}
