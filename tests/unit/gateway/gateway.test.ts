/** The one door by itself: the order of refusal, what is recorded, and what becomes of a bug. */
import { describe, expect, test } from 'vitest'
import {
  defaultDocuments,
  defaultRights,
  defaultRoles,
  defaultSpecialRights,
} from '../../../src/contract/defaultPolicy'
import type { ErrorCode } from '../../../src/contract/errors'
import { type Role, roles } from '../../../src/contract/schemas/masterData'
import {
  type Actor,
  type Asked,
  actorOf,
  type Call,
  type Caller,
  createGateway,
  Refusal,
} from '../../../src/gateway/gateway'

const doorWith = (
  handler: (call: Call) => Promise<unknown>,
  side: 'store' | 'hub' = 'store',
  lender: (overrideId: string, asked: Asked) => Actor | null = () => null,
  answered: readonly string[] = [],
) => {
  const refused: { name: string; code: ErrorCode }[] = []
  const lines: { operation: string; code: string; userId: string }[] = []
  const unknown: { clientId: string; name: string }[] = []
  const ran: string[] = []
  const gateway = createGateway({
    side,
    run: (call) => {
      ran.push(call.name)
      return handler(call)
    },
    lender: async (overrideId, asked) => lender(overrideId, asked),
    wasAnswered: async ({ requestId }) => answered.includes(requestId),
    recordRefusal: async ({ name, code }) => void refused.push({ name, code }),
    recordUnknown: async ({ clientId }, name) => void unknown.push({ clientId, name }),
    newIncidentId: () => 'incident-1',
    log: ({ operation, code, userId }) => void lines.push({ operation, code, userId }),
    elapsedMs: () => 0,
  })
  return { gateway, refused, unknown, lines, ran }
}

const nobody: Caller = { clientId: 'window:1', actor: null, device: null }
const personWith = (role: Role, documents: typeof defaultDocuments = defaultDocuments): Actor =>
  actorOf(
    { userId: `u.${role}`, name: role, nameEn: role, roles: [role], scope: { kind: 'chain' } },
    { documents, specialRights: defaultSpecialRights, rights: defaultRights, roles: defaultRoles, limits: [] },
  )
const actorWith = (role: Role): Caller => ({ ...nobody, actor: personWith(role) })
const documentId = '0190a3a0-0000-7000-8000-000000000000'

describe('the order of refusal', () => {
  const { gateway, ran } = doorWith(async () => ({ documentId }))
  const code = async (caller: Caller, name: string, input: unknown): Promise<string> => {
    const answer = await gateway.invoke(caller, name, input, 'r')
    return answer.ok ? 'OK' : answer.error.code
  }

  test('unknown, then signed in, then permission, then shape; only then the handler', async () => {
    expect(await code(nobody, 'goodsReceipt.bless', { bad: true })).toBe('UNKNOWN_OPERATION')
    expect(await code(nobody, 'sync.push', {})).toBe('UNKNOWN_OPERATION')
    expect(await code(nobody, 'document.cancel', { type: 'goodsReceipt', bad: true })).toBe('UNAUTHENTICATED')
    expect(await code(actorWith('clerk'), 'document.cancel', { type: 'goodsReceipt', bad: true })).toBe('FORBIDDEN')
    expect(await code(actorWith('storeManager'), 'document.cancel', { type: 'goodsReceipt', bad: true })).toBe(
      'INVALID_INPUT',
    )
    expect(ran).toEqual([])
    expect(
      await code(actorWith('storeManager'), 'document.cancel', { type: 'goodsReceipt', documentId, reason: 'x' }),
    ).toBe('OK')
    expect(ran).toEqual(['document.cancel'])
  })

  test('a refusal names the right that is missing and the field that is wrong', async () => {
    const missing = await gateway.invoke(actorWith('clerk'), 'document.cancel', { type: 'goodsReceipt' } as never, 'r')
    expect(missing).toEqual({ ok: false, error: { code: 'FORBIDDEN', params: { permission: 'goodsReceipt.cancel' } } })
    const wrong = await gateway.invoke(
      actorWith('storeManager'),
      'document.cancel',
      { type: 'goodsReceipt', documentId, reason: 'a\nb' },
      'r',
    )
    expect(wrong).toMatchObject({ error: { code: 'INVALID_INPUT', params: { field: 'reason' } } })
  })

  test('a person is no device and a device no person', async () => {
    const { gateway: hub } = doorWith(
      async () => ({ items: [], position: 0, more: false, hubTime: '2026-11-22T01:00:00.000Z' }),
      'hub',
    )
    const device: Caller = { ...nobody, device: { deviceId: 'd', storeCode: 'S001' } }
    const input = { protocolVersion: 1, stream: 'master', after: 0 }
    expect(await hub.invoke(actorWith('admin'), 'sync.pull', input, 'r')).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
    expect(await hub.invoke(device, 'enrolment.devices', {}, 'r')).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
    expect(await hub.invoke(device, 'sync.pull', input, 'r')).toMatchObject({ ok: true })
  })
})

describe('a right of the document type itself', () => {
  const { gateway, ran } = doorWith(async () => ({ documentId }))
  const answerTo = (actor: Actor, input: unknown) => gateway.invoke({ ...nobody, actor }, 'document.cancel', input, 'r')

  test('is asked for the type in the input, by the policy in force', async () => {
    const documents = structuredClone(defaultDocuments)
    documents.writeOff.rights.cancel = ['clerk']
    const clerk = personWith('clerk', documents)
    const input = { documentId, reason: 'x' }
    expect(await answerTo(clerk, { type: 'writeOff', ...input })).toEqual({ ok: true, value: { documentId } })
    expect(await answerTo(clerk, { type: 'overage', ...input })).toMatchObject({
      error: { code: 'FORBIDDEN', params: { permission: 'overage.cancel' } },
    })
    expect(await answerTo(personWith('storeManager', documents), { type: 'writeOff', ...input })).toMatchObject({
      error: { code: 'FORBIDDEN', params: { permission: 'writeOff.cancel' } },
    })
    expect(ran).toEqual(['document.cancel'])
  })

  test.each([
    ['no type', { documentId }],
    ['a type nobody knows', { type: 'blessing', documentId }],
    ['a word of the language', { type: '__proto__', documentId }],
    ['a list of types', { type: ['writeOff'], documentId }],
    ['no object', 'writeOff'],
    ['nothing', null],
  ])('%s is a bad shape, for whoever is signed in', async (_what, input) => {
    for (const role of roles)
      expect(await answerTo(personWith(role), input)).toMatchObject({
        error: { code: 'INVALID_INPUT', params: { field: 'type' } },
      })
    expect(await gateway.invoke(nobody, 'document.cancel', input, 'r')).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
  })
})

describe('a right lent on the spot', () => {
  const overrideId = '0190a3a0-0000-4000-8000-00000000000f'
  const reverse = { type: 'writeOff', documentId, reason: 'x', overrideId }
  const lent = (lender: Actor | null) => {
    const asked: Asked[] = []
    const calls: Call[] = []
    const door = doorWith(
      async (call) => {
        calls.push(call)
        return { documentId, number: 'BSCK-1', state: 'posted' }
      },
      'store',
      (_id, call) => {
        asked.push(call)
        return lender
      },
    )
    return { ...door, asked, calls }
  }

  test('stands in for the right that is missing, and the handler is told whose it was', async () => {
    const { gateway, asked, calls } = lent(personWith('storeManager'))
    const answer = await gateway.invoke(actorWith('clerk'), 'document.reverse', reverse, 'r1')
    expect(answer).toEqual({ ok: true, value: { documentId, number: 'BSCK-1', state: 'posted' } })
    expect(calls.map(({ authority }) => authority?.userId)).toEqual(['u.storeManager'])
    expect(asked.map(({ name, requestId }) => `${name} ${requestId}`)).toEqual(['document.reverse r1'])
  })

  test('in order: signed in, then the grant, then the right, then the shape', async () => {
    const bad = { ...reverse, reason: '' }
    const code = async (lender: Actor | null, caller: Caller, input: object) => {
      const { gateway, ran } = lent(lender)
      const answer = await gateway.invoke(caller, 'document.reverse', input, 'r')
      return `${answer.ok ? 'OK' : answer.error.code} ${ran.length}`
    }
    const manager = personWith('storeManager')
    expect(await code(manager, nobody, bad)).toBe('UNAUTHENTICATED 0')
    expect(await code(null, actorWith('clerk'), bad)).toBe('OVERRIDE_SPENT 0')
    expect(await code(null, actorWith('storeManager'), bad)).toBe('OVERRIDE_SPENT 0')
    expect(await code(personWith('clerk'), actorWith('clerk'), bad)).toBe('FORBIDDEN 0')
    expect(await code(manager, actorWith('clerk'), bad)).toBe('INVALID_INPUT 0')
    expect(await code(manager, actorWith('clerk'), reverse)).toBe('OK 1')
  })

  test('is not asked for again where the answer it led to is kept', async () => {
    const { gateway, ran } = doorWith(
      async () => ({ documentId, number: 'BSCK-1', state: 'posted' }),
      'store',
      () => null,
      ['r1'],
    )
    const answer = await gateway.invoke(actorWith('clerk'), 'document.reverse', reverse, 'r1')
    expect(answer).toEqual({ ok: true, value: { documentId, number: 'BSCK-1', state: 'posted' } })
    expect(await gateway.invoke(actorWith('clerk'), 'document.reverse', reverse, 'r2')).toMatchObject({
      error: { code: 'OVERRIDE_SPENT' },
    })
    expect(await gateway.invoke(nobody, 'document.reverse', reverse, 'r1')).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
    expect(ran).toEqual(['document.reverse'])
  })

  test('nobody is asked where no grant is named, and a grant that is no text is a bad shape', async () => {
    const { gateway, asked } = lent(personWith('storeManager'))
    const { overrideId: _none, ...plain } = reverse
    expect(await gateway.invoke(actorWith('clerk'), 'document.reverse', plain, 'r')).toMatchObject({
      error: { code: 'FORBIDDEN', params: { permission: 'writeOff.reverse' } },
    })
    expect(
      await gateway.invoke(actorWith('storeManager'), 'document.reverse', { ...plain, overrideId: 7 }, 'r'),
    ).toMatchObject({ error: { code: 'INVALID_INPUT', params: { field: 'overrideId' } } })
    expect(asked).toEqual([])
  })
})

describe('what a handler does', () => {
  const cancel = { documentId, reason: 'x' }

  test('a declared refusal is the answer and is recorded', async () => {
    const { gateway, refused } = doorWith(async () => {
      throw new Refusal('DOCUMENT_STATE', { state: 'posted' })
    })
    const answer = await gateway.invoke(
      actorWith('storeManager'),
      'document.cancel',
      { type: 'goodsReceipt', ...cancel },
      'r',
    )
    expect(answer).toEqual({ ok: false, error: { code: 'DOCUMENT_STATE', params: { state: 'posted' } } })
    expect(refused).toEqual([{ name: 'document.cancel', code: 'DOCUMENT_STATE' }])
  })

  test.each<[string, () => unknown]>([
    ['an undeclared refusal', () => Promise.reject(new Refusal('OVER_RECEIPT'))],
    ['a thrown error', () => Promise.reject(new Error('secret path and password'))],
    ['a thrown text', () => Promise.reject('text')],
    ['an answer of another shape', () => ({ documentId, extra: 'leak' })],
    ['no answer', () => undefined],
  ])('%s is INTERNAL with an incident, and tells nothing', async (_what, work) => {
    const { gateway, refused, lines } = doorWith(async () => work())
    const answer = await gateway.invoke(
      actorWith('storeManager'),
      'document.cancel',
      { type: 'goodsReceipt', ...cancel },
      'r',
    )
    expect(answer).toEqual({ ok: false, error: { code: 'INTERNAL', params: {}, incidentId: 'incident-1' } })
    expect(refused).toEqual([])
    expect(lines).toContainEqual({ operation: 'document.cancel', code: 'INTERNAL', userId: 'u.storeManager' })
  })

  test('a name that is no operation of this side is told apart, with who asked', async () => {
    const { gateway, refused, unknown } = doorWith(async () => ({ documentId }))
    await gateway.invoke(nobody, 'goodsReceipt.bless', {}, 'r')
    await gateway.invoke(actorWith('clerk'), 'sync.push', {}, 'r')
    await gateway.invoke(nobody, '__proto__', {}, 'r')
    expect(unknown).toEqual(
      ['goodsReceipt.bless', 'sync.push', '__proto__'].map((name) => ({ clientId: nobody.clientId, name })),
    )
    expect(refused).toEqual([])
  })

  test('the handler gets the parsed input, not the one that came', async () => {
    let seen: unknown
    const { gateway } = doorWith(async (call) => {
      seen = call.input
      return { documentId }
    })
    const given = { type: 'goodsReceipt', ...cancel }
    await gateway.invoke(actorWith('storeManager'), 'document.cancel', given, 'r')
    expect(seen).toEqual(given)
    expect(seen).not.toBe(given)
  })

  test('one log line a call, with a name that cannot flood the log', async () => {
    const { gateway, lines } = doorWith(async () => ({ documentId }))
    await gateway.invoke(nobody, 'x'.repeat(5000), {}, 'r')
    await gateway.invoke(actorWith('storeManager'), 'document.cancel', { type: 'goodsReceipt', ...cancel }, 'r')
    expect(lines).toEqual([
      { operation: 'x'.repeat(80), code: 'UNKNOWN_OPERATION', userId: '' },
      { operation: 'document.cancel', code: 'OK', userId: 'u.storeManager' },
    ])
  })
})
