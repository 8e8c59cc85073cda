/**
 * Lines that go away while a document is a draft: one somebody entered by mistake, and, before it is handed in or posted,
 * those that hold nothing. Lines of an order or a transfer stay, for a nought there means that nothing came. The draft's
 * history keeps the removal, so that undo never speaks of a line that is gone.
 */
import type { InputOf } from '../contract/operations'
import type { DocumentLineRow, DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import { touchLines } from '../ledger/touched'
import { findDraft, isPlanned, linesOf, ruleOf } from './find'
import { addDraftStep, stands } from './lines'
import { linkedOnto, reopenLinked } from './tray'
import type { DocumentWork } from './work'

/** A lot split off a planned line is the store's own doing; the planned line itself is not. */
const isOfPlan = (
  document: Pick<DocumentRow, 'type' | 'sourceId'>,
  line: Pick<DocumentLineRow, 'splitOf'> & { unplanned: boolean },
): boolean => isPlanned(document) && !line.unplanned && line.splitOf === 0

export const removeLine = async (work: DocumentWork, input: InputOf<'document.removeLine'>): Promise<void> => {
  const draft = await findDraft(work, input.type, input.documentId)
  const line = (await linesOf(work.tx, draft.documentId)).find(({ lineNo }) => lineNo === input.lineNo)
  if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo: input.lineNo })
  if (isOfPlan(draft, line)) throw new Refusal('LINE_PLANNED', { lineNo: line.lineNo, sku: line.sku })
  await takeAway(work, draft.documentId, line.lineNo, 'remove')
  const { lineNo, sku, lot, quantity, damagedQuantity, unitCost } = line
  work.remember(draft.documentId, { before: { lineNo, sku, lot, quantity, damagedQuantity, unitCost }, after: null })
  work.emit({ type: 'document.changed', documentId: draft.documentId })
}

/** Entered and set to nothing again: it leaves no trace in what is handed in, posted and told. */
export const dropEmptyLines = async (work: DocumentWork, draft: DocumentRow): Promise<void> => {
  // lines of a cost adjustment hold a price, not a quantity
  if (ruleOf(draft).valueOnly) return
  const empty = await work.tx.all<Pick<DocumentLineRow, 'lineNo' | 'splitOf' | 'unplanned'>>(
    `SELECT lineNo, splitOf, unplanned FROM documentLine
     WHERE documentId = ? AND quantity + damagedQuantity + rejectedQuantity = 0 AND NOT (? AND lineNo IN (
       SELECT s.lineNo FROM draftStep s WHERE s.documentId = documentLine.documentId AND s.kind = 'adjust'
         AND ${stands('s')})) ORDER BY lineNo`,
    // somebody who counts and says nought has counted
    [draft.documentId, ruleOf(draft).counts ? 1 : 0],
  )
  for (const line of empty)
    if (!isOfPlan(draft, { ...line, unplanned: line.unplanned === 1 }))
      await takeAway(work, draft.documentId, line.lineNo, 'drop')
}

/** Lots split off the line belong together still: the first of them takes its place. */
const takeAway = async (
  work: DocumentWork,
  documentId: string,
  lineNo: number,
  kind: 'remove' | 'drop',
): Promise<void> => {
  const { tx } = work
  await reopenLinked(work, await linkedOnto(work, documentId, lineNo))
  await addDraftStep(work, documentId, { kind, lineNo, change: 0 })
  const heir = await tx.one<{ lineNo: number | null }>(
    'SELECT min(lineNo) AS lineNo FROM documentLine WHERE documentId = ? AND splitOf = ?',
    [documentId, lineNo],
  )
  if (heir?.lineNo) {
    touchLines(tx, documentId, 'all')
    await tx.run(
      'UPDATE documentLine SET splitOf = CASE lineNo WHEN ? THEN 0 ELSE ? END WHERE documentId = ? AND splitOf = ?',
      [heir.lineNo, heir.lineNo, documentId, lineNo],
    )
  }
  await tx.run('DELETE FROM documentLine WHERE documentId = ? AND lineNo = ?', [documentId, lineNo])
}
