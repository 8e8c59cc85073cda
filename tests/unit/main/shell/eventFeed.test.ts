/** The page's side of events: only well-formed ones, to everyone who subscribed; a scan is taken only by somebody. */
import { describe, expect, it } from 'vitest'
import { createEventFeed, type PageMessage, type PushedEvent } from '../../../../src/preload/eventFeed'

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
    feed.subscribe((event) => first.push(event))
    feed.subscribe((event) => second.push(event))
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

  it('a scan is called taken once a subscriber has it, and not while there is none', () => {
    const { told, feed } = setUp()
    const scan = { type: 'scan', scan: { scanId: '7b0c8f0e-4b1e-4e0a-9c52-0c1d9c2f7a11' } }
    feed.receive(scan)
    expect(told).toEqual([])
    feed.subscribe(() => {})
    feed.receive(scan)
    expect(told).toEqual([{ kind: 'subscribed' }, { kind: 'scanTaken', scanId: scan.scan.scanId }])
  })

  it('only a function can subscribe', () => {
    const { feed } = setUp()
    expect(() => feed.subscribe('scan' as never)).toThrow(TypeError)
  })
})
