/** The label queue as a shop uses it: filled while receiving, by scans, files and filters; sent in batches; in doubt, asked. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabelJob } from '../../../src/contract/operations/label'
import { verifyLedger } from '../../../src/ledger/verify'
import { forgetOldLabels, jobsKeptMs } from '../../../src/store/labels/forgetOld'
import { tcpPrinter } from '../../support/printers'
import {
  chain,
  createClock,
  enrol,
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
} from '../../support/world'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore
const type = 'goodsReceipt' as const
const ok = { ok: true } as const

beforeAll(async () => {
  hub = await startHub(folder)
  store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})
beforeEach(async () => {
  store.printer.answer = ok
  store.printed.length = 0
})

const queue = async (): Promise<LabelJob[]> => {
  await store.backend.receiptLabels.settled()
  return (await store.must('label.queue', {})).jobs
}
const plain = chain.products.filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)
const withPrinter = (...printers: ReturnType<typeof tcpPrinter>[]) =>
  store.must('device.saveSettings', { scanners: [], printers })
const added = async (copies: number, from = 0, lines = 1): Promise<LabelJob[]> => {
  const codes = plain.slice(from, from + lines).map(({ sku }, index) => ({ row: index + 1, code: sku, copies }))
  const answer = await store.must('label.add', { why: 'file', name: `${from}.xlsx`, lines: codes })
  const ids = answer.added.map(({ jobId }) => jobId)
  const jobs = await queue()
  return ids.map((id) => jobs.find(({ jobId }) => jobId === id) as LabelJob)
}

describe('a receipt', () => {
  let documentId = ''
  let number = ''
  const own = async () => (await queue()).filter(({ origin }) => origin === number)
  const inStore = order60.lines
    .slice(1)
    .find(({ sku }) => chain.barcodes.find((one) => one.sku === sku && one.packFactor === 1000)?.kind === 'inStore')
  const scan = (sku: string, times = 1) =>
    store.must('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), times, meant: times * 1000 })

  test('each piece it accepts is in the queue before anything is posted, and nothing is sent yet', async () => {
    await withPrinter(tcpPrinter('printer', 9100))
    documentId = (await store.must('goodsReceipt.open', { orderId: order60.documentId })).documentId
    number = (await store.must('document.get', { documentId })).header.number
    const sku = order60.lines[0]?.sku ?? ''
    await scan(sku)
    expect(await own()).toMatchObject([{ sku, why: 'receipt', state: 'queued', copies: 1 }])
    await store.backend.labels.settled()
    expect(store.printed).toEqual([])
  })

  test('goods with our own code get one a piece; undone is taken back', async () => {
    const sku = inStore?.sku
    if (sku === undefined) return
    await scan(sku, 4)
    expect((await own()).find((job) => job.sku === sku)?.copies).toBe(4)
    await scan(sku, 2)
    expect((await own()).find((job) => job.sku === sku)?.copies).toBe(6)
    await store.must('document.undo', { type, documentId })
    expect((await own()).find((job) => job.sku === sku)?.copies).toBe(4)
  })

  test('what somebody set or took out by hand stays so', async () => {
    const [first] = await own()
    await store.must('label.remove', { jobIds: [first?.jobId ?? ''] })
    await scan(first?.sku ?? '')
    expect((await own()).filter(({ sku }) => sku === first?.sku)).toEqual([])
  })

  test('posted, the rest is sent by itself; a cancelled one takes its labels along', async () => {
    const waiting = await own()
    const { header } = await store.must('document.get', { documentId })
    await store.must('document.post', { type, documentId, version: header.version })
    await store.backend.labels.settled()
    expect((await own()).map(({ state }) => state)).toEqual(waiting.map(() => 'handedOver'))

    documentId = (await store.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    number = (await store.must('document.get', { documentId })).header.number
    await scan(order12.lines[0]?.sku ?? '')
    expect(await own()).toHaveLength(1)
    await store.must('document.cancel', { type, documentId, reason: '开错了' })
    expect(await own()).toEqual([])
  })
})

describe('added by people', () => {
  test('a code once more counts up; with one fault nothing is added, and every fault is told', async () => {
    const sku = plain[40]?.sku ?? ''
    const scan = (copies: number) =>
      store.must('label.add', { why: 'scan', name: '', lines: [{ row: 1, code: pieceCode(sku), copies }] })
    await scan(5)
    expect((await scan(2)).added).toMatchObject([{ sku, copies: 2, now: 7 }])
    const before = await queue()
    const lines = [sku, '6999999999999', 'nobody'].map((code, index) => ({ row: index + 2, code, copies: 1 }))
    const answer = await store.must('label.add', { why: 'file', name: 'a.csv', lines })
    expect(answer).toEqual({
      added: [],
      faults: [
        { row: 3, code: '6999999999999', reason: 'unknown' },
        { row: 4, code: 'nobody', reason: 'unknown' },
      ],
    })
    expect(await queue()).toEqual(before)
    expect(await scan(9999)).toMatchObject({ added: [], faults: [{ reason: 'tooMany' }] })
  })

  test('a filter finds what changed its price since its last label, and shows both prices', async () => {
    const [job] = await added(1, 50)
    await store.must('label.print', { jobIds: [job?.jobId ?? ''] })
    await store.database.write((tx) =>
      tx.run('UPDATE product SET priceFen = priceFen + 100 WHERE sku = ?', [job?.sku ?? '']),
    )
    const asked = await store.must('label.fillChoices', { filter: { kind: 'priceChanged' } })
    expect(asked.found).toBe(1)
    expect(await store.must('label.fill', { filter: { kind: 'priceChanged' }, copies: 1 })).toEqual({
      added: 1,
      more: 0,
    })
    const fresh = (await queue()).find(({ why }) => why === 'filter')
    expect(fresh).toMatchObject({
      ...{ sku: job?.sku, oldPriceFen: job?.priceFen, priceFen: (job?.priceFen ?? 0) + 100, state: 'queued' },
      lastPrint: { priceFen: job?.priceFen, userName: expect.any(String) },
    })
    expect(await store.must('label.fill', { filter: { kind: 'priceChanged' }, copies: 1 })).toEqual({
      added: 0,
      more: 0,
    })
    await store.must('label.remove', { jobIds: [fresh?.jobId ?? ''] })
  })
})

test('before labels are added by a category its name is offered, and how many there will be is said', async () => {
  const { categories, found } = await store.must('label.fillChoices', { filter: null })
  expect(found).toBe(0)
  const product = await store.database.read.one<{ code: string; name: string }>(
    `SELECT c.code, c.name FROM product p JOIN category c ON c.code = p.categoryCode WHERE p.status = 'active' LIMIT 1`,
  )
  expect(categories).toContainEqual(product)
  const filter = { kind: 'category', code: product?.code ?? '' } as const
  const said = (await store.must('label.fillChoices', { filter })).found
  expect(said).toBeGreaterThan(0)
  const before = (await queue()).map(({ jobId }) => jobId)
  const { added, more } = await store.must('label.fill', { filter, copies: 2 })
  expect(added + more).toBe(said)
  const fresh = (await queue()).filter(({ jobId }) => !before.includes(jobId))
  expect(fresh.length).toBeGreaterThan(0)
  expect(fresh.every(({ copies }) => copies === 2)).toBe(true)
  await store.must('label.remove', { jobIds: fresh.map(({ jobId }) => jobId) })
})

test('a quarter later the list has forgotten what went out, and the books have not', async () => {
  store.printer.answer = ok
  const [out, waits] = await added(1, 200, 2)
  await store.must('label.print', { jobIds: [out?.jobId ?? ''] })
  const prints = () => store.database.read.all('SELECT * FROM labelPrint ORDER BY printId')
  const before = await prints()
  const later = createClock(Date.parse('2026-11-22T01:00:00.000Z') + jobsKeptMs - 1)
  expect(await forgetOldLabels({ database: store.database, clock: later })).toBe(0)
  later.pass(24 * 60 * 60 * 1000)
  const open = (await queue()).filter(({ state }) => !['handedOver', 'confirmed'].includes(state))
  expect(await forgetOldLabels({ database: store.database, clock: later })).toBeGreaterThan(0)
  const left = await queue()
  expect(left).toEqual(open)
  expect(left.map(({ jobId }) => jobId)).toContain(waits?.jobId)
  expect(await prints()).toEqual(before)
  expect(await verifyLedger(store.database.read)).toMatchObject({ problems: [] })
  await store.must('label.remove', { jobIds: [waits?.jobId ?? ''] })
})

describe('sent', () => {
  test('in batches of fifty over one connection each, several printers at once', async () => {
    await withPrinter(
      tcpPrinter('one', 9100, { id: '1', name: '甲' }),
      tcpPrinter('two', 9100, { id: '2', name: '乙', template: 'priceTag60x40' }),
    )
    const jobs = await added(1, 60, 120)
    const large = jobs.slice(100).map(({ jobId }) => jobId)
    await store.must('label.change', { jobIds: large, template: 'priceTag60x40' })
    const jobIds = jobs.map(({ jobId }) => jobId)
    expect(await store.must('label.print', { jobIds })).toMatchObject({ handedOver: 120, failed: 0, problem: '' })
    expect(store.printed).toHaveLength(3)
    const out = (await queue()).filter(({ jobId }) => jobIds.includes(jobId))
    expect(out.map(({ state, printed }) => `${state} ${printed}`)).toEqual(jobIds.map(() => 'handedOver 1'))
    const prints = await store.database.read.all<{ printerId: string; n: number }>(
      `SELECT printerId, count(*) AS n FROM labelPrint WHERE jobId IN (SELECT value FROM json_each(?)) GROUP BY 1 ORDER BY 1`,
      [JSON.stringify(jobIds)],
    )
    expect(prints).toEqual([
      { printerId: '1', n: 100 },
      { printerId: '2', n: 20 },
    ])
  })

  test('a printer that says it printed confirms', async () => {
    store.printer.answer = { ok: true, confirmed: true }
    const [job] = await added(1, 200)
    await store.must('label.print', { jobIds: [job?.jobId ?? ''] })
    expect((await queue()).find(({ jobId }) => jobId === job?.jobId)?.state).toBe('confirmed')
  })

  test('what surely is not out fails and comes round again; what may be out is asked about and never sent by itself', async () => {
    await withPrinter(tcpPrinter('printer', 9100))
    store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    const jobs = await added(3, 210, 4)
    const jobIds = jobs.map(({ jobId }) => jobId)
    const states = async () => {
      const all = await queue()
      return jobIds.map((id) => all.find(({ jobId }) => jobId === id)?.state)
    }
    expect(await store.must('label.print', { jobIds })).toMatchObject({
      handedOver: 0,
      failed: 4,
      problem: 'PRINTER_OFFLINE',
    })
    expect(await states()).toEqual(jobIds.map(() => 'failed'))
    store.printer.answer = { ok: false, code: 'PRINTER_RESET', mayHavePrinted: true }
    store.backend.labels.wake()
    await store.backend.labels.settled()
    expect(await states()).toEqual(jobIds.map(() => 'unknown'))

    store.printer.answer = ok
    store.backend.labels.wake()
    await store.backend.labels.settled()
    expect(await store.must('label.print', { jobIds })).toMatchObject({ handedOver: 0, failed: 4, unsure: 4 })
    expect(store.printed).toEqual([])

    // the second copy of the third job is the first that is missing
    const batchId = (await queue()).find(({ jobId }) => jobId === jobIds[0])?.batchId ?? ''
    const missing = { jobId: jobIds[2] ?? '', copy: 2 }
    expect(await store.must('label.settle', { batchId, firstMissing: missing })).toEqual({ printed: 7, waiting: 5 })
    expect(await states()).toEqual(['confirmed', 'confirmed', 'confirmed', 'queued'])
    const again = (await queue()).filter(({ isReprint, state }) => isReprint && state === 'queued')
    expect(again.map(({ sku, copies }) => [sku, copies]).sort()).toEqual(
      [
        [jobs[2]?.sku, 2],
        [jobs[3]?.sku, 3],
      ].sort(),
    )
    expect(store.printed).toEqual([])
    await store.must('label.print', { jobIds: again.map(({ jobId }) => jobId) })
    expect(store.printed).toHaveLength(1)
  })

  test('a reprint is asked for, counted and told', async () => {
    const out = (await queue()).find(({ state }) => state === 'confirmed')
    const jobIds = [out?.jobId ?? '']
    expect(await store.must('label.reprint', { jobIds })).toMatchObject({ handedOver: 1, failed: 0 })
    expect((await queue()).find(({ jobId }) => jobId === jobIds[0])).toMatchObject({
      ...{ isReprint: true, printed: (out?.printed ?? 0) + 1, state: 'handedOver' },
    })
    const [line] = await store.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'label.reprint' AND outcome = 'done' ORDER BY seq DESC LIMIT 1`,
    )
    expect(JSON.parse(line?.payload ?? '{}')).toMatchObject({
      userId: 's001.manager',
      detail: { after: { lines: 1, copies: out?.copies } },
    })
  })

  test('nothing a scan waits for: scans go on while three hundred labels are drawn and sent', async () => {
    const jobs = [...(await added(1, 0, 150)), ...(await added(1, 100, 150))]
    const { documentId } = await store.must('goodsReceipt.open', { orderId: order12.documentId })
    const sku = order12.lines[0]?.sku ?? ''
    const scan = async (): Promise<number> => {
      const from = performance.now()
      await store.must('document.scan', { type, documentId, scan: scanOf(pieceCode(sku)), meant: 1000 })
      return performance.now() - from
    }
    const alone: number[] = []
    for (let index = 0; index < 20; index += 1) alone.push(await scan())
    let printing = true
    const printed = store.must('label.print', { jobIds: jobs.map(({ jobId }) => jobId) }).finally(() => {
      printing = false
    })
    const beside: number[] = []
    while (printing) beside.push(await scan())
    expect(await printed).toMatchObject({ handedOver: 300, failed: 0 })
    const middle = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    // a scan waits for the label that is being drawn and for one write, never for the queue
    console.info(
      `scan alone ${middle(alone).toFixed(1)} ms, beside 300 labels ${middle(beside).toFixed(1)} ms, worst ${Math.max(...beside).toFixed(0)} ms of ${beside.length}`,
    )
    expect(beside.length).toBeGreaterThan(20)
    expect(Math.max(...beside)).toBeLessThan(1000)
  })

  test('and the books are in order', async () => {
    expect(await verifyLedger(store.database.read)).toMatchObject({ problems: [] })
  })
})

describe('a label that must not be printed', () => {
  const spoil = (jobId: string, change: string) =>
    store.database.write((tx) => tx.run(`UPDATE labelJob SET ${change} WHERE jobId = ?`, [jobId]))
  const stateOf = async (jobId: string) => (await queue()).find((job) => job.jobId === jobId)

  test.each([
    ["name = ''", 'LABEL_NAME_MISSING'],
    ['priceFen = 0', 'LABEL_PRICE_MISSING'],
    ['priceFen = 99999999999999', 'LABEL_PRICE_TOO_WIDE'],
  ])('%s: it is held back with that reason, and the others are printed', async (change, problem) => {
    store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    await withPrinter(tcpPrinter('printer', 9100))
    const [first, second, third] = (await added(1, 3, 3)) as [LabelJob, LabelJob, LabelJob]
    await store.backend.labels.settled()
    await spoil(second.jobId, change)
    store.printer.answer = ok
    store.printed.length = 0
    const ids = [first, second, third].map(({ jobId }) => jobId)
    expect(await store.must('label.print', { jobIds: ids })).toMatchObject({ handedOver: 2, failed: 1, problem })
    expect(await stateOf(second.jobId)).toMatchObject({ state: 'failed', problem, printed: 0 })
    for (const { jobId } of [first, third]) expect((await stateOf(jobId))?.state).toBe('handedOver')
    // it is not tried again by itself; mended, it is printed when somebody says so
    const sent = store.printed.length
    store.backend.labels.wake()
    await store.backend.labels.settled()
    expect(store.printed).toHaveLength(sent)
    await spoil(second.jobId, "name = '补上的名称', priceFen = 500")
    expect(await store.must('label.print', { jobIds: [second.jobId] })).toMatchObject({ handedOver: 1, failed: 0 })
  })
})

describe('on A4 stickers', () => {
  const sheet = { layout: 'a4of3x8', startAt: 1, language: 'zh-CN' } as const

  test('lines that wait come out as one paper, counted and told; one that must not print stays with its reason', async () => {
    await withPrinter(tcpPrinter('printer', 9100))
    store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    const [first, second] = (await added(2, 6, 2)) as [LabelJob, LabelJob]
    await store.backend.labels.settled()
    await store.database.write((tx) => tx.run(`UPDATE labelJob SET name = '' WHERE jobId = ?`, [second.jobId]))
    const jobIds = [first.jobId, second.jobId]
    const answer = await store.must('label.printSheet', { ...sheet, jobIds, startAt: 24 })
    expect(answer).toMatchObject({ pages: 2, printed: 1, held: 1, nextFree: 2, queue: '' })
    const jobs = await queue()
    expect(jobs.find(({ jobId }) => jobId === first.jobId)).toMatchObject({
      ...{ state: 'handedOver', printed: 1, isReprint: false },
      lastPrint: { priceFen: first.priceFen },
    })
    expect(jobs.find(({ jobId }) => jobId === second.jobId)).toMatchObject({
      ...{ state: 'failed', problem: 'LABEL_NAME_MISSING', printed: 0 },
    })
    const lines = await store.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'label.printSheet' ORDER BY seq`,
    )
    expect(JSON.parse(lines.at(-1)?.payload ?? '{}')).toMatchObject({
      detail: { layout: 'a4of3x8', pages: 2, after: { lines: 1, copies: 2 } },
    })
    store.printer.answer = ok
  })

  test('where nothing opens a PDF nothing counts as printed: the lines are in doubt, and somebody is asked', async () => {
    store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    const jobIds = (await added(2, 14, 1)).map(({ jobId }) => jobId)
    await store.backend.labels.settled()
    store.papers.answer = { file: 'labels.pdf', opened: false }
    expect(await store.must('label.printSheet', { ...sheet, jobIds })).toMatchObject({ opened: false, queue: '' })
    store.papers.answer = { file: 'paper.pdf', opened: true }
    const left = async () => (await queue()).filter(({ jobId }) => jobIds.includes(jobId))
    for (const job of await left())
      expect(job).toMatchObject({ state: 'unknown', problem: 'PAPER_NOT_SHOWN', printed: 0 })
    const told = await store.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'label.printSheet' ORDER BY seq`,
    )
    expect(JSON.parse(told.at(-1)?.payload ?? '{}')).toMatchObject({ detail: { cameOut: 'notShown' } })
    const [first] = await left()
    await store.must('label.settle', { batchId: first?.batchId ?? '', firstMissing: null })
    for (const job of await left()) expect(job).toMatchObject({ state: 'confirmed', printed: 1 })
    store.printer.answer = ok
  })

  test('what the printer takes meanwhile is not printed twice: the sheet is refused as a whole', async () => {
    const [first] = (await added(1, 8, 1)) as [LabelJob]
    await store.must('label.print', { jobIds: [first.jobId] })
    const answer = await store.call('label.printSheet', { ...sheet, jobIds: [first.jobId] })
    expect(answer).toMatchObject({ ok: false, error: { code: 'LABEL_JOB_STATE' } })
  })

  test('out, but it could not be written down that it is: in doubt, and never queued again by itself', async () => {
    store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    const jobs = await added(1, 9, 2)
    await store.backend.labels.settled()
    const jobIds = jobs.map(({ jobId }) => jobId)
    await store.database.write((tx) =>
      tx.run(`CREATE TRIGGER diskFull BEFORE UPDATE OF state ON labelJob WHEN NEW.state = 'handedOver'
        BEGIN SELECT RAISE(ABORT, 'disk full'); END`),
    )
    const answer = await store.call('label.printSheet', { ...sheet, jobIds })
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    await store.database.write((tx) => tx.run('DROP TRIGGER diskFull'))
    const left = async () => (await queue()).filter(({ jobId }) => jobIds.includes(jobId))
    for (const job of await left()) expect(job).toMatchObject({ state: 'unknown', problem: 'INTERNAL' })
    store.printer.answer = ok
    store.printed.length = 0
    store.backend.labels.wake()
    await store.backend.labels.settled()
    expect(store.printed).toEqual([])
    expect((await left()).map(({ state }) => state)).toEqual(['unknown', 'unknown'])
  })

  test('nothing of it could be written down, not even the doubt: the next start finds them and asks', async () => {
    store.printer.answer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    const [job] = (await added(1, 12, 1)) as [LabelJob]
    await store.backend.labels.settled()
    await store.database.write((tx) =>
      tx.run(`CREATE TRIGGER diskFull BEFORE UPDATE OF state ON labelJob WHEN OLD.state = 'sending'
        BEGIN SELECT RAISE(ABORT, 'disk full'); END`),
    )
    expect(await store.call('label.printSheet', { ...sheet, jobIds: [job.jobId] })).toMatchObject({ ok: false })
    await store.database.write((tx) => tx.run('DROP TRIGGER diskFull'))
    store.printer.answer = ok
    store.printed.length = 0
    store.backend.labels.wake()
    await store.backend.labels.settled()
    expect(store.printed).toEqual([])
    await store.backend.labels.recover()
    expect((await queue()).find(({ jobId }) => jobId === job.jobId)).toMatchObject({
      ...{ state: 'unknown', problem: 'STORE_RESTARTING' },
    })
  })
})
