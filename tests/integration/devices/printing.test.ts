// Printers as the shell reaches them: asked for their state over real sockets, on a real pty, behind a real CUPS queue.
import { execFile } from 'node:child_process'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { SerialPort } from 'serialport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LabelPrinter as PrinterSettings, SerialFlow } from '../../../src/contract/schemas/printer'
import { type FollowOptions, runTool } from '../../../src/main/devices/spooler'
import { createPrinting, type PrintingParts } from '../../../src/main/printing'
import { CupsServer } from '../../support/devices/cups'
import { LabelPrinter, type SpokenState } from '../../support/devices/labelPrinter'
import { PtyPair } from '../../support/devices/ptyPair'
import { pause, until } from '../../support/devices/waiting'
import { tcpPrinter } from '../../support/printers'

const run = promisify(execFile)
const label = (size = 19_200): Uint8Array => Uint8Array.from({ length: size }, (_, at) => at & 0xff)
/** A line or a queue took it all, and nothing came back. */
const silently = { ok: true, silent: true }
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const printingOf = (parts: Partial<PrintingParts> = {}) => createPrinting({ scannerPorts: () => [], ...parts })

const speaking = async (speaks: SpokenState | null, own: Partial<PrinterSettings> = {}) => {
  const device = await LabelPrinter.switchOn()
  closers.push(() => device.stop())
  device.speaks = speaks
  return { device, printer: tcpPrinter(device.host, device.port, { asked: true, ...own }) }
}

describe('a printer that answers', () => {
  test.each(['zpl', 'tspl'] as const)('%s: ready before, nothing waiting after: confirmed', async (language) => {
    const { device, printer } = await speaking({}, { language })
    expect(await printingOf().print({ printer, bytes: label() })).toEqual({ ok: true, confirmed: true })
    expect(device.jobs.map((job) => Buffer.compare(job, label()))).toEqual([0])
  })

  test.each([0, 50])('escpos tells nothing of what waits (%i do): handed over, never confirmed', async (waiting) => {
    const { device, printer } = await speaking({ waiting }, { language: 'escpos' })
    expect(await printingOf().print({ printer, bytes: label() })).toEqual({ ok: true })
    expect(device.jobs).toHaveLength(1)
  })

  test('an answer in pieces is put together', async () => {
    const { device, printer } = await speaking({})
    device.pieces = 7
    expect(await printingOf().print({ printer, bytes: label() })).toEqual({ ok: true, confirmed: true })
  })

  test.each([
    ['zpl', { media: true }, 'PRINTER_PAPER_OUT'],
    ['zpl', { ribbon: true }, 'PRINTER_RIBBON_OUT'],
    ['zpl', { headOpen: true }, 'PRINTER_HEAD_OPEN'],
    ['zpl', { headOpen: true, media: true }, 'PRINTER_HEAD_OPEN'],
    ['zpl', { paused: true }, 'PRINTER_PAUSED'],
    ['tspl', { media: true }, 'PRINTER_PAPER_OUT'],
    ['tspl', { ribbon: true }, 'PRINTER_RIBBON_OUT'],
    ['tspl', { headOpen: true }, 'PRINTER_HEAD_OPEN'],
    ['tspl', { paused: true }, 'PRINTER_PAUSED'],
    ['escpos', { media: true }, 'PRINTER_PAPER_OUT'],
    ['escpos', { headOpen: true }, 'PRINTER_HEAD_OPEN'],
  ] as const)('%s %o gets nothing: %s, surely not printed', async (language, speaks, code) => {
    const { device, printer } = await speaking(speaks, { language })
    const printing = printingOf()
    expect(await printing.print({ printer, bytes: label() })).toEqual({ ok: false, code, mayHavePrinted: false })
    expect(device.jobs).toEqual([])
    expect(await printing.printerStatus({ printer })).toMatchObject({ state: code })
  })

  test('out of paper while it printed: some may be out', async () => {
    const { device, printer } = await speaking({ waiting: 1 })
    const done = printingOf().print({ printer, bytes: label() })
    await device.waitForJobs(1)
    device.speaks = { media: true }
    expect(await done).toEqual({ ok: false, code: 'PRINTER_PAPER_OUT', mayHavePrinted: true })
  })

  test('one that has not begun yet, and says that nothing waits, is asked again: out of paper is heard', async () => {
    const { device, printer } = await speaking({})
    const done = printingOf().print({ printer, bytes: label() })
    await device.waitForJobs(1)
    await pause(250)
    device.speaks = { media: true }
    expect(await done).toEqual({ ok: false, code: 'PRINTER_PAPER_OUT', mayHavePrinted: true })
  })

  test('labels still waiting when the time is up: handed over, not confirmed', async () => {
    const { printer } = await speaking({ waiting: 3 })
    expect(await printingOf({ confirmMsMax: 300 }).print({ printer, bytes: label() })).toEqual({ ok: true })
  })

  test('a silent one costs two seconds once, is left alone for a while, and gets its labels', async () => {
    const { device, printer } = await speaking(null)
    const printing = printingOf()
    const started = performance.now()
    expect(await printing.print({ printer, bytes: label() })).toMatchObject({ ok: true })
    expect(performance.now() - started).toBeGreaterThan(1900)
    const again = performance.now()
    expect(await printing.print({ printer, bytes: label() })).toMatchObject({ ok: true })
    expect(performance.now() - again).toBeLessThan(1500)
    expect(device.questions).toBe(1)
    expect(await printing.printerStatus({ printer })).toEqual({ state: 'unknown', detail: '' })
  })

  test('one that is not to be asked is not, and what was said is in the log, bounded', async () => {
    const { device, printer } = await speaking({}, { asked: false })
    const printing = printingOf()
    expect(await printing.print({ printer, bytes: label() })).toEqual({ ok: true })
    expect(device.questions).toBe(0)
    // reached, and told nothing it could print
    expect(await printing.printerStatus({ printer })).toEqual({ state: 'unknown', detail: '' })
    expect([device.questions, device.jobs.length]).toEqual([0, 1])
    expect(await printing.printerStatus({ printer: { ...printer, asked: true } })).toMatchObject({ state: 'ready' })
    const { entries } = printing.printerLog()
    expect(entries.map(({ direction, byteCount, result }) => [direction, byteCount > 0, result])).toEqual([
      ['out', true, ''],
      ['result', false, 'handedOver'],
      ['out', true, ''],
      ['in', true, ''],
      ['out', true, ''],
      ['in', true, ''],
    ])
    expect(entries[0]).toMatchObject({ byteCount: 19_200, printer: '标签机', hex: expect.stringMatching(/^00 01 02/) })
    expect(entries[0]?.hex.length).toBeLessThan(200)
  })

  test('one that is off refuses the question, and the job with it', async () => {
    const { device, printer } = await speaking({})
    await device.setMode('off')
    const refused = { ok: false, code: 'PRINTER_REFUSED', mayHavePrinted: false }
    expect(await printingOf().print({ printer, bytes: label() })).toEqual(refused)
    expect(await printingOf().printerStatus({ printer })).toMatchObject({ state: 'PRINTER_REFUSED' })
  })
})

describe('a printer on a serial port', () => {
  const serial = (path: string, flow?: SerialFlow): PrinterSettings =>
    tcpPrinter('', 1, { connection: { kind: 'serial', path, baudRate: 115_200, ...(flow ? { flow } : {}) } })

  const plugIn = async (): Promise<PtyPair> => {
    const pair = await PtyPair.plugIn()
    closers.push(() => pair.close())
    return pair
  }

  test('a slow reader gets every byte, and the port is free again for the next job', async () => {
    const pair = await plugIn()
    const printing = printingOf()
    const printed = await pair.readSlowly(2048, 10)
    expect(await printing.print({ printer: serial(pair.devicePath), bytes: label(40_000) })).toEqual(silently)
    // A pty is "drained" before its other end has read; a real line is not.
    await until('the first job', () => printed.bytes().length === 40_000)
    expect(await printing.print({ printer: serial(pair.devicePath), bytes: label(100) })).toEqual(silently)
    await until('both jobs', () => printed.bytes().length >= 40_100)
    expect(Buffer.compare(printed.bytes(), Buffer.concat([label(40_000), label(100)]))).toBe(0)
  })

  test('pulled in the middle: nobody knows what is out; plugged in again it prints', async () => {
    const pair = await plugIn()
    const printing = printingOf()
    const printer = serial(pair.devicePath)
    const printed = await pair.readSlowly(512, 20)
    const job = printing.print({ printer, bytes: label(200_000) })
    await until('the first bytes', () => printed.bytes().length > 0)
    await pair.unplug()
    expect(await job).toEqual({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
    const away = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
    expect(await printing.print({ printer, bytes: label(100) })).toEqual(away)
    await pair.replug()
    const again = await pair.readSlowly(4096, 1)
    expect(await printing.print({ printer, bytes: label(100) })).toEqual(silently)
    await until('the job', () => again.bytes().length === 100)
  })

  test('one that stops taking anything: a timeout, and some may be out', async () => {
    const pair = await plugIn()
    const printer = serial(pair.devicePath)
    expect(await printingOf({ stallMs: 500 }).print({ printer, bytes: label(200_000) })).toEqual({
      ...{ ok: false, code: 'PRINTER_TIMEOUT' },
      mayHavePrinted: true,
    })
  })

  test('one that takes nothing for a minute in the middle of a label: said meanwhile, and not a byte is lost', async () => {
    const pair = await plugIn()
    const printer = serial(pair.devicePath, 'hardware')
    // a twentieth of the times in the app: 120 s until it is given up, 10 s until it is said to stand
    const printing = printingOf({ stallMs: 6000, stallNoticeMs: 500 })
    const printed = await pair.readSlowly(1024, 5)
    const bytes = label(60_000)
    let left: unknown = null
    const job = printing.print({ printer, bytes }).then((answer) => {
      left = answer
    })
    await until('the first bytes', () => printed.bytes().length > 0)
    printed.stop()
    const stoppedAt = performance.now()
    const said = async () => (left === null ? (await printing.printerStatus({ printer })).state : '')
    // what it says while a job is under way is the end of that job, unless it stands
    await until('its state', async () => performance.now() - stoppedAt > 2000 && (await said()) === 'PRINTER_TIMEOUT')
    await until('a minute', () => performance.now() - stoppedAt > 3000)
    expect(left).toBeNull()
    expect(printed.bytes().length).toBeLessThan(bytes.length)
    printed.goOn()
    await job
    expect(left).toEqual(silently)
    await until('the whole label', () => printed.bytes().length === bytes.length)
    expect(Buffer.compare(printed.bytes(), bytes)).toBe(0)
    expect(await printing.printerStatus({ printer })).toEqual({ state: 'unknown', detail: '' })
  })

  test('one that says something after its label was heard', async () => {
    const pair = await plugIn()
    const printed = await pair.readSlowly(512, 20)
    const job = printingOf().print({ printer: serial(pair.devicePath), bytes: label(60_000) })
    await until('the first bytes', () => printed.bytes().length > 0)
    await pair.send('OK\r\n')
    expect(await job).toEqual({ ok: true })
  })

  test.each([
    [undefined, '-crtscts', '-ixon', '-ixoff'],
    ['none', '-crtscts', '-ixon', '-ixoff'],
    ['hardware', 'crtscts', '-ixon', '-ixoff'],
    ['software', '-crtscts', 'ixon', 'ixoff'],
  ] as const)('flow control %s reaches the port: %s %s %s', async (flow, ...flags) => {
    const pair = await plugIn()
    const printed = await pair.readSlowly(512, 20)
    const job = printingOf().print({ printer: serial(pair.devicePath, flow), bytes: label(60_000) })
    await until('the first bytes', () => printed.bytes().length > 0)
    const { stdout } = await run('stty', ['-F', pair.devicePath, '-a'])
    expect(stdout.split(/[\s;]+/)).toEqual(expect.arrayContaining([...flags]))
    expect(await job).toEqual(silently)
  })

  test('XON/XOFF: one that is full says so and gets nothing, and every byte once it has room', async () => {
    const pair = await plugIn()
    const printed = await pair.readSlowly(2048, 10)
    const bytes = Uint8Array.from({ length: 60_000 }, (_, at) => 0x20 + (at % 90))
    const job = printingOf().print({ printer: serial(pair.devicePath, 'software'), bytes })
    await until('the first bytes', () => printed.bytes().length > 0)
    await pair.send(Uint8Array.of(0x13))
    // what was on its way comes, and then nothing
    let before = -1
    const isQuiet = (): boolean => {
      const was = before
      before = printed.bytes().length
      return was === before
    }
    await until('silence', isQuiet, { everyMs: 400 })
    expect(before).toBeLessThan(bytes.length)
    await pause(600)
    expect(printed.bytes().length).toBe(before)
    await pair.send(Uint8Array.of(0x11))
    expect(await job).toEqual(silently)
    await until('the whole label', () => printed.bytes().length === bytes.length)
    expect(Buffer.compare(printed.bytes(), bytes)).toBe(0)
  })

  test("a scanner's port is refused, and nothing is written to it", async () => {
    const pair = await plugIn()
    const printing = printingOf({ scannerPorts: () => [pair.devicePath] })
    const printed = await pair.readSlowly(4096, 1)
    expect(await printing.print({ printer: serial(pair.devicePath), bytes: label(100) })).toEqual({
      ...{ ok: false, code: 'PRINTER_BUSY_ELSEWHERE' },
      mayHavePrinted: false,
    })
    expect(printed.bytes().length).toBe(0)
  })
})

describe('the state of a printer on a serial port', () => {
  const serialPrinter = (path: string, own: Partial<PrinterSettings> = {}): PrinterSettings =>
    tcpPrinter('', 1, { connection: { kind: 'serial', path, baudRate: 115_200 }, language: 'tspl', ...own })

  const plugIn = async () => {
    const pair = await PtyPair.plugIn()
    closers.push(() => pair.close())
    return { pair, heard: await pair.readSlowly(64, 1) }
  }

  test.each([
    [0x00, 'ready'],
    [0x04, 'PRINTER_PAPER_OUT'],
    [0x01, 'PRINTER_HEAD_OPEN'],
  ])('it answers %i: %s, and the port is free again', async (answer, state) => {
    const { pair, heard } = await plugIn()
    const printing = printingOf()
    const asked = serialPrinter(pair.devicePath, { asked: true })
    const told = printing.printerStatus({ printer: asked })
    await until('the question', () => heard.bytes().includes(0x3f))
    await pair.send(Uint8Array.of(answer))
    expect(await told).toMatchObject({ state })
    expect(await printing.print({ printer: serialPrinter(pair.devicePath), bytes: label(50) })).toEqual(silently)
  })

  test('it says nothing: unknown; one that is not asked gets no byte', async () => {
    const { pair, heard } = await plugIn()
    const printing = printingOf()
    const silent = serialPrinter(pair.devicePath, { asked: true })
    expect(await printing.printerStatus({ printer: silent })).toEqual({ state: 'unknown', detail: '' })
    const before = heard.bytes().length
    expect(before).toBeGreaterThan(0)
    const unasked = serialPrinter(pair.devicePath)
    expect(await printing.printerStatus({ printer: unasked })).toEqual({ state: 'unknown', detail: '' })
    expect(heard.bytes().length).toBe(before)
  })

  test('a scanner, or another program, has the port: said so, and nothing is written', async () => {
    const { pair, heard } = await plugIn()
    const printer = serialPrinter(pair.devicePath)
    const scanning = printingOf({ scannerPorts: () => [pair.devicePath] })
    expect(await scanning.printerStatus({ printer })).toMatchObject({ state: 'PRINTER_BUSY_ELSEWHERE' })
    const other = new SerialPort({ path: pair.devicePath, baudRate: 115_200, lock: true, autoOpen: false })
    await new Promise<void>((resolve, reject) => other.open((error) => (error ? reject(error) : resolve())))
    expect(await printingOf().printerStatus({ printer })).toMatchObject({ state: 'PRINTER_BUSY_ELSEWHERE' })
    expect(await printingOf().print({ printer, bytes: label(50) })).toEqual({
      ...{ ok: false, code: 'PRINTER_BUSY_ELSEWHERE' },
      mayHavePrinted: false,
    })
    expect(heard.bytes().length).toBe(0)
    await new Promise<void>((resolve) => other.close(() => resolve()))
  })

  test('a port that is not there', async () => {
    expect(await printingOf().printerStatus({ printer: serialPrinter('/dev/tty-none') })).toMatchObject({
      state: 'PRINTER_OFFLINE',
    })
  })
})

describe('a queue of the system', () => {
  let cups: CupsServer
  beforeAll(async () => {
    cups = await CupsServer.start()
  }, 30_000)
  afterAll(() => cups.stop())

  const behindQueue = async (queue: string, patience: FollowOptions = {}) => {
    const device = await LabelPrinter.switchOn()
    closers.push(() => device.stop())
    await cups.addQueue(queue, device.port)
    return { device, ...onQueue(queue, patience) }
  }
  const onQueue = (queue: string, patience: FollowOptions) => ({
    printer: tcpPrinter('', 1, { connection: { kind: 'spooler', queue } }),
    printing: printingOf({ spooler: { env: cups.env, ...patience } }),
  })
  /** Takes a piece and rests, or takes no more for ever; whole: what came until it was hung up. */
  const slowBehind = async (queue: string, patience: FollowOptions) => {
    const jobs: number[] = []
    const pace = { restMs: 20, stuck: false }
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      let got = 0
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('data', (piece) => {
        got += piece.length
        socket.pause()
        const goOn = (): unknown => (pace.stuck ? setTimeout(goOn, 50) : socket.resume())
        setTimeout(goOn, pace.restMs)
      })
      socket.on('end', () => jobs.push(got))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    closers.push(async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    })
    await cups.addQueue(queue, (server.address() as AddressInfo).port)
    return { jobs, pace, ...onQueue(queue, patience) }
  }
  const failed = (code: string) => ({ ok: false, code, mayHavePrinted: false })

  test('the bytes come out as they went in, and the queue is in the list', async () => {
    const { device, printer, printing } = await behindQueue('labels')
    expect(await printing.print({ printer, bytes: label() })).toEqual(silently)
    expect(device.jobs.map((job) => Buffer.compare(job, label()))).toEqual([0])
    expect(await printing.listSpoolers()).toMatchObject({ listed: true, queues: [{ queue: 'labels', state: 'idle' }] })
    expect(await printing.printerStatus({ printer })).toMatchObject({ state: 'unknown' })
  })

  test('its printer is off: taken back and surely not printed; it comes back and nothing comes out by itself', async () => {
    const { device, printer, printing } = await behindQueue('off')
    await device.setMode('off')
    expect(await printing.print({ printer, bytes: label() })).toEqual(failed('PRINTER_OFFLINE'))
    expect(await cups.waiting('off')).toEqual([])
    await device.setMode('ok')
    expect(await printing.print({ printer, bytes: label(500) })).toEqual(silently)
    expect(device.jobs.map((job) => job.length)).toEqual([500])
  })

  test('a printer that is slow is waited for, however long: only silence is counted', async () => {
    const { jobs, printer, printing } = await slowBehind('slow', { idleMsMax: 500 })
    const started = performance.now()
    expect(await printing.print({ printer, bytes: label(6_500_000) })).toEqual(silently)
    expect(performance.now() - started).toBeGreaterThan(2000)
    await until('the whole job', () => jobs.length === 1)
    expect(jobs).toEqual([6_500_000])
  })

  test("behind another's job it waits its turn, and surely did not print when it is taken back from there", async () => {
    const { jobs, pace, printer, printing } = await slowBehind('busy', { idleMsMax: 500, printingMsMax: 4000 })
    await runTool('lp', ['-d', 'busy', '-o', 'raw'], { env: cups.env, bytes: label(6_500_000) })
    expect(await printing.print({ printer, bytes: label(100) })).toEqual(silently)
    await until('both jobs', () => jobs.length === 2)
    expect(jobs).toEqual([6_500_000, 100])
    pace.stuck = true
    await runTool('lp', ['-d', 'busy', '-o', 'raw'], { env: cups.env, bytes: label(6_500_000) })
    await until('its first piece', async () => (await cups.admin('lpstat', ['-p', 'busy'])).includes('now printing'))
    expect(await printing.print({ printer, bytes: label(100) })).toEqual(failed('PRINTER_TIMEOUT'))
    expect(await cups.waiting('busy')).toHaveLength(1)
    await cups.admin('cancel', ['-a', 'busy'])
  })

  test('one that takes a part and then nothing any more is taken back after a long silence: some may be out', async () => {
    const { pace, printer, printing } = await slowBehind('stuck', { idleMsMax: 500, printingMsMax: 1500 })
    pace.stuck = true
    const unsure = { ok: false, code: 'PRINTER_TIMEOUT', mayHavePrinted: true }
    expect(await printing.print({ printer, bytes: label(6_500_000) })).toEqual(unsure)
    expect(await cups.waiting('stuck')).toEqual([])
  })

  test('stopped in the middle of a job: taken back at once, some may be out', async () => {
    const { printer, printing } = await slowBehind('halted', {})
    const job = printing.print({ printer, bytes: label(6_500_000) })
    await until('it prints', async () => (await cups.admin('lpstat', ['-p', 'halted'])).includes('now printing'))
    await cups.disable('halted')
    expect(await job).toEqual({ ok: false, code: 'PRINTER_QUEUE_STOPPED', mayHavePrinted: true })
    expect(await cups.waiting('halted')).toEqual([])
  })

  test('disabled, rejecting, removed: each in its words, nothing waits anywhere', async () => {
    const { device, printer, printing } = await behindQueue('stopped')
    await cups.disable('stopped')
    expect(await printing.print({ printer, bytes: label() })).toEqual(failed('PRINTER_QUEUE_STOPPED'))
    expect(await printing.printerStatus({ printer })).toMatchObject({ state: 'PRINTER_QUEUE_STOPPED' })
    await cups.enable('stopped')
    await cups.reject('stopped')
    expect(await printing.print({ printer, bytes: label() })).toEqual(failed('PRINTER_QUEUE_STOPPED'))
    await cups.removeQueue('stopped')
    expect(await printing.print({ printer, bytes: label() })).toEqual(failed('PRINTER_QUEUE_GONE'))
    expect(device.jobs).toEqual([])
  })

  test('a name that would be an option, and a print server that is off', async () => {
    const { printer, printing } = await behindQueue('server')
    const option = { ...printer, connection: { kind: 'spooler', queue: '-h evil' } as const }
    expect(await printing.print({ printer: option, bytes: label() })).toEqual(failed('PRINTER_QUEUE_GONE'))
    await cups.switchOff()
    expect(await printing.print({ printer, bytes: label() })).toEqual(failed('PRINTER_OFFLINE'))
    expect(await printing.listSpoolers()).toEqual({ listed: false, takesPapers: false, queues: [] })
    await cups.switchOn()
    expect(await printing.print({ printer, bytes: label() })).toEqual(silently)
  })
})
