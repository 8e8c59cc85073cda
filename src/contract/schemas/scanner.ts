/** Scanners of a store PC: how one in keyboard mode was measured, which serial or HID one it is, and what one really sent. */
import { z } from 'zod'

/** What a device says of itself on the bus. Port names change with the socket and the order of plugging; this does not. */
export const serialIdentity = z.strictObject({
  vendorId: z.string().min(1).max(20),
  productId: z.string().min(1).max(20),
  /** cheap scanners have none */
  serialNumber: z.string().max(120).optional(),
  /** the socket it is plugged into: what tells two scanners without serial number apart */
  location: z.string().max(200).optional(),
})
export type SerialIdentity = z.infer<typeof serialIdentity>

export const serialPort = z.strictObject({
  path: z.string(),
  /** as the maker or the system calls it; may be empty */
  name: z.string(),
  device: serialIdentity.nullable(),
})
export type SerialPortFound = z.infer<typeof serialPort>

export const serialPorts = z.strictObject({
  /** false: the system does not tell its ports; a typed path works all the same */
  listed: z.boolean(),
  ports: z.array(serialPort),
})
export type SerialPorts = z.infer<typeof serialPorts>

export const serialScanner = z.strictObject({
  /** /dev/ttyUSB0, COM3 … ; typed by hand where the system does not list it */
  path: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]+$/u),
  baudRate: z.number().int().min(1200).max(921600),
  /** which device it is, chosen from the system's list; a typed path alone is only a path */
  device: serialIdentity.optional(),
})
export type SerialScannerSettings = z.infer<typeof serialScanner>

/** A scanner in HID-POS mode. It has no port to type: it is chosen from what the system finds, and known by its device. */
export const hidScanner = z.strictObject({
  hid: serialIdentity.omit({ location: true }),
  /** as its maker calls it; may be empty */
  name: z
    .string()
    .max(120)
    .regex(/^[^\p{Cc}]*$/u),
})
export type HidScannerSettings = z.infer<typeof hidScanner>
export type HidIdentity = HidScannerSettings['hid']

export const scannerSettings = z.union([serialScanner, hidScanner])
export type ScannerSettings = z.infer<typeof scannerSettings>

export const hidScanners = z.strictObject({ scanners: z.array(hidScanner) })
export type HidScanners = z.infer<typeof hidScanners>

/** denied: the system does not let this program open it. unavailable: this PC lacks what reading such a scanner takes */
export const scannerStates = ['opening', 'open', 'unplugged', 'busy', 'denied', 'unavailable', 'closed'] as const
export type ScannerState = (typeof scannerStates)[number]

/**
 * By which key each scanner of the settings is spoken of: a serial one by its port, a HID one by its device. Of several
 * alike, which nothing tells apart, the second has a number of its own.
 */
export const scannerKeys = (scanners: readonly ScannerSettings[]): string[] => {
  const seen = new Map<string, number>()
  return scanners.map((scanner) => {
    if (!('hid' in scanner)) return scanner.path
    const device = hidKey(scanner.hid)
    const count = (seen.get(device) ?? 0) + 1
    seen.set(device, count)
    return count === 1 ? device : `${device}#${count}`
  })
}

const hidKey = ({ vendorId, productId, serialNumber }: HidIdentity): string =>
  ['hid', vendorId, productId, serialNumber].filter(Boolean).join(':')

export const gapMsMin = 30
export const gapMsMax = 100
export const wedgeScannersMax = 8

const printed = z.string().regex(/^[\x20-\x7e]{0,8}$/)

/** A keyboard-mode scanner as the wizard measured it. */
export const wedgeScanner = z.strictObject({
  name: z
    .string()
    .max(40)
    .regex(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u),
  /** what it puts before and behind every code; taken off */
  prefix: printed,
  suffix: printed,
  end: z.enum(['enter', 'tab', 'none']),
  /** the longest wait between two keys: twice what 95 of 100 took */
  gapMs: z.number().int().min(gapMsMin).max(gapMsMax),
  /** place: the system's layout is not the scanner's, so a key is read by where it sits on a US keyboard */
  keys: z.enum(['character', 'place']),
})
export type WedgeScanner = z.infer<typeof wedgeScanner>

export const wedgeScanners = z
  .array(wedgeScanner)
  .max(wedgeScannersMax)
  .refine((all) => new Set(all.map(({ name }) => name.trim())).size === all.length, { message: 'one name twice' })

/** One scan as the device sent it, before anybody gave it a meaning. Kept in the window only. */
export interface ScanTrace {
  scanId: string
  source: string
  scannedAt: string
  /** every key or byte, those that print nothing by their signs */
  sent: string
  /** bytes in hexadecimal; empty for a keyboard */
  hex: string
  /** between keys, or between the pieces a line delivered */
  gapsMs: number[]
  /** what was handed on as the code */
  raw: string
  truncated: boolean
}
