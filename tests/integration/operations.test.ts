/**
 * What every operation promises, tried on every operation: a malformed input is refused by its shape and changes
 * nothing; a command repeated with its requestId answers the same and counts once.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/client'
import type { FixedPermission } from '../../src/contract/defaultPolicy'
import type { OperationDeclaration } from '../../src/contract/operation'
import { type InputOf, type OperationName, type OutputOf, operations } from '../../src/contract/operations'
import type { Database } from '../../src/database/unitOfWork'
import { raiseAlarm } from '../../src/hub/alarms'
import { guarded } from '../../src/hub/http/server'
import { ownTemplate } from '../support/labelContents'
import {
  codeOf,
  declarationOf,
  type HttpCaller,
  operationNames,
  postTo,
  rightsOf,
  runsOn,
  wellFormedInputs,
} from '../support/operationInputs'
import { tcpPrinter } from '../support/printers'
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

/** the first bytes of a JPEG, which is all that is looked at */
const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]).toString('base64')

/** a value no field of this product takes in place of the right one */
const wrongFor = (right: unknown, key: string): fc.Arbitrary<unknown> => {
  const never: unknown[] = [1.5, { a: 1 }, [[1]], true]
  // any run of letters is somebody's bytes
  if (key === 'dataBase64') return fc.constantFrom(...never, null, 7, '', '长', 'a b', `${right}=x`)
  if (typeof right === 'string') return fc.constantFrom(...never, null, 7, 'x'.repeat(5000), '长'.repeat(100_000))
  // either is a right one
  if (typeof right === 'boolean') return fc.constantFrom(1.5, { a: 1 }, null, 'true', 1, [])
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
  const needed = keys.filter((key) => !operations[name].input.safeParse(omit(right, key)).success)
  const missing = needed.length === 0 ? whole : fc.constantFrom(...needed).map((key) => omit(right, key))
  const wrong = fc
    .constantFrom(...keys)
    .chain((key) => wrongFor(right[key], key).map((value) => ({ ...right, [key]: value })))
  return fc.oneof(whole, surplus, missing, wrong, wrong)
}

const optionalKeys = new Set(['states', 'storeCode', 'after', 'limit', 'search', 'onlyMoved', 'times'])
const omit = (whole: Record<string, unknown>, key: string): Record<string, unknown> => {
  const { [key]: _left, ...rest } = whole
  return rest
}

/** a well-formed one would end or lock the session the other tests stand on */
const endsSession: readonly OperationName[] = ['signIn.out', 'signIn.lock']
const anythingFor = (name: OperationName): fc.Arbitrary<unknown> =>
  fc.jsonValue({ maxDepth: 4 }).filter((input) => !endsSession.includes(name) || JSON.stringify(input) !== '{}')

/** Rights on documents are HQ operations' own here, and what any user may do they may too. */
const holds = (role: string, permission: OperationDeclaration['permission']): boolean =>
  typeof permission !== 'string' || (chain.policy.rights[permission as FixedPermission]?.includes(role) ?? true)

describe('a malformed input', () => {
  const keys = new Map<string, HttpCaller>()
  const knock = async (side: 'store' | 'hub', name: OperationName, input: unknown): Promise<string> => {
    if (side === 'store') return codeOf(await store.backend.invoke(windowId, name, input, randomUUID()))
    return codeOf((await postTo(hub.url, name, input, keys.get(keyFor(name)))).answer)
  }
  const keyFor = (name: OperationName): string => {
    const { permission } = declarationOf(name)
    if (permission === 'device' || permission === 'public') return permission
    return holds('hqOperations', permission) ? 'hq.operations' : holds('admin', permission) ? 'hq.admin' : 'hq.auditor'
  }

  beforeAll(async () => {
    for (const userId of ['hq.admin', 'hq.operations', 'hq.auditor']) {
      const browser = createBrowser(hub.url)
      await browser.call('signIn.withPassword', { userId, password: `demo-${userId}` })
      keys.set(userId, { cookie: browser.cookie })
    }
    keys.set('device', { deviceToken: store.backend.keys.secrets()?.deviceToken as string })
  })

  /** an act asks for the right of the type it names, so a type somebody may not touch is refused before the rest is read */
  const isShapeOrRight = (name: OperationName, code: string): boolean =>
    code === 'INVALID_INPUT' || (typeof declarationOf(name).permission !== 'string' && code === 'FORBIDDEN')

  const cases = (['store', 'hub'] as const).flatMap((side) =>
    operationNames.filter((name) => runsOn(name, side)).map((name) => [side, name] as const),
  )

  test.each(cases)('on the %s, %s is refused by its shape and changes nothing', async (side, name) => {
    const database = side === 'store' ? store.database : hub.database
    const before = await fingerprint(database)
    const numRuns = guarded.has(name) && side === 'hub' ? 12 : 60
    await fc.assert(
      fc.asyncProperty(malformed(name), async (input) => {
        expect(await knock(side, name, input)).toBe('INVALID_INPUT')
      }),
      { numRuns, seed: 20261122, endOnFailure: true },
    )
    expect(await fingerprint(database)).toBe(before)
  })

  test.each(cases)('on the %s, %s survives anything at all', async (side, name) => {
    const numRuns = guarded.has(name) && side === 'hub' ? 8 : 40
    await fc.assert(
      fc.asyncProperty(anythingFor(name), async (input) => {
        const code = await knock(side, name, input)
        if (!operations[name].input.safeParse(input).success)
          expect([code, isShapeOrRight(name, code)]).toEqual([code, true])
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
    expect(await post(`"${'x'.repeat(5 * 1024 * 1024)}"`)).toEqual([413, 'BODY_TOO_LARGE'])
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
  const covered = new Set<string>()
  const notOnOrder = chain.products.filter(
    ({ sku, status, weighed, keepsLots }) =>
      status === 'active' && !weighed && !keepsLots && !order60.lines.some((line) => line.sku === sku),
  )
  const sku = order60.lines[0]?.sku as string

  interface Door {
    database: () => Database
    ask(name: OperationName, input: object, requestId: string): Promise<Answer<unknown>>
  }
  const atStore: Door = {
    database: () => store.database,
    ask: (name, input, requestId) => store.backend.invoke(windowId, name, input, requestId),
  }
  let cookie = ''
  const atHub: Door = {
    database: () => hub.database,
    ask: async (name, input, requestId) => (await postTo(hub.url, name, input, { cookie }, requestId)).answer,
  }

  /** it changes nothing that was anything before: the paper is open already, the window is locked */
  const saysNoBefore = new Set<string>(['signIn.lock'])

  /** Whoever did it, when and where, and what it was before or is now; one line for one act, however often it was asked. */
  const expectOneLine = async (database: Database, name: OperationName, requestId: string): Promise<void> => {
    const lines = await database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE requestId = ? AND outcome = 'done'`,
      [requestId],
    )
    expect([name, lines.length]).toEqual([name, 1])
    const line = JSON.parse(lines[0]?.payload ?? '{}') as { detail?: object }
    const who = { operation: name, userId: expect.any(String), at: expect.any(String), roles: expect.any(Array) }
    expect(line).toMatchObject(database.kind === 'store' ? { ...who, storeCode: 'S001' } : who)
    const told = Object.keys(line.detail ?? {}).some((key) => ['before', 'after', 'changes'].includes(key))
    expect([name, line.detail, told || saysNoBefore.has(name)]).toEqual([name, line.detail, true])
  }

  /** Asks, asks again, and asks something else under the same id: the same answer, one effect, a refusal. */
  const askTwiceAt = async <N extends OperationName>(
    door: Door,
    name: N,
    input: InputOf<N>,
    other: object,
  ): Promise<OutputOf<N>> => {
    covered.add(name)
    const requestId = randomUUID()
    // what the store still has to tell and to hear would change the files beside the repeated call
    await store.must('app.syncNow', {})
    const first = await door.ask(name, input, requestId)
    expect([name, first]).toMatchObject([name, { ok: true }])
    await expectOneLine(door.database(), name, requestId)
    await store.must('app.syncNow', {})
    const after = await fingerprint(door.database())
    const again = await Promise.all([1, 2].map(() => door.ask(name, input, requestId)))
    expect(again).toEqual([first, first])
    expect((await fingerprint(door.database())) === after, `${name} counted twice`).toBe(true)
    const differs = await door.ask(name, { ...input, ...other }, requestId)
    expect([name, differs]).toMatchObject([
      name,
      { ok: false, error: { code: 'INVALID_INPUT', params: { field: 'requestId' } } },
    ])
    expect((await fingerprint(door.database())) === after, `${name} under a used id changed something`).toBe(true)
    return (first as { value: OutputOf<N> }).value
  }
  const askTwice = <N extends OperationName>(name: N, input: InputOf<N>, other: object) =>
    askTwiceAt(atStore, name, input, other)

  const versionOf = async (id: string) => (await store.must('document.get', { documentId: id })).header.version
  const stranger = randomUUID()

  beforeAll(async () => {
    const browser = createBrowser(hub.url)
    await browser.call('signIn.withPassword', { userId: 'hq.operations', password: 'demo-hq.operations' })
    cookie = browser.cookie
  })
  beforeEach(() => store.signIn('s001.manager'))

  test('device.saveSettings', async () => {
    const scanner = { path: 'COM3', baudRate: 9600 }
    await askTwice('device.saveSettings', { scanners: [], printers: [] }, { scanners: [scanner] })
    const gun = { hid: { vendorId: '0c2e', productId: '0b61', serialNumber: '15232B1F0C' }, name: 'Voyager 1602g' }
    const settings = { scanners: [gun, scanner], printers: [] }
    expect(await store.must('device.saveSettings', settings)).toEqual(settings)
    expect(await store.must('device.settings', {})).toEqual(settings)
    // Neither the one nor the other: a device is not kept by a path, and a port is not kept by a name.
    for (const wrong of [{ ...gun, path: '/dev/hidraw0' }, { ...scanner, name: 'COM3' }, { hid: gun.hid }])
      expect(await store.call('device.saveSettings', { scanners: [wrong], printers: [] } as never)).toMatchObject({
        error: { code: 'INVALID_INPUT' },
      })
  })

  test('paper.saveSettings', async () => {
    await askTwice('paper.saveSettings', { queue: '财务室', size: 'threePart' }, { queue: '' })
    expect(await store.must('paper.settings', {})).toEqual({ queue: '财务室', size: 'threePart' })
    expect(await store.must('paper.queues', {})).toEqual({ spooler: true, queues: ['Q1'] })
    expect(codeOf(await store.call('paper.saveSettings', { queue: '-oraw', size: 'a4' }))).toBe('INVALID_INPUT')
    await store.must('paper.saveSettings', { queue: '', size: 'a4' })
  })

  test('device.saveWedges', async () => {
    const wedge = {
      ...{ name: '1 号枪', prefix: 'A', suffix: '', end: 'tab' as const },
      ...{ gapMs: 80, keys: 'character' as const },
    }
    await askTwice('device.saveWedges', { wedges: [] }, { wedges: [wedge] })
    await store.must('device.saveWedges', { wedges: [wedge] })
    expect((await store.must('app.status', {})).wedges).toEqual([wedge])
    const twice = await store.call('device.saveWedges', { wedges: [wedge, { ...wedge, name: ' 1 号枪 ' }] })
    expect(twice).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  })

  test('scan.read says by which rule, and why not', async () => {
    const { readings } = await store.must('scan.read', { raws: ['6901234567892', '6901234567893', 'SKU-1'] })
    expect(readings.map(({ how, unreadable }) => [how, unreadable])).toEqual([
      ['ean13', false],
      ['badCheckDigit', true],
      ['text', false],
    ])
  })

  test('goodsReceipt.open', async () => {
    const answer = await askTwice('goodsReceipt.open', { orderId: order60.documentId }, { orderId: order12.documentId })
    documentId = answer.documentId
  })

  const receipt = { type: 'goodsReceipt' as const }

  test('document.adjust', async () => {
    const input = { ...receipt, documentId, lineNo: 1, mode: 'add' as const, quantity: 3000 }
    expect(await askTwice('document.adjust', input, { quantity: 4000 })).toMatchObject({ line: { quantity: 3000 } })
  })

  test('document.undo', async () => {
    await store.must('document.adjust', { ...receipt, documentId, lineNo: 1, mode: 'add', quantity: 2000 })
    const answer = await askTwice('document.undo', { ...receipt, documentId }, { documentId: stranger })
    expect(answer).toMatchObject({ line: { quantity: 3000 } })
  })

  test('document.scan, by its scanId', async () => {
    covered.add('document.scan')
    const input = { ...receipt, documentId, scan: scanOf(pieceCode(order60.lines[1]?.sku as string)) }
    const first = await store.must('document.scan', input)
    const after = await fingerprint(store.database)
    expect(await store.must('document.scan', input)).toEqual(first)
    expect(await store.must('document.scan', { ...input, times: 9 })).toEqual(first)
    expect(await fingerprint(store.database)).toBe(after)
    expect(first.line?.quantity).toBe(1000)
  })

  test('a scanId that another document or screen used is refused, not answered as a bug', async () => {
    const used = scanOf(pieceCode(order60.lines[2]?.sku as string))
    await store.must('scan.identify', { scan: used, where: 'home' })
    const before = await fingerprint(store.database)
    const answer = await store.call('document.scan', { ...receipt, documentId, scan: used })
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

  test('document.setAside and document.acceptUnplanned', async () => {
    for (const product of notOnOrder.slice(0, 2))
      await store.must('document.scan', { ...receipt, documentId, scan: scanOf(pieceCode(product.sku)) })
    const { tray } = await store.must('document.get', { documentId })
    const [first, second] = tray.map(({ trayId }) => trayId) as [string, string]
    const reason = '送错了'
    await askTwice('document.setAside', { ...receipt, documentId, trayId: first, reason }, { trayId: second })
    await askTwice('document.acceptUnplanned', { ...receipt, documentId, trayId: second, reason }, { trayId: first })
    const { lines } = await store.must('document.get', { documentId })
    expect(lines.filter(({ unplanned }) => unplanned).map(({ quantity }) => quantity)).toEqual([1000])
  })

  test('document.link, codeRequest.ask, and what HQ says to both', async () => {
    const product = notOnOrder[2]?.sku as string
    const bare = await store.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: 'WZ-1' })
    const paper = { ...receipt, documentId: bare.documentId }
    const codes = ['6901234567892', '6901234567908'] as const
    for (const code of codes) await store.must('document.scan', { ...paper, scan: scanOf(code) })
    const { tray } = await store.must('document.get', { documentId: paper.documentId })
    const [first, second] = tray.map(({ trayId }) => trayId) as [string, string]
    await askTwice('codeRequest.ask', { ...paper, trayId: first }, { trayId: second })
    await askTwice('document.link', { ...paper, trayId: second, sku: product }, { trayId: first })
    await store.must('app.syncNow', {})
    const link = { code: codes[1], sku: product, kind: 'ean13' as const, packFactor: 1000, packName: '' }
    const linked = await askTwiceAt(atHub, 'codeRequest.link', link, { sku: 'none' })
    expect(linked.holders).toMatchObject([{ sku: product }])
    await askTwiceAt(atHub, 'codeRequest.refuse', { code: codes[0], reason: '不收' }, { reason: '再看看' })
    await store.must('document.cancel', { ...paper, reason: '试完了' })
  })

  test('labelTemplate.save and labelTemplate.remove', async () => {
    const templateId = randomUUID()
    const other = { template: { ...ownTemplate, name: '另一个' } }
    const saved = await askTwice('labelTemplate.save', { templateId, version: 0, template: ownTemplate }, other)
    expect(saved).toEqual({ templateId, version: 1 })
    const { templates } = await store.must('labelTemplate.list', {})
    const own = templates.find(({ template }) => template.id === templateId)
    expect(own).toMatchObject({ builtIn: false, version: 1, template: { id: templateId, ...ownTemplate } })
    const drawn = await store.must('labelTemplate.preview', { template: ownTemplate, dpi: 203 })
    expect(drawn).toMatchObject({ widthMm: 40, heightMm: 30, faults: [], warnings: [] })
    const gone = { blocks: ownTemplate.blocks.filter(({ kind }) => kind !== 'price') }
    const faulty = await store.must('labelTemplate.preview', { template: { ...ownTemplate, ...gone }, dpi: 203 })
    expect(faulty.faults).toEqual([{ code: 'priceLost', block: 0, params: {} }])
    await askTwice('labelTemplate.remove', { templateId, version: 1 }, { version: 2 })
    const left = (await store.must('labelTemplate.list', {})).templates
    expect(left.some(({ template }) => template.id === templateId)).toBe(false)
  })

  test('chainTemplate.save, chainTemplate.publish and chainTemplate.withdraw', async () => {
    const templateId = randomUUID()
    const draft = { templateId, version: 0, template: { ...ownTemplate, name: '总部的' } }
    const other = { template: { ...ownTemplate, name: '总部的另一个' } }
    expect(await askTwiceAt(atHub, 'chainTemplate.save', draft, other)).toEqual({ templateId, version: 1 })
    const seen = { templateId, version: 1, publication: 0 }
    const wish = { ...seen, audience: { kind: 'chain' as const, codes: [] }, isDefault: false }
    const told = await askTwiceAt(atHub, 'chainTemplate.publish', wish, { isDefault: true })
    expect(told).toEqual({ templateId, publication: 1 })
    const gone = await askTwiceAt(atHub, 'chainTemplate.withdraw', { ...seen, publication: 1 }, { publication: 2 })
    expect(gone).toEqual({ templateId, publication: 2 })
  })

  test('price.change and price.cancel', async () => {
    const [first, second] = chain.products as [(typeof chain.products)[number], (typeof chain.products)[number]]
    const change = (sku: string, priceFen: number) => ({
      ...{ effectiveDate: '2099-12-31', note: '', lines: [{ sku, priceFen: priceFen + 100 }] },
    })
    const made = await askTwiceAt(
      atHub,
      'price.change',
      change(first.sku, first.priceFen),
      change(second.sku, second.priceFen),
    )
    const { changeId } = made
    const gone = await askTwiceAt(atHub, 'price.cancel', { changeId, reason: '不做了' }, { reason: '再想想' })
    expect(gone.state).toBe('cancelled')
  })

  test('document.hold, document.resume, document.takeOver and goodsReceipt.reveal', async () => {
    const draft = { ...receipt, documentId }
    await askTwice('document.hold', draft, { documentId: stranger })
    await askTwice('document.resume', draft, { documentId: stranger })
    expect((await askTwice('document.takeOver', draft, { documentId: stranger })).header.state).toBe('draft')
    await askTwice('goodsReceipt.reveal', { documentId }, { documentId: stranger })
  })

  test('document.post, also after the store was closed and opened', async () => {
    const version = await versionOf(documentId)
    const posted = await askTwice('document.post', { ...receipt, documentId, version }, { version: version + 1 })
    expect(posted).toMatchObject({ number: 'CGRK-S001-261122-A0001', movements: 3 })
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
    await askTwice('document.cancel', { ...receipt, documentId, reason: '开错了' }, { reason: '别的理由' })
  })

  test('label.add, fill, change, settle and remove', async () => {
    const scan = { why: 'scan' as const, name: '', lines: [{ row: 1, code: sku, copies: 3 }] }
    const { added } = await askTwice('label.add', scan, { name: 'x' })
    expect(added).toMatchObject([{ sku, copies: 3, now: 3 }])
    await askTwice('label.fill', { filter: { kind: 'shelf', from: 'A', to: 'Z' }, copies: 1 }, { copies: 2 })
    const jobIds = added.map(({ jobId }) => jobId)
    await askTwice('label.change', { jobIds, copies: 5 }, { copies: 6 })
    await store.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('printer', 9100)] })
    const answer = store.printer.answer
    store.printer.answer = { ok: false, code: 'PRINTER_RESET', mayHavePrinted: true }
    await store.must('label.print', { jobIds })
    store.printer.answer = answer
    const { batchId = '' } =
      (await store.must('label.queue', {})).jobs.find(({ jobId }) => jobIds.includes(jobId)) ?? {}
    const settled = await askTwice('label.settle', { batchId, firstMissing: null }, { batchId: stranger })
    expect(settled).toEqual({ printed: 5, waiting: 0 })
    await store.must('device.saveSettings', { scanners: [], printers: [] })
    const rest = (await store.must('label.queue', {})).jobs.filter(
      ({ why, state }) => why === 'filter' && state === 'queued',
    )
    await askTwice('label.remove', { jobIds: rest.map(({ jobId }) => jobId) }, { jobIds })
  })

  test('goodsReceipt.openWithoutOrder and document.reverse', async () => {
    const bare = { supplierCode: 'GY001', deliveryNote: 'SH-1' }
    const opened = await askTwice('goodsReceipt.openWithoutOrder', bare, { deliveryNote: 'SH-2' })
    const draft = { ...receipt, documentId: opened.documentId }
    const { header } = await store.must('document.setLine', { ...draft, sku, quantity: 9000 })
    await store.must('document.post', { ...draft, version: header.version })
    const reversal = await askTwice('document.reverse', { ...draft, reason: '记错了' }, { reason: '别的理由' })
    expect(reversal.number).toBe('CGRK-S001-261122-A0005')
  })

  test('a write-off: document.create, setHeader, setLine, removeLine, attach, submit, withdraw and decide', async () => {
    await store.signIn('s001.lin')
    const type = 'writeOff' as const
    const { documentId: id } = await askTwice(
      'document.create',
      { type, reasonCode: 'BROKEN' },
      { reasonCode: 'STOLEN' },
    )
    const draft = { type, documentId: id }
    const named = await askTwice('document.setHeader', { ...draft, note: '早班' }, { note: '晚班' })
    expect(named.header.note).toBe('早班')
    const line = await askTwice('document.setLine', { ...draft, sku, quantity: 1000 }, { quantity: 2000 })
    expect(line.line?.quantity).toBe(1000)
    await store.must('document.setLine', { ...draft, sku: order60.lines[2]?.sku as string, quantity: 1000 })
    const left = await askTwice('document.removeLine', { ...draft, lineNo: 2 }, { lineNo: 1 })
    expect(left.lines.map(({ lineNo }) => lineNo)).toEqual([1])
    const photo = { name: '破损.jpg', mime: 'image/jpeg' as const, dataBase64: picture }
    const kept = await askTwice('document.attach', { ...draft, ...photo }, { name: '另一张.jpg' })
    expect(kept).toMatchObject({ name: '破损.jpg', bytes: 6 })
    const submit = async () =>
      (await askTwice('document.submit', { ...draft, version: await versionOf(id) }, { version: 1 })).header
    expect(await submit()).toMatchObject({ state: 'submitted', pendingLevel: 'storeManager' })
    await askTwice('document.withdraw', { ...draft, reason: '再看看' }, { reason: '别的理由' })
    const { contentHash } = await submit()
    await store.signIn('s001.manager')
    const decision = { ...draft, contentHash, decision: 'approved' as const, reason: '' }
    const decided = await askTwice('document.decide', decision, { decision: 'refused', reason: '不同意' })
    expect(decided.header.state).toBe('posted')
  })

  test('a supplier return: document.confirm', async () => {
    const type = 'supplierReturn' as const
    const words = { counterpartyCode: 'GY001', reasonCode: 'QUALITY' }
    const { documentId: id } = await store.must('document.create', { type, ...words })
    const draft = { type, documentId: id }
    await store.must('document.setLine', { ...draft, sku, quantity: 1000 })
    const { header } = await store.must('document.submit', { ...draft, version: await versionOf(id) })
    await store.must('app.syncNow', {})
    const decision = { ...draft, contentHash: header.contentHash, decision: 'approved' as const, reason: '' }
    await askTwiceAt(atHub, 'document.decide', decision, { decision: 'refused', reason: '不同意' })
    await store.must('app.syncNow', {})
    await store.must('document.post', { ...draft, version: await versionOf(id) })
    const confirmed = await askTwice('document.confirm', { ...draft, reference: '对方已收' }, { reference: '没有收到' })
    expect(confirmed.steps.map(({ step }) => step)).toEqual(['submitted', 'decided.approved', 'posted', 'confirmed'])
  })

  test('a stocktake, from its opening to its papers', async () => {
    const plan = {
      ...{ scope: { kind: 'list' as const, skus: [sku] }, blind: false, tolerancePermille: 0, toleranceFen: 0 },
      ...{ zones: [{ code: 'A01', name: '零食架', temporary: false }], note: '月底' },
    }
    const { stocktakeId, number } = await askTwice('stocktake.open', plan, { note: '别的' })
    await store.must('countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
    expect((await store.must('countSheet.page', { number, page: 1 })).lines).toHaveLength(1)
    const keyed = { stocktakeId, page: 1, line: 1, quantity: 3000 }
    const { documentId: keyedIn } = await askTwice('countSheet.enter', keyed, { quantity: 4000 })
    await store.must('document.cancel', { type: 'stocktakeCount', documentId: keyedIn, reason: '重来' })
    const row: InputOf<'countSheet.takeFile'>['rows'][number] = [2, pieceCode(sku), '3', 'A01', '', '']
    const file = { stocktakeId, name: '手持机.csv', rows: [row] }
    const { papers } = await askTwice('countSheet.takeFile', file, { name: '别的.csv' })
    await store.must('document.cancel', {
      ...{ type: 'stocktakeCount', documentId: papers[0]?.documentId as string, reason: '重来' },
    })
    const zone = { code: 'T1', name: '堆头', temporary: true }
    const more = await askTwice('stocktake.addZone', { stocktakeId, zone }, { zone: { ...zone, code: 'T2' } })
    expect(more.zones.map(({ code }) => code)).toEqual(['A01', 'T1'])
    const countZone = async (quantity: number): Promise<string> => {
      const { documentId } = await askTwice(
        'stocktake.startCount',
        { stocktakeId, zoneCode: 'A01' },
        { zoneCode: 'T1' },
      )
      const paper = { type: 'stocktakeCount' as const, documentId }
      await store.must('document.setLine', { ...paper, sku, quantity })
      await store.must('document.submit', { ...paper, version: await versionOf(documentId) })
      return documentId
    }
    const begun = await store.must('stocktake.startCount', { stocktakeId, zoneCode: 'T1' })
    await askTwice('stocktake.dropCount', { ...begun, reason: '选错了区域' }, { reason: '别的' })
    const first = await countZone(500_000)
    const close = () => askTwice('stocktake.closeCounting', { stocktakeId }, { stocktakeId: stranger })
    expect((await close()).state).toBe('review')
    const forgotten = { stocktakeId, reason: '漏盘一个区域' }
    expect((await askTwice('stocktake.reopen', forgotten, { reason: '别的' })).state).toBe('counting')
    expect((await close()).state).toBe('review')
    await askTwice('stocktake.chooseCount', { stocktakeId, documentId: first }, { documentId: stranger })
    const again = { stocktakeId, zones: [{ zoneCode: 'A01', skus: [] }], note: '再数一遍' }
    expect((await askTwice('stocktake.recount', again, { note: '别的' })).recounts).toHaveLength(1)
    await close()
    const lines = [{ sku, lot: '' }]
    const accepted = await askTwice('stocktake.accept', { stocktakeId, lines, reason: '核对过' }, { reason: '别的' })
    expect(accepted.totals.open).toBe(0)
    const { version } = await store.must('stocktake.get', { stocktakeId })
    const handIn = {
      stocktakeId,
      version,
      uncounted: 'leave' as const,
      uncountedReason: '',
      recountsReason: '没有别人',
    }
    expect((await askTwice('stocktake.submit', handIn, { uncountedReason: '别的' })).papers).toHaveLength(1)
    const other = await store.must('stocktake.open', {
      ...plan,
      scope: { kind: 'list', skus: [order60.lines[5]?.sku as string] },
    })
    const call = { stocktakeId: other.stocktakeId, reason: '改天再盘' }
    expect((await askTwice('stocktake.cancel', call, { reason: '别的' })).state).toBe('cancelled')
  })

  test('a task of HQ, from its schedule to its store', async () => {
    const scope = { kind: 'list' as const, skus: [order60.lines[6]?.sku as string] }
    const plan = { scope, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' }
    const stores = { kind: 'stores' as const, storeCodes: ['S001'] }
    const input = { name: '抽盘', plan, stores, dueDate: '2099-12-31' }
    const { tasks } = await askTwiceAt(atHub, 'stocktakeTask.assign', input, { name: '别的' })
    const taskId = tasks[0]?.taskId as string
    const other = { taskId, storeCode: 'S001', dueDate: '2099-11-30', reason: '改期' }
    const made = await askTwiceAt(atHub, 'stocktakeTask.reassign', other, { reason: '别的' })
    await store.must('app.syncNow', {})
    const opened = await askTwice('stocktakeTask.open', { taskId: made.taskId }, { taskId: stranger })
    expect(opened).toMatchObject({ taskId: made.taskId, blind: true, state: 'counting' })
    await store.must('stocktake.cancel', { stocktakeId: opened.stocktakeId, reason: '改天再盘' })
    await askTwiceAt(atHub, 'stocktakeTask.cancel', { taskId: made.taskId, reason: '不盘了' }, { reason: '别的' })
    const weekly = {
      ...{ name: '每周抽盘', plan, stores, recurrence: { kind: 'weekly' as const, weekdays: [1] } },
      ...{ startDay: '2099-01-01', endDay: '', daysToDo: 1 },
    }
    const { scheduleId } = await askTwiceAt(atHub, 'stocktakeSchedule.save', weekly, { name: '别的' })
    const paused = { scheduleId, state: 'paused' as const }
    await askTwiceAt(atHub, 'stocktakeSchedule.setState', paused, { state: 'ended' })
  })

  test('at HQ: transfer.push, cancel and settle, and the papers of both ends', async () => {
    const bare = { supplierCode: 'GY001', deliveryNote: 'SH-3' }
    const stock = { ...receipt, ...(await store.must('goodsReceipt.openWithoutOrder', bare)) }
    const { header } = await store.must('document.setLine', { ...stock, sku, quantity: 9000 })
    await store.must('document.post', { ...stock, version: header.version })
    const push = {
      ...{ kind: 'transfer' as const, fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23' },
      ...{ note: '', lines: [{ sku, quantity: 1000 }] },
    }
    const called = await askTwiceAt(atHub, 'transfer.push', push, { note: '别的' })
    await askTwiceAt(
      atHub,
      'transfer.cancel',
      { transferId: called.transferId, reason: '不送了' },
      { reason: '还是不送' },
    )
    const { transferId } = await askTwiceAt(
      atHub,
      'transfer.push',
      { ...push, lines: [{ sku, quantity: 2000 }] },
      { note: '别的' },
    )
    await store.must('app.syncNow', {})
    const { documentId: sent } = await askTwice('transfer.openDispatch', { transferId }, { transferId: stranger })
    const dispatch = { type: 'transferDispatch' as const, documentId: sent }
    await store.must('document.adjust', { ...dispatch, lineNo: 1, mode: 'set', quantity: 2000 })
    await store.must('document.post', { ...dispatch, version: await versionOf(sent) })
    await store.must('app.syncNow', {})
    const opened = await askTwiceAt(atHub, 'transfer.openReceipt', { transferId }, { transferId: stranger })
    const arrived = { type: 'transferReceipt' as const, documentId: opened.documentId }
    const one = { ...arrived, lineNo: 1, mode: 'set' as const, quantity: 1000 }
    const counted = await askTwiceAt(atHub, 'document.adjust', one, { quantity: 2000 })
    const { version } = counted.header
    await askTwiceAt(atHub, 'document.post', { ...arrived, version }, { version: version + 1 })
    const settle = { transferId, lineNo: 1, quantity: 1000, way: 'carrierLoss' as const, note: '' }
    const settled = await askTwiceAt(atHub, 'transfer.settle', settle, { way: 'chargeSender' })
    expect(settled).toMatchObject({ state: 'completed', settlements: [{ quantity: 1000 }] })
    const back = { ...arrived, reason: '记错了' }
    expect(await atHub.ask('document.reverse', back, randomUUID())).toMatchObject({ error: { code: 'NOT_REVERSIBLE' } })
  })

  test('lot.correct', async () => {
    const lotted = chain.products.find(({ keepsLots, status }) => keepsLots && status === 'active')?.sku as string
    const bare = { supplierCode: 'GY002', deliveryNote: '' }
    const paper = { ...receipt, ...(await store.must('goodsReceipt.openWithoutOrder', bare)) }
    const of = { sku: lotted, lot: 'L1' }
    await store.must('document.setLine', { ...paper, ...of, expiryDate: '2027-03-31', quantity: 1000 })
    await store.must('document.post', { ...paper, version: await versionOf(paper.documentId) })
    const input = { ...of, warehouseCode: 'WS001', expiryDate: '2027-04-30', reason: '看错了' }
    expect(await askTwice('lot.correct', input, { expiryDate: '2027-05-31' })).toMatchObject({ before: '2027-03-31' })
  })

  test('at HQ: policy.save and warehouse.save', async () => {
    const read = (await atHub.ask('policy.get', {}, randomUUID())) as { value: OutputOf<'policy.get'> }
    const { version, ...policy } = read.value.policy
    const input = {
      baseVersion: version,
      policy: { ...policy, transfers: { ...policy.transfers, settleByItselfBelowFen: 1 } },
      note: '小额自动',
    }
    expect(await askTwiceAt(atHub, 'policy.save', input, { note: '别的' })).toEqual({ version: version + 1 })
    const warehouse = { code: 'WR01', name: '华东区域仓', kind: 'regional' as const, storeCode: null }
    await askTwiceAt(atHub, 'warehouse.save', { warehouse }, { warehouse: { ...warehouse, name: '华东仓' } })
  })

  test('at HQ: the tree, people and roles', async () => {
    const region = { code: 'R-T', name: '试验大区' }
    await askTwiceAt(atHub, 'org.saveRegion', { region, isNew: true }, { region: { ...region, name: '别的' } })
    const shop = { code: 'S900', name: '试验店', regionCode: 'R-T', address: '', phone: '' }
    await askTwiceAt(atHub, 'org.saveStore', { store: shop, isNew: true }, { store: { ...shop, name: '别的' } })
    const { policy } = ((await atHub.ask('policy.get', {}, randomUUID())) as { value: OutputOf<'policy.get'> }).value
    const part = rightsOf(policy)
    const rights = { ...part.rights, 'label.view': [...part.rights['label.view'], 'auditor'] }
    const input = { ...part, rights, baseVersion: policy.version, note: '稽核可看标签' }
    expect(await askTwiceAt(atHub, 'role.save', input, { note: '别的' })).toEqual({ version: policy.version + 1 })
    const browser = createBrowser(hub.url)
    await browser.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
    const atAdmin: Door = {
      ...atHub,
      ask: async (name, asked, requestId) =>
        (await postTo(hub.url, name, asked, { cookie: browser.cookie }, requestId)).answer,
    }
    const clerk = { role: 'clerk', scopeKind: 'store' as const, scopeCode: 'S900', validFrom: '', validUntil: '' }
    const person = { userId: 's900.clerk', isNew: true, baseChange: 0, name: '甲', nameEn: '', active: true }
    const saved = await askTwiceAt(atAdmin, 'user.save', { ...person, assignments: [clerk] }, { name: '乙' })
    expect(saved).toEqual({ userId: 's900.clerk', changeNo: 1 })
  })

  test('at HQ: account.endSession and session.end', async () => {
    const browsers = [createBrowser(hub.url), createBrowser(hub.url), createBrowser(hub.url)]
    for (const browser of browsers)
      await browser.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
    const caller = { cookie: browsers[0]?.cookie ?? '' }
    const atAdmin: Door = {
      ...atHub,
      ask: async (name, input, requestId) => (await postTo(hub.url, name, input, caller, requestId)).answer,
    }
    const listed = (await atAdmin.ask('account.sessions', {}, randomUUID())) as { value: OutputOf<'account.sessions'> }
    const [one, other] = listed.value.sessions.filter(({ own }) => !own).map(({ sessionId }) => sessionId)
    await askTwiceAt(atAdmin, 'account.endSession', { sessionId: one as string }, { sessionId: randomUUID() })
    await askTwiceAt(atAdmin, 'session.end', { sessionId: other as string }, { sessionId: randomUUID() })
  })

  test('at HQ: a PC revoked and restored, an alarm closed, a spot check noted', async () => {
    const browser = createBrowser(hub.url)
    await browser.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
    const atAdmin: Door = {
      ...atHub,
      ask: async (name, input, requestId) =>
        (await postTo(hub.url, name, input, { cookie: browser.cookie }, requestId)).answer,
    }
    const deviceId = randomUUID()
    const pc = { deviceId, storeCode: 'S003', letter: 'Z', publicKey: 'none', tokenHash: 'none', state: 'active' }
    await hub.database.write(async (tx) => {
      await tx.insertRows('device', [{ ...pc, enrolledAt: '2026-11-22T01:00:00.000Z' }])
      await raiseAlarm(tx, hub.runtime, { kind: 'fork', storeCode: 'S003', deviceId, logId: randomUUID(), seq: 1 })
    })
    expect((await browser.call('enrolment.createCode', { storeCode: 'S003' })).ok).toBe(true)
    await askTwiceAt(atAdmin, 'enrolment.cancelCode', { storeCode: 'S003' }, { storeCode: 'S002' })
    await askTwiceAt(atAdmin, 'device.revoke', { deviceId, reason: '电脑丢了' }, { reason: '别的' })
    const logId = randomUUID()
    const stocktakeId = randomUUID()
    await hub.database.write(async (tx) => {
      const log = await tx.one<object>(`SELECT * FROM log WHERE kind <> 'trail' LIMIT 1`)
      await tx.insertRows('log', [{ ...log, logId, deviceId }])
      const counting = await tx.one<object>('SELECT * FROM stocktake LIMIT 1')
      const own = { stocktakeId, number: 'PD-S003-261122-Z0001', storeCode: 'S003', state: 'counting', logId }
      await tx.insertRows('stocktake', [{ ...counting, ...own }])
    })
    await askTwiceAt(atHub, 'stocktake.callOff', { stocktakeId, reason: '电脑丢了' }, { reason: '别的' })
    await askTwiceAt(atAdmin, 'device.restore', { deviceId, reason: '找回来了' }, { reason: '别的' })
    const alarm = await hub.database.read.one<{ alarmId: string }>('SELECT alarmId FROM alarm WHERE deviceId = ?', [
      deviceId,
    ])
    await askTwiceAt(atAdmin, 'alarm.retry', { alarmId: alarm?.alarmId ?? '' }, { alarmId: randomUUID() })
    await askTwiceAt(atAdmin, 'alarm.close', { alarmId: alarm?.alarmId ?? '', note: '已核对' }, { note: '别的' })
    const posted = await hub.database.read.one<{ documentId: string }>(
      `SELECT documentId FROM document WHERE state = 'posted' AND storeCode = 'S001' LIMIT 1`,
    )
    const look = { documentId: posted?.documentId ?? '', finding: 'fine' as const, note: '数过' }
    await askTwiceAt(atHub, 'audit.noteSpotCheck', look, { note: '别的' })
  })

  test('a locked window stays locked and says so, however often it is asked to lock', async () => {
    covered.add('signIn.lock')
    const requestId = randomUUID()
    expect(await atStore.ask('signIn.lock', {}, requestId)).toMatchObject({ ok: true })
    await expectOneLine(store.database, 'signIn.lock', requestId)
    const again = await atStore.ask('signIn.lock', {}, requestId)
    expect(again.ok || again.error.code === 'SESSION_LOCKED').toBe(true)
    await expectOneLine(store.database, 'signIn.lock', requestId)
    expect(await store.must('signIn.current', {})).toMatchObject({ locked: true })
  })

  test('a one-time code is kept nowhere in clear', async () => {
    const admin = createBrowser(hub.url)
    await admin.call('signIn.withPassword', { userId: 'hq.admin', password: 'demo-hq.admin' })
    const created = await admin.call('enrolment.createCode', { storeCode: 'S002' })
    expect(created.ok).toBe(true)
    const kept = await Promise.all(
      ['savedAnswer', 'trail', 'enrolmentCode', 'meta'].map((table) => hub.database.read.all(`SELECT * FROM ${table}`)),
    )
    expect(JSON.stringify(kept)).not.toContain(created.ok ? created.value.code : '?')
  })

  test('no declared command was left out', () => {
    const commands = operationNames.filter((name) => declarationOf(name).kind === 'command')
    expect(commands.filter((name) => !covered.has(name))).toEqual([])
  })
})
