/**
 * Messages between the Electron shell and the store's backend in its utility process: one relay, numbered requests.
 * Shell -> backend: start, invoke, scannerStates,
 * refusedByShell, hostAnswer, stop. Backend -> shell: ready, refused, answer, event, host.
 */
import type { PaperSize } from '../core/paper/form'
import type { RefusalParams } from '../core/result'
import type { Answer } from './client'
import type { BackendEvent } from './events'
import type { DeviceSettings } from './operations/app'
import type { LabelPrinter, PrinterFault, PrinterLog, PrinterStatus, Spoolers } from './schemas/printer'
import type { HidScanners, ScannerState, SerialPorts } from './schemas/scanner'

export interface ScannerStateMessage {
  /** its key, `scannerKeys` */
  path: string
  /** where it was found; of a HID one, what its maker calls it */
  port: string
  state: ScannerState
}

export type { PrinterFault } from './schemas/printer'

export type PrintAnswer =
  /**
   * silent: the bytes were taken and nothing came back; paper may or may not be out. confirmed: asked after the job, the
   * printer said that it is ready and nothing waits in it.
   */
  | { ok: true; silent?: boolean; confirmed?: boolean }
  | {
      ok: false
      code: PrinterFault
      /** bytes left the PC before it failed: some labels may be out */
      mayHavePrinted: boolean
    }

export type SpoolAnswer =
  /** waits: why the queue does not print just now, in the system's words; it has the paper all the same */
  | { ok: true; waits: string }
  | {
      ok: false
      code: 'PAPER_SPOOLER_MISSING' | 'PAPER_QUEUE_GONE' | 'PAPER_QUEUE_CLOSED' | 'PAPER_NOT_SPOOLED'
      message: string
    }

/** What the backend asks of the shell's hands; they never decide anything. */
export interface HostCalls {
  print: { input: { printer: LabelPrinter; bytes: Uint8Array }; output: PrintAnswer }
  /**
   * without printing. One that is not `asked` is only reached, for some print a question they do not understand; it and one
   * that does not answer are `unknown`
   */
  printerStatus: { input: { printer: LabelPrinter }; output: PrinterStatus }
  /** queues of the system's own spooler, for labels and papers alike */
  listSpoolers: { input: object; output: Spoolers }
  /** what went to the printers and came from them, the newest last */
  printerLog: { input: object; output: PrinterLog }
  /** an A4 document, as a PDF the system shows and prints; `name` without an ending. Null: it could not be made */
  printPaper: {
    input: { name: string; html: string; shown: boolean }
    output: { file: string; opened: boolean } | null
  }
  /** a paper made before, shown by the system; not opened where nothing on this PC opens a PDF */
  showPaper: { input: { file: string }; output: { opened: boolean } }
  /** a paper made before, handed to a queue of the system */
  spoolPaper: { input: { file: string; queue: string; size: PaperSize }; output: SpoolAnswer }
  configureScanners: { input: { scanners: DeviceSettings['scanners'] }; output: null }
  listSerialPorts: { input: object; output: SerialPorts }
  /** null: this PC lacks what reading them takes */
  listHidScanners: { input: object; output: HidScanners | null }
  /** by the system's own secret store, for this account on this PC alone; null: it has none worth the name */
  sealSecret: { input: { text: string }; output: { sealed: string } | null }
  /** null: it was sealed elsewhere, or the system will not open it */
  openSecret: { input: { sealed: string }; output: { text: string } | null }
}

/** A page that is not ours, or a request that is none. */
export interface ShellRefusal {
  clientId: string
  code: 'FOREIGN_ORIGIN' | 'INVALID_INPUT'
  /** the page's address, or the part of the request that was wrong */
  asked: string
}

export type ToBackend =
  /** shellId: random, one per start of the app; sessions outlive a backend crash but never the app */
  | { kind: 'start'; dataDir: string; version: string; shellId: string }
  /** clientId: the window, stamped by main; a page cannot choose it, and it keeps its session through a page crash */
  | { kind: 'invoke'; id: number; clientId: string; name: string; input: unknown; requestId: string }
  | { kind: 'scannerStates'; states: ScannerStateMessage[] }
  /** the shell let no call become of it: for the trail alone, nothing is answered */
  | ({ kind: 'refusedByShell' } & ShellRefusal)
  | { kind: 'hostAnswer'; id: number; value: unknown }
  | { kind: 'stop' }

export type FromBackend =
  | { kind: 'ready' }
  /** the database cannot be opened safely; nothing was written */
  | { kind: 'refused'; code: string; params: RefusalParams }
  | { kind: 'answer'; id: number; answer: Answer<unknown> }
  | { kind: 'event'; event: BackendEvent }
  | { kind: 'host'; id: number; method: keyof HostCalls; input: unknown }
  | { kind: 'stopped' }
