/**
 * 用户: who may give which role where, what nobody may do to themselves, secrets shown once, and roles that hold on some days
 * alone. A refused change leaves people, secrets and what stores are told as they were.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/client'
import type { InputOf, OutputOf } from '../../src/contract/operations'
import type { Assignment } from '../../src/contract/schemas/masterData'
import { type Browser, beginStory, type Story, type StoryStore } from '../support/story'
import { createBrowser } from '../support/world'

let story: Story
let shop: StoryStore
let admin: Browser
let east: Browser

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  admin = await story.browser('hq.admin')
  east = await story.browser('re.manager')
})
afterAll(() => story.close())

const day = (offset: number): string => new Date(story.clock.nowMs() + offset * 86_400_000).toISOString().slice(0, 10)

const role = (name: string, branch = 'S001', from = '', until = ''): Assignment => ({
  role: name,
  scopeKind: branch === '' ? 'chain' : branch.startsWith('R-') ? 'region' : 'store',
  scopeCode: branch,
  validFrom: from,
  validUntil: until,
})

const newPerson = (userId: string, assignments: Assignment[]): InputOf<'user.save'> => ({
  ...{ userId, isNew: true, baseChange: 0, name: `新人 ${userId}`, nameEn: '', active: true, assignments },
})

const plain = ({ role, scopeKind, scopeCode, validFrom, validUntil }: Assignment): Assignment => ({
  ...{ role, scopeKind, scopeCode, validFrom, validUntil },
})

/** What saving somebody as they are would send, with what is changed. */
const edited = async (
  desk: Browser,
  userId: string,
  patch: Partial<InputOf<'user.save'>>,
): Promise<InputOf<'user.save'>> => {
  const { name, nameEn, active, changeNo, assignments } = await desk.must('user.get', { userId })
  return {
    ...{ userId, isNew: false, baseChange: changeNo, name, nameEn, active },
    assignments: assignments.map(plain),
    ...patch,
  }
}

const kept = async (): Promise<string> => {
  const tables = [
    'user',
    'userRole',
    'userChange',
    'userSecret',
    'streamHead',
    'streamItem',
    'region',
    'store',
    'policy',
  ]
  const all = tables.map((table) => story.hub.database.read.all(`SELECT * FROM ${table} ORDER BY 1, 2`))
  return JSON.stringify([
    await Promise.all(all),
    await story.hub.database.read.all('SELECT sessionId, endedAtMs FROM session'),
  ])
}

const refused = async (ask: () => Promise<Answer<unknown>>, code: string): Promise<void> => {
  const before = await kept()
  expect(await ask()).toMatchObject({ ok: false, error: { code } })
  expect((await kept()) === before, 'the refused call changed something').toBe(true)
}

const codeOf = (answer: Answer<unknown>): string => (answer.ok ? 'OK' : answer.error.code)
const ids = ({ users }: OutputOf<'user.list'>): string[] => users.map(({ userId }) => userId)

describe('who is seen', () => {
  test('the administrator sees everybody, a region its own people and those of its stores, nobody above', async () => {
    expect(ids(await admin.must('user.list', {}))).toHaveLength(14)
    expect(ids(await east.must('user.list', {}))).toEqual([
      ...['re.manager', 's001.lin', 's001.manager', 's001.zhou', 's002.clerk', 's002.manager'],
    ])
    for (const userId of ['hq.admin', 's003.clerk', 'rs.manager', 'nobody'])
      expect(await east.call('user.get', { userId })).toMatchObject({ error: { code: 'USER_NOT_FOUND' } })
    expect(await east.call('user.history', { userId: 'hq.admin' })).toMatchObject({ error: { code: 'USER_NOT_FOUND' } })
  })

  test('filters and pages', async () => {
    expect(ids(await admin.must('user.list', { search: '小' }))).toEqual([
      ...['s001.lin', 's001.zhou', 's002.clerk', 's003.clerk'],
    ])
    expect(ids(await admin.must('user.list', { role: 'storeManager', regionCode: 'R-E' }))).toEqual([
      ...['s001.manager', 's002.manager'],
    ])
    expect(ids(await east.must('user.list', { storeCode: 'S003' }))).toEqual([])
    const first = await admin.must('user.list', { limit: 10 })
    const rest = await admin.must('user.list', { limit: 10, after: first.next as string })
    expect([ids(first).length, ids(rest).length, rest.next]).toEqual([10, 4, null])
    expect(ids(await admin.must('user.list', { state: 'off' }))).toEqual([])
  })

  test('a store’s PCs are told what somebody is there, and above stores, never what they are at another', async () => {
    const toldTo = async (storeCode: string): Promise<string[][]> => {
      const items = await story.hub.database.read.all<{ body: string }>(
        `SELECT body FROM streamItem WHERE key = 'here.there' AND scope IN ('', ?) ORDER BY position`,
        [storeCode],
      )
      return items.map(({ body }) =>
        (JSON.parse(body) as { assignments: Assignment[] }).assignments
          .map(({ role, scopeCode }) => `${role} ${scopeCode}`)
          .sort(),
      )
    }
    await admin.must(
      'user.save',
      newPerson('here.there', [role('clerk', 'S001'), role('storeManager', 'S003'), role('auditor', '')]),
    )
    expect(await toldTo('S001')).toEqual([['auditor '], ['auditor ', 'clerk S001']])
    expect(await toldTo('S002')).toEqual([['auditor ']])
    await shop.signIn('s001.manager')
    // HQ itself knows all of it
    expect((await admin.must('user.get', { userId: 'here.there' })).assignments).toHaveLength(3)
    await story.sync()
    expect(
      await shop.database.read.all(`SELECT role, scopeCode FROM userRole WHERE userId = 'here.there' ORDER BY 1`),
    ).toEqual([
      { role: 'auditor', scopeCode: '' },
      { role: 'clerk', scopeCode: 'S001' },
    ])
    // moved away: the store they left hears it, and nothing of where they are now
    await admin.must('user.save', await edited(admin, 'here.there', { assignments: [role('storeManager', 'S003')] }))
    expect((await toldTo('S001')).slice(2)).toEqual([[], []])
    expect((await toldTo('S003')).at(-1)).toEqual(['storeManager S003'])
    await story.sync()
    expect(await shop.database.read.all(`SELECT role FROM userRole WHERE userId = 'here.there'`)).toEqual([])
    await story.hub.database.write(async (tx) => {
      for (const table of ['userRole', 'userSecret']) await tx.run(`DELETE FROM ${table} WHERE userId = 'here.there'`)
      await tx.run(`DELETE FROM user WHERE id = 'here.there'`)
    })
  })

  test('roles outside the scope are not told, only that there are some', async () => {
    await admin.must('user.save', newPerson('two.regions', [role('clerk', 'S001'), role('clerk', 'S003')]))
    const seen = await east.must('user.get', { userId: 'two.regions' })
    expect(seen).toMatchObject({ elsewhere: true, whole: false, own: false })
    expect(seen.assignments).toMatchObject([
      { role: 'clerk', scopeCode: 'S001', scopeName: '静安旗舰店', state: 'now' },
    ])
    const [first] = (await east.must('user.history', { userId: 'two.regions' })).changes
    expect(first).toMatchObject({
      changeNo: 1,
      byUserId: 'hq.admin',
      before: null,
      after: { name: '新人 two.regions' },
    })
    expect(first?.after.assignments).toEqual([role('clerk', 'S001')])
  })
})

describe('giving and taking roles', () => {
  test('a region gives shop roles in its own stores alone', async () => {
    await east.must('user.save', newPerson('east.clerk', [role('clerk', 'S002')]))
    await refused(() => east.call('user.save', newPerson('a.b', [role('clerk', 'S003')])), 'STORE_NOT_FOUND')
    await refused(() => east.call('user.save', newPerson('a.b', [role('clerk', 'R-S')])), 'REGION_NOT_FOUND')
    await refused(() => east.call('user.save', newPerson('a.b', [role('clerk', '')])), 'ROLE_NOT_GRANTABLE')
  })

  test.each(['regionManager', 'hqOperations', 'purchasing', 'auditor', 'admin'])(
    'a regional manager gives nobody the role %s, themselves least of all',
    async (name) => {
      await refused(() => east.call('user.save', newPerson('a.b', [role(name, 'S001')])), 'ROLE_NOT_GRANTABLE')
      const up = await edited(east, 's001.lin', { assignments: [role('clerk'), role(name, 'R-E')] })
      await refused(() => east.call('user.save', up), 'ROLE_NOT_GRANTABLE')
      const own = await edited(east, 're.manager', {})
      await refused(
        () => east.call('user.save', { ...own, assignments: [...own.assignments, role(name)] }),
        'OWN_RIGHTS',
      )
    },
  )

  test('who may not manage people is refused, whatever they hold', async () => {
    for (const userId of ['hq.operations', 'hq.auditor', 's001.manager']) {
      const desk = await story.browser(userId)
      await refused(() => desk.call('user.save', newPerson('a.b', [role('clerk')])), 'FORBIDDEN')
    }
  })

  test('what the caller does not see stays, and nobody of whom it does is renamed or switched off', async () => {
    const moved = await edited(east, 'two.regions', { assignments: [role('storeManager', 'S002')] })
    await east.must('user.save', moved)
    const now = (await admin.must('user.get', { userId: 'two.regions' })).assignments
    expect(now.map(plain)).toEqual([role('storeManager', 'S002'), role('clerk', 'S003')])
    const renamed = await edited(east, 'two.regions', { name: '改名' })
    await refused(() => east.call('user.save', renamed), 'ROLE_NOT_GRANTABLE')
    const off = await edited(east, 'two.regions', { active: false })
    await refused(() => east.call('user.save', off), 'ROLE_NOT_GRANTABLE')
    await refused(() => east.call('user.resetSecret', { userId: 'two.regions', kind: 'pin' }), 'ROLE_NOT_GRANTABLE')
  })

  test('somebody above with a role in a shop too is not taken over by a new password', async () => {
    await admin.must('user.save', newPerson('hq.helper', [role('hqOperations', ''), role('clerk', 'S001')]))
    await refused(() => east.call('user.resetSecret', { userId: 'hq.helper', kind: 'password' }), 'ROLE_NOT_GRANTABLE')
    await refused(() => east.call('user.resetSecret', { userId: 'hq.admin', kind: 'password' }), 'USER_NOT_FOUND')
    await refused(() => east.call('user.resetSecret', { userId: 're.manager', kind: 'password' }), 'OWN_RIGHTS')
  })

  test('nobody changes their own roles or switches themselves off, but may correct their name', async () => {
    const own = await edited(admin, 'hq.admin', {})
    await refused(() => admin.call('user.save', { ...own, active: false }), 'OWN_RIGHTS')
    await refused(() => admin.call('user.save', { ...own, assignments: [role('admin', '', '', day(9))] }), 'OWN_RIGHTS')
    await admin.must('user.save', { ...own, nameEn: 'System Administrator HQ' })
  })

  test('the last one who may manage people stays', async () => {
    await admin.must('user.save', newPerson('hq.second', [role('admin', '')]))
    const { secret } = await admin.must('user.resetSecret', { userId: 'hq.second', kind: 'password' })
    const second = createBrowser(story.hub.url)
    expect(codeOf(await second.call('signIn.withPassword', { userId: 'hq.second', password: secret }))).toBe('OK')
    expect(codeOf(await second.call('user.list', {}))).toBe('PASSWORD_CHANGE_NEEDED')
    const fresh = 'a quiet green kettle'
    expect(codeOf(await second.call('account.changePassword', { old: secret, new: fresh }))).toBe('OK')
    const desk = second as unknown as Browser
    const offer = async (patch: Partial<InputOf<'user.save'>>) => {
      const { name, nameEn, changeNo } = await admin.must('user.get', { userId: 'hq.admin' })
      const base = { userId: 'hq.admin', isNew: false, baseChange: changeNo, name, nameEn, active: true }
      return desk.call('user.save', { ...base, assignments: [role('admin', '')], ...patch })
    }
    const secondAs = (patch: Partial<InputOf<'user.save'>>) => edited(admin, 'hq.second', patch)
    // two of them: one may go, until only one would be left with an end to it
    await admin.must('user.save', await secondAs({ assignments: [role('admin', '', '', day(30))] }))
    await refused(() => offer({ active: false }), 'LAST_ADMIN')
    await refused(() => offer({ assignments: [role('auditor', '')] }), 'LAST_ADMIN')
    await refused(() => offer({ assignments: [role('admin', '', day(1))] }), 'LAST_ADMIN')
    await admin.must('user.save', await secondAs({ active: false }))
  })

  test('an id is taken once, and a change made on an older reading is refused', async () => {
    await refused(() => admin.call('user.save', newPerson('s001.lin', [role('clerk')])), 'CODE_TAKEN')
    // also one the caller does not see
    await refused(() => east.call('user.save', newPerson('s003.clerk', [role('clerk')])), 'CODE_TAKEN')
    const stale = await edited(admin, 'east.clerk', { name: '甲' })
    await admin.must('user.save', stale)
    await refused(() => admin.call('user.save', { ...stale, name: '乙' }), 'VERSION_CONFLICT')
  })

  test.each([
    ['an upper-case id', { userId: 'S001.New' }],
    ['no role at all', { assignments: [] }],
    ['the same role twice', { assignments: [role('clerk'), role('clerk', 'S001', '', '2027-01-01')] }],
    ['a last day before the first', { assignments: [role('clerk', 'S001', '2026-12-02', '2026-12-01')] }],
    ['a day the calendar lacks', { assignments: [role('clerk', 'S001', '2026-02-30')] }],
    ['a branch that is not named', { assignments: [{ ...role('clerk'), scopeCode: '' }] }],
  ])('%s is no input', async (_words, patch) => {
    await refused(() => admin.call('user.save', { ...newPerson('a.b', [role('clerk')]), ...patch }), 'INVALID_INPUT')
  })

  test('a role there is not, or that is switched off, is given to nobody', async () => {
    await refused(() => admin.call('user.save', newPerson('a.b', [role('cashier')])), 'ROLE_NOT_FOUND')
  })
})

/** chosen by the manager in one of these tests */
const managersPin = '730519'
const managerSignsIn = () => shop.must('signIn.withPin', { userId: 's001.manager', pin: managersPin })

describe('secrets', () => {
  test('a new PIN is shown once, opens the till, and the old one no longer does', async () => {
    await shop.signIn('s001.lin')
    const { secret } = await admin.must('user.resetSecret', { userId: 's001.lin', kind: 'pin' })
    expect(secret).toMatch(/^\d{6}$/)
    await story.sync()
    const old = await shop.call('signIn.withPin', { userId: 's001.lin', pin: '246801' })
    expect(old).toMatchObject({ error: { code: 'WRONG_PIN' } })
    await shop.must('signIn.withPin', { userId: 's001.lin', pin: secret })
    const [first] = (await admin.must('user.history', { userId: 's001.lin' })).changes
    expect(first).toMatchObject({ secretSet: true, byUserId: 'hq.admin' })
    const everywhere = JSON.stringify(await story.hub.database.read.all('SELECT * FROM savedAnswer'))
    expect(everywhere).not.toContain(secret)
  })

  test('it lifts a lock', async () => {
    for (const _try of [1, 2, 3, 4, 5]) await shop.call('signIn.withPin', { userId: 's001.zhou', pin: '999999' })
    expect((await admin.must('user.get', { userId: 's001.zhou' })).lockedSeconds).toBeGreaterThan(0)
    await admin.must('user.resetSecret', { userId: 's001.zhou', kind: 'pin' })
    expect((await admin.must('user.get', { userId: 's001.zhou' })).lockedSeconds).toBe(0)
  })

  test('one chosen oneself must be no easy guess', async () => {
    const manager = await story.browser('s001.manager')
    for (const pin of ['12345', '123456', '654321', '000000', '112233', '123123', '1234567890123', '12a456'])
      await refused(() => manager.call('user.changeOwnPin', { password: 'demo-s001.manager', pin }), 'PIN_TOO_WEAK')
    const pin = managersPin
    expect(await manager.call('user.changeOwnPin', { password: 'wrong', pin })).toMatchObject({
      error: { code: 'WRONG_PASSWORD' },
    })
    await manager.must('user.changeOwnPin', { password: 'demo-s001.manager', pin })
    await story.sync()
    await managerSignsIn()
  })

  test('switched off, somebody is out of the console at their next call, and of the shop after its next pull', async () => {
    await admin.must('user.save', newPerson('s001.gone', [role('storeManager')]))
    const { secret } = await admin.must('user.resetSecret', { userId: 's001.gone', kind: 'password' })
    const { secret: pin } = await admin.must('user.resetSecret', { userId: 's001.gone', kind: 'pin' })
    const console = createBrowser(story.hub.url)
    expect(codeOf(await console.call('signIn.withPassword', { userId: 's001.gone', password: secret }))).toBe('OK')
    await story.sync()
    await shop.must('signIn.withPin', { userId: 's001.gone', pin })
    await admin.must('user.save', await edited(admin, 's001.gone', { active: false }))
    expect(codeOf(await console.call('signIn.current', {}))).toBe('OK')
    expect(await console.call('signIn.current', {})).toMatchObject({ value: { session: null } })
    await shop.must('app.syncNow', {})
    expect(codeOf(await shop.call('stock.list', {}))).toBe('UNAUTHENTICATED')
    expect(codeOf(await shop.call('signIn.withPin', { userId: 's001.gone', pin }))).toBe('USER_NOT_FOUND')
    await managerSignsIn()
  })

  test('the password is asked once more after a while', async () => {
    const desk = createBrowser(story.hub.url)
    await desk.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
    story.clock.pass(11 * 60_000)
    await refused(() => desk.call('user.resetSecret', { userId: 's001.lin', kind: 'pin' }), 'STEP_UP_NEEDED')
    await refused(() => desk.call('user.save', newPerson('a.b', [role('clerk')])), 'STEP_UP_NEEDED')
    await desk.call('signIn.stepUp', { password: 'demo-hq.admin' })
    expect(codeOf(await desk.call('user.save', newPerson('late.clerk', [role('clerk')])))).toBe('OK')
  })
})

describe('roles over days and branches', () => {
  beforeEach(async () => {
    admin = await story.browser('hq.admin')
  })

  const whoMayEnter = async (): Promise<string[]> =>
    (await shop.must('signIn.users', {})).users.map(({ userId }) => userId)

  test('two roles at one store count together', async () => {
    await admin.must('user.save', newPerson('s001.both', [role('clerk'), role('auditor')]))
    const { secret: pin } = await admin.must('user.resetSecret', { userId: 's001.both', kind: 'pin' })
    await story.sync()
    const { session } = await shop.must('signIn.withPin', { userId: 's001.both', pin })
    expect(session.roleName).toBe('店员、稽核')
    expect(session.permissions).toEqual(expect.arrayContaining(['writeOff.create', 'cost.view']))
  })

  test('at HQ one works for one branch at a time', async () => {
    await admin.must('user.save', newPerson('two.hats', [role('regionManager', 'R-E'), role('auditor', 'S003')]))
    const { secret } = await admin.must('user.resetSecret', { userId: 'two.hats', kind: 'password' })
    const console = createBrowser(story.hub.url) as unknown as Browser
    await console.call('signIn.withPassword', { userId: 'two.hats', password: secret })
    await console.call('account.changePassword', { old: secret, new: 'nine lemons in a bowl' })
    expect(await console.call('user.get', { userId: 's003.clerk' })).toMatchObject({
      error: { code: 'USER_NOT_FOUND' },
    })
    expect(codeOf(await console.call('user.get', { userId: 's001.lin' }))).toBe('OK')
    expect(codeOf(await console.call('signIn.wearHat', { hat: 'store:S003' }))).toBe('OK')
    expect(codeOf(await console.call('user.get', { userId: 's003.clerk' }))).toBe('OK')
    expect(await console.call('user.get', { userId: 's001.lin' })).toMatchObject({ error: { code: 'USER_NOT_FOUND' } })
    expect(await console.call('user.save', newPerson('a.b', [role('clerk', 'S003')]))).toMatchObject({
      error: { code: 'FORBIDDEN' },
    })
  })

  test('from one day to another: not the day before, on both ends, not the day after', async () => {
    await admin.must('user.save', newPerson('s001.relief', [role('clerk', 'S001', day(1), day(2))]))
    await story.sync()
    expect(await whoMayEnter()).not.toContain('s001.relief')
    const seen: boolean[] = []
    for (const _day of [1, 2, 3]) {
      story.clock.pass(86_400_000)
      await managerSignsIn()
      await story.sync()
      seen.push((await whoMayEnter()).includes('s001.relief'))
    }
    expect(seen).toEqual([true, true, false])
    const late = await story.browser('hq.admin')
    const { assignments } = await late.must('user.get', { userId: 's001.relief' })
    expect(assignments).toMatchObject([{ state: 'over' }])
  })
})

describe('the tree', () => {
  test('counts people by branch within the scope', async () => {
    const desk = await story.browser('re.manager')
    const tree = await desk.must('org.tree', {})
    expect(tree.chain).toBeNull()
    expect(tree.regions.map(({ code, stores }) => [code, stores.map((store) => store.code)])).toEqual([
      ['R-E', ['S001', 'S002']],
    ])
    const whole = await (await story.browser('hq.admin')).must('org.tree', {})
    expect(whole.chain?.people).toBeGreaterThan(3)
    expect(whole.regions.map(({ code }) => code)).toEqual(['R-E', 'R-S'])
    expect(whole.regions[0]?.stores[0]).toMatchObject({ code: 'S001', devices: 1 })
  })

  test('a store moved to another region is seen by that region’s manager at once, by the other no more', async () => {
    const hq = await story.browser('hq.operations')
    const [south, desk] = [await story.browser('rs.manager'), await story.browser('re.manager')]
    const { regions } = await hq.must('org.tree', {})
    type StoreShown = (typeof regions)[0]['stores'][0]
    const { people: _people, devices: _devices, ...store } = regions.flatMap(({ stores }) => stores)[1] as StoreShown
    await hq.must('org.saveStore', { store: { ...store, regionCode: 'R-S' }, isNew: false })
    expect(codeOf(await south.call('user.get', { userId: 's002.clerk' }))).toBe('OK')
    expect(codeOf(await desk.call('user.get', { userId: 's002.clerk' }))).toBe('USER_NOT_FOUND')
    await hq.must('org.saveStore', { store, isNew: false })
  })

  test('a new region and a new store in it have people given to them', async () => {
    const hq = await story.browser('hq.operations')
    await hq.must('org.saveRegion', { region: { code: 'R-N', name: '华北大区' }, isNew: true })
    const store = { code: 'S010', name: '朝阳店', regionCode: 'R-N', address: '北京市', phone: '' }
    await hq.must('org.saveStore', { store, isNew: true })
    const desk = await story.browser('hq.admin')
    await desk.must('user.save', newPerson('s010.clerk', [role('clerk', 'S010')]))
    await refused(() => hq.call('org.saveStore', { store, isNew: true }), 'CODE_TAKEN')
    await refused(() => hq.call('org.saveRegion', { region: { code: 'R-N', name: '乙' }, isNew: true }), 'CODE_TAKEN')
    await refused(
      () => hq.call('org.saveStore', { store: { ...store, regionCode: 'R-X' }, isNew: false }),
      'REGION_NOT_FOUND',
    )
  })
})
