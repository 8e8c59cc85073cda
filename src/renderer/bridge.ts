/** The two functions preload gives the page, and nothing else: ask, and listen. */
import type { Invoke } from '../contract/client'
import type { BackendEvent } from '../contract/events'

export interface Bridge {
  invoke: Invoke
  /** main keeps a scan until the promises of all listeners are fulfilled; nothing returned means done at once */
  subscribe(listener: (event: BackendEvent) => void | Promise<void>): () => void
}

declare global {
  interface Window {
    zhanggui?: Bridge
  }
}

export const bridgeOfWindow = (): Bridge => {
  if (!window.zhanggui) throw new Error('This page runs inside the Zhanggui app only')
  return window.zhanggui
}
