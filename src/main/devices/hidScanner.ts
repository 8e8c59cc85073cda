// A barcode scanner in HID-POS mode: keeps the device open, opens it again after an unplug, and hands over raw scans in the
// order they came, into the same stream as every other scanner. It gives a scan no meaning and takes no decision.

import { shownSent } from '../../contract/scanSigns'
import type { HidScannerSettings, ScannerState } from '../../contract/schemas/scanner'
import { createDelivery, type Listeners, messageOf, shownHex } from './delivery'
import { decodeScan, stallFlushMs } from './framer'
import type { HidBus, TakenHid } from './hidBus'
import { createHidReports, type HidScan, hidText } from './hidReports'
import { createReopening, createToldState } from './reopening'

export type HidScannerOptions = Listeners & {
  /** what its scans name as their source, and its state is told under */
  key: string
  settings: HidScannerSettings
  bus: HidBus
  onState: (state: ScannerState) => void
  log?: (line: string) => void
}
export type HidScanner = { port(): string; state(): ScannerState; close(): Promise<void> }

export function openHidScanner(options: HidScannerOptions): HidScanner {
  const { key, settings, bus, onState, log = () => undefined } = options
  const inbox = createInbox(options, log)
  const state = createToldState(onState, log)
  const reopening = createReopening(() => open())
  let taken: TakenHid | undefined
  let releasing = Promise.resolve()

  const lost = (lostOne: TakenHid, error: unknown): void => {
    if (taken !== lostOne) return
    log(`HID ${key}: ${messageOf(error)}`)
    letGo()
    state.set('unplugged')
    reopening.later()
  }

  const letGo = (): void => {
    const going = taken
    taken = undefined
    inbox.flush()
    if (going !== undefined) releasing = going.release()
  }

  const open = async (): Promise<void> => {
    await releasing
    const answer = await bus.take(settings.hid)
    if ('state' in answer) {
      state.set(answer.state)
      return reopening.later()
    }
    taken = answer
    // Closed while it was opening.
    if (state.now() === 'closed') return letGo()
    reopening.succeeded()
    answer.handle.on('error', (error) => lost(answer, error))
    answer.handle.on('data', (report) => taken === answer && inbox.receive(report))
    state.set('open')
  }

  void open()

  return {
    port: () => settings.name || key,
    state: state.now,
    async close() {
      state.set('closed')
      reopening.stop()
      letGo()
      await releasing
    },
  }
}

type Inbox = { receive(report: Uint8Array): void; flush(): void }

/** Reports in, scans out; a pause with the rest of a code still to come ends it as broken off. */
function createInbox({ key, ...listeners }: HidScannerOptions, log: (line: string) => void): Inbox {
  const reports = createHidReports()
  const delivery = createDelivery(key, listeners, log)
  let stallTimer: NodeJS.Timeout | undefined

  const deliver = (scan: HidScan): void =>
    delivery.deliver({ raw: hidText(scan), truncated: scan.truncated, ...shownScan(scan) })

  const flush = (): void => {
    clearTimeout(stallTimer)
    const brokenOff = reports.flush()
    if (brokenOff !== null) deliver(brokenOff)
  }

  return {
    flush,
    receive(report) {
      clearTimeout(stallTimer)
      delivery.note()
      for (const scan of reports.push(report)) deliver(scan)
      if (reports.isPending()) stallTimer = setTimeout(flush, stallFlushMs)
    },
  }
}

function shownScan({ aim, bytes, reports }: HidScan): { sent: string; hex: string } {
  return {
    sent: shownSent(aim + decodeScan({ bytes, truncated: false })),
    hex: reports.map(shownHex).join(' | '),
  }
}
