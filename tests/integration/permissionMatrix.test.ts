/**
 * Every operation × every role, made from the operations table: who lacks the right is told so before anything else is
 * looked at and changes nothing; who holds it is never told so. And what lies outside a user's scope looks like nothing.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FixedPermission, SpecialRight } from '../../src/contract/defaultPolicy'
import { httpStatusOf } from '../../src/contract/errors'
import type { OperationName } from '../../src/contract/operations'
import { actsOf, type Permission } from '../../src/contract/permissions'
import { type Policy, type Role, roles } from '../../src/contract/schemas/masterData'
import { type DocumentAct, type DocumentType, documentTypes } from '../../src/core/documents/states'
import type { Database } from '../../src/database/unitOfWork'
import type { DemoUser } from '../../src/hub/demo/demoChain'
import { publish } from '../../src/hub/publish'
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

/** What is tried: an operation, and where its right is the document type's own, of one type. */
interface Tried {
  name: OperationName
  type: DocumentType | null
}

const actOf = (name: OperationName): DocumentAct | null => {
  const { permission } = declarationOf(name)
  return typeof permission === 'string' ? null : permission.act
}

/** Every operation; those that ask for an act once for every document type, also where nobody can do that to the type. */
const triedOn = (side: 'store' | 'hub'): [string, Tried][] =>
  operationNames
    .filter((name) => runsOn(name, side))
    .flatMap((name): [string, Tried][] =>
      actOf(name) === null
        ? [[name, { name, type: null }]]
        : documentTypes.map((type) => [`${name} of ${type}`, { name, type }]),
    )

let policy: Policy = chain.policy

/** HQ's own words on a right that names what it is for. */
const holdersOf = (permission: Permission): readonly Role[] => {
  if (permission in policy.rights) return policy.rights[permission as FixedPermission]
  if (permission in policy.specialRights) return policy.specialRights[permission as SpecialRight]
  const [type, act] = permission.split('.') as [DocumentType, DocumentAct]
  return policy.documents[type].rights[act]
}

const isAllowed = ({ name, type }: Tried, who: Who): boolean => {
  const { permission } = declarationOf(name)
  if (permission === 'public') return true
  if (permission === 'device') return who === 'device'
  if (who === 'nobody' || who === 'device') return false
  const act = actOf(name)
  // by the policy's own words, not by the function the door itself asks
  if (act !== null && type !== null)
    return actsOf(type).includes(act) && policy.documents[type].rights[act].includes(who)
  return permission === 'signedIn' || holdersOf(permission as Permission).includes(who)
}

const expectedRefusal = (name: OperationName, who: Who): string => {
  const wantsPerson = declarationOf(name).permission !== 'device'
  return wantsPerson && who !== 'nobody' && who !== 'device' ? 'FORBIDDEN' : 'UNAUTHENTICATED'
}

const garbage = { anything: ['at', 'all'], documentId: 7, scan: 'x'.repeat(300) }
const inputsFor = ({ name, type }: Tried): object[] => {
  const own = type === null ? {} : { type }
  return [{ ...wellFormedInputs(type ?? undefined)[name], ...own }, own, { ...garbage, ...own }]
}

const logRows = async (database: Database): Promise<number> =>
  (
    await database.read.one<{ n: number }>(
      // its own: what a PC beside it does arrives at HQ meanwhile; strangers are counted by the minute
      `SELECT count(*) AS n FROM trail WHERE (outcome = 'refused' OR operation NOT IN ('sync.push', 'sync.logOpened')) AND operation <> 'door.refused'
         AND logId IN (SELECT json_extract(value, '$') FROM meta WHERE key IN ('trailLogId', 'hubTrailLogId'))`,
    )
  )?.n ?? 0

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
  await store.must('document.scan', {
    type: 'goodsReceipt',
    documentId,
    scan: scanOf(pieceCode(order12.lines[0]?.sku as string)),
  })
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

/** these end or lock the very sessions the matrix stands on, so their holders are tried in tests of their own */
const endsSessions = (tried: Tried, who: Who): boolean =>
  ['signIn.out', 'signIn.lock'].includes(tried.name) && isAllowed(tried, who)

/** Tries one operation as everybody; the refused ones must change nothing and leave one line each in the log. */
const tryAsEverybody = async (
  tried: Tried,
  callers: readonly Who[],
  database: Database,
  ask: (who: Who, input: unknown) => Promise<string>,
  rowsPerRefusal: (who: Who) => number,
): Promise<Outcome[]> => {
  const { name } = tried
  const inputs = inputsFor(tried)
  const triedAs = async (who: Who): Promise<Outcome[]> => {
    const wrong: Outcome[] = []
    for (const input of inputs) {
      const code = await ask(who, input)
      const ok = isAllowed(tried, who)
        ? !['FORBIDDEN', 'UNAUTHENTICATED', 'INTERNAL'].includes(code)
        : code === expectedRefusal(name, who)
      if (!ok) wrong.push({ who, input, code })
    }
    return wrong
  }
  const outside = callers.filter((who) => !isAllowed(tried, who))
  const inside = callers.filter((who) => isAllowed(tried, who) && !endsSessions(tried, who))
  const wrong: Outcome[] = []
  const [before, rows] = [await fingerprint(database), await logRows(database)]
  for (const who of outside) wrong.push(...(await triedAs(who)))
  expect((await fingerprint(database)) === before, `${name} changed something for ${outside.join(', ')}`).toBe(true)
  const expectedRows = outside.reduce((sum, who) => sum + inputs.length * rowsPerRefusal(who), 0)
  expect((await logRows(database)) - rows, `log lines of ${name}`).toBe(expectedRows)
  for (const who of inside) wrong.push(...(await triedAs(who)))
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

  test.each(triedOn('store'))('%s', async (_words, tried) => {
    const wrong = await tryAsEverybody(
      tried,
      callers,
      store.database,
      (who, input) => ask(who, tried.name, input),
      () => 1,
    )
    expect(wrong).toEqual([])
  })

  test('operations of the hub do not exist here, for anybody', async () => {
    for (const name of operationNames.filter((candidate) => !runsOn(candidate, 'store'))) {
      for (const who of callers) expect([name, await ask(who, name, {})]).toEqual([name, 'UNKNOWN_OPERATION'])
    }
  })

  test('everybody signed in may lock their window, and does nothing more there until they sign in', async () => {
    for (const { id, pin, role } of everyRole) {
      expect(await ask(role, 'signIn.lock', {})).toBe('OK')
      expect(await ask(role, 'signIn.out', {})).toBe('SESSION_LOCKED')
      expect(await ask(role, 'signIn.withPin', { userId: id, pin })).toBe('OK')
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

describe('when HQ changes who may do what', () => {
  const ask = async (who: Role, name: string, input: unknown): Promise<string> =>
    codeOf(await store.backend.invoke(`window:${who}`, name, input, crypto.randomUUID()))
  const oneOf: Record<DocumentAct, OperationName> = {
    create: 'document.setHeader',
    submit: 'document.submit',
    approve: 'document.decide',
    post: 'document.post',
    cancel: 'document.cancel',
    reverse: 'document.reverse',
  }
  const acts = Object.keys(oneOf) as DocumentAct[]
  const others = (held: readonly Role[]): Role[] => roles.filter((role) => !held.includes(role))
  const original = chain.policy

  /** Straight into the stream: everybody's rights are turned, and nobody at HQ may widen what they hold themselves. */
  const save = async (documents: Policy['documents']): Promise<void> => {
    const body: Policy = { ...policy, version: policy.version + 1, documents }
    await hub.database.write((tx) => publish(tx, 'policy', [{ type: 'policy', key: 'policy', scope: '', body }]))
    policy = body
  }

  /** Who gets past the door, role by role, for one act on one type. */
  const admitted = async (type: DocumentType, act: DocumentAct): Promise<Role[]> => {
    const input = { ...wellFormedInputs(type)[oneOf[act]], type }
    const codes = await Promise.all(roles.map((role) => ask(role, oneOf[act], input)))
    expect(codes.filter((code) => code !== 'FORBIDDEN' && code !== 'DOCUMENT_NOT_FOUND')).toEqual([])
    return roles.filter((_role, index) => codes[index] !== 'FORBIDDEN')
  }

  const expectRights = async (type: DocumentType, documents: Policy['documents']): Promise<void> => {
    for (const act of acts) {
      const wanted = actsOf(type).includes(act) ? documents[type].rights[act] : []
      expect([type, act, await admitted(type, act)]).toEqual([type, act, roles.filter((role) => wanted.includes(role))])
    }
  }

  beforeAll(async () => {
    // the loop would pull when it likes; this PC pulls when the test says so
    await store.backend.sync.stop()
    for (const { id, pin, role } of everyRole) expect(await ask(role, 'signIn.withPin', { userId: id, pin })).toBe('OK')
    const turned = structuredClone(original.documents)
    for (const type of documentTypes)
      for (const act of acts) turned[type].rights[act] = others(turned[type].rights[act])
    await save(turned)
  })
  afterAll(async () => {
    await save(original.documents)
    await store.must('app.syncNow', {})
  })

  test('HQ goes by it at once, a store not before it has pulled', async () => {
    const hq = await hub.browser('hq.operations')
    const asked = wellFormedInputs('costAdjustment')
    expect(await hq.call('document.cancel', asked['document.cancel'])).toMatchObject({
      error: { code: 'FORBIDDEN', params: { permission: 'costAdjustment.cancel' } },
    })
    for (const type of documentTypes) await expectRights(type, original.documents)
    await store.must('app.syncNow', {})
  })

  test.each(documentTypes)('after the next pull %s is everybody else’s', async (type) => {
    await expectRights(type, policy.documents)
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
      papers: list.ok ? list.value.documents.length : list.error.code,
      rows: stock.ok ? stock.value.rows.length : stock.error.code,
      stores: stock.ok ? stock.value.stores.map(({ storeCode }) => storeCode) : [],
      get: codeOf(get),
      ofDocument: ofDocument.ok ? ofDocument.value.movements.length : ofDocument.error.code,
      ofSku: ofSku.ok ? ofSku.value.movements.length : ofSku.error.code,
    }
  }
  const nothing = {
    papers: 0,
    rows: 0,
    get: 'DOCUMENT_NOT_FOUND',
    ofDocument: 'DOCUMENT_NOT_FOUND',
    ofSku: 'STORE_NOT_FOUND',
  }
  const everything = { papers: 1, rows: 1, get: 'OK', ofDocument: 1, ofSku: 1 }

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

  /** a paper of S001 that waits for a decision, of every type, as a push would have left it */
  const paperOf = (type: DocumentType, storeCode: string, writtenAt: 'store' | 'hub') => ({
    ...{ documentId: crypto.randomUUID(), type, number: `TEST-${type}-${storeCode}-${writtenAt}`, state: 'submitted' },
    ...{ version: 1, round: 1, writtenAt, storeCode, warehouseCode: `W${storeCode}`, toWarehouseCode: '' },
    ...{ toCondition: 'stock', counterpartyCode: '', sourceId: '', sourceNumber: '', reference: '', reasonCode: '' },
    ...{ settlement: '', dueDate: '', note: '', refusal: '', policyVersion: 1, authorId: 's001.lin', blind: 0 },
    ...{ submittedById: 's001.lin', postedById: null, holderId: '', closesSource: 0, reversalOf: '', value: null },
    ...{ contentHash: 'a'.repeat(64), pendingLevel: 'storeManager', createdAt: '2026-11-22T01:00:00.000Z' },
    ...{ submittedAt: '2026-11-22T01:00:00.000Z', occurredAt: null, postedAt: null, logId: null, seq: null },
  })
  const onOneDocument = (side: 'store' | 'hub') =>
    operationNames.filter((name) => actOf(name) !== null && runsOn(name, side) && name !== 'document.create')
  const people = ['s001.manager', 's002.manager', 're.manager', 'rs.manager', 'hq.operations'] as const
  const seesS001: Record<(typeof people)[number], boolean> = {
    's001.manager': true,
    's002.manager': false,
    're.manager': true,
    'rs.manager': false,
    'hq.operations': true,
  }

  describe('every act on a paper of S001, at the hub', () => {
    const browsers = new Map<string, TestBrowser>()
    beforeAll(async () => {
      for (const userId of people) browsers.set(userId, await hub.browser(userId))
    })

    test.each(documentTypes)('%s', async (type) => {
      const paper = paperOf(type, 'S001', 'store')
      await hub.database.write((tx) => tx.insertRows('document', [paper]))
      const before = await fingerprint(hub.database)
      for (const userId of people) {
        const { role } = chain.users.find(({ id }) => id === userId) as DemoUser
        for (const name of onOneDocument('hub')) {
          if (name === 'document.confirm' && type !== 'supplierReturn') continue
          const input = { ...wellFormedInputs(type)[name], documentId: paper.documentId }
          const code = codeOf(await (browsers.get(userId) as TestBrowser).call(name, input as never))
          const said = ['FORBIDDEN', 'DOCUMENT_NOT_FOUND', 'INTERNAL'].includes(code) ? code : 'looked at'
          const inScope = seesS001[userId] ? 'looked at' : 'DOCUMENT_NOT_FOUND'
          expect([userId, name, said]).toEqual([userId, name, isAllowed({ name, type }, role) ? inScope : 'FORBIDDEN'])
        }
      }
      expect((await fingerprint(hub.database)) === before).toBe(true)
    })

    afterAll(() =>
      hub.database.write(async (tx) => {
        await tx.run('DROP TRIGGER documentKept')
        await tx.run(`DELETE FROM document WHERE number LIKE 'TEST-%'`)
      }),
    )
  })

  test('a paper of another store is nothing to a store PC, whatever the act', async () => {
    await store.signIn('s001.manager')
    for (const type of documentTypes) {
      const paper = paperOf(type, 'S002', 'store')
      await store.database.write((tx) => tx.insertRows('document', [{ ...paper, state: 'draft' }]))
      for (const name of onOneDocument('store').filter((one) => isAllowed({ name: one, type }, 'storeManager'))) {
        if (name === 'document.confirm' && type !== 'supplierReturn') continue
        const input = { ...wellFormedInputs(type)[name], documentId: paper.documentId }
        expect([type, name, codeOf(await store.call(name, input as never))]).toEqual([type, name, 'DOCUMENT_NOT_FOUND'])
      }
    }
    await store.database.write(async (tx) => {
      await tx.run('DROP TRIGGER documentKept')
      await tx.run(`DELETE FROM document WHERE number LIKE 'TEST-%'`)
    })
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
      `SELECT DISTINCT scopeCode FROM userRole WHERE scopeKind = 'store'`,
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
        list.documents[0]?.value,
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
    keys.set('device', { deviceToken: store.backend.keys.secrets()?.deviceToken as string })
  })

  const ask = async (who: Who, name: string, input: unknown): Promise<string> => {
    const { status, answer } = await postTo(hub.url, name, input, keys.get(who))
    const code = codeOf(answer)
    expect(status).toBe(code === 'OK' ? 200 : httpStatusOf(code as never))
    return code
  }

  test.each(triedOn('hub'))('%s', async (_words, tried) => {
    const wrong = await tryAsEverybody(
      tried,
      callers,
      hub.database,
      (who, input) => ask(who, tried.name, input),
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
