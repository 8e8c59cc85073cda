/** Which hand opens which scanner. Drivers are loaded when one is wanted: one that does not load costs its scanners, not the app. */
import type { HidScannerSettings, HidScanners, SerialPorts, SerialScannerSettings } from '../contract/schemas/scanner'
import type { HidBus } from './devices/hidBus'
import type { Log } from './log'
import type { OpenScanner, ScannerHubParts } from './scannerHub'

type Opening = Parameters<ScannerHubParts['open']>[0]

export interface ScannerDevices {
  open: ScannerHubParts['open']
  listSerialPorts(): Promise<SerialPorts>
  /** null: this PC cannot read them */
  listHidScanners(): Promise<HidScanners | null>
}

export const createScannerDevices = (log: Log): ScannerDevices => {
  const note = (line: string): void => log('info', line)
  let bus: Promise<HidBus> | undefined
  /** one for all, so that no two readers open the same device */
  const hidBus = (): Promise<HidBus> => {
    bus ??= import('./devices/hidBus').then(({ createHidBus }) => createHidBus(note))
    return bus
  }

  const openSerial = async (
    { path, baudRate, device }: SerialScannerSettings,
    listeners: Omit<Opening, 'settings' | 'key'>,
  ): Promise<OpenScanner> => {
    const { openSerialScanner } = await import('./devices/serialScanner')
    const { listSerialPorts, portOf } = await import('./devices/serialPorts')
    const findPort = device && (async () => portOf(path, device, await listSerialPorts()))
    return openSerialScanner({ path, baudRate, findPort, ...listeners, log: note })
  }

  const openHid = async (settings: HidScannerSettings, opening: Omit<Opening, 'settings'>): Promise<OpenScanner> => {
    const { openHidScanner } = await import('./devices/hidScanner')
    return openHidScanner({ ...opening, settings, bus: await hidBus(), log: note })
  }

  return {
    open: ({ key, settings, ...listeners }) =>
      'hid' in settings ? openHid(settings, { key, ...listeners }) : openSerial(settings, listeners),
    listSerialPorts: async () => (await import('./devices/serialPorts')).listSerialPorts(),
    async listHidScanners() {
      const scanners = await (await hidBus()).list()
      return scanners && { scanners }
    },
  }
}
