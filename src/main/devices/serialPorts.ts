// Which serial ports the system has, and which of them is the scanner that was chosen. A port is remembered by its device:
// Windows gives another COM number at another socket, Linux another ttyUSB at another order of plugging.

import { SerialPort } from 'serialport'
import type { SerialIdentity, SerialPortFound, SerialPorts } from '../../contract/schemas/scanner'

/** The system's own helper may be absent (no list then) or hang. */
const listMsMax = 3000
const nothingListed: SerialPorts = { listed: false, ports: [] }

type Listed = Awaited<ReturnType<typeof SerialPort.list>>[number]

export async function listSerialPorts(list: () => Promise<Listed[]> = () => SerialPort.list()): Promise<SerialPorts> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), listMsMax)
  })
  const found = await Promise.race([list().catch(() => null), tooLate])
  clearTimeout(timer)
  return found === null ? nothingListed : { listed: true, ports: found.map(shown).sort(byPath) }
}

function shown(port: Listed): SerialPortFound {
  // Windows tells a friendly name, which serialport passes on without declaring it.
  const { friendlyName } = port as { friendlyName?: string }
  return { path: port.path, name: (friendlyName ?? port.manufacturer ?? '').slice(0, 120), device: identityOf(port) }
}

/** A port of the mainboard has no ids: there its path is all there is. */
function identityOf({ vendorId, productId, serialNumber, locationId, pnpId }: Listed): SerialIdentity | null {
  if (!vendorId || !productId) return null
  const location = locationId ?? pnpId
  return {
    vendorId: vendorId.toLowerCase().slice(0, 20),
    productId: productId.toLowerCase().slice(0, 20),
    ...(serialNumber ? { serialNumber: serialNumber.slice(0, 120) } : {}),
    ...(location ? { location: location.slice(0, 200) } : {}),
  }
}

function byPath(one: SerialPortFound, other: SerialPortFound): number {
  return one.path < other.path ? -1 : 1
}

/**
 * Where the chosen device is now. By its serial number, else by its socket, else as the only one of its make. null: the
 * list is there and the device is not; the remembered path may meanwhile belong to another one and is not opened.
 */
export function portOf(
  path: string,
  device: SerialIdentity | undefined,
  { listed, ports }: SerialPorts,
): string | null {
  if (device === undefined || !listed) return path
  const sameMake = ports.filter((port) => isSameMake(port, device))
  const exact = device.serialNumber
    ? sameMake.filter((port) => port.device?.serialNumber === device.serialNumber)
    : sameMake.filter((port) => port.device?.location !== undefined && port.device.location === device.location)
  if (exact.length > 0) return (exact.find((port) => port.path === path) ?? exact[0])?.path ?? null
  if (device.serialNumber) return null
  return sameMake.length === 1 ? (sameMake[0]?.path ?? null) : null
}

function isSameMake({ device: found }: SerialPortFound, wanted: SerialIdentity): boolean {
  return found?.vendorId === wanted.vendorId && found.productId === wanted.productId
}
