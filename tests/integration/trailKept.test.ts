/**
 * A PC tells of its trail beside its papers, in one log for good. One that begins another or whose trail stands still while
 * papers come is believed as before, and people at HQ are told.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentStepped } from '../../src/contract/schemas/sync'
import {
  alarmsAbout,
  batchOf,
  codeOfPush,
  type Enrolment,
  enrolmentOf,
  eventsOf,
  ofOtherPaper,
  toldBy,
} from '../support/forger'
import { postTo } from '../support/operationInputs'
import { beginStory, crisps, type Story, type StoryStore, stockUp } from '../support/story'

let story: Story
let shop: StoryStore
let pc: Enrolment
let delivery: DocumentStepped
let trail: { logId: string; headSeq: number }

const minutes = (count: number): number => count * 60_000

/** The PC's one trail, as far as HQ holds it. */
const heldTrail = async (): Promise<{ logId: string; headSeq: number }> => {
  const rows = await story.hub.database.read.all<{ logId: string; headSeq: number }>(
    `SELECT logId, headSeq FROM log WHERE kind = 'trail' AND deviceId = ? ORDER BY rowid LIMIT 1`,
    [pc.deviceId],
  )
  return rows[0] as { logId: string; headSeq: number }
}

beforeAll(async () => {
  story = await beginStory()
  shop = story.stores[0] as StoryStore
  pc = await enrolmentOf(shop)
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 20_000 }])
  await story.sync()
  delivery = toldBy((await eventsOf(shop)).at(-1) as never)
  trail = await heldTrail()
})
afterAll(() => story.close())

let serial = 9000
/** A paper comes and no line of the trail with it. */
const paperAlone = async (): Promise<void> => {
  serial += 1
  const paper = { documentId: randomUUID(), number: `CGRK-S001-261122-A${serial}` }
  const batch = batchOf(pc, [JSON.stringify(ofOtherPaper(delivery, paper))], { logId: randomUUID() })
  expect(await codeOfPush(story.hub, pc, batch)).toBe('OK')
}

const standingStill = async (): Promise<unknown[]> =>
  (await alarmsAbout(story.hub, trail.logId)).filter(({ ground }) => ground === 'trailStill')

/** Something that leaves a line, told to HQ. */
const trailGoesOn = async (): Promise<void> => {
  await shop.signIn('s001.manager')
  await story.sync()
  trail = await heldTrail()
}

test('papers and trail told together raise nothing, however long the shop is quiet between', async () => {
  for (let round = 0; round < 3; round += 1) {
    await stockUp(shop, [{ sku: crisps.sku, quantity: 1_000 }])
    await story.sync()
    story.clock.pass(minutes(90))
  }
  expect(await story.hub.database.read.all(`SELECT kind FROM alarm`)).toEqual([])
})

test('papers for half an hour and no line with them: one alarm, at the line where the trail stands', async () => {
  await trailGoesOn()
  await paperAlone()
  story.clock.pass(minutes(29))
  await paperAlone()
  expect(await standingStill()).toEqual([])
  story.clock.pass(minutes(2))
  await paperAlone()
  story.clock.pass(minutes(5))
  await paperAlone()
  const still = { kind: 'trailOdd', storeCode: 'S001', deviceId: pc.deviceId, seq: trail.headSeq, ground: 'trailStill' }
  expect(await standingStill()).toMatchObject([still])
})

test('once the trail goes on, the wait begins anew', async () => {
  await trailGoesOn()
  await paperAlone()
  story.clock.pass(minutes(29))
  await paperAlone()
  expect(await standingStill()).toHaveLength(1)
})

const line = JSON.stringify({ at: '2026-11-22T01:00:00.000Z', userId: '', operation: 'trail.begun', outcome: 'done' })
const anotherTrail = async (): Promise<unknown[]> => {
  const logId = randomUUID()
  expect(await codeOfPush(story.hub, pc, { ...batchOf(pc, [line], { logId }), kind: 'trail' })).toBe('OK')
  return alarmsAbout(story.hub, logId)
}

/** A PC that HQ gave a new key, and that has not called since. */
const recovered = async (code: string): Promise<Enrolment> => {
  const keys = generateKeyPairSync('ed25519')
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const input = { protocolVersion: 1, code, deviceId: pc.deviceId, publicKey }
  const { answer } = await postTo(story.hub.url, 'sync.recover', input)
  if (!answer.ok) throw new Error(`not recovered: ${answer.error.code}`)
  const { deviceToken } = answer.value as { deviceToken: string }
  return { ...pc, deviceToken, privateKeyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

test('a second trail is kept, and people are told; after a recovery it is nothing odd', async () => {
  expect(await anotherTrail()).toMatchObject([{ kind: 'trailOdd', seq: 0, ground: 'secondTrail', storeCode: 'S001' }])
  const admin = await story.browser('hq.admin')
  const { code } = await admin.must('device.createRecoveryCode', { deviceId: pc.deviceId })
  pc = await recovered(code)
  expect(await anotherTrail()).toEqual([])
  expect(await anotherTrail()).toMatchObject([{ ground: 'secondTrail' }])
})
