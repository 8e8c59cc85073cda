/**
 * What every operation promises, tried on every operation: a malformed input is refused by its shape and changes
 * nothing; a command repeated with its requestId answers the same and counts once.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/client'
import { type OperationName, operations } from '../../src/contract/operations'
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
  order60,
  pieceCode,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
  windowId,
} from '../support/world'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore

beforeAll(async () => {
  hub = await startHub(folder)
  store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  await store.must('app.syncNow', {})
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

/** a value no field of this product takes in place of the right one */
const wrongFor = (right: unknown): fc.Arbitrary<unknown> => {
  const never: unknown[] = [1.5, { a: 1 }, [[1]], true]
  if (typeof right === 'string') return fc.constantFrom(...never, null, 7, 'x'.repeat(5000), '长'.repeat(100_000))
  if (typeof right === 'number') return fc.constantFrom(...never, null, '7', '', 1e300)
  if (Array.isArray(right))
    return fc.constantFrom(1.5, { 0: 'a' }, 'text', null, [null], [[]], [{}], Array(2000).fill({}))
  return fc.constantFrom(...never, 'text', 7, [])
}

/** The well-formed input with exactly one thing wrong. */
const malformed = (name: OperationName): fc.Arbitrary<unknown> => {
  const right = wellFormedInputs()[name] as Record<string, unknown>
  const keys = Object.keys(right)
  const whole = fc.constantFrom<unknown>(null, [], [right], 'text', 7, true, '')
  const surplus = fc
    .tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.jsonValue())
    .filter(([key]) => !Object.hasOwn(right, key) && key !== '__proto__' && !optionalKeys.has(key))
    .map(([key, value]) => ({ ...right, [key]: value }))
  if (keys.length === 0) return fc.oneof(whole, surplus)
  const missing = fc.constantFrom(...keys.filter((key) => key !== 'limit')).map((key) => omit(right, key))
  const wrong = fc
    .constantFrom(...keys)
    .chain((key) => wrongFor(right[key]).map((value) => ({ ...right, [key]: value })))
  return fc.oneof(whole, surplus, missing, wrong, wrong)
}

const optionalKeys = new Set(['state', 'storeCode', 'after', 'limit', 'search', 'onlyMoved', 'times'])
const omit = (whole: Record<string, unknown>, key: string): Record<string, unknown> => {
  const { [key]: _left, ...rest } = whole
  return rest
}

/** a well-formed sign-out would end the session the other tests stand on */
const anythingFor = (name: OperationName): fc.Arbitrary<unknown> =>
  fc.jsonValue({ maxDepth: 4 }).filter((input) => name !== 'signIn.out' || JSON.stringify(input) !== '{}')

describe('a malformed input', () => {
  const keys = new Map<string, HttpCaller>()
  const knock = async (side: 'store' | 'hub', name: OperationName, input: unknown): Promise<string> => {
    if (side === 'store') return codeOf(await store.backend.invoke(windowId, name, input, randomUUID()))
    return codeOf((await postTo(hub.url, name, input, keys.get(keyFor(name)))).answer)
  }
  const keyFor = (name: OperationName): string => {
    const { permission } = declarationOf(name)
    if (permission === 'device' || permission === 'public') return permission
    return permission === 'enrolment.manage' ? 'hq.admin' : 'hq.auditor'
  }

  beforeAll(async () => {
    for (const userId of ['hq.admin', 'hq.auditor']) {
      const browser = createBrowser(hub.url)
      await browser.call('signIn.withPassword', { userId, password: `demo-${userId}` })
      keys.set(userId, { cookie: browser.cookie })
    }
    keys.set('device', { deviceToken: (await readEnrolment(store.database.read))?.deviceToken as string })
  })

  const guarded = ['signIn.withPassword', 'signIn.checkPin', 'sync.enrol']
  const cases = (['store', 'hub'] as const).flatMap((side) =>
    operationNames.filter((name) => runsOn(name, side)).map((name) => [side, name] as const),
  )

  test.each(cases)('on the %s, %s is refused by its shape and changes nothing', async (side, name) => {
    const database = side === 'store' ? store.database : hub.database
    const before = await fingerprint(database)
    const numRuns = guarded.includes(name) && side === 'hub' ? 12 : 60
    await fc.assert(
      fc.asyncProperty(malformed(name), async (input) => {
        expect(await knock(side, name, input)).toBe('INVALID_INPUT')
      }),
      { numRuns, seed: 20261122, endOnFailure: true },
    )
    expect(await fingerprint(database)).toBe(before)
  })

  test.each(cases)('on the %s, %s survives anything at all', async (side, name) => {
    const numRuns = guarded.includes(name) && side === 'hub' ? 8 : 40
    await fc.assert(
      fc.asyncProperty(anythingFor(name), async (input) => {
        const code = await knock(side, name, input)
        if (!operations[name].input.safeParse(input).success) expect(code).toBe('INVALID_INPUT')
        else expect(code).not.toBe('INTERNAL')
      }),
      { numRuns, seed: 7, endOnFailure: true },
    )
  })

  test('a name that is no operation is UNKNOWN_OPERATION, whatever it looks like', async () => {
    const names = [
      '',
      'goodsReceipt',
      'goodsReceipt.',
      '__proto__',
      'constructor',
      'toString',
      'x'.repeat(10_000),
      '取.消',
      '../..',
    ]
    for (const name of names) {
      expect(codeOf(await store.backend.invoke(windowId, name, {}, randomUUID()))).toBe('UNKNOWN_OPERATION')
    }
    for (const path of ['nothing/here', '__proto__/constructor', 'goodsReceipt', '%00']) {
      const response = await fetch(`${hub.url}/api/${path}`, { method: 'POST', body: '{}' })
      expect([path, response.status]).toEqual([path, 404])
      expect(codeOf((await response.json()) as never)).toBe('UNKNOWN_OPERATION')
    }
  })

  test('a body that is no JSON, too large or empty is answered in our own words', async () => {
    const post = async (body: string) => {
      const response = await fetch(`${hub.url}/api/stock/list`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return [response.status, codeOf((await response.json()) as never)]
    }
    expect(await post('{"a":')).toEqual([400, 'INVALID_INPUT'])
    expect(await post('')).toEqual([400, 'INVALID_INPUT'])
    expect(await post('{"__proto__":{"admin":true}}')).toEqual([400, 'INVALID_INPUT'])
    expect(await post(`"${'x'.repeat(5 * 1024 * 1024)}"`)).toEqual([400, 'INVALID_INPUT'])
  })

  test('the thirty-first sign-in of a minute is told to wait, in our own words', async () => {
    await hub.stop()
    await hub.start()
    const codes: string[] = []
    for (let attempt = 0; attempt < 31; attempt += 1) {
      const { status, answer } = await postTo(hub.url, 'sync.enrol', wellFormedInputs()['sync.enrol'])
      codes.push(`${status} ${codeOf(answer)}`)
    }
    expect(codes.slice(0, 30)).toEqual(Array(30).fill('422 ENROLMENT_CODE_INVALID'))
    expect(codes[30]).toBe('429 TOO_MANY_REQUESTS')
  })
})

describe('a command repeated with its requestId', () => {
  let documentId = ''
  let trayIds: string[] = []
  const covered = new Set<string>()
  const notOnOrder = chain.products.filter(
    ({ sku, status, weighed }) => status === 'active' && !weighed && !order60.lines.some((line) => line.sku === sku),
  )

  /** Asks, asks again, and asks something else under the same id: the same answer, one effect, a refusal. */
  const askTwice = async (name: OperationName, input: object, other: object): Promise<Answer<unknown>> => {
    covered.add(name)
    const requestId = randomUUID()
    const first = await store.backend.invoke(windowId, name, input, requestId)
    expect([name, codeOf(first)]).toEqual([name, 'OK'])
    const after = await fingerprint(store.database)
    const again = await Promise.all([1, 2].map(() => store.backend.invoke(windowId, name, input, requestId)))
    expect(again).toEqual([first, first])
    expect(await fingerprint(store.database)).toBe(after)
    const differs = await store.backend.invoke(windowId, name, other, requestId)
    expect(differs).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', params: { field: 'requestId' } } })
    expect(await fingerprint(store.database)).toBe(after)
    return first
  }

  beforeEach(() => store.signIn('s001.manager'))

  test('device.saveSettings', async () => {
    const scanner = { path: 'COM3', baudRate: 9600 }
    await askTwice('device.saveSettings', { scanners: [], printer: null }, { scanners: [scanner], printer: null })
  })

  test('goodsReceipt.open', async () => {
    const answer = await askTwice('goodsReceipt.open', { orderId: order60.documentId }, { orderId: order12.documentId })
    documentId = (answer as { value: { documentId: string } }).value.documentId
  })

  test('document.adjust', async () => {
    const input = { documentId, lineNo: 1, mode: 'add', quantity: 3000 }
    const answer = await askTwice('document.adjust', { type: 'goodsReceipt', ...input }, { ...input, quantity: 4000 })
    expect(answer).toMatchObject({ value: { line: { quantity: 3000 } } })
  })

  test('document.undo', async () => {
    await store.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo: 1, mode: 'add', quantity: 2000 })
    const answer = await askTwice('document.undo', { type: 'goodsReceipt', documentId }, { documentId: randomUUID() })
    expect(answer).toMatchObject({ value: { line: { quantity: 3000 } } })
  })

  test('goodsReceipt.scan, by its scanId', async () => {
    covered.add('document.scan')
    const input = { documentId, scan: scanOf(pieceCode(order60.lines[1]?.sku as string)) }
    const first = await store.must('document.scan', { type: 'goodsReceipt', ...input })
    const after = await fingerprint(store.database)
    expect(await store.must('document.scan', { type: 'goodsReceipt', ...input })).toEqual(first)
    expect(await store.must('document.scan', { type: 'goodsReceipt', ...input, times: 9 })).toEqual(first)
    expect(await fingerprint(store.database)).toBe(after)
    expect(first.line?.quantity).toBe(1000)
  })

  test('a scanId that another document or screen used is refused, not answered as a bug', async () => {
    const used = scanOf(pieceCode(order60.lines[2]?.sku as string))
    await store.must('scan.identify', { scan: used, where: 'home' })
    const before = await fingerprint(store.database)
    const answer = await store.call('document.scan', { type: 'goodsReceipt', documentId, scan: used })
    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', params: { field: 'scan.scanId' } } })
    expect(await fingerprint(store.database)).toBe(before)
  })

  test('scan.identify, by its scanId', async () => {
    covered.add('scan.identify')
    const input = { scan: scanOf(order12.deliveryNote), where: 'home' as const }
    const first = await store.must('scan.identify', input)
    const after = await fingerprint(store.database)
    expect(await store.must('scan.identify', input)).toEqual(first)
    expect(await fingerprint(store.database)).toBe(after)
    expect(first.meaning).toMatchObject({ kind: 'order', orderId: order12.documentId, draftId: null })
  })

  test('goodsReceipt.setAside and goodsReceipt.acceptUnplanned', async () => {
    for (const product of notOnOrder.slice(0, 2)) {
      await store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(pieceCode(product.sku)) })
    }
    const { tray } = await store.must('document.get', { documentId })
    trayIds = tray.map(({ trayId }) => trayId)
    const [first, second] = trayIds
    const reason = '送错了'
    await askTwice(
      'document.setAside',
      { type: 'goodsReceipt', documentId, trayId: first, reason },
      { documentId, trayId: second, reason },
    )
    await askTwice(
      'document.acceptUnplanned',
      { type: 'goodsReceipt', documentId, trayId: second, reason },
      { documentId, trayId: first, reason },
    )
    const { lines } = await store.must('document.get', { documentId })
    expect(lines.filter(({ unplanned }) => unplanned).map(({ quantity }) => quantity)).toEqual([1000])
  })

  test('goodsReceipt.post, also after the store was closed and opened', async () => {
    const { header } = await store.must('document.get', { documentId })
    const input = { documentId, version: header.version }
    await askTwice('document.post', { type: 'goodsReceipt', ...input }, { documentId, version: header.version + 1 })
    const requestId = randomUUID()
    const { documentId: second } = await store.must('goodsReceipt.open', { orderId: order12.documentId }, requestId)
    await store.close()
    store = await openStore(folder, undefined, { shellId: 'shell-2' })
    await store.signIn('s001.manager')
    const again = await store.must('goodsReceipt.open', { orderId: order12.documentId }, requestId)
    expect(again).toEqual({ documentId: second })
    documentId = second
  })

  test('document.cancel', async () => {
    await askTwice('document.cancel', { type: 'goodsReceipt', documentId, reason: '开错了' }, { documentId, reason: '别的理由' })
  })

  test('a one-time code is kept nowhere in clear', async () => {
    const admin = createBrowser(hub.url)
    await admin.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
    const created = await admin.call('enrolment.createCode', { storeCode: 'S002' })
    expect(created.ok).toBe(true)
    const kept = await Promise.all(
      ['savedAnswer', 'operationLog', 'enrolmentCode', 'meta'].map((table) =>
        hub.database.read.all(`SELECT * FROM ${table}`),
      ),
    )
    expect(JSON.stringify(kept)).not.toContain(created.ok ? created.value.code : '?')
  })

  test('no declared command was left out', () => {
    const commands = operationNames.filter((name) => declarationOf(name).kind === 'command')
    expect(commands.filter((name) => !covered.has(name))).toEqual([])
  })
})
