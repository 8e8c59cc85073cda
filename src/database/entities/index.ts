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

/** booleans are 0 or 1 */
export interface DocumentRow {
  documentId: string
  type: string
  number: string
  state: string
  version: number
  round: number
  writtenAt: string
  storeCode: string
  warehouseCode: string
  toWarehouseCode: string
  toCondition: string
  counterpartyCode: string
  sourceId: string
  sourceNumber: string
  reference: string
  reasonCode: string
  settlement: string
  dueDate: string
  note: string
  refusal: string
  policyVersion: number
  authorId: string
  submittedById: string | null
  postedById: string | null
  holderId: string
  blind: number
  closesSource: number
  reversalOf: string
  contentHash: string
  pendingLevel: string | null
  value: number | null
  createdAt: string
  submittedAt: string | null
  occurredAt: string | null
  postedAt: string | null
  logId: string | null
  seq: number | null
}
export const DocumentEntity = entity<DocumentRow>('document', {
  documentId: textKey,
  type: text,
  number: text,
  state: text,
  version: integer,
  round: integer,
  writtenAt: text,
  storeCode: text,
  warehouseCode: text,
  toWarehouseCode: text,
  toCondition: text,
  counterpartyCode: text,
  sourceId: text,
  sourceNumber: text,
  reference: text,
  reasonCode: text,
  settlement: text,
  dueDate: text,
  note: text,
  refusal: text,
  policyVersion: integer,
  authorId: text,
  submittedById: textOrNull,
  postedById: textOrNull,
  holderId: text,
  blind: integer,
  closesSource: integer,
  reversalOf: text,
  contentHash: text,
  pendingLevel: textOrNull,
  value: integerOrNull,
  createdAt: text,
  submittedAt: textOrNull,
  occurredAt: textOrNull,
  postedAt: textOrNull,
  logId: textOrNull,
  seq: integerOrNull,
})

export interface DocumentLineRow {
  documentId: string
  lineNo: number
  sku: string
  lot: string
  expiryDate: string
  expectedQuantity: number
  quantity: number
  damagedQuantity: number
  rejectedQuantity: number
  freeQuantity: number
  unitCost: number
  unplanned: number
  role: string
  condition: string
  splitOf: number
  note: string
  touchedAt: number
  /** of a count: how far this PC's ledger was at the line's first and at its last touch */
  fromSeq: number
  atSeq: number
}
export const DocumentLineEntity = entity<DocumentLineRow>('documentLine', {
  documentId: textKey,
  lineNo: integerKey,
  sku: text,
  lot: text,
  expiryDate: text,
  expectedQuantity: integer,
  quantity: integer,
  damagedQuantity: integer,
  rejectedQuantity: integer,
  freeQuantity: integer,
  unitCost: integer,
  unplanned: integer,
  role: text,
  condition: text,
  splitOf: integer,
  note: text,
  touchedAt: integer,
  fromSeq: integer,
  atSeq: integer,
})

export interface DocumentStepRow {
  documentId: string
  stepNo: number
  step: string
  level: string
  decision: string
  contentHash: string
  userId: string
  userName: string
  authorityId: string
  reason: string
  at: string
  logId: string | null
  seq: number | null
}
export const DocumentStepEntity = entity<DocumentStepRow>('documentStep', {
  documentId: textKey,
  stepNo: integerKey,
  step: text,
  level: text,
  decision: text,
  contentHash: text,
  userId: text,
  userName: text,
  authorityId: text,
  reason: text,
  at: text,
  logId: textOrNull,
  seq: integerOrNull,
})

export interface AttachmentRow {
  attachmentId: string
  documentId: string
  name: string
  mime: string
  bytes: number
  sha256: string
  dataBase64: string | null
  addedAt: string
  secured: number
}
export const AttachmentEntity = entity<AttachmentRow>('attachment', {
  attachmentId: textKey,
  documentId: text,
  name: text,
  mime: text,
  bytes: integer,
  sha256: text,
  dataBase64: textOrNull,
  addedAt: text,
  secured: integer,
})

export interface TransferRow {
  transferId: string
  number: string
  kind: string
  state: string
  fromWarehouseCode: string
  fromStoreCode: string
  toWarehouseCode: string
  toStoreCode: string
  requestId: string
  requestNumber: string
  authorisationNumber: string
  dueDate: string
  note: string
  createdByName: string
  createdAt: string
  dispatchesPosted: number
  receiptsPosted: number
  /** HQ alone: nothing more is to be sent, whatever still crossed that word */
  calledOff: number
  calledOffReason: string
  /** JSON: the posted papers HQ's sums count, in the order HQ heard of them */
  papers: string
}
export const TransferEntity = entity<TransferRow>('transfer', {
  transferId: textKey,
  number: text,
  kind: text,
  state: text,
  fromWarehouseCode: text,
  fromStoreCode: text,
  toWarehouseCode: text,
  toStoreCode: text,
  requestId: text,
  requestNumber: text,
  authorisationNumber: text,
  dueDate: text,
  note: text,
  createdByName: text,
  createdAt: text,
  dispatchesPosted: integer,
  receiptsPosted: integer,
  calledOff: integer,
  calledOffReason: text,
  papers: text,
})

export interface TransferLineRow {
  transferId: string
  lineNo: number
  sku: string
  askedQuantity: number
  approvedQuantity: number
  sentQuantity: number
  receivedQuantity: number
  damagedQuantity: number
  settledQuantity: number
  reshipQuantity: number
  droppedQuantity: number
  unitCost: number
  openValue: number
  lots: string
}
export const TransferLineEntity = entity<TransferLineRow>('transferLine', {
  transferId: textKey,
  lineNo: integerKey,
  sku: text,
  askedQuantity: integer,
  approvedQuantity: integer,
  sentQuantity: integer,
  receivedQuantity: integer,
  damagedQuantity: integer,
  settledQuantity: integer,
  reshipQuantity: integer,
  droppedQuantity: integer,
  unitCost: integer,
  openValue: integer,
  lots: text,
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
  /** as the catalogue would keep it; '' where HQ cannot be asked about it */
  code: string
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
  code: text,
})

export interface UserRow {
  id: string
  name: string
  nameEn: string
  pinVersion: number
  active: number
}
export const UserEntity = entity<UserRow>('user', {
  id: textKey,
  name: text,
  nameEn: text,
  pinVersion: integer,
  active: integer,
})

/** a role over one branch of the organisation; days both included, '' = no such end */
export interface UserRoleRow {
  userId: string
  role: string
  scopeKind: string
  scopeCode: string
  validFrom: string
  validUntil: string
}
export const UserRoleEntity = entity<UserRoleRow>('userRole', {
  userId: textKey,
  role: textKey,
  scopeKind: textKey,
  scopeCode: textKey,
  validFrom: textKey,
  validUntil: text,
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
  /** when it had surely heard all HQ says of people, of the policy; and of both, when it last owed HQ nothing */
  usersHeardAt: string | null
  policyHeardAt: string | null
  caughtUpAt: string | null
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
  usersHeardAt: textOrNull,
  policyHeardAt: textOrNull,
  caughtUpAt: textOrNull,
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
  /** receipt, priceChange, scan, filter or file; `origin` is its number */
  why: string
  oldPriceFen: number | null
  /** the receipt it follows while that is a draft */
  documentId: string
  lot: string
  /** what it says beyond the product, as JSON: store/labels/labelContent */
  about: string
  /** '': the one its template is loaded in */
  printerId: string
  requestedBy: string
  /** what it was last sent with, and where in it */
  batchId: string
  position: number
  isReprint: number
  /** somebody set its copies or took it out: its receipt leaves it alone */
  byHand: number
  /** it is sent when somebody says so, not by itself */
  waitsForWord: number
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
  why: text,
  oldPriceFen: integerOrNull,
  documentId: text,
  lot: text,
  about: text,
  printerId: text,
  requestedBy: text,
  batchId: text,
  position: integer,
  isReprint: integer,
  byHand: integer,
  waitsForWord: integer,
})

/** One time a label went out. */
export interface LabelPrintRow {
  printId: string
  jobId: string
  batchId: string
  sku: string
  at: string
  /** '': it was sent by itself */
  userId: string
  copies: number
  priceFen: number
  template: string
  printerId: string
  /** handedOver, confirmed, unknown, or spoilt: somebody looked, and it had not come out well */
  state: string
  isReprint: number
}
export const LabelPrintEntity = entity<LabelPrintRow>('labelPrint', {
  printId: textKey,
  jobId: text,
  batchId: text,
  sku: text,
  at: text,
  userId: text,
  copies: integer,
  priceFen: integer,
  template: text,
  printerId: text,
  state: text,
  isReprint: integer,
})

export interface LogRow {
  logId: string
  deviceId: string
  headSeq: number
  headHash: string
  ackedSeq: number
  /** ledger or trail */
  kind: string
}
export const LogEntity = entity<LogRow>('log', {
  logId: textKey,
  deviceId: text,
  headSeq: integer,
  headHash: text,
  ackedSeq: integer,
  kind: text,
})

const shared = [
  DocumentEntity,
  DocumentLineEntity,
  DocumentStepEntity,
  AttachmentEntity,
  TransferEntity,
  TransferLineEntity,
  TrayEntryEntity,
  UserEntity,
  UserRoleEntity,
  LogEntity,
]
export const entitiesOf = { store: [...shared, LabelJobEntity, LabelPrintEntity], hub: [...shared, DeviceEntity] }
