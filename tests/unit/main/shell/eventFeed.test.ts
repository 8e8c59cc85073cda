/** The page's side of events: only well-formed ones, to everyone who subscribed; a scan is taken when all have done with it. */
import { describe, expect, it, vi } from 'vitest'
import { createEventFeed, type PageMessage, type PushedEvent } from '../../../../src/preload/eventFeed'

const scan = { type: 'scan', scan: { scanId: '7b0c8f0e-4b1e-4e0a-9c52-0c1d9c2f7a11' } }
const taken: PageMessage = { kind: 'scanTaken', scanId: scan.scan.scanId }
/** one turn of the event loop: every promise that can be fulfilled by then is */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

const setUp = () => {
  const told: PageMessage[] = []
  const feed = createEventFeed((message) => told.push(message))
  return { told, feed }
}

describe('events in the page', () => {
  it('reach every subscriber; anything that is not an object with a string type reaches none', () => {
    const { feed } = setUp()
    const first: PushedEvent[] = []
    const second: PushedEvent[] = []
    feed.subscribe((event) => void first.push(event))
    feed.subscribe((event) => void second.push(event))
    for (const bad of [null, undefined, 'scan', 1, {}, { type: 1 }, []]) feed.receive(bad)
    feed.receive({ type: 'stock.changed' })
    expect(first).toEqual([{ type: 'stock.changed' }])
    expect(second).toEqual(first)
  })

  it('main hears of the first subscriber and of the last that left, once each', () => {
    const { told, feed } = setUp()
    const leaveFirst = feed.subscribe(() => {})
    const leaveSecond = feed.subscribe(() => {})
    leaveFirst()
    leaveFirst()
    expect(told).toEqual([{ kind: 'subscribed' }])
    leaveSecond()
    expect(told).toEqual([{ kind: 'subscribed' }, { kind: 'unsubscribed' }])
  })

  it('a scan is called taken once a subscriber has it, and not while there is none', async () => {
    const { told, feed } = setUp()
    feed.receive(scan)
    await turn()
    expect(told).toEqual([])
    feed.subscribe(() => {})
    feed.receive(scan)
    await turn()
    expect(told).toEqual([{ kind: 'subscribed' }, taken])
  })

  it('a scan is taken only when the promises of all subscribers are fulfilled, whoever subscribed first', async () => {
    const { told, feed } = setUp()
    const finish: (() => void)[] = []
    const slow = () => new Promise<void>((resolve) => finish.push(resolve))
    feed.subscribe(() => {})
    feed.subscribe(slow)
    feed.subscribe(slow)
    feed.receive(scan)
    expect(finish).toHaveLength(2)
    finish[1]?.()
    await turn()
    expect(told).toEqual([{ kind: 'subscribed' }])
    finish[0]?.()
    await turn()
    expect(told).toEqual([{ kind: 'subscribed' }, taken])
  })

  it('nobody takes a scan that a subscriber failed at; the others still get it and the console hears of it', async () => {
    const microtask = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined)
    const { told, feed } = setUp()
    const got: PushedEvent[] = []
    const leaveFirst = feed.subscribe(() => {
      throw new Error('broken')
    })
    feed.subscribe((event) => void got.push(event))
    feed.receive(scan)
    await turn()
    leaveFirst()
    const leaveSecond = feed.subscribe(() => Promise.reject(new Error('broken later')))
    feed.receive(scan)
    await turn()
    leaveSecond()
    expect([got, told]).toEqual([[scan, scan], [{ kind: 'subscribed' }]])
    expect(microtask).toHaveBeenCalledTimes(2)
    microtask.mockRestore()
  })

  it('only a function can subscribe', () => {
    const { feed } = setUp()
    expect(() => feed.subscribe('scan' as never)).toThrow(TypeError)
  })
})
