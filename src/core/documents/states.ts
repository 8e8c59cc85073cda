/** States all documents share (page 4). A type may leave some out; posting states alone produce movements. */
export const documentStates = ['draft', 'submitted', 'approved', 'posted', 'reversed', 'cancelled'] as const
export type DocumentState = (typeof documentStates)[number]

export const documentTypes = ['goodsReceipt'] as const
export type DocumentType = (typeof documentTypes)[number]

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
