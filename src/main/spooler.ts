/**
 * The system's spooler (CUPS): a paper goes to a queue by `lp`, arguments as a list and no shell. `lp` says yes as soon as the
 * job lies in the queue, so the queue itself is asked a moment later why it does not print. Windows has no `lp`: there the
 * system's viewer prints from its own dialog.
 */
import { execFile } from 'node:child_process'
import type { PaperQueues } from '../contract/schemas/paper'
import type { HostCalls, SpoolAnswer } from '../contract/storeProtocol'
import type { PaperSize } from '../core/paper/form'
import type { Log } from './log'

export type SpoolJob = HostCalls['spoolPaper']['input']

export interface Spooler {
  spool(job: SpoolJob): Promise<SpoolAnswer>
  queues(): Promise<PaperQueues>
}

/** null: there is no such program */
export type Ran = { code: number; out: string; problem: string } | null

export interface SpoolerParts {
  platform: NodeJS.Platform
  run(program: string, args: readonly string[]): Promise<Ran>
  /** until the queue has tried to reach its printer */
  settle(): Promise<void>
  log: Log
}

const media: Record<PaperSize, string> = { a4: 'A4', threePart: 'Custom.241x140mm' }

export const createSpooler = ({ platform, run, settle, log }: SpoolerParts): Spooler => ({
  spool: async ({ file, queue, size }) => {
    const ran = platform === 'win32' ? null : await run('lp', ['-d', queue, '-o', `media=${media[size]}`, '--', file])
    if (ran === null) return { ok: false, code: 'PAPER_SPOOLER_MISSING', message: '' }
    if (ran.code !== 0) {
      log('warn', `the queue ${queue} did not take ${file}: ${ran.problem}`)
      return { ok: false, code: refusalOf(ran.problem), message: sentenceOf(ran.problem) }
    }
    await settle()
    return { ok: true, waits: waitsOf(await run('lpstat', ['-p', queue])) }
  },
  queues: async () => {
    const ran = platform === 'win32' ? null : await run('lpstat', ['-e'])
    if (ran === null) return { spooler: false, queues: [] }
    return { spooler: true, queues: ran.out.split('\n').filter((name) => name !== '') }
  },
})

const refusalOf = (problem: string): Extract<SpoolAnswer, { ok: false }>['code'] => {
  if (/does not exist|unknown destination/i.test(problem)) return 'PAPER_QUEUE_GONE'
  return /not accepting/i.test(problem) ? 'PAPER_QUEUE_CLOSED' : 'PAPER_NOT_SPOOLED'
}

/** `lp: Error - scheduler not responding.` without the program's name */
const sentenceOf = (problem: string): string =>
  problem
    .trim()
    .replace(/^lp: (Error - )?/, '')
    .slice(0, 200)

/** `state-reasons` says none for a printer that is off: what the queue says in words counts. */
const waitsOf = (ran: Ran): string => {
  const [first = '', ...rest] = (ran?.out ?? '').split('\n')
  const message = rest
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
  if (/ disabled /.test(first)) return (message || 'Paused').slice(0, 200)
  return /not exist|unavailable|not respond|unable|offline|fail|error|jam|out of/i.test(message)
    ? message.slice(0, 200)
    : ''
}

const answerMs = 15_000

/** In English whatever the system speaks: the words are read here. */
export const runProgram: SpoolerParts['run'] = (program, args) =>
  new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C' }
    execFile(program, [...args], { env, timeout: answerMs, encoding: 'utf8' }, (error, out, problem) => {
      if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') return resolve(null)
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
      resolve({ code, out, problem: problem || (error ? error.message : '') })
    })
  })

export const settleMs = 800
