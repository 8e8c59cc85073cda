/** What a document must say before it leaves its author: fields, photo, decided codes, lots, and the type's own rule. */
import type { DocumentTypePolicy, Policy } from '../contract/schemas/masterData'
import { type ApprovalLevel, chainFor } from '../core/documents/approval'
import { followsRecipe } from '../core/documents/repack'
import type { DocumentFacts, DocumentLine, HeaderField } from '../core/documents/rule'
import { movedQuantity } from '../core/documents/rule'
import type { DocumentType } from '../core/documents/states'
import { costValue, costValueToFen } from '../core/quantity/quantity'
import type { DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import { factsOf, linesOf, ruleOf } from './find'
import { takesIn } from './lines'
import { postingPlans } from './price'
import { type DocumentWork, may, policyAt } from './work'

export interface Checked {
  policy: Policy
  typePolicy: DocumentTypePolicy
  lines: Awaited<ReturnType<typeof linesOf>>
  facts: Awaited<ReturnType<typeof factsOf>>
  /** what decisions are asked by, 1/10,000 yuan at cost */
  value: number
  chain: ApprovalLevel[]
}

/** Everything submitting and posting both need; refuses what is not ready, from the coarsest to the finest. */
export const checkReady = async (work: DocumentWork, document: DocumentRow): Promise<Checked> => {
  const policy = await policyAt(work.tx, document.policyVersion)
  const typePolicy = policy.documents[document.type as DocumentType]
  const lines = await linesOf(work.tx, document.documentId)
  const facts = await factsOf(work.tx, document, lines, policy)
  const value = await valueAtStake(work, document, lines, facts)
  const valueFen = costValueToFen(value)
  await refuseOpenTray(work, document)
  const checked = ruleOf(document).check(facts)
  if (!checked.ok) throw new Refusal(checked.error.code, checked.error.params)
  if (!ruleOf(document).madeOfReview) await refuseMissing(work, document, typePolicy, valueFen)
  await refuseNoteTwice(work, document)
  await refuseOwnRatio(work, document, lines)
  return { policy, typePolicy, lines, facts, value, chain: chainUnder(document, policy, valueFen) }
}

/** What its author has to say; a paper made of a review has none, and its lots are the books' or the count's. */
const refuseMissing = async (
  work: DocumentWork,
  document: DocumentRow,
  typePolicy: DocumentTypePolicy,
  valueFen: number,
): Promise<void> => {
  refuseMissingField(document, typePolicy)
  await refuseMissingPhoto(work, document, typePolicy, valueFen)
  await refuseMissingLot(work, document)
}

/** The levels a document needs under its policy, lowest first. */
export const chainOf = (
  document: Pick<DocumentRow, 'type' | 'value'>,
  lines: readonly DocumentLine[],
  policy: Policy,
): ApprovalLevel[] => chainUnder(document, policy, valueFenOf(document, lines))

/** What somebody counted is nobody's to agree to; what the review makes of it is. */
const chainUnder = (document: Pick<DocumentRow, 'type'>, policy: Policy, valueFen: number): ApprovalLevel[] =>
  ruleOf(document).counts ? [] : chainFor(policy.documents[document.type as DocumentType].approval, valueFen)

/** What decisions about a document are asked by, fen at cost. */
export const valueFenOf = (document: Pick<DocumentRow, 'type' | 'value'>, lines: readonly DocumentLine[]): number =>
  costValueToFen(isRevaluing(document) ? (document.value ?? 0) : costOfLines(document, lines))

const isRevaluing = (document: Pick<DocumentRow, 'type'>): boolean => ruleOf(document).valueOnly === true

/** A cost adjustment moves no goods: what is at stake is how much value it would add or take, kept when it is handed in. */
const valueAtStake = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: readonly DocumentLine[],
  facts: DocumentFacts,
): Promise<number> => {
  if (!isRevaluing(document)) return costOfLines(document, lines)
  const plans = await postingPlans(work.tx, ruleOf(document), facts)
  return plans.reduce((sum, { cost }) => sum + (cost.kind === 'value' ? cost.value : 0), 0)
}

/**
 * What the goods of a document are worth at its lines' unit costs, 1/10,000 yuan. A repack is worth what goes in; only
 * where a type has them do roles and free goods count for less, or a line could hide its value from those who decide.
 */
export const costOfLines = (document: Pick<DocumentRow, 'type'>, lines: readonly DocumentLine[]): number => {
  const { direction, quantities } = ruleOf(document)
  return lines
    .filter(({ role }) => direction !== 'both' || role !== 'produce')
    .reduce((sum, line) => {
      const free = quantities.includes('free') ? Math.min(line.freeQuantity, line.quantity) : 0
      return sum + costValue(movedQuantity(line) - free, line.unitCost)
    }, 0)
}

const refuseOpenTray = async (work: DocumentWork, { documentId }: DocumentRow): Promise<void> => {
  const tray = await work.tx.one<{ n: number }>(
    `SELECT count(*) AS n FROM trayEntry WHERE documentId = ? AND state = 'open'`,
    [documentId],
  )
  if (tray && tray.n > 0) throw new Refusal('TRAY_NOT_EMPTY', { count: tray.n })
}

const headerValue: Record<HeaderField, (document: DocumentRow) => string> = {
  supplier: ({ counterpartyCode }) => counterpartyCode,
  reason: ({ reasonCode }) => reasonCode,
  toWarehouse: ({ toWarehouseCode }) => toWarehouseCode,
  source: ({ sourceId }) => sourceId,
  stocktake: ({ sourceId }) => sourceId,
}

const refuseMissingField = (document: DocumentRow, { requiredFields }: DocumentTypePolicy): void => {
  const named = ruleOf(document).header.filter((field) => field !== 'reason' && headerValue[field](document) === '')
  const wanted = requiredFields.filter((field) => {
    if (field === 'reason') return document.reasonCode === ''
    return (field === 'note' ? document.note : document.reference) === ''
  })
  const [missing] = [...named, ...wanted]
  if (missing) throw new Refusal('FIELD_MISSING', { field: missing })
}

const refuseMissingPhoto = async (
  work: DocumentWork,
  { documentId }: DocumentRow,
  { photoFromFen }: DocumentTypePolicy,
  valueFen: number,
): Promise<void> => {
  if (photoFromFen === null || valueFen < photoFromFen) return
  const photo = await work.tx.one('SELECT 1 AS found FROM attachment WHERE documentId = ?', [documentId])
  if (!photo) throw new Refusal('PHOTO_MISSING', { fromFen: photoFromFen })
}

/**
 * A product kept by lot moves no piece without one, or first-expired-first-out would be a guess; and one that spoils comes in
 * with its day, whatever way the line was made.
 */
const refuseMissingLot = async (work: DocumentWork, document: DocumentRow): Promise<void> => {
  if (ruleOf(document).direction === 'none') return
  const line = await work.tx.one<{ lineNo: number; sku: string; name: string }>(
    `SELECT l.lineNo, l.sku, p.name FROM documentLine l JOIN product p ON p.sku = l.sku
     WHERE l.documentId = ? AND p.keepsLots = 1 AND l.quantity + l.damagedQuantity > 0
       AND (l.lot = '' OR ((? OR l.role = 'produce') AND l.expiryDate = '' AND p.shelfLifeDays > 0)) LIMIT 1`,
    [document.documentId, takesIn(document) ? 1 : 0],
  )
  if (line) throw new Refusal('LOT_REQUIRED', { ...line })
}

/** One of these for a hundred of those keeps its value and makes goods of nothing: HQ's recipes say what becomes what. */
const refuseOwnRatio = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: readonly DocumentLine[],
): Promise<void> => {
  if (document.type !== 'repack' || may(work, 'repack.withoutRecipe')) return
  const rows = await work.tx.all<{ productSku: string; quantity: number; components: string }>(
    'SELECT productSku, quantity, components FROM recipe WHERE active = 1',
  )
  const followed = rows.some(({ components, ...row }) =>
    followsRecipe(lines, { ...row, components: JSON.parse(components) }),
  )
  if (!followed) throw new Refusal('RECIPE_NOT_FOLLOWED')
}

/**
 * The same delivery written in twice doubles the goods. An order's own receipts share its note and are held against what was
 * ordered; without one the note alone tells. A delivery that did come in two parts is given a note of its own.
 */
const refuseNoteTwice = async (work: DocumentWork, document: DocumentRow): Promise<void> => {
  const { type, documentId, sourceId, counterpartyCode, reference } = document
  if (type !== 'goodsReceipt' || sourceId !== '' || reference === '') return
  const other = await work.tx.one<{ number: string }>(
    `SELECT d.number FROM document d WHERE d.type = 'goodsReceipt' AND d.counterpartyCode = ? AND d.reference = ?
       AND d.documentId <> ? AND d.storeCode = ? AND d.reversalOf = '' AND d.state IN ('submitted', 'approved', 'posted')
       AND NOT EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')
     LIMIT 1`,
    [counterpartyCode, reference, documentId, document.storeCode],
  )
  if (other) throw new Refusal('DELIVERY_NOTE_TWICE', { reference, number: other.number })
}
