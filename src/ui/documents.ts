/** What both front ends ask of a document type, read from the rules in core so that a new type needs no screen of its own. */
import type { TFunction } from 'i18next'
import type { DocumentHeader } from '../contract/schemas/document'
import { documentRules } from '../core/documents'
import type { HeaderField, QuantityField } from '../core/documents/rule'
import { type DocumentState, type DocumentType, documentActs, isDocumentType } from '../core/documents/states'

/** Quantities a line of this type holds, the good one first: which columns its lines show. */
export const quantitiesOf = (type: DocumentType): readonly QuantityField[] => [
  'quantity',
  ...documentRules[type].quantities,
]

/** Header fields that must be named before such a document leaves its author. */
export const headerFieldsOf = (type: DocumentType): readonly HeaderField[] => documentRules[type].header

export const usesField = (type: DocumentType, field: HeaderField): boolean => documentRules[type].header.includes(field)

/** 件数 of a paper, everywhere: what was taken in broken is there too. */
export const piecesOf = (header: Pick<DocumentHeader, 'quantityTotal' | 'damagedTotal'>): number =>
  header.quantityTotal + header.damagedTotal

/** A mirror takes back what it mirrors: its figures count against it. */
export const signedOf = ({ reversalOf }: Pick<DocumentHeader, 'reversalOf'>, figure: number): number =>
  reversalOf === '' || figure === 0 ? figure : -figure

/** Lines say whether the goods come from the shelf or from those set apart as damaged. */
export const usesCondition = (type: DocumentType): boolean => documentRules[type].direction === 'out'

/** Lines say whether they go in or come out (拆装). */
export const usesRole = (type: DocumentType): boolean => documentRules[type].direction === 'both'

/** The target has a condition of its own: out of quarantine back to the shelf, or the other way. */
export const usesToCondition = (type: DocumentType): boolean => type === 'moveInside'

/** Lines carry a new unit cost instead of a quantity. */
export const setsUnitCost = (type: DocumentType): boolean => documentRules[type].valueOnly === true

/** The document has a plan: what was expected stands beside what was counted. A stocktake's papers come from it, not against it. */
export const hasPlan = (type: DocumentType): boolean => {
  const { opensFromSource, counts = false, madeOfReview = false } = documentRules[type]
  return opensFromSource && !counts && !madeOfReview
}

/** This very document has one: a receipt without an order has nothing to be compared with. */
export const isPlanned = (header: Pick<DocumentHeader, 'type' | 'sourceId'>): boolean =>
  hasPlan(header.type) && header.sourceId !== ''

/** Approved it becomes a transfer; HQ may grant another quantity and choose who sends. */
export const isRequest = (type: DocumentType): boolean => type === 'transferRequest' || type === 'warehouseReturn'

/** 实盘单: finished, it is a finding; nobody agrees to it and nothing is booked by it. */
export const isCount = (type: DocumentType): boolean => documentRules[type].counts === true

/** Moves goods or value when it takes effect. */
export const movesSomething = (type: DocumentType): boolean => !isRequest(type) && !isCount(type)

/** Started by "new" rather than from an order or a transfer. */
export const isMadeByHand = (type: DocumentType): boolean => !documentRules[type].opensFromSource

/** A mistake in it is undone by its mirror. What a supplier confirmed to have stands. */
export const isReversible = (
  header: Pick<DocumentHeader, 'type' | 'state' | 'reversalOf' | 'reversedBy' | 'confirmed'>,
): boolean =>
  header.state === 'posted' &&
  !header.confirmed &&
  header.reversedBy === '' &&
  header.reversalOf === '' &&
  movesSomething(header.type) &&
  header.type !== 'transferSettlement'

/** States a document of a type can be in, in the order it passes them. */
export const statesOf = (type: DocumentType): readonly DocumentState[] =>
  isCount(type)
    ? ['draft', 'held', 'approved', 'cancelled']
    : isRequest(type)
      ? ['draft', 'submitted', 'approved', 'cancelled']
      : ['draft', 'held', 'submitted', 'approved', 'posted', 'reversed', 'cancelled']

/** `writeOff.approve` -> 报损·审核; other permissions have words of their own. */
export const permissionText = (t: TFunction, permission: string): string => {
  const [type = '', act = ''] = permission.split('.')
  const isRight = isDocumentType(type) && (documentActs as readonly string[]).includes(act)
  return isRight
    ? `${t(`documentType.${type}`)} · ${actText(t, type, act)}`
    : t(`permissions.${permission.replace('.', '-')}`)
}

/** What an act is called on papers of this type: nobody hands in a count, they finish it. */
export const actText = (t: TFunction, type: DocumentType, act: string): string =>
  isCount(type) && act === 'submit' ? t('act.finishCount') : t(`act.${act}`)

/** A movement is named after the document type that made it, unless its kind has a name of its own. */
export const movementKindText = (t: TFunction, kind: string): string =>
  t(`movementKind.${kind}`, { defaultValue: t(`documentType.${kind}`, { defaultValue: kind }) })

/** `decided.approved` -> 审核同意; a step this program does not know is shown as it came. */
export const stepText = (t: TFunction, step: string): string => t(`documentStep.${step}`, { defaultValue: step })
