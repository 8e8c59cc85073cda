/** The shell's hands, as the backend may use them: print bytes, open scanners, seal secrets. They do as told and decide nothing. */
import { connectionText, type PrinterLog, type PrinterStatus, type Spoolers } from '../contract/schemas/printer'
import type { HidScanners, ScannerSettings, SerialPorts } from '../contract/schemas/scanner'
import type { HostCalls, PrintAnswer, SpoolAnswer } from '../contract/storeProtocol'
import { type Log, textOf } from './log'
import type { SecretStore } from './secretStore'

export interface HostParts {
  print(job: HostCalls['print']['input']): Promise<PrintAnswer>
  printerStatus(printer: HostCalls['printerStatus']['input']): Promise<PrinterStatus>
  listSpoolers(): Promise<Spoolers>
  printerLog(): PrinterLog
  printPaper(paper: HostCalls['printPaper']['input']): Promise<HostCalls['printPaper']['output']>
  showPaper(file: string): Promise<{ opened: boolean }>
  spoolPaper(job: HostCalls['spoolPaper']['input']): Promise<SpoolAnswer>
  configureScanners(scanners: readonly ScannerSettings[]): Promise<void>
  listSerialPorts(): Promise<SerialPorts>
  listHidScanners(): Promise<HidScanners | null>
  secrets: SecretStore
  log: Log
}

export const createHost =
  (parts: HostParts) =>
  async (method: keyof HostCalls, input: unknown): Promise<unknown> => {
    switch (method) {
      case 'print':
        return print(parts, input as HostCalls['print']['input'])
      case 'printerStatus':
        return parts.printerStatus(input as HostCalls['printerStatus']['input'])
      case 'listSpoolers':
        return parts.listSpoolers()
      case 'printerLog':
        return parts.printerLog()
      case 'printPaper':
        return printPaper(parts, input as HostCalls['printPaper']['input'])
      case 'showPaper':
        return showPaper(parts, (input as HostCalls['showPaper']['input']).file)
      case 'spoolPaper':
        return spoolPaper(parts, input as HostCalls['spoolPaper']['input'])
      case 'configureScanners':
        await parts.configureScanners((input as HostCalls['configureScanners']['input']).scanners)
        return null
      case 'listSerialPorts':
        return listPorts(parts)
      case 'listHidScanners':
        return parts.listHidScanners()
      case 'sealSecret':
        return parts.secrets.seal(input as HostCalls['sealSecret']['input'])
      case 'openSecret':
        return parts.secrets.open(input as HostCalls['openSecret']['input'])
      default:
        throw new Error(`Unknown host call ${String(method)}`)
    }
  }

/** A driver that does not load leaves the typed path. */
const listPorts = async ({ listSerialPorts, log }: HostParts): Promise<SerialPorts> => {
  try {
    return await listSerialPorts()
  } catch (error) {
    log('warn', `the serial ports could not be listed: ${textOf(error)}`)
    return { listed: false, ports: [] }
  }
}

// A failure nobody foresaw must not read as "nothing came out": a person looks at the printer before it prints again.
const print = async ({ print, log }: HostParts, job: HostCalls['print']['input']): Promise<PrintAnswer> => {
  try {
    return await print(job)
  } catch (error) {
    log('error', `printing to ${connectionText(job.printer.connection)} failed: ${textOf(error)}`)
    return { ok: false, code: 'PRINTER_RESET', mayHavePrinted: true }
  }
}

const printPaper = async (
  { printPaper, log }: HostParts,
  paper: HostCalls['printPaper']['input'],
): Promise<HostCalls['printPaper']['output']> => {
  try {
    return await printPaper(paper)
  } catch (error) {
    log('error', `the paper ${paper.name} could not be made: ${textOf(error)}`)
    return null
  }
}

const showPaper = async ({ showPaper, log }: HostParts, file: string): Promise<{ opened: boolean }> => {
  try {
    return await showPaper(file)
  } catch (error) {
    log('error', `the paper ${file} could not be shown: ${textOf(error)}`)
    return { opened: false }
  }
}

const spoolPaper = async (
  { spoolPaper, log }: HostParts,
  job: HostCalls['spoolPaper']['input'],
): Promise<SpoolAnswer> => {
  try {
    return await spoolPaper(job)
  } catch (error) {
    log('error', `the paper ${job.file} could not be handed to ${job.queue}: ${textOf(error)}`)
    return { ok: false, code: 'PAPER_NOT_SPOOLED', message: '' }
  }
}
