/**
 * Entry of the store's backend: a utility process under Electron, or a plain forked Node process in tests. Speaks the
 * messages of contract/storeProtocol and nothing else. A failed assertion ends it; the shell starts it again.
 */
import { randomBytes, randomUUID, webcrypto } from 'node:crypto'
import { join } from 'node:path'
import type { FromBackend, HostCalls, ScannerStateMessage, ToBackend } from '../contract/storeProtocol'
import { uuidv7 } from '../core/identity/uuidv7'
import { DatabaseRefused, openDatabase } from '../database/openDatabase'
import { createDrawingThread, drawingFile } from '../labels/drawingThread'
import { createStore, type StoreBackend } from './createStore'
import { warmEncoder } from './paper/drawCode'
import { backendPort } from './port'
import type { Clock, Host, Ids } from './runtime'
import { createHubClient } from './sync/hubClient'

// Electron 25's Node 18 has no global crypto; libraries we use expect one
globalThis.crypto ??= webcrypto as typeof globalThis.crypto

const port = backendPort()
const send = (message: FromBackend): void => port.send(message)

const clock: Clock = { nowMs: () => Date.now(), elapsedMs: () => performance.now() }
const ids: Ids = { uuid: () => randomUUID(), documentId: () => uuidv7(Date.now(), randomBytes(16)) }
const hubTimeoutMs = 15_000
/** somebody signs in first */
const warmAfterMs = 2000

const waiting = new Map<number, (value: unknown) => void>()
let nextHostId = 1
let scannerStates: ScannerStateMessage[] = []
let backend: StoreBackend | null = null

const askHost = <M extends keyof HostCalls>(method: M, input: HostCalls[M]['input']): Promise<HostCalls[M]['output']> =>
  new Promise((done) => {
    const id = nextHostId++
    waiting.set(id, done as (value: unknown) => void)
    send({ kind: 'host', id, method, input })
  })

const host: Host = {
  print: (input) => askHost('print', input),
  printerStatus: (input) => askHost('printerStatus', input),
  listSpoolers: (input) => askHost('listSpoolers', input),
  printerLog: (input) => askHost('printerLog', input),
  printPaper: (input) => askHost('printPaper', input),
  showPaper: (input) => askHost('showPaper', input),
  spoolPaper: (input) => askHost('spoolPaper', input),
  configureScanners: (input) => askHost('configureScanners', input),
  listSerialPorts: (input) => askHost('listSerialPorts', input),
  listHidScanners: (input) => askHost('listHidScanners', input),
  sealSecret: (input) => askHost('sealSecret', input),
  openSecret: (input) => askHost('openSecret', input),
}

const start = async (message: Extract<ToBackend, { kind: 'start' }>): Promise<void> => {
  try {
    const database = await openDatabase('store', join(message.dataDir, 'store.db'), (slow) =>
      log({ event: 'slow statement', ...slow }),
    )
    backend = await createStore({
      database,
      clock,
      ids,
      random: () => Math.random(),
      host,
      hub: createHubClient({ timeoutMs: hubTimeoutMs, newRequestId: ids.uuid, hints: true }),
      emit: (event) => send({ kind: 'event', event }),
      log,
      version: message.version,
      shellId: message.shellId,
      scannerStates: () => scannerStates,
      labelRenderer: createDrawingThread({ file: drawingFile(__dirname), log }),
    })
    send({ kind: 'ready' })
    setTimeout(() => void warmEncoder(), warmAfterMs).unref()
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error
    send({ kind: 'refused', code: error.code, params: error.params })
  }
}

const log = (line: object): void => void process.stderr.write(`${JSON.stringify(line, errorsAsText)}\n`)

const errorsAsText = (_key: string, value: unknown): unknown =>
  value instanceof Error ? (value.stack ?? value.message) : value

const invoke = async (message: Extract<ToBackend, { kind: 'invoke' }>): Promise<void> => {
  const answer = backend
    ? await backend.invoke(message.clientId, message.name, message.input, message.requestId)
    : { ok: false as const, error: { code: 'STORE_RESTARTING' as const, params: {} } }
  send({ kind: 'answer', id: message.id, answer })
}

const stop = async (): Promise<void> => {
  await backend?.stop()
  send({ kind: 'stopped' })
  process.exit(0)
}

const handlers: { [K in ToBackend['kind']]: (message: Extract<ToBackend, { kind: K }>) => void } = {
  start: (message) => void start(message),
  invoke: (message) => void invoke(message),
  scannerStates: (message) => {
    scannerStates = message.states
    send({ kind: 'event', event: { type: 'devices.changed' } })
  },
  refusedByShell: ({ clientId, code, asked }) => void backend?.door.refused({ clientId, code, asked }),
  hostAnswer: (message) => {
    waiting.get(message.id)?.(message.value)
    waiting.delete(message.id)
  },
  stop: () => void stop(),
}

port.onMessage((message) => handlers[message.kind](message as never))
