/**
 * Scanners in HID-POS mode for the running app. No machine of ours has one, nor a kernel that can pretend, so a fake stands
 * in node-hid's place: put there by the test before anybody wants the module, which the app loads no earlier. Everything
 * from its boundary on is the real app.
 */
import { join } from 'node:path'
import { repoRoot } from './hubProcess'
import type { StoreApp } from './storeApp'

export interface PortDevice {
  path: string
  vendorId: number
  productId: number
  serialNumber?: string
  product: string
  usagePage: number
  usage: number
  /** what opening it says instead */
  refuses?: string
}

interface Handle {
  emit(event: string, value: unknown): void
}
/** Kept in main, where the fake lives. */
interface Port {
  devices: PortDevice[]
  handles: Record<string, Handle>
}
type PortOwner = { hidPort: Port }

export class HidPort {
  private constructor(private readonly app: StoreApp) {}

  static async install(app: StoreApp): Promise<HidPort> {
    await app.electron.evaluate(
      (_electron, packageFile) => {
        const load = process.mainModule?.require('node:module').createRequire(packageFile) as NodeRequire
        const { EventEmitter } = load('node:events') as typeof import('node:events')
        const port: Port = { devices: [], handles: {} }
        const open = async (path: string): Promise<Handle> => {
          const device = port.devices.find((one) => one.path === path)
          if (!device || device.refuses)
            throw new Error(`Failed to open a device with path '${path}': ${device?.refuses}`)
          const handle = Object.assign(new EventEmitter(), { close: async () => undefined })
          port.handles[path] = handle
          return handle
        }
        const exports = { devicesAsync: async () => port.devices, HIDAsync: { open } }
        const id = load.resolve('node-hid')
        if (load.cache[id]) throw new Error('node-hid was loaded before anybody wanted it')
        load.cache[id] = { id, filename: id, loaded: true, exports } as NodeModule
        ;(globalThis as unknown as PortOwner).hidPort = port
      },
      join(repoRoot, 'package.json'),
    )
    return new HidPort(app)
  }

  async plugIn(device: PortDevice): Promise<void> {
    await this.app.electron.evaluate((_electron, added) => {
      const { hidPort } = globalThis as unknown as PortOwner
      hidPort.devices = [...hidPort.devices.filter(({ path }) => path !== added.path), added]
    }, device)
  }

  async pull(path: string): Promise<void> {
    await this.app.electron.evaluate((_electron, pulled) => {
      const { hidPort } = globalThis as unknown as PortOwner
      hidPort.devices = hidPort.devices.filter((device) => device.path !== pulled)
      hidPort.handles[pulled]?.emit('error', 'could not read from HID device: device disconnected')
    }, path)
  }

  async send(path: string, reports: readonly Uint8Array[]): Promise<void> {
    await this.app.electron.evaluate(
      (_electron, sent) => {
        const { hidPort } = globalThis as unknown as PortOwner
        for (const report of sent.reports) hidPort.handles[sent.path]?.emit('data', Uint8Array.from(report))
      },
      { path, reports: reports.map((report) => [...report]) },
    )
  }
}
