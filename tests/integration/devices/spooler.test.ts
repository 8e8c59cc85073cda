/** Papers handed to a real spooler: a printer that is off and comes back, a queue that is stopped, closed or gone. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSpooler, runProgram, type Spooler } from '../../../src/main/spooler'
import { type Cups, startCups } from '../../support/devices/paperSpooler'
import { until } from '../../support/devices/waiting'
import { removeFolder, temporaryFolder } from '../../support/world'

// a spooler's helpers run as another account, which only root can become
const isRoot = process.getuid?.() === 0
const folder = temporaryFolder()
const file = join(folder, '收货单-CGRK-S001-261123-A0007-1.pdf')
let cups: Cups
let spooler: Spooler
const before = process.env.CUPS_SERVER
const printed: Buffer[] = []
let printer: Server | null = null
const port = 39_100 + (process.pid % 500)

const turnOn = (): Promise<void> =>
  new Promise((done) => {
    printer = createServer((socket) => {
      const parts: Buffer[] = []
      socket.on('data', (part) => parts.push(part))
      socket.on('end', () => printed.push(Buffer.concat(parts)))
    }).listen(port, '127.0.0.1', done)
  })

beforeAll(async () => {
  if (!isRoot) return
  writeFileSync(file, '%PDF-1.4 three pages of a paper')
  cups = await startCups()
  process.env.CUPS_SERVER = cups.env.CUPS_SERVER
  cups.run('lpadmin', '-p', 'Office', '-v', `socket://127.0.0.1:${port}/?contimeout=1`, '-E')
  const settle = () => new Promise<void>((done) => setTimeout(done, 800))
  spooler = createSpooler({ platform: 'linux', run: runProgram, settle, log: () => undefined })
}, 60_000)
afterAll(async () => {
  if (before === undefined) delete process.env.CUPS_SERVER
  else process.env.CUPS_SERVER = before
  printer?.close()
  if (isRoot) await cups.close()
  removeFolder(folder)
})

const job = (queue: string) => ({ file, queue, size: 'threePart' as const })

test.runIf(isRoot)('the queues of the system are listed', async () => {
  expect(await spooler.queues()).toEqual({ spooler: true, queues: ['Office'] })
})

test.runIf(isRoot)('a queue that is not there, and one that takes nothing, refuse', async () => {
  expect(await spooler.spool(job('Nowhere'))).toMatchObject({ ok: false, code: 'PAPER_QUEUE_GONE' })
  cups.run('cupsreject', 'Office')
  expect(await spooler.spool(job('Office'))).toMatchObject({ ok: false, code: 'PAPER_QUEUE_CLOSED' })
  cups.run('cupsaccept', 'Office')
})

test.runIf(isRoot)(
  'a stopped queue takes the paper and says why it waits; the printer is off, comes back, and every paper is out once',
  async () => {
    cups.run('cupsdisable', '-r', 'paper jam', 'Office')
    expect(await spooler.spool(job('Office'))).toMatchObject({ ok: true, waits: expect.stringContaining('paper jam') })
    cups.run('cupsenable', 'Office')
    // the printer is off: the queue goes on trying
    await until('the queue says so', async () => /not exist|unavailable/.test(cups.run('lpstat', '-p', 'Office')), {
      withinMs: 40_000,
    })
    expect(printed).toEqual([])
    await turnOn()
    await until('the paper is out', async () => printed.length === 1, { withinMs: 60_000, everyMs: 200 })
    expect(printed[0]?.toString()).toContain('three pages of a paper')
    expect(await spooler.spool(job('Office'))).toEqual({ ok: true, waits: '' })
    await until('the second too', async () => printed.length === 2, { withinMs: 20_000 })
  },
  150_000,
)

test('without lp, and on Windows, the viewer is what is left', async () => {
  const parts = { settle: async () => undefined, log: () => undefined }
  const without = createSpooler({ ...parts, platform: 'linux', run: async () => null })
  expect(await without.spool(job('Office'))).toMatchObject({ ok: false, code: 'PAPER_SPOOLER_MISSING' })
  expect(await without.queues()).toEqual({ spooler: false, queues: [] })
  const asked: string[] = []
  const run = async (program: string) => {
    asked.push(program)
    return { code: 0, out: '', problem: '' }
  }
  const onWindows = createSpooler({ ...parts, platform: 'win32', run })
  expect(await onWindows.spool(job('Office'))).toMatchObject({ ok: false, code: 'PAPER_SPOOLER_MISSING' })
  expect(asked).toEqual([])
})
