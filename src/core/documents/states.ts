/** States and types all documents share (page 4). A type may leave states out; posting alone makes a document final. */
export const documentStates = ['draft', 'held', 'submitted', 'approved', 'posted', 'reversed', 'cancelled'] as const
export type DocumentState = (typeof documentStates)[number]

export const documentTypes = [
  'goodsReceipt',
  'supplierReturn',
  'customerReturn',
  'transferRequest',
  'warehouseReturn',
  'transferDispatch',
  'transferReceipt',
  'transferSettlement',
  'writeOff',
  'overage',
  'internalUse',
  'otherIn',
  'otherOut',
  'repack',
  'moveInside',
  'costAdjustment',
  'stocktakeCount',
  'stocktakeGain',
  'stocktakeLoss',
] as const
export type DocumentType = (typeof documentTypes)[number]
export const isDocumentType = (text: unknown): text is DocumentType =>
  (documentTypes as readonly unknown[]).includes(text)

/** What people may do to a document, each a right of its own per type: `writeOff.approve`. */
export const documentActs = ['create', 'submit', 'approve', 'post', 'cancel', 'reverse'] as const
export type DocumentAct = (typeof documentActs)[number]

/** A draft that waits (暂停) is still a draft: it moves nothing and may change once it is resumed. */
export const isOpen = (state: string): boolean => state === 'draft' || state === 'held'

/**
 * CGRK-S001-261122-A0007: prefix, store, store day, device letter and that device's serial of the day. Unique with no
 * network because the hub gives each device of a store its own letter.
 */
export const documentNumber = (parts: {
  prefix: string
  storeCode: string
  storeDay: string
  deviceLetter: string
  serial: number
}): string =>
  `${parts.prefix}-${parts.storeCode}-${parts.storeDay.slice(2).replaceAll('-', '')}-${parts.deviceLetter}${String(parts.serial).padStart(4, '0')}`

/** Which PC of its store gave a number; '' for HQ's own. */
export const pcOfNumber = (number: string): string => /-([A-Z]+)\d+$/.exec(number)?.[1] ?? ''
