// A HID-POS scanner from the device to the stream of scans: everything of ours is real, node-hid's boundary is a fake,
// because no such device can be had here. The last group asks the real node-hid.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HidScannerSettings, ScannerSettings, ScanTrace } from '../../../src/contract/schemas/scanner'
import type { RawScan } from '../../../src/main/devices/delivery'
import { createHidBus, type HidBus, loadHidModule } from '../../../src/main/devices/hidBus'
import { openHidScanner } from '../../../src/main/devices/hidScanner'
import { createScannerDevices } from '../../../src/main/scannerDevices'
import { ScannerHub } from '../../../src/main/scannerHub'
import { createFakeHid, type FakeHid, scannerDevice } from '../../support/devices/fakeHid'
import { boardingPass, scanReports } from '../../support/devices/hidReports'

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 8_000, interval: 5 })

interface Scene {
  hid: FakeHid
  bus: HidBus
  hub: ScannerHub
  scans: { source: string; raw: string }[]
  broken: RawScan[]
  traces: ScanTrace[]
  log: string[]
  /** every state each scanner was in, in order */
  states: Record<string, string[]>
}

let scene: Scene

/** The hub of main with real readers; only the module behind them is ours. */
const setUp = (): Scene => {
  const hid = createFakeHid()
  const log: string[] = []
  const note = (line: string): void => void log.push(line)
  const bus = createHidBus(note, hid.load)
  const states: Scene['states'] = {}
  const scans: Scene['scans'] = []
  const broken: RawScan[] = []
  const traces: ScanTrace[] = []
  const hub = new ScannerHub({
    open: async ({ key, settings, onScan, onTrace, onState }) => {
      const heard = { onScan, onTrace, log: note }
      if (!('hid' in settings)) throw new Error('no serial port here')
      return openHidScanner({
        ...heard,
        ...{ key, settings, bus },
        onScan: (scan) => {
          if (scan.truncated) broken.push(scan)
          onScan(scan)
        },
        onState: (state) => {
          states[key] = [...(states[key] ?? []), state]
          onState(state)
        },
      })
    },
    deliver: ({ source, raw }) => {
      scans.push({ source, raw })
      return true
    },
    onStates: () => undefined,
    onTrace: (trace) => traces.push(trace),
    onLost: () => undefined,
    log: (_level, line) => note(line),
  })
  return { hid, bus, hub, scans, broken, traces, log, states }
}

const gun: HidScannerSettings = { hid: { vendorId: '0c2e', productId: '0b61' }, name: 'Voyager 1602g' }
const gunOf = (serialNumber: string): HidScannerSettings => ({ ...gun, hid: { ...gun.hid, serialNumber } })
const key = 'hid:0c2e:0b61'
const stateOf = (at: string) => scene.hub.states().find(({ path }) => path === at)?.state
const openWith = async (...scanners: ScannerSettings[]): Promise<void> => {
  await scene.hub.configure(scanners)
  await until(() => expect(scene.hub.states().map(({ state }) => state)).toEqual(scanners.map(() => 'open')))
}

beforeEach(() => {
  scene = setUp()
})
afterEach(() => scene.hub.closeAll())

describe('scans', () => {
  test('come into the one stream with the identifier, and are shown as they were sent', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    await openWith(gun)
    scene.hid.send('/dev/hidraw0', ...scanReports('6901234567892\r'), ...boardingPass.reports)
    expect(scene.scans).toEqual([
      { source: key, raw: ']E06901234567892' },
      { source: key, raw: `]Q0${boardingPass.text}` },
    ])
    expect(scene.traces).toMatchObject([
      { source: key, sent: ']E06901234567892⏎', raw: ']E06901234567892', truncated: false },
      { source: key, sent: `]Q0${boardingPass.text}`, truncated: false },
    ])
    expect(scene.traces[0]?.hex).toMatch(/^02 0e 5d 45 30 36 39 .* 0d 00 .* 64 00 00$/)
    expect(scene.traces[1]?.hex.split(' | ')).toHaveLength(2)
    expect(scene.hub.states()).toEqual([{ path: key, port: 'Voyager 1602g', state: 'open' }])
  })

  test('the rest of a code that never comes is told as a scan that is not whole; the next one is', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    await openWith(gun)
    const [first] = boardingPass.reports
    scene.hid.send('/dev/hidraw0', first as Uint8Array)
    await until(() => expect(scene.broken).toHaveLength(1))
    scene.hid.send('/dev/hidraw0', ...scanReports('6901234567892'))
    expect(scene.scans.map(({ raw }) => raw)).toEqual([expect.stringMatching(/^\]Q0M1.*\ufffd$/), ']E06901234567892'])
  })
})

describe('a scanner is known by its device', () => {
  test('pulled in the middle of a code and plugged in again elsewhere: the half is marked, the scans go on', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    await openWith(gun)
    scene.hid.send('/dev/hidraw0', boardingPass.reports[0] as Uint8Array)
    scene.hid.pull('/dev/hidraw0')
    expect(scene.broken).toHaveLength(1)
    expect(stateOf(key)).toBe('unplugged')
    scene.hid.plugIn(scannerDevice('/dev/hidraw7'))
    await until(() => expect(stateOf(key)).toBe('open'))
    scene.hid.send('/dev/hidraw7', ...scanReports('6901234567892'))
    expect(scene.scans.at(-1)).toEqual({ source: key, raw: ']E06901234567892' })
    expect(scene.states[key]).toEqual(['opening', 'open', 'unplugged', 'open'])
    expect(scene.hid.openPaths()).toEqual(['/dev/hidraw7'])
  })

  test('several at once, told apart by their serial numbers whatever their places are', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0', { serialNumber: 'B' }))
    scene.hid.plugIn(scannerDevice('/dev/hidraw1', { serialNumber: 'A' }))
    await openWith(gunOf('A'), gunOf('B'))
    scene.hid.send('/dev/hidraw0', ...scanReports('from B', ']C0'))
    scene.hid.send('/dev/hidraw1', ...scanReports('from A', ']C0'))
    expect(scene.scans).toEqual([
      { source: `${key}:B`, raw: ']C0from B' },
      { source: `${key}:A`, raw: ']C0from A' },
    ])
  })

  test('two alike that tell no serial number are both read, each by one reader', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    scene.hid.plugIn(scannerDevice('/dev/hidraw1'))
    await openWith(gun, gun)
    expect([...scene.hid.opened].sort()).toEqual(['/dev/hidraw0', '/dev/hidraw1'])
    for (const path of scene.hid.opened) scene.hid.send(path, ...scanReports('6901234567892'))
    expect(scene.scans.map(({ source }) => source).sort()).toEqual([key, `${key}#2`])
  })

  test('another of the same make is not taken for it, nor is what is no scanner', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0', { serialNumber: 'OTHER' }))
    scene.hid.plugIn(scannerDevice('/dev/hidraw1', { serialNumber: 'A', usagePage: 0xff8c }))
    scene.hid.plugIn(scannerDevice('/dev/hidraw2', { serialNumber: 'A', usagePage: 0x01, usage: 0x06 }))
    await scene.hub.configure([gunOf('A')])
    await until(() => expect(stateOf(`${key}:A`)).toBe('unplugged'))
    expect(scene.hid.opened).toEqual([])
    scene.hid.plugIn(scannerDevice('/dev/hidraw3', { serialNumber: 'A' }))
    await until(() => expect(stateOf(`${key}:A`)).toBe('open'))
    expect(scene.hid.opened).toEqual(['/dev/hidraw3'])
  })

  test('one that may not be asked for its number is tried all the same', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0', { refuses: 'Permission denied' }))
    await scene.hub.configure([gunOf('A')])
    await until(() => expect(stateOf(`${key}:A`)).toBe('denied'))
  })
})

describe('what is in the way', () => {
  test.each([
    ['denied', "Failed to open a device with path '/dev/hidraw0': Permission denied"],
    ['denied', 'open_device: (0x00000005) 拒绝访问。'],
    ['busy', 'open_device: (0x00000020) The process cannot access the file because it is being used'],
  ])('%s: %s; and it opens once that is over', async (state, refuses) => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0', { refuses }))
    await scene.hub.configure([gun])
    await until(() => expect(stateOf(key)).toBe(state))
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    await until(() => expect(stateOf(key)).toBe('open'))
  })

  test('without the module nothing breaks, the reason is logged, and it is found when it is there', async () => {
    scene.hid.missing = new Error("Cannot find module 'node-hid'")
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    await scene.hub.configure([gun])
    await until(() => expect(stateOf(key)).toBe('unavailable'))
    expect(await scene.bus.list()).toBeNull()
    expect(scene.log.join('\n')).toContain("Cannot find module 'node-hid'")
    scene.hid.missing = null
    await until(() => expect(stateOf(key)).toBe('open'))
  })

  test('switched off while it is looked for: nothing is left open', async () => {
    scene.hid.plugIn(scannerDevice('/dev/hidraw0'))
    await scene.hub.configure([gun])
    await scene.hub.closeAll()
    await until(() => expect(scene.hid.openPaths()).toEqual([]))
    await openWith(gun)
    await scene.hub.closeAll()
    expect(scene.hid.openPaths()).toEqual([])
    expect(scene.hub.states()).toEqual([])
  })
})

test('the list names scanners only, without what no screen can show', async () => {
  scene.hid.plugIn(scannerDevice('/dev/hidraw0', { product: ' Voyager\0 1602g ', serialNumber: '15232B1F0C' }))
  scene.hid.plugIn(scannerDevice('/dev/hidraw1', { product: undefined, vendorId: 0x1eab, productId: 0x10 }))
  scene.hid.plugIn(scannerDevice('/dev/hidraw2', { usagePage: 0xff8c }))
  expect(await scene.bus.list()).toEqual([
    gunOf('15232B1F0C'),
    { hid: { vendorId: '1eab', productId: '0010' }, name: '' },
  ])
})

describe('the real node-hid', () => {
  test('lists what is here, and a scanner that is not here is looked for without harm', async () => {
    const lines: string[] = []
    const devices = createScannerDevices((_level, line) => lines.push(line))
    const found = await devices.listHidScanners()
    expect(
      found?.scanners.every(({ hid }) => /^[0-9a-f]{4}$/.test(hid.vendorId)),
      lines.join('\n'),
    ).toBe(true)
    const nobody: HidScannerSettings = { hid: { vendorId: 'ffff', productId: 'fffe', serialNumber: 'none' }, name: '' }
    const states: string[] = []
    const listeners = { onScan: () => undefined, onTrace: () => undefined }
    const onState = (state: string): void => void states.push(state)
    const scanner = await devices.open({ key: 'hid:ffff:fffe:none', settings: nobody, onState, ...listeners })
    await until(() => expect(states).toEqual(['opening', 'unplugged']))
    await scanner.close()
    expect(states.at(-1)).toBe('closed')
  })

  test('says what it could not open', async () => {
    const { HIDAsync } = await loadHidModule()
    await expect(HIDAsync.open('/dev/hidraw-none')).rejects.toThrow(/hidraw-none/)
  })
})

test('nothing is loaded before a HID scanner is wanted', async () => {
  expect(scene.hid.loads).toBe(0)
  await scene.hub.configure([{ path: '/nowhere', baudRate: 9600 }])
  expect(scene.hid.loads).toBe(0)
  await scene.hub.configure([gun])
  await until(() => expect(scene.hid.loads).toBeGreaterThan(0))
})
