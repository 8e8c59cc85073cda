// The last step of every scanner of this PC, however it is wired: a scan gets its id and its time, is shown as it was
// sent to whoever watches, and is handed on. No listener's mistake stops a scanner.

import { randomUUID } from 'node:crypto'
import type { ScanTrace } from '../../contract/schemas/scanner'

export type RawScan = {
  scanId: string
  /** how it is wired and its name in the settings: `serial:` and the path, `hid:` and the device */
  source: string
  raw: string
  /** the scan was longer than a scan may be, or broke off: it must not be acted upon */
  truncated: boolean
  /** ISO time of the last byte */
  scannedAt: string
}

export type Listeners = {
  onScan: (scan: RawScan) => void
  onTrace?: (trace: ScanTrace) => void
}

export type Delivery = {
  /** something came: the waits in between are part of what is shown */
  note(): void
  deliver(scan: Pick<ScanTrace, 'raw' | 'truncated' | 'sent' | 'hex'>): void
}

export function createDelivery(source: string, { onScan, onTrace }: Listeners, log: (line: string) => void): Delivery {
  const pace = createPace()
  return {
    note: pace.note,
    deliver({ raw, truncated, sent, hex }) {
      const scan = { scanId: randomUUID(), source, raw, scannedAt: new Date().toISOString() }
      guarded(() => onTrace?.({ ...scan, sent, hex, truncated, gapsMs: pace.take() }), log)
      guarded(() => onScan({ ...scan, truncated }), log)
    },
  }
}

/** The waits between the pieces in which one scan came. */
function createPace(): { note(): void; take(): number[] } {
  let gapsMs: number[] = []
  let lastAtMs: number | null = null
  return {
    note() {
      const nowMs = performance.now()
      if (lastAtMs !== null && gapsMs.length < piecesMax) gapsMs.push(Math.round(nowMs - lastAtMs))
      lastAtMs = nowMs
    },
    take() {
      const taken = gapsMs
      gapsMs = []
      lastAtMs = null
      return taken
    },
  }
}

const piecesMax = 200

export function shownHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trimEnd()
}

/** A listener's mistake must not stop the scanner. */
export function guarded(call: () => void, log: (line: string) => void): void {
  try {
    call()
  } catch (error) {
    log(`scanner listener failed: ${messageOf(error)}`)
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
