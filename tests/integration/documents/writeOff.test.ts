/**
 * 报损, told as a story: what is broken leaves the shelf at once and the books only when those who must have agreed; small
 * losses are the manager's, larger ones the region's and HQ's, also with the line down for hours.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accountsOf,
  agrees,
  type Browser,
  beginStory,
  crisps,
  decide,
  decisionOn,
  draft,
  handIn,
  headerOf,
  holds,
  read,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
  versioned,
} from '../../support/story'

let story: Story
let shop: StoryStore
let region: Browser
let hq: Browser

const stock = 'stock:WS001'
const quarantine = 'quarantine:WS001'
const broken = { reasonCode: 'BROKEN' }
const hours = (count: number) => count * 3_600_000

/** the smallest PNG there is */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const photograph = (documentId: string) =>
  shop.must('document.attach', {
    type: 'writeOff',
    documentId,
    name: '破损.png',
    mime: 'image/png',
    dataBase64: png,
  })

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.lin')
  await shop.signIn('s001.manager')
  region = await story.browser('re.manager')
  hq = await story.browser('hq.operations')
  await stockUp(shop, [
    { sku: crisps.sku, quantity: 100_000 },
    { sku: spirit.sku, quantity: 60_000, damaged: 3000 },
  ])
  await story.sync()
})
afterAll(() => story.close())

describe('a small loss', () => {
  let documentId: string

  test('the clerk hands it in: four bags lie in quarantine at once, none is lost yet', async () => {
    await shop.signIn('s001.lin')
    documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 4000 }])
    expect(await holds(shop.database, stock, crisps.sku)).toEqual([100_000, 2_310_000])
    const header = await handIn(shop, documentId)
    expect(header).toMatchObject({ state: 'submitted', pendingLevel: 'storeManager', value: null })
    expect(header.number).toMatch(/^BSCK-S001-261122-A\d{4}$/)
    expect(await accountsOf(shop.database, crisps.sku)).toEqual({
      [quarantine]: [4000, 92_400],
      [stock]: [96_000, 2_217_600],
      supplier: [-100_000, -2_310_000],
    })
  })

  test('nobody decides about their own, posts it past the decision, or changes it while it waits', async () => {
    await story.sync()
    await refuses(story, async () => shop.call('document.decide', await decisionOn(shop, documentId)), 'FORBIDDEN')
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'FORBIDDEN')
    const change = { type: 'writeOff' as const, documentId, sku: crisps.sku, quantity: 1000 }
    await refuses(story, () => shop.call('document.setLine', change), 'DOCUMENT_STATE', { state: 'submitted' })
    await shop.signIn('s001.manager')
    await refuses(story, async () => shop.call('document.post', await versioned(shop, documentId)), 'DOCUMENT_STATE')
    const seen = await decisionOn(shop, documentId, 'refused')
    await refuses(story, () => shop.call('document.decide', seen), 'REASON_MISSING')
    const other = { ...seen, reason: '数量不对', contentHash: 'f'.repeat(64) }
    await refuses(story, () => shop.call('document.decide', other), 'CONTENT_CHANGED')
  })

  test('the manager alone agrees with the line down: the loss is booked, once', async () => {
    await story.hub.stop()
    const decision = await decisionOn(shop, documentId)
    const { header } = await shop.must('document.decide', decision)
    expect(header).toMatchObject({ state: 'posted', pendingLevel: null, value: 92_400, postedByName: '店长老程' })
    expect(await accountsOf(shop.database, crisps.sku)).toEqual({
      loss: [4000, 92_400],
      [stock]: [96_000, 2_217_600],
      supplier: [-100_000, -2_310_000],
    })
    await refuses(story, () => shop.call('document.decide', decision), 'DOCUMENT_STATE', { state: 'posted' })
    await story.hub.start()
    await story.sync()
    expect(await holds(story.hub.database, 'loss', crisps.sku)).toEqual([4000, 92_400])
    const told = await read(hq, documentId)
    expect(told.header.state).toBe('posted')
    expect(told.steps.map(({ step, userName }) => [step, userName])).toEqual([
      ['submitted', '店员小林'],
      ['decided.approved', '店长老程'],
      ['posted', '店长老程'],
    ])
  })

  test('the manager does not agree to their own; the region does', async () => {
    const own = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 1000 }])
    await handIn(shop, own)
    await story.sync()
    await refuses(story, async () => shop.call('document.decide', await decisionOn(shop, own)), 'APPROVER_IS_AUTHOR')
    expect(await decide(region, own)).toMatchObject({ state: 'approved', pendingLevel: null })
    expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([4000, 92_400])
    await story.sync()
    expect(await headerOf(shop, own)).toMatchObject({ state: 'posted' })
    expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([5000, 115_500])
  })
})

describe('a loss past 200 yuan', () => {
  let documentId: string

  test('asks for a picture, whose bytes reach HQ', async () => {
    await shop.signIn('s001.lin')
    documentId = await draft(shop, 'writeOff', broken, [{ sku: spirit.sku, quantity: 2000 }])
    await story.sync()
    await refuses(story, async () => shop.call('document.submit', await versioned(shop, documentId)), 'PHOTO_MISSING', {
      fromFen: 20_000,
    })
    const notOne = { type: 'writeOff' as const, documentId, name: 'x.png', mime: 'image/png' as const }
    await refuses(story, () => shop.call('document.attach', { ...notOne, dataBase64: 'AAAA' }), 'ATTACHMENT_UNREADABLE')
    await photograph(documentId)
    await handIn(shop, documentId)
    await story.sync()
    const [picture] = (await read(region, documentId)).attachments
    expect(picture).toMatchObject({ name: '破损.png', mime: 'image/png', bytes: Buffer.from(png, 'base64').length })
    const { attachmentId } = picture as { attachmentId: string }
    const kept = await region.must('document.attachment', { documentId, attachmentId })
    expect(kept).toEqual({ mime: 'image/png', dataBase64: png })
  })

  test('the manager, then the region, in that order; the manager has no say for the region', async () => {
    await shop.signIn('s001.manager')
    expect(await decide(shop, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
    expect(await holds(shop.database, 'loss', spirit.sku)).toEqual([0, 0])
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.decide', await decisionOn(shop, documentId)),
      'APPROVAL_LEVEL',
      { level: 'regionManager' },
    )
    expect(await decide(region, documentId)).toMatchObject({ state: 'approved' })
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 2_385_600 })
    expect(await accountsOf(shop.database, spirit.sku)).toEqual({
      loss: [2000, 2_385_600],
      [quarantine]: [3000, 3_578_400],
      [stock]: [58_000, 69_182_400],
      supplier: [-63_000, -75_146_400],
    })
  })

  test('past 2000 yuan HQ is asked too, and its word counts for the levels below', async () => {
    const large = async (): Promise<string> => {
      await shop.signIn('s001.lin')
      const made = await draft(shop, 'writeOff', broken, [{ sku: spirit.sku, quantity: 17_000 }])
      await photograph(made)
      await handIn(shop, made)
      await story.sync()
      return made
    }
    const first = await large()
    expect(await decide(region, first)).toMatchObject({ state: 'submitted', pendingLevel: 'hqOperations' })
    await refuses(story, async () => region.call('document.decide', await decisionOn(region, first)), 'APPROVAL_LEVEL')
    await decide(hq, first)
    await story.sync()
    expect(await headerOf(shop, first)).toMatchObject({ state: 'posted' })
    expect(await headerOf(hq, first)).toMatchObject({ state: 'posted', value: 20_277_600 })

    const second = await large()
    expect(await headerOf(hq, second)).toMatchObject({ pendingLevel: 'storeManager' })
    expect(await decide(hq, second)).toMatchObject({ state: 'approved', pendingLevel: null })
    await story.sync()
    expect(await headerOf(shop, second)).toMatchObject({ state: 'posted' })
    expect(await holds(shop.database, 'loss', spirit.sku)).toEqual([36_000, 42_940_800])
    await agrees(story)
  })
})

describe('a refusal', () => {
  let documentId: string

  test('gives the goods back to the shelf with the reason, and the paper back to its author', async () => {
    await shop.signIn('s001.lin')
    documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 10_000 }])
    await handIn(shop, documentId)
    expect(await holds(shop.database, quarantine, crisps.sku)).toEqual([10_000, 231_000])
    await shop.signIn('s001.manager')
    const back = await decide(shop, documentId, 'refused', '只有六袋破了')
    expect(back).toMatchObject({ state: 'draft', refusal: '只有六袋破了', contentHash: '', pendingLevel: null })
    expect(await holds(shop.database, quarantine, crisps.sku)).toEqual([0, 0])
    expect(await holds(shop.database, stock, crisps.sku)).toEqual([95_000, 2_194_500])
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'draft', refusal: '只有六袋破了' })
  })

  test('mended and handed in again it is another content: the old word is worth nothing', async () => {
    await shop.signIn('s001.lin')
    await shop.must('document.setLine', { type: 'writeOff', documentId, sku: crisps.sku, quantity: 6000 })
    await handIn(shop, documentId)
    await story.sync()
    const first = await decisionOn(hq, documentId)
    await shop.must('document.withdraw', { type: 'writeOff', documentId, reason: '再数一遍' })
    expect(await holds(shop.database, stock, crisps.sku)).toEqual([95_000, 2_194_500])
    // the very same lines again: still another hand-in
    expect(await handIn(shop, documentId)).not.toMatchObject({ contentHash: first.contentHash })
    await story.sync()
    await refuses(story, () => hq.call('document.decide', first), 'CONTENT_CHANGED')
    await decide(region, documentId)
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', refusal: '' })
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted', value: 138_600 })
    expect(await holds(shop.database, stock, crisps.sku)).toEqual([89_000, 2_055_900])
    expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([11_000, 254_100])
  })

  test('HQ refuses while the shop’s line is down: carried out when it is back', async () => {
    await shop.signIn('s001.lin')
    const made = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 9000 }])
    await handIn(shop, made)
    await story.sync()
    shop.line.up = false
    await decide(region, made, 'refused', '要先退供应商')
    story.clock.pass(hours(5))
    expect(await headerOf(shop, made)).toMatchObject({ state: 'submitted' })
    expect(await holds(shop.database, quarantine, crisps.sku)).toEqual([9000, 207_900])
    shop.line.up = true
    await story.sync()
    expect(await headerOf(shop, made)).toMatchObject({ state: 'draft', refusal: '要先退供应商' })
    expect(await holds(shop.database, quarantine, crisps.sku)).toEqual([0, 0])
    expect(await holds(story.hub.database, stock, crisps.sku)).toEqual([89_000, 2_055_900])
    await agrees(story)
  })
})

describe('when both ends act at once', () => {
  test('HQ agrees to what the shop has taken back: the word is void, nothing is lost', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 5000 }])
    await handIn(shop, documentId)
    await story.sync()
    shop.line.up = false
    await shop.must('document.withdraw', { type: 'writeOff', documentId, reason: '看错了' })
    expect(await decide(hq, documentId)).toMatchObject({ state: 'approved' })
    shop.line.up = true
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'draft' })
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'draft', pendingLevel: null })
    expect(await holds(shop.database, 'loss', crisps.sku)).toEqual([11_000, 254_100])
    // handed in again it waits again: the void word is not used for it
    await handIn(shop, documentId)
    await story.sync()
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'storeManager' })
    await shop.signIn('s001.manager')
    await decide(shop, documentId, 'refused', '没有破')
    await agrees(story)
  })

  test('the manager agrees in the shop while HQ refuses: what was booked first stands', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 1000 }])
    await handIn(shop, documentId)
    await story.sync()
    shop.line.up = false
    await shop.signIn('s001.manager')
    await decide(shop, documentId)
    await decide(region, documentId, 'refused', '不同意')
    shop.line.up = true
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted' })
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'posted', value: 23_100 })
    expect(await holds(story.hub.database, 'loss', crisps.sku)).toEqual([12_000, 277_200])
    await agrees(story)
  })

  test('the manager refuses in the shop while HQ agrees: it goes back to its author, nothing is lost', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 1000 }])
    await handIn(shop, documentId)
    await story.sync()
    shop.line.up = false
    await shop.signIn('s001.manager')
    await decide(shop, documentId, 'refused', '没有破')
    await decide(region, documentId)
    shop.line.up = true
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'draft', refusal: '没有破' })
    expect(await headerOf(hq, documentId)).toMatchObject({ state: 'draft' })
    expect(await holds(story.hub.database, 'loss', crisps.sku)).toEqual([12_000, 277_200])
    await agrees(story)
  })

  test('HQ out of reach for hours: handed in offline, decided in another building, in force at the next pull', async () => {
    await story.hub.stop()
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', broken, [{ sku: spirit.sku, quantity: 3000 }])
    await photograph(documentId)
    await handIn(shop, documentId)
    await shop.signIn('s001.manager')
    expect(await decide(shop, documentId)).toMatchObject({ state: 'submitted', pendingLevel: 'regionManager' })
    story.clock.pass(hours(3))
    shop.line.up = false
    await story.hub.start()
    expect((await region.must('document.inbox', {})).documents).toEqual([])
    shop.line.up = true
    await story.sync()
    const [waiting] = (await region.must('document.inbox', {})).documents
    expect(waiting).toMatchObject({ documentId, waitingSeconds: 3 * 3600, attachments: 1 })
    await decide(region, documentId)
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'submitted' })
    expect(await holds(shop.database, quarantine, spirit.sku)).toEqual([6000, 7_156_800])
    await story.sync()
    expect(await headerOf(shop, documentId)).toMatchObject({ state: 'posted', value: 3_578_400 })
    expect(await holds(shop.database, quarantine, spirit.sku)).toEqual([3000, 3_578_400])
    expect(await holds(shop.database, 'loss', spirit.sku)).toEqual([39_000, 46_519_200])
  })
})

describe('what lies in quarantine already', () => {
  test('is written off from there and counts once, however many papers name it', async () => {
    await shop.signIn('s001.lin')
    const fromQuarantine = { sku: spirit.sku, condition: 'quarantine' as const }
    const first = await draft(shop, 'writeOff', broken, [{ ...fromQuarantine, quantity: 3000 }])
    const second = await draft(shop, 'writeOff', broken, [{ ...fromQuarantine, quantity: 1000 }])
    await photograph(first)
    await handIn(shop, first)
    // nothing moves: it waits where it lies
    expect(await holds(shop.database, quarantine, spirit.sku)).toEqual([3000, 3_578_400])
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, second)),
      'INSUFFICIENT_STOCK',
      { sku: spirit.sku, needed: 1000, onHand: 0 },
    )
    await decide(region, first)
    await story.sync()
    expect(await headerOf(hq, first)).toMatchObject({ state: 'posted', value: 3_578_400 })
    expect(await accountsOf(shop.database, spirit.sku)).toEqual({
      loss: [42_000, 50_097_600],
      [stock]: [21_000, 25_048_800],
      supplier: [-63_000, -75_146_400],
    })
  })

  test('goods that wait for a decision are not put back on the shelf behind its back', async () => {
    await shop.signIn('s001.lin')
    const waiting = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 5000 }])
    await handIn(shop, waiting)
    await shop.signIn('s001.manager')
    const back = await draft(shop, 'moveInside', { toWarehouseCode: 'WS001' }, [
      { sku: crisps.sku, quantity: 5000, condition: 'quarantine' },
    ])
    await story.sync()
    await refuses(story, async () => shop.call('document.post', await versioned(shop, back)), 'INSUFFICIENT_STOCK', {
      sku: crisps.sku,
      needed: 5000,
      onHand: 0,
    })
    await decide(shop, waiting, 'refused', '还能卖')
    // now nothing lies in quarantine, and the shelf has what it had
    expect(await holds(shop.database, quarantine, crisps.sku)).toEqual([0, 0])
    expect(await holds(shop.database, stock, crisps.sku)).toEqual([88_000, 2_032_800])
    await agrees(story)
  })
})

describe('what a line says of itself', () => {
  test('hides no value from those who decide', async () => {
    await shop.signIn('s001.lin')
    const documentId = await draft(shop, 'writeOff', broken, [{ sku: spirit.sku, quantity: 2000, role: 'produce' }])
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, documentId)),
      'PHOTO_MISSING',
      {},
    )
  })

  test('a loss of more than is there is refused when it is handed in', async () => {
    const documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 88_001_000 }])
    await story.sync()
    await photograph(documentId)
    await story.sync()
    await refuses(
      story,
      async () => shop.call('document.submit', await versioned(shop, documentId)),
      'INSUFFICIENT_STOCK',
      { needed: 88_001_000, onHand: 88_000 },
    )
    await agrees(story)
  })
})
