/**
 * Alarms as people at HQ meet them: listed within their scope, with what was told in words, closed once by who may, with a
 * note that stays. What raises them is told in `patchedClient.test.ts`.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentStepped } from '../../src/contract/schemas/sync'
import { raiseAlarm } from '../../src/hub/alarms'
import { batchOf, type Enrolment, enrolmentOf, eventsOf, ofOtherPaper, pushTo, toldBy } from '../support/forger'
import { codeOf, postTo } from '../support/operationInputs'
import { type Browser, beginStory, crisps, refuses, type Story, type StoryStore, stockUp } from '../support/story'
import { createBrowser } from '../support/world'

let story: Story
let shop: StoryStore
let pc: Enrolment
let auditor: Browser
let delivery: DocumentStepped

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  pc = await enrolmentOf(shop)
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 20_000 }])
  await story.sync()
  delivery = toldBy((await eventsOf(shop)).at(-1) as never)
  auditor = await story.browser('hq.auditor')
})
afterAll(() => story.close())

let serial = 9000
/** A delivery in the clerk's name, who may not; answers the paper it is of. */
const forge = async () => {
  serial += 1
  story.clock.pass(60_000)
  const paper = { documentId: randomUUID(), number: `CGRK-S001-261122-A${serial}` }
  const told = { ...ofOtherPaper(delivery, paper), userId: 's001.lin' }
  const { answer } = await pushTo(story.hub, pc, batchOf(pc, [JSON.stringify(told)], { logId: randomUUID() }))
  expect(answer.ok).toBe(true)
  return paper
}

const newest = async (desk: Browser) => (await desk.must('alarm.list', { limit: 1 })).alarms[0]

test('who looks sees whose PC told what in whose name, and that it was not booked', async () => {
  const { documentId, number } = await forge()
  const [alarm] = (await auditor.must('alarm.list', { states: ['open'], search: number })).alarms
  expect(alarm).toMatchObject({
    ...{ kind: 'eventParked', state: 'open', ground: 'right', storeCode: 'S001', deviceLetter: 'A' },
    ...{ userId: 's001.lin', userName: '店员小林', documentId, documentNumber: number, documentKnown: false },
    told: { step: 'posted', documentType: 'goodsReceipt', userId: 's001.lin' },
  })
  expect(alarm?.storeName).not.toBe('')
  const view = await auditor.must('alarm.get', { alarmId: alarm?.alarmId as string })
  expect(view).toMatchObject({ parked: true, goodsTotal: 1, value: 20 * crisps.cost })
  expect(view.goods).toMatchObject([{ sku: crisps.sku, quantity: 20_000, name: expect.stringContaining('虾条') }])
})

test('who may not see cost is told the goods and no value', async () => {
  const admin = await story.browser('hq.admin')
  const alarm = await newest(admin)
  expect(await admin.must('alarm.get', { alarmId: alarm?.alarmId as string })).toMatchObject({
    goodsTotal: 1,
    value: null,
  })
})

test('a region sees its own stores’ alarms, and those of no store are the chain’s', async () => {
  const [east, south] = [await story.browser('re.manager'), await story.browser('rs.manager')]
  await story.hub.database.write((tx) =>
    raiseAlarm(tx, story.hub.runtime, { kind: 'signInLocked', userId: 'hq.purchasing' }),
  )
  const all = await auditor.must('alarm.list', {})
  expect(all.alarms.map(({ kind }) => kind).sort()).toEqual(['eventParked', 'signInLocked'])
  expect(all.open).toBe(2)
  const theirs = await east.must('alarm.list', {})
  expect(theirs).toMatchObject({ open: 1, alarms: [{ kind: 'eventParked', storeCode: 'S001' }] })
  expect(await south.must('alarm.list', {})).toEqual({ alarms: [], more: false, open: 0 })
  for (const { alarmId } of all.alarms)
    expect(codeOf(await south.call('alarm.get', { alarmId }))).toBe('ALARM_NOT_FOUND')
})

test('filters and pages: by kind, store, day and state, each alarm once', async () => {
  for (let count = 0; count < 4; count += 1) await forge()
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await auditor.must('alarm.list', { limit: 2, ...(after ? { after } : {}) })
    seen.push(...page.alarms.map(({ alarmId }) => alarmId))
    after = page.more ? page.alarms.at(-1)?.alarmId : undefined
  } while (after)
  expect(seen).toHaveLength(6)
  expect(new Set(seen).size).toBe(6)
  const count = async (input: Parameters<typeof auditor.must<'alarm.list'>>[1]) =>
    (await auditor.must('alarm.list', input)).alarms.length
  expect(await count({ kinds: ['eventParked'] })).toBe(5)
  expect(await count({ storeCode: 'S002' })).toBe(0)
  expect(await count({ fromDay: '2026-11-23' })).toBe(0)
  expect(await count({ toDay: '2026-11-22' })).toBe(6)
  expect(await count({ states: ['closed'] })).toBe(0)
  expect(await count({ search: '%' })).toBe(0)
})

test('closed once, by who may, with a note; nobody rubs it out', async () => {
  const { alarmId } = (await newest(auditor)) as { alarmId: string }
  const region = await story.browser('re.manager')
  await refuses(story, () => region.call('alarm.close', { alarmId, note: '看过了' }), 'FORBIDDEN')
  expect(codeOf(await auditor.call('alarm.close', { alarmId, note: '   ' }))).toBe('INVALID_INPUT')
  const closed = await auditor.must('alarm.close', { alarmId, note: ' 问过店长，是他自己试的 ' })
  expect(closed).toMatchObject({ state: 'closed', note: '问过店长，是他自己试的' })
  expect(closed.closedByName).not.toBe('')
  await refuses(story, () => auditor.call('alarm.close', { alarmId, note: '再来' }), 'ALARM_CLOSED')
  expect(await auditor.must('alarm.list', { states: ['closed'] })).toMatchObject({ alarms: [{ alarmId }], open: 5 })
  const { database } = story.hub
  await expect(
    database.write((tx) => tx.run(`UPDATE alarm SET note = '' WHERE alarmId = ?`, [alarmId])),
  ).rejects.toThrow('never changes')
  await expect(database.write((tx) => tx.run('DELETE FROM alarm'))).rejects.toThrow('never deleted')
})

test('a record somebody dealt with is no longer shown as waiting, neither at HQ nor in the shop', async () => {
  const waiting = async () => (await auditor.must('enrolment.devices', {})).devices[0]?.parked
  const logId = randomUUID()
  const batch = batchOf(pc, ['"nothing"'], { logId })
  const told = async () => (await pushTo(story.hub, pc, batch)).answer as unknown as { value: { parked: number[] } }
  const before = await waiting()
  story.clock.pass(60_000)
  expect((await told()).value.parked).toEqual([1])
  expect(await waiting()).toBe((before ?? 0) + 1)
  const { alarmId } = (await newest(auditor)) as { alarmId: string }
  await auditor.must('alarm.close', { alarmId, note: '测试机发来的' })
  expect((await told()).value.parked).toEqual([])
  expect(await waiting()).toBe(before)
  expect(await auditor.must('alarm.get', { alarmId })).toMatchObject({ parked: true, goods: [] })
})

test('five wrong passwords in a row tell HQ whose account is locked', async () => {
  const stranger = createBrowser(story.hub.url)
  for (let count = 0; count < 5; count += 1)
    await stranger.call('signIn.withPassword', { userId: 'hq.operations', password: 'wrong' })
  const { alarms } = await auditor.must('alarm.list', { kinds: ['signInLocked'] })
  expect(alarms).toMatchObject([{ userId: 'hq.operations', storeCode: '', deviceId: '' }, { userId: 'hq.purchasing' }])
})

test('a PC whose clock is far off is named, once', async () => {
  const about = { version: '1', at: new Date(story.clock.nowMs() + 3_600_000).toISOString(), keyKept: 'file' }
  for (let count = 0; count < 2; count += 1) {
    story.clock.pass(10_000)
    const batch = { ...batchOf(pc, [], { logId: randomUUID() }), about }
    expect(codeOf((await pushTo(story.hub, pc, batch)).answer)).toBe('OK')
  }
  const { alarms } = await auditor.must('alarm.list', { kinds: ['clockFarOff'] })
  expect(alarms).toMatchObject([{ deviceId: pc.deviceId, storeCode: 'S001', params: { minutes: 60 } }])
})

test('a store PC reads no alarms', async () => {
  const { answer } = await postTo(story.hub.url, 'alarm.list', {}, { deviceToken: pc.deviceToken })
  expect(codeOf(answer)).toBe('UNAUTHENTICATED')
})
