/** 库存: what is on hand, and the movements that made it so. There is no operation that writes a balance. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { figure, isoTime, quantity, uuid } from '../schemas/common'

export const stockRow = z.strictObject({
  storeCode: z.string(),
  storeName: z.string(),
  warehouseCode: z.string(),
  sku: z.string(),
  name: z.string(),
  nameEn: z.string(),
  spec: z.string(),
  unit: z.string(),
  barcode: z.string(),
  onHand: figure,
  allocated: quantity,
  available: figure,
  /** damaged, awaiting a decision */
  quarantined: figure,
  warehouseName: z.string(),
  /** null for who counts deliveries blind */
  onOrder: quantity.nullable(),
  /** on its way from another warehouse */
  inTransit: figure,
  /** cost value, 1/10,000 yuan; null without the right to see cost */
  value: figure.nullable(),
  lastMovedAt: isoTime.nullable(),
})

export const movementRow = z.strictObject({
  logId: z.string(),
  seq: z.number().int(),
  line: z.number().int(),
  documentId: uuid,
  documentNumber: z.string(),
  documentType: z.string(),
  sku: z.string(),
  lot: z.string(),
  fromAccount: z.string(),
  toAccount: z.string(),
  quantity: quantity,
  /** signed as seen from the warehouse's stock (from its quarantine where that alone was touched); quantity for a document */
  change: figure,
  unitCost: figure.nullable(),
  /** cost value, signed like `change`; null without the right to see cost */
  value: figure.nullable(),
  kind: z.string(),
  occurredAt: isoTime,
  recordedAt: isoTime,
  userName: z.string(),
})

export const stockOperations = defineOperations({
  'stock.list': {
    kind: 'query',
    runsOn: 'both',
    permission: 'stock.view',
    summary: "On hand by store and SKU, with the age of each store's figures; paged by key",
    input: z.strictObject({
      storeCode: z.string().max(16).optional(),
      /** name, pinyin initials, SKU or barcode */
      search: z.string().max(64).optional(),
      warehouseCode: z.string().max(16).optional(),
      /** these products alone: what lies somewhere of what a paper names */
      skus: z.array(z.string().max(32)).min(1).max(500).optional(),
      onlyMoved: z.boolean().optional(),
      /** only rows where it is not zero */
      show: z.enum(['all', 'negative', 'quarantined', 'inTransit', 'allocated']).optional(),
      after: z.strictObject({ warehouseCode: z.string(), sku: z.string() }).optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    output: z.strictObject({
      rows: z.array(stockRow),
      more: z.boolean(),
      /** how fresh the figures are; on a store PC its own ledger, always now */
      stores: z.array(
        z.strictObject({
          storeCode: z.string(),
          storeName: z.string(),
          /** last time the hub heard from the store; null = never */
          asOf: isoTime.nullable(),
          ageSeconds: z.number().int().nullable(),
          /** unsecured events the store last reported; null = not known */
          behind: z.number().int().nullable(),
          /** HQ was put back to an older copy, and a PC of this store has not told all it has since */
          provisional: z.boolean(),
        }),
      ),
    }),
    errors: [],
  },
  'stock.movements': {
    kind: 'query',
    runsOn: 'both',
    permission: 'stock.view',
    summary: 'Movements of one SKU in one warehouse, or of one document, newest first',
    input: z.union([
      z.strictObject({
        warehouseCode: z.string().max(16),
        sku: z.string().max(32),
        after: z.strictObject({ logId: z.string(), seq: z.number().int(), line: z.number().int() }).optional(),
        limit: z.number().int().min(1).max(500).optional(),
      }),
      z.strictObject({ documentId: uuid }),
    ]),
    output: z.strictObject({ movements: z.array(movementRow), more: z.boolean() }),
    errors: ['DOCUMENT_NOT_FOUND', 'STORE_NOT_FOUND', 'STOCK_BEING_COUNTED'],
  },
})

export type StockRow = z.infer<typeof stockRow>
export type MovementRow = z.infer<typeof movementRow>
