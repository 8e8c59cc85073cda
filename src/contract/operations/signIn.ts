/** Who is at the screen. A store user signs in by PIN, an HQ user by password; the session belongs to the window or cookie. */
import { z } from 'zod'
import { approvalLevels } from '../../core/documents/approval'
import { defineOperations } from '../operation'
import { permissions } from '../permissions'
import { empty, isoTime, secret, secretKind, typedCode } from '../schemas/common'

export const sessionShape = z.strictObject({
  userId: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** what they are here and today, in words; several are joined */
  roleName: z.string(),
  roleNameEn: z.string(),
  /** the step of an approval chain they decide at */
  level: z.enum(approvalLevels).nullable(),
  permissions: z.array(z.enum(permissions)),
  /** '' = the whole chain */
  scopeName: z.string(),
  /** at HQ: the password has to be changed before anything else */
  passwordDue: z.boolean().optional(),
  /** the branch this session works for, and all this user may work for; at a store always that store */
  hat: z.string(),
  hats: z.array(
    z.strictObject({ key: z.string(), scopeName: z.string(), roleName: z.string(), roleNameEn: z.string() }),
  ),
})

export const signInOperations = defineOperations({
  'signIn.current': {
    kind: 'query',
    runsOn: 'both',
    permission: 'public',
    summary: 'The session of this window or browser, if there is one',
    input: empty,
    output: z.strictObject({
      session: sessionShape.nullable(),
      /** left alone too long, or locked by its user: nothing is answered until somebody signs in */
      locked: z.boolean(),
    }),
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
          roleName: z.string(),
          roleNameEn: z.string(),
          level: z.enum(approvalLevels).nullable(),
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
    summary: 'Sign in by PIN or password, and so unlock: the hub is asked first, without a line this PC decides itself',
    input: z.strictObject({ userId: z.string().max(64), kind: secretKind, pin: secret }),
    output: z.strictObject({ session: sessionShape }),
    errors: ['USER_NOT_FOUND', 'WRONG_PIN', 'WRONG_PASSWORD', 'SIGN_IN_LOCKED', 'SIGN_IN_NEEDS_HUB', 'NOT_ENROLLED'],
  },
  'signIn.lock': {
    // a command, so that the page asks again by itself when the backend is just coming back
    kind: 'command',
    runsOn: 'store',
    permission: 'signedIn',
    summary: 'Lock this window: its session stays and answers nothing until its user or another signs in',
    input: empty,
    output: empty,
    errors: [],
  },
  'signIn.active': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'signedIn',
    summary: 'Somebody typed, pointed or scanned at this window: it is not locked for idleness',
    input: empty,
    output: empty,
    errors: [],
  },
  'signIn.withPassword': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'public',
    summary: 'Sign in to the console by user id and password, and a code where the user asks for one',
    input: z.strictObject({ userId: z.string().max(64), password: secret, totp: typedCode.optional() }),
    output: z.strictObject({ session: sessionShape }),
    errors: ['WRONG_PASSWORD', 'TOTP_NEEDED', 'WRONG_TOTP', 'SIGN_IN_LOCKED'],
  },
  'signIn.stepUp': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Give the password once more: what changes rights or policy asks for it. Five wrong ones end the session',
    input: z.strictObject({ password: secret, totp: typedCode.optional() }),
    output: empty,
    errors: ['WRONG_PASSWORD', 'TOTP_NEEDED', 'WRONG_TOTP'],
  },
  'signIn.wearHat': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Work for another branch this user has a role over',
    input: z.strictObject({ hat: z.string().max(40) }),
    output: z.strictObject({ session: sessionShape }),
    errors: ['HAT_NOT_FOUND'],
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
    summary:
      'A store PC asks whether a user of its store gave the right PIN or password; tries are counted at the hub too',
    input: z.strictObject({ userId: z.string().max(64), kind: secretKind, pin: secret }),
    output: z.strictObject({ ok: z.literal(true), hubTime: isoTime }),
    errors: ['USER_NOT_FOUND', 'WRONG_PIN', 'WRONG_PASSWORD', 'SIGN_IN_LOCKED'],
  },
})

export type Session = z.infer<typeof sessionShape>
