// The HID devices of this PC. node-hid is optional, and loaded when somebody first asks: a PC without HID scanners never
// loads it, and one where it is missing, or the system library it stands on, says so and goes on. Of several scanners
// alike each is given to one reader only.

import type { HidIdentity, HidScannerSettings, ScannerState } from '../../contract/schemas/scanner'
import { messageOf } from './delivery'

/** The part of node-hid that is used here. */
export type HidModule = {
  devicesAsync(): Promise<HidDevice[]>
  HIDAsync: { open(path: string): Promise<HidHandle> }
}
export type HidDevice = {
  vendorId: number
  productId: number
  path?: string | undefined
  serialNumber?: string | undefined
  product?: string | undefined
  usagePage?: number | undefined
  usage?: number | undefined
}
export type HidHandle = {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown
  /** node-hid says what went wrong as text */
  on(event: 'error', listener: (error: unknown) => void): unknown
  close(): Promise<void>
}

export type TakenHid = { handle: HidHandle; release(): Promise<void> }
export type HidBus = {
  /** null: this PC cannot read HID devices */
  list(): Promise<HidScannerSettings[] | null>
  /** the state is why it could not be had */
  take(wanted: HidIdentity): Promise<TakenHid | { state: Exclude<ScannerState, 'open' | 'opening' | 'closed'> }>
}

/** A scanner may show other collections beside this one, its keyboard or its maker's own, that give no scans. */
const posScanner = { usagePage: 0x8c, usage: 0x02 }
const answerMsMax = 8000
const listedMax = 32

export const loadHidModule = (): Promise<HidModule> => import('./nodeHid')

export function createHidBus(log: (line: string) => void, load: () => Promise<HidModule> = loadHidModule): HidBus {
  const takenPaths = new Set<string>()
  let lastLine = ''
  /** What is in the way is in the way every two seconds. */
  const note = (line: string): void => {
    if (line !== lastLine) log(line)
    lastLine = line
  }

  const loaded = async (): Promise<{ module: HidModule; found: Found[] } | null> => {
    try {
      const module = await load()
      // The native part is loaded by the first call, so its absence shows here only.
      return { module, found: scannersAmong(await inTime(module.devicesAsync())) }
    } catch (error) {
      note(`HID devices cannot be read: ${messageOf(error)}`)
      return null
    }
  }

  const open = async (module: HidModule, path: string): Promise<TakenHid> => {
    const opening = module.HIDAsync.open(path)
    try {
      const handle = await inTime(opening)
      return { handle, release: () => closed(handle).finally(() => takenPaths.delete(path)) }
    } catch (error) {
      // Opened after it was given up: whoever tries next needs it free.
      void opening.then(closed, () => undefined).finally(() => takenPaths.delete(path))
      throw error
    }
  }

  return {
    async list() {
      const answer = await loaded()
      if (answer === null) return null
      return answer.found.map(({ hid, name }) => ({ hid, name })).slice(0, listedMax)
    },
    async take(wanted) {
      const answer = await loaded()
      if (answer === null) return { state: 'unavailable' }
      const free = answer.found.filter(({ path }) => !takenPaths.has(path))
      const chosen = chosenAmong(free, wanted)
      if (chosen === undefined) return { state: 'unplugged' }
      takenPaths.add(chosen.path)
      try {
        return await open(answer.module, chosen.path)
      } catch (error) {
        note(`HID ${chosen.path}: ${messageOf(error)}`)
        return { state: isDenied(error) ? 'denied' : 'busy' }
      }
    },
  }
}

type Found = HidScannerSettings & { path: string }

function scannersAmong(devices: readonly HidDevice[]): Found[] {
  return devices.flatMap(({ path, usagePage, usage, ...device }) => {
    const isScanner = usagePage === posScanner.usagePage && usage === posScanner.usage
    return isScanner && path ? [{ path, hid: identityOf(device), name: nameOf(device) }] : []
  })
}

function identityOf({ vendorId, productId, serialNumber }: HidDevice): HidIdentity {
  const serial = printable(serialNumber)
  return { vendorId: hex4(vendorId), productId: hex4(productId), ...(serial ? { serialNumber: serial } : {}) }
}

function hex4(id: number): string {
  return id.toString(16).padStart(4, '0')
}

function nameOf({ product }: HidDevice): string {
  return printable(product)
}

function printable(text = ''): string {
  return text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 120)
}

/**
 * By its serial number; else one of its make that tells none, because it has none or because the system does not let it
 * be asked. Never one that tells another.
 */
function chosenAmong(found: readonly Found[], wanted: HidIdentity): Found | undefined {
  const alike = found.filter(({ hid }) => hid.vendorId === wanted.vendorId && hid.productId === wanted.productId)
  return (
    alike.find(({ hid }) => hid.serialNumber === wanted.serialNumber) ??
    alike.find(({ hid }) => hid.serialNumber === undefined || wanted.serialNumber === undefined)
  )
}

/** Linux names the right that is missing; Windows gives the number of "access denied" beside words in its own language. */
function isDenied(error: unknown): boolean {
  return /permission denied|EACCES|access is denied|\(0x0*5\)/i.test(messageOf(error))
}

/** A driver may never answer. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the driver did not answer')), answerMsMax)
  })
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}

/** One that was pulled cannot be closed any more, and need not be. */
function closed(handle: HidHandle): Promise<void> {
  return inTime(handle.close()).catch(() => undefined)
}
