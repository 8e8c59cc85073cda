/** What can be printed of a document: the form itself, and the slip of differences where there is a plan to differ from. */
import type { DocumentHeader } from '../../../contract/schemas/document'
import type { PaperSubject } from '../../../contract/schemas/paper'

const withSlip: ReadonlySet<DocumentHeader['type']> = new Set(['goodsReceipt', 'transferReceipt'])

export const subjectsOf = ({ type, documentId, sourceId, expectedTotal }: DocumentHeader): PaperSubject[] => {
  const hasSlip = withSlip.has(type) && sourceId !== '' && expectedTotal !== null
  return hasSlip
    ? [
        { form: 'document', documentId },
        { form: 'difference', documentId },
      ]
    : [{ form: 'document', documentId }]
}
