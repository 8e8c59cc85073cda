/** The PC that holds a stocktake is lost: HQ calls it off, what was counted stays, and the store counts anew on another one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Browser,
  beginStory,
  crisps,
  handIn,
  refuses,
  type Story,
  type StoryStore,
  spirit,
  stockUp,
} from '../../support/story'

let story: Story
let a: StoryStore
let b: StoryStore
let hq: Browser
let admin: Browser
let stocktakeId: string
let number: string

const plan = { blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' }
const zones = ['A01', 'B01'].map((code) => ({ code, name: code, temporary: false }))
const open = (pc: StoryStore) =>
  pc.must('stocktake.open', { ...plan, zones, scope: { kind: 'list', skus: [crisps.sku, spirit.sku] } })
const countAt = async (pc: StoryStore, zoneCode: string, sku: string, quantity: number): Promise<void> => {
  const { documentId } = await pc.must('stocktake.startCount', { stocktakeId, zoneCode })
  await pc.must('document.setLine', { type: 'stocktakeCount', documentId, sku, quantity })
  await handIn(pc, documentId)
}
const lost = { reason: 'A 机被偷了' }
const callOff = () => hq.call('stocktake.callOff', { stocktakeId, ...lost })
const deviceOf = async (letter: string): Promise<string> => {
  const { devices } = await admin.must('enrolment.devices', {})
  return devices.find((one) => one.letter === letter && one.storeCode === 'S001')?.deviceId as string
}

beforeAll(async () => {
  story = await beginStory(['S001', 'S001'])
  ;[a, b] = story.stores as [StoryStore, StoryStore]
  hq = await story.browser('hq.operations')
  admin = await story.browser('hq.admin')
  for (const pc of [a, b]) await pc.signIn('s001.manager')
  await stockUp(a, [{ sku: crisps.sku, quantity: 20_000 }])
  ;({ stocktakeId, number } = await open(a))
  await story.sync()
  await countAt(a, 'A01', crisps.sku, 18_000)
  await b.signIn('s001.lin')
  await countAt(b, 'B01', spirit.sku, 1000)
  await story.sync()
}, 120_000)
afterAll(() => story.close())

test('while its PC works nobody but it ends it, and another region knows of none', async () => {
  await refuses(story, callOff, 'STOCKTAKE_HOLDER_WORKS', { number, pc: 'A' })
  const stranger = await story.browser('rs.manager')
  await refuses(story, () => stranger.call('stocktake.callOff', { stocktakeId, ...lost }), 'STOCKTAKE_NOT_FOUND')
})

test('lost and disabled, HQ calls it off: the other PC hears it, every count stays, and the goods can be counted anew', async () => {
  a.line.up = false
  await admin.must('device.revoke', { deviceId: await deviceOf('A'), ...lost })
  const done = await callOff()
  expect(done).toMatchObject({ ok: true, value: { state: 'cancelled', cancelReason: lost.reason } })
  await refuses(story, callOff, 'STOCKTAKE_STATE', { state: 'cancelled' })
  await b.must('app.syncNow', {})
  const told = await b.must('stocktake.get', { stocktakeId })
  expect(told).toMatchObject({ state: 'cancelled', cancelReason: lost.reason, papers: [] })
  const made = (zone: (typeof told.zones)[number]) =>
    zone.counts.map(({ pc, linesTotal, state }) => [pc, linesTotal, state])
  expect(told.zones.map(made)).toEqual([[['A', 1, 'approved']], [['B', 1, 'approved']]])
  expect((await hq.must('stocktake.get', { stocktakeId })).zones.map(made)).toEqual(told.zones.map(made))
  const lines = await story.hub.database.read.all(
    `SELECT payload FROM trail WHERE payload LIKE '%stocktake.callOff%' AND payload LIKE '%"outcome":"done"%'`,
  )
  expect(lines).toHaveLength(1)
})

test('found again, its PC hears the word before it does anything else with it', async () => {
  await admin.must('device.restore', { deviceId: await deviceOf('A'), reason: '找到了' })
  a.line.up = true
  await story.sync()
  await story.sync()
  await a.signIn('s001.manager')
  expect(await a.must('stocktake.get', { stocktakeId })).toMatchObject({
    state: 'cancelled',
    cancelReason: lost.reason,
  })
  const step = () => a.call('stocktake.closeCounting', { stocktakeId })
  await refuses(story, step, 'STOCKTAKE_STATE', { state: 'cancelled' })
  const again = await open(a)
  expect(again.state).toBe('counting')
  await story.sync()
  expect((await hq.must('alarm.list', {})).alarms).toEqual([])
  const { problems } = await a.must('trail.verify', {})
  expect(problems).toEqual([])
})
