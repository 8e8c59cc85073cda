/**
 * Somebody with a role in each of two branches: what they are in the one gives them nothing in the other, at HQ with either
 * hat on, and at the PC of either shop. Made from the operations table.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissionsOfAll } from '../../src/contract/permissions'
import type { Assignment, Role } from '../../src/contract/schemas/masterData'
import type { DemoUser } from '../../src/hub/demo/demoChain'
import { codeOf, declarationOf, operationNames, runsOn, wellFormedInputs } from '../support/operationInputs'
import {
  chain,
  createBrowser,
  createClock,
  enrol,
  openStore,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
const password = 'a-long-password-of-two'
const pin = '918270'
const person = (id: string, role: Role, scope: DemoUser['scope']): DemoUser => ({
  ...{ id, name: id, nameEn: id, role, scope, active: true, pin, password },
})
/** a manager in the east who audits the south */
const regional = person('two.regions', 'regionManager', { kind: 'region', regionCode: 'R-E' })
/** who lends a hand in one shop and runs another */
const shop = person('two.shops', 'clerk', { kind: 'store', storeCode: 'S001' })

let hub: TestHub
let call: ReturnType<typeof createBrowser>['call']

const always = { validFrom: '', validUntil: '' }
const give = async ({ id, name, nameEn }: DemoUser, ...assignments: Assignment[]): Promise<void> => {
  const admin = await hub.browser('hq.admin')
  const before = await admin.call('user.get', { userId: id })
  if (!before.ok) throw new Error(before.error.code)
  const saved = await admin.call('user.save', {
    ...{ userId: id, isNew: false, baseChange: before.value.changeNo, name, nameEn, active: true },
    assignments: [
      ...before.value.assignments.map(({ scopeName: _name, state: _state, ...held }) => held),
      ...assignments,
    ],
  })
  expect(codeOf(saved)).toBe('OK')
}

beforeAll(async () => {
  hub = await startHub(folder, clock, { ...chain, users: [...chain.users, regional, shop] })
  await give(regional, { role: 'auditor', scopeKind: 'region', scopeCode: 'R-S', ...always })
  await give(shop, { role: 'storeManager', scopeKind: 'store', scopeCode: 'S003', ...always })
  const browser = createBrowser(hub.url)
  expect(codeOf(await browser.call('signIn.withPassword', { userId: regional.id, password }))).toBe('OK')
  call = browser.call
})
afterAll(async () => {
  await hub.close()
  removeFolder(folder)
})

describe.each([
  ['R-E', 'regionManager', ['S001', 'S002']],
  ['R-S', 'auditor', ['S003']],
] as const)('at HQ, for %s', (regionCode, role, stores) => {
  const held = permissionsOfAll([role], chain.policy)

  test('each operation is theirs if it is for what they are here', async () => {
    expect(codeOf(await call('signIn.wearHat', { hat: `region:${regionCode}` }))).toBe('OK')
    const wrong: unknown[] = []
    for (const name of operationNames.filter((one) => runsOn(one, 'hub'))) {
      const { permission } = declarationOf(name)
      if (typeof permission === 'object' || ['public', 'device', 'signedIn'].includes(permission)) continue
      const code = codeOf(await call(name, wellFormedInputs()[name] as never))
      if ((code === 'FORBIDDEN') === held.has(permission as never)) wrong.push([name, permission, code])
    }
    expect(wrong).toEqual([])
  })

  test('what they see is of this branch', async () => {
    const stock = await call('stock.list', {})
    expect(stock.ok && stock.value.stores.map(({ storeCode }) => storeCode)).toEqual(stores)
    const elsewhere = stores.some((code) => code === 'S003') ? 'WS001' : 'WS003'
    const asked = await call('document.lots', { warehouseCode: elsewhere, sku: '1030007' })
    expect(asked).toMatchObject({ ok: false, error: { code: 'STORE_NOT_FOUND' } })
  })
})

test('a branch they are nothing in is no hat of theirs, nor the chain', async () => {
  for (const hat of ['store:S001', 'chain', 'region:R-X'])
    expect([hat, codeOf(await call('signIn.wearHat', { hat }))]).not.toEqual([hat, 'OK'])
})

describe.each([
  ['S001', 'clerk'],
  ['S003', 'storeManager'],
] as const)('at a PC of %s', (storeCode, role) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openStore(temporaryFolder(), clock)
    await enrol(store, hub, storeCode)
  })
  afterAll(() => store.close())

  test('they are what they are here, and no more', async () => {
    await store.must('signIn.withPin', { userId: shop.id, pin })
    const { session } = await store.must('signIn.current', {})
    expect(new Set(session?.permissions)).toEqual(permissionsOfAll([role], chain.policy))
  })
})
