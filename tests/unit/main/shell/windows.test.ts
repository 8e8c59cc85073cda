/** Which window hears what, and how often a crashed page is loaded again. */
import { describe, expect, it } from 'vitest'
import type { BackendEvent } from '../../../../src/contract/events'
import { createCrashBudget } from '../../../../src/main/windows/crashBudget'
import { WindowRegistry } from '../../../../src/main/windows/windowRegistry'

const scan = { scanId: 'scan-1', source: 'COM3', raw: '6901234567892', scannedAt: '2026-11-22T08:00:00Z' }

const addPage = (registry: WindowRegistry, id: number, isFocused = false) => {
  const events: BackendEvent[] = []
  const page = { id, isFocused: () => isFocused, send: (event: BackendEvent) => events.push(event) > 0 }
  registry.add(page)
  return events
}

describe('windows', () => {
  it('hear events only while they listen', () => {
    const registry = new WindowRegistry()
    const events = addPage(registry, 1)
    registry.broadcast({ type: 'stock.changed' })
    registry.setListening(1, true)
    registry.broadcast({ type: 'sync.changed' })
    registry.setListening(1, false)
    registry.broadcast({ type: 'labels.changed' })
    expect(events).toEqual([{ type: 'sync.changed' }])
  })

  it('a stranger cannot listen', () => {
    const registry = new WindowRegistry()
    registry.setListening(9, true)
    expect(registry.deliverScan(scan)).toBe(false)
    expect(registry.has(9)).toBe(false)
  })

  it('a scan goes to one window: the one in front, else the first', () => {
    const registry = new WindowRegistry()
    const first = addPage(registry, 1)
    const second = addPage(registry, 2, true)
    registry.setListening(1, true)
    expect(registry.deliverScan(scan)).toBe(true)
    registry.setListening(2, true)
    registry.deliverScan(scan)
    expect([first.length, second.length]).toEqual([1, 1])
  })

  it('no window takes a scan when none listens or the only one is gone', () => {
    const registry = new WindowRegistry()
    addPage(registry, 1)
    expect(registry.deliverScan(scan)).toBe(false)
    registry.setListening(1, true)
    registry.remove(1)
    expect(registry.deliverScan(scan)).toBe(false)
  })
})

describe('crashed pages', () => {
  it('are loaded again at once five times, then no faster than five in five minutes', () => {
    const delayMs = createCrashBudget({ max: 5, windowMs: 300_000 })
    const first = [0, 1_000, 2_000, 3_000, 4_000].map((at) => delayMs(at))
    expect(first).toEqual([0, 0, 0, 0, 0])
    expect(delayMs(5_000)).toBe(295_000)
    expect(delayMs(300_000)).toBe(1_000)
    expect(delayMs(900_000)).toBe(0)
  })
})
