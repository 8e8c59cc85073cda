// The pure parts of receiving: the grammar of the scan bar, sounds, views, the summary, and how an answer is merged.
import { describe, expect, test } from 'vitest'
import type { Receipt, ReceiptLine, ScanResult, TrayEntry } from '../../../src/contract/schemas/goodsReceipt'
import { scanOutcomes } from '../../../src/contract/schemas/goodsReceipt'
import { readBar, readTimes } from '../../../src/renderer/scanning/scanBarText'
import { sounds, type Tone } from '../../../src/renderer/scanning/sounds'
import { meaningOf, packsOf } from '../../../src/renderer/screens/receipt/results'
import { withAnswer } from '../../../src/renderer/screens/receipt/useReceipt'
import { countsOf, linesOf, summaryOf } from '../../../src/renderer/screens/receipt/views'

describe('scan bar', () => {
  test.each([
    ['', { kind: 'nothing' }],
    ['  ', { kind: 'nothing' }],
    ['+3', { kind: 'adjust', mode: 'add', quantity: 3_000 }],
    ['-3', { kind: 'adjust', mode: 'subtract', quantity: 3_000 }],
    ['=24', { kind: 'adjust', mode: 'set', quantity: 24_000 }],
    ['=0', { kind: 'adjust', mode: 'set', quantity: 0 }],
    ['=1.5', { kind: 'adjust', mode: 'set', quantity: 1_500 }],
    ['=1234567', { kind: 'badQuantity', text: '=1234567' }],
    ['+1.2.3', { kind: 'badQuantity', text: '+1.2.3' }],
    ['+0', { kind: 'badQuantity', text: '+0' }],
    ['-0.0', { kind: 'badQuantity', text: '-0.0' }],
    ['12*', { kind: 'times', times: 12 }],
    ['0*', { kind: 'badTimes', text: '0*' }],
    ['10000*', { kind: 'badTimes', text: '10000*' }],
    ['A1*', { kind: 'badTimes', text: 'A1*' }],
    ['24', { kind: 'code', code: '24' }],
    ['6901234567892', { kind: 'code', code: '6901234567892' }],
    ['-SKU1', { kind: 'code', code: '-SKU1' }],
    ['+', { kind: 'code', code: '+' }],
  ])('%j', (text, expected) => expect(readBar(text)).toEqual(expected))

  test('a count before the star', () => {
    expect([
      readTimes('12'),
      readTimes('9999'),
      readTimes('0'),
      readTimes('10000'),
      readTimes(''),
      readTimes('A1'),
    ]).toEqual([12, 9999, null, null, null, null])
  })
})

describe('sounds', () => {
  const shape = (tones: readonly Tone[]): string => {
    const heard = tones.filter((tone) => tone.hz > 0)
    return `${heard.length} × ${heard.map((tone) => tone.ms).join('+')}`
  }
  const table: Record<string, readonly Tone[]> = sounds

  test('a refusal differs from a success by count and length, not only by pitch', () => {
    for (const good of ['ok', 'new', 'done-line', 'done-doc', 'undo'])
      for (const bad of ['error', 'stop', 'warn']) expect(shape(table[good] ?? [])).not.toBe(shape(table[bad] ?? []))
  })
  test('every outcome is heard', () => {
    const silent = scanOutcomes.filter((outcome) => meaningOf('scan', outcome).sound === null)
    expect(silent).toEqual([])
    expect(meaningOf('undo', 'added')).toEqual({ tone: 'undone', sound: 'undo' })
    // a quantity taken off or set by hand is never heard as goods added
    expect(meaningOf('adjust', 'lineDone', true)).toEqual({ tone: 'undone', sound: 'undo' })
    expect(meaningOf('adjust', 'over', true)).toEqual({ tone: 'look', sound: 'warn' })
    expect(meaningOf('adjust', 'added').sound).toBe('ok')
  })
})

const line = (lineNo: number, expected: number, received: number, more: Partial<ReceiptLine> = {}): ReceiptLine => ({
  lineNo,
  sku: `S${lineNo}`,
  name: `商品 ${lineNo}`,
  nameEn: '',
  spec: '',
  unit: '瓶',
  barcode: '',
  shelf: '',
  weighed: false,
  expectedQuantity: expected,
  receivedQuantity: received,
  unplanned: false,
  unitCost: null,
  touchedAt: 0,
  ...more,
})
const entry = (trayId: string, state: TrayEntry['state']): TrayEntry => ({
  trayId,
  text: trayId,
  reason: 'unknown',
  sku: null,
  name: null,
  quantity: 0,
  scans: 1,
  state,
  decision: '',
  scannedAt: '',
})
const receipt: Receipt = {
  header: { version: 4 } as Receipt['header'],
  lines: [
    line(1, 12_000, 12_000, { touchedAt: 1 }),
    line(2, 24_000, 20_000, { touchedAt: 3 }),
    line(3, 6_000, 8_000, { touchedAt: 2 }),
    line(4, 48_000, 0),
    line(5, 0, 2_000, { unplanned: true }),
  ],
  tray: [entry('a', 'open'), entry('b', 'setAside'), entry('c', 'accepted')],
}
const numbers = (lines: readonly ReceiptLine[]): number[] => lines.map(({ lineNo }) => lineNo)

test('the three views, latest scan first', () => {
  expect(numbers(linesOf(receipt.lines, 'touched'))).toEqual([2, 3, 1])
  expect(numbers(linesOf(receipt.lines, 'all'))).toEqual([1, 2, 3, 4, 5])
  expect(numbers(linesOf(receipt.lines, 'differences'))).toEqual([2, 3, 4, 5])
  expect(countsOf(receipt.lines)).toEqual({ touched: 3, all: 5, differences: 4 })
})

test('the summary, largest difference first', () => {
  const summary = summaryOf(receipt)
  expect([summary.done, summary.short, summary.over, summary.unplanned].map(numbers)).toEqual([[1], [4, 2], [3], [5]])
  expect([summary.trayOpen, summary.setAside].map((list) => list.map(({ trayId }) => trayId))).toEqual([['a'], ['b']])
})

test('an answer replaces its line and leaves the others alone', () => {
  const answer = {
    header: { version: 5 },
    line: line(2, 24_000, 21_000),
    tray: entry('d', 'open'),
  } as unknown as ScanResult
  const next = withAnswer(receipt, answer)
  expect(next.header.version).toBe(5)
  expect(next.lines[1]?.receivedQuantity).toBe(21_000)
  expect(next.lines[0]).toBe(receipt.lines[0])
  expect(next.tray.map(({ trayId }) => trayId)).toEqual(['a', 'b', 'c', 'd'])
})

test('a case says how many cases it was', () => {
  expect(packsOf({ packName: '箱' } as ScanResult, 2)).toBe('2 箱')
  expect(packsOf({ packName: '' } as ScanResult, 2)).toBe('')
})
