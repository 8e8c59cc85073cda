/**
 * Every operation × every role, made from the operations table: who lacks the right is told so before anything else is
 * looked at and changes nothing; who holds it is never told so. And what lies outside a user's scope looks like nothing.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpStatusOf } from '../../src/contract/errors'
import type { OperationName } from '../../src/contract/operations'
import { type Permission, permissionsOfRole } from '../../src/contract/permissions'
import { type Role, roles } from '../../src/contract/schemas/masterData'
import type { Database } from '../../src/database/unitOfWork'
import type { DemoUser } from '../../src/hub/demo/demoChain'
import { readEnrolment } from '../../src/store/meta'
import {
  codeOf,
  declarationOf,
  type HttpCaller,
  operationNames,
  postTo,
  runsOn,
  wellFormedInputs,
} from '../support/operationInputs'
import {
  chain,
  createBrowser,
  enrol,
  fingerprint,
  openStore,
  order12,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestBrowser,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

type Who = Role | 'nobody' | 'device'

/** a user of store S001 for every role, so that even roles no shop has stand at the shop's screen once */
const everyRole: DemoUser[] = roles.map((role, index) => ({
  id: `x.${role}`,
  name: role,
  nameEn: role,
  role,
  scope: { kind: 'store', storeCode: 'S001' },
  active: true,
  pin: `91823${index}`,
  password: `pass-${role}`,
}))

const isAllowed = (name: OperationName, who: Who): boolean => {
  const { permission } = declarationOf(name)
  if (permission === 'public') return true
  if (permission === 'device') return who === 'device'
  if (who === 'nobody' || who === 'device') return false
  return permission === 'signedIn' || permissionsOfRole[who].includes(permission as Permission)
}

const expectedRefusal = (name: OperationName, who: Who): string => {
  const wantsPerson = declarationOf(name).permission !== 'device'
  return wantsPerson && who !== 'nobody' && who !== 'device' ? 'FORBIDDEN' : 'UNAUTHENTICATED'
}

const garbage = { anything: ['at', 'all'], documentId: 7, scan: 'x'.repeat(300) }
const inputsFor = (name: OperationName): unknown[] => [wellFormedInputs()[name], {}, garbage]

const logRows = async (database: Database): Promise<number> =>
  (await database.read.one<{ n: number }>('SELECT count(*) AS n FROM operationLog'))?.n ?? 0

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore
let postedId = ''

beforeAll(async () => {
  hub = await startHub(folder, undefined, { ...chain, users: [...chain.users, ...everyRole] })
  store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  const { documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId })
  await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(order12.lines[0]?.sku as string)) })
  const { header } = await store.must('document.get', { documentId })
  await store.must('document.post', { type: 'goodsReceipt', documentId, version: header.version })
  await store.must('app.syncNow', {})
  postedId = documentId
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

interface Outcome {
  who: Who
  input: unknown
  code: string
}

/** signIn.out ends the very sessions the matrix stands on, so its holders are tried in a test of their own */
const endsSessions = (name: OperationName, who: Who): boolean => name === 'signIn.out' && isAllowed(name, who)

/** Tries one operation as everybody; the refused ones must change nothing and leave one line each in the log. */
const tryAsEverybody = async (
  name: OperationName,
  callers: readonly Who[],
  database: Database,
  ask: (who: Who, input: unknown) => Promise<string>,
  rowsPerRefusal: (who: Who) => number,
): Promise<Outcome[]> => {
  const wrong: Outcome[] = []
  for (const who of callers.filter((candidate) => !endsSessions(name, candidate))) {
    const allowed = isAllowed(name, who)
    const [before, rows] = [await fingerprint(database), await logRows(database)]
    const inputs = inputsFor(name)
    for (const input of inputs) {
      const code = await ask(who, input)
      const ok = allowed ? !['FORBIDDEN', 'UNAUTHENTICATED'].includes(code) : code === expectedRefusal(name, who)
      if (!ok || code === 'INTERNAL') wrong.push({ who, input, code })
    }
    if (allowed) continue
    expect(await fingerprint(database), `${name} as ${who} changed something`).toBe(before)
    expect((await logRows(database)) - rows, `log lines of ${name} as ${who}`).toBe(inputs.length * rowsPerRefusal(who))
  }
  return wrong
}

describe('on a store PC, through the IPC door', () => {
  const callers: Who[] = ['nobody', ...roles]
  const windowOf = (who: Who): string => `window:${who}`
  const ask = async (who: Who, name: string, input: unknown): Promise<string> =>
    codeOf(await store.backend.invoke(windowOf(who), name, input, crypto.randomUUID()))

  beforeAll(async () => {
    for (const { id, pin, role } of everyRole) {
      expect(await ask(role, 'signIn.withPin', { userId: id, pin })).toBe('OK')
    }
  })

  test.each(operationNames.filter((name) => runsOn(name, 'store')))('%s', async (name) => {
    const wrong = await tryAsEverybody(
      name,
      callers,
      store.database,
      (who, input) => ask(who, name, input),
      () => 1,
    )
    expect(wrong).toEqual([])
  })

  test('operations of the hub do not exist here, for anybody', async () => {
    for (const name of operationNames.filter((candidate) => !runsOn(candidate, 'store'))) {
      for (const who of callers) expect([name, await ask(who, name, {})]).toEqual([name, 'UNKNOWN_OPERATION'])
    }
  })

  test('everybody signed in may sign out, and is out', async () => {
    for (const role of roles) {
      expect(await ask(role, 'signIn.out', {})).toBe('OK')
      expect(await ask(role, 'signIn.out', {})).toBe('UNAUTHENTICATED')
    }
  })

  test('a window does not share the session of another', async () => {
    expect(await ask('clerk', 'signIn.withPin', { userId: 'x.clerk', pin: everyRole[0]?.pin })).toBe('OK')
    expect(await ask('clerk', 'stock.list', {})).toBe('OK')
    expect(codeOf(await store.backend.invoke('window:other', 'stock.list', {}, crypto.randomUUID()))).toBe(
      'UNAUTHENTICATED',
    )
  })
})

describe('what lies outside a scope', () => {
  const seen = async (browser: TestBrowser) => {
    const list = await browser.call('document.list', { types: ['goodsReceipt'] })
    const stock = await browser.call('stock.list', { onlyMoved: true, limit: 500 })
    const get = await browser.call('document.get', { documentId: postedId })
    const ofDocument = await browser.call('stock.movements', { documentId: postedId })
    const ofSku = await browser.call('stock.movements', {
      warehouseCode: 'WS001',
      sku: order12.lines[0]?.sku as string,
    })
    return {
      receipts: list.ok ? list.value.receipts.length : list.error.code,
      rows: stock.ok ? stock.value.rows.length : stock.error.code,
      stores: stock.ok ? stock.value.stores.map(({ storeCode }) => storeCode) : [],
      get: codeOf(get),
      ofDocument: ofDocument.ok ? ofDocument.value.movements.length : ofDocument.error.code,
      ofSku: ofSku.ok ? ofSku.value.movements.length : ofSku.error.code,
    }
  }
  const nothing = {
    receipts: 0,
    rows: 0,
    get: 'DOCUMENT_NOT_FOUND',
    ofDocument: 'DOCUMENT_NOT_FOUND',
    ofSku: 'STORE_NOT_FOUND',
  }
  const everything = { receipts: 1, rows: 1, get: 'OK', ofDocument: 1, ofSku: 1 }

  test.each([
    ['s001.manager', { ...everything, stores: ['S001'] }],
    ['re.manager', { ...everything, stores: ['S001', 'S002'] }],
    ['hq.operations', { ...everything, stores: ['S001', 'S002', 'S003'] }],
    ['s002.manager', { ...nothing, stores: ['S002'] }],
    ['s003.clerk', { ...nothing, stores: ['S003'] }],
    ['rs.manager', { ...nothing, stores: ['S003'] }],
  ])('%s sees exactly this of a receipt of S001', async (userId, expected) => {
    expect(await seen(await hub.browser(userId))).toEqual(expected)
  })

  test('a receipt of another region and one that does not exist are answered alike', async () => {
    const south = await hub.browser('rs.manager')
    const hidden = await south.call('document.get', { documentId: postedId })
    const none = '00000000-0000-4000-8000-000000000000'
    const absent = await south.call('document.get', { documentId: none })
    expect(hidden).toEqual({ ok: false, error: { code: 'DOCUMENT_NOT_FOUND', params: { documentId: postedId } } })
    expect(absent).toEqual({ ok: false, error: { code: 'DOCUMENT_NOT_FOUND', params: { documentId: none } } })
  })

  test('a store PC pulls the orders and people of its own store alone', async () => {
    const other = await openStore(`${folder}/S003`)
    await enrol(other, hub, 'S003')
    const orders = await other.database.read.all<{ storeCode: string }>('SELECT DISTINCT storeCode FROM purchaseOrder')
    const people = await other.database.read.all<{ scopeCode: string }>(
      `SELECT DISTINCT scopeCode FROM user WHERE scopeKind = 'store'`,
    )
    expect(orders).toEqual([{ storeCode: 'S003' }])
    expect(people).toEqual([{ scopeCode: 'S003' }])
    await other.close()
  })

  test('an order of another store looks like none', async () => {
    const foreign = chain.purchaseOrders.find(({ storeCode }) => storeCode === 'S002')?.documentId as string
    const answer = await store.call('goodsReceipt.open', { orderId: foreign })
    expect(answer).toMatchObject({ ok: false, error: { code: 'ORDER_NOT_FOUND' } })
  })
})

describe('what a clerk may not see', () => {
  test('cost is null everywhere for a clerk, and a figure for a manager', async () => {
    const figures = async (userId: string) => {
      await store.signIn(userId)
      const { header, lines } = await store.must('document.get', { documentId: postedId })
      const list = await store.must('document.list', { types: ['goodsReceipt'] })
      const stock = await store.must('stock.list', { onlyMoved: true })
      const moved = await store.must('stock.movements', { documentId: postedId })
      return [
        header.value,
        lines[0]?.unitCost,
        list.receipts[0]?.value,
        stock.rows[0]?.value,
        moved.movements[0]?.unitCost,
      ]
    }
    const unitCost = order12.lines[0]?.unitCost as number
    expect(await figures('s001.lin')).toEqual([null, null, null, null, null])
    expect(await figures('s001.manager')).toEqual([unitCost, unitCost, unitCost, unitCost, unitCost])
  })
})

describe('on the hub, over HTTP', () => {
  const callers: Who[] = ['nobody', 'device', ...roles]
  const keys = new Map<Who, HttpCaller>([['nobody', {}]])

  beforeAll(async () => {
    for (const { id, password, role } of everyRole) {
      const browser = createBrowser(hub.url)
      expect(codeOf(await browser.call('signIn.withPassword', { userId: id, password }))).toBe('OK')
      keys.set(role, { cookie: browser.cookie })
    }
    // sign-in is limited per minute and address; a fresh server counts from nothing, sessions live in the database
    await hub.stop()
    await hub.start()
    const enrolment = await readEnrolment(store.database.read)
    keys.set('device', { deviceToken: enrolment?.deviceToken as string })
  })

  const ask = async (who: Who, name: string, input: unknown): Promise<string> => {
    const { status, answer } = await postTo(hub.url, name, input, keys.get(who))
    const code = codeOf(answer)
    expect(status).toBe(code === 'OK' ? 200 : httpStatusOf(code as never))
    return code
  }

  test.each(operationNames.filter((name) => runsOn(name, 'hub')))('%s', async (name) => {
    const wrong = await tryAsEverybody(
      name,
      callers,
      hub.database,
      (who, input) => ask(who, name, input),
      (who) => (who === 'nobody' ? 0 : 1),
    )
    expect(wrong).toEqual([])
  })

  test('operations of a store PC do not exist here, for anybody', async () => {
    for (const name of operationNames.filter((candidate) => !runsOn(candidate, 'hub'))) {
      for (const who of ['nobody', 'device', 'admin'] as const) {
        expect([name, await ask(who, name, {})]).toEqual([name, 'UNKNOWN_OPERATION'])
      }
    }
  })

  test('a cookie without our own header is nobody: another site can send no such header', async () => {
    const response = await fetch(`${hub.url}/api/stock/list`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: keys.get('auditor')?.cookie as string },
      body: '{}',
    })
    expect(response.status).toBe(401)
  })

  test('a cookie that was signed out counts no more', async () => {
    const browser = createBrowser(hub.url)
    await browser.call('signIn.withPassword', { userId: 'x.auditor', password: 'pass-auditor' })
    const { cookie } = browser
    expect(codeOf((await postTo(hub.url, 'signIn.out', {}, { cookie })).answer)).toBe('OK')
    expect(codeOf((await postTo(hub.url, 'stock.list', {}, { cookie })).answer)).toBe('UNAUTHENTICATED')
  })

  test('a revoked PC is nobody at once', async () => {
    await hub.database.write((tx) => tx.run(`UPDATE device SET state = 'revoked'`))
    expect(await ask('device', 'sync.pull', wellFormedInputs()['sync.pull'])).toBe('DEVICE_REVOKED')
    await hub.database.write((tx) => tx.run(`UPDATE device SET state = 'active'`))
    expect(await ask('device', 'sync.pull', wellFormedInputs()['sync.pull'])).toBe('OK')
  })
})
