/** 单据打印: what a person may see is on the paper and nothing else, each print is counted and told, a reprint says so. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ErrandCall } from '../../src/store/calls'
import { handOver } from '../../src/store/paper/handOver'
import type { TestHub, TestStore } from '../support/world'
import {
  chain,
  createClock,
  enrol,
  openStore,
  order12,
  removeFolder,
  startHub,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
let hub: TestHub
let store: TestStore
let documentId: string
let number: string

beforeAll(async () => {
  hub = await startHub(folder, clock)
  store = await openStore(folder, clock)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  ;({ documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId }))
  number = (await store.must('document.get', { documentId })).header.number
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const plain = { size: 'a4', language: 'zh-CN', to: 'viewer' } as const
const print = (own: object = {}) =>
  store.must('paper.print', { ...plain, what: { form: 'document', documentId }, ...own })
/** what stood on the last paper, without its markup */
const lastPaper = (): string =>
  (store.papers.printed.at(-1)?.html ?? '').replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' ')

test('a draft says that it is one; printed again it says which print it is; both are told', async () => {
  expect(await print()).toMatchObject({ pages: 1, files: 1, printNo: 1, queue: '', waits: '', opened: true })
  expect(lastPaper()).toContain('草稿 未审核')
  expect(lastPaper()).toContain(number)
  expect(lastPaper()).not.toContain('补打')
  expect(await print({ size: 'threePart' })).toMatchObject({ printNo: 2 })
  expect(lastPaper()).toContain('补打 本机第 2 次打印')
  expect(lastPaper()).toContain('①存根联')
  const told = await store.database.read.all<{ documentId: string; payload: string }>(
    `SELECT documentId, payload FROM trail WHERE operation = 'paper.print' ORDER BY seq`,
  )
  expect(told.map((line) => line.documentId)).toEqual([documentId, documentId])
  expect(told.map(({ payload }) => (JSON.parse(payload) as { detail: object }).detail)).toMatchObject([
    { number, form: 'document', size: 'a4', before: { printed: 0 }, after: { printed: 1 } },
    { number, form: 'document', size: 'threePart', before: { printed: 1 }, after: { printed: 2 } },
  ])
  const { rows } = await store.must('trail.search', { operation: 'paper.print', search: number, limit: 10 })
  expect(rows.map((row) => row.number)).toEqual([number, number])
  const { total, prints } = await store.must('paper.printed', { documentId })
  expect(total).toBe(2)
  expect(prints[0]).toMatchObject({ printNo: 2, size: 'threePart', userName: expect.stringMatching(/./) })
})

test('looked at it is no print: a preview says so on the paper and by its name, and nothing is written down', async () => {
  const kept = () =>
    store.database.read.all(`SELECT (SELECT count(*) FROM paperPrint) AS prints, (SELECT count(*) FROM trail) AS told,
      (SELECT count(*) FROM meta WHERE key LIKE 'paperAsked:%') AS asked`)
  const before = await kept()
  const look = { size: 'a4', language: 'zh-CN' } as const
  const what = { form: 'document', documentId } as const
  expect(await store.must('paper.preview', { ...look, what })).toMatchObject({ pages: 1, files: 1, opened: true })
  expect(store.papers.printed.at(-1)?.name).toMatch(/^预览-/)
  expect(store.papers.printed.at(-1)?.html).toContain('<div class="across"><span>预览</span></div>')
  expect(lastPaper()).toContain('预览，不是打印件')
  expect(lastPaper()).not.toContain('补打')
  await store.must('paper.preview', { ...look, language: 'en-US', size: 'threePart', what })
  expect(lastPaper()).toContain('PREVIEW')
  const list = { form: 'stock', warehouseCode: 'WS001' } as const
  expect(await store.must('paper.previewList', { ...look, what: list })).toMatchObject({ leftOut: null })
  expect(lastPaper()).toContain('预览，不是打印件')
  expect(await kept()).toEqual(before)
})

test('two windows print at once: each print has its own number', async () => {
  const answers = await Promise.all([print(), print()])
  expect(answers.map(({ printNo }) => printNo).sort()).toEqual([3, 4])
})

test('posted it is another paper: its first print is no reprint, and nothing stands across it', async () => {
  const { lines, header } = await store.must('document.get', { documentId })
  for (const { sku, expectedQuantity, lineNo, keepsLots } of lines) {
    const lot = keepsLots ? { lot: 'L1', expiryDate: '2028-12-31' } : {}
    const quantity = lineNo === 1 ? 1000 : (expectedQuantity ?? 0)
    await store.must('document.setLine', { type: 'goodsReceipt', documentId, sku, quantity, sure: true, ...lot })
  }
  const { version } = (await store.must('document.get', { documentId })).header
  await store.must('document.post', { type: 'goodsReceipt', documentId, version })
  expect(header.state).toBe('draft')
  expect(await print()).toMatchObject({ printNo: 1 })
  expect(lastPaper()).not.toContain('草稿')
  expect(lastPaper()).not.toContain('补打')
  expect((await store.must('paper.printed', { documentId })).total).toBe(5)
})

test('the slip has what differs and nothing else', async () => {
  const { lines } = await store.must('document.get', { documentId })
  expect(await print({ what: { form: 'difference', documentId } })).toMatchObject({ printNo: 1 })
  const slip = lastPaper()
  expect(slip).toContain('收货差异单')
  expect(slip).toContain('短缺')
  expect(slip).toContain(lines[0]?.sku)
  const whole = lines.find((line) => line.lineNo > 1 && line.splitOf === 0 && line.quantity === line.expectedQuantity)
  expect(slip).not.toContain(whole?.sku)
})

test('what goods cost stands on the paper of whoever may see it, and on no other', async () => {
  await print()
  for (const words of ['单价', '金额', '¥']) expect(lastPaper()).toContain(words)
  await store.signIn('s001.lin')
  await print()
  for (const words of ['单价', '金额', '¥']) expect(lastPaper()).not.toContain(words)
  for (const form of ['difference'] as const) {
    await print({ what: { form, documentId } })
    expect(lastPaper()).not.toContain('¥')
  }
})

test('lists: what lies in the warehouse, and what is near its expiry; neither is a reprint of the last', async () => {
  const warehouseCode = 'WS001'
  const first = await print({ what: { form: 'stock', warehouseCode } })
  expect(first).toMatchObject({ printNo: 0 })
  expect(lastPaper()).toContain('库存确认单')
  await print({ what: { form: 'stock', warehouseCode }, language: 'en-US' })
  expect(lastPaper()).toContain('Stock confirmation form')
  expect(lastPaper()).not.toContain('REPRINT')
  await print({ what: { form: 'nearExpiry', warehouseCode, days: 730 } })
  expect(lastPaper()).toContain('临期商品清单')
})

test('to the queue: the paper is laid out whole, then handed over; why it waits is said', async () => {
  await store.signIn('s001.manager')
  await store.must('paper.saveSettings', { queue: 'Q1', size: 'threePart' })
  store.papers.spool = { ok: true, waits: 'The printer may not exist or is unavailable at this time.' }
  expect(await print({ to: 'printer', size: 'threePart' })).toMatchObject({
    ...{ queue: 'Q1', waits: 'The printer may not exist or is unavailable at this time.' },
  })
  expect(store.papers.spooled.at(-1)).toEqual({ file: 'paper.pdf', queue: 'Q1', size: 'threePart' })
})

test('a document of every type a shop begins prints', async () => {
  const sku = chain.products.find(
    ({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots,
  )?.sku
  for (const type of ['writeOff', 'overage', 'internalUse', 'otherIn', 'otherOut', 'customerReturn'] as const) {
    const draft = await store.must('document.create', { type })
    await store.must('document.setLine', { type, ...draft, sku: sku ?? '', quantity: 2000 })
    for (const size of ['a4', 'threePart'] as const) {
      expect(await print({ what: { form: 'document', ...draft }, size })).toMatchObject({ pages: 1 })
      expect(lastPaper()).toContain(sku)
    }
  }
})

test.each([
  ['the first', 1, 0, undefined],
  ['the second, which leaves half a paper in somebody’s hands', 2, 1, 'unsure'],
] as const)('a queue refuses %s of two files', async (_which, refusedFile, spooled, cameOut) => {
  let handed = 0
  const queueClosed = { ok: false, code: 'PAPER_QUEUE_CLOSED', message: 'closed' } as const
  const runtime = {
    ...{ clock, ids: { uuid: () => `two-files-${refusedFile}` }, database: store.database },
    host: {
      printPaper: async ({ name }: { name: string }) => ({ file: `${name}.pdf`, opened: false }),
      spoolPaper: async () => (++handed === refusedFile ? queueClosed : { ok: true, waits: '' }),
    },
  }
  const call = { runtime, read: store.database.read, clientId: 'window:1', requestId: randomUUID(), actor: null }
  const job = { name: 'two', paper: { files: 2, html: () => '' }, queue: 'Q1', size: 'a4' as const }
  const print = {
    ...{ subjectId: `two-files-${refusedFile}`, form: 'stock' as const, state: '', printNo: 1, size: 'a4' as const },
    ...{ language: 'zh-CN' as const, queue: 'Q1', userId: 's001.manager', printedAt: '2026-11-22T01:00:00.000Z' },
  }
  const record = { operation: 'paper.print' as const, detail: { name: print.subjectId }, print }
  const asked = handOver(call as unknown as ErrandCall, job, record)
  await expect(asked).rejects.toMatchObject({ code: 'PAPER_QUEUE_CLOSED' })
  expect(handed).toBe(refusedFile)
  const { read } = store.database
  const told = await read.all<{ payload: string }>(
    `SELECT payload FROM trail WHERE operation = 'paper.print' AND requestId = ?`,
    [call.requestId],
  )
  // refused whole it never came out; once a file is out, the next print is marked
  expect(told).toHaveLength(spooled)
  expect(told.map(({ payload }) => (JSON.parse(payload) as { detail: { cameOut?: string } }).detail.cameOut)).toEqual(
    cameOut === undefined ? [] : [cameOut],
  )
  const [kept] = await read.all<{ prints: number }>('SELECT count(*) AS prints FROM paperPrint WHERE subjectId = ?', [
    print.subjectId,
  ])
  expect(kept?.prints).toBe(spooled)
  expect(await read.all(`SELECT key FROM meta WHERE key LIKE 'paperAsked:%'`)).toEqual([])
})
