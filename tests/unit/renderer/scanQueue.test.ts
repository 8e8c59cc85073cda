// One line for all scans: in order, one at a time, to the topmost screen; nothing is lost without somebody being told.
import { describe, expect, test } from 'vitest'
import type { RawScanInput } from '../../../src/contract/schemas/common'
import { createScanQueue, finishedIdsMax } from '../../../src/renderer/scanning/scanQueue'

const make = (options: { lengthMax?: number; blocked?: () => boolean; firstScreenMsMax?: number } = {}) => {
  const told: string[] = []
  const taken: [raw: string, noticeId: number][] = []
  const queue = createScanQueue(
    {
      lengthMax: options.lengthMax ?? 500,
      bounceMs: () => 200,
      firstScreenMsMax: options.firstScreenMsMax ?? 0,
      isBlocked: options.blocked ?? (() => false),
    },
    {
      onBounce: (scan) => told.push(`bounce ${scan.raw}`),
      onBlocked: (scan) => told.push(`blocked ${scan.raw}`),
      onOverflow: (scan) => told.push(`overflow ${scan.raw}`),
      onNobody: (scan) => told.push(`nobody ${scan.raw}`),
      onFailed: (scan) => told.push(`failed ${scan.raw}`),
      onLength: () => undefined,
      noticeId: () => told.length,
      onTaken: ({ raw }, before) => taken.push([raw, before]),
    },
  )
  return { queue, told, taken }
}

const startMs = Date.parse('2026-11-22T02:00:00.000Z')
let serial = 0
const scan = (raw: string, atMs = serial * 1_000, source = 'wedge'): RawScanInput => ({
  scanId: `id-${++serial}`,
  source,
  raw,
  scannedAt: new Date(startMs + atMs).toISOString(),
})
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

test('scans of all sources arrive in order, one at a time', async () => {
  const { queue, told } = make()
  const taken: string[] = []
  let busy = 0
  queue.register({
    take: async ({ raw }) => {
      expect(++busy).toBe(1)
      await later()
      taken.push(raw)
      busy -= 1
    },
  })
  const codes = Array.from({ length: 20 }, (_, index) => `code ${index}`)
  for (const [index, code] of codes.entries()) void queue.push(scan(code, index * 5, index % 2 ? 'wedge' : 'COM3'))
  await queue.idle()
  expect(taken).toEqual(codes)
  expect(told).toEqual([])
})

test('scans given to a page before its first screen is up wait for it', async () => {
  const { queue, told } = make({ firstScreenMsMax: 5_000 })
  const taken: string[] = []
  const early = queue.push(scan('EARLY'))
  await later()
  expect(told).toEqual([])
  queue.register({ take: async ({ raw }) => void taken.push(raw) })
  await early
  expect(taken).toEqual(['EARLY'])
})

test('the topmost screen takes them, and the one below again when it has gone', async () => {
  const { queue } = make()
  const taken: string[] = []
  queue.register({ take: async ({ raw }) => void taken.push(`list ${raw}`) })
  const leave = queue.register({ take: async ({ raw }) => void taken.push(`document ${raw}`) })
  void queue.push(scan('A'))
  await queue.idle()
  leave()
  void queue.push(scan('B'))
  await queue.idle()
  expect(taken).toEqual(['document A', 'list B'])
})

test("a document's scans go to it alone, with what held when each arrived", async () => {
  const { queue, told } = make()
  const taken: string[] = []
  let times = 1
  const leave = queue.register({
    bound: true,
    note: () => times,
    take: async ({ raw }, note) => {
      await later()
      taken.push(`${raw} × ${note}`)
      if (raw === 'B') leave()
    },
  })
  queue.register({ take: async () => undefined })()
  void queue.push(scan('A'))
  times = 12
  void queue.push(scan('B'))
  void queue.push(scan('C'))
  const other: string[] = []
  queue.register({ take: async ({ raw }) => void other.push(raw) })
  await queue.idle()
  expect([taken, other, told]).toEqual([['A × 1', 'B × 12'], [], ['failed C']])
})

test('without a screen a scan is refused aloud', async () => {
  const { queue, told } = make()
  void queue.push(scan('A'))
  await queue.idle()
  expect(told).toEqual(['nobody A'])
})

test('a scan that fails is told, and the next one goes on', async () => {
  const { queue, told } = make()
  const taken: string[] = []
  queue.register({
    take: async ({ raw }) => {
      if (raw === 'A') throw new Error('broken')
      taken.push(raw)
    },
  })
  void queue.push(scan('A'))
  void queue.push(scan('B'))
  await queue.idle()
  expect([told, taken]).toEqual([['failed A'], ['B']])
})

test('a full line refuses what comes next and keeps what waits', async () => {
  const { queue, told } = make({ lengthMax: 2 })
  const taken: string[] = []
  queue.register({
    take: async ({ raw }) => {
      await later()
      taken.push(raw)
    },
  })
  for (const code of ['A', 'B', 'C', 'D']) void queue.push(scan(code))
  await queue.idle()
  expect([taken, told]).toEqual([
    ['A', 'B'],
    ['overflow C', 'overflow D'],
  ])
})

test('while a dialog is open scans are blocked', async () => {
  let open = true
  const { queue, told } = make({ blocked: () => open })
  const taken: string[] = []
  queue.register({ take: async ({ raw }) => void taken.push(raw) })
  void queue.push(scan('A'))
  open = false
  void queue.push(scan('B'))
  await queue.idle()
  expect([told, taken]).toEqual([['blocked A'], ['B']])
})

test('a dialog that asks for a scan gets it, its screen never; closed before its turn came, the scan goes nowhere', async () => {
  let open = true
  const { queue, told } = make({ blocked: () => open })
  const taken: string[] = []
  queue.register({ take: async ({ raw }) => void taken.push(`screen ${raw}`) })
  const close = queue.register({
    ...{ inDialog: true, bound: true },
    take: async ({ raw }) => void taken.push(`dialog ${raw}`),
  })
  await queue.push(scan('A'))
  // closed while this one waits behind another
  const waiting = [queue.push(scan('B')), queue.push(scan('C'))]
  close()
  open = false
  await Promise.all(waiting)
  await queue.push(scan('D'))
  expect(taken.slice(0, 1)).toEqual(['dialog A'])
  expect(taken.at(-1)).toBe('screen D')
  expect(taken).not.toContain('screen C')
  expect(told).toContain('failed C')
})

describe('a scan is finished', () => {
  /** names, in the order in which their push was fulfilled */
  const watch = () => {
    const finished: string[] = []
    const note = (name: string, push: Promise<void>): Promise<void> => push.then(() => void finished.push(name))
    return { finished, note }
  }

  test('when its screen has done with it, one after the other', async () => {
    const { queue } = make()
    const { finished, note } = watch()
    const release: (() => void)[] = []
    queue.register({ take: () => new Promise<void>((resolve) => release.push(resolve)) })
    const pushes = ['A', 'B'].map((code) => note(code, queue.push(scan(code))))
    await later()
    expect([release.length, finished]).toEqual([1, []])
    release[0]?.()
    await later()
    expect([release.length, finished]).toEqual([2, ['A']])
    release[1]?.()
    await Promise.all(pushes)
    expect(finished).toEqual(['A', 'B'])
  })

  test('when it was refused aloud, whyever', async () => {
    let open = false
    const { queue, told } = make({ lengthMax: 1, blocked: () => open })
    const { finished, note } = watch()
    await note('nobody', queue.push(scan('A')))
    await queue.idle()
    const leave = queue.register({
      take: async () => {
        await later()
        throw new Error('broken')
      },
    })
    const failing = note('failed', queue.push(scan('B', 0)))
    await note('bounce', queue.push(scan('B', 10)))
    await note('overflow', queue.push(scan('C')))
    open = true
    await note('blocked', queue.push(scan('D')))
    await failing
    leave()
    expect(finished).toEqual(['nobody', 'bounce', 'overflow', 'blocked', 'failed'])
    expect(told).toEqual(['nobody A', 'bounce B', 'overflow C', 'blocked D', 'failed B'])
  })
})

describe('the same scan again', () => {
  test('counts once while it waits, and is finished when the first is', async () => {
    const { queue, told } = make()
    const taken: string[] = []
    const release: (() => void)[] = []
    queue.register({
      take: ({ raw }) => {
        taken.push(raw)
        return new Promise<void>((resolve) => release.push(resolve))
      },
    })
    const first = scan('A')
    let isFinished = false
    void queue.push(first)
    const again = queue.push({ ...first }).then(() => {
      isFinished = true
    })
    await later()
    expect([taken, isFinished]).toEqual([['A'], false])
    release[0]?.()
    await again
    await queue.idle()
    expect([taken, told]).toEqual([['A'], []])
  })

  test('counts once when it is finished or was refused', async () => {
    let open = true
    const { queue, told } = make({ blocked: () => open })
    const taken: string[] = []
    queue.register({ take: async ({ raw }) => void taken.push(raw) })
    const refused = scan('A')
    const counted = scan('B')
    await queue.push(refused)
    open = false
    await queue.push(counted)
    await queue.push(refused)
    await queue.push(counted)
    expect([taken, told]).toEqual([['B'], ['blocked A']])
  })

  test(`is remembered for ${finishedIdsMax} scans and no longer`, async () => {
    const { queue } = make()
    const taken: string[] = []
    queue.register({ take: async ({ raw }) => void taken.push(raw) })
    const scans = Array.from({ length: finishedIdsMax + 1 }, (_, index) => scan(`code ${index}`))
    for (const one of scans) await queue.push(one)
    taken.length = 0
    for (const one of scans.slice(1, 3)) await queue.push(one)
    if (scans[0]) await queue.push(scans[0])
    expect(taken).toEqual(['code 0'])
  })
})

describe('bounce', () => {
  const run = async (scans: RawScanInput[]) => {
    const { queue, told } = make()
    const taken: string[] = []
    queue.register({ take: async ({ raw }) => void taken.push(raw) })
    for (const one of scans) void queue.push(one)
    await queue.idle()
    return { taken: taken.length, bounced: told.length }
  }

  test('the same code within 200 ms from one source counts once', async () =>
    expect(await run([scan('A', 0), scan('A', 150)])).toEqual({ taken: 1, bounced: 1 }))
  test('at 200 ms it is a second piece', async () =>
    expect(await run([scan('A', 0), scan('A', 200)])).toEqual({ taken: 2, bounced: 0 }))
  test('a trigger held down stays one scan', async () =>
    expect(await run([0, 150, 300, 450].map((atMs) => scan('A', atMs)))).toEqual({ taken: 1, bounced: 3 }))
  test('another code in between, or another scanner, is no bounce', async () => {
    expect(await run([scan('A', 0), scan('B', 50), scan('A', 100)])).toEqual({ taken: 3, bounced: 0 })
    expect(await run([scan('A', 0, 'COM3'), scan('A', 50, 'wedge')])).toEqual({ taken: 2, bounced: 0 })
  })
  test('after the clock was put back an hour the same code is a scan, not a bounce', async () => {
    expect(await run([scan('A', 3_600_000), scan('A', 1_000)])).toEqual({ taken: 2, bounced: 0 })
    expect(await run([scan('A', 3_600_000), scan('A', 3_599_950)])).toEqual({ taken: 1, bounced: 1 })
  })
  test('what a person types is never a bounce', async () =>
    expect(await run([scan('A', 0, 'typed'), scan('A', 50, 'typed')])).toEqual({ taken: 2, bounced: 0 }))
})

test('a scan that was answered says what was shown when it came: of no scan behind it, and not what it said itself', async () => {
  const { queue, told, taken } = make({ lengthMax: 2 })
  const leave = queue.register({
    take: async ({ raw }) => {
      await later()
      if (raw === 'FAILS') throw new Error('no answer')
      told.push(`said of ${raw}`)
    },
  })
  void queue.push(scan('A'))
  void queue.push(scan('B'))
  void queue.push(scan('TOO MANY'))
  await queue.idle()
  // the overflow was told after both had come: their answers are no word about it
  expect(taken).toEqual([
    ['A', 0],
    ['B', 0],
  ])
  void queue.push(scan('FAILS'))
  void queue.push(scan('C'))
  await queue.idle()
  leave()
  expect(told).toEqual(['overflow TOO MANY', 'said of A', 'said of B', 'failed FAILS', 'said of C'])
  expect(taken.slice(2)).toEqual([['C', 3]])
})
