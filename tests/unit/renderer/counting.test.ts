// The pure parts of working on a document: the grammar of the scan bar, sounds, views, the summary, how an answer is merged.
import { describe, expect, test } from 'vitest'
import type { DocumentLineView, DocumentView, ScanResult, TrayEntry } from '../../../src/contract/schemas/document'
import { scanOutcomes } from '../../../src/contract/schemas/document'
import { readBar, readTimes } from '../../../src/renderer/scanning/scanBarText'
import { sounds, type Tone } from '../../../src/renderer/scanning/sounds'
import {
  addedNothing,
  meaningOf,
  meaningOfAnswer,
  packsOf,
  wasRefused,
} from '../../../src/renderer/screens/document/results'
import { withAnswer } from '../../../src/renderer/screens/document/useDocument'
import { countsOf, differencesOf, linesOf, progressOf, summaryOf } from '../../../src/renderer/screens/document/views'

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
  test('counted blind, nothing can be heard of what is expected', () => {
    for (const outcome of ['lineDone', 'receiptDone', 'over'] as const)
      expect(meaningOf('scan', outcome, false, true)).toEqual(meaningOf('scan', 'added'))
    expect(meaningOf('scan', 'unknown', false, true).sound).toBe('error')
    expect(meaningOf('scan', 'firstOfLine', false, true).sound).toBe('new')
  })
  test('what must not be taken for counted does not sound like it', () => {
    expect([meaningOf('scan', 'lotWanted').sound, meaningOf('scan', 'nearExpiry').sound]).toEqual(['warn', 'warn'])
    expect([meaningOf('scan', 'expired').sound, meaningOf('scan', 'shortLife').sound]).toEqual(['error', 'error'])
    expect(meaningOf('scan', 'noQuantity', false, true)).toEqual({ tone: 'refused', sound: 'error' })
    expect(addedNothing('noQuantity')).toBe(true)
    expect([addedNothing('lotWanted'), wasRefused('lotWanted'), addedNothing('nearExpiry')]).toEqual([
      true,
      false,
      false,
    ])
    // two days of one lot: a question, neither counted nor refused
    expect(meaningOf('scan', 'lotContradicted').sound).toBe('warn')
    expect([addedNothing('lotContradicted'), wasRefused('lotContradicted')]).toEqual([true, false])
    // a change of a line the dock would not take is heard as refused, whichever way it was keyed
    expect(meaningOf('adjust', 'shortLife').tone).toBe('refused')
  })
  test('what is counted beside the plan wants a look, however it went; taken back, it is as any other', () => {
    const beyond = (outcome: 'added' | 'firstOfLine' | 'unknown') => ({ outcome, beyondPlan: true })
    const look = { tone: 'look', sound: 'warn' }
    expect(meaningOfAnswer('scan', beyond('added'))).toEqual(look)
    expect(meaningOfAnswer('scan', beyond('firstOfLine'), false, true)).toEqual(look)
    expect(meaningOfAnswer('scan', { outcome: 'added' })).toEqual(meaningOf('scan', 'added'))
    expect(meaningOfAnswer('adjust', beyond('added'), true)).toEqual(meaningOf('adjust', 'added', true))
    expect(meaningOfAnswer('scan', beyond('unknown'))).toEqual(meaningOf('scan', 'unknown'))
  })
})

const line = (
  lineNo: number,
  expected: number | null,
  quantity: number,
  more: Partial<DocumentLineView> = {},
): DocumentLineView => ({
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
  quantity,
  damagedQuantity: 0,
  rejectedQuantity: 0,
  freeQuantity: 0,
  keepsLots: false,
  lot: '',
  expiryDate: '',
  role: '',
  condition: 'stock',
  splitOf: 0,
  note: '',
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
  code: '',
  asked: false,
  known: null,
  answer: null,
})
const receipt: DocumentView = {
  header: { version: 4 } as DocumentView['header'],
  lines: [
    line(1, 12_000, 12_000, { touchedAt: 1 }),
    line(2, 24_000, 20_000, { touchedAt: 3 }),
    line(3, 6_000, 8_000, { touchedAt: 2 }),
    line(4, 48_000, 0),
    line(5, 0, 2_000, { unplanned: true }),
  ],
  tray: [entry('a', 'open'), entry('b', 'setAside'), entry('c', 'accepted')],
  steps: [],
  attachments: [],
}
const numbers = (lines: readonly DocumentLineView[]): number[] => lines.map(({ lineNo }) => lineNo)

test('the three views, latest scan first', () => {
  expect(numbers(linesOf(receipt.lines, 'touched'))).toEqual([2, 3, 1])
  expect(numbers(linesOf(receipt.lines, 'all'))).toEqual([1, 2, 3, 4, 5])
  expect(numbers(linesOf(receipt.lines, 'differences'))).toEqual([2, 3, 4, 5])
  expect(countsOf(receipt.lines)).toEqual({ touched: 3, all: 5, differences: 4 })
})

test('the summary, largest difference first', () => {
  const summary = summaryOf(receipt)
  expect(numbers(summary.done)).toEqual([1])
  const differing = [summary.short, summary.over, summary.unplanned]
  expect(differing.map((list) => list.map(({ line, difference }) => [line.lineNo, difference]))).toEqual([
    [
      [4, -48_000],
      [2, -4_000],
    ],
    [[3, 2_000]],
    [[5, 2_000]],
  ])
  expect([summary.trayOpen, summary.setAside].map((list) => list.map(({ trayId }) => trayId))).toEqual([['a'], ['b']])
})

describe('differences', () => {
  test('lots of one ordered line are one difference, broken pieces are here, refused ones are not', () => {
    const lines = [
      line(1, 10_000, 4_000, { lot: 'E261130', damagedQuantity: 1_000, rejectedQuantity: 2_000 }),
      line(2, 0, 5_000, { lot: 'E261231', splitOf: 1 }),
    ]
    expect([...differencesOf(lines)]).toEqual([[1, 0]])
    expect(summaryOf({ lines, tray: [] })).toMatchObject({ short: [], over: [], done: [{ lineNo: 1 }] })
  })
  test('the head counts as done what the summary does: neither over, nor unplanned, nor short', () => {
    const { done, planned } = progressOf(receipt.lines)
    const summary = summaryOf(receipt)
    expect([done, planned]).toEqual([summary.done.length, 4])
    expect([done, summary.over.length, summary.unplanned.length]).toEqual([1, 1, 1])
  })
  test('counted blind there is none to know', () => {
    const lines = [line(1, null, 4_000), line(2, null, 0)]
    expect([...differencesOf(lines)]).toEqual([])
    expect(countsOf(lines).differences).toBe(0)
  })
})

test('an answer replaces its line and leaves the others alone', () => {
  const answer = {
    header: { version: 5 },
    line: line(2, 24_000, 21_000),
    tray: entry('d', 'open'),
  } as unknown as ScanResult
  const next = withAnswer(receipt, answer)
  expect(next.header.version).toBe(5)
  expect(next.lines[1]?.quantity).toBe(21_000)
  expect(next.lines[0]).toBe(receipt.lines[0])
  expect(next.tray.map(({ trayId }) => trayId)).toEqual(['a', 'b', 'c', 'd'])
})

test('a case says how many cases it was', () => {
  expect(packsOf({ packName: '箱' } as ScanResult, 2)).toBe('2 箱')
  expect(packsOf({ packName: '' } as ScanResult, 2)).toBe('')
})
