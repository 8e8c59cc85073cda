/** Who is at the screen. A store user signs in by PIN, an HQ user by password; the session belongs to the window or cookie. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { permissions } from '../permissions'
import { empty } from '../schemas/common'
import { roles } from '../schemas/masterData'

export const sessionShape = z.strictObject({
  userId: z.string(),
  name: z.string(),
  nameEn: z.string(),
  role: z.enum(roles),
  permissions: z.array(z.enum(permissions)),
  scopeName: z.string(),
})

export const signInOperations = defineOperations({
  'signIn.current': {
    kind: 'query',
    runsOn: 'both',
    permission: 'public',
    summary: 'The session of this window or browser, if there is one',
    input: empty,
    output: z.strictObject({ session: sessionShape.nullable() }),
    errors: [],
  },
  'signIn.users': {
    kind: 'query',
    runsOn: 'store',
    permission: 'public',
    summary: 'Who may sign in on this store PC',
    input: empty,
    output: z.strictObject({
      users: z.array(
        z.strictObject({
          userId: z.string(),
          name: z.string(),
          nameEn: z.string(),
          role: z.enum(roles),
          /** has signed in here before, so the line to HQ is not needed */
          offlineReady: z.boolean(),
          lockedSeconds: z.number().int().min(0),
        }),
      ),
    }),
    errors: [],
  },
  'signIn.withPin': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'public',
    summary: 'Sign in by PIN: the first time on this PC through the hub, then without it',
    input: z.strictObject({ userId: z.string().max(64), pin: z.string().min(1).max(32) }),
    output: z.strictObject({ session: sessionShape }),
    errors: ['USER_NOT_FOUND', 'WRONG_PIN', 'SIGN_IN_LOCKED', 'SIGN_IN_NEEDS_HUB', 'NOT_ENROLLED'],
  },
  'signIn.withPassword': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'public',
    summary: 'Sign in to the console by user id and password',
    input: z.strictObject({ userId: z.string().max(64), password: z.string().min(1).max(200) }),
    output: z.strictObject({ session: sessionShape }),
    errors: ['WRONG_PASSWORD', 'SIGN_IN_LOCKED'],
  },
  'signIn.out': {
    kind: 'errand',
    runsOn: 'both',
    permission: 'signedIn',
    summary: 'End this session',
    input: empty,
    output: empty,
    errors: [],
  },
  'signIn.checkPin': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'device',
    summary: 'A store PC asks whether a user of its store gave the right PIN; tries are counted at the hub too',
    input: z.strictObject({ userId: z.string().max(64), pin: z.string().min(1).max(32) }),
    output: z.strictObject({ ok: z.literal(true) }),
    errors: ['USER_NOT_FOUND', 'WRONG_PIN', 'SIGN_IN_LOCKED'],
  },
})

export type Session = z.infer<typeof sessionShape>
