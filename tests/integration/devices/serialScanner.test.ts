// A serial scanner on a real pseudo-terminal pair (socat): order, chunking, unplug and replug, busy ports, odd bytes.

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ScannerState, ScanTrace } from '../../../src/contract/schemas/scanner'
import type { RawScan } from '../../../src/main/devices/delivery'
import { idleFlushMs } from '../../../src/main/devices/framer'
import type { Port, SerialScanner, SerialScannerOptions } from '../../../src/main/devices/serialScanner'
import { openSerialScanner } from '../../../src/main/devices/serialScanner'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function until(condition: () => boolean, what: string, withinMs = 8000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await pause(5)
  }
}

let directory: string
let appEnd: string
let gunEnd: string
let cable: ChildProcess | undefined
const open_: { scanners: SerialScanner[]; handles: FileHandle[]; cables: ChildProcess[] } = {
  scanners: [],
  handles: [],
  cables: [],
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zhanggui-serial-'))
  appEnd = join(directory, 'app')
  gunEnd = join(directory, 'gun')
})

afterEach(async () => {
  for (const handle of open_.handles.splice(0)) await handle.close().catch(() => undefined)
  for (const scanner of open_.scanners.splice(0)) await scanner.close()
  await unplug()
  for (const second of open_.cables.splice(0)) {
    const gone = new Promise((resolve) => second.once('exit', resolve))
    second.kill('SIGKILL')
    await gone
  }
  rmSync(directory, { recursive: true, force: true })
})

async function plugIn(): Promise<void> {
  cable = spawn('socat', [`pty,raw,echo=0,link=${appEnd}`, `pty,raw,echo=0,link=${gunEnd}`], { stdio: 'ignore' })
  await until(() => existsSync(appEnd) && existsSync(gunEnd), 'the pty pair')
}

async function unplug(): Promise<void> {
  const pulled = cable
  cable = undefined
  if (pulled === undefined) return
  const gone = new Promise((resolve) => pulled.once('exit', resolve))
  pulled.kill('SIGKILL')
  await gone
  // A killed socat leaves its links behind; a real port's name goes away.
  rmSync(appEnd, { force: true })
  rmSync(gunEnd, { force: true })
}

/** A second pair beside the first, for the length of a test. */
async function anotherCable(): Promise<{ appEnd: string; gunEnd: string }> {
  const ends = { appEnd: join(directory, 'app2'), gunEnd: join(directory, 'gun2') }
  const links = [ends.appEnd, ends.gunEnd].map((link) => `pty,raw,echo=0,link=${link}`)
  open_.cables.push(spawn('socat', links, { stdio: 'ignore' }))
  await until(() => existsSync(ends.appEnd) && existsSync(ends.gunEnd), 'the second pty pair')
  return ends
}

function connect(onScan?: (scan: RawScan) => void, own: Partial<SerialScannerOptions> = {}) {
  const scans: RawScan[] = []
  const states: ScannerState[] = []
  const lines: string[] = []
  const scanner = openSerialScanner({
    path: appEnd,
    baudRate: 9600,
    onScan: (scan) => {
      scans.push(scan)
      onScan?.(scan)
    },
    onState: (state) => states.push(state),
    log: (line) => lines.push(line),
    ...own,
  })
  open_.scanners.push(scanner)
  return { scanner, scans, states, lines, raws: () => scans.map(({ raw }) => raw) }
}

async function gun(): Promise<FileHandle> {
  const handle = await open(gunEnd, 'r+')
  open_.handles.push(handle)
  return handle
}

async function ready() {
  await plugIn()
  const seen = connect()
  await until(() => seen.scanner.state() === 'open', 'the port')
  return { ...seen, trigger: await gun() }
}

describe('scans', () => {
  test('one scan says where it came from and when', async () => {
    const { scans, trigger } = await ready()
    const before = Date.now()
    await trigger.write('6901234567892\r\n')
    await until(() => scans.length === 1, 'the scan')
    expect(scans[0]).toMatchObject({ source: `serial:${appEnd}`, raw: '6901234567892', truncated: false })
    expect(scans[0]?.scanId).toMatch(/^[0-9a-f-]{36}$/)
    expect(Date.parse(scans[0]?.scannedAt ?? '')).toBeGreaterThanOrEqual(before)
  })

  test('twenty codes back to back arrive in order, each once', async () => {
    const { raws, scans, trigger } = await ready()
    const codes = Array.from({ length: 20 }, (_, at) => `69012345${String(at).padStart(5, '0')}`)
    await trigger.write(codes.map((code) => `${code}\r`).join(''))
    await until(() => scans.length >= 20, 'twenty scans')
    await pause(100)
    expect(raws()).toEqual(codes)
    expect(new Set(scans.map(({ scanId }) => scanId)).size).toBe(20)
  })

  test.each(['\r', '\n', '\r\n'])('twenty codes in 5-byte chunks, ended by %j', async (ending) => {
    const { raws, scans, trigger } = await ready()
    const codes = Array.from({ length: 20 }, (_, at) => `CGDD-S001-261122-${String(at).padStart(4, '0')}`)
    const [first = Buffer.alloc(0), ...rest] = codes.map((code) => Buffer.from(code + ending))
    // Whole: until it is known to end its scans itself, a pause of a busy machine's pty would end one (see below for that).
    await trigger.write(first)
    await until(() => scans.length >= 1, 'the first scan')
    const bytes = Buffer.concat(rest)
    for (let at = 0; at < bytes.length; at += 5) await trigger.write(bytes.subarray(at, at + 5))
    await until(() => scans.length >= 20, 'twenty scans')
    expect(raws()).toEqual(codes)
  })

  test('a scanner without terminator is read after a pause', async () => {
    const { raws, scans, trigger } = await ready()
    for (const code of ['A1', 'B2']) {
      await trigger.write(code)
      await pause(150)
    }
    await until(() => scans.length === 2, 'two scans')
    expect(raws()).toEqual(['A1', 'B2'])
  })

  test('control characters, GS and Chinese come through as they are', async () => {
    const { raws, scans, trigger } = await ready()
    await trigger.write('0106901234567892\u001d10A1\r')
    await trigger.write(Buffer.from([0x41, 0x00, 0x1b, 0x7f, 0x42, 0x0d]))
    await trigger.write(Buffer.from([0xce, 0xe5, 0xb3, 0xa3, 0x0d]))
    await trigger.write('五常大米\r')
    await until(() => scans.length === 4, 'four scans')
    expect(raws()).toEqual(['0106901234567892\u001d10A1', 'A\u0000\u001b\u007fB', '五常', '五常大米'])
  })

  test('4,000 characters come whole; far more come cut and marked', async () => {
    const { scans, trigger } = await ready()
    await trigger.write(`${'x'.repeat(4000)}\r`)
    await trigger.write(`${'y'.repeat(6000)}\rA1\r`)
    await until(() => scans.length === 3, 'three scans')
    expect(scans.map(({ raw, truncated }) => [raw.length, truncated])).toEqual([
      [4000, false],
      [4096, true],
      [2, false],
    ])
  })

  test('a listener that throws is logged and loses nothing', async () => {
    await plugIn()
    const seen = connect(() => {
      throw new Error('listener bug')
    })
    await until(() => seen.scanner.state() === 'open', 'the port')
    await (await gun()).write('A1\rB2\r')
    await until(() => seen.scans.length === 2, 'two scans')
    expect(seen.lines.join()).toContain('listener bug')
  })
})

describe('what it sent', () => {
  test('is told byte by byte, framing included, before the scan itself', async () => {
    await plugIn()
    const order: string[] = []
    const traces: ScanTrace[] = []
    const { scanner } = connect(() => order.push('scan'), {
      onTrace: (trace) => {
        order.push('trace')
        traces.push(trace)
      },
    })
    await until(() => scanner.state() === 'open', 'the port')
    await (await gun()).write('\u0002A1\u001dB\u0003\r\n')
    await until(() => order.length === 2, 'scan and trace')
    expect(order).toEqual(['trace', 'scan'])
    expect(traces[0]).toMatchObject({
      ...{ source: `serial:${appEnd}`, raw: 'A1\u001dB', sent: '␂A1␝B␃⏎␊', truncated: false },
      hex: '02 41 31 1d 42 03 0d 0a',
    })
  })
})

describe('several at once', () => {
  test('each keeps its own scans, though their bytes come mixed', async () => {
    await plugIn()
    const first = connect()
    const trigger = await gun()
    const other = await anotherCable()
    const second = connect(undefined, { path: other.appEnd })
    await until(() => first.scanner.state() === 'open' && second.scanner.state() === 'open', 'both ports')
    const otherTrigger = await open(other.gunEnd, 'r+')
    open_.handles.push(otherTrigger)
    for (let at = 0; at < 20; at++) {
      await trigger.write(`A${at}`)
      await otherTrigger.write(`B${at}`)
      await trigger.write('\r')
      await otherTrigger.write('\r')
    }
    await until(() => first.scans.length === 20 && second.scans.length === 20, 'all scans')
    expect(first.raws()).toEqual(Array.from({ length: 20 }, (_, at) => `A${at}`))
    expect(second.raws()).toEqual(Array.from({ length: 20 }, (_, at) => `B${at}`))
    expect(new Set(second.scans.map(({ source }) => source))).toEqual(new Set([`serial:${other.appEnd}`]))
  })
})

describe('a renamed port', () => {
  test('is found again by its device; its scans keep the name of the settings', async () => {
    await plugIn()
    let where: string | null = appEnd
    const { scanner, scans, states } = connect(undefined, { findPort: async () => where })
    await until(() => scanner.state() === 'open', 'the port')
    where = null
    await unplug()
    await until(() => scanner.state() === 'unplugged', 'the unplug')
    const other = await anotherCable()
    where = other.appEnd
    await until(() => scanner.state() === 'open', 'the port under its new name')
    expect(scanner.port()).toBe(other.appEnd)
    const trigger = await open(other.gunEnd, 'r+')
    open_.handles.push(trigger)
    await trigger.write('A1\r')
    await until(() => scans.length === 1, 'the scan')
    expect(scans[0]?.source).toBe(`serial:${appEnd}`)
    expect(states).toEqual(['opening', 'open', 'unplugged', 'open'])
  })

  test('not knowing where it is, the port of the settings is tried', async () => {
    await plugIn()
    const { scanner, lines } = connect(undefined, { findPort: () => Promise.reject(new Error('no list')) })
    await until(() => scanner.state() === 'open', 'the port')
    expect(lines.join()).toContain('no list')
  })
})

describe('what ends a scan', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** a port whose bytes come when the test says so, in the test's own time */
  class QuietPort extends EventEmitter {
    isOpen = false
    opening = false
    open(answer?: (error: Error | null) => void): void {
      this.isOpen = true
      answer?.(null)
    }
    close(done?: (error: Error | null) => void): void {
      this.isOpen = false
      done?.(null)
    }
  }

  async function quiet(own: Partial<SerialScannerOptions> = {}) {
    const port = new QuietPort()
    const seen = connect(undefined, { path: 'COM3', createPort: () => port as unknown as Port, ...own })
    await vi.advanceTimersByTimeAsync(0)
    const send = async (text: string, thenMs: number): Promise<void> => {
      port.emit('data', Buffer.from(text))
      await vi.advanceTimersByTimeAsync(thenMs)
    }
    return { ...seen, send }
  }

  test('a 2D code of several lines does not make a pause mean a stall', async () => {
    const { raws, send } = await quiet()
    await send('first\r\nsecond', 300)
    await send('6901234567892', 300)
    await send('96385074', 300)
    expect(raws()).toEqual(['first', 'second', '6901234567892', '96385074'])
  })

  test('nor does one that came cut behind its line end, for longer than one scan', async () => {
    const { raws, send } = await quiet()
    await send('first\r', 10)
    await send('second', 600)
    await send('6901234567892', 300)
    await send('96385074', 300)
    expect(raws()).toEqual(['first', 'second', '6901234567892', '96385074'])
  })

  test.each(['\r', '\n', '\r\n'])(
    'twenty codes in 5-byte chunks from the first one on, ended by %j',
    async (ending) => {
      const { raws, send } = await quiet()
      const codes = Array.from({ length: 20 }, (_, at) => `CGDD-S001-261122-${String(at).padStart(4, '0')}`)
      const text = codes.map((code) => code + ending).join('')
      for (let at = 0; at < text.length; at += 5) await send(text.slice(at, at + 5), idleFlushMs - 1)
      expect(raws()).toEqual(codes)
    },
  )

  test('a PC that was busy itself does not cut a scan that lies unread', async () => {
    let busyMs = 0
    const { raws, send } = await quiet({ elapsedMs: () => performance.now() + busyMs })
    await send('690123', 50)
    busyMs = 400
    await vi.advanceTimersByTimeAsync(20)
    expect(raws()).toEqual([])
    await send('4567892', 70)
    expect(raws()).toEqual(['6901234567892'])
  })

  test('one that is always late believes a pause in the end', async () => {
    const { raws, send } = await quiet({ elapsedMs: () => performance.now() * 5 })
    await send('6901234567892', 300)
    expect(raws()).toEqual([])
    await vi.advanceTimersByTimeAsync(300)
    expect(raws()).toEqual(['6901234567892'])
  })

  test('a scanner that ends its scans may stall in one of them, also behind a chunk that holds two', async () => {
    const { raws, send } = await quiet()
    await send('A1\r', 300)
    await send('B2\r690123', 300)
    await send('4567892\r\n', 300)
    expect(raws()).toEqual(['A1', 'B2', '6901234567892'])
  })
})

describe('a driver that does not answer', () => {
  /** answers its opening only when told to */
  class StuckPort extends EventEmitter {
    isOpen = false
    opening = true
    closedTimes = 0
    private answer: ((error: Error | null) => void) | undefined
    open(answer?: (error: Error | null) => void): void {
      this.answer = answer
    }
    close(done?: (error: Error | null) => void): void {
      this.isOpen = false
      this.closedTimes += 1
      done?.(null)
    }
    succeed(): void {
      this.isOpen = true
      this.opening = false
      this.answer?.(null)
    }
  }

  test('is given up and tried again; an answer that comes after that frees the port', async () => {
    const ports: StuckPort[] = []
    const createPort = (): Port => {
      const port = new StuckPort()
      ports.push(port)
      return port as unknown as Port
    }
    const { scanner, states } = connect(undefined, { createPort, openMsMax: 20 })
    await until(() => ports.length >= 2, 'another try')
    expect(states).toEqual(['opening', 'busy'])
    ports[0]?.succeed()
    expect(ports[0]).toMatchObject({ isOpen: false, closedTimes: 1 })
    await until(() => {
      ports.at(-1)?.succeed()
      return scanner.state() === 'open'
    }, 'the port')
    expect(ports.at(-1)?.isOpen).toBe(true)
  })

  test('a port that cannot even be made is tried again, too', async () => {
    let tries = 0
    const createPort = (): Port => {
      tries += 1
      throw new Error('no such speed')
    }
    const { scanner, lines } = connect(undefined, { createPort })
    await until(() => tries >= 2, 'another try')
    expect(scanner.state()).toBe('unplugged')
    expect(lines.join()).toContain('no such speed')
  })
})

describe('the port', () => {
  test('unplugged and plugged in again: says so and reads on', async () => {
    const { scanner, states, raws, scans, trigger } = await ready()
    await trigger.write('A1\r')
    await until(() => scans.length === 1, 'the first scan')
    await unplug()
    await until(() => scanner.state() === 'unplugged', 'the unplug')
    await pause(600)
    await plugIn()
    await until(() => scanner.state() === 'open', 'the port again')
    await (await gun()).write('B2\r')
    await until(() => scans.length === 2, 'the second scan')
    expect(raws()).toEqual(['A1', 'B2'])
    expect(states).toEqual(['opening', 'open', 'unplugged', 'open'])
  })

  test('a scan cut by the unplug is handed over as broken off', async () => {
    const { scanner, scans, trigger } = await ready()
    // Sent in pieces closer together than the idle pause, so that the pull comes in the middle of the scan.
    await trigger.write('\u00026901')
    await pause(20)
    await unplug()
    await until(() => scanner.state() === 'unplugged', 'the unplug')
    expect(scans.map(({ raw, truncated }) => [raw, truncated])).toEqual([['6901', true]])
  })

  test('absent at start, found when it comes', async () => {
    const { scanner, states } = connect()
    await until(() => scanner.state() === 'unplugged', 'the refusal')
    await plugIn()
    await until(() => scanner.state() === 'open', 'the port')
    expect(states).toEqual(['opening', 'unplugged', 'open'])
  })

  test('held by another program: busy, and taken over when that lets go', async () => {
    const first = await ready()
    const second = connect()
    await until(() => second.scanner.state() === 'busy', 'busy')
    await first.scanner.close()
    await until(() => second.scanner.state() === 'open', 'the port')
    expect(second.states).toEqual(['opening', 'busy', 'open'])
  })

  test('closed means closed: no more scans, no more tries', async () => {
    const { scanner, states, scans, trigger } = await ready()
    await scanner.close()
    await trigger.write('A1\r')
    await unplug()
    await plugIn()
    await pause(400)
    expect(scans).toEqual([])
    expect(states).toEqual(['opening', 'open', 'closed'])
  })

  test('closed while it is still opening', async () => {
    await plugIn()
    const { scanner } = connect()
    await scanner.close()
    const next = connect()
    await until(() => next.scanner.state() === 'open', 'the freed port')
  })
})
