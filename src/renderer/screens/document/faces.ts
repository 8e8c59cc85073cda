/** What a document of each type shows on the work screen: its plan, its modes, what its header must name. Pure. */

import type { DocumentHeader, DocumentLineView } from '../../../contract/schemas/document'
import { documentRules } from '../../../core/documents'
import type { Condition, HeaderField, LineRole } from '../../../core/documents/rule'
import type { DocumentType } from '../../../core/documents/states'
import { isCount, isPlanned } from '../../../ui/documents'

/** Goods are compared with an order or a transfer; without one every product becomes a line. */
export { isPlanned }

/** Counted without seeing what should be there; false again once it was revealed. */
export const isBlindNow = (header: Pick<DocumentHeader, 'type' | 'sourceId' | 'blind' | 'expectedTotal'>): boolean =>
  isPlanned(header) && header.blind && header.expectedTotal === null

/** What the next scan is: goods from the shelf or set apart; a part that goes in or a product that comes out. */
export type Mode = Extract<Condition, string> | Exclude<LineRole, ''>

const conditionModes: readonly Mode[] = ['stock', 'quarantine']
const roleModes: readonly Mode[] = ['consume', 'produce']

export const modesOf = (type: DocumentType): readonly Mode[] => {
  if (type === 'repack') return roleModes
  if (type === 'transferDispatch') return []
  return documentRules[type].direction === 'out' ? conditionModes : []
}

export const modeInput = (mode: Mode | null): { role?: LineRole; condition?: Condition } => {
  if (mode === null) return {}
  return mode === 'consume' || mode === 'produce' ? { role: mode } : { condition: mode }
}

export type AskedField = HeaderField | 'reference' | 'note'

/** Fields of the header a person may fill, in the order a person is asked. `note` belongs to every type. */
export const fieldsOf = (type: DocumentType): readonly AskedField[] => {
  const own = documentRules[type].header.filter((field) => field !== 'source')
  return [...own, ...(withReference.has(type) ? (['reference'] as const) : []), 'note']
}

/** Not a supplier return: the number there is HQ's, which lets the goods go. */
const withReference: ReadonlySet<DocumentType> = new Set(['goodsReceipt', 'customerReturn', 'otherIn'])

/** Asked for by the type or by HQ, and not there yet. */
export const missingFields = (header: DocumentHeader, required: readonly AskedField[]): readonly AskedField[] => {
  const asked = new Set<AskedField>([...documentRules[header.type].header, ...required])
  return [...asked].filter((field) => valueOfField(header, field).trim() === '')
}

const valueOfField = (header: DocumentHeader, field: AskedField): string => {
  if (field === 'supplier') return header.counterpartyCode
  if (field === 'reason') return header.reasonCode
  if (field === 'toWarehouse') return header.toWarehouseCode
  if (field === 'source' || field === 'stocktake') return header.sourceId
  return header[field]
}

/** Of the order or the transfer itself: it stays, for a nought says that nothing came. Anything else can be taken out. */
export const isOfPlan = (
  header: Pick<DocumentHeader, 'type' | 'sourceId'>,
  line: Pick<DocumentLineView, 'unplanned' | 'splitOf'>,
): boolean => isPlanned(header) && !line.unplanned && line.splitOf === 0

/** Types a person can start from nothing in a store. */
export const startedInStore = (type: DocumentType): boolean =>
  documentRules[type].writtenAt === 'store' && !documentRules[type].opensFromSource && type !== 'transferSettlement'

/** How a draft leaves its author. A count is finished by handing it in, although nobody has to agree. */
export const sentOffBy = (type: DocumentType, needsApproval: boolean): 'submit' | 'post' =>
  needsApproval || isCount(type) ? 'submit' : 'post'
