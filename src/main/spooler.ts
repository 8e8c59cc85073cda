/**
 * Papers to a queue of the system, by the one spooler (devices/spooler). `lp` says yes as soon as the job lies in the queue,
 * so the queue itself is asked a moment later why it does not print. Windows has no `lp`: there the system's viewer prints
 * from its own dialog.
 */
import type { PrinterFault } from '../contract/schemas/printer'
import type { HostCalls, SpoolAnswer } from '../contract/storeProtocol'
import type { PaperSize } from '../core/paper/form'
import { isUnreachable, type QueueState, queueState, type RunOptions, spoolFile } from './devices/spooler'
import type { Log } from './log'

export type SpoolJob = HostCalls['spoolPaper']['input']

export interface Spooler {
  spool(job: SpoolJob): Promise<SpoolAnswer>
}

export interface SpoolerParts {
  platform: NodeJS.Platform
  /** until the queue has tried to reach its printer */
  settle(): Promise<void>
  log: Log
  /** for tests: where the print server is, and whether there is one */
  run?: RunOptions
}

const media: Record<PaperSize, string> = { a4: 'A4', threePart: 'Custom.241x140mm' }

export const createSpooler = ({ platform, settle, log, run = {} }: SpoolerParts): Spooler => ({
  spool: async ({ file, queue, size }) => {
    if (platform === 'win32') return noSpooler
    const taken = await spoolFile(queue, file, [`media=${media[size]}`], run)
    if (!taken.ok && taken.missing) return noSpooler
    if (!taken.ok) {
      log('warn', `the queue ${queue} did not take ${file}: ${taken.detail}`)
      return { ok: false, code: refusals[taken.code] ?? 'PAPER_NOT_SPOOLED', message: sentenceOf(taken.detail) }
    }
    await settle()
    return { ok: true, waits: waitsOf(await queueState(queue, run)) }
  },
})

type Refused = Extract<SpoolAnswer, { ok: false }>
const noSpooler: Refused = { ok: false, code: 'PAPER_SPOOLER_MISSING', message: '' }
const refusals: Partial<Record<PrinterFault, Refused['code']>> = {
  PRINTER_QUEUE_GONE: 'PAPER_QUEUE_GONE',
  PRINTER_QUEUE_STOPPED: 'PAPER_QUEUE_CLOSED',
}

/** `lp: Error - scheduler not responding.` without the program's name */
const sentenceOf = (problem: string): string =>
  problem
    .trim()
    .replace(/^lp: (Error - )?/, '')
    .slice(0, 200)

/** `state-reasons` says none for a printer that is off: what the queue says in words counts. */
const waitsOf = ({ state, message }: QueueState): string => {
  if (state === 'stopped') return (message || 'Paused').slice(0, 200)
  const tellsTrouble = isUnreachable(message) || /unable|fail|error|jam|out of/i.test(message)
  return tellsTrouble ? message.slice(0, 200) : ''
}

export const settleMs = 800
