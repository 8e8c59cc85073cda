// A barcode scanner in HID-POS mode: keeps the device open, opens it again after an unplug, and hands over raw scans in the
// order they came, into the same stream as every other scanner. It gives a scan no meaning and takes no decision.

import { shownSent } from '../../contract/scanSigns'
import type { HidScannerSettings, ScannerState } from '../../contract/schemas/scanner'
import { createDelivery, guarded, type Listeners, messageOf, shownHex } from './delivery'
import { decodeScan, stallFlushMs } from './framer'
import type { HidBus, TakenHid } from './hidBus'
import { createHidReports, type HidScan, hidText } from './hidReports'

export type HidScannerOptions = Listeners & {
  /** what its scans name as their source, and its state is told under */
  key: string
  settings: HidScannerSettings
  bus: HidBus
  onState: (state: ScannerState) => void
  log?: (line: string) => void
}
export type HidScanner = { port(): string; state(): ScannerState; close(): Promise<void> }

/** One that was just plugged in is refused for a moment; one that stays away is looked for every two seconds. */
const reopenDelaysMs = [100, 200, 400, 800]
const reopenSlowMs = 2000

export function openHidScanner(options: HidScannerOptions): HidScanner {
  const { key, settings, bus, onState, log = () => undefined } = options
  const inbox = createInbox(options, log)
  let state: ScannerState = 'opening'
  let taken: TakenHid | undefined
  let releasing = Promise.resolve()
  let attempts = 0
  let retryTimer: NodeJS.Timeout | undefined

  const setState = (next: ScannerState): void => {
    if (state === next || state === 'closed') return
    state = next
    guarded(() => onState(next), log)
  }

  const retryLater = (): void => {
    if (state === 'closed') return
    const delayMs = reopenDelaysMs[attempts] ?? reopenSlowMs
    attempts += 1
    retryTimer = setTimeout(() => void open(), delayMs)
  }

  const lost = (lostOne: TakenHid, error: unknown): void => {
    if (taken !== lostOne) return
    log(`HID ${key}: ${messageOf(error)}`)
    letGo()
    setState('unplugged')
    retryLater()
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
      setState(answer.state)
      return retryLater()
    }
    taken = answer
    // Closed while it was opening.
    if (state === 'closed') return letGo()
    attempts = 0
    answer.handle.on('error', (error) => lost(answer, error))
    answer.handle.on('data', (report) => taken === answer && inbox.receive(report))
    setState('open')
  }

  guarded(() => onState('opening'), log)
  void open()

  return {
    port: () => settings.name || key,
    state: () => state,
    async close() {
      setState('closed')
      clearTimeout(retryTimer)
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
