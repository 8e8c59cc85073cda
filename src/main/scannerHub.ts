/**
 * Serial and HID scanners of this PC: opens and closes them as configured and hands what they read, in order, to a page. A scan
 * is kept until a page says it has finished with it, so that none goes down with a page that crashes; a page may
 * therefore get one twice, with the same scanId, which counts once. Bounded; what does not fit is reported, never dropped in silence.
 * It gives scans no meaning.
 */
import type { RawScanInput } from '../contract/schemas/common'
import {
  type ScannerSettings,
  type ScannerState,
  type ScanTrace,
  type SerialScannerSettings,
  scannerKeys,
} from '../contract/schemas/scanner'
import type { ScannerStateMessage } from '../contract/storeProtocol'
import { type Log, textOf } from './log'

/** truncated: too long, or broken off by an unplug; acted upon, it would be another code than the one on the goods */
export type DeviceScan = RawScanInput & { truncated: boolean }

export interface OpenScanner {
  /** where it was found; of a HID one, what its maker calls it */
  port(): string
  state(): ScannerState
  close(): void | Promise<void>
}

export interface ScannerHubParts {
  open(options: {
    /** `scannerKeys` */
    key: string
    settings: ScannerSettings
    onScan(scan: DeviceScan): void
    onTrace(trace: ScanTrace): void
    onState(state: ScannerState): void
  }): Promise<OpenScanner>
  /** false: no page is there to take it */
  deliver(scan: RawScanInput): boolean
  onStates(): void
  onTrace(trace: ScanTrace): void
  onLost(lostCount: number): void
  log: Log
}

/** More than the page's own line holds (scanQueueMax): a page that lives refuses aloud what is too much for it. */
export const keptScansMax = 1_000
export const rawCharsMax = 4_200
const sourceCharsMax = 200
/** The replacement character: core/barcode answers a scan that holds it as unreadable, so a person scans again. */
const brokenOffMark = '\ufffd'

interface Running {
  key: string
  settings: ScannerSettings
  scanner: OpenScanner
  /** false: closed by us; its state is of no interest any more */
  isCurrent: boolean
}

export class ScannerHub {
  private readonly running = new Map<string, Running>()
  /** oldest first; the first `sentCount` of them were sent to the page there is now, which has not taken them yet */
  private kept: RawScanInput[] = []
  private sentCount = 0
  private lostCount = 0
  private changes: Promise<void> = Promise.resolve()

  constructor(private readonly parts: ScannerHubParts) {}

  /** Changes are made one after the other: a port must be closed before it can be opened anew. */
  configure(scanners: readonly ScannerSettings[]): Promise<void> {
    this.changes = this.changes.then(() => this.apply(scanners))
    return this.changes
  }

  closeAll(): Promise<void> {
    return this.configure([])
  }

  states(): ScannerStateMessage[] {
    return [...this.running.values()].map(({ key, scanner }) => ({
      path: key,
      port: scanner.port(),
      state: scanner.state(),
    }))
  }

  /** Sends what the page has not been sent; called again when a page is there again. */
  flush(): void {
    let next = this.kept[this.sentCount]
    while (next && this.parts.deliver(next)) {
      this.sentCount++
      next = this.kept[this.sentCount]
    }
  }

  taken(scanId: string): void {
    const index = this.kept.findIndex((scan) => scan.scanId === scanId)
    if (index < 0 || index >= this.sentCount) return
    this.kept.splice(index, 1)
    this.sentCount--
    if (this.kept.length === 0) this.lostCount = 0
  }

  /** What it had not taken goes to whichever page listens next. */
  pageLost(): void {
    this.sentCount = 0
    this.flush()
  }

  private async apply(scanners: readonly ScannerSettings[]): Promise<void> {
    const keys = scannerKeys(scanners)
    const wanted = new Map(scanners.map((settings, index) => [keys[index] ?? '', settings]))
    for (const [key, running] of [...this.running]) {
      const next = wanted.get(key)
      if (!next || !isSameScanner(next, running.settings)) await this.close(running)
    }
    for (const [key, settings] of wanted) {
      if (!this.running.has(key)) await this.open(key, settings)
    }
    this.parts.onStates()
  }

  private async open(key: string, settings: ScannerSettings): Promise<void> {
    const link: { running: Running | null } = { running: null }
    const isCurrent = () => link.running?.isCurrent ?? true
    try {
      const scanner = await this.parts.open({
        key,
        settings,
        onScan: (scan) => this.take(scan),
        onTrace: (trace) => this.parts.onTrace(trace),
        onState: (state) => isCurrent() && this.stateChanged(key, state),
      })
      link.running = { key, settings, scanner, isCurrent: true }
      this.running.set(key, link.running)
    } catch (error) {
      this.parts.log('error', `scanner ${key} could not be opened: ${textOf(error)}`)
    }
  }

  private async close(running: Running): Promise<void> {
    running.isCurrent = false
    this.running.delete(running.key)
    try {
      await running.scanner.close()
    } catch (error) {
      this.parts.log('warn', `scanner ${running.key} did not close well: ${textOf(error)}`)
    }
  }

  private stateChanged(key: string, state: ScannerState): void {
    this.parts.log('info', `scanner ${key}: ${state}`)
    this.parts.onStates()
  }

  private take({ truncated, ...scan }: DeviceScan): void {
    const isWhole = !truncated && scan.raw.length <= rawCharsMax
    if (!isWhole) this.parts.log('warn', `a scan from ${scan.source} is not whole: ${scan.raw.length} characters came`)
    const raw = isWhole ? scan.raw : scan.raw.slice(0, rawCharsMax - brokenOffMark.length) + brokenOffMark
    this.keep({ ...scan, raw, source: scan.source.slice(0, sourceCharsMax) })
    this.flush()
  }

  private keep(scan: RawScanInput): void {
    if (this.kept.length < keptScansMax) {
      this.kept.push(scan)
      return
    }
    // The newest is refused, not the oldest: the beep of this one is still in the ear of whoever scanned it.
    this.lostCount++
    this.parts.log('error', `a scan from ${scan.source} was lost: ${keptScansMax} wait for a page to take them`)
    this.parts.onLost(this.lostCount)
  }
}

/** Under one key. A HID scanner is its key but for the name it is shown by. */
const isSameScanner = (one: ScannerSettings, other: ScannerSettings): boolean => {
  if ('hid' in one || 'hid' in other) return 'hid' in one && 'hid' in other && one.name === other.name
  return one.baudRate === other.baudRate && isSameDevice(one.device, other.device)
}

const isSameDevice = (one: SerialScannerSettings['device'], other: SerialScannerSettings['device']): boolean =>
  one?.vendorId === other?.vendorId &&
  one?.productId === other?.productId &&
  one?.serialNumber === other?.serialNumber &&
  one?.location === other?.location
