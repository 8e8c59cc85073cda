/**
 * Questions aimed at things of another branch: every field of every operation's input that can name something is walked out
 * of its schema, and pointed once at each such thing and once at nothing there is.
 */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { OperationName } from '../../src/contract/operations'
import { actsOf } from '../../src/contract/permissions'
import { type DocumentType, documentTypes } from '../../src/core/documents/states'
import { declarationOf, wellFormedInputs } from './operationInputs'

interface Definition {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  innerType?: z.ZodType
  in?: z.ZodType
  options?: readonly z.ZodType[]
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition

/** `lines[].sku`, `stores.storeCodes[]`; each once. What is no text names nothing. */
export const textFieldsOf = (name: OperationName): string[] => [...new Set(fieldsUnder(declarationOf(name).input, ''))]

const fieldsUnder = (schema: z.ZodType, path: string): string[] => {
  const definition = definitionOf(schema)
  const { type, shape, element, innerType, options } = definition
  if (shape) return Object.entries(shape).flatMap(([name, one]) => fieldsUnder(one, path ? `${path}.${name}` : name))
  if (element) return fieldsUnder(element, `${path}[]`)
  if (innerType) return fieldsUnder(innerType, path)
  if (definition.in) return fieldsUnder(definition.in, path)
  if (options) return options.flatMap((option) => fieldsUnder(option, path))
  return type === 'string' ? [path] : []
}

/** What a field may name. */
export const aims = [
  ...(['documentId', 'transferId', 'stocktakeId', 'taskId', 'scheduleId', 'alarmId', 'attachmentId'] as const),
  ...(['deviceId', 'sessionId', 'userId', 'storeCode', 'warehouseCode', 'regionCode', 'logId', 'number'] as const),
  ...(['hat', 'code', 'orderId', 'trayId', 'jobId'] as const),
] as const
export type Aim = (typeof aims)[number]
/** what of the other branch each field can be aimed at; nothing where this side has none */
export type Things = Partial<Record<Aim, readonly string[]>>

/** Fields whose name is not the thing's. */
const called: Record<string, Aim> = {
  ...{
    copyOf: 'documentId',
    scopeCode: 'storeCode',
    storeCodes: 'storeCode',
    search: 'number',
    counterId: 'userId',
    goesOnFrom: 'logId',
  },
  ...{ fromWarehouseCode: 'warehouseCode', toWarehouseCode: 'warehouseCode', jobIds: 'jobId' },
  codes: 'storeCode',
}

/** Text that names nothing of a branch's: words, days, figures, secrets, and what the whole chain shares. */
const namesNothing = new Set(
  `note name nameEn reason unplannedReason uncountedReason recountsReason reference dueDate from to fromDay toDay fromDue toDue startDay
   endDay day at after scannedAt expiryDate validFrom validUntil lot sku skus zoneCode zoneCodes packName spec address phone
   operation version id plu prefixes run counterpartyCode reasonCode recipeCode supplierCode categoryCodes shelves role
   grantedBy overrideId deliveryNote raw raws scanId source file prefix suffix vendorId productId serialNumber location host path hubUrl
   password old new pin totp dataBase64 contentHash hash prevHash payload publicKey headSignature seenEpoch
   batchId template printerId templateId text caption changeId effectiveDate queue numberPrefix returnDispatch returnReceipt transfer return
   authorisation`.split(/\s+/),
)

/** `code` is of many things. */
const codes: Record<string, Aim> = {
  'org.saveStore store.code': 'storeCode',
  'org.saveRegion region.code': 'regionCode',
  'warehouse.save warehouse.code': 'warehouseCode',
  'codeRequest.link code': 'code',
  'codeRequest.refuse code': 'code',
}
/** one-time codes, reasons of the policy, zones of one's own stocktake, products of the whole chain */
const codesOfNothing = /^(policy|role|account|sync|app|stocktake|price|label)\./

/** `stores.storeCodes[]` -> storeCodes */
const nameOf = (field: string): string => field.split('.').at(-1)?.replace('[]', '') ?? ''

/** '' nothing; null: nobody said yet. */
export const aimOf = (name: OperationName, field: string): Aim | '' | null => {
  const word = nameOf(field)
  if (word === 'code') return codes[`${name} ${field}`] ?? (codesOfNothing.test(name) ? '' : null)
  if (namesNothing.has(word)) return ''
  return called[word] ?? aims.find((aim) => aim === word) ?? null
}

export const aimedFieldsOf = (name: OperationName): string[] => textFieldsOf(name).filter((field) => aimOf(name, field))

type Tree = { [name: string]: unknown }

/** The same input with this one field pointing elsewhere: of a list the first, as its only one. */
const pointed = (input: Tree, field: string, value: unknown): Tree => {
  const [first = '', ...rest] = field.split('.')
  const name = first.replace('[]', '')
  const below = (held: unknown): unknown =>
    rest.length === 0 ? value : pointed((held ?? {}) as Tree, rest.join('.'), value)
  if (!first.endsWith('[]')) return { ...input, [name]: below(input[name]) }
  const [held] = (input[name] as unknown[] | undefined) ?? []
  return { ...input, [name]: [below(held)] }
}

const counting = { stocktakeId: randomUUID(), zoneCode: 'A01', counterId: 'nobody', linesTotal: 1 }

/** Where a field comes with others, or in place of others. */
const shapes: Record<string, (input: Tree, value: string) => Tree> = {
  'stores.regionCode': (input, regionCode) => ({ ...input, stores: { kind: 'region', regionCode } }),
  'stores.storeCodes[]': (input, code) => ({ ...input, stores: { kind: 'stores', storeCodes: [code] } }),
  'audience.codes[]': (input, code) => ({ ...input, audience: { kind: 'stores', codes: [code] } }),
  'after.sessionId': (input, sessionId) => ({ ...input, after: { lastCallAtMs: 2_000_000_000_000, sessionId } }),
  'filter.stocktakeId': (input, stocktakeId) => ({
    ...input,
    filter: { kind: 'zones', stocktakeId, zoneCodes: ['A01'] },
  }),
  'filter.documentId': (input, documentId) => ({ ...input, filter: { kind: 'receiptLots', documentId } }),
  'after.warehouseCode': (input, warehouseCode) => ({ ...input, after: { warehouseCode, sku: '1030007' } }),
  'stock.movements warehouseCode': (_input, warehouseCode) => ({ warehouseCode, sku: '1030007' }),
  'stock.movements after.logId': (_input, logId) => ({
    ...{ warehouseCode: 'WS002', sku: '1030007', after: { logId, seq: 1, line: 1 } },
  }),
  'paper.print what.transferId': (input, transferId) => ({ ...input, what: { form: 'transfer', transferId } }),
  'paper.print what.warehouseCode': (input, warehouseCode) => ({ ...input, what: { form: 'stock', warehouseCode } }),
  'paper.preview what.transferId': (input, transferId) => ({ ...input, what: { form: 'transfer', transferId } }),
  'trail.search after.logId': (input, logId) => ({ ...input, after: { at: '2026-11-23', logId, seq: 1 } }),
  ...Object.fromEntries(
    (['stocktakeId', 'counterId'] as const).map((name) => [
      `note.counting[].${name}`,
      (input: Tree, value: string) => pointed(input, 'note.counting[]', { ...counting, [name]: value }),
    ]),
  ),
  'note.heard[].deviceId': (input, deviceId) =>
    pointed(input, 'note.heard[]', { run: counting.stocktakeId, round: 1, deviceId }),
  'policy.stock.exceptions[].warehouseCode': (input, warehouseCode) =>
    pointed(input, 'policy.stock.exceptions[]', { warehouseCode, negative: 'refuse' }),
}

const point = (name: OperationName, input: Tree, field: string, value: string): Tree => {
  const shape = shapes[`${name} ${field}`] ?? shapes[field]
  return shape ? shape(input, value) : pointed(input, field, value)
}

const uuid = /^[0-9a-f-]{36}$/
/** Of the same shape, and nowhere; in a list's order right behind the thing, so that a place in it says nothing. */
const nowhere = (aim: Aim, thing: string): string => {
  if (uuid.test(thing)) return randomUUID()
  if (aim === 'code') return '6909999999993'
  return aim === 'userId' ? `${thing}x` : `${thing}X`
}

export interface Shot {
  /** '' all of them at once, each at the first of its things */
  field: string
  aims: Aim[]
  at: Tree
  past: Tree
  /** what the two questions themselves say */
  said: string[]
}

/** The types an operation is asked for: each it has an act for, or none. */
export const typesOf = (name: OperationName): readonly DocumentType[] => {
  const { permission } = declarationOf(name)
  return typeof permission === 'object'
    ? documentTypes.filter((type) => actsOf(type).includes(permission.act))
    : ['goodsReceipt']
}

/** `papers`: which documents are of this type, for operations that name it. */
export const shotsOf = (
  name: OperationName,
  type: DocumentType,
  things: Things,
  papers: ReadonlyMap<string, DocumentType>,
): Shot[] => {
  const byType = typeof declarationOf(name).permission === 'object'
  const base = wellFormedInputs(type)[name] as Tree
  const typed = byType && !('types' in base) ? { ...base, type } : base
  const fits = (aim: Aim) => (thing: string) => !byType || aim !== 'documentId' || papers.get(thing) === type
  const fields = aimedFieldsOf(name)
  const shotAt = (aimed: readonly [string, string][], field: string): Shot => {
    const shot: Shot = { field, aims: [], at: typed, past: typed, said: [] }
    for (const [one, thing] of aimed) {
      const aim = aimOf(name, one) as Aim
      const other = nowhere(aim, thing)
      shot.aims.push(aim)
      shot.at = point(name, shot.at, one, thing)
      shot.past = point(name, shot.past, one, other)
      shot.said.push(thing, other)
    }
    return shot
  }
  const thingsFor = (field: string): readonly string[] => {
    const aim = aimOf(name, field) as Aim
    return (things[aim] ?? []).filter(fits(aim))
  }
  const singles = fields.flatMap((field) => thingsFor(field).map((thing) => shotAt([[field, thing]], field)))
  const firsts = fields.flatMap((field): [string, string][] =>
    thingsFor(field)
      .slice(0, 1)
      .map((thing) => [field, thing]),
  )
  return firsts.length < 2 ? singles : [...singles, shotAt(firsts, '')]
}

export interface Answered {
  ok: boolean
  value?: unknown
  error?: { code: string; params: unknown }
}

/** An answer without the words of the question, the longer first: one may begin with the other. */
export const plain = ({ ok, value, error }: Answered, said: readonly string[]): string =>
  [...said]
    .sort((one, other) => other.length - one.length)
    .reduce((text, one) => text.replaceAll(one, '*'), JSON.stringify(ok ? value : error) ?? '')
