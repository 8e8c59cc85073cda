import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPrinterLogBook, entriesMax, printerLogFile } from '../../../../src/main/devices/printerLogBook'
import { tcpPrinter } from '../../../support/printers'

const printer = tcpPrinter('192.168.1.50', 9100)
let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'printer-log-'))
  file = join(folder, 'logs', 'printers.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const talk = (book: ReturnType<typeof createPrinterLogBook>, count: number, from = 0): void => {
  for (let at = from; at < from + count; at += 1) book.ended(printer, `said ${at}`)
}
const results = (book: ReturnType<typeof createPrinterLogBook>): string[] =>
  book.read().entries.map(({ result }) => result)

test('of a long job its beginning is kept, with how long it was', () => {
  const book = createPrinterLogBook()
  book.add(printer, 'out', Buffer.from(`^XA${'A'.repeat(5000)}^XZ`))
  book.add(printer, 'in', Buffer.of(0x02, 0x41, 0x03))
  expect(book.read().entries).toMatchObject([
    { printer: '标签机', address: '192.168.1.50:9100', direction: 'out', byteCount: 5006 },
    { direction: 'in', byteCount: 3, hex: '02 41 03', text: '·A·' },
  ])
  expect(book.read().entries[0]?.text).toHaveLength(64)
})

describe('in a file', () => {
  test('it is there after a restart, in order, and the newest alone of too many', async () => {
    const kept = printerLogFile(file)
    const book = createPrinterLogBook(kept)
    talk(book, 3)
    await kept.written()
    const again = printerLogFile(file)
    const restarted = createPrinterLogBook(again)
    expect(results(restarted)).toEqual(['said 0', 'said 1', 'said 2'])
    talk(restarted, entriesMax * 3, 3)
    await again.written()
    const last = results(createPrinterLogBook(printerLogFile(file)))
    expect(last).toEqual(results(restarted))
    expect(last).toHaveLength(entriesMax)
    expect(last.at(-1)).toBe(`said ${entriesMax * 3 + 2}`)
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(entriesMax * 2 + 1)
  })

  test('half a line of a PC that lost its power hides no other', async () => {
    const kept = printerLogFile(file)
    talk(createPrinterLogBook(kept), 2)
    await kept.written()
    appendFileSync(file, '{"at":"2026-11-2')
    const again = printerLogFile(file)
    const book = createPrinterLogBook(again)
    talk(book, 2, 2)
    await again.written()
    expect(results(createPrinterLogBook(printerLogFile(file)))).toEqual(['said 0', 'said 1', 'said 2', 'said 3'])
  })

  test('where nothing can be written, the talk is kept in memory as before', async () => {
    const kept = printerLogFile(join('/dev/null', 'printers.jsonl'))
    const book = createPrinterLogBook(kept)
    talk(book, 2)
    await kept.written()
    expect(results(book)).toEqual(['said 0', 'said 1'])
  })
})
