/** What one item of a pull stream holds, by type. Unknown types are parked by the store, never refused. */
import { z } from 'zod'
import { withNewTypes } from '../policyText'
import { chainTemplateItem } from './chainTemplate'
import { codeAnswer } from './codeRequest'
import {
  assignmentSchema,
  barcodeSchema,
  barcodesMax,
  categorySchema,
  policySchema,
  productSchema,
  purchaseOrderSchema,
  recipeSchema,
  regionSchema,
  storeSchema,
  supplierSchema,
  warehouseSchema,
} from './masterData'
import { priceChangeItem } from './price'
import { toldTask } from './stocktakeTask'
import { booksKeeper, decisionItem, instructionItem, stocktakeCountItem, stocktakePlanItem } from './sync'
import { transfer } from './transfer'

/** A user as hubs before several roles told them: one role, for good. */
const withAssignments = (body: unknown): unknown => {
  const { role, scopeKind, scopeCode, ...rest } = (body ?? {}) as Record<string, unknown>
  if (role === undefined) return body
  return { ...rest, assignments: [{ role, scopeKind, scopeCode, validFrom: '', validUntil: '' }] }
}

export const streamItemSchemas = {
  region: regionSchema,
  store: storeSchema,
  warehouse: warehouseSchema,
  category: categorySchema,
  supplier: supplierSchema,
  /** a product travels with all its codes and the text it is found by (pinyin, made at the hub) */
  product: productSchema.extend({
    searchText: z.string().max(400),
    barcodes: z.array(barcodeSchema).max(barcodesMax),
  }),
  /** no secret travels: a PIN is checked by the hub once, then by the store against its own hash */
  user: z.preprocess(
    withAssignments,
    z.strictObject({
      id: z.string(),
      name: z.string(),
      nameEn: z.string(),
      assignments: z.array(assignmentSchema).max(50),
      /** rises when the PIN changes, so an old hash on a store PC no longer counts */
      pinVersion: z.number().int(),
      active: z.boolean(),
    }),
  ),
  policy: z.preprocess(withNewTypes, policySchema),
  purchaseOrder: purchaseOrderSchema,
  recipe: recipeSchema,
  transfer,
  decision: decisionItem,
  instruction: instructionItem,
  stocktakeTask: toldTask,
  stocktakePlan: stocktakePlanItem,
  stocktakeCount: stocktakeCountItem,
  codeAnswer,
  priceChange: priceChangeItem,
  chainTemplate: chainTemplateItem,
  booksKeeper,
} as const

export type StreamItemType = keyof typeof streamItemSchemas
