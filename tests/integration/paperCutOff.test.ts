/**
 * 单据打印 cut off: the store's real process is killed while the viewer or the queue has a paper in its hands. Nobody knows
 * whether it came out, so it counts: a second print is marked once too often rather than never, and a page of a count sheet
 * that somebody may hold can be keyed in. Labels of an A4 sheet are asked about.
 */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { HostCalls } from '../../src/contract/storeProtocol'
import { openReadOnly } from '../../src/database/openDatabase'
import { verifyLedger } from '../../src/ledger/verify'
import { type StoreChild, startStoreChild } from '../support/storeChild'
import {
  chain,
  createClock,
  order12,
  pinOf,
  removeFolder,
  startHub,
  type TestHub,
  temporaryFolder,
} from '../support/world'

/** each starts the real process twice, on a PC that may have much else to do */
const patience = 120_000
const folder = temporaryFolder()
const dataDir = join(folder, 'pc')
let hub: TestHub
let child: StoreChild
let documentId: string

beforeAll(async () => {
  hub = await startHub(folder, createClock(Date.now()))
  child = await startStoreChild(dataDir)
  await child.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
  await child.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
  ;({ documentId } = await child.must('goodsReceipt.open', { orderId: order12.documentId }))
  await child.must('paper.saveSettings', { queue: 'Q1', size: 'a4' })
  await child.kill()
}, patience)
afterEach(() => child.kill())
afterAll(async () => {
  await hub.close()
  removeFolder(folder)
})

/** Asked, given to these hands, and killed before they answer; then started anew. */
const cutOff = async (hands: keyof HostCalls, asked: (pc: StoreChild) => Promise<unknown>): Promise<void> => {
  const inHands = new Promise<void>((done) => {
    const unanswered = (method: keyof HostCalls): boolean => {
      if (method === hands) done()
      return method === hands
    }
    void startStoreChild(dataDir, { unanswered }).then((pc) => {
      child = pc
      return asked(pc)
    })
  })
  await inHands
  await child.kill()
  child = await startStoreChild(dataDir)
}

/** The newest line of it in the log, which holds together. */
const lastTold = async (operation: string): Promise<unknown> => {
  const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
  const row = await read.one<{ payload: string }>(
    'SELECT payload FROM trail WHERE operation = ? ORDER BY seq DESC LIMIT 1',
    [operation],
  )
  const left = await read.all(`SELECT key FROM meta WHERE key LIKE 'paperAsked:%'`)
  const { problems } = await verifyLedger(read)
  await close()
  expect({ left, problems }).toEqual({ left: [], problems: [] })
  return (JSON.parse(row?.payload ?? '{}') as { detail?: unknown }).detail
}

test.each([
  ['viewer', 'showPaper'],
  ['printer', 'spoolPaper'],
] as const)(
  'in the hands of the %s: the print counts, and the log says that nobody knows',
  { timeout: patience },
  async (to, hands) => {
    const asked = { what: { form: 'document', documentId }, size: 'a4', language: 'zh-CN', to } as const
    let before = 0
    await cutOff(hands, async (pc) => {
      before = (await pc.must('paper.printed', { documentId })).total
      return pc.call('paper.print', asked)
    })
    expect(await child.must('paper.printed', { documentId })).toMatchObject({ total: before + 1 })
    expect(await lastTold('paper.print')).toMatchObject({
      ...{ cameOut: 'unsure', form: 'document', after: { printed: before + 1 } },
    })
    expect(await child.must('paper.print', asked)).toMatchObject({ printNo: before + 2 })
    // nothing opens a PDF at this child: it says so, and knows it
    const cameOut = to === 'viewer' ? 'notShown' : undefined
    expect((await lastTold('paper.print')) as { cameOut?: string }).toMatchObject(
      cameOut ? { cameOut } : { form: 'document' },
    )
    if (!cameOut) expect(await lastTold('paper.print')).not.toHaveProperty('cameOut')
  },
)

test('a count sheet somebody may hold can be keyed in, and its next print is marked', {
  timeout: patience,
}, async () => {
  const isPlain = ({ status, weighed, keepsLots }: (typeof chain.products)[number]): boolean =>
    status === 'active' && !weighed && !keepsLots
  const sku = chain.products.find(isPlain)?.sku ?? ''
  let number = ''
  let asked = { stocktakeId: '', zoneCodes: [] as string[], language: 'zh-CN' as const, to: 'printer' as const }
  await cutOff('spoolPaper', async (pc) => {
    const opened = await pc.must('stocktake.open', {
      scope: { kind: 'list', skus: [sku] },
      ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
      zones: [{ code: 'OTHER', name: '全店', temporary: false }],
    })
    number = opened.number
    asked = { ...asked, stocktakeId: opened.stocktakeId }
    return pc.call('countSheet.print', asked)
  })
  expect(await child.must('countSheet.page', { number, page: 1 })).toMatchObject({ lines: [{ sku }] })
  expect(await lastTold('countSheet.print')).toMatchObject({ cameOut: 'unsure', queue: 'Q1', after: { printed: 1 } })
  expect(await child.must('countSheet.print', asked)).toMatchObject({ reprinted: true, queue: 'Q1' })
  expect(await lastTold('countSheet.print')).toMatchObject({ before: { printed: 1 }, after: { printed: 2 } })
})

test('labels on A4 stickers ask a person, as every batch in doubt; nothing of it prints by itself', async () => {
  const lines = chain.products
    .filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)
    .slice(0, 2)
    .map(({ sku }, index) => ({ row: index + 1, code: sku, copies: 2 }))
  let jobIds: string[] = []
  const ask = { layout: 'a4of3x8', startAt: 1, language: 'zh-CN', to: 'printer' } as const
  await cutOff('spoolPaper', async (pc) => {
    const { added } = await pc.must('label.add', { why: 'file', name: '价签.xlsx', lines })
    jobIds = added.map(({ jobId }) => jobId)
    return pc.call('label.printSheet', { ...ask, jobIds })
  })
  const jobs = async () => (await child.must('label.queue', {})).jobs.filter(({ jobId }) => jobIds.includes(jobId))
  const doubtful = await jobs()
  expect(doubtful).toHaveLength(2)
  for (const job of doubtful)
    expect(job).toMatchObject({ state: 'unknown', problem: 'STORE_RESTARTING', lastPrint: null })
  const told = await lastTold('label.printSheet')
  expect(told).toMatchObject({ cameOut: 'unsure', queue: 'Q1', after: { lines: 2, copies: 4 } })
  // neither by itself at another start, nor onto another sheet before somebody looked
  await child.kill()
  child = await startStoreChild(dataDir)
  expect(await jobs()).toEqual(doubtful)
  expect(await child.call('label.printSheet', { ...ask, jobIds })).toMatchObject({
    ...{ ok: false, error: { code: 'LABEL_JOB_STATE', params: { state: 'unknown' } } },
  })
  const [first] = doubtful
  await child.must('label.settle', { batchId: first?.batchId ?? '', firstMissing: null })
  for (const job of await jobs()) expect(job).toMatchObject({ state: 'confirmed', printed: 1 })
})
