/** 留痕: every act and every refusal, searched within the scope of who asks; and whether the chain of lines still holds. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { expiryDay as calendarDay, empty } from '../schemas/common'
import { findingSchema } from '../schemas/finding'

const lineKey = z.strictObject({ at: z.string().max(40), logId: z.string().max(40), seq: z.number().int().min(0) })

export const trailOperations = defineOperations({
  'trail.search': {
    kind: 'query',
    runsOn: 'both',
    permission: 'trail.view',
    summary: 'Lines of the trail, newest first, paged by key; cost figures only for who may see cost',
    input: z.strictObject({
      /** store days, both included */
      from: calendarDay.optional(),
      to: calendarDay.optional(),
      userId: z.string().max(40).optional(),
      storeCode: z.string().max(16).optional(),
      /** without one, lines no person caused (a PC pushed, HQ's word was taken in) are left out */
      operation: z.string().max(60).optional(),
      outcome: z.enum(['done', 'refused']).optional(),
      documentId: z.string().max(40).optional(),
      /** document number, user, or refusal code */
      search: z.string().max(64).optional(),
      /** only acts under a lent right, and the lending itself */
      overridesOnly: z.boolean().optional(),
      /** the last line seen */
      after: lineKey.optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          logId: z.string(),
          seq: z.number().int(),
          /** of the line in its chain */
          hash: z.string(),
          at: z.string(),
          userId: z.string(),
          userName: z.string(),
          userNameEn: z.string(),
          /** what they were then; a role HQ has no more has its code for a name */
          roles: z.array(z.strictObject({ code: z.string(), name: z.string(), nameEn: z.string() })),
          /** '' at HQ */
          storeCode: z.string(),
          storeName: z.string(),
          deviceLetter: z.string(),
          operation: z.string(),
          outcome: z.string(),
          /** error code of a refusal */
          code: z.string(),
          documentId: z.string(),
          number: z.string(),
          /** who lent the right it was done under */
          authorityId: z.string(),
          authorityName: z.string(),
          /** decisions it stands on */
          approvals: z.array(
            z.strictObject({
              level: z.string(),
              userId: z.string(),
              userName: z.string(),
              userNameEn: z.string(),
              at: z.string(),
            }),
          ),
          /** before and after, or a refusal's numbers */
          detail: z.record(z.string(), z.unknown()),
          /** what people call the ids in it: papers by number, PCs by shop and letter, users by name */
          names: z.record(z.string(), z.strictObject({ name: z.string(), nameEn: z.string() })),
        }),
      ),
      more: z.boolean(),
    }),
    errors: [],
  },
  'trail.verify': {
    kind: 'errand',
    runsOn: 'both',
    permission: 'trail.view',
    summary:
      'Reads the chain of every log of the trail within the scope again, and for the whole chain of stores all HQ holds, and names what does not fit',
    input: empty,
    output: z.strictObject({
      ok: z.boolean(),
      /** everything `verify` holds against each other, or the chains of the trail alone */
      covers: z.enum(['everything', 'chains']),
      /** rows read */
      checked: z.number().int(),
      /** how many, of which no more are listed than a person reads */
      found: z.number().int(),
      problems: z.array(findingSchema),
    }),
    errors: [],
  },
})
