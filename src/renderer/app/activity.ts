/** Tells the backend that somebody is at this window: a key, a pointer, a scan. At most three times a minute. */
import type { Client } from '../../contract/client'
import type { BackendEvent } from '../../contract/events'
import { isWindowLocked, useWindowLock } from './windowLock'

const everyMs = 20_000
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

export const startActivity = (
  client: Client,
  subscribe: (listener: (event: BackendEvent) => void) => () => void,
): (() => void) => {
  let toldAtMs = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = (): void => {
    timer = undefined
    if (isWindowLocked() || !useWindowLock.getState().signedIn) return
    toldAtMs = performance.now()
    void client.call('signIn.active', {})
  }
  /** The last sign within the time is told too, at its end: else up to that long would be lost. */
  const seen = (): void => {
    timer ??= setTimeout(tell, Math.max(0, toldAtMs + everyMs - performance.now()))
  }
  const onInput = (event: Event): void => {
    if (event.isTrusted) seen()
  }
  for (const sign of signs) window.addEventListener(sign, onInput, { capture: true, passive: true })
  const stopScans = subscribe((event) => {
    if (event.type === 'scan') seen()
  })
  return () => {
    clearTimeout(timer)
    for (const sign of signs) window.removeEventListener(sign, onInput, { capture: true })
    stopScans()
  }
}
