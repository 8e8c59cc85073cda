/** 我的账号 and 会话: how one signs in oneself, and who is signed in where. Passwords and codes go in, never out again. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, isoTime, secret, typedCode, uuid } from '../schemas/common'

/** What is wrong with a new password. */
export const passwordFaults = ['short', 'userId', 'common', 'same', 'monotone'] as const
export type PasswordFault = (typeof passwordFaults)[number]
export const passwordCharsMin = 10

const sessionFacts = {
  sessionId: uuid,
  startedAt: isoTime,
  lastCallAt: isoTime,
  address: z.string(),
  /** browser and system in a few words */
  agent: z.string(),
  /** this very one */
  own: z.boolean(),
}

const sessionsPage = 100

export const accountOperations = defineOperations({
  'account.get': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'signedIn',
    summary:
      'How the user signs in: when the password was set, whether a code is asked too, the sign-in before this one',
    input: empty,
    output: z.strictObject({
      userId: z.string(),
      passwordChangedAt: isoTime.nullable(),
      totp: z.boolean(),
      recoveryCodesLeft: z.number().int().min(0),
      before: z.strictObject({ at: isoTime, address: z.string(), agent: z.string() }).nullable(),
    }),
    errors: [],
  },
  'account.changePassword': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Another password; every other session of the user ends',
    input: z.strictObject({ old: secret, new: secret }),
    output: empty,
    errors: ['PASSWORD_TOO_WEAK', 'WRONG_PASSWORD'],
  },
  'account.beginTotp': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    stepUp: true,
    summary: 'A fresh secret for an authenticator app; in force once account.confirmTotp showed that the app has it',
    input: empty,
    output: z.strictObject({ secret: z.string(), uri: z.string(), qrSvg: z.string() }),
    errors: ['TOTP_ON'],
  },
  'account.confirmTotp': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Two-step sign-in from now on; answers the recovery codes, this once',
    input: z.strictObject({ code: typedCode }),
    output: z.strictObject({ recoveryCodes: z.array(z.string()) }),
    errors: ['TOTP_ON', 'TOTP_NOT_BEGUN', 'WRONG_TOTP'],
  },
  'account.endTotp': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Sign in by password alone again',
    input: z.strictObject({ password: secret, code: typedCode }),
    output: empty,
    errors: ['TOTP_OFF', 'WRONG_PASSWORD', 'WRONG_TOTP'],
  },
  'account.sessions': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'Where the user is signed in, newest call first',
    input: empty,
    output: z.strictObject({ sessions: z.array(z.strictObject(sessionFacts)) }),
    errors: [],
  },
  'account.endSession': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'signedIn',
    summary: 'End one of the own sessions; it is refused at its next call',
    input: z.strictObject({ sessionId: uuid }),
    output: empty,
    errors: ['SESSION_NOT_FOUND'],
  },
})

export const sessionOperations = defineOperations({
  'session.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'session.manage',
    summary: 'Everybody signed in to the console, within the scope; newest call first',
    input: z.strictObject({
      /** part of a name or user id */
      search: z.string().max(80).optional(),
      after: z.strictObject({ lastCallAtMs: z.number().int(), sessionId: uuid }).optional(),
      limit: z.number().int().min(1).max(sessionsPage).optional(),
    }),
    output: z.strictObject({
      sessions: z.array(
        z.strictObject({
          ...sessionFacts,
          userId: z.string(),
          userName: z.string(),
          userNameEn: z.string(),
          totp: z.boolean(),
        }),
      ),
      next: z.strictObject({ lastCallAtMs: z.number().int(), sessionId: uuid }).nullable(),
    }),
    errors: [],
  },
  'session.end': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'session.manage',
    stepUp: true,
    summary: 'End anybody’s session within the scope; it is refused at its next call',
    input: z.strictObject({ sessionId: uuid }),
    output: empty,
    errors: ['SESSION_NOT_FOUND'],
  },
})
