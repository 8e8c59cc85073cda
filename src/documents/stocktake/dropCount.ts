/** A count begun by mistake, voided by who began it: nothing is in it, and left open it would hold up the closing. */
import type { InputOf } from '../../contract/operations'
import { mayDropCount } from '../../core/documents/stocktakeCount'
import { Refusal } from '../../gateway/gateway'
import { findOwn, linesOf, refuseHeld, refuseState } from '../find'
import { cancelDocument } from '../keep'
import { dropEmptyLines } from '../remove'
import type { DocumentWork } from '../work'

const type = 'stocktakeCount'

export const dropCount = async (
  work: DocumentWork,
  { documentId, reason }: InputOf<'stocktake.dropCount'>,
): Promise<void> => {
  const draft = await findOwn(work, type, documentId)
  refuseState(draft, ['draft', 'held'])
  await refuseHeld(work, draft)
  // as at the handing in: what was scanned and taken back is no finding
  await dropEmptyLines(work, draft)
  const lines = (await linesOf(work.tx, documentId)).length
  const may = mayDropCount({
    isOwn: draft.authorId === work.user.userId,
    lines,
    codes: await codesIn(work, documentId),
  })
  if (!may.ok) throw new Refusal(may.error.code, { number: draft.number })
  await cancelDocument(work, { type, documentId, reason })
}

const codesIn = async ({ tx }: DocumentWork, documentId: string): Promise<number> =>
  (await tx.one<{ n: number }>('SELECT count(*) AS n FROM trayEntry WHERE documentId = ?', [documentId]))?.n ?? 0
