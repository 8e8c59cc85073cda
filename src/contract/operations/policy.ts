/** 出入库类型与操作权限: what HQ configures about documents. Every version is kept with who, when, before and after. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, isoTime, note } from '../schemas/common'
import { policySchema, warehouseSchema } from '../schemas/masterData'

export const policyOperations = defineOperations({
  'policy.get': {
    kind: 'query',
    runsOn: 'both',
    permission: 'policy.view',
    summary: 'The policy in force',
    input: empty,
    output: z.strictObject({ policy: policySchema }),
    errors: [],
  },
  'policy.save': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'policy.edit',
    stepUp: true,
    summary:
      'A new version of the policy; in force in a store after its next pull. Documents keep the version they were made under',
    input: z.strictObject({
      /** the version it was edited from; somebody else's newer one is VERSION_CONFLICT */
      baseVersion: z.number().int().min(1),
      policy: policySchema.omit({ version: true }),
      note: note.min(1),
    }),
    output: z.strictObject({ version: z.number().int() }),
    errors: [
      'VERSION_CONFLICT',
      'WHOLE_CHAIN_ONLY',
      'POLICY_PREFIX_TWICE',
      'WEIGH_RULE_TEST',
      'REASON_IN_USE',
      'ROLE_NOT_FOUND',
      'ROLE_IN_USE',
      'OWN_ROLE_WIDER',
      'LAST_ADMIN',
    ],
  },
  'policy.history': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'policy.view',
    summary: 'Versions of the policy, newest first: who, when, and what changed',
    input: empty,
    output: z.strictObject({
      versions: z.array(
        z.strictObject({
          version: z.number().int(),
          userName: z.string(),
          at: isoTime.nullable(),
          note: z.string(),
          /** one row a changed value, with its path */
          changes: z.array(z.strictObject({ path: z.string(), before: z.string(), after: z.string() })),
        }),
      ),
    }),
    errors: [],
  },
  'warehouse.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'policy.view',
    summary:
      'Every warehouse: central, regional, store and virtual, and the store each belongs to; figures within the scope',
    input: empty,
    output: z.strictObject({
      warehouses: z.array(
        warehouseSchema.extend({
          storeName: z.string(),
          /** products that lie there; null outside the user's scope */
          onHandSkus: z.number().int().nullable(),
        }),
      ),
      stores: z.array(z.strictObject({ storeCode: z.string(), storeName: z.string() })),
    }),
    errors: [],
  },
  'warehouse.save': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'policy.edit',
    stepUp: true,
    summary:
      'Add a warehouse or change its name, kind or store; goods in it or on the way to it keep kind and store fixed',
    input: z.strictObject({ warehouse: warehouseSchema }),
    output: z.strictObject({ code: z.string() }),
    errors: ['WHOLE_CHAIN_ONLY', 'STORE_NOT_FOUND', 'WAREHOUSE_IN_USE'],
  },
})
