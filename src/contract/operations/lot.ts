/** 批次: what is known of a lot, beside the papers that move it. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { expiryDay, note } from '../schemas/common'

export const lotOperations = defineOperations({
  'lot.correct': {
    kind: 'command',
    runsOn: 'both',
    permission: 'lot.correct',
    summary: 'Mend the expiry of a lot that lies here, with the reason; a store for its warehouses, HQ for its own',
    input: z.strictObject({
      warehouseCode: z.string().max(16),
      sku: z.string().max(32),
      lot: note.min(1).max(40),
      expiryDate: expiryDay,
      reason: note.min(1),
    }),
    output: z.strictObject({
      sku: z.string(),
      lot: z.string(),
      /** '' where none was known */
      before: z.string(),
      expiryDate: z.string(),
    }),
    errors: ['NOT_ENROLLED', 'WAREHOUSE_NOT_FOUND', 'LOT_NOT_FOUND'],
  },
})
