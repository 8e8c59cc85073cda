// The system's print spooler where it is CUPS: its queues, their state, and labels and papers handed to them. Its own tools are run
// with an argument array, never through a shell, and speak plain English whatever the PC's language is. It decides nothing.

import { spawn } from 'node:child_process'
import type { PrinterFault, queueStates, Spoolers } from '../../contract/schemas/printer'

export interface ToolRun {
  /** null: it did not start, or had to be ended */
  code: number | null
  stdout: string
  stderr: string
  /** the tool is not on this PC */
  missing: boolean
}

export interface RunOptions {
  bytes?: Uint8Array
  timeoutMs?: number
  /** for tests: where the print server is */
  env?: NodeJS.ProcessEnv
}

const toolMsMax = 10_000
/** More words than any of these tools has; the rest is dropped. */
const shownCharsMax = 200_000

export function runTool(tool: string, args: readonly string[], options: RunOptions = {}): Promise<ToolRun> {
  const { bytes, timeoutMs = toolMsMax, env = process.env } = options
  return new Promise((resolve) => {
    const child = spawn(tool, [...args], { env: { ...env, LC_ALL: 'C' }, timeout: timeoutMs, killSignal: 'SIGKILL' })
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8')
      child[name].on('data', (text: string) => {
        if (said[name].length < shownCharsMax) said[name] += text
      })
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: null, ...said, stderr: error.message, missing: error.code === 'ENOENT' }),
    )
    child.on('close', (code) => resolve({ code, ...said, missing: false }))
    // A tool that ends before it has read everything says why by its code.
    child.stdin.on('error', () => undefined)
    child.stdin.end(bytes)
  })
}

export type QueueState = {
  state: (typeof queueStates)[number]
  /** what the queue says about itself: why it stopped, that its printer cannot be reached */
  message: string
}

export const isUnreachable = (message: string): boolean =>
  /may not exist|unavailable|unreachable|not responding|unable to (connect|locate|contact)|no route|connection refused|offline/i.test(
    message,
  )

/** It has found no printer yet to give the job to. */
const isTrying = (message: string): boolean => /is busy|become available|connecting to/i.test(message)

export async function queueState(queue: string, options: RunOptions = {}): Promise<QueueState> {
  if (!isQueueName(queue)) return { state: 'gone', message: '' }
  const run = await runTool('lpstat', ['-l', '-p', queue], options)
  if (run.code === 0) return readState(run.stdout)
  // A server that is off and a queue that was removed are told apart by asking for the server.
  return { state: (await isServerOn(options)) ? 'gone' : 'noSpooler', message: firstLine(run.stderr) }
}

async function isServerOn(options: RunOptions): Promise<boolean> {
  const { stdout } = await runTool('lpstat', ['-r'], options)
  return /is running/.test(stdout)
}

function readState(text: string): QueueState {
  const [head = '', ...rest] = text.split('\n')
  // The lines under the first one that are no "Name: value" are the message.
  const at = rest.findIndex((line) => /^\t[A-Z][\w ]*:/.test(line))
  const message = rest
    .slice(0, Math.max(at, 0))
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
  if (/ disabled since /.test(head) || /^Rejecting Jobs/i.test(message)) return { state: 'stopped', message }
  return { state: / now printing /.test(head) ? 'printing' : 'idle', message }
}

export async function listQueues(options: RunOptions = {}): Promise<Spoolers> {
  const { stdout } = await runTool('lpstat', ['-e'], options)
  const names = stdout
    .split('\n')
    .map((line) => line.trim())
    .filter(isQueueName)
  // Without a server it lists nothing and says that all is well.
  if (names.length === 0) {
    const listed = await isServerOn(options)
    return { listed, takesPapers: listed, queues: [] }
  }
  const states = await Promise.all(names.slice(0, queuesMax).map((queue) => queueState(queue, options)))
  return {
    listed: true,
    takesPapers: true,
    queues: states.map(({ state }, index) => ({ queue: names[index] ?? '', state })),
  }
}

const queuesMax = 50

/** A name that begins with a hyphen would be read as an option. */
function isQueueName(queue: string): boolean {
  return queue !== '' && !queue.startsWith('-') && !/[\s/#\p{Cc}]/u.test(queue)
}

export type SpoolResult =
  | { ok: true; jobId: string }
  | { ok: false; code: PrinterFault; mayHavePrinted: boolean; detail: string }

const spoolFailed = (code: PrinterFault, detail: string, mayHavePrinted = false): SpoolResult => ({
  ...{ ok: false, code },
  ...{ mayHavePrinted, detail: detail.slice(0, 400) },
})

/** A queue that cannot take a job: why. null: it can. */
export const faultOfQueue = ({ state }: QueueState): PrinterFault | null => {
  if (state === 'gone') return 'PRINTER_QUEUE_GONE'
  if (state === 'stopped') return 'PRINTER_QUEUE_STOPPED'
  return state === 'noSpooler' ? 'PRINTER_OFFLINE' : null
}

/** `options`: of lp, such as raw or media=A4. The server has the job then; what becomes of it `followJob` tells. */
export async function spool(
  queue: string,
  bytes: Uint8Array,
  lpOptions: readonly string[],
  run: RunOptions = {},
): Promise<SpoolResult> {
  const state = await queueState(queue, run)
  const fault = faultOfQueue(state)
  if (fault) return spoolFailed(fault, state.message)
  const handed = await runTool('lp', lpArgs(queue, lpOptions), { ...run, bytes })
  return resultOf(handed)
}

/** A file of this PC, in its own name. A queue that is stopped takes it, and prints it once it is on again. */
export async function spoolFile(
  queue: string,
  file: string,
  lpOptions: readonly string[],
  run: RunOptions = {},
): Promise<SpoolResult & { missing: boolean }> {
  if (!isQueueName(queue)) return { ...spoolFailed('PRINTER_QUEUE_GONE', ''), missing: false }
  const handed = await runTool('lp', [...lpArgs(queue, lpOptions), '--', file], run)
  return { ...resultOf(handed), missing: handed.missing }
}

const lpArgs = (queue: string, lpOptions: readonly string[]): string[] => [
  ...['-d', queue],
  ...lpOptions.flatMap((option) => ['-o', option]),
]

function resultOf({ code, stdout, stderr, missing }: ToolRun): SpoolResult {
  if (missing) return spoolFailed('PRINTER_OFFLINE', stderr)
  const jobId = stdout.match(/request id is (\S+)/)?.[1]
  // Ended before it could say so, the server may have the job all the same.
  if (code === null) return spoolFailed('PRINTER_TIMEOUT', stderr, true)
  if (code !== 0 || !jobId) return spoolFailed(refusalOf(stderr), stderr)
  return { ok: true, jobId }
}

function refusalOf(stderr: string): PrinterFault {
  if (/does not exist|unknown/i.test(stderr)) return 'PRINTER_QUEUE_GONE'
  return /not accepting/i.test(stderr) ? 'PRINTER_QUEUE_STOPPED' : 'PRINTER_OFFLINE'
}

/** For tests: less patience. How long nothing may change before a job is taken back. */
export interface FollowOptions extends RunOptions {
  /** while the queue prints nothing, or still looks for its printer: it will not begin by itself any more */
  idleMsMax?: number
  /** while it prints: a server tells no progress inside a job, and many copies of a large label take minutes */
  printingMsMax?: number
}

const idleMsUsual = 60_000
const printingMsUsual = 10 * 60_000
const everyMsMin = 250
const everyMsMax = 2000

/**
 * Waits until the server has passed a job on, as long as it has work with it: silence is counted, not time. One whose printer
 * cannot be reached is taken back: it would come out by itself hours later, when the labels were printed again. What it says
 * about the job afterwards tells whether any of it went out.
 */
export async function followJob(queue: string, jobId: string, options: FollowOptions = {}): Promise<SpoolResult> {
  const { idleMsMax = idleMsUsual, printingMsMax = printingMsUsual } = options
  const beganAt = performance.now()
  const silence = createSilence()
  let wasWaiting = false
  for (;;) {
    const job = await jobState(queue, jobId, options)
    if (job.state === 'unknown') return spoolFailed('PRINTER_RESET', job.message, true)
    if (job.state === 'done') {
      // Cancelled by somebody while it was printing, it says so a moment later than that it ended.
      if (wasWaiting && isEnding(job)) await pause(everyMsMin)
      const ended = wasWaiting ? await jobState(queue, jobId, options) : job
      return endedWell(ended) ? { ok: true, jobId } : spoolFailed('PRINTER_RESET', ended.message, true)
    }
    wasWaiting = true
    const queueNow = await queueState(queue, options)
    const fault = faultOfQueue(queueNow) ?? (isUnreachable(queueNow.message) ? 'PRINTER_OFFLINE' : null)
    if (fault) return takeBack(queue, jobId, fault, options)
    const silentMs = silence.after(JSON.stringify([job, queueNow]))
    const isAtWork = queueNow.state === 'printing' && !isTrying(queueNow.message)
    if (silentMs > (isAtWork ? printingMsMax : idleMsMax)) return takeBack(queue, jobId, 'PRINTER_TIMEOUT', options)
    // Each look starts tools of their own: a long job is looked at less often.
    const everyMs = Math.min(everyMsMax, Math.max(everyMsMin, (performance.now() - beganAt) / 10))
    await pause(everyMs)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** How long the same was said. */
const createSilence = () => {
  let last = ''
  let sinceMs = performance.now()
  return {
    after(said: string): number {
      if (said !== last) sinceMs = performance.now()
      last = said
      return performance.now() - sinceMs
    },
  }
}

interface JobState {
  state: 'waiting' | 'done' | 'unknown'
  message: string
  alerts: string
  /** whose turn comes before its own: one fewer is a queue that moves */
  ahead: number
}

/** What one that ended well says for good, and one that is being cancelled until the last of it has stopped. */
const isEnding = ({ alerts }: JobState): boolean => /stop-point/i.test(alerts)
const endedWell = ({ alerts }: JobState): boolean => !/cancel|abort/i.test(alerts)

async function jobState(queue: string, jobId: string, options: RunOptions): Promise<JobState> {
  const waiting = await jobLines(queue, jobId, 'not-completed', options)
  if (waiting) return { state: 'waiting', ...waiting }
  const done = await jobLines(queue, jobId, 'completed', options)
  return done ? { state: 'done', ...done } : { state: 'unknown', message: '', alerts: '', ahead: 0 }
}

async function jobLines(
  queue: string,
  jobId: string,
  which: 'completed' | 'not-completed',
  options: RunOptions,
): Promise<Omit<JobState, 'state'> | null> {
  const { stdout } = await runTool('lpstat', ['-l', '-W', which, '-o', queue], options)
  const lines = stdout.split('\n')
  const at = lines.findIndex((line) => line.startsWith(`${jobId} `))
  if (at < 0) return null
  const own = lines.slice(at + 1, at + 4)
  const fieldOf = (name: string): string =>
    own
      .find((line) => line.trim().startsWith(`${name}:`))
      ?.split(`${name}:`)[1]
      ?.trim() ?? ''
  const ahead = lines.slice(0, at).filter((line) => /^\S/.test(line)).length
  return { message: fieldOf('Status'), alerts: fieldOf('Alerts'), ahead }
}

/** Surely not printed only where the server says that it reached no printer, or never began. */
async function takeBack(queue: string, jobId: string, code: PrinterFault, options: RunOptions): Promise<SpoolResult> {
  const before = await jobState(queue, jobId, options)
  const cancelled = await runTool('cancel', [jobId], options)
  const after = await jobState(queue, jobId, options)
  // One that had ended by then is not there to be cancelled.
  if (cancelled.code !== 0 && after.state === 'done' && endedWell(after)) return { ok: true, jobId }
  const neverBegan = before.state === 'waiting' && !/printing|processing/i.test(before.alerts) && before.message === ''
  const reachedNothing = isUnreachable(after.message) && !/not responding/i.test(after.message)
  const surelyNot = after.state === 'done' && (reachedNothing || (neverBegan && after.message === ''))
  return spoolFailed(code, after.message || before.message, !surelyNot)
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300)
}
