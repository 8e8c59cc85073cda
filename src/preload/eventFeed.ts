/**
 * Hands what the backend pushes to whoever subscribed in the page. Tells main when the first came and the last left, and
 * which scan was taken: main keeps a scan until then, and gives it to the next who listens if nobody took it. A scan is
 * taken once every listener has finished with it; one that needs time for that returns a promise.
 */
export type PushedEvent = { type: string }
export type Listener = (event: PushedEvent) => void | Promise<void>

export type PageMessage = { kind: 'subscribed' } | { kind: 'unsubscribed' } | { kind: 'scanTaken'; scanId: string }

export interface EventFeed {
  receive(message: unknown): void
  /** returns the function that ends the subscription */
  subscribe(listener: Listener): () => void
}

export const createEventFeed = (tellMain: (message: PageMessage) => void): EventFeed => {
  // One entry per subscription, not per function: the same function may subscribe twice and leave once.
  const listeners = new Map<symbol, Listener>()

  const receive = (message: unknown): void => {
    if (!isPushedEvent(message) || listeners.size === 0) return
    const told = [...listeners.values()].map((listener) => tell(listener, message))
    const scanId = scanIdOf(message)
    if (scanId === null) return
    void Promise.all(told).then((finished) => {
      if (finished.every(Boolean)) tellMain({ kind: 'scanTaken', scanId })
    })
  }

  const subscribe = (listener: Listener): (() => void) => {
    if (typeof listener !== 'function') throw new TypeError('subscribe needs a function')
    const key = Symbol('subscription')
    listeners.set(key, listener)
    if (listeners.size === 1) tellMain({ kind: 'subscribed' })
    return () => {
      if (listeners.delete(key) && listeners.size === 0) tellMain({ kind: 'unsubscribed' })
    }
  }

  return { receive, subscribe }
}

// One listener that throws must not keep an event from the others; the page's console still hears of it. What it failed
// at is not finished, so main keeps the scan.
const tell = async (listener: Listener, event: PushedEvent): Promise<boolean> => {
  try {
    await listener(event)
    return true
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
    return false
  }
}

const isPushedEvent = (message: unknown): message is PushedEvent =>
  typeof message === 'object' && message !== null && typeof (message as { type?: unknown }).type === 'string'

const scanIdOf = (event: PushedEvent): string | null => {
  const { scan } = event as { scan?: { scanId?: unknown } }
  return event.type === 'scan' && typeof scan?.scanId === 'string' ? scan.scanId : null
}
