/** 调价: HQ gives products a new price, the shops queue a label for what they keep, and HQ reads back what was printed. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../src/contract/operations'
import { storeDayOf } from '../../src/core/quantity/storeDay'
import { runJobs } from '../../src/hub/jobs/jobs'
import { tcpPrinter } from '../support/printers'
import {
  agrees,
  type Browser,
  beginStory,
  crisps,
  mints,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../support/story'
import { chain, pieceCode } from '../support/world'

const today = '2026-11-22'
const dayMs = 86_400_000

let story: Story
let north: StoryStore
let south: StoryStore
let buyer: Browser

const priceOf = (sku: string): number => chain.products.find((product) => product.sku === sku)?.priceFen as number
const wish = (sku: string, riseFen: number) => ({ sku, priceFen: priceOf(sku) + riseFen })
const asked = (lines: InputOf<'price.change'>['lines'], effectiveDate = today): InputOf<'price.change'> => ({
  ...{ effectiveDate, note: '周末促销', lines },
})

interface Job {
  sku: string
  priceFen: number
  origin: string
  state: string
}
const jobsOf = (store: StoryStore): Promise<Job[]> =>
  store.database.read.all<Job>(
    `SELECT sku, priceFen, origin, state FROM labelJob WHERE why = 'priceChange' ORDER BY origin, sku`,
  )
const productPrice = async (store: StoryStore, sku: string): Promise<number> =>
  (await store.database.read.one<{ priceFen: number }>('SELECT priceFen FROM product WHERE sku = ?', [sku]))
    ?.priceFen as number

/** As the printer's answer leaves it. */
const cameOut = async (store: StoryStore, number: string, skus: readonly string[]): Promise<void> =>
  store.database.write((tx) =>
    tx.run(
      `UPDATE labelJob SET state = 'handedOver', printed = printed + 1
       WHERE origin = ? AND sku IN (SELECT value FROM json_each(?))`,
      [number, JSON.stringify(skus)],
    ),
  )
/** And what the shop keeps of every time one came out. */
const keptPrint = (store: StoryStore, number: string, sku: string, at: string): Promise<void> =>
  store.database.write((tx) =>
    tx.run(
      `INSERT INTO labelPrint (printId, jobId, batchId, sku, at, userId, copies, priceFen, template, printerId, state, isReprint)
       SELECT ?, jobId, 'batch', sku, ?, '', 1, priceFen, template, 'printer', 'handedOver', 0 FROM labelJob
       WHERE origin = ? AND sku = ?`,
      [randomUUID(), at, number, sku],
    ),
  )
const timeNow = (): string => new Date(story.clock.nowMs()).toISOString()
const detailOf = async (changeId: string, browser: Browser = buyer) => browser.must('price.get', { changeId })
const atStore = async (changeId: string, storeCode: string) =>
  (await detailOf(changeId)).stores.find((store) => store.storeCode === storeCode)

beforeAll(async () => {
  story = await beginStory(['S001', 'S002'])
  ;[north, south] = story.stores as [StoryStore, StoryStore]
  await north.signIn('s001.manager')
  await south.signIn('s002.manager')
  buyer = await story.browser('hq.purchasing')
  await stockUp(north, [
    { sku: crisps.sku, quantity: 5000 },
    { sku: mints.sku, quantity: 5000 },
    { sku: spirit.sku, quantity: 5000 },
  ])
  await stockUp(south, [{ sku: crisps.sku, quantity: 5000 }])
  for (const store of story.stores) await store.database.write((tx) => tx.run('DELETE FROM labelJob'))
  await story.sync()
}, 60_000)
afterAll(() => story.close())

describe('three prices, from today', () => {
  const three = () => asked([wish(crisps.sku, 100), wish(mints.sku, -50), wish(spirit.sku, 990)])
  let changeId = ''
  let number = ''

  test('the change has a number, and is in force at once', async () => {
    const change = await buyer.must('price.change', three())
    expect(change).toMatchObject({
      ...{ number: 'TJ-HQ-261122-H0001', state: 'effective', lines: 3, overdue: false },
      ...{ storesTotal: 2, storesHeard: 0, storesDone: 0, toPrint: 0 },
    })
    ;({ changeId, number } = change)
  })

  test('a shop queues one label for what it keeps, at the new price, and remembers the old one', async () => {
    await story.sync()
    expect(await productPrice(north, crisps.sku)).toBe(priceOf(crisps.sku) + 100)
    expect(await jobsOf(north)).toEqual(
      [wish(crisps.sku, 100), wish(mints.sku, -50), wish(spirit.sku, 990)]
        .map((line) => ({ ...line, origin: number, state: 'queued' }))
        .sort((a, b) => (a.sku < b.sku ? -1 : 1)),
    )
    expect((await jobsOf(south)).map(({ sku }) => sku)).toEqual([crisps.sku])
    const heard = `SELECT oldPriceFen, newPriceFen, effectiveDate, state FROM priceChangeHeard WHERE sku = ?`
    expect(await north.database.read.one(heard, [mints.sku])).toEqual({
      ...{ oldPriceFen: priceOf(mints.sku), newPriceFen: priceOf(mints.sku) - 50, effectiveDate: today },
      state: 'queued',
    })
    expect(await south.database.read.one(heard, [mints.sku])).toMatchObject({ state: 'none' })
  })

  test('HQ reads back what each shop has to print, then what came out', async () => {
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 3, printed: 0, waiting: 3, overdue: false })
    expect(await atStore(changeId, 'S002')).toMatchObject({ toPrint: 1, printed: 0, waiting: 1 })
    await cameOut(north, number, [crisps.sku, mints.sku])
    await story.sync()
    // a program of before tells no time of its own: HQ has the one at which it heard
    expect(await atStore(changeId, 'S001')).toMatchObject({
      ...{ toPrint: 3, printed: 2, waiting: 1 },
      ...{ lastAt: timeNow(), lastPrintedAt: null },
    })
    const { lines } = await buyer.must('price.missing', { changeId, storeCode: 'S001' })
    expect(lines).toMatchObject([{ sku: spirit.sku, oldPriceFen: priceOf(spirit.sku) }])
    await cameOut(north, number, [spirit.sku])
    const printedAt = timeNow()
    await keptPrint(north, number, spirit.sku, printedAt)
    story.clock.pass(40 * 60_000)
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({
      ...{ toPrint: 3, printed: 3, waiting: 0 },
      ...{ lastPrintedAt: printedAt, lastAt: timeNow() },
    })
    expect((await detailOf(changeId)).change).toMatchObject({ storesHeard: 2, storesDone: 1, toPrint: 4, printed: 3 })
  })

  test('one that is asked for anew waits again until it is out', async () => {
    const left = (state: string) =>
      north.database.write((tx) =>
        tx.run('UPDATE labelJob SET state = ?, isReprint = 1 WHERE origin = ? AND sku = ?', [
          state,
          number,
          spirit.sku,
        ]),
      )
    await left('queued')
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 3, printed: 2, waiting: 1 })
    const { lines } = await buyer.must('price.missing', { changeId, storeCode: 'S001' })
    expect(lines).toMatchObject([{ sku: spirit.sku }])
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ printed: 2, waiting: 1 })
    await left('handedOver')
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 3, printed: 3, waiting: 0 })
  })

  test('whoever did not print by the end of the day is late', async () => {
    const list = async () => (await buyer.must('price.list', { overdue: true })).changes.map((one) => one.number)
    expect(await list()).toEqual([])
    story.clock.pass(dayMs)
    expect(await list()).toEqual([number])
    expect((await detailOf(changeId)).change.overdue).toBe(true)
    expect(await atStore(changeId, 'S001')).toMatchObject({ overdue: false })
    expect(await atStore(changeId, 'S002')).toMatchObject({ overdue: true })
    await cameOut(south, number, [crisps.sku])
    await story.sync()
    expect(await list()).toEqual([])
  })
})

describe('from a later day', () => {
  let changeId = ''
  test('nothing moves before its day, and the hub’s own clock puts it in force once', async () => {
    const change = await buyer.must('price.change', asked([wish(crisps.sku, 300)], '2026-11-25'))
    ;({ changeId } = change)
    expect(change.state).toBe('planned')
    await runJobs(story.hub.runtime)
    await story.sync()
    expect(await productPrice(north, crisps.sku)).toBe(priceOf(crisps.sku) + 100)
    story.clock.pass(2 * dayMs)
    await Promise.all([runJobs(story.hub.runtime), runJobs(story.hub.runtime)])
    await story.sync()
    expect(await productPrice(north, crisps.sku)).toBe(priceOf(crisps.sku) + 300)
    expect((await detailOf(changeId)).change).toMatchObject({ state: 'effective', effectiveDate: '2026-11-25' })
    const told = `SELECT count(*) AS n FROM trail WHERE operation = 'price.tookEffect'`
    expect(await story.hub.database.read.one(told)).toEqual({ n: 1 })
    expect((await detailOf(changeId)).lines).toMatchObject([
      { oldPriceFen: priceOf(crisps.sku) + 100, newPriceFen: priceOf(crisps.sku) + 300 },
    ])
  })

  test('two shops of one price: a plan for the same day is refused, back to the old price on a later day is not', async () => {
    const up = await buyer.must('price.change', asked([wish(mints.sku, 100)], '2026-12-01'))
    await refuses(
      story,
      () => buyer.call('price.change', asked([wish(mints.sku, 200)], '2026-12-01')),
      'PRICE_PLANNED_ALREADY',
      { number: up.number },
    )
    const back = await buyer.must('price.change', asked([wish(mints.sku, -50)], '2026-12-02'))
    expect((await detailOf(back.changeId)).lines[0]).toMatchObject({ oldPriceFen: priceOf(mints.sku) + 100 })
    expect(await buyer.must('price.cancel', { changeId: back.changeId, reason: '活动延长' })).toMatchObject({
      ...{ state: 'cancelled', cancelReason: '活动延长' },
    })
    await refuses(
      story,
      () => buyer.call('price.cancel', { changeId: back.changeId, reason: '再来' }),
      'PRICE_CHANGE_STATE',
      { number: back.number, state: 'cancelled' },
    )
    await buyer.must('price.cancel', { changeId: up.changeId, reason: '不做了' })
    story.clock.pass(10 * dayMs)
    await runJobs(story.hub.runtime)
    await story.sync()
    expect(await productPrice(north, mints.sku)).toBe(priceOf(mints.sku) - 50)
  })
})

describe('a shop that was away for days', () => {
  test('hears several changes at once, prints the newest price alone, and HQ knows which were overtaken', async () => {
    north.line.up = false
    const first = await buyer.must('price.change', asked([wish(crisps.sku, 500), wish(mints.sku, 500)], dayNow()))
    story.clock.pass(dayMs)
    const second = await buyer.must('price.change', asked([wish(crisps.sku, 700)], dayNow()))
    story.clock.pass(dayMs)
    await story.sync()
    expect(await atStore(first.changeId, 'S001')).toMatchObject({ heardAt: null, overdue: true })
    north.line.up = true
    await story.sync()
    const waiting = (await jobsOf(north)).filter(({ state }) => state === 'queued')
    expect(waiting).toEqual([
      { sku: mints.sku, priceFen: priceOf(mints.sku) + 500, origin: first.number, state: 'queued' },
      { sku: crisps.sku, priceFen: priceOf(crisps.sku) + 700, origin: second.number, state: 'queued' },
    ])
    expect(await atStore(first.changeId, 'S001')).toMatchObject({ toPrint: 1, replaced: 1, waiting: 1 })
    expect(await atStore(second.changeId, 'S001')).toMatchObject({ toPrint: 1, replaced: 0, waiting: 1 })
  })

  test('what waits for the same product for another reason is printed with the price of now', async () => {
    await stockUp(north, [{ sku: spirit.sku, quantity: 2000 }])
    const { number } = await buyer.must('price.change', asked([wish(spirit.sku, 1500)], dayNow()))
    await story.sync()
    const jobs = await north.database.read.all<Job>(
      `SELECT sku, priceFen, origin, state FROM labelJob WHERE sku = ? AND state = 'queued'`,
      [spirit.sku],
    )
    expect(jobs.map(({ priceFen }) => priceFen)).toEqual(jobs.map(() => priceOf(spirit.sku) + 1500))
    expect(jobs.map(({ origin }) => origin)).toContain(number)
    expect(jobs).toHaveLength(2)
  })

  test('the same word once more says nothing new', async () => {
    const before = await jobsOf(north)
    await north.database.write((tx) => tx.run(`UPDATE pullCursor SET position = 0 WHERE stream = 'master'`))
    await story.sync()
    expect(await jobsOf(north)).toEqual(before)
  })
})

const dayNow = (): string => new Date(story.clock.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10)

describe('what cannot be', () => {
  test('is refused, and nothing changes', async () => {
    const now = dayNow()
    const change = (input: InputOf<'price.change'>) => () => buyer.call('price.change', input)
    await refuses(story, change(asked([wish(crisps.sku, 1)], '2026-11-01')), 'PRICE_DATE_PAST', {
      effectiveDate: '2026-11-01',
    })
    await refuses(story, change(asked([{ sku: '没有', priceFen: 100 }], now)), 'PRODUCT_NOT_FOUND', { sku: '没有' })
    await refuses(story, change(asked([wish(crisps.sku, 1), wish(crisps.sku, 2)], now)), 'PRICE_LINE_TWICE', {
      sku: crisps.sku,
    })
    await refuses(story, change(asked([wish(crisps.sku, 700)], now)), 'PRICE_SAME', { sku: crisps.sku })
    await refuses(story, change(asked([{ sku: crisps.sku, priceFen: 0 }], now)), 'INVALID_INPUT')
    const many = Array.from({ length: 5001 }, (_none, at) => ({ sku: `X${at}`, priceFen: 100 }))
    await refuses(story, change(asked(many, now)), 'INVALID_INPUT')
    // a barcode is no product's own code
    await refuses(story, change(asked([{ sku: pieceCode(crisps.sku), priceFen: 100 }], now)), 'PRODUCT_NOT_FOUND')
    await refuses(
      story,
      () => buyer.call('price.cancel', { changeId: '00000000-0000-4000-8000-000000000000', reason: '无' }),
      'PRICE_CHANGE_NOT_FOUND',
    )
  })

  test('every fault of a file is told at once, by its row', async () => {
    const { lines, faults } = await buyer.must('price.check', {
      effectiveDate: dayNow(),
      lines: [
        { code: pieceCode(crisps.sku), priceFen: 999 },
        { code: '没有', priceFen: 100 },
        { code: mints.sku, priceFen: null },
        { code: mints.sku, priceFen: 0 },
        { code: ` ${crisps.sku} `, priceFen: 888 },
        { code: spirit.sku, priceFen: priceOf(spirit.sku) + 1500 },
      ],
    })
    expect(lines.map(({ fault }) => fault)).toEqual([null, 'unknown', 'noPrice', 'noPrice', 'twice', 'same'])
    expect(lines[0]).toMatchObject({ sku: crisps.sku, oldPriceFen: priceOf(crisps.sku) + 700 })
    expect(faults).toBe(5)
  })
})

describe('who sees what', () => {
  test('a region reads its own stores’ figures and no other’s; nobody there changes a price', async () => {
    const [east, far] = [await story.browser('re.manager'), await story.browser('rs.manager')]
    const [newest] = (await buyer.must('price.list', {})).changes
    const changeId = newest?.changeId as string
    expect((await detailOf(changeId, east)).stores.map(({ storeCode }) => storeCode)).toContain('S001')
    const seen = await detailOf(changeId, far)
    expect(seen.stores).toEqual([])
    expect(seen.change).toMatchObject({ storesTotal: 0, storesHeard: 0, toPrint: 0, printed: 0 })
    await refuses(story, () => far.call('price.missing', { changeId, storeCode: 'S001' }), 'STORE_NOT_FOUND')
    await refuses(story, () => east.call('price.change', asked([wish(crisps.sku, 1)], dayNow())), 'FORBIDDEN')
    await refuses(story, () => east.call('price.cancel', { changeId, reason: '不' }), 'FORBIDDEN')
  })

  test('the log of the shop tells HQ nothing of a change it does not know, and of products that are not in it', async () => {
    const [newest] = (await buyer.must('price.list', {})).changes
    const { changeId, number } = newest as { changeId: string; number: string }
    const before = await detailOf(changeId)
    const { appendTrail } = await import('../../src/ledger/trail')
    const line = { at: '2026-12-10T01:00:00.000Z', userId: '', outcome: 'done' as const }
    await south.database.write(async (tx) => {
      await appendTrail(tx, { ...line, operation: 'price.heard', detail: { number: 'TJ-X', skus: [crisps.sku] } })
      await appendTrail(tx, { ...line, operation: 'price.heard', detail: { number, skus: ['没有'] } })
      await appendTrail(tx, { ...line, operation: 'price.labelsPrinted', detail: { number, skus: 'all' } })
    })
    await story.sync()
    const ages = (detail: typeof before) => detail.stores.map(({ ageSeconds: _age, ...store }) => store)
    expect(ages(await detailOf(changeId))).toEqual(ages(before))
  })

  test('a time of printing that is none is none, and the labels count all the same', async () => {
    const change = await buyer.must('price.change', asked([wish(crisps.sku, 777)], storeDayOf(story.clock.nowMs())))
    const { changeId, number } = change
    await story.sync()
    const { appendTrail } = await import('../../src/ledger/trail')
    const line = { at: timeNow(), userId: '', outcome: 'done' as const, operation: 'price.labelsPrinted' }
    await south.database.write((tx) =>
      appendTrail(tx, { ...line, detail: { number, skus: [crisps.sku], printedAt: '昨天下午' } }),
    )
    await story.sync()
    expect(await atStore(changeId, 'S002')).toMatchObject({ printed: 1, waiting: 0, lastPrintedAt: null })
  })
})

describe('a label that came out for another reason', () => {
  interface Label {
    /** of the job and of the one time it was printed */
    jobState: string
    printState: string
    template: string
    risesFen: number
    minutesLater: number
    isReprint: number
    isForgotten: boolean
  }
  const good: Label = {
    ...{ jobState: 'handedOver', printState: 'handedOver', template: 'priceTag60x40', risesFen: 0, minutesLater: 1 },
    ...{ isReprint: 0, isForgotten: false },
  }
  const own = (templateId: string, kind: string, blocks: unknown) => ({
    ...{ id: templateId, kind, name: templateId, nameEn: '', widthMm: 40, heightMm: 30, gapMm: 2, blocks },
  })
  let changeId = ''
  let number = ''
  let priceFen = 0
  let round = 0

  const came = (label: Label): Promise<void> =>
    north.database.write(async (tx) => {
      const [jobId, at] = [randomUUID(), new Date(story.clock.nowMs() + label.minutesLater * 60_000).toISOString()]
      const shown = { sku: mints.sku, priceFen: priceFen + label.risesFen, copies: 1, template: label.template }
      const { isReprint } = label
      const job = {
        ...{ ...shown, jobId, isReprint, name: '', spec: '', unit: '', barcode: '', place: '', origin: 'RK-1' },
        ...{ state: label.jobState, problem: '', printed: 1, createdAt: at, why: 'receipt', oldPriceFen: null },
        ...{ documentId: '', lot: '', about: '{}', printerId: '', requestedBy: '', batchId: 'b', position: 0 },
        ...{ byHand: 0, waitsForWord: 0 },
      }
      if (!label.isForgotten) await tx.insertRows('labelJob', [job])
      if (label.printState === '') return
      await tx.insertRows('labelPrint', [
        {
          ...{ ...shown, printId: randomUUID(), jobId, batchId: 'b', at, userId: '' },
          ...{ printerId: 'printer', state: label.printState, isReprint },
        },
      ])
    })

  beforeAll(async () => {
    const { blocks } = (await import('../../src/core/labels/labelTemplates')).labelTemplates.priceTag40x30
    const withoutPrice = blocks.filter(({ kind }) => kind !== 'price')
    const rows = [
      own('ownTag', 'priceTag', blocks),
      own('ownGoods', 'goods', blocks),
      own('bare', 'goods', withoutPrice),
    ]
    await north.database.write((tx) =>
      tx.insertRows('labelTemplate', [
        ...rows.map((one) => ({
          ...{ templateId: one.id, name: one.id, body: JSON.stringify(one), version: 1, removed: 1 },
          ...{ savedAt: timeNow(), savedByName: '' },
        })),
        {
          ...{ templateId: 'spoilt', name: 'spoilt', body: '{', version: 1, removed: 1 },
          ...{ savedAt: timeNow(), savedByName: '' },
        },
      ]),
    )
  })
  beforeEach(async () => {
    round += 1
    const change = await buyer.must('price.change', asked([wish(mints.sku, 3000 + 10 * round)], dayNow()))
    ;({ changeId, number } = change)
    priceFen = priceOf(mints.sku) + 3000 + 10 * round
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 1, waiting: 1 })
  })

  test.each<[string, Partial<Label>, number]>([
    ['handed over, in another of our price tags', {}, 1],
    ['confirmed by the printer', { jobState: 'confirmed', printState: 'confirmed' }, 1],
    ['in a shelf strip', { template: 'shelfStrip95x38' }, 1],
    ['in the shop’s own price tag, though it is off the list by now', { template: 'ownTag' }, 1],
    ['on the goods themselves, with their price', { template: 'ownGoods' }, 1],
    ['so long ago that the list forgot it', { isForgotten: true }, 1],
    ['on the goods, without a price', { template: 'bare' }, 0],
    ['our label of goods, which shows none', { template: 'goodsLabel60x40' }, 0],
    ['the label of a lot', { template: 'lot60x40' }, 0],
    ['in a template nobody can read', { template: 'spoilt' }, 0],
    ['in one nobody knows', { template: 'gone' }, 0],
    ['at another price', { risesFen: 1 }, 0],
    ['before the shop heard of it', { minutesLater: -1 }, 0],
    ['perhaps', { jobState: 'unknown', printState: 'unknown' }, 0],
    ['spoilt', { jobState: 'queued', printState: 'spoilt', isReprint: 1 }, 0],
    ['not at all: it waits with its draft', { jobState: 'queued', printState: '' }, 0],
    ['not at all: its draft is gone', { jobState: 'removed', printState: '' }, 0],
    ['once, and is asked for anew', { jobState: 'queued', isReprint: 1 }, 0],
  ])('%s', async (_what, label, printed) => {
    await came({ ...good, ...label })
    const toldBefore = await toldOf()
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 1, printed, waiting: 1 - printed })
    await story.sync()
    expect((await toldOf()) - toldBefore).toBe(printed)
  })

  const toldOf = async (): Promise<number> => {
    const sql = `SELECT count(*) AS n FROM trail WHERE operation IN ('price.labelsPrinted', 'price.labelsBack')`
    return (await north.database.read.one<{ n: number }>(sql))?.n as number
  }

  test('says when it was; asked for anew it waits again; the change’s own label counts then, too', async () => {
    const at = new Date(story.clock.nowMs() + 60_000).toISOString()
    await came(good)
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ printed: 1, lastPrintedAt: at })
    await north.database.write((tx) =>
      tx.run(`UPDATE labelJob SET state = 'queued', isReprint = 1 WHERE origin = 'RK-1' AND sku = ? AND priceFen = ?`, [
        ...[mints.sku, priceFen],
      ]),
    )
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ printed: 0, waiting: 1 })
    await cameOut(north, number, [mints.sku])
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ printed: 1, waiting: 0 })
  })
})

describe('the change’s own label', () => {
  let changeId = ''
  let number = ''
  let jobId = ''
  let round = 0
  const ownJob = async (): Promise<{ batchId: string; state: string } | undefined> =>
    north.database.read.one('SELECT batchId, state FROM labelJob WHERE jobId = ?', [jobId])
  const spoilt = async (): Promise<void> => {
    const batchId = (await ownJob())?.batchId ?? ''
    await north.must('label.settle', { batchId, firstMissing: { jobId, copy: 1 } })
  }

  beforeAll(() =>
    north.must('device.saveSettings', {
      scanners: [],
      printers: [
        tcpPrinter('one', 9100, { id: '1', name: '甲', template: 'priceTag60x40' }),
        tcpPrinter('two', 9100, { id: '2', name: '乙', template: 'goodsLabel60x40' }),
      ],
    }),
  )
  beforeEach(async () => {
    round += 1
    ;({ changeId, number } = await buyer.must('price.change', asked([wish(crisps.sku, 7000 + 10 * round)], dayNow())))
    await story.sync()
    const rows = `SELECT jobId FROM labelJob WHERE origin = ? AND sku = ?`
    jobId = (await north.database.read.one<{ jobId: string }>(rows, [number, crisps.sku]))?.jobId ?? ''
  })

  test('printed, told, spoilt and taken out of the list: nothing hangs, and HQ counts it as waiting', async () => {
    await north.must('label.print', { jobIds: [jobId] })
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 1, printed: 1 })
    await spoilt()
    await north.must('label.remove', { jobIds: [jobId] })
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 1, printed: 0, waiting: 1 })
    expect((await north.must('label.queue', {})).jobs.filter((job) => job.jobId === jobId)).toEqual([])
    const lines = [{ row: 1, code: crisps.sku, copies: 1 }]
    const { added } = await north.must('label.add', {
      why: 'file',
      name: '再打.xlsx',
      template: 'priceTag60x40',
      lines,
    })
    await north.must('label.print', { jobIds: added.map((one) => one.jobId) })
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 1, printed: 1, waiting: 0 })
  })

  test('spoilt and taken out, and a newer price came meanwhile: the old one waits for nobody', async () => {
    await north.must('label.print', { jobIds: [jobId] })
    await story.sync()
    await spoilt()
    await north.must('label.remove', { jobIds: [jobId] })
    const newer = await buyer.must('price.change', asked([wish(crisps.sku, 9000 + 10 * round)], dayNow()))
    await story.sync()
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ replaced: 1, waiting: 0 })
    expect(await atStore(newer.changeId, 'S001')).toMatchObject({ toPrint: 1, waiting: 1 })
  })

  test('in a template that shows no price it counts for nothing', async () => {
    await north.must('label.change', { jobIds: [jobId], template: 'goodsLabel60x40' })
    await north.must('label.print', { jobIds: [jobId] })
    expect(await ownJob()).toMatchObject({ state: 'handedOver' })
    await story.sync()
    expect(await atStore(changeId, 'S001')).toMatchObject({ toPrint: 1, printed: 0, waiting: 1 })
  })
})

test('300 prices: one transaction at HQ, one at the shop, told back in one line', { timeout: 60_000 }, async () => {
  const many = chain.products.slice(0, 300)
  await north.database.write((tx) =>
    tx.insertRows(
      'priceChangeHeard',
      many.map(({ sku }) => ({
        ...{ number: 'TJ-EARLIER', sku, oldPriceFen: 1, newPriceFen: 1, effectiveDate: today, heardAt: today },
        state: 'printed',
      })),
    ),
  )
  const began = performance.now()
  const change = await buyer.must(
    'price.change',
    asked(
      many.map(({ sku, priceFen }) => ({ sku, priceFen: priceFen + 1111 })),
      dayNow(),
    ),
  )
  const published = performance.now()
  await story.sync()
  const heard = performance.now()
  const jobs = (await jobsOf(north)).filter(({ origin }) => origin === change.number)
  expect(jobs).toHaveLength(300)
  await cameOut(
    north,
    change.number,
    jobs.map(({ sku }) => sku),
  )
  await story.sync()
  expect(await atStore(change.changeId, 'S001')).toMatchObject({ toPrint: 300, printed: 300, waiting: 0 })
  console.info(
    `300 prices: HQ ${Math.round(published - began)} ms, two stores heard ${Math.round(heard - published)} ms`,
  )
})

test('in the end both sides say the same', () => agrees(story))
