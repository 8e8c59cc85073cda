/** A RAW job through the Windows spooler, against a fake of its functions: calls in order, the handle closed whatever happens. */
import { describe, expect, test } from 'vitest'
import { type Winspool, winspoolTransport } from '../../../../src/main/devices/winspool'

interface Fake {
  calls: string[]
  taken: number[]
  spool: Winspool
}

/** `failing`: the function Windows refuses, with its error; `takes`: the most bytes one write takes. */
const fakeSpool = (failing = '', error = 0, takes = 1000): Fake => {
  const calls: string[] = []
  const taken: number[] = []
  const done = (name: string): boolean => {
    calls.push(name)
    return name !== failing
  }
  const spool: Winspool = {
    openPrinter: (name) => (done('open') ? { name } : null),
    startDoc: () => (done('startDoc') ? 7 : 0),
    startPage: () => done('startPage'),
    write: async (_printer, bytes) => {
      // The second write fails: the first bytes may be out.
      const isRefused = failing === 'write' || (failing === 'write again' && taken.length > 0)
      calls.push('write')
      if (isRefused) return 0
      const count = Math.min(takes, bytes.length)
      taken.push(...bytes.subarray(0, count))
      return count
    },
    endPage: () => done('endPage'),
    endDoc: () => done('endDoc'),
    abort: () => done('abort'),
    close: () => done('close'),
    lastError: () => error,
  }
  return { calls, taken, spool }
}

const label = Uint8Array.from({ length: 2500 }, (_, at) => at % 251)

describe('a RAW job', () => {
  test('goes in its order, in as many pieces as the spooler takes, every byte once', async () => {
    const { calls, taken, spool } = fakeSpool()
    expect(await winspoolTransport('标签机', () => spool).send(label)).toEqual({ ok: true, heard: false })
    expect(calls).toEqual([
      ...['open', 'startDoc', 'startPage', 'write', 'write', 'write', 'endPage', 'endDoc', 'close'],
    ])
    expect(taken).toEqual([...label])
  })

  test.each([
    ['open', 1801, 'PRINTER_QUEUE_GONE', false, ['open']],
    ['open', 5, 'PRINTER_QUEUE_STOPPED', false, ['open']],
    ['open', 1722, 'PRINTER_OFFLINE', false, ['open']],
    ['startDoc', 1804, 'PRINTER_QUEUE_STOPPED', false, ['open', 'startDoc', 'close']],
    ['startPage', 28, 'PRINTER_PAPER_OUT', false, ['open', 'startDoc', 'startPage', 'abort', 'close']],
    ['write', 5, 'PRINTER_QUEUE_STOPPED', false, ['open', 'startDoc', 'startPage', 'write', 'abort', 'close']],
    ['write again', 5, 'PRINTER_RESET', true, ['open', 'startDoc', 'startPage', 'write', 'write', 'abort', 'close']],
  ] as const)('%s fails with %i: %s, printed perhaps: %s', async (failing, error, code, mayHavePrinted, order) => {
    const { calls, spool } = fakeSpool(failing, error)
    expect(await winspoolTransport('标签机', () => spool).send(label)).toMatchObject({
      ok: false,
      code,
      mayHavePrinted,
    })
    expect(calls).toEqual(order)
  })

  test.each(['endPage', 'endDoc'])('%s fails: all of it may be out, and the handle is closed', async (failing) => {
    const { calls, spool } = fakeSpool(failing, 6)
    const answer = await winspoolTransport('标签机', () => spool).send(label)
    expect(answer).toMatchObject({ ok: false, code: 'PRINTER_RESET', mayHavePrinted: true })
    expect(calls.at(-1)).toBe('close')
  })

  test('a function that throws leaves no handle behind', async () => {
    const { calls, spool } = fakeSpool()
    const broken = {
      ...spool,
      startPage: () => {
        throw new Error('koffi')
      },
    }
    await expect(winspoolTransport('标签机', () => broken).send(label)).rejects.toThrow('koffi')
    expect(calls.at(-1)).toBe('close')
  })

  test('a PC without koffi has no such printers, and says so', async () => {
    const answer = await winspoolTransport('标签机', () => null).send(label)
    expect(answer).toMatchObject({ ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false })
  })
})
