/** Finding a document and what its rule needs to know of it. Order of refusal: scope and existence, who writes it, state. */
import type { Policy } from '../contract/schemas/masterData'
import { documentRules } from '../core/documents'
import type { DocumentFacts, DocumentLine, DocumentRule } from '../core/documents/rule'
import type { DocumentType } from '../core/documents/states'
import type { DocumentLineRow, DocumentRow } from '../database/entities'
import { withinScope } from '../database/queries/scope'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { touchDocument } from '../ledger/touched'
import { refuseFirstCounter } from './stocktake/counters'
import type { DocumentWork } from './work'

export const ruleOf = (document: Pick<DocumentRow, 'type'>): DocumentRule =>
  documentRules[document.type as DocumentType]

/** What a review came to is a fact: whatever left the shelf since, nothing is refused for being short. A mirror is a deed. */
export const isCountedFact = (document: Pick<DocumentRow, 'type' | 'reversalOf'>): boolean =>
  ruleOf(document).madeOfReview === true && document.reversalOf === ''

/** Has it a plan, so that a product on none of its lines is odd? Goods without an order have none. */
export const isPlanned = (document: Pick<DocumentRow, 'type' | 'sourceId'>): boolean =>
  ruleOf(document).newProduct === 'tray' && document.sourceId !== ''

/** One this user may see, whichever side writes it. */
export const findVisible = async (
  work: Pick<DocumentWork, 'tx' | 'user'>,
  type: DocumentType,
  documentId: string,
): Promise<DocumentRow> => {
  const scope = withinScope(work.user.scope, 'storeCode')
  const document = await work.tx.one<DocumentRow>(
    `SELECT * FROM document WHERE documentId = ? AND type = ? AND ${scope.sql}`,
    [documentId, type, ...scope.parameters],
  )
  if (!document) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  return document
}

/** One that is written on this side, and at a store on this very PC. */
export const findOwn = async (work: DocumentWork, type: DocumentType, documentId: string): Promise<DocumentRow> => {
  const document = await findVisible(work, type, documentId)
  if (document.writtenAt !== work.side || !(await isOfLogHere(work.tx, document.logId)))
    throw new Refusal('DOCUMENT_WRITTEN_ELSEWHERE', { number: document.number })
  return document
}

/** A store's PC keeps no log but its own; what was not told yet was written here. */
export const isOfLogHere = async (read: Reader, logId: string | null): Promise<boolean> =>
  logId === null || (await read.one('SELECT 1 AS found FROM log WHERE logId = ?', [logId])) !== undefined

export const refuseState = (document: Pick<DocumentRow, 'number' | 'state'>, allowed: readonly string[]): void => {
  if (!allowed.includes(document.state))
    throw new Refusal('DOCUMENT_STATE', { number: document.number, state: document.state })
}

/** Somebody else works on it at another window; they are not run over, they hand over. */
export const refuseHeld = async (
  work: DocumentWork,
  document: Pick<DocumentRow, 'number' | 'holderId'>,
): Promise<void> => {
  const { holderId } = document
  if (holderId === '' || holderId === work.user.userId || !(await work.isElsewhere(holderId))) return
  const holder = await work.tx.one<{ name: string }>('SELECT name FROM user WHERE id = ?', [holderId])
  throw new Refusal('DOCUMENT_HELD', { number: document.number, name: holder?.name ?? holderId })
}

/** Whoever works on a draft is shown as its holder; handed over in silence where the last one is not at a window. */
export const takeHold = async (
  work: DocumentWork,
  document: Pick<DocumentRow, 'documentId' | 'type' | 'number' | 'holderId' | 'sourceId' | 'reference'>,
): Promise<void> => {
  await refuseHeld(work, document)
  if (document.holderId === work.user.userId) return
  await refuseFirstCounter(work.tx, document, work.user.userId)
  await work.tx.run('UPDATE document SET holderId = ? WHERE documentId = ?', [work.user.userId, document.documentId])
  touchDocument(work.tx, document.documentId)
}

/** A draft this user may change now. */
export const findDraft = async (work: DocumentWork, type: DocumentType, documentId: string): Promise<DocumentRow> => {
  const document = await findOwn(work, type, documentId)
  refuseState(document, ['draft'])
  await takeHold(work, document)
  return document
}

export type WholeLine = DocumentLine & Pick<DocumentLineRow, 'documentId' | 'note' | 'touchedAt' | 'fromSeq' | 'atSeq'>

export const linesOf = async (read: Reader, documentId: string): Promise<WholeLine[]> => {
  const rows = await read.all<DocumentLineRow>('SELECT * FROM documentLine WHERE documentId = ? ORDER BY lineNo', [
    documentId,
  ])
  return rows.map((row) => ({ ...row, unplanned: row.unplanned === 1 }) as WholeLine)
}

export const factsOf = async (
  read: Reader,
  document: DocumentRow,
  lines: readonly DocumentLine[],
  policy: Policy,
): Promise<DocumentFacts> => ({
  warehouseCode: document.warehouseCode,
  toWarehouseCode: document.toWarehouseCode,
  toCondition: document.toCondition as DocumentFacts['toCondition'],
  transferId: document.sourceId,
  inTransit: ruleOf(document).header.includes('source') ? await inTransit(read, document.sourceId) : [],
  reasonAccount: policy.reasons.find(({ code }) => code === document.reasonCode)?.account ?? 'adjustment',
  settlement: document.settlement as DocumentFacts['settlement'],
  lines,
})

const inTransit = (read: Reader, transferId: string): Promise<DocumentFacts['inTransit'][number][]> =>
  read.all(
    `SELECT sku, sentQuantity - receivedQuantity - settledQuantity AS quantity, openValue AS value
     FROM transferLine WHERE transferId = ?`,
    [transferId],
  )
