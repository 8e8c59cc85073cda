/** The relay to the backend's process, with a fake port: numbering, death, restart order, refusal, bounds, stopping. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '../../../../src/contract/client'
import type { BackendEvent } from '../../../../src/contract/events'
import type { FromBackend, ScannerStateMessage, ToBackend } from '../../../../src/contract/storeProtocol'
import { type BackendCall, limits, type PortEvents, StoreProcess } from '../../../../src/main/storeProcess'

class FakePort {
  readonly sent: ToBackend[] = []
  isKilled = false

  constructor(private readonly events: PortEvents) {}

  post(message: ToBackend): void {
    this.sent.push(message)
  }

  kill(): void {
    this.isKilled = true
  }

  say(message: FromBackend): void {
    this.events.onMessage(message)
  }

  die(exitCode = 1): void {
    this.events.onExit(exitCode)
  }

  kinds(): string[] {
    return this.sent.map((message) => message.kind)
  }

  invokes() {
    return this.sent.filter((message) => message.kind === 'invoke')
  }
}

const requestId = '7b0c8f0e-4b1e-4e0a-9c52-0c1d9c2f7a11'
const callOf = (name: string): BackendCall => ({ clientId: 'window:1', name, input: { name }, requestId })
const restarting: Answer<unknown> = { ok: false, error: { code: 'STORE_RESTARTING', params: {} } }

const setUp = (host: (method: string, input: unknown) => Promise<unknown> = async () => null) => {
  const ports: FakePort[] = []
  const startedAt: number[] = []
  const events: BackendEvent[] = []
  const states: ScannerStateMessage[] = [{ path: 'COM3', port: 'COM3', state: 'open' }]
  const store = new StoreProcess({
    fork: (portEvents) => {
      const port = new FakePort(portEvents)
      ports.push(port)
      startedAt.push(Date.now())
      return port
    },
    dataDir: 'data',
    version: '0.1.0',
    shellId: 'shell-1',
    onEvent: (event) => events.push(event),
    host,
    scannerStates: () => states,
    log: () => {},
  })
  const port = () => {
    const latest = ports.at(-1)
    if (!latest) throw new Error('no process was started')
    return latest
  }
  return { store, ports, startedAt, events, port }
}

const setUpReady = (...args: Parameters<typeof setUp>) => {
  const world = setUp(...args)
  world.store.start()
  world.port().say({ kind: 'ready' })
  return world
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('calls', () => {
  it('numbers requests and gives each its own answer, in any order', async () => {
    const { store, port } = setUpReady()
    const first = store.invoke(callOf('stock.list'))
    const second = store.invoke(callOf('app.status'))
    const [a, b] = port().invokes()
    expect([a?.id, b?.id]).toEqual([1, 2])
    port().say({ kind: 'answer', id: 2, answer: { ok: true, value: 'second' } })
    port().say({ kind: 'answer', id: 1, answer: { ok: true, value: 'first' } })
    expect([await first, await second]).toEqual([
      { ok: true, value: 'first' },
      { ok: true, value: 'second' },
    ])
  })

  it('passes on the window, name, input and request id as they are', () => {
    const { store, port } = setUpReady()
    void store.invoke(callOf('stock.list'))
    expect(port().invokes()).toEqual([{ kind: 'invoke', id: 1, ...callOf('stock.list') }])
  })

  it('starts the backend with its folder and version first of all', () => {
    const { store, port } = setUp()
    store.start()
    expect(port().sent).toEqual([{ kind: 'start', dataDir: 'data', version: '0.1.0', shellId: 'shell-1' }])
  })

  it('holds calls until the backend is ready, then sends them in order after the scanner states', () => {
    const { store, port } = setUp()
    store.start()
    void store.invoke(callOf('app.status'))
    void store.invoke(callOf('stock.list'))
    expect(port().kinds()).toEqual(['start'])
    port().say({ kind: 'ready' })
    expect(port().kinds()).toEqual(['start', 'scannerStates', 'invoke', 'invoke'])
    expect(
      port()
        .invokes()
        .map((call) => call.name),
    ).toEqual(['app.status', 'stock.list'])
  })

  it('answers BUSY, not STORE_RESTARTING, when a living backend takes too long', async () => {
    const { store } = setUpReady()
    const answer = store.invoke(callOf('stock.list'))
    await vi.advanceTimersByTimeAsync(limits.answerMs)
    expect(await answer).toEqual({ ok: false, error: { code: 'BUSY', params: { waitedMs: limits.answerMs } } })
  })

  it('gives names that every object knows the ordinary time too', async () => {
    const { store } = setUpReady()
    const answers: unknown[] = []
    for (const name of ['__proto__', 'constructor', 'toString'])
      void store.invoke(callOf(name)).then((answer) => answers.push(answer))
    await vi.advanceTimersByTimeAsync(limits.answerMs - 1)
    expect(answers).toEqual([])
  })

  it('gives enrolment longer, and ignores an answer that comes after the limit', async () => {
    const { store, port } = setUpReady()
    let answer: Answer<unknown> | null = null
    void store.invoke(callOf('app.enrol')).then((value) => {
      answer = value
    })
    await vi.advanceTimersByTimeAsync(limits.answerMs * 2)
    expect(answer).toBeNull()
    await vi.advanceTimersByTimeAsync(300_000)
    expect(answer).toMatchObject({ ok: false, error: { code: 'BUSY' } })
    expect(() => port().say({ kind: 'answer', id: 1, answer: { ok: true, value: 1 } })).not.toThrow()
  })

  it('refuses the 1,001st pending call with BUSY and sends nothing for it', async () => {
    const { store, port } = setUpReady()
    for (let i = 0; i < limits.pendingMax; i++) void store.invoke(callOf('stock.list'))
    const refused = await store.invoke(callOf('stock.list'))
    expect(refused).toMatchObject({ ok: false, error: { code: 'BUSY' } })
    expect(port().invokes()).toHaveLength(limits.pendingMax)
    port().say({ kind: 'answer', id: 1, answer: { ok: true, value: 1 } })
    void store.invoke(callOf('stock.list'))
    expect(port().invokes()).toHaveLength(limits.pendingMax + 1)
  })
})

describe('death and restart', () => {
  it('answers everything pending with STORE_RESTARTING at once, sent or held', async () => {
    const { store, port } = setUpReady()
    const sent = store.invoke(callOf('stock.list'))
    port().die()
    expect(await sent).toEqual(restarting)
    await vi.advanceTimersByTimeAsync(0)
    const held = store.invoke(callOf('stock.list'))
    port().die()
    expect(await held).toEqual(restarting)
  })

  it('answers at once while it waits to start again', async () => {
    const { store, port } = setUpReady()
    port().die()
    await vi.advanceTimersByTimeAsync(0)
    port().die()
    expect(await store.invoke(callOf('stock.list'))).toEqual(restarting)
  })

  it('starts again after 0, 200, 500, 1000, 2000, 2000 ms', async () => {
    const { store, startedAt, port } = setUp()
    store.start()
    for (let i = 0; i < 6; i++) {
      port().die()
      await vi.advanceTimersByTimeAsync(5_000)
      // Only the wait counts: the time it then lived is the same for each.
    }
    const waits = startedAt.slice(1).map((at, i) => at - (startedAt[0] ?? 0) - i * 5_000)
    expect(waits).toEqual([0, 200, 500, 1_000, 2_000, 2_000])
  })

  it('starts again at once after a long good run', async () => {
    const { ports, port } = setUpReady()
    for (let i = 0; i < 4; i++) {
      port().die()
      await vi.advanceTimersByTimeAsync(5_000)
    }
    port().say({ kind: 'ready' })
    await vi.advanceTimersByTimeAsync(limits.stableMs)
    const before = ports.length
    port().die()
    await vi.advanceTimersByTimeAsync(0)
    expect(ports).toHaveLength(before + 1)
  })

  it('tells pages restarting, then ready, and sends the scanner states to the new process', async () => {
    const { events, port } = setUpReady()
    port().die()
    await vi.advanceTimersByTimeAsync(0)
    port().say({ kind: 'ready' })
    expect(events).toEqual([
      { type: 'backend.state', state: 'ready' },
      { type: 'backend.state', state: 'restarting', code: 'STORE_RESTARTING' },
      { type: 'backend.state', state: 'ready' },
    ])
    expect(port().sent).toEqual([
      { kind: 'start', dataDir: 'data', version: '0.1.0', shellId: 'shell-1' },
      { kind: 'scannerStates', states: [{ path: 'COM3', port: 'COM3', state: 'open' }] },
    ])
  })

  it('ignores whatever a dead process still says', async () => {
    const { store, ports, events, port } = setUpReady()
    port().die()
    await vi.advanceTimersByTimeAsync(0)
    port().say({ kind: 'ready' })
    const answer = store.invoke(callOf('stock.list'))
    ports[0]?.say({ kind: 'answer', id: 1, answer: { ok: true, value: 'ghost' } })
    ports[0]?.say({ kind: 'event', event: { type: 'stock.changed' } })
    ports[0]?.die()
    port().say({ kind: 'answer', id: 1, answer: { ok: true, value: 'real' } })
    expect(await answer).toEqual({ ok: true, value: 'real' })
    expect(events).not.toContainEqual({ type: 'stock.changed' })
    expect(ports).toHaveLength(2)
  })

  it('ends a ready backend that was asked and said nothing for two minutes, but not one that speaks', async () => {
    const { store, port } = setUpReady()
    for (let i = 0; i < 3; i++) {
      void store.invoke(callOf('stock.list'))
      await vi.advanceTimersByTimeAsync(limits.answerMs)
    }
    port().say({ kind: 'event', event: { type: 'sync.changed' } })
    void store.invoke(callOf('stock.list'))
    await vi.advanceTimersByTimeAsync(limits.answerMs)
    expect(port().isKilled).toBe(false)
    for (let i = 0; i < 4; i++) {
      void store.invoke(callOf('stock.list'))
      await vi.advanceTimersByTimeAsync(limits.answerMs)
    }
    expect(port().isKilled).toBe(true)
  })

  it('tries again when the process cannot even be started', async () => {
    let tries = 0
    const store = new StoreProcess({
      fork: (events) => {
        if (++tries < 3) throw new Error('no such file')
        return new FakePort(events)
      },
      dataDir: 'data',
      version: '0.1.0',
      shellId: 'shell-1',
      onEvent: () => {},
      host: async () => null,
      scannerStates: () => [],
      log: () => {},
    })
    store.start()
    await vi.advanceTimersByTimeAsync(200)
    expect(tries).toBe(3)
  })
})

describe('what the shell refused', () => {
  const knock = (asked: string) => ({ clientId: 'window:1', code: 'FOREIGN_ORIGIN' as const, asked })
  const told = (port: FakePort) =>
    port.sent.flatMap((message) => (message.kind === 'refusedByShell' ? [message.asked] : []))

  it('while the backend is not there is told to it once it is, in order and once', () => {
    const { store, port } = setUp()
    store.tellRefused(knock('before the start'))
    store.start()
    store.tellRefused(knock('while it starts'))
    expect(told(port())).toEqual([])
    port().say({ kind: 'ready' })
    store.tellRefused(knock('while it runs'))
    expect(told(port())).toEqual(['before the start', 'while it starts', 'while it runs'])
    port().die()
    store.tellRefused(knock('while it is away'))
    vi.advanceTimersByTime(5_000)
    port().say({ kind: 'ready' })
    expect(told(port())).toEqual(['while it is away'])
  })

  it('is kept within a bound', () => {
    const { store, port } = setUp()
    store.start()
    for (let times = 0; times < limits.untoldMax + 50; times += 1) store.tellRefused(knock(`${times}`))
    port().say({ kind: 'ready' })
    expect(told(port())).toHaveLength(limits.untoldMax)
  })
})

describe('a refused start', () => {
  const refuse = (port: FakePort, code = 'DATABASE_NEWER') =>
    port.say({ kind: 'refused', code, params: { found: 9, known: 3 } })

  it('answers what waited and every later call with its code and params, and is not started again', async () => {
    const { store, ports, port, events } = setUp()
    store.start()
    const held = store.invoke(callOf('app.status'))
    refuse(port())
    const expected = { ok: false, error: { code: 'DATABASE_NEWER', params: { found: 9, known: 3 } } }
    expect(await held).toEqual(expected)
    port().die(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await store.invoke(callOf('app.status'))).toEqual(expected)
    expect(ports).toHaveLength(1)
    const event: BackendEvent = { type: 'backend.state', state: 'refused', code: 'DATABASE_NEWER' }
    expect(events).toEqual([event])
    expect(store.stateEvent()).toEqual(event)
  })

  it('calls an undeclared code INTERNAL', async () => {
    const { store, port } = setUp()
    store.start()
    refuse(port(), 'NO_SUCH_CODE')
    expect(await store.invoke(callOf('app.status'))).toMatchObject({ error: { code: 'INTERNAL' } })
  })
})

describe('what the backend asks of the shell', () => {
  it('answers a host call with its number', async () => {
    const { port } = setUpReady(async (method, input) => ({ method, input }))
    port().say({ kind: 'host', id: 5, method: 'configureScanners', input: { scanners: [] } })
    await vi.advanceTimersByTimeAsync(0)
    const value = { method: 'configureScanners', input: { scanners: [] } }
    expect(port().sent.at(-1)).toEqual({ kind: 'hostAnswer', id: 5, value })
  })

  it('does not give the answer meant for a dead process to the next one', async () => {
    let finish: (value: unknown) => void = () => {}
    const { port } = setUpReady(() => new Promise((resolve) => (finish = resolve)))
    port().say({ kind: 'host', id: 5, method: 'print', input: {} })
    port().die()
    await vi.advanceTimersByTimeAsync(0)
    port().say({ kind: 'ready' })
    finish({ ok: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(port().kinds()).not.toContain('hostAnswer')
  })

  it('answers null when a host call throws, and lives on', async () => {
    const { port } = setUpReady(() => Promise.reject(new Error('device')))
    port().say({ kind: 'host', id: 6, method: 'print', input: {} })
    await vi.advanceTimersByTimeAsync(0)
    expect(port().sent.at(-1)).toEqual({ kind: 'hostAnswer', id: 6, value: null })
  })

  it('passes events on, and lives through a message it does not know', () => {
    const { port, events } = setUpReady()
    port().say({ kind: 'event', event: { type: 'stock.changed' } })
    port().say({ kind: 'novelty' } as never)
    expect(events.at(-1)).toEqual({ type: 'stock.changed' })
  })
})

describe('stopping', () => {
  it('ends when the backend says stopped', async () => {
    const { store, port } = setUpReady()
    const stopped = store.stop()
    expect(port().kinds().at(-1)).toBe('stop')
    port().say({ kind: 'stopped' })
    await expect(stopped).resolves.toBeUndefined()
  })

  it('still delivers an answer that comes before stopped', async () => {
    const { store, port } = setUpReady()
    const answer = store.invoke(callOf('stock.list'))
    void store.stop()
    port().say({ kind: 'answer', id: 1, answer: { ok: true, value: 1 } })
    expect(await answer).toEqual({ ok: true, value: 1 })
  })

  it('waits 3 s at most, then ends the process and starts no other', async () => {
    const { store, ports, port } = setUpReady()
    const pending = store.invoke(callOf('stock.list'))
    const stopped = store.stop()
    await vi.advanceTimersByTimeAsync(limits.stopMs)
    await stopped
    expect(await pending).toEqual(restarting)
    expect(port().isKilled).toBe(true)
    port().die()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ports).toHaveLength(1)
    expect(await store.invoke(callOf('stock.list'))).toEqual(restarting)
  })

  it('cancels a restart that was due', async () => {
    const { store, ports, port } = setUpReady()
    port().die()
    await store.stop()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ports).toHaveLength(1)
  })
})
