/** Scanners opened and closed by difference; scans in order, kept while no page is there, never lost in silence. */
import { describe, expect, it } from 'vitest'
import { type RawScanInput, rawScan } from '../../../../src/contract/schemas/common'
import type { ScannerState } from '../../../../src/contract/schemas/scanner'
import { readScan } from '../../../../src/core/barcode/readScan'
import { keptScansMax, rawCharsMax, ScannerHub } from '../../../../src/main/scannerHub'
import { scanQueueMax } from '../../../../src/renderer/scanning/scanQueue'

interface FakeScanner {
  path: string
  baudRate: number
  isClosed: boolean
  scan(raw: string, truncated?: boolean): void
  change(state: ScannerState): void
}

const setUp = () => {
  const world = {
    scanners: [] as FakeScanner[],
    history: [] as string[],
    delivered: [] as RawScanInput[],
    isPageThere: true,
    lost: [] as number[],
    stateReports: 0,
    hub: null as unknown as ScannerHub,
  }
  let scanNumber = 0
  world.hub = new ScannerHub({
    open: async ({ key: path, settings, onScan, onState }) => {
      const baudRate = 'hid' in settings ? 0 : settings.baudRate
      if (path === 'broken') throw new Error('no such port')
      let state: ScannerState = 'opening'
      const scanner: FakeScanner = {
        path,
        baudRate,
        isClosed: false,
        scan: (raw, truncated = false) => {
          const scanId = `scan-${++scanNumber}`
          onScan({ scanId, source: `serial:${path}`, raw, truncated, scannedAt: '2026-11-22T08:00:00Z' })
        },
        change: (next) => {
          state = next
          onState(next)
        },
      }
      world.scanners.push(scanner)
      world.history.push(`open ${path} ${baudRate}`)
      const close = async () => {
        await Promise.resolve()
        scanner.isClosed = true
        world.history.push(`close ${path} ${baudRate}`)
      }
      return { port: () => path, state: () => state, close }
    },
    deliver: (scan) => {
      if (world.isPageThere) world.delivered.push(scan)
      return world.isPageThere
    },
    onStates: () => {
      world.stateReports++
    },
    onTrace: () => {},
    onLost: (count) => world.lost.push(count),
    log: () => {},
  })
  return world
}

const scannerAt = (world: ReturnType<typeof setUp>, index: number): FakeScanner => {
  const scanner = world.scanners[index]
  if (!scanner) throw new Error(`no scanner ${index} was opened`)
  return scanner
}
const raws = (world: ReturnType<typeof setUp>) => world.delivered.map((scan) => scan.raw)

describe('configuration', () => {
  it('leaves what stays, closes what went, and closes before it opens anew at another speed', async () => {
    const world = setUp()
    await world.hub.configure([
      { path: 'COM3', baudRate: 9600 },
      { path: 'COM4', baudRate: 9600 },
      { path: 'COM5', baudRate: 9600 },
    ])
    world.history.length = 0
    await world.hub.configure([
      { path: 'COM3', baudRate: 9600 },
      { path: 'COM4', baudRate: 115200 },
    ])
    expect(world.history).toEqual(['close COM4 9600', 'close COM5 9600', 'open COM4 115200'])
  })

  it('makes changes that overlap one after the other', async () => {
    const world = setUp()
    await Promise.all([
      world.hub.configure([{ path: 'COM3', baudRate: 9600 }]),
      world.hub.configure([]),
      world.hub.configure([{ path: 'COM3', baudRate: 19200 }]),
    ])
    expect(world.history).toEqual(['open COM3 9600', 'close COM3 9600', 'open COM3 19200'])
  })

  it('keeps HID scanners beside serial ones, two alike each under a name of its own', async () => {
    const world = setUp()
    const gun = { hid: { vendorId: '0c2e', productId: '0b61' }, name: 'Voyager' }
    const other = { ...gun, hid: { ...gun.hid, serialNumber: '15232B1F0C' } }
    await world.hub.configure([gun, { path: 'COM3', baudRate: 9600 }, gun, other])
    const keys = () => world.hub.states().map(({ path }) => path)
    expect(keys()).toEqual(['hid:0c2e:0b61', 'COM3', 'hid:0c2e:0b61#2', 'hid:0c2e:0b61:15232B1F0C'])
    world.history.length = 0
    await world.hub.configure([gun, other])
    expect(world.history).toEqual(['close COM3 9600', 'close hid:0c2e:0b61#2 0'])
    expect(keys()).toEqual(['hid:0c2e:0b61', 'hid:0c2e:0b61:15232B1F0C'])
  })

  it('reports the states, and again when one changes', async () => {
    const world = setUp()
    await world.hub.configure([{ path: 'COM3', baudRate: 9600 }])
    expect(world.hub.states()).toEqual([{ path: 'COM3', port: 'COM3', state: 'opening' }])
    const before = world.stateReports
    scannerAt(world, 0).change('open')
    expect(world.stateReports).toBe(before + 1)
    expect(world.hub.states()).toEqual([{ path: 'COM3', port: 'COM3', state: 'open' }])
  })

  it('one port that cannot be opened does not keep the others shut', async () => {
    const world = setUp()
    await world.hub.configure([
      { path: 'broken', baudRate: 9600 },
      { path: 'COM3', baudRate: 9600 },
    ])
    expect(world.hub.states().map(({ path }) => path)).toEqual(['COM3'])
  })

  it('closes all at the end, and ignores the state of a closed scanner', async () => {
    const world = setUp()
    await world.hub.configure([{ path: 'COM3', baudRate: 9600 }])
    await world.hub.closeAll()
    expect(scannerAt(world, 0).isClosed).toBe(true)
    const before = world.stateReports
    scannerAt(world, 0).change('unplugged')
    expect(world.stateReports).toBe(before)
    expect(world.hub.states()).toEqual([])
  })
})

describe('scans', () => {
  const setUpOpen = async () => {
    const world = setUp()
    await world.hub.configure([{ path: 'COM3', baudRate: 9600 }])
    return { world, scanner: scannerAt(world, 0) }
  }

  it('are delivered in order, the kept ones first', async () => {
    const { world, scanner } = await setUpOpen()
    scanner.scan('1')
    world.isPageThere = false
    scanner.scan('2')
    scanner.scan('3')
    world.isPageThere = true
    scanner.scan('4')
    expect(raws(world)).toEqual(['1', '2', '3', '4'])
  })

  it('that a page did not take before it was lost go to the next one, in order; the taken ones do not', async () => {
    const { world, scanner } = await setUpOpen()
    for (const raw of ['1', '2', '3']) scanner.scan(raw)
    world.hub.taken(world.delivered[1]?.scanId ?? '')
    world.isPageThere = false
    world.hub.pageLost()
    scanner.scan('4')
    world.delivered.length = 0
    world.isPageThere = true
    world.hub.flush()
    expect(raws(world)).toEqual(['1', '3', '4'])
  })

  it('that the page is still busy with are kept however long, and sent once while it lives', async () => {
    const { world, scanner } = await setUpOpen()
    for (const raw of ['1', '2', '3']) scanner.scan(raw)
    world.hub.flush()
    expect(raws(world)).toEqual(['1', '2', '3'])
    world.hub.pageLost()
    expect(raws(world)).toEqual(['1', '2', '3', '1', '2', '3'])
    for (const scan of world.delivered.slice(3)) world.hub.taken(scan.scanId)
    world.hub.pageLost()
    expect(world.delivered).toHaveLength(6)
  })

  it('are kept for more than the page itself lets wait, so that it is the page that refuses aloud', () => {
    expect(keptScansMax).toBeGreaterThan(scanQueueMax)
  })

  it('cannot be taken before they were sent, nor twice', async () => {
    const { world, scanner } = await setUpOpen()
    world.isPageThere = false
    scanner.scan('1')
    world.hub.taken('scan-1')
    world.isPageThere = true
    world.hub.flush()
    world.hub.taken('scan-1')
    world.hub.taken('scan-1')
    world.hub.pageLost()
    scanner.scan('2')
    expect(raws(world)).toEqual(['1', '2'])
  })

  it('wait for the page and are delivered once when it subscribes', async () => {
    const { world, scanner } = await setUpOpen()
    world.isPageThere = false
    for (let i = 0; i < 10; i++) scanner.scan(String(i))
    world.isPageThere = true
    world.hub.flush()
    world.hub.flush()
    expect(raws(world)).toEqual([...'0123456789'])
    expect(world.lost).toEqual([])
  })

  it(`beyond ${keptScansMax} are reported one by one; what was kept still arrives`, async () => {
    const { world, scanner } = await setUpOpen()
    world.isPageThere = false
    for (let i = 0; i < keptScansMax + 3; i++) scanner.scan(String(i))
    expect(world.lost).toEqual([1, 2, 3])
    world.isPageThere = true
    world.hub.flush()
    expect(world.delivered).toHaveLength(keptScansMax)
    expect(raws(world).at(-1)).toBe(String(keptScansMax - 1))
    for (const scan of world.delivered) world.hub.taken(scan.scanId)
    scanner.scan('after')
    expect(raws(world).at(-1)).toBe('after')
  })

  it('fit the contract: text and source are cut, the mark of a broken scan included', async () => {
    const world = setUp()
    await world.hub.configure([{ path: 'p'.repeat(200), baudRate: 9600 }])
    scannerAt(world, 0).scan('9'.repeat(rawCharsMax + 1))
    expect(raws(world)[0]).toHaveLength(rawCharsMax)
    expect(rawScan.safeParse({ ...world.delivered[0], scanId: '7b0c8f0e-4b1e-4e0a-9c52-0c1d9c2f7a11' }).success).toBe(
      true,
    )
  })

  it('that broke off reach the page marked, and cannot be read as a shorter code', async () => {
    const { world, scanner } = await setUpOpen()
    scanner.scan('SKU-0012', true)
    scanner.scan('SKU-0012')
    expect(raws(world).map((raw) => readScan(raw, { weighRules: [], year: 2026 }).kind)).toEqual(['unreadable', 'code'])
    expect(world.delivered[0]).not.toHaveProperty('truncated')
  })
})
