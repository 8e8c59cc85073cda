/** Labels are drawn beside the backend; a thread that dies, hangs or cannot be had loses none of them. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { labelTemplates } from '../../../src/core/labels/labelTemplates'
import { createDrawingThread, drawingFile } from '../../../src/labels/drawingThread'
import { createLabelRenderer, type LabelRenderer, type PrintWish } from '../../../src/labels/renderLabel'
import { water } from '../../support/labelContents'
import { removeFolder, temporaryFolder } from '../../support/world'

const folder = temporaryFolder()
const realTimeout = setTimeout
const open: LabelRenderer[] = []
afterEach(() => void vi.useRealTimers())
afterAll(async () => {
  for (const renderer of open) await renderer.close()
  removeFolder(folder)
})

const backend = join(__dirname, '../../../src/store')
const entry = drawingFile(backend)
const here = createLabelRenderer()
const wish = (at: number): PrintWish => ({
  ...{ template: labelTemplates.priceTag40x30, content: { ...water, priceFen: 100 + at }, dpi: 203, copies: 1 },
  ...{ language: 'zpl', offset: { offsetX10: 0, offsetY10: 0, dpi: 203 } },
})
const wishes = [1, 2, 3, 4, 5].map(wish)
const drawnHere = () => Promise.all(wishes.map((one) => here.print(one)))

/** A thread's entry as it might fail: what it does when it is asked the n-th time, counted over all threads. */
const failing = (name: string, first: string): string => {
  const file = join(folder, `${name}.js`)
  const marker = JSON.stringify(join(folder, `${name}.once`))
  writeFileSync(
    file,
    `const { existsSync, writeFileSync } = require('node:fs')
     const { parentPort } = require('node:worker_threads')
     let asked = 0
     if (existsSync(${marker})) require(${JSON.stringify(entry)})
     else parentPort.on('message', () => { if (++asked === 2) { writeFileSync(${marker}, ''); ${first} } })`,
  )
  return file
}

const threaded = (file: string) => {
  const said: string[] = []
  const log = (line: object): void => void said.push(JSON.stringify(line))
  const renderer = createDrawingThread({ file, log, execArgv: ['--require', 'tsx/cjs'] })
  open.push(renderer)
  return { renderer, said }
}

test('in the thread it draws what it draws here, dot by dot, and shows it', async () => {
  const { renderer, said } = threaded(entry)
  expect(await Promise.all(wishes.map((one) => renderer.print(one)))).toEqual(await drawnHere())
  const [shown, alike] = [
    await renderer.render('priceTag40x30', water, 300),
    await here.render('priceTag40x30', water, 300),
  ]
  expect(shown.png.equals(alike.png)).toBe(true)
  expect(shown.warnings).toEqual(alike.warnings)
  expect((await renderer.png(shown.bitmap)).equals(alike.png)).toBe(true)
  expect(said).toEqual([])
})

test('a label that cannot be drawn fails alone', async () => {
  const { renderer } = threaded(entry)
  const broken = { ...wish(1), template: { ...labelTemplates.priceTag40x30, blocks: null as never } }
  const answers = await Promise.allSettled([renderer.print(broken), renderer.print(wish(2))])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('a thread that dies with labels in hand: the next one draws them all', async () => {
  const { renderer, said } = threaded(failing('dies', 'process.exit(7)'))
  expect(await Promise.all(wishes.map((one) => renderer.print(one)))).toEqual(await drawnHere())
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('exit 7')
})

test('one that dies of everything: they are drawn here, and no fourth one is tried', async () => {
  const file = join(folder, 'always.js')
  writeFileSync(file, `require('node:worker_threads').parentPort.on('message', () => { throw new Error('no') })`)
  const { renderer, said } = threaded(file)
  for (let round = 0; round < 3; round += 1)
    expect(await Promise.all(wishes.map((one) => renderer.print(one)))).toEqual(await drawnHere())
  expect(said).toHaveLength(3)
})

test('no thread to be had at all', async () => {
  const { renderer, said } = threaded(join(folder, 'nowhere.js'))
  expect(await renderer.print(wish(1))).toEqual(await here.print(wish(1)))
  expect(said.length).toBeGreaterThan(0)
})

test('one that hangs: its first label is given up, those behind it are drawn', async () => {
  // the patience is the test's own: a busy machine takes longer to start a thread than any short one
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { renderer, said } = threaded(failing('hangs', 'for (;;);'))
  const answers = Promise.allSettled(wishes.map((one) => renderer.print(one)))
  while (!existsSync(join(folder, 'hangs.once'))) await new Promise((done) => realTimeout(done, 10))
  expect(said).toEqual([])
  vi.advanceTimersByTime(30_000)
  const [first, ...rest] = await answers
  expect(first?.status).toBe('rejected')
  expect(rest.filter(({ status }) => status === 'fulfilled').length).toBe(rest.length)
  expect(said[0]).toContain('silent')
})
