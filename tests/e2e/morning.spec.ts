/** `npm run demo`: the receiving morning, and every figure it must end with. The deliveries are the demo chain's own. */
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

const limitMs = 3 * 60_000
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

test('every step goes well, in less than three minutes', () => {
  expect(ended.code, ended.text).toBe(0)
  day = JSON.parse(readFileSync(join(folder, 'day.json'), 'utf8')) as Day
  expect(day.ok).toBe(true)
  expect(day.steps.filter(({ ok }) => !ok)).toEqual([])
  expect(day.steps.length).toBeGreaterThanOrEqual(15)
  expect(ended.ms).toBeLessThan(limitMs)
})

test('no scan is lost', () => {
  const plan = planReceiving(todaysChain(), orderOf(todaysChain(), storeCode, 60))
  const goods = Object.keys(plan.specials).length + plan.burst.length + plan.rest.length + 12
  // And one delivery note for each of the two receipts.
  expect(day.scans).toMatchObject({ sent: goods + 2, shown: goods + 2, lost: 0 })
  expect(day.scans.sent).toBe(100)
  expect(day.scans.p50Ms).toBeGreaterThan(0)
  expect(day.scans.p95Ms ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(day.scans.p50Ms ?? 0)
})

test('both receipts are posted and at headquarters, each once', () => {
  const found = day.documents.map(({ number, ...rest }) => ({ serial: number.split('-').at(-1), ...rest }))
  const posted = { type: 'goodsReceipt', state: 'posted', secured: true }
  expect(found).toEqual([
    { serial: 'A0002', lines: 12, ...posted },
    // The 60 of the order, and the product that was not on it.
    { serial: 'A0001', lines: 61, ...posted },
  ])
})

test('shop and headquarters hold the same stock, and both ledgers verify', () => {
  // 947 and 148 were ordered; two lines short of 7 pieces together, one over by one, one piece unplanned.
  expect(day.onHand).toEqual({ store: 1090, hub: 1090, equal: true })
  // A movement for each line that received anything: 59 and the unplanned one, and 12.
  expect(day.verify).toMatchObject({
    ok: true,
    checked: { store: { events: 2, movements: 72 }, hub: { events: 2, movements: 72 } },
  })
})

test('a picture of every screen it passed, in the size of the window', async () => {
  const pictures = readdirSync(join(folder, 'screens')).filter((name) => name.endsWith('.png'))
  expect(pictures.length).toBeGreaterThanOrEqual(25)
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
