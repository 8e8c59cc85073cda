/** One row that is not as it should be, as `core/findings` declares them. */
import { z } from 'zod'
import { type FindingCode, findings } from '../../core/findings'

export const findingSchema = z.strictObject({
  code: z.enum(Object.keys(findings) as [FindingCode, ...FindingCode[]]),
  table: z.string(),
  row: z.string(),
  /** without the figures of cost for who may not see them */
  params: z.record(z.string(), z.string()),
})
