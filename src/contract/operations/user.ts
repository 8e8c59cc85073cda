/** 组织 and 用户: the chain's tree, and who holds which role where and when. Secrets go out once, to be handed over. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, isoTime, note, secret } from '../schemas/common'
import { assignmentSchema, regionSchema, roleCode, storeSchema } from '../schemas/masterData'

const people = z.number().int().min(0)

export const organisationOperations = defineOperations({
  'org.tree': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'HQ, its regions and their stores, with how many people work for each; within the scope',
    input: empty,
    output: z.strictObject({
      /** people with a role over the whole chain; null outside the scope */
      chain: z.strictObject({ people }).nullable(),
      regions: z.array(
        z.strictObject({
          ...regionSchema.shape,
          /** with a role over the region itself; null outside the scope */
          people: people.nullable(),
          stores: z.array(z.strictObject({ ...storeSchema.shape, people, devices: z.number().int().min(0) })),
        }),
      ),
    }),
    errors: [],
  },
  'org.saveRegion': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'policy.edit',
    stepUp: true,
    summary: 'Add a region or rename it',
    input: z.strictObject({ region: regionSchema, isNew: z.boolean() }),
    output: z.strictObject({ code: z.string() }),
    errors: ['REGION_NOT_FOUND', 'CODE_TAKEN', 'WHOLE_CHAIN_ONLY'],
  },
  'org.saveStore': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'policy.edit',
    stepUp: true,
    summary: 'Add a store or change its name, address and region; who may see it changes with the region, at once',
    input: z.strictObject({ store: storeSchema, isNew: z.boolean() }),
    output: z.strictObject({ code: z.string() }),
    errors: ['REGION_NOT_FOUND', 'STORE_NOT_FOUND', 'CODE_TAKEN', 'WHOLE_CHAIN_ONLY'],
  },
})

export const userId = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/)
const personName = note.min(1).max(40)
const assignmentsMax = 50

const keyOf = ({ role, scopeKind, scopeCode, validFrom }: z.infer<typeof assignmentSchema>): string =>
  [role, scopeKind, scopeCode, validFrom].join(' ')

const isDay = (day: string): boolean => {
  const at = Date.parse(`${day}T00:00:00Z`)
  return day === '' || (!Number.isNaN(at) && new Date(at).toISOString().startsWith(day))
}

/** As somebody enters it: real days, the first not after the last, a branch named where one is meant. */
const enteredAssignment = assignmentSchema
  .refine(({ validFrom, validUntil }) => isDay(validFrom) && isDay(validUntil), { error: 'not a day' })
  .refine(({ validFrom, validUntil }) => validUntil === '' || validFrom <= validUntil, {
    path: ['validUntil'],
    error: 'before the first day',
  })
  .refine(({ scopeKind, scopeCode }) => (scopeKind === 'chain') === (scopeCode === ''), {
    path: ['scopeCode'],
    error: 'a branch is named by its code, the chain by none',
  })

const assignmentView = z.strictObject({
  ...assignmentSchema.shape,
  /** of the branch; '' = the whole chain */
  scopeName: z.string(),
  /** does it hold today, only later, or no longer */
  state: z.enum(['now', 'later', 'over']),
})

const personView = {
  userId: z.string(),
  name: z.string(),
  nameEn: z.string(),
  active: z.boolean(),
  /** within the caller's scope */
  assignments: z.array(assignmentView),
  /** roles of theirs the caller does not see */
  elsewhere: z.boolean(),
}

const personKept = z.strictObject({
  name: z.string(),
  nameEn: z.string(),
  active: z.boolean(),
  assignments: z.array(assignmentSchema),
})

/** totp: the second step is switched off, for somebody who lost the phone and the recovery codes */
export const secretsToSet = ['pin', 'password', 'totp'] as const
export const userPage = 100

export const userOperations = defineOperations({
  'user.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'People with a role within the scope; roles they hold elsewhere are not told',
    input: z.strictObject({
      /** part of a name or user id */
      search: z.string().max(80).optional(),
      role: roleCode.optional(),
      storeCode: z.string().max(16).optional(),
      /** with a role over the region or a store of it */
      regionCode: z.string().max(16).optional(),
      state: z.enum(['active', 'off']).optional(),
      after: z.string().max(64).optional(),
      limit: z.number().int().min(1).max(userPage).optional(),
    }),
    output: z.strictObject({
      users: z.array(z.strictObject(personView)),
      next: z.string().nullable(),
    }),
    errors: [],
  },
  'user.choices': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'Roles and branches there are to choose from, and which of them the user may give',
    input: empty,
    output: z.strictObject({
      roles: z.array(
        z.strictObject({
          code: roleCode,
          name: z.string(),
          nameEn: z.string(),
          active: z.boolean(),
          grantable: z.boolean(),
        }),
      ),
      chain: z.boolean(),
      /** regions as a branch roles may be given over */
      regions: z.array(z.strictObject({ code: z.string(), name: z.string() })),
      stores: z.array(z.strictObject({ code: z.string(), name: z.string(), regionCode: z.string() })),
    }),
    errors: [],
  },
  'user.get': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'One person: roles within the scope, which secrets are set, what the caller may change',
    input: z.strictObject({ userId: z.string().max(64) }),
    output: z.strictObject({
      ...personView,
      /** changes so far; user.save names the one it was edited from */
      changeNo: z.number().int().min(0),
      hasPin: z.boolean(),
      hasPassword: z.boolean(),
      passwordDue: z.boolean(),
      totp: z.boolean(),
      lockedSeconds: z.number().int().min(0),
      /** name, on or off, PIN and password: where the caller could give every role they hold */
      whole: z.boolean(),
      own: z.boolean(),
    }),
    errors: ['USER_NOT_FOUND'],
  },
  'user.save': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'user.manage',
    stepUp: true,
    summary:
      'Add a person or change name and roles; roles outside the scope stay as they are. Switched off, they are out at once',
    input: z
      .strictObject({
        userId,
        isNew: z.boolean(),
        /** `changeNo` as it was read; 0 for a new one */
        baseChange: z.number().int().min(0),
        name: personName,
        nameEn: note.max(60),
        active: z.boolean(),
        assignments: z
          .array(enteredAssignment)
          .max(assignmentsMax)
          .refine((all) => new Set(all.map(keyOf)).size === all.length, { error: 'the same role twice' }),
      })
      .refine(({ isNew, assignments }) => !isNew || assignments.length > 0, {
        path: ['assignments'],
        error: 'a new person needs a role',
      }),
    output: z.strictObject({ userId: z.string(), changeNo: z.number().int() }),
    errors: [
      'USER_NOT_FOUND',
      'CODE_TAKEN',
      'VERSION_CONFLICT',
      'OWN_RIGHTS',
      'ROLE_NOT_FOUND',
      'REGION_NOT_FOUND',
      'STORE_NOT_FOUND',
      'ROLE_NOT_GRANTABLE',
      'LAST_ADMIN',
    ],
  },
  'user.resetSecret': {
    // no command: a saved answer would keep the secret in clear
    kind: 'errand',
    runsOn: 'hub',
    permission: 'user.manage',
    stepUp: true,
    summary:
      'A new PIN, or a first password to be changed at once; answered this once. Or no second step any more. Lifts a lock, ends sessions',
    input: z.strictObject({ userId: z.string().max(64), kind: z.enum(secretsToSet) }),
    /** '' for totp */
    output: z.strictObject({ secret: z.string() }),
    errors: ['USER_NOT_FOUND', 'OWN_RIGHTS', 'ROLE_NOT_GRANTABLE'],
  },
  'user.changeOwnPin': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Another PIN for the till, against the password',
    input: z.strictObject({ password: secret, pin: secret }),
    output: empty,
    errors: ['PIN_TOO_WEAK', 'WRONG_PASSWORD'],
  },
  'user.history': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'user.view',
    summary: 'What became of a person, newest first: who changed what when; roles within the scope',
    input: z.strictObject({ userId: z.string().max(64) }),
    output: z.strictObject({
      changes: z.array(
        z.strictObject({
          changeNo: z.number().int(),
          at: isoTime,
          byUserId: z.string(),
          byName: z.string(),
          before: personKept.nullable(),
          after: personKept,
          /** PIN or password were set anew */
          secretSet: z.boolean(),
        }),
      ),
    }),
    errors: ['USER_NOT_FOUND'],
  },
})
