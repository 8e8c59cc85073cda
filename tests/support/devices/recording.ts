/**
 * What the store's page said about scanning, in order and with the time: which scans arrived from devices, which sounds
 * were played, which rows were painted. Read by the journeys instead of a loudspeaker and a camera.
 */
import type { Page } from '@playwright/test'
import type { RawScanInput } from '../../../src/contract/schemas/common'
// The declaration of `window.zhanggui`.
import type {} from '../../../src/renderer/bridge'

export type Heard =
  | { kind: 'scan'; at: number; scan: RawScanInput }
  | { kind: 'sound'; at: number; name: string }
  | { kind: 'painted'; at: number; scanId: string; ms: number }

declare global {
  interface Window {
    heard?: Heard[]
  }
}

export interface Recording {
  all(): Promise<Heard[]>
  sounds(): Promise<string[]>
  /** forgets everything so far */
  clear(): Promise<void>
}

/** Also after the page was loaded anew. */
export const record = async (page: Page): Promise<Recording> => {
  await page.addInitScript(listen)
  await page.evaluate(listen)
  return {
    all: () => page.evaluate(() => window.heard ?? []),
    sounds: () => page.evaluate(() => (window.heard ?? []).flatMap((one) => (one.kind === 'sound' ? [one.name] : []))),
    clear: () => page.evaluate(() => void window.heard?.splice(0)),
  }
}

/** Runs in the page, so it must hold everything it needs, and no function with a name (the compiler would mark it). */
const listen = (): void => {
  if (window.heard) return
  const heard: Heard[] = []
  window.heard = heard
  window.addEventListener('zhanggui:sound', (event) => {
    heard.push({ kind: 'sound', at: Date.now(), name: (event as CustomEvent<{ name: string }>).detail.name })
  })
  window.addEventListener('zhanggui:scanPainted', (event) => {
    heard.push({ kind: 'painted', at: Date.now(), ...(event as CustomEvent<{ scanId: string; ms: number }>).detail })
  })
  // Only once the page itself listens: scans are handed over when the first listener comes, and must not come to us alone.
  const timer = setInterval(() => {
    if (!document.querySelector('#root > *') || !window.zhanggui) return
    clearInterval(timer)
    window.zhanggui.subscribe((event) => {
      if (event.type === 'scan') heard.push({ kind: 'scan', at: Date.now(), scan: event.scan })
    })
  }, 20)
}
