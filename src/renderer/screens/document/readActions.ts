/** What can be done with a document that is no draft, by its state and by who looks at it. Pure. */
import type { DocumentView } from '../../../contract/schemas/document'
import { type ApprovalLevel, decidesFor } from '../../../core/documents/approval'
import { isCount, isReversible, movesSomething } from '../../../ui/documents'

export type ReadAction = 'resume' | 'decide' | 'post' | 'confirm' | 'withdraw' | 'reverse' | 'void' | 'copy' | 'labels'

export interface Looker {
  userId: string
  level: ApprovalLevel | null
  name?: string
}

/** The one step forward (F12) a document waits for here; null when it waits for nobody here. */
export const forwardOf = ({ header, steps }: Pick<DocumentView, 'header' | 'steps'>): ReadAction | null => {
  if (header.state === 'held') return 'resume'
  if (header.state === 'submitted' && header.pendingLevel === 'storeManager') return 'decide'
  if (header.state === 'approved' && movesSomething(header.type)) return 'post'
  if (header.state === 'posted' && header.type === 'supplierReturn' && header.reversalOf === '')
    return steps.some(({ step }) => step === 'confirmed') ? null : 'confirm'
  return null
}

/** The step back (Shift+F12): out of the inbox, or undone by its mirror. */
export const backwardOf = ({ header }: Pick<DocumentView, 'header'>): ReadAction | null => {
  if (header.state === 'submitted') return 'withdraw'
  if (header.state === 'approved') return isCount(header.type) ? null : 'void'
  return isReversible(header) ? 'reverse' : null
}

/** Would decide by rank, but it is their own paper: four eyes are two people's. */
export const isOwnToDecide = (
  { header, steps }: Pick<DocumentView, 'header' | 'steps'>,
  looker: Looker | null,
): boolean => {
  const level = looker?.level ?? null
  if (looker === null || header.pendingLevel === null || !decidesFor(level, header.pendingLevel)) return false
  const handedIn = steps.filter(({ step }) => step === 'submitted').at(-1)
  return header.authorId === looker.userId || (looker.name !== undefined && handedIn?.userName === looker.name)
}

/** Decides at the level that is asked, and did not write it. Anybody else needs somebody who does. */
export const mayDecide = (header: DocumentView['header'], looker: Looker | null): boolean => {
  const level = looker?.level ?? null
  return header.pendingLevel !== null && header.authorId !== looker?.userId && decidesFor(level, header.pendingLevel)
}
