/** The boundary of node-hid, with devices that can be plugged, pulled, held by others, and made to send. */
import { EventEmitter } from 'node:events'
import type { HidDevice, HidHandle, HidModule } from '../../../src/main/devices/hidBus'

export interface FakeDevice extends HidDevice {
  path: string
  /** what opening it says instead */
  refuses?: string
}

/** node-hid's own events and its own way of ending: text for an error, and no word after close. */
class FakeHandle extends EventEmitter implements HidHandle {
  isOpen = true
  async close(): Promise<void> {
    this.isOpen = false
    this.removeAllListeners()
  }
}

export interface FakeHid {
  load(): Promise<HidModule>
  /** how often the module was asked for */
  loads: number
  /** what loading it says instead */
  missing: Error | null
  opened: string[]
  plugIn(device: FakeDevice): void
  pull(path: string): void
  send(path: string, ...reports: Uint8Array[]): void
  /** handles that nobody closed */
  openPaths(): string[]
}

export const scannerDevice = (path: string, own: Partial<FakeDevice> = {}): FakeDevice => ({
  ...{ path, vendorId: 0x0c2e, productId: 0x0b61, product: 'Voyager 1602g', usagePage: 0x8c, usage: 0x02 },
  ...own,
})

export const createFakeHid = (): FakeHid => {
  const devices = new Map<string, FakeDevice>()
  const handles = new Map<string, FakeHandle>()
  const fake: FakeHid = {
    loads: 0,
    missing: null,
    opened: [],
    async load() {
      fake.loads += 1
      if (fake.missing) throw fake.missing
      return module
    },
    plugIn: (device) => void devices.set(device.path, device),
    pull: (path) => {
      devices.delete(path)
      const handle = handles.get(path)
      if (handle?.isOpen)
        handle.emit('error', 'could not read from HID device: unexpected poll error (device disconnected)')
    },
    send: (path, ...reports) => {
      for (const report of reports) handles.get(path)?.emit('data', Buffer.from(report))
    },
    openPaths: () => [...handles].filter(([, { isOpen }]) => isOpen).map(([path]) => path),
  }
  const module: HidModule = {
    devicesAsync: async () => [...devices.values()],
    HIDAsync: {
      open: async (path) => {
        const device = devices.get(path)
        const refused = device ? device.refuses : 'No such file or directory'
        if (refused) throw new Error(`cannot open device with path ${path}: ${refused}`)
        if (handles.get(path)?.isOpen) throw new Error(`cannot open device with path ${path}: already open`)
        const handle = new FakeHandle()
        handles.set(path, handle)
        fake.opened.push(path)
        return handle
      },
    },
  }
  return fake
}
