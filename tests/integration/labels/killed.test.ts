/**
 * Three hundred labels to a printer that listens, and the store's process killed in the middle, again and again: every label
 * came out, or somebody is asked; and what came out twice is marked.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReadOnly } from '../../../src/database/openDatabase'
import { verifyLedger } from '../../../src/ledger/verify'
import { tcpPrinter } from '../../support/printers'
import { seeded } from '../../support/seeded'
import { type StoreChild, startStoreChild } from '../../support/storeChild'
import { chain, createClock, pinOf, removeFolder, startHub, type TestHub, temporaryFolder } from '../../support/world'

const folder = temporaryFolder()
const dataDir = join(folder, 'pc')
let hub: TestHub
let child: StoreChild | null = null
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

/** Every label that reached the printer, in order: its own bytes, so that each product is known by its picture. */
const heard: string[] = []
const random = seeded(1123)
const print = async ({ bytes }: { bytes: Uint8Array }) => {
  const labels =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\^XA[\s\S]*?\^XZ/g) ?? []
  await sleep(random.integer(0, 60))
  heard.push(...labels)
  await sleep(random.integer(0, 60))
  return { ok: true } as const
}

beforeAll(async () => {
  hub = await startHub(folder, createClock(Date.now()))
  child = await started()
  await child.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
  await child.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
}, 60_000)
afterAll(async () => {
  await child?.kill()
  await hub.close()
  removeFolder(folder)
})

const started = (): Promise<StoreChild> => startStoreChild(dataDir, { print })
const rowsOf = async <T>(sql: string): Promise<T[]> => {
  const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
  const rows = await read.all<T>(sql)
  await close()
  return rows
}

test('none is lost, none comes out twice without a mark', { timeout: 240_000 }, async () => {
  let pc = child as StoreChild
  await pc.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('printer', 9100)] })
  const skus = chain.products.filter(({ status }) => status === 'active').map(({ sku }) => sku)
  const want = async (name: string, copies: number): Promise<string[]> => {
    const lines = skus.slice(0, 150).map((code, index) => ({ row: index + 1, code, copies }))
    const answer = await pc.must('label.add', { why: 'file', name, lines })
    expect(answer.faults).toEqual([])
    return answer.added.map(({ jobId }) => jobId)
  }
  const jobIds = [...(await want('a', 1)), ...(await want('b', 2))]
  expect(jobIds).toHaveLength(300)
  const queue = async () => (await pc.must('label.queue', {})).jobs.filter(({ jobId }) => jobIds.includes(jobId))

  const seen = new Set<string>()
  let asked = 0
  // told as gone out, and never arrived
  let phantoms = 0
  for (let round = 0; round < 20; round += 1) {
    const waiting = (await queue()).filter(({ state }) => state === 'queued' || state === 'failed')
    if (waiting.length === 0) break
    const printing = pc.call('label.print', { jobIds: waiting.map(({ jobId }) => jobId) })
    await Promise.race([printing, sleep(random.integer(30, 1500))])
    await pc.kill()
    const [told] = await rowsOf<{ n: number }>('SELECT count(*) AS n FROM labelPrint')
    pc = await started()
    child = pc
    const states = await queue()
    for (const { state } of states) seen.add(state)
    // nothing is on its way any more: it is out, it waits, or somebody is asked
    expect(states.filter(({ state }) => state === 'sending')).toEqual([])
    const unsure = states.filter(({ state }) => state === 'unknown')
    const [first] = unsure
    if (!first) continue
    asked += 1
    // a person looks at the paper: nothing of it, or all of it, or good up to where it smeared
    const arrived = heard.length - ((told?.n ?? 0) - phantoms) >= unsure.length
    if (!arrived) phantoms += unsure.length
    const from = arrived ? random.integer(0, unsure.length) : 0
    const ordered = [...unsure].sort((one, other) => one.position - other.position)
    const missing = ordered[from]
    const settled = await pc.must('label.settle', {
      batchId: first.batchId,
      firstMissing: missing ? { jobId: missing.jobId, copy: 1 } : null,
    })
    expect(settled.printed).toBe(ordered.slice(0, from).reduce((sum, { copies }) => sum + copies, 0))
  }
  const rest = (await queue()).filter(({ state }) => state === 'queued' || state === 'failed')
  if (rest.length > 0) await pc.must('label.print', { jobIds: rest.map(({ jobId }) => jobId) })
  const done = await queue()
  expect(done).toHaveLength(300)
  expect(done.filter(({ state }) => state !== 'handedOver' && state !== 'confirmed')).toEqual([])
  expect(asked).toBeGreaterThan(0)
  expect(seen).toContain('unknown')
  await pc.stop()

  // each came out; what came out more than once is a reprint in the books
  expect(new Set(heard).size).toBe(300)
  const prints = await rowsOf<{ jobId: string; n: number; marked: number }>(
    'SELECT jobId, count(*) AS n, sum(isReprint) AS marked FROM labelPrint GROUP BY jobId',
  )
  expect(prints.filter(({ n, marked }) => n - marked > 1)).toEqual([])
  const marked = prints.reduce((sum, print) => sum + print.marked, 0)
  expect(heard.length - 300).toBeLessThanOrEqual(marked)
  const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
  const { problems } = await verifyLedger(read)
  await close()
  expect(problems).toEqual([])
})
