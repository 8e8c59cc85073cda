/**
 * Rows of the tables as TypeORM entities: plain interfaces and EntitySchema, no decorators. The migrations make the
 * tables; a test holds these schemas and the migrated columns against each other.
 */
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm'

const text: EntitySchemaColumnOptions = { type: 'text' }
const integer: EntitySchemaColumnOptions = { type: 'integer' }
const textKey: EntitySchemaColumnOptions = { type: 'text', primary: true }
const integerKey: EntitySchemaColumnOptions = { type: 'integer', primary: true }
const textOrNull: EntitySchemaColumnOptions = { type: 'text', nullable: true }
const integerOrNull: EntitySchemaColumnOptions = { type: 'integer', nullable: true }

const entity = <T>(name: string, columns: { [K in keyof T]-?: EntitySchemaColumnOptions }): EntitySchema<T> =>
  new EntitySchema<T>({ name, tableName: name, columns: columns as never })

export interface DocumentRow {
  documentId: string
  type: string
  number: string
  state: string
  version: number
  storeCode: string
  warehouseCode: string
  supplierCode: string
  orderId: string
  orderNumber: string
  deliveryNote: string
  dueDate: string
  policyVersion: number
  authorId: string
  postedById: string | null
  createdAt: string
  occurredAt: string | null
  postedAt: string | null
  logId: string | null
  seq: number | null
  note: string
}
export const DocumentEntity = entity<DocumentRow>('document', {
  documentId: textKey,
  type: text,
  number: text,
  state: text,
  version: integer,
  storeCode: text,
  warehouseCode: text,
  supplierCode: text,
  orderId: text,
  orderNumber: text,
  deliveryNote: text,
  dueDate: text,
  policyVersion: integer,
  authorId: text,
  postedById: textOrNull,
  createdAt: text,
  occurredAt: textOrNull,
  postedAt: textOrNull,
  logId: textOrNull,
  seq: integerOrNull,
  note: text,
})

export interface DocumentLineRow {
  documentId: string
  lineNo: number
  sku: string
  expectedQuantity: number
  receivedQuantity: number
  unitCost: number
  /** 0 or 1 */
  unplanned: number
  touchedAt: number
}
export const DocumentLineEntity = entity<DocumentLineRow>('documentLine', {
  documentId: textKey,
  lineNo: integerKey,
  sku: text,
  expectedQuantity: integer,
  receivedQuantity: integer,
  unitCost: integer,
  unplanned: integer,
  touchedAt: integer,
})

export interface TrayEntryRow {
  trayId: string
  documentId: string
  text: string
  reason: string
  sku: string | null
  quantity: number
  scans: number
  state: string
  decision: string
  scannedAt: string
}
export const TrayEntryEntity = entity<TrayEntryRow>('trayEntry', {
  trayId: textKey,
  documentId: text,
  text,
  reason: text,
  sku: textOrNull,
  quantity: integer,
  scans: integer,
  state: text,
  decision: text,
  scannedAt: text,
})

export interface UserRow {
  id: string
  name: string
  nameEn: string
  role: string
  scopeKind: string
  scopeCode: string
  pinVersion: number
  active: number
}
export const UserEntity = entity<UserRow>('user', {
  id: textKey,
  name: text,
  nameEn: text,
  role: text,
  scopeKind: text,
  scopeCode: text,
  pinVersion: integer,
  active: integer,
})

export interface DeviceRow {
  deviceId: string
  storeCode: string
  letter: string
  publicKey: string
  tokenHash: string
  state: string
  enrolledAt: string
  lastSeenAt: string | null
  unsecured: number | null
}
export const DeviceEntity = entity<DeviceRow>('device', {
  deviceId: textKey,
  storeCode: text,
  letter: text,
  publicKey: text,
  tokenHash: text,
  state: text,
  enrolledAt: text,
  lastSeenAt: textOrNull,
  unsecured: integerOrNull,
})

export interface LabelJobRow {
  jobId: string
  sku: string
  name: string
  spec: string
  unit: string
  barcode: string
  priceFen: number
  place: string
  copies: number
  template: string
  origin: string
  state: string
  problem: string
  printed: number
  createdAt: string
}
export const LabelJobEntity = entity<LabelJobRow>('labelJob', {
  jobId: textKey,
  sku: text,
  name: text,
  spec: text,
  unit: text,
  barcode: text,
  priceFen: integer,
  place: text,
  copies: integer,
  template: text,
  origin: text,
  state: text,
  problem: text,
  printed: integer,
  createdAt: text,
})

export interface LogRow {
  logId: string
  deviceId: string
  headSeq: number
  headHash: string
  ackedSeq: number
}
export const LogEntity = entity<LogRow>('log', {
  logId: textKey,
  deviceId: text,
  headSeq: integer,
  headHash: text,
  ackedSeq: integer,
})

const shared = [DocumentEntity, DocumentLineEntity, TrayEntryEntity, UserEntity, LogEntity]
export const entitiesOf = { store: [...shared, LabelJobEntity], hub: [...shared, DeviceEntity] }
