/**
 * 角色与权限: roles of HQ's own, what each may do and up to what amount, and the matrix made of it. In force in a shop after
 * its next pull. What nobody could undo again is refused, and a refused change leaves the policy as it was.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/client'
import type { OperationName, OutputOf } from '../../src/contract/operations'
import { permissionMatrix } from '../../src/contract/permissionMatrix'
import type { Policy } from '../../src/contract/schemas/masterData'
import { actorOf } from '../../src/gateway/gateway'
import { declarationOf, operationNames, rightsOf, wellFormedInputs } from '../support/operationInputs'
import {
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  draft,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../support/story'
import { chain } from '../support/world'

let story: Story
let shop: StoryStore
let hq: Browser
let admin: Browser

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  hq = await story.browser('hq.operations')
  admin = await story.browser('hq.admin')
})
afterAll(() => story.close())

type RightsPart = ReturnType<typeof rightsOf>

const codeOf = (answer: Answer<unknown>): string => (answer.ok ? 'OK' : answer.error.code)

const change = async (desk: Browser, note: string, edit: (part: RightsPart) => void, baseVersion?: number) => {
  const { policy } = await desk.must('policy.get', {})
  const part = structuredClone(rightsOf(policy))
  edit(part)
  return desk.call('role.save', { baseVersion: baseVersion ?? policy.version, ...part, note })
}

const policies = (): Promise<unknown[]> =>
  story.hub.database.read.all('SELECT version, body, (SELECT max(position) FROM streamItem) AS told FROM policy')

const refused = async (ask: () => Promise<Answer<unknown>>, code: string): Promise<void> => {
  const before = JSON.stringify(await policies())
  expect(await ask()).toMatchObject({ ok: false, error: { code } })
  expect(JSON.stringify(await policies())).toBe(before)
}

const without = (role: string) => (part: RightsPart) => {
  part.roles = part.roles.filter(({ code }) => code !== role)
}
const switchedOff = (role: string) => (part: RightsPart) => {
  part.roles = part.roles.map((one) => (one.code === role ? { ...one, active: false } : one))
}

describe('what a role of their own may do', () => {
  const grow = (part: RightsPart): void => {
    part.rights['session.manage'].push('hqOperations')
  }
  const role = (part: RightsPart, code: string) =>
    part.roles.find((one) => one.code === code) as RightsPart['roles'][number]
  const growths: [string, (part: RightsPart) => void][] = [
    ['another right', grow],
    ['another role to give', (part) => role(part, 'admin').grantedBy.push('hqOperations')],
  ]
  test.each(growths)('%s: nobody gives it to themselves, by either door', async (_what, edit) => {
    await refused(() => change(hq, '多一点', edit), 'OWN_ROLE_WIDER')
    const { policy } = await hq.must('policy.get', {})
    const part = structuredClone(rightsOf(policy))
    edit(part)
    const { version: baseVersion, ...rest } = policy
    const documents = Object.fromEntries(
      Object.entries(rest.documents).map(([type, one]) => [
        type,
        { ...one, rights: part.documents[type as keyof Policy['documents']] },
      ]),
    ) as Policy['documents']
    const save = { baseVersion, policy: { ...rest, ...part, documents }, note: '多一点' }
    await refused(() => hq.call('policy.save', save), 'OWN_ROLE_WIDER')
  })

  test.each<[string, (part: RightsPart) => void]>([
    ['another act on papers', (part) => part.documents.writeOff.approve.push('admin')],
    ['a special right', (part) => part.specialRights['goodsReceipt.acceptOver'].push('admin')],
    [
      'a step of approval',
      (part) => {
        role(part, 'admin').level = 'storeManager'
      },
    ],
  ])('%s: nor does the administrator', (_what, edit) => refused(() => change(admin, '多一点', edit), 'OWN_ROLE_WIDER'))

  test('less is theirs to take away, and a limit theirs to lower, never to raise or lift', async () => {
    const limit = (maxFen: number) => (part: RightsPart) => {
      part.limits = [{ role: 'hqOperations', type: 'writeOff', act: 'approve', maxFen }]
    }
    expect(await change(hq, '先设上限', limit(5_000))).toMatchObject({ ok: true })
    await refused(() => change(hq, '提高', limit(6_000)), 'OWN_ROLE_WIDER')
    await refused(
      () =>
        change(hq, '取消', (part) => {
          part.limits = []
        }),
      'OWN_ROLE_WIDER',
    )
    expect(await change(hq, '降低', limit(4_000))).toMatchObject({ ok: true })
    // another who may gives it to them
    expect(
      await change(admin, '取消', (part) => {
        part.limits = []
        grow(part)
      }),
    ).toMatchObject({ ok: true })
    expect(
      await change(hq, '不要了', (part) => {
        part.rights['session.manage'] = part.rights['session.manage'].filter((one) => one !== 'hqOperations')
      }),
    ).toMatchObject({ ok: true })
    await refused(() => change(hq, '又要', grow), 'OWN_ROLE_WIDER')
  })
})

const nightClerk = {
  ...{ code: 'nightClerk', name: '夜班店员', nameEn: 'Night clerk', level: null },
  ...{ grantedBy: ['admin'], active: true },
}

describe('a role of HQ’s own', () => {
  test('works in a shop after the next pull, with its limit, and the history says what changed', async () => {
    await shop.signIn('s001.manager')
    await stockUp(shop, [{ sku: crisps.sku, quantity: 20_000 }])
    expect(
      await change(admin, '夜班', (part) => {
        part.roles.push(nightClerk)
        part.rights['stock.view'].push('nightClerk')
        part.rights['document.view'].push('nightClerk')
        part.documents.internalUse.create.push('nightClerk')
        part.documents.internalUse.submit.push('nightClerk')
        part.limits.push({ role: 'nightClerk', type: 'internalUse', act: 'submit', maxFen: 400 })
        // of a right it does not hold: dropped
        part.limits.push({ role: 'nightClerk', type: 'internalUse', act: 'reverse', maxFen: 1 })
      }),
    ).toMatchObject({ ok: true })
    const { versions } = await admin.must('policy.history', {})
    expect(versions[0]).toMatchObject({ note: '夜班', userName: '系统管理员' })
    expect(versions[0]?.changes).toEqual(
      expect.arrayContaining([
        { path: 'roles.nightClerk.name', before: '', after: '"夜班店员"' },
        {
          path: 'documents.internalUse.rights.create',
          before: 'clerk, hqOperations, storeManager',
          after: 'clerk, hqOperations, nightClerk, storeManager',
        },
        { path: 'limits.internalUse.submit.nightClerk.maxFen', before: '', after: '400' },
      ]),
    )
    expect(versions[0]?.changes.filter(({ path }) => path.includes('reverse'))).toEqual([])

    await admin.must('user.save', {
      ...{ userId: 's001.night', isNew: true, baseChange: 0, name: '夜班小何', nameEn: '', active: true },
      assignments: [{ role: 'nightClerk', scopeKind: 'store', scopeCode: 'S001', validFrom: '', validUntil: '' }],
    })
    const { secret: pin } = await admin.must('user.resetSecret', { userId: 's001.night', kind: 'pin' })
    await story.sync()
    const { session } = await shop.must('signIn.withPin', { userId: 's001.night', pin })
    expect(session.roleName).toBe('夜班店员')
    expect([...session.permissions].sort()).toEqual([
      ...['document.view', 'internalUse.create', 'internalUse.submit', 'stock.view'],
    ])
    const one = await draft(shop, 'internalUse', { reasonCode: 'CLEANING' }, [{ sku: crisps.sku, quantity: 1000 }])
    expect(codeOf(await shop.call('document.submit', await versioned(shop, one)))).toBe('OK')
    const two = await draft(shop, 'internalUse', { reasonCode: 'CLEANING' }, [{ sku: crisps.sku, quantity: 2000 }])
    expect(codeOf(await shop.call('document.submit', await versioned(shop, two)))).toBe('AMOUNT_LIMIT')
    expect(codeOf(await shop.call('document.create', { type: 'writeOff', reasonCode: 'BROKEN' }))).toBe('FORBIDDEN')
    await shop.signIn('s001.manager')
    const { roles } = await admin.must('role.list', {})
    expect(roles.find(({ code }) => code === 'nightClerk')).toMatchObject({ people: 1 })
  })

  test('is neither switched off nor taken away while somebody holds it, and keeps its name for ever', async () => {
    await refused(() => change(admin, '停用', switchedOff('nightClerk')), 'ROLE_IN_USE')
    const person = await admin.must('user.get', { userId: 's001.night' })
    await admin.must('user.save', {
      ...{ userId: 's001.night', isNew: false, baseChange: person.changeNo, name: person.name, nameEn: '' },
      ...{
        active: false,
        assignments: [{ role: 'nightClerk', scopeKind: 'store', scopeCode: 'S001', validFrom: '', validUntil: '' }],
      },
    })
    await refused(() => change(admin, '删除', without('nightClerk')), 'ROLE_IN_USE')
    expect(await change(admin, '停用', switchedOff('nightClerk'))).toMatchObject({ ok: true })
  })

  test('nobody held it yet: it may go, once no list names it', async () => {
    const spare = { ...nightClerk, code: 'spare', name: '备用' }
    expect(await change(admin, '备用', (part) => void part.roles.push(spare))).toMatchObject({ ok: true })
    expect(await change(admin, '不要了', without('spare'))).toMatchObject({ ok: true })
  })
})

describe('what is refused', () => {
  test('an older reading, an unknown role, a code twice', async () => {
    await refused(() => change(admin, '旧', () => undefined, 1), 'VERSION_CONFLICT')
    for (const edit of [
      (part: RightsPart) => void part.rights['cost.view'].push('cashier'),
      (part: RightsPart) => void part.specialRights['lot.correct'].push('cashier'),
      (part: RightsPart) => void part.documents.writeOff.post.push('cashier'),
      (part: RightsPart) => void part.limits.push({ role: 'cashier', type: 'writeOff', act: 'post', maxFen: 1 }),
      (part: RightsPart) => void part.roles[0]?.grantedBy.push('cashier'),
    ])
      await refused(() => change(admin, '错', edit), 'ROLE_NOT_FOUND')
    await refused(() => change(admin, '错', (part) => void part.roles.push({ ...nightClerk })), 'INVALID_INPUT')
  })

  test.each(['user.manage', 'role.edit'] as const)('nobody over the chain left with %s', async (right) => {
    await refused(
      () =>
        change(admin, '锁死', (part) => {
          part.rights[right] = ['regionManager']
        }),
      'LAST_ADMIN',
    )
  })

  test('who lacks the right is refused, also by way of the policy; what is unchanged there passes', async () => {
    const auditor = await story.browser('hq.auditor')
    await refused(() => change(auditor, '越权', () => undefined), 'FORBIDDEN')
    await change(admin, '运营不改权限', (part) => {
      part.rights['role.edit'] = ['admin']
    })
    await refused(() => change(hq, '越权', () => undefined), 'FORBIDDEN')
    const { policy } = await hq.must('policy.get', {})
    const { version, ...rest } = structuredClone(policy)
    const widened = structuredClone(rest)
    widened.rights['user.manage'].push('hqOperations')
    await refused(() => hq.call('policy.save', { baseVersion: version, policy: widened, note: '越权' }), 'FORBIDDEN')
    await changePolicy(hq, '别的', ({ receiving }) => {
      receiving.blind = !receiving.blind
    })
    await change(admin, '恢复', (part) => {
      part.rights['role.edit'] = ['hqOperations', 'admin']
    })
  })

  test('by way of the policy as well: who would be locked out, whose role would go', async () => {
    const { policy } = await hq.must('policy.get', {})
    const { version, ...rest } = policy
    const saved = (patch: Partial<typeof rest>) => () =>
      hq.call('policy.save', { baseVersion: version, policy: { ...rest, ...patch }, note: '试' })
    await refused(saved({ rights: { ...rest.rights, 'user.manage': [] } }), 'LAST_ADMIN')
    const off = rest.roles.map((one) => (one.code === 'clerk' ? { ...one, active: false } : one))
    await refused(saved({ roles: off }), 'ROLE_IN_USE')
    await refused(saved({ rights: { ...rest.rights, 'cost.view': ['cashier'] } }), 'ROLE_NOT_FOUND')
  })

  test('the chain has one policy: who works for a branch has no say in it', async () => {
    const { policy } = await admin.must('policy.get', {})
    const region = { kind: 'region', regionCode: 'R-E' } as const
    const caller = { ...(await callerLike('hq.admin')), scope: region }
    const answer = await story.hub.gateway.invoke(
      { clientId: 'test', actor: caller, device: null, steppedUp: true },
      'role.save',
      { baseVersion: policy.version, ...rightsOf(policy), note: '越权' },
      crypto.randomUUID(),
    )
    expect(answer).toMatchObject({ ok: false, error: { code: 'WHOLE_CHAIN_ONLY' } })
  })
})

/** Somebody as the door knows them, to be put into another scope. */
const callerLike = async (userId: string) => {
  const user = chain.users.find(({ id }) => id === userId) as (typeof chain.users)[number]
  const { policy } = await admin.must('policy.get', {})
  return actorOf({ userId, name: user.name, nameEn: user.nameEn, roles: [user.role], scope: { kind: 'chain' } }, policy)
}

describe('the matrix', () => {
  let matrix: OutputOf<'role.matrix'>
  let policy: Policy

  beforeAll(async () => {
    matrix = await admin.must('role.matrix', {})
    policy = (await admin.must('policy.get', {})).policy
  })

  test('has every operation, those of an act once for every type it is an act of', () => {
    expect(new Set(matrix.rows.map(({ operation }) => operation))).toEqual(new Set(operationNames))
    expect(matrix.rows).toEqual(permissionMatrix(policy))
    for (const { cells } of matrix.rows) expect(cells).toHaveLength(matrix.roles.length)
    const decided = matrix.rows.filter(({ operation }) => operation === 'document.decide')
    expect(decided.map(({ type }) => type)).not.toContain('transferSettlement')
    expect(matrix.rows.find(({ operation }) => operation === 'role.save')).toMatchObject({
      ...{ runsOn: 'hub', kind: 'command', permission: 'role.edit', stepUp: true },
    })
  })

  test('says the amount where a role may only go so far', () => {
    const row = matrix.rows.find(({ operation, type }) => operation === 'document.submit' && type === 'internalUse')
    const at = matrix.roles.findIndex(({ code }) => code === 'nightClerk')
    // the role is switched off by now: it may do nothing at all
    expect([matrix.roles[at]?.active, row?.cells[at]]).toEqual([false, false])
    const limited = permissionMatrix({
      ...policy,
      limits: [{ role: 'storeManager', type: 'writeOff', act: 'post', maxFen: 5000 }],
    }).find(({ operation, type }) => operation === 'document.post' && type === 'writeOff')
    expect(limited?.cells[policy.roles.findIndex(({ code }) => code === 'storeManager')]).toBe(5000)
  })

  const people = ['s001.lin', 's001.manager', 're.manager', 'hq.operations', 'hq.purchasing', 'hq.auditor', 'hq.admin']

  test.each(people)('says of %s what the door does', async (userId) => {
    const user = chain.users.find(({ id }) => id === userId) as (typeof chain.users)[number]
    const at = matrix.roles.findIndex(({ code }) => code === user.role)
    const actor = await callerLike(userId)
    const wrong: string[] = []
    for (const { operation, type, runsOn, cells, permission } of matrix.rows) {
      if (permission === 'device' || !['hub', 'both'].includes(runsOn) || operation === 'signIn.out') continue
      const input = { ...wellFormedInputs(type ?? undefined)[operation as OperationName], ...(type ? { type } : {}) }
      const caller = { clientId: 'test', actor, device: null, steppedUp: true }
      const answer = await story.hub.gateway.invoke(caller, operation, input, crypto.randomUUID())
      const isRight = !answer.ok && answer.error.code === 'FORBIDDEN'
      if (isRight !== (cells[at] === false)) wrong.push(`${operation} ${type} ${codeOf(answer)}`)
    }
    expect(wrong).toEqual([])
    expect(declarationOf('role.matrix').permission).toBe('user.view')
  })
})
