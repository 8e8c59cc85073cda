/** `npm run demo`: the day of two shops and HQ, and every figure it must end with. The deliveries are the demo chain's own. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { expect, test } from '@playwright/test'
import type { Day } from '../support/demo/diary'
import { orderOf, planReceiving, todaysChain } from '../support/demo/goods'
import { repoRoot } from '../support/devices/hubProcess'
import { endWithUs } from '../support/devices/processes'
import { decode } from '../support/devices/renderLabels'
import { within } from '../support/devices/waiting'
import { removeFolder, storeCode, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

// about four minutes where nothing else runs
const limitMs = 8 * 60_000
/** a request 2, sent 3, received 3, written off 1, sent back 2, with lots 6, used 1 */
const afternoonScans = 18
let folder: string
let day: Day
let ended: { code: number | null; text: string; ms: number }

const runDemo = async (): Promise<typeof ended> => {
  const startedAt = Date.now()
  const child = spawn(process.execPath, [join(repoRoot, 'scripts/demo.mjs'), '--out', folder], {
    cwd: repoRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endWithUs(child.pid)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const code = await within('npm run demo', limitMs, new Promise<number | null>((done) => child.once('exit', done)))
  return { code, text, ms: Date.now() - startedAt }
}

test.beforeAll(async () => {
  test.setTimeout(limitMs + 30_000)
  folder = temporaryFolder()
  ended = await runDemo()
})
test.afterAll(() => removeFolder(folder))

test('every step goes well, in good time', () => {
  expect(ended.code, ended.text).toBe(0)
  day = JSON.parse(readFileSync(join(folder, 'day.json'), 'utf8')) as Day
  expect(day.ok).toBe(true)
  expect(day.steps.filter(({ ok }) => !ok)).toEqual([])
  expect(day.steps.length).toBeGreaterThanOrEqual(35)
  expect(ended.ms).toBeLessThan(limitMs)
})

test('no scan is lost', () => {
  const plan = planReceiving(todaysChain(), orderOf(todaysChain(), storeCode, 60))
  const goods = Object.keys(plan.specials).length + plan.burst.length + plan.rest.length + 12
  // One delivery note for each of the two receipts, and what the afternoon's papers take.
  const sent = goods + 2 + afternoonScans
  expect(day.scans).toMatchObject({ sent, shown: sent, lost: 0 })
  expect(day.scans.sent).toBe(118)
  expect(day.scans.p50Ms).toBeGreaterThan(0)
  expect(day.scans.p95Ms ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(day.scans.p50Ms ?? 0)
})

test('every paper of the day is at headquarters, each once', () => {
  const found = day.documents.map(({ number, lines, state, secured }) => {
    const [prefix, store, , serial] = number.split('-')
    return [`${prefix}-${store}-${serial}`, lines, state, secured]
  })
  expect(found).toEqual([
    ['LYCK-S001-A0002', 1, 'posted', true],
    ['LYCK-S001-A0001', 1, 'reversed', true],
    ['CZZH-S001-A0001', 3, 'posted', true],
    ['CGRK-S001-A0003', 5, 'posted', true],
    ['CGTH-S001-A0001', 2, 'posted', true],
    ['BSCK-S001-A0001', 1, 'posted', true],
    ['DBCK-S001-A0001', 3, 'posted', true],
    ['CGRK-S001-A0002', 12, 'posted', true],
    // The 60 of the order, and the product that was not on it.
    ['CGRK-S001-A0001', 61, 'posted', true],
    ['DBRK-S002-A0001', 3, 'posted', true],
    ['YHSQ-S002-A0001', 3, 'approved', true],
    ['DBCY-HQ-H0001', 1, 'posted', true],
  ])
})

test('shops and headquarters hold the same stock, and all three ledgers verify', () => {
  // Morning: 947 and 148 were ordered; two lines short of 7 pieces together, one over by one, one piece unplanned: 1090.
  // Then 42 sent, 15 written off, 11 sent back, 52 received, 8 made into 2. S002 has 40 good of 42, one broken, one lost.
  expect(day.onHand).toEqual({
    store: 1108,
    hub: 1108,
    equal: true,
    shops: [
      { storeCode: 'S001', store: 1068, hub: 1068, equal: true },
      { storeCode: 'S002', store: 40, hub: 40, equal: true },
    ],
  })
  expect(day.verify).toMatchObject({
    ok: true,
    // each device, and HQ, has a ledger's log and a trail
    checked: {
      store: { documents: 9, movements: 89 },
      store2: { documents: 2, movements: 4 },
      hub: { logs: 6, documents: 12, movements: 94 },
    },
  })
})

test('a picture of every screen it passed, in the size of the window', async () => {
  const pictures = readdirSync(join(folder, 'screens')).filter((name) => name.endsWith('.png'))
  expect(pictures.length).toBeGreaterThanOrEqual(100)
  for (const name of [...pictures.map((picture) => join('screens', picture)), 'hub.png']) {
    const image = await loadImage(readFileSync(join(folder, name)))
    expect([image.width, image.height], name).toEqual([1366, 768])
  }
})

test('a label for each product that came in, and its bars read back as that product’s code', async () => {
  const chain = todaysChain()
  const names = readdirSync(join(folder, 'labels'))
  const zpl = names.filter((name) => name.endsWith('.zpl'))
  const png = names.filter((name) => name.endsWith('.png'))
  // Labels of the second delivery may already be among them.
  expect(zpl.length).toBeGreaterThanOrEqual(60)
  expect(png.length).toBe(zpl.length)
  const codes = new Set(chain.barcodes.map(({ code }) => code.padStart(13, '0')))
  for (const name of png.slice(0, 60)) {
    const [read] = await decode(readFileSync(join(folder, 'labels', name)))
    expect(codes, `${name}: ${read}`).toContain(read?.split(' ')[1]?.padStart(13, '0'))
  }
})
