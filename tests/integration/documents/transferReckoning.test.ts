/**
 * 调拨: what HQ and both ends reckon must be one sum, also where papers are taken back, sent by two PCs, closed and begun
 * again, agreed to twice, or written by a clock that is wrong.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf, OutputOf } from '../../../src/contract/operations'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  decisionOn,
  draft,
  handIn,
  headerOf,
  mints,
  post,
  read,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../../support/story'
import { chain, enrol, openStore, removeFolder, type TestStore, temporaryFolder } from '../../support/world'

let story: Story
let shop: StoryStore
let other: StoryStore
let south: StoryStore
let hq: Browser

const milk = chain.products.find(
  ({ keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays === 180,
) as (typeof chain.products)[number]

beforeAll(async () => {
  story = await beginStory(['S001', 'S002', 'S003'])
  ;[shop, other, south] = story.stores as [StoryStore, StoryStore, StoryStore]
  hq = await story.browser('hq.operations')
  await shop.signIn('s001.manager')
  await other.signIn('s002.manager')
  await south.signIn('s003.manager')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 200_000 },
    { sku: mints.sku, quantity: 50_000 },
  ])
  await stockUp(other, [{ sku: mints.sku, quantity: 50_000 }])
  await stockUp(south, [{ sku: mints.sku, quantity: 50_000 }])
  await story.sync()
})
beforeEach(() => shop.signIn('s001.manager'))
afterEach(() => agrees(story))
afterAll(() => story.close())

type Desk = Pick<TestStore, 'must'>

const push = async (sku: string, quantity: number, note = '') => {
  const { transferId } = await hq.must('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WS002', dueDate: '2026-11-23', note },
    lines: [{ sku, quantity }],
  })
  await story.sync()
  return transferId
}
const opened = async (desk: Desk, name: 'transfer.openDispatch' | 'transfer.openReceipt', transferId: string) => {
  const { documentId } = await desk.must(name, { transferId })
  const { header, lines } = await read(desk as Browser, documentId)
  return { documentId, type: header.type, expected: lines.map(({ expectedQuantity }) => expectedQuantity) }
}
const moving =
  (name: 'transfer.openDispatch' | 'transfer.openReceipt') =>
  async (
    desk: Desk,
    transferId: string,
    line: Omit<InputOf<'document.setLine'>, 'type' | 'documentId'>,
    more: { closesSource?: boolean } = {},
  ) => {
    const { documentId, type, expected } = await opened(desk, name, transferId)
    await desk.must('document.setLine', { type, documentId, ...line })
    await desk.must('document.post', { ...(await versioned(desk as Browser, documentId)), ...more })
    return { documentId, expected }
  }
const send = moving('transfer.openDispatch')
const receive = moving('transfer.openReceipt')
const atHq = (transferId: string) => hq.must('transfer.get', { transferId })
const settle = (transferId: string, quantity: number, way: InputOf<'transfer.settle'>['way']) =>
  hq.must('transfer.settle', { transferId, lineNo: 1, quantity, way, note: '' })
const allocatedOf = async (desk: Desk, warehouseCode: string, sku: string) => {
  const { rows } = await desk.must('stock.list', { search: sku, warehouseCode })
  return (rows as OutputOf<'stock.list'>['rows'])[0]?.allocated
}
const line = (sku: string, quantity: number) => ({ sku, quantity })

describe('what is still to be sent', () => {
  test('four, six, the four taken back, all with HQ knowing of the first alone: four may still go, and no fifth', async () => {
    const before = (await allocatedOf(shop, 'WS001', crisps.sku)) as number
    const promised = async () => ((await allocatedOf(shop, 'WS001', crisps.sku)) as number) - before
    const transferId = await push(crisps.sku, 10_000)
    expect(await promised()).toBe(10_000)
    const first = await send(shop, transferId, line(crisps.sku, 4000))
    expect(await promised()).toBe(6000)
    expect(first.expected).toEqual([10_000])
    await story.sync()
    shop.line.up = false
    expect((await send(shop, transferId, line(crisps.sku, 6000))).expected).toEqual([6000])
    expect(await promised()).toBe(0)
    await shop.must('document.reverse', { type: 'transferDispatch', documentId: first.documentId, reason: '发错了' })
    expect(await promised()).toBe(4000)
    const last = await opened(shop, 'transfer.openDispatch', transferId)
    expect(last.expected).toEqual([4000])
    const { documentId, type } = last
    await shop.must('document.setLine', { type, documentId, ...line(crisps.sku, 6000) })
    const over = { ...(await versioned(shop, documentId)) }
    await refuses(story, () => shop.call('document.post', over), 'OVER_APPROVED', { approved: 4000, quantity: 6000 })
    await shop.must('document.setLine', { type, documentId, ...line(crisps.sku, 4000) })
    await post(shop, documentId)
    const nothing = { ok: false, error: { code: 'TRANSFER_STATE' } }
    expect(await shop.call('transfer.openDispatch', { transferId })).toMatchObject(nothing)
    shop.line.up = true
    await story.sync()
    expect(await atHq(transferId)).toMatchObject({ state: 'inTransit', lines: [{ sentQuantity: 10_000 }] })
    // HQ's word counts them now: nothing is taken off twice either
    expect(await shop.call('transfer.openDispatch', { transferId })).toMatchObject(nothing)
    await receive(other, transferId, line(crisps.sku, 10_000))
    await story.sync()
    expect((await atHq(transferId)).state).toBe('completed')
  })

  test('more was sent than approved and all of it taken back: what was approved, not what was sent, may go', async () => {
    await changePolicy(hq, '多发一点可以', ({ transfers }) => {
      transfers.overSendPermille = 200
    })
    const transferId = await push(crisps.sku, 10_000)
    const { documentId } = await send(shop, transferId, line(crisps.sku, 12_000))
    await story.sync()
    shop.line.up = false
    await shop.must('document.reverse', { type: 'transferDispatch', documentId, reason: '点错了' })
    expect((await opened(shop, 'transfer.openDispatch', transferId)).expected).toEqual([10_000])
    await changePolicy(hq, '照旧', ({ transfers }) => {
      transfers.overSendPermille = 0
    })
  })

  test('closed at six of ten, one got lost, that one is sent again: one is promised, one may go, and then it is done', async () => {
    const before = await allocatedOf(shop, 'WS001', crisps.sku)
    const transferId = await push(crisps.sku, 10_000)
    expect(await allocatedOf(shop, 'WS001', crisps.sku)).toBe((before as number) + 10_000)
    shop.line.up = false
    await send(shop, transferId, line(crisps.sku, 6000), { closesSource: true })
    // the shop knows what it said itself, before HQ does
    expect(await allocatedOf(shop, 'WS001', crisps.sku)).toBe(before)
    shop.line.up = true
    await story.sync()
    expect(await allocatedOf(shop, 'WS001', crisps.sku)).toBe(before)
    await receive(other, transferId, line(crisps.sku, 5000))
    await story.sync()
    await settle(transferId, 1000, 'reship')
    await story.sync()
    await story.sync()
    expect(await atHq(transferId)).toMatchObject({ state: 'awaitingDispatch', lines: [{ reshipQuantity: 1000 }] })
    for (const desk of [shop, hq]) expect(await allocatedOf(desk, 'WS001', crisps.sku)).toBe((before as number) + 1000)
    const { documentId, type, expected } = await opened(shop, 'transfer.openDispatch', transferId)
    expect(expected).toEqual([1000])
    await shop.must('document.setLine', { type, documentId, ...line(crisps.sku, 5000) })
    const over = await versioned(shop, documentId)
    await refuses(story, () => shop.call('document.post', over), 'OVER_APPROVED', { approved: 1000, quantity: 5000 })
    await shop.must('document.setLine', { type, documentId, ...line(crisps.sku, 1000) })
    await post(shop, documentId)
    await story.sync()
    expect((await atHq(transferId)).state).toBe('inTransit')
    // the receiver waits for one, not for the four that were never to come
    expect((await receive(other, transferId, line(crisps.sku, 1000))).expected).toEqual([1000])
    await story.sync()
    expect((await atHq(transferId)).state).toBe('completed')
    expect(await allocatedOf(shop, 'WS001', crisps.sku)).toBe(before)
  })

  test('a closing that was taken back closes nothing; what had been called off by it is to be sent again', async () => {
    const transferId = await push(crisps.sku, 10_000)
    const { documentId } = await send(shop, transferId, line(crisps.sku, 6000), { closesSource: true })
    await story.sync()
    expect(await shop.call('transfer.openDispatch', { transferId })).toMatchObject({ ok: false })
    await shop.must('document.reverse', { type: 'transferDispatch', documentId, reason: '还有四箱' })
    await story.sync()
    expect(await atHq(transferId)).toMatchObject({ state: 'awaitingDispatch', lines: [{ sentQuantity: 0 }] })
    expect((await send(shop, transferId, line(crisps.sku, 10_000))).expected).toEqual([10_000])
    await story.sync()
    await receive(other, transferId, line(crisps.sku, 10_000))
  })

  test('the receiver says no more will come before the sender told of any: what got lost of that is owed all the same', async () => {
    const transferId = await push(crisps.sku, 10_000)
    shop.line.up = false
    await send(shop, transferId, line(crisps.sku, 6000))
    await receive(other, transferId, line(crisps.sku, 5000), { closesSource: true })
    await story.sync()
    shop.line.up = true
    await story.sync()
    expect(await atHq(transferId)).toMatchObject({ state: 'difference', lines: [{ inTransitQuantity: 1000 }] })
    await settle(transferId, 1000, 'reship')
    await story.sync()
    await story.sync()
    expect((await send(shop, transferId, line(crisps.sku, 1000))).expected).toEqual([1000])
    await story.sync()
    await receive(other, transferId, line(crisps.sku, 1000))
    await story.sync()
    expect((await atHq(transferId)).state).toBe('completed')
  })

  test('sent in two parts, closed with the second, the first one taken back: that one may be written again', async () => {
    const transferId = await push(crisps.sku, 10_000)
    const { documentId } = await send(shop, transferId, line(crisps.sku, 3000))
    await send(shop, transferId, line(crisps.sku, 4000), { closesSource: true })
    await story.sync()
    await shop.must('document.reverse', { type: 'transferDispatch', documentId, reason: '少了一箱' })
    await story.sync()
    expect((await send(shop, transferId, line(crisps.sku, 2000), { closesSource: true })).expected).toEqual([3000])
    await story.sync()
    await receive(other, transferId, line(crisps.sku, 6000))
    await story.sync()
    expect(await atHq(transferId)).toMatchObject({ state: 'completed', lines: [{ sentQuantity: 6000 }] })
  })

  test('the sender’s clock goes back three hours after it closed: what was sent again counts as sent after', async () => {
    const transferId = await push(crisps.sku, 6000)
    await send(shop, transferId, line(crisps.sku, 5000), { closesSource: true })
    await story.sync()
    await receive(other, transferId, line(crisps.sku, 4000))
    await story.sync()
    await settle(transferId, 1000, 'reship')
    await story.sync()
    await story.sync()
    const now = story.clock.nowMs()
    story.clock.setWall(now - 3 * 3_600_000)
    await shop.signIn('s001.manager')
    await send(shop, transferId, line(crisps.sku, 1000))
    await story.sync()
    story.clock.setWall(now)
    await other.signIn('s002.manager')
    await receive(other, transferId, line(crisps.sku, 1000))
    await story.sync()
    expect(await atHq(transferId)).toMatchObject({
      state: 'completed',
      lines: [{ sentQuantity: 6000, receivedQuantity: 5000, settledQuantity: 1000, inTransitQuantity: 0 }],
    })
  })
})

describe('who gives goods away', () => {
  const toRegion = (note: string, level: 'regionManager' | 'hqOperations') =>
    changePolicy(hq, note, ({ documents }) => {
      documents.transferRequest.approval = [{ level, fromFen: 0 }]
    })

  test('a region’s yes takes goods out of that region’s shops, or of a warehouse of HQ that was asked, and of no other’s', async () => {
    await toRegion('要货大区审', 'regionManager')
    await story.sync()
    const east = await story.browser('re.manager')
    const asking = async (toWarehouseCode: string) => {
      const documentId = await draft(shop, 'transferRequest', { toWarehouseCode }, [line(mints.sku, 2000)])
      await handIn(shop, documentId)
      await story.sync()
      return documentId
    }
    const near = await asking('WS002')
    const chosen = async (fromWarehouseCode: string) => ({ ...(await decisionOn(east, near)), fromWarehouseCode })
    for (const elsewhere of ['WS003', 'WC01', 'W999']) {
      const input = await chosen(elsewhere)
      const params = { warehouseCode: elsewhere }
      await refuses(story, () => east.call('document.decide', input), 'WAREHOUSE_NOT_FOUND', params)
    }
    await decide(east, near)
    const far = await asking('WS003')
    const input = await decisionOn(east, far)
    await refuses(story, () => east.call('document.decide', input), 'APPROVAL_LEVEL', { level: 'hqOperations' })
    await decide(hq, far)
    await decide(east, await asking('WC01'))
    const { transfers } = await hq.must('transfer.list', { storeCode: 'S001' })
    const waiting = transfers.filter(
      ({ state, toWarehouseCode }) => state === 'awaitingDispatch' && toWarehouseCode === 'WS001',
    )
    expect(waiting.map(({ fromWarehouseCode }) => fromWarehouseCode).sort()).toEqual(['WC01', 'WS002', 'WS003'])
    for (const { transferId } of waiting) await hq.must('transfer.cancel', { transferId, reason: '试' })
    await toRegion('要货总部审', 'hqOperations')
    await story.sync()
  })

  test('agreed to, sent, taken back and handed in for more meanwhile: the second yes is refused and names what was sent', async () => {
    const requestId = await draft(shop, 'transferRequest', { toWarehouseCode: 'WS002' }, [line(mints.sku, 2000)])
    await handIn(shop, requestId)
    await story.sync()
    shop.line.up = false
    await decide(hq, requestId)
    await story.sync()
    const [sent] = (await hq.must('transfer.list', { states: ['awaitingDispatch'] })).transfers
    const transferId = sent?.transferId as string
    await send(other, transferId, line(mints.sku, 2000))
    await story.sync()
    await shop.must('document.withdraw', { type: 'transferRequest', documentId: requestId, reason: '要更多' })
    await shop.must('document.setLine', { type: 'transferRequest', documentId: requestId, ...line(mints.sku, 20_000) })
    await handIn(shop, requestId)
    shop.line.up = true
    await story.sync()
    const again = await decisionOn(hq, requestId)
    await refuses(story, () => hq.call('document.decide', again), 'ALREADY_TRANSFERRED', { number: sent?.number })
    await decide(hq, requestId, 'refused', '已发两盒，要更多请另开一张')
    await receive(shop, transferId, line(mints.sku, 2000))
    await story.sync()
    expect((await headerOf(shop, requestId)).state).toBe('draft')
    expect(await atHq(transferId)).toMatchObject({ state: 'completed', lines: [{ approvedQuantity: 2000 }] })
    await shop.must('document.cancel', { type: 'transferRequest', documentId: requestId, reason: '另开' })
  })

  test('sent when it was taken back, and the sending taken back as well: the second yes makes the one that stands', async () => {
    const requestId = await draft(shop, 'transferRequest', { toWarehouseCode: 'WS002' }, [line(mints.sku, 2000)])
    await handIn(shop, requestId)
    await story.sync()
    shop.line.up = false
    await decide(hq, requestId)
    await story.sync()
    const [first] = (await hq.must('transfer.list', { states: ['awaitingDispatch'] })).transfers
    const { documentId } = await send(other, first?.transferId as string, line(mints.sku, 2000))
    await story.sync()
    await shop.must('document.withdraw', { type: 'transferRequest', documentId: requestId, reason: '要三盒' })
    await shop.must('document.setLine', { type: 'transferRequest', documentId: requestId, ...line(mints.sku, 3000) })
    await handIn(shop, requestId)
    shop.line.up = true
    await story.sync()
    await other.must('document.reverse', { type: 'transferDispatch', documentId, reason: '还没装车' })
    await story.sync()
    await decide(hq, requestId)
    const ofRequest = (await hq.must('transfer.list', {})).transfers.filter(({ requestId: id }) => id === requestId)
    expect(ofRequest.map(({ state, approvedTotal }) => [state, approvedTotal]).sort()).toEqual([
      ['awaitingDispatch', 3000],
      ['cancelled', 2000],
    ])
    const { transferId } = ofRequest.find(({ state }) => state === 'awaitingDispatch') as (typeof ofRequest)[number]
    await hq.must('transfer.cancel', { transferId, reason: '试' })
  })

  test('shop and HQ agree to a return at the same time: one number, the one on the shop’s paper', async () => {
    await changePolicy(hq, '返仓店长审', ({ documents }) => {
      documents.warehouseReturn.approval = [{ level: 'storeManager', fromFen: 0 }]
    })
    await story.sync()
    await shop.signIn('s001.lin')
    const header = { toWarehouseCode: 'WC01', reasonCode: 'SLOW' }
    const documentId = await draft(shop, 'warehouseReturn', header, [line(crisps.sku, 2000)])
    await handIn(shop, documentId)
    await story.sync()
    shop.line.up = false
    await shop.signIn('s001.manager')
    const { reference } = await decide(shop, documentId)
    const atFirst = (await decide(hq, documentId)).reference
    expect(atFirst).not.toBe(reference)
    shop.line.up = true
    await story.sync()
    expect(reference).toMatch(/^SQ-S001-/)
    for (const desk of [shop, hq]) {
      expect((await headerOf(desk, documentId)).reference).toBe(reference)
      const { transfers } = await desk.must('transfer.list', { kind: 'return' })
      expect(transfers.map(({ authorisationNumber }) => authorisationNumber)).toEqual([reference])
    }
  })
})

describe('how it is settled', () => {
  test('called off while five were under way: one of them lost is not sent again, and the note stands beside the reason', async () => {
    const transferId = await push(crisps.sku, 6000, '门店试吃用')
    const { documentId, type } = await opened(shop, 'transfer.openDispatch', transferId)
    shop.line.up = false
    await shop.must('document.setLine', { type, documentId, ...line(crisps.sku, 5000) })
    await post(shop, documentId)
    await hq.must('transfer.cancel', { transferId, reason: '活动取消' })
    shop.line.up = true
    await story.sync()
    // the sender hears that nothing more is to go, though one of six never went
    expect(await shop.call('transfer.openDispatch', { transferId })).toMatchObject({ ok: false })
    await receive(other, transferId, line(crisps.sku, 4000))
    await story.sync()
    const again = { transferId, lineNo: 1, quantity: 1000, way: 'reship' as const, note: '' }
    const { number } = await atHq(transferId)
    await refuses(story, () => hq.call('transfer.settle', again), 'TRANSFER_CALLED_OFF', { number })
    await settle(transferId, 1000, 'return')
    await story.sync()
    for (const desk of [shop, hq])
      expect(await desk.must('transfer.get', { transferId })).toMatchObject({
        ...{ state: 'completed', note: '门店试吃用', calledOffReason: '活动取消' },
        lines: [{ sentQuantity: 5000, receivedQuantity: 4000, settledQuantity: 1000, reshipQuantity: 0 }],
      })
  })

  test('the receiver read another lot: what comes back to the sender is of the lots it sent', async () => {
    await stockUp(shop, [
      { sku: milk.sku, quantity: 5000, lot: 'A', expiryDate: '2027-04-01' },
      { sku: milk.sku, quantity: 3000, lot: 'C', expiryDate: '2027-04-20' },
    ])
    await story.sync()
    const transferId = await push(milk.sku, 8000)
    const { documentId, type } = await opened(shop, 'transfer.openDispatch', transferId)
    for (const [lot, quantity] of [
      ['A', 5000],
      ['C', 3000],
    ] as const)
      await shop.must('document.setLine', { type, documentId, sku: milk.sku, quantity, lot })
    await post(shop, documentId)
    await story.sync()
    await receive(other, transferId, { ...line(milk.sku, 3000), lot: 'B', expiryDate: '2027-04-10' })
    await story.sync()
    // five are missing; of A five are on the way, of C three: each return takes what the one before left
    await settle(transferId, 4000, 'return')
    await settle(transferId, 1000, 'return')
    await story.sync()
    await story.sync()
    expect((await atHq(transferId)).state).toBe('completed')
    const shelf = await shop.database.read.all(
      `SELECT lot, onHand FROM stockBalance WHERE account = 'stock:WS001' AND sku = ? AND onHand <> 0 ORDER BY lot`,
      [milk.sku],
    )
    expect(shelf).toEqual([
      { lot: 'A', onHand: 4000 },
      { lot: 'C', onHand: 1000 },
    ])
  })

  test('one product in two hundred and one lots: the paper is taken, and of the smallest lot nothing is said', async () => {
    const lots = Array.from({ length: 201 }, (_, index) => ({ lot: `N${index}`, quantity: index === 7 ? 1000 : 2000 }))
    await stockUp(
      shop,
      lots.map((one) => ({ ...one, sku: milk.sku, expiryDate: '2027-04-01' })),
    )
    const transferId = await push(milk.sku, 401_000)
    const { documentId, type } = await opened(shop, 'transfer.openDispatch', transferId)
    for (const { lot, quantity } of lots)
      await shop.must('document.setLine', { type, documentId, sku: milk.sku, quantity, lot })
    await post(shop, documentId)
    await story.sync()
    const { lines } = await atHq(transferId)
    expect(lines).toMatchObject([{ sentQuantity: 401_000 }])
    expect(lines[0]?.lots).toHaveLength(200)
    expect(lines[0]?.lots.map(({ lot }) => lot)).not.toContain('N7')
    await receive(other, transferId, { ...line(milk.sku, 401_000), lot: 'N1', expiryDate: '2027-04-01' })
    await story.sync()
    expect((await atHq(transferId)).state).toBe('completed')
  }, 60_000)

  test('more lines than a word about a transfer holds: the ones that were approved are told, and no paper is parked', async () => {
    const transferId = await push(crisps.sku, 1000)
    const unplanned = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({
        ...{
          transferId,
          lineNo: from + at,
          sku: `X${from + at}`,
          askedQuantity: 0,
          approvedQuantity: 0,
          sentQuantity: 0,
        },
        ...{
          receivedQuantity: 0,
          damagedQuantity: 0,
          settledQuantity: 0,
          reshipQuantity: 0,
          unitCost: 1,
          openValue: 0,
        },
        ...{ lots: '[]' },
      }))
    await story.hub.database.write((tx) => tx.insertRows('transferLine', unplanned(2, 10_003)))
    await send(shop, transferId, line(crisps.sku, 1000))
    await story.sync()
    const told = await shop.database.read.one(
      'SELECT count(*) AS lines, max(sentQuantity) AS sent FROM transferLine WHERE transferId = ?',
      [transferId],
    )
    expect(told).toEqual({ lines: 10_000, sent: 1000 })
    await receive(other, transferId, line(crisps.sku, 1000))
    await story.sync()
    expect((await atHq(transferId)).state).toBe('completed')
  }, 60_000)
})

test('two PCs of a shop send parts of one transfer: each counts what HQ counts and its own that HQ does not yet', async () => {
  // a story of its own: two PCs keep two logs of one shelf, and neither says all of what HQ says
  const apart = await beginStory(['S001'])
  const first = apart.stores[0] as StoryStore
  const own = temporaryFolder()
  const second = await openStore(own, apart.clock)
  await enrol(second, apart.hub, 'S001')
  const office = await apart.browser('hq.operations')
  for (const pc of [first, second]) {
    await pc.signIn('s001.manager')
    await stockUp(pc, [line(crisps.sku, 30_000)])
  }
  const { transferId } = await office.must('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WS002', dueDate: '2026-11-23', note: '' },
    lines: [line(crisps.sku, 12_000)],
  })
  const tell = async () => {
    for (const pc of [first, second, first]) await pc.must('app.syncNow', {})
  }
  await tell()
  expect((await send(first, transferId, line(crisps.sku, 4000))).expected).toEqual([12_000])
  await tell()
  expect((await send(second, transferId, line(crisps.sku, 4000))).expected).toEqual([8000])
  await tell()
  first.line.up = false
  expect((await send(first, transferId, line(crisps.sku, 2000))).expected).toEqual([4000])
  // HQ counts two papers, one of them the other PC's: the second one of this PC is counted here all the same
  expect((await send(first, transferId, line(crisps.sku, 2000))).expected).toEqual([2000])
  first.line.up = true
  await tell()
  const { state, lines } = await office.must('transfer.get', { transferId })
  expect([state, lines[0]?.sentQuantity]).toEqual(['inTransit', 12_000])
  expect(await apart.hub.database.read.all('SELECT reason FROM parkedEvent')).toEqual([])
  await second.close()
  removeFolder(own)
  await apart.close()
})
