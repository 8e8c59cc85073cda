// Puts the input reports of a HID-POS scanner together to scans. Pure: it owns no device and no timer; whoever does calls
// `flush` after a pause. Any bytes are accepted and nothing throws; what is not whole comes out marked as truncated.
//
// The scanned data report of the "HID Point of Sale Usage Tables" 1.02 (usage page 0x8C) has 64 bytes: its number 2, the
// length of the data, at most 56 bytes of data, and in the last byte whether more reports of the same code follow. Makers
// agree about these and not about where the data begins: behind the three characters of the AIM identifier (Honeywell,
// Access-IS), the same one byte later, or at once and without an identifier (Newland and the many engines like it).

import { decodeScan, frameBytesMax } from './framer'

export type HidScan = {
  /** `]E0` and the like; empty where the scanner tells none */
  aim: string
  /** the data of all its reports */
  bytes: Uint8Array
  /** it broke off, was too long, or a report of it made no sense */
  truncated: boolean
  /** its reports as they came */
  reports: Uint8Array[]
}

export type HidReports = {
  push(report: Uint8Array): HidScan[]
  /** the scanner has gone quiet, or away, with the rest of a code still to come */
  flush(): HidScan | null
  isPending(): boolean
}

const scannedData = 0x02
export const hidReportBytes = 64
export const hidDataBytesMax = 56
const reportsMax = Math.ceil(frameBytesMax / hidDataBytesMax)

type Layout = {
  dataAt: number
  /** null: it has none */
  aimAt: number | null
  /** what says which kind of code it is: the same in every report of one */
  kindAt: readonly number[]
}
const aimFirst: Layout = { dataAt: 5, aimAt: 2, kindAt: [2, 3, 4, 61] }
const aimLater: Layout = { dataAt: 6, aimAt: 3, kindAt: [3, 4, 5, 62] }
const dataAtOnce: Layout = { dataAt: 2, aimAt: null, kindAt: [62] }

type Pending = {
  layout: Layout
  aim: string
  first: Uint8Array
  bytes: number[]
  reports: Uint8Array[]
  isWhole: boolean
}

export function createHidReports(): HidReports {
  let pending: Pending | null = null

  const end = (isEnded: boolean): HidScan[] => {
    const ended = pending
    pending = null
    if (ended === null) return []
    // A report of no data that nothing follows says that nothing was read.
    if (isEnded && ended.isWhole && ended.bytes.length === 0) return []
    return [scanOf(ended, isEnded)]
  }

  const push = (report: Uint8Array): HidScan[] => {
    // Of other numbers are answers to commands, states and the like.
    if (report[0] !== scannedData) return []
    const copy = Uint8Array.from(report)
    if (!isSound(copy)) return [...end(false), brokenScan(copy)]
    const before = pending !== null && isOtherCode(pending, copy) ? end(false) : []
    pending ??= begin(copy)
    add(pending, copy)
    return [...before, ...(moreFollows(copy) ? [] : end(true))]
  }

  return { push, flush: () => end(false)[0] ?? null, isPending: () => pending !== null }
}

function isSound(report: Uint8Array): boolean {
  return report.length >= hidReportBytes && lengthOf(report) <= hidDataBytesMax
}

function lengthOf(report: Uint8Array): number {
  return report[1] ?? 0
}

function moreFollows(report: Uint8Array): boolean {
  return ((report[hidReportBytes - 1] ?? 0) & 1) === 1
}

function begin(report: Uint8Array): Pending {
  const layout = layoutOf(report)
  return { layout, aim: aimOf(report, layout), first: report, bytes: [], reports: [], isWhole: true }
}

function add(pending: Pending, report: Uint8Array): void {
  const { dataAt } = pending.layout
  const data = report.subarray(dataAt, dataAt + lengthOf(report))
  const fits = pending.bytes.length + data.length <= frameBytesMax && pending.reports.length < reportsMax
  if (!fits) {
    pending.isWhole = false
    return
  }
  pending.bytes.push(...data)
  pending.reports.push(report)
}

function layoutOf(report: Uint8Array): Layout {
  if (isAim(report, 2) && endsPast(report, aimFirst)) return aimFirst
  if (isAim(report, 3) && endsPast(report, aimLater)) return aimLater
  // The place of the identifier left empty: no data begins with three NULs.
  const isBlank = report[2] === 0 && report[3] === 0 && report[4] === 0
  return isBlank ? aimFirst : dataAtOnce
}

/**
 * A scanner may also be set to send the identifier as the first characters of the data. Unused bytes are 0, so the data
 * ends where its length says only when it is taken to begin at the right place.
 */
function endsPast(report: Uint8Array, { dataAt }: Layout): boolean {
  const length = lengthOf(report)
  return report.subarray(dataAtOnce.dataAt + length, dataAt + length).some((byte) => byte !== 0)
}

const aimPattern = /^\][A-Za-z][0-9A-Za-z]$/

function isAim(report: Uint8Array, at: number): boolean {
  return aimPattern.test(charactersOf(report.subarray(at, at + 3)))
}

function aimOf(report: Uint8Array, { aimAt }: Layout): string {
  return aimAt !== null && isAim(report, aimAt) ? charactersOf(report.subarray(aimAt, aimAt + 3)) : ''
}

function charactersOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

/** The rest of the code before it never came: told by the kind of the code, where both reports name one. */
function isOtherCode({ layout, first }: Pending, report: Uint8Array): boolean {
  return layout.kindAt.some((at) => first[at] !== report[at] && first[at] !== 0 && report[at] !== 0)
}

function scanOf({ aim, bytes, reports, isWhole }: Pending, isEnded: boolean): HidScan {
  return { aim, bytes: Uint8Array.from(bytes), truncated: !isEnded || !isWhole, reports }
}

function brokenScan(report: Uint8Array): HidScan {
  return { aim: '', bytes: new Uint8Array(), truncated: true, reports: [report] }
}

/**
 * What is handed on: the text, led by the identifier as a serial scanner set to send it would. `]X…` says that none of
 * the registered kinds was told, and a line end is the scanner's own suffix.
 */
export function hidText({ aim, bytes, truncated }: HidScan): string {
  const text = decodeScan({ bytes, truncated }).replace(/[\r\n]+$/, '')
  return text === '' || aim.startsWith(']X') || text.startsWith(aim) ? text : aim + text
}
