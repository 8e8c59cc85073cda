/** The store's backend as the process it is in the app: forked, spoken to in contract/storeProtocol, and killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Answer } from '../../src/contract/client'
import type { InputOf, OperationName, OutputOf } from '../../src/contract/operations'
import type { FromBackend, HostCalls, ToBackend } from '../../src/contract/storeProtocol'

export interface StoreChild {
  /** null: the process died before it answered */
  call<N extends OperationName>(name: N, input: InputOf<N>, requestId?: string): Promise<Answer<OutputOf<N>> | null>
  must<N extends OperationName>(name: N, input: InputOf<N>, requestId?: string): Promise<OutputOf<N>>
  /** SIGKILL, in the middle of whatever it does */
  kill(): Promise<void>
  stop(): Promise<void>
  process: ChildProcess
  /** what it wrote on stderr */
  said(): string
}

/** what a shell with nothing attached to it answers; papers come out of it */
const hostValues: { [M in keyof HostCalls]?: HostCalls[M]['output'] } = {
  printPaper: { file: 'paper.pdf', opened: false },
  showPaper: { opened: false },
  spoolPaper: { ok: true, waits: '' },
}

export interface ChildHost {
  /** a printer that is there; without it nothing answers */
  print?(input: HostCalls['print']['input']): Promise<HostCalls['print']['output']>
  /** hands that are told something and never answer: what they do is done when this process is killed */
  unanswered?(method: keyof HostCalls): boolean
}

const entry = join(__dirname, '../../src/store/process.ts')

export const forkStore = (
  dataDir: string,
  host: ChildHost = {},
): { child: StoreChild; ready: Promise<FromBackend> } => {
  const child = fork(entry, [], {
    execArgv: ['--require', 'tsx/cjs'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // as Electron's own channel: bytes stay bytes
    serialization: 'advanced',
  })
  let text = ''
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  const waiting = new Map<number, (answer: Answer<unknown> | null) => void>()
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  let nextId = 1
  const post = (message: ToBackend): void => {
    // a killed process may be gone before we know it
    if (child.connected) child.send(message, () => undefined)
  }
  const ready = new Promise<FromBackend>((done, fail) => {
    child.on('message', (message: FromBackend) => {
      if (message.kind === 'ready' || message.kind === 'refused') done(message)
      if (message.kind === 'answer') {
        waiting.get(message.id)?.(message.answer)
        waiting.delete(message.id)
      }
      if (message.kind === 'host' && message.method === 'print' && host.print) {
        const { id } = message
        void host
          .print(message.input as HostCalls['print']['input'])
          .then((value) => post({ kind: 'hostAnswer', id, value }))
      } else if (message.kind === 'host' && !host.unanswered?.(message.method))
        post({ kind: 'hostAnswer', id: message.id, value: hostValues[message.method] ?? null })
    })
    child.once('exit', (code) => {
      fail(new Error(`the store process ended with ${code}: ${text.slice(0, 2000)}`))
      for (const answer of waiting.values()) answer(null)
      waiting.clear()
    })
  })
  ready.catch(() => undefined)
  post({ kind: 'start', dataDir, version: 'test', shellId: 'one shell' })
  const call: StoreChild['call'] = (name, input, requestId = randomUUID()) =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done(null)
      const id = nextId++
      waiting.set(id, done as (answer: Answer<unknown> | null) => void)
      post({ kind: 'invoke', id, clientId: 'window:1', name, input, requestId })
    })
  return {
    ready,
    child: {
      call,
      must: async (name, input, requestId) => {
        const answer = await call(name, input, requestId)
        if (answer?.ok) return answer.value
        throw new Error(`${name}: ${answer ? JSON.stringify(answer.error) : 'no answer'} ${text.slice(0, 1000)}`)
      },
      kill: async () => {
        child.kill('SIGKILL')
        await gone
      },
      stop: async () => {
        post({ kind: 'stop' })
        await gone
      },
      process: child,
      said: () => text,
    },
  }
}

export const startStoreChild = async (dataDir: string, host: ChildHost = {}): Promise<StoreChild> => {
  const { child, ready } = forkStore(dataDir, host)
  const first = await ready
  if (first.kind !== 'ready') throw new Error(`the store was refused: ${JSON.stringify(first)}`)
  return child
}
