/** Papers handed to a real spooler: a printer that is off and comes back, a queue that is stopped, closed or gone. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listQueues } from '../../../src/main/devices/spooler'
import { createSpooler, type Spooler } from '../../../src/main/spooler'
import { CupsServer } from '../../support/devices/cups'
import { until } from '../../support/devices/waiting'
import { removeFolder, temporaryFolder } from '../../support/world'

// a spooler's helpers run as another account, which only root can become
const isRoot = process.getuid?.() === 0
const folder = temporaryFolder()
const file = join(folder, '收货单-CGRK-S001-261123-A0007-1.pdf')
let cups: CupsServer
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
  cups = await CupsServer.start()
  process.env.CUPS_SERVER = cups.env.CUPS_SERVER
  await cups.admin('lpadmin', ['-p', 'Office', '-v', `socket://127.0.0.1:${port}/?contimeout=1`, '-E'])
  const settle = () => new Promise<void>((done) => setTimeout(done, 800))
  spooler = createSpooler({ platform: 'linux', settle, log: () => undefined })
}, 60_000)
afterAll(async () => {
  if (before === undefined) delete process.env.CUPS_SERVER
  else process.env.CUPS_SERVER = before
  printer?.close()
  if (isRoot) await cups.stop()
  removeFolder(folder)
})

const job = (queue: string) => ({ file, queue, size: 'threePart' as const })

test.runIf(isRoot)('the queues of the system are listed', async () => {
  const queues = [{ queue: 'Office', state: 'idle' }]
  expect(await listQueues()).toEqual({ listed: true, takesPapers: true, queues })
})

test.runIf(isRoot)('a queue that is not there, and one that takes nothing, refuse', async () => {
  expect(await spooler.spool(job('Nowhere'))).toMatchObject({ ok: false, code: 'PAPER_QUEUE_GONE' })
  await cups.reject('Office')
  expect(await spooler.spool(job('Office'))).toMatchObject({ ok: false, code: 'PAPER_QUEUE_CLOSED' })
  await cups.admin('cupsaccept', ['Office'])
})

test.runIf(isRoot)(
  'a stopped queue takes the paper and says why it waits; the printer is off, comes back, and every paper is out once',
  async () => {
    await cups.admin('cupsdisable', ['-r', 'paper jam', 'Office'])
    expect(await spooler.spool(job('Office'))).toMatchObject({ ok: true, waits: expect.stringContaining('paper jam') })
    await cups.enable('Office')
    // the printer is off: the queue goes on trying
    await until(
      'the queue says so',
      async () => /not exist|unavailable/.test(await cups.admin('lpstat', ['-p', 'Office'])),
      {
        withinMs: 40_000,
      },
    )
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
  const nowhere = { env: { ...process.env, PATH: folder } }
  const parts = { settle: async () => undefined, log: () => undefined, run: nowhere }
  for (const platform of ['linux', 'win32'] as const)
    expect(await createSpooler({ ...parts, platform }).spool(job('Office'))).toMatchObject({
      ...{ ok: false, code: 'PAPER_SPOOLER_MISSING' },
    })
  expect(await listQueues(nowhere)).toEqual({ listed: false, takesPapers: false, queues: [] })
})

test('a name that would be an option is no queue', async () => {
  expect(
    await createSpooler({ platform: 'linux', settle: async () => undefined, log: () => undefined }).spool(
      job('-h evil'),
    ),
  ).toMatchObject({
    ...{ ok: false, code: 'PAPER_QUEUE_GONE' },
  })
})
