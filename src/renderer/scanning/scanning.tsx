/**
 * Joins the devices to the queue: wedge bursts and serial scans from main become one stream of RawScans, each with its
 * scanId made here or at the device. Screens take scans with `useScans`; what a screen does with one is its own business.
 */
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import type { Client } from '../../contract/client'
import type { BackendEvent } from '../../contract/events'
import type { RawScanInput } from '../../contract/schemas/common'
import { isDialogOpen } from '../../ui/dialogs'
import { isWindowLocked } from '../app/windowLock'
import { createScanQueue, type ScanQueue, type ScanTaker, scanQueueMax, typedSource } from './scanQueue'
import { clearStop, count, noticeId, showNotice, useScanState } from './scanState'
import { noteTrace } from './scanTraces'
import { playSound, warmUpSounds } from './sounds'
import { installWedge, type SentKeys } from './wedge'

const rawMax = 4200

const QueueContext = createContext<ScanQueue | null>(null)

export const ScanProvider = ({ queue, children }: { queue: ScanQueue; children: ReactNode }) => (
  <QueueContext.Provider value={queue}>{children}</QueueContext.Provider>
)

export const useScanQueue = (): ScanQueue => {
  const queue = useContext(QueueContext)
  if (!queue) throw new Error('ScanProvider is missing')
  return queue
}

/** A screen that is left takes with it what it said of a scan it did not take. */
const registered = (queue: ScanQueue, taker: ScanTaker): (() => void) => {
  const leave = queue.register(taker)
  return () => {
    leave()
    clearStop()
  }
}

/** This screen takes scans while it is shown; a screen mounted later is above it, and one that is over all is topmost always. */
export const useScans = (take: (scan: RawScanInput) => Promise<void>, overAll = false): void => {
  const queue = useScanQueue()
  const latest = useRef(take)
  latest.current = take
  useEffect(() => registered(queue, { take: (scan) => latest.current(scan), overAll }), [queue, overAll])
}

/** As `useScans`, for a document: its scans go nowhere else, and `note` is what held when each one arrived. */
export const useBoundScans = <T,>(
  take: (scan: RawScanInput, note: T) => Promise<void>,
  note: (scan: RawScanInput) => T,
): void => {
  const queue = useScanQueue()
  const latest = useRef({ take, note })
  latest.current = { take, note }
  useEffect(
    () =>
      registered(queue, {
        take: (scan, held) => latest.current.take(scan, held as T),
        note: (scan) => latest.current.note(scan),
        bound: true,
      }),
    [queue],
  )
}

/** As `useScans`, for an open dialog: what was scanned into it goes nowhere else once it is closed. */
export const useDialogScans = (take: (scan: RawScanInput) => Promise<void>, enabled: boolean): void => {
  const queue = useScanQueue()
  const latest = useRef(take)
  latest.current = take
  useEffect(
    () =>
      enabled ? registered(queue, { take: (scan) => latest.current(scan), inDialog: true, bound: true }) : undefined,
    [queue, enabled],
  )
}

export const rawScan = (source: string, raw: string, scannedAt = new Date()): RawScanInput => ({
  scanId: crypto.randomUUID(),
  source,
  raw: raw.slice(0, rawMax),
  scannedAt: scannedAt.toISOString(),
})

export const typedScan = (code: string): RawScanInput => rawScan(typedSource, code)

export const makeScanQueue = (client: Client): ScanQueue =>
  createScanQueue(
    {
      lengthMax: scanQueueMax,
      bounceMs: () => useScanState.getState().bounceMs,
      firstScreenMsMax: 15_000,
      // the lock screen refuses in its own words what an open dialog below it would
      isBlocked: () => isDialogOpen() && !isWindowLocked(),
    },
    {
      onBounce: () => void count('bounced'),
      onBlocked: (scan) => refuseInDialog(client, scan),
      onOverflow: (scan) => stop('scanning.overflow', { count: count('overflowed'), code: shownCode(scan) }),
      onNobody: (scan) => stop('scanning.nobody', { code: shownCode(scan) }),
      onFailed: (scan) => stop('scanning.failed', { code: shownCode(scan) }),
      onLength: (waiting) => useScanState.setState({ waiting }),
      noticeId,
      onTaken: (_scan, seen) => clearStop(seen),
    },
  )

export const stop = (key: string, values: Record<string, string | number> = {}): void => {
  playSound('stop')
  showNotice('stopped', key, values)
}

/** Logged by the backend so that "it did not scan" can be looked up later; nobody signed in means nobody to log for. */
const refuseInDialog = (client: Client, scan: RawScanInput): void => {
  stop('scanning.dialogOpen', { count: count('blocked') })
  void client.call('scan.identify', { scan, where: 'dialog' })
}

export const shownCode = (scan: RawScanInput): string => {
  const text = scan.raw.replace(/[^\x20-\x7e\u4e00-\u9fff]/g, '·')
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** Starts the wedge listener and takes serial scans from main, which keeps each until it is finished; the answer stops both. */
export const startScanning = (
  queue: ScanQueue,
  subscribe: (listener: (event: BackendEvent) => void | Promise<void>) => () => void,
): (() => void) => {
  warmUpSounds()
  const onKeys = (raw: string, atMs: number, keys: SentKeys | null): void => {
    // The page's own clock stands still while the PC sleeps: only how long ago it was is taken from it.
    const scan = rawScan('wedge', raw, new Date(Date.now() - (performance.now() - atMs)))
    if (keys) noteTrace({ ...scan, ...keys, hex: '', truncated: false })
    void queue.push(scan)
  }
  const stopWedge = installWedge(
    {
      onScan: onKeys,
      onPinScan: () => stop('scanning.intoPin'),
      onImeScan: () => stop('scanning.ime'),
    },
    () => useScanState.getState().wedges,
  )
  const stopSerial = subscribe((event) => {
    if (event.type === 'scanTrace') noteTrace(event.trace)
    return event.type === 'scan' ? queue.push(event.scan) : undefined
  })
  return () => {
    stopWedge()
    stopSerial()
  }
}
