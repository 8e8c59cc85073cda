/** Our open windows, and which of them listen. A page listens from its `subscribed` until it goes away or unsubscribes. */
import type { BackendEvent } from '../../contract/events'
import type { RawScanInput } from '../../contract/schemas/common'

export interface Page {
  /** the id of its web contents */
  id: number
  isFocused(): boolean
  /** false: it could not be sent */
  send(event: BackendEvent): boolean
}

export class WindowRegistry {
  private readonly pages = new Map<number, Page>()
  private readonly listening = new Set<number>()

  add(page: Page): void {
    this.pages.set(page.id, page)
  }

  remove(id: number): void {
    this.pages.delete(id)
    this.listening.delete(id)
  }

  has(id: number): boolean {
    return this.pages.has(id)
  }

  setListening(id: number, isListening: boolean): void {
    if (isListening && this.pages.has(id)) this.listening.add(id)
    else this.listening.delete(id)
  }

  sendTo(id: number, event: BackendEvent): void {
    if (this.listening.has(id)) this.pages.get(id)?.send(event)
  }

  broadcast(event: BackendEvent): void {
    for (const page of this.listeners()) page.send(event)
  }

  /** A scan belongs to one window: the one in front, or else the first. */
  deliverScan(scan: RawScanInput): boolean {
    const listeners = this.listeners()
    const page = listeners.find((candidate) => candidate.isFocused()) ?? listeners[0]
    return page?.send({ type: 'scan', scan }) ?? false
  }

  private listeners(): Page[] {
    return [...this.pages.values()].filter((page) => this.listening.has(page.id))
  }
}
