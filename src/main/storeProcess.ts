/**
 * Keeps the store's backend running in its own process: starts it, numbers requests and matches their answers, starts it
 * again after a crash. It knows no Electron (the port is handed in) and never looks inside an operation.
 */
import type { Answer } from '../contract/client'
import { isErrorCode } from '../contract/errors'
import type { BackendEvent } from '../contract/events'
import type { OperationName } from '../contract/operations'
import type { FromBackend, HostCalls, ScannerStateMessage, ShellRefusal, ToBackend } from '../contract/storeProtocol'
import { type Refusal, refusal } from './answers'
import { type Log, textOf } from './log'

export const limits = {
  pendingMax: 1_000,
  /** refusals of the shell that wait for a backend to tell; whoever keeps knocking at a dead one is told of often enough */
  untoldMax: 200,
  answerMs: 30_000,
  stopMs: 3_000,
  /** a backend that ran this long before it crashed is started again at once, as if it were the first time */
  stableMs: 30_000,
  /** ready, asked, and not a word for so long: it hangs, and is ended so that it can start again */
  silenceMs: 120_000,
} as const

export const restartDelaysMs = [0, 200, 500, 1_000, 2_000] as const

/** Errands that talk to the hub or to a printer may rightly take longer than anything in the shop. */
const slowAnswersMs: ReadonlyMap<string, number> = new Map<OperationName, number>([
  ['app.enrol', 300_000],
  ['app.recoverKey', 60_000],
  ['app.syncNow', 300_000],
  ['label.print', 120_000],
  ['countSheet.print', 120_000],
  ['paper.print', 120_000],
  ['paper.preview', 120_000],
  ['paper.previewList', 120_000],
])

export interface BackendPort {
  post(message: ToBackend): void
  /** at once, and even if the process hangs: the ledger survives a power cut, so it survives this */
  kill(): void
}

export interface PortEvents {
  onMessage(message: FromBackend): void
  onExit(exitCode: number): void
}

export interface StoreProcessParts {
  fork(events: PortEvents): BackendPort
  dataDir: string
  version: string
  /** random, one per start of the app */
  shellId: string
  onEvent(event: BackendEvent): void
  /** never rejects; a device that fails is an answer too */
  host(method: keyof HostCalls, input: unknown): Promise<unknown>
  scannerStates(): ScannerStateMessage[]
  log: Log
}

export interface BackendCall {
  clientId: string
  name: string
  input: unknown
  requestId: string
}

type Phase = 'idle' | 'starting' | 'ready' | 'waiting' | 'refused' | 'stopping' | 'stopped'

interface Pending {
  call: BackendCall
  isSent: boolean
  timer: NodeJS.Timeout
  resolve(answer: Answer<unknown>): void
}

export class StoreProcess {
  private phase: Phase = 'idle'
  private port: BackendPort | null = null
  private readonly pending = new Map<number, Pending>()
  private readonly untold: ShellRefusal[] = []
  private nextId = 1
  private crashes = 0
  private readyAt: number | null = null
  private heardAt = 0
  private refusedWith: Refusal | null = null
  private restartTimer: NodeJS.Timeout | undefined
  private stopDone: (() => void) | null = null
  private stopping: Promise<void> | null = null

  constructor(private readonly parts: StoreProcessParts) {}

  start(): void {
    this.phase = 'starting'
    this.readyAt = null
    this.heardAt = Date.now()
    // A process that is gone may still have messages on the way: only the current run is listened to.
    const run: { port: BackendPort | null } = { port: null }
    try {
      run.port = this.parts.fork({
        onMessage: (message) => this.port === run.port && this.receive(message),
        onExit: (exitCode) => this.port === run.port && this.exited(exitCode),
      })
    } catch (error) {
      this.parts.log('error', `the store's backend could not be forked: ${textOf(error)}`)
      this.exited(-1)
      return
    }
    this.port = run.port
    const { dataDir, version, shellId } = this.parts
    this.post({ kind: 'start', dataDir, version, shellId })
  }

  /** Always answers; never rejects. */
  invoke(call: BackendCall): Promise<Answer<unknown>> {
    const refused = this.refusalNow()
    if (refused) return Promise.resolve(refused)
    return new Promise((resolve) => {
      const id = this.nextId++
      const limitMs = slowAnswersMs.get(call.name) ?? limits.answerMs
      const timer = setTimeout(() => this.timedOut(id, limitMs), limitMs)
      this.pending.set(id, { call, isSent: false, timer, resolve })
      // Until the backend has its database open, calls wait here, so that a first screen needs no retries.
      if (this.phase === 'ready') this.send(id)
    })
  }

  /** Told to the backend for its trail; what a backend that is not there now missed is told to the next. */
  tellRefused(refused: ShellRefusal): void {
    if (this.phase === 'ready') this.post({ kind: 'refusedByShell', ...refused })
    else if (this.untold.length < limits.untoldMax) this.untold.push(refused)
  }

  sendScannerStates(): void {
    if (this.phase === 'ready') this.post({ kind: 'scannerStates', states: this.parts.scannerStates() })
  }

  /** What a page that has just come up must know; null while the first start is under way. */
  stateEvent(): BackendEvent | null {
    if (this.phase === 'ready') return { type: 'backend.state', state: 'ready' }
    if (this.refusedWith) return { type: 'backend.state', state: 'refused', code: this.refusedWith.error.code }
    if (this.crashes > 0) return { type: 'backend.state', state: 'restarting', code: 'STORE_RESTARTING' }
    return null
  }

  /** Asks the backend to end, waits a bounded time, then ends it. */
  stop(): Promise<void> {
    this.stopping ??= this.beginStop()
    return this.stopping
  }

  private refusalNow(): Refusal | null {
    if (this.refusedWith) return this.refusedWith
    if (this.phase !== 'ready' && this.phase !== 'starting') return refusal('STORE_RESTARTING')
    if (this.pending.size >= limits.pendingMax) return refusal('BUSY', { pendingMax: limits.pendingMax })
    return null
  }

  private send(id: number): void {
    const waiting = this.pending.get(id)
    if (!waiting || waiting.isSent) return
    waiting.isSent = true
    this.post({ kind: 'invoke', id, ...waiting.call })
  }

  private post(message: ToBackend): void {
    try {
      this.port?.post(message)
    } catch (error) {
      // The port died under us; its exit follows and answers everyone.
      this.parts.log('error', `a ${message.kind} message could not be sent to the store's backend: ${textOf(error)}`)
    }
  }

  private receive(message: FromBackend): void {
    this.heardAt = Date.now()
    switch (message.kind) {
      case 'ready':
        this.becameReady()
        break
      case 'refused':
        this.wasRefused(message)
        break
      case 'answer':
        this.settle(message.id, message.answer)
        break
      case 'event':
        this.parts.onEvent(message.event)
        break
      case 'host':
        void this.serveHost(message)
        break
      case 'stopped':
        this.finishStop()
        break
      default:
        this.parts.log('warn', "the store's backend sent a message of an unknown kind")
    }
  }

  private becameReady(): void {
    if (this.phase !== 'starting') return
    this.phase = 'ready'
    this.readyAt = Date.now()
    this.parts.log('info', "the store's backend is ready")
    this.sendScannerStates()
    for (const refused of this.untold.splice(0)) this.tellRefused(refused)
    for (const id of [...this.pending.keys()]) this.send(id)
    this.parts.onEvent({ type: 'backend.state', state: 'ready' })
  }

  // The database cannot be opened safely. Starting again would not change that, so it stays refused until the app restarts.
  private wasRefused({ code, params }: Extract<FromBackend, { kind: 'refused' }>): void {
    if (this.phase !== 'starting') return
    this.phase = 'refused'
    this.refusedWith = refusal(isErrorCode(code) ? code : 'INTERNAL', params)
    this.parts.log('error', `the store's backend refused to start: ${code} ${JSON.stringify(params)}`)
    this.settleAll(this.refusedWith)
    this.parts.onEvent({ type: 'backend.state', state: 'refused', code: this.refusedWith.error.code })
  }

  private settle(id: number, answer: Answer<unknown>): void {
    const waiting = this.pending.get(id)
    if (!waiting) return
    this.pending.delete(id)
    clearTimeout(waiting.timer)
    waiting.resolve(answer)
  }

  private settleAll(answer: Refusal): void {
    for (const id of [...this.pending.keys()]) this.settle(id, answer)
  }

  // BUSY and not STORE_RESTARTING: the backend lives and may still do it. Asking again with the same requestId is safe.
  private timedOut(id: number, waitedMs: number): void {
    this.parts.log('warn', `no answer to ${this.pending.get(id)?.call.name} within ${waitedMs} ms`)
    this.settle(id, refusal('BUSY', { waitedMs }))
    if (this.phase !== 'ready' || Date.now() - this.heardAt < limits.silenceMs) return
    this.parts.log('error', `the store's backend has been silent for ${limits.silenceMs} ms and is ended`)
    this.port?.kill()
  }

  private async serveHost({ id, method, input }: Extract<FromBackend, { kind: 'host' }>): Promise<void> {
    const asker = this.port
    const value = await this.parts.host(method, input).catch((error: unknown) => {
      this.parts.log('error', `host call ${method} failed: ${textOf(error)}`)
      return null
    })
    // After a restart the numbers mean something else.
    if (this.port === asker) this.post({ kind: 'hostAnswer', id, value })
  }

  private exited(exitCode: number): void {
    this.port = null
    if (this.phase === 'stopping') this.finishStop()
    if (this.phase === 'refused' || this.phase === 'stopped') return
    this.phase = 'waiting'
    this.settleAll(refusal('STORE_RESTARTING'))
    const delayMs = this.nextDelayMs()
    this.parts.log('error', `the store's backend ended with code ${exitCode}; starting again in ${delayMs} ms`)
    this.parts.onEvent({ type: 'backend.state', state: 'restarting', code: 'STORE_RESTARTING' })
    this.restartTimer = setTimeout(() => this.start(), delayMs)
  }

  private nextDelayMs(): number {
    if (this.readyAt !== null && Date.now() - this.readyAt >= limits.stableMs) this.crashes = 0
    const delayMs = restartDelaysMs[Math.min(this.crashes, restartDelaysMs.length - 1)] ?? 0
    this.crashes++
    return delayMs
  }

  private beginStop(): Promise<void> {
    clearTimeout(this.restartTimer)
    return new Promise((resolve) => {
      this.stopDone = resolve
      this.phase = 'stopping'
      if (this.port) {
        setTimeout(() => this.finishStop(), limits.stopMs)
        this.post({ kind: 'stop' })
      } else {
        this.finishStop()
      }
    })
  }

  private finishStop(): void {
    if (this.phase !== 'stopping') return
    this.phase = 'stopped'
    const port = this.port
    this.port = null
    port?.kill()
    this.settleAll(refusal('STORE_RESTARTING'))
    this.stopDone?.()
  }
}
