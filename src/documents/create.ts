/** A new draft of any type, its header, and copying another document into one. */
import type { InputOf } from '../contract/operations'
import type { Policy, Warehouse } from '../contract/schemas/masterData'
import type { DocumentRule, HeaderField } from '../core/documents/rule'
import type { DocumentType } from '../core/documents/states'
import type { DocumentRow } from '../database/entities'
import { withinScope } from '../database/queries/scope'
import { Refusal } from '../gateway/gateway'
import { touchDocument, touchLines } from '../ledger/touched'
import { findDraft, findVisible, linesOf, ruleOf } from './find'
import { nextNumber } from './number'
import { changeDocument } from './tell'
import { type DocumentWork, may, policyAt } from './work'

type HeaderInput = Omit<InputOf<'document.setHeader'>, 'type' | 'documentId'>

export const createDocument = async (work: DocumentWork, input: InputOf<'document.create'>): Promise<string> => {
  const policy = await policyFor(work, input.type)
  const rule = ruleOf(input)
  if (rule.opensFromSource) refuseBare(work, rule)
  // what becomes what is a repack's alone, and a copy brings its lines along
  if (input.recipeCode && (rule.direction !== 'both' || input.copyOf))
    throw new Refusal('INVALID_INPUT', { field: 'recipeCode', problem: 'not used here' })
  refuseForeignFields(input, emptyHeader, {})
  const source = input.copyOf ? await findVisible(work, input.type, input.copyOf) : null
  const warehouse = await warehouseFor(work, input.type, input.warehouseCode ?? source?.warehouseCode)
  const header = await checkedHeader(work, input.type, policy, headerOf(input, source && withReasonOf(policy, source)))
  const documentId = await insertDraft(work, policy, input.type, warehouse, header)
  if (source) await copyLines(work, source, documentId)
  if (input.recipeCode) await addRecipe(work, documentId, input.recipeCode, input.recipeTimes ?? 1)
  return documentId
}

/** Goods nobody ordered are a right of their own at HQ too: without it there is no receipt without an order. */
const refuseBare = (work: DocumentWork, { type, bareAtHub }: DocumentRule): void => {
  const begunHere = bareAtHub === true && work.side === 'hub' && may(work, 'goodsReceipt.withoutOrder')
  if (!begunHere) throw new Refusal('DOCUMENT_NEEDS_SOURCE', { type })
}

/** A type HQ switched off is no longer begun; what was begun before keeps its own policy. */
export const policyFor = async (work: DocumentWork, type: DocumentType): Promise<Policy> => {
  await work.place()
  const policy = await work.policy()
  if (!policy.documents[type].enabled) throw new Refusal('DOCUMENT_TYPE_OFF', { type })
  return policy
}

export const insertDraft = async (
  work: DocumentWork,
  policy: Policy,
  type: DocumentType,
  warehouse: Pick<Warehouse, 'code' | 'storeCode'>,
  header: Partial<DocumentRow>,
  prefix = policy.documents[type].numberPrefix,
): Promise<string> => {
  const documentId = work.ids.documentId()
  const row: DocumentRow = {
    ...emptyHeader,
    documentId,
    type,
    number: await nextNumber(work, prefix),
    writtenAt: work.side,
    storeCode: warehouse.storeCode ?? '',
    warehouseCode: warehouse.code,
    policyVersion: policy.version,
    authorId: work.user.userId,
    holderId: work.user.userId,
    createdAt: work.at,
    ...header,
  }
  await work.tx.insertRows('document', [row])
  touchDocument(work.tx, documentId)
  touchLines(work.tx, documentId, 'all')
  work.remember(documentId, { after: { type, warehouse: warehouse.code } })
  work.emit({ type: 'document.changed', documentId })
  return documentId
}

const emptyHeader = {
  state: 'draft',
  version: 1,
  round: 0,
  toWarehouseCode: '',
  toCondition: 'stock',
  counterpartyCode: '',
  sourceId: '',
  sourceNumber: '',
  reference: '',
  reasonCode: '',
  settlement: '',
  dueDate: '',
  note: '',
  refusal: '',
  submittedById: null,
  postedById: null,
  blind: 0,
  closesSource: 0,
  reversalOf: '',
  contentHash: '',
  pendingLevel: null,
  value: null,
  submittedAt: null,
  occurredAt: null,
  postedAt: null,
  logId: null,
  seq: null,
} as const

/**
 * The warehouse a document is written for: one of the store's own; at HQ one no store PC works (a central or virtual
 * one), or, for what HQ alone writes, any.
 */
export const warehouseFor = async (
  work: DocumentWork,
  type: DocumentType,
  code: string | undefined,
): Promise<Warehouse> => {
  const { storeCode } = await work.place()
  // whoever HQ gives the right to in a shop: the paper itself is HQ's, the store's PC only posts it
  if (work.side === 'store' && ruleOf({ type }).writtenAt === 'hub')
    throw new Refusal('DOCUMENT_WRITTEN_ELSEWHERE', { number: type })
  const own = work.side === 'store' ? 'w.storeCode = ?' : `(w.storeCode IS NULL OR ? = 'hub')`
  // a warehouse of no shop is the chain's
  const scope = withinScope(work.user.scope, 'w.storeCode')
  const rows = await work.tx.all<Warehouse>(
    `SELECT w.code, w.name, w.kind, w.storeCode FROM warehouse w
     WHERE ${own} AND ${scope.sql} AND (CAST(? AS TEXT) IS NULL OR w.code = ?) ORDER BY w.kind <> 'store', w.code LIMIT 1`,
    [work.side === 'store' ? storeCode : ruleOf({ type }).writtenAt, ...scope.parameters, code ?? null, code ?? null],
  )
  const warehouse = rows[0]
  if (!warehouse) throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode: code ?? '' })
  if (ruleOf({ type }).direction === 'in') refuseVirtual(warehouse)
  return warehouse
}

/** 虚拟仓 keeps figures, not goods: nothing physical arrives there. */
export const refuseVirtual = (warehouse: Pick<Warehouse, 'name' | 'kind'>): void => {
  if (warehouse.kind === 'virtual' || warehouse.kind === 'inTransit')
    throw new Refusal('WAREHOUSE_CANNOT_RECEIVE', { warehouse: warehouse.name })
}

/** A reason HQ switched off since is not copied: the new paper asks for one that holds. */
const withReasonOf = (policy: Policy, source: DocumentRow): DocumentRow => {
  const reason = policy.reasons.find(({ code }) => code === source.reasonCode)
  return reason?.active && reason.types.includes(source.type as DocumentType) ? source : { ...source, reasonCode: '' }
}

const headerOf = (input: HeaderInput, source: DocumentRow | null): HeaderInput => ({
  ...(source
    ? {
        toWarehouseCode: source.toWarehouseCode,
        toCondition: source.toCondition as 'stock' | 'quarantine',
        counterpartyCode: source.counterpartyCode,
        reasonCode: source.reasonCode,
        note: source.note,
      }
    : {}),
  ...Object.fromEntries(
    Object.entries(input).filter(([key, value]) => headerKeys.includes(key) && value !== undefined),
  ),
})

const headerKeys = ['toWarehouseCode', 'toCondition', 'counterpartyCode', 'reasonCode', 'reference', 'note']

/** Names what the header names: a warehouse, supplier or reason that is not there is refused before anything is written. */
const checkedHeader = async (
  work: DocumentWork,
  type: DocumentType,
  policy: Policy,
  header: HeaderInput,
): Promise<Partial<DocumentRow>> => {
  const uses = (field: HeaderField): boolean => ruleOf({ type }).header.includes(field)
  if (header.toWarehouseCode && uses('toWarehouse')) await refuseOtherEnd(work, type, header.toWarehouseCode)
  if (header.counterpartyCode && uses('supplier')) await refuseUnknownSupplier(work, header.counterpartyCode)
  const reason = policy.reasons.find(({ code }) => code === header.reasonCode)
  if (header.reasonCode && !(reason?.active && reason.types.includes(type)))
    throw new Refusal('REASON_NOT_FOUND', { reasonCode: header.reasonCode })
  return header as Partial<DocumentRow>
}

export const refuseUnknownSupplier = async (work: DocumentWork, code: string): Promise<void> => {
  const supplier = await work.tx.one('SELECT 1 AS found FROM supplier WHERE code = ?', [code])
  if (!supplier) throw new Refusal('SUPPLIER_NOT_FOUND', { supplierCode: code })
}

/** Where goods go: inside the own store for 转仓, a warehouse above the store for 返仓, any real one otherwise. */
const refuseOtherEnd = async (work: DocumentWork, type: DocumentType, code: string): Promise<void> => {
  const { storeCode } = await work.place()
  const inside = { sql: `coalesce(w.storeCode, '') = ?`, parameters: [storeCode] }
  const scope = type === 'moveInside' ? inside : { sql: '1 = 1', parameters: [] }
  const warehouse = await work.tx.one<Warehouse>(
    `SELECT w.code, w.name, w.kind, w.storeCode FROM warehouse w WHERE w.code = ? AND ${scope.sql}`,
    [code, ...scope.parameters],
  )
  if (!warehouse) throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode: code })
  refuseVirtual(warehouse)
  if (type === 'warehouseReturn' && warehouse.kind !== 'central' && warehouse.kind !== 'regional')
    throw new Refusal('WAREHOUSE_CANNOT_RECEIVE', { warehouse: warehouse.name })
}

/** Like one of the numbers we give: SQ-HQ-261122-H0001 */
const looksLikeNumber = (text: string): boolean => /^[A-Z]{1,8}-[A-Z0-9]+-\d{6}-[A-Z]+\d{4,}$/.test(text)

const refusableFields = ['toWarehouseCode', 'toCondition', 'counterpartyCode', 'reference'] as const

/**
 * Fields a type does not use, and those its order or transfer said, are not written over: nobody else checks what stands
 * there. A word that changes nothing does no harm, so a form may send all it knows.
 */
const refuseForeignFields = (
  { type, ...header }: HeaderInput & { type: DocumentType },
  held: Partial<Record<(typeof refusableFields)[number], string>>,
  { sourceId = '' }: { sourceId?: string },
): void => {
  const rule = ruleOf({ type })
  const own = {
    toWarehouseCode: rule.header.includes('toWarehouse'),
    toCondition: rule.header.includes('toWarehouse'),
    counterpartyCode: rule.header.includes('supplier') && sourceId === '',
    // an authorisation is given, not written; a transfer's papers carry the one of their transfer
    reference:
      !rule.header.includes('source') &&
      // there it names the zone
      !rule.header.includes('stocktake') &&
      !(rule.takenAwayUnderNumber && looksLikeNumber(header.reference ?? '')),
  }
  const foreign = refusableFields.find(
    (field) => !own[field] && header[field] !== undefined && header[field] !== (held[field] ?? ''),
  )
  if (foreign) throw new Refusal('INVALID_INPUT', { field: foreign, problem: 'not used here' })
}

export const setHeader = async (work: DocumentWork, input: InputOf<'document.setHeader'>): Promise<void> => {
  const { type, documentId, ...header } = input
  const draft = await findDraft(work, type, documentId)
  refuseForeignFields({ type, ...header }, draft, draft)
  const changes = await checkedHeader(work, type, await policyAt(work.tx, draft.policyVersion), headerOf(header, null))
  await changeDocument(work.tx, documentId, changes)
  work.remember(documentId, { before: pick(draft, Object.keys(changes)), after: changes })
  work.emit({ type: 'document.changed', documentId })
}

const pick = (row: DocumentRow, keys: readonly string[]): object =>
  Object.fromEntries(keys.map((key) => [key, row[key as keyof DocumentRow]]))

/** The counted quantities come along; what was expected, and what happened to the goods, belongs to the original alone. */
const copyLines = async (work: DocumentWork, source: DocumentRow, documentId: string): Promise<void> => {
  const lines = await linesOf(work.tx, source.documentId)
  await work.tx.insertRows(
    'documentLine',
    lines.map((line, index) => ({
      ...line,
      documentId,
      lineNo: index + 1,
      expectedQuantity: 0,
      unplanned: line.unplanned ? 1 : 0,
      splitOf: 0,
      touchedAt: 0,
    })),
  )
  work.remember(documentId, { copyOf: source.number, lines: lines.length })
}

const addRecipe = async (work: DocumentWork, documentId: string, code: string, times: number): Promise<void> => {
  const recipe = await work.tx.one<{ productSku: string; quantity: number; components: string }>(
    'SELECT productSku, quantity, components FROM recipe WHERE code = ? AND active = 1',
    [code],
  )
  if (!recipe) throw new Refusal('RECIPE_NOT_FOUND', { recipeCode: code })
  const components = JSON.parse(recipe.components) as { sku: string; quantity: number }[]
  const parts = [
    ...components.map((one) => ({ ...one, role: 'consume' })),
    { sku: recipe.productSku, quantity: recipe.quantity, role: 'produce' },
  ]
  const costs = await work.tx.all<{ sku: string; unitCost: number }>(
    'SELECT sku, unitCost FROM product WHERE sku IN (SELECT value FROM json_each(?))',
    [JSON.stringify(parts.map(({ sku }) => sku))],
  )
  const costOf = new Map(costs.map(({ sku, unitCost }) => [sku, unitCost]))
  await work.tx.insertRows(
    'documentLine',
    parts.map(({ sku, quantity, role }, index) => ({
      ...emptyLine,
      documentId,
      lineNo: index + 1,
      sku,
      quantity: quantity * times,
      role,
      unitCost: costOf.get(sku) ?? 0,
    })),
  )
}

export const emptyLine = {
  lot: '',
  expiryDate: '',
  expectedQuantity: 0,
  quantity: 0,
  damagedQuantity: 0,
  rejectedQuantity: 0,
  freeQuantity: 0,
  unitCost: 0,
  unplanned: 0,
  role: '',
  condition: 'stock',
  splitOf: 0,
  note: '',
  touchedAt: 0,
  fromSeq: 0,
  atSeq: 0,
}
