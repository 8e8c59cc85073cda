/** 角色与权限: which roles there are and what each may do, one part of the policy; and the matrix that follows from it. */
import { z } from 'zod'
import { documentActs, documentTypes } from '../../core/documents/states'
import { fixedPermissions, specialRights } from '../defaultPolicy'
import { defineOperations } from '../operation'
import { empty, note } from '../schemas/common'
import { amountLimitSchema, documentTypePolicySchema, policySchema, roleCode, roleSchema } from '../schemas/masterData'

const { rights: actRights } = documentTypePolicySchema.shape
const roleList = z.array(roleCode).max(60)

/** The part of a policy that says who may do what. */
export const rightsPart = {
  roles: policySchema.shape.roles.unwrap(),
  rights: z.record(z.enum(fixedPermissions), roleList),
  specialRights: z.record(z.enum(specialRights), roleList),
  documents: z.record(z.enum(documentTypes), actRights),
  limits: z.array(amountLimitSchema).max(2000),
}

const noneTwice = (keys: readonly string[]): boolean => new Set(keys).size === keys.length

export const roleOperations = defineOperations({
  'role.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'The roles, how many people within the scope hold each, and what each may do',
    input: empty,
    output: z.strictObject({
      version: z.number().int(),
      ...rightsPart,
      roles: z.array(z.strictObject({ ...roleSchema.shape, people: z.number().int().min(0) })),
    }),
    errors: [],
  },
  'role.save': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'role.edit',
    stepUp: true,
    summary: 'A new version of the policy with other roles or rights; in force in a store after its next pull',
    input: z
      .strictObject({ baseVersion: z.number().int().min(1), ...rightsPart, note: note.min(1) })
      .refine(({ roles }) => noneTwice(roles.map(({ code }) => code)), { path: ['roles'], error: 'a code twice' })
      .refine(({ limits }) => noneTwice(limits.map(({ role, type, act }) => `${role} ${type} ${act}`)), {
        path: ['limits'],
        error: 'a limit twice',
      }),
    output: z.strictObject({ version: z.number().int() }),
    errors: ['VERSION_CONFLICT', 'WHOLE_CHAIN_ONLY', 'ROLE_NOT_FOUND', 'ROLE_IN_USE', 'OWN_ROLE_WIDER', 'LAST_ADMIN'],
  },
  'role.matrix': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'Every operation × every role as the policy in force has it, made from the table of operations',
    input: empty,
    output: z.strictObject({
      version: z.number().int(),
      roles: z.array(z.strictObject({ code: roleCode, name: z.string(), nameEn: z.string(), active: z.boolean() })),
      rows: z.array(
        z.strictObject({
          operation: z.string(),
          summary: z.string(),
          kind: z.enum(['query', 'command', 'errand']),
          runsOn: z.enum(['store', 'hub', 'both']),
          /** the right it asks for, `writeOff.post`; or signedIn, device, public */
          permission: z.string(),
          act: z.enum(documentActs).nullable(),
          type: z.enum(documentTypes).nullable(),
          stepUp: z.boolean(),
          /** in the order of `roles`: may, may not, or up to this value in fen */
          cells: z.array(z.union([z.boolean(), z.number().int()])),
        }),
      ),
    }),
    errors: [],
  },
})
