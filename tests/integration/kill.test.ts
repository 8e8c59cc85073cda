/**
 * The store's real process, killed without warning at random moments: what was answered is there, once; what was not is
 * there once or not at all, and asking again with the same id settles it.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../src/database/openDatabase'
import { verifyLedger } from '../../src/ledger/verify'
import { seeded } from '../support/seeded'
import { forkStore, type StoreChild, startStoreChild } from '../support/storeChild'
import {
  chain,
  createClock,
  order12,
  order60,
  pieceCode,
  pinOf,
  removeFolder,
  scanOf,
  startHub,
  type TestHub,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
const dataDir = join(folder, 'pc')
let hub: TestHub
let child: StoreChild | null = null

beforeAll(async () => {
  hub = await startHub(folder, createClock(Date.now()))
  child = await startStoreChild(dataDir)
  await child.must('app.enrol', { hubUrl: hub.url, code: await hub.enrolmentCode('S001') })
  await signIn(child)
  await child.kill()
}, 60_000)
afterEach(async () => {
  await child?.kill()
  child = null
})
afterAll(async () => {
  await hub.close()
  removeFolder(folder)
})

const signIn = (pc: StoreChild) => pc.must('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

const problemsOf = async (): Promise<unknown[]> => {
  const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
  const { problems } = await verifyLedger(read)
  await close()
  return problems
}

describe('killed while scanning', () => {
  interface Sent {
    scanId: string
    sku: string
    times: number
  }

  test('fifteen kills: every answered scan is there once, a repeated one counts once', {
    timeout: 120_000,
  }, async () => {
    const random = seeded(20261122)
    const answered: Sent[] = []
    let unanswered: Sent[] = []
    let documentId = ''

    const send = async (pc: StoreChild, scan: Sent): Promise<boolean> => {
      const input = {
        documentId,
        scan: scanOf(pieceCode(scan.sku), scan.scanId),
        times: scan.times,
        meant: scan.times * 1000,
      }
      const answer = await pc.call('document.scan', { type: 'goodsReceipt', ...input }, scan.scanId)
      if (answer === null) return false
      expect(answer).toMatchObject({ ok: true, value: { added: scan.times * 1000, line: { sku: scan.sku } } })
      return true
    }

    /** What the lines must say: the fold of the answered scans, and of no other. */
    const expectFold = async (pc: StoreChild): Promise<void> => {
      const { lines } = await pc.must('document.get', { documentId })
      const expected = new Map<string, number>()
      for (const { sku, times } of answered) expected.set(sku, (expected.get(sku) ?? 0) + times * 1000)
      const found = lines.filter(({ quantity }) => quantity > 0)
      expect(new Map(found.map(({ sku, quantity }) => [sku, quantity]))).toEqual(expected)
    }

    const settle = async (pc: StoreChild): Promise<void> => {
      for (const scan of unanswered) {
        expect(await send(pc, scan)).toBe(true)
        answered.push(scan)
      }
      unanswered = []
      await expectFold(pc)
    }

    for (let round = 0; round < 15; round += 1) {
      const pc = await startStoreChild(dataDir)
      child = pc
      // same shell, same window: a crash of the backend signs nobody out
      expect((await pc.must('signIn.current', {})).session?.userId).toBe('s001.manager')
      documentId = (await pc.must('goodsReceipt.open', { orderId: order60.documentId })).documentId
      await settle(pc)

      const killed = sleep(random.integer(5, 250)).then(() => pc.kill())
      let alive = true
      const hand = async (): Promise<void> => {
        while (alive) {
          const sku = random.pick(order60.lines).sku
          const scan: Sent = { scanId: randomUUID(), sku, times: random.integer(1, 3) }
          if (await send(pc, scan)) answered.push(scan)
          else {
            unanswered.push(scan)
            alive = false
          }
        }
      }
      await Promise.all([hand(), hand(), killed])
    }

    const pc = await startStoreChild(dataDir)
    child = pc
    await settle(pc)
    for (const scan of answered.slice(-20)) await send(pc, scan)
    await expectFold(pc)
    expect(answered.length).toBeGreaterThan(100)
    await pc.stop()
    const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
    const scans = await read.all<{ scanId: string }>('SELECT scanId FROM scan WHERE documentId = ?', [documentId])
    await close()
    expect(scans.map(({ scanId }) => scanId).sort()).toEqual(answered.map(({ scanId }) => scanId).sort())
    expect(await problemsOf()).toEqual([])
  })
})

describe('killed while posting', () => {
  test('wholly posted or still the same draft; the same request posts it once', { timeout: 120_000 }, async () => {
    const random = seeded(7)
    const outcomes: string[] = []
    const numbers: string[] = []
    for (let round = 0; round < 8; round += 1) {
      let pc = await startStoreChild(dataDir)
      child = pc
      const { documentId } = await pc.must('goodsReceipt.open', { orderId: order12.documentId })
      const { lines } = await pc.must('document.get', { documentId })
      const touched = lines.slice(0, 6)
      for (const { lineNo } of touched) {
        await pc.must('document.adjust', { type: 'goodsReceipt', documentId, lineNo, mode: 'set', quantity: 1000 })
      }
      const before = await pc.must('document.get', { documentId })
      const input = { documentId, version: before.header.version }
      const requestId = randomUUID()
      const answering = pc.call('document.post', { type: 'goodsReceipt', ...input }, requestId)
      // now within a quick machine's posting, now as long as a busy one takes for it
      await sleep(round % 2 === 0 ? random.integer(0, 14) : random.integer(15, 200))
      await pc.kill()
      const answer = await answering

      expect(await problemsOf()).toEqual([])
      pc = await startStoreChild(dataDir)
      child = pc
      const found = await pc.must('document.get', { documentId })
      const moved = await pc.must('stock.movements', { documentId })
      if (found.header.state === 'posted') expect(moved.movements).toHaveLength(touched.length)
      else expect([found, moved.movements]).toEqual([before, []])
      if (answer) expect([answer.ok, found.header.state]).toEqual([true, 'posted'])
      outcomes.push(`${answer ? 'answered' : 'not answered'}, ${found.header.state}`)

      const posted = await pc.must('document.post', { type: 'goodsReceipt', ...input }, requestId)
      expect(posted).toMatchObject({ documentId, number: before.header.number, movements: touched.length })
      expect((await pc.must('stock.movements', { documentId })).movements).toHaveLength(touched.length)
      numbers.push(posted.number)
      await pc.kill()
    }
    // the moments must differ, or this test kills nothing
    expect(new Set(outcomes).size).toBeGreaterThan(1)

    const pc = await startStoreChild(dataDir)
    child = pc
    expect((await pc.must('app.syncNow', {})).sync).toMatchObject({ state: 'online', unsecured: 0 })
    const atHub = await hub.database.read.all<{ number: string }>('SELECT number FROM document ORDER BY number')
    expect(atHub.map(({ number }) => number)).toEqual([...numbers].sort())
    expect(await problemsOf()).toEqual([])
    expect(await verifyLedger(hub.database.read)).toMatchObject({ problems: [] })
  })
})

describe('killed while counting', () => {
  const goods = chain.products
    .filter(({ weighed, keepsLots, status }) => !weighed && !keepsLots && status === 'active')
    .map(({ sku }) => sku)
    .slice(0, 25)
  const zones = [
    { code: 'OTHER', name: '全店', temporary: false },
    { code: 'T1', name: '堆头', temporary: true },
  ]
  let stocktakeId: string
  let number: string

  beforeAll(async () => {
    const pc = await startStoreChild(dataDir)
    ;({ stocktakeId, number } = await pc.must('stocktake.open', {
      scope: { kind: 'list', skus: goods },
      ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '', zones },
    }))
    expect(await pc.must('countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })).toMatchObject({
      pages: 1,
    })
    await pc.kill()
  }, 30_000)

  const started = async (): Promise<StoreChild> => {
    child = await startStoreChild(dataDir)
    return child
  }

  /** Asks one after the other, and kills the process (SIGKILL: the disk keeps what was handed to it) about the last of them; answers those that were answered. */
  const untilCut = async <T>(
    pc: StoreChild,
    asked: readonly T[],
    ask: (pc: StoreChild, one: T) => Promise<boolean>,
    cut: (asking: Promise<boolean>) => Promise<unknown>,
  ): Promise<T[]> => {
    const last = asked.at(-1) as T
    for (const one of asked.slice(0, -1)) expect(await ask(pc, one)).toBe(true)
    const asking = ask(pc, last)
    await cut(asking)
    await pc.kill()
    return (await asking) ? [...asked] : asked.slice(0, -1)
  }

  /** Before it is read, somewhere in its midst on a quick machine or on a busy one, and after its answer. */
  const moments = (random: ReturnType<typeof seeded>): ((asking: Promise<boolean>) => Promise<unknown>)[] => [
    () => Promise.resolve(),
    () => sleep(random.integer(0, 12)),
    () => sleep(random.integer(5, 60)),
    (asking) => asking,
  ]
  const rounds = 6

  test('killed at a scan: every one that had sounded is there, once, and the one that had not is settled by its id', {
    timeout: 300_000,
  }, async () => {
    interface Scan {
      scanId: string
      sku: string
      times: number
    }
    const random = seeded(20261123)
    let pc = await started()
    const { documentId } = await pc.must('stocktake.startCount', { stocktakeId, zoneCode: 'T1' })
    const send = async (to: StoreChild, { scanId, sku, times }: Scan): Promise<boolean> => {
      const scan = scanOf(pieceCode(sku), scanId)
      const answer = await to.call('document.scan', { type: 'stocktakeCount', documentId, scan, times }, scanId)
      if (answer) expect(answer).toMatchObject({ ok: true, value: { added: times * 1000, line: { sku } } })
      return answer !== null
    }
    const foldOf = (scans: readonly Scan[]): Record<string, number> => {
      const fold: Record<string, number> = {}
      for (const { sku, times } of scans) fold[sku] = (fold[sku] ?? 0) + times * 1000
      return fold
    }
    const counted = async () => {
      const { lines } = await pc.must('document.get', { documentId })
      return Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]))
    }
    const before: Scan[] = []
    const outcomes = new Set<boolean>()
    for (let round = 0; round < rounds; round += 1) {
      const scans = Array.from({ length: random.integer(2, 12) }, (): Scan => {
        return { scanId: randomUUID(), sku: random.pick(goods), times: random.integer(1, 3) }
      })
      const cut = moments(random)[round % 4] as ReturnType<typeof moments>[number]
      const sounded = await untilCut(pc, scans, send, cut)
      outcomes.add(sounded.length === scans.length)
      expect(await problemsOf()).toEqual([])
      pc = await started()
      // what nobody heard is there or it is not
      expect([foldOf([...before, ...sounded]), foldOf([...before, ...scans])]).toContainEqual(await counted())
      for (const scan of scans) expect(await send(pc, scan)).toBe(true)
      before.push(...scans)
      expect(await counted()).toEqual(foldOf(before))
    }
    // the moments must differ, or this test cuts nothing
    expect(outcomes.size).toBe(2)
  })

  test('killed at an Enter on a page: every figure that was saved is there, and the page goes on', {
    timeout: 300_000,
  }, async () => {
    interface Figure {
      line: number
      quantity: number
      requestId: string
    }
    const random = seeded(25)
    let pc = await started()
    const enter = async (to: StoreChild, { line, quantity, requestId }: Figure): Promise<boolean> => {
      const answer = await to.call('countSheet.enter', { stocktakeId, page: 1, line, quantity }, requestId)
      if (answer) expect(answer).toMatchObject({ ok: true, value: { entered: { quantity } } })
      return answer !== null
    }
    const figuresOf = (figures: readonly Figure[]): Record<number, number> =>
      Object.fromEntries(figures.map(({ line, quantity }) => [line, quantity]))
    const keyed = async () => {
      const { lines } = await pc.must('countSheet.page', { number, page: 1 })
      return Object.fromEntries(lines.flatMap(({ line, entered }) => (entered ? [[line, entered.quantity]] : [])))
    }
    const before: Figure[] = []
    const outcomes = new Set<boolean>()
    for (let round = 0; round < rounds; round += 1) {
      const figures = Array.from({ length: random.integer(2, 8) }, (): Figure => {
        return { line: random.integer(1, 25), quantity: random.integer(0, 40) * 1000, requestId: randomUUID() }
      })
      const cut = moments(random)[round % 4] as ReturnType<typeof moments>[number]
      const saved = await untilCut(pc, figures, enter, cut)
      outcomes.add(saved.length === figures.length)
      expect(await problemsOf()).toEqual([])
      pc = await started()
      expect([figuresOf([...before, ...saved]), figuresOf([...before, ...figures])]).toContainEqual(await keyed())
      expect(await enter(pc, figures.at(-1) as Figure)).toBe(true)
      before.push(...figures)
      expect(await keyed()).toEqual(figuresOf(before))
    }
    expect(outcomes.size).toBe(2)
    const counts = (await pc.must('stocktake.get', { stocktakeId })).zones.flatMap((zone) => zone.counts)
    for (const { documentId } of counts) {
      const { version } = (await pc.must('document.get', { documentId })).header
      await pc.must('document.submit', { type: 'stocktakeCount', documentId, version })
    }
    await pc.must('stocktake.closeCounting', { stocktakeId })
    expect((await pc.must('app.syncNow', {})).sync).toMatchObject({ state: 'online', unsecured: 0 })
    expect(await problemsOf()).toEqual([])
    expect(await verifyLedger(hub.database.read)).toMatchObject({ problems: [] })
  })
})

describe('killed while starting', () => {
  test('the very first start can be cut at any moment, the next one is ready', { timeout: 60_000 }, async () => {
    const random = seeded(3)
    for (let round = 0; round < 4; round += 1) {
      const fresh = join(folder, `fresh-${round}`)
      const { child: pc } = forkStore(fresh)
      child = pc
      while (!existsSync(join(fresh, 'store.db'))) await sleep(1)
      await sleep(random.integer(0, 40))
      await pc.kill()
      const again = await startStoreChild(fresh)
      child = again
      expect(await again.must('app.status', {})).toMatchObject({ enrolled: false, products: 0 })
      await again.kill()
    }
  })

  test('a backend that is told to stop stops, and leaves a clean file', { timeout: 30_000 }, async () => {
    const pc = await startStoreChild(dataDir)
    child = pc
    await pc.stop()
    expect(pc.process.exitCode).toBe(0)
    const { read, close } = await openReadOnly(join(dataDir, 'store.db'))
    expect(await read.one(`SELECT value FROM meta WHERE key = 'running'`)).toEqual({ value: '0' })
    await close()
  })
})
