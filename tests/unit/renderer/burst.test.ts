// A scanner's burst is told from a person typing, at every speed that was measured, with one long gap allowed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Burst,
  burstRulesOf,
  charactersMax,
  createBurstDetector,
  defaultBurstRules,
  median,
} from '../../../src/renderer/scanning/burst'
import type { PacedWedge } from '../../../src/renderer/scanning/quickScans'

/** Types the text with these gaps (the last one before the terminator) and says what the detector made of it. */
const type = (text: string, gaps: number[], detector = createBurstDetector(), startMs = 1_000): string | null => {
  let atMs = startMs
  for (const [index, character] of Array.from(text).entries()) {
    if (index > 0) atMs += gaps[index - 1] ?? 10
    detector.character(character, atMs)
  }
  return detector.terminator(atMs + (gaps[text.length - 1] ?? 10))
}
const steady = (text: string, gapMs: number): number[] => Array.from(text, () => gapMs)

describe('scanners', () => {
  test.each([0.5, 1, 2, 5, 10, 16, 20, 30, 35])('are read at %d ms a key', (gapMs) =>
    expect(type('6901234567892', steady('6901234567892', gapMs))).toBe('6901234567892'),
  )
  test('one gap of 85 ms, as seen under load, is normal', () => {
    const gaps = steady('6901234567892', 8)
    gaps[5] = 85
    expect(type('6901234567892', gaps)).toBe('6901234567892')
  })
  test.each([0, 2, 7, 12])('a stall after key %d does not cut the code in two', (stalledAt) => {
    const gaps = steady('6901234567892', 8)
    gaps[stalledAt] = 390
    expect(type('6901234567892', gaps)).toBe('6901234567892')
  })
  test('four keys are enough, three are not', () => {
    expect(type('A123', steady('A123', 5))).toBe('A123')
    expect(type('A12', steady('A12', 5))).toBeNull()
  })
  test('a key that came late is dated again by its release, never before the one in front of it', () => {
    const detector = createBurstDetector()
    detector.character('6', 1_000)
    for (const [index, character] of Array.from('901234567892').entries()) {
      detector.character(character, 1_060 + index * 25)
      detector.dated(1_005 + index * 5)
    }
    detector.dated(0)
    expect(detector.terminator(1_070)).toBe('6901234567892')
  })
  test('typing before a scan is not part of it', () => {
    const detector = createBurstDetector()
    detector.character('1', 0)
    detector.character('2', 180)
    detector.character('*', 390)
    expect(type('6901234567892', steady('6901234567892', 6), detector, 900)).toBe('6901234567892')
  })
  test.each([45, 60, 120, 300])('nor is a count, %d ms before the trigger', (gapMs) => {
    for (const count of ['6*', '12*', '1200*']) {
      const detector = createBurstDetector()
      const atMs = 1_000 - count.length * gapMs
      for (const [index, key] of Array.from(count).entries()) detector.character(key, atMs + index * gapMs)
      expect(type('6901234567892', steady('6901234567892', 6), detector, 1_000)).toBe('6901234567892')
    }
  })
  test('a printed code that begins like one stays whole, at every pace and with a stall behind its star', () => {
    for (const gapMs of [1, 10, 35]) {
      const gaps = steady('12*690123', gapMs)
      gaps[2] = 120
      expect(type('12*690123', gaps)).toBe('12*690123')
    }
    const slow = [{ ...defaultBurstRules }, ...burstRulesOf([{ gapMs: 100 }])]
    const detector = createBurstDetector(() => slow)
    expect(type('12*690123', steady('12*690123', 60), detector)).toBe('12*690123')
  })
  test('two scans in a row are two scans', () => {
    const detector = createBurstDetector()
    expect(type('AAAA1', steady('AAAA1', 3), detector, 0)).toBe('AAAA1')
    expect(type('BBBB2', steady('BBBB2', 3), detector, 60)).toBe('BBBB2')
  })
  test('the second Enter of CR LF is an echo, a later one is not', () => {
    const detector = createBurstDetector()
    type('6901', steady('6901', 4), detector, 0)
    expect(detector.isEcho(20)).toBe(true)
    expect(detector.isEcho(500)).toBe(false)
  })
  test('a scan without end is bounded', () => {
    const text = 'x'.repeat(9_000)
    expect(type(text, steady(text, 1))?.length).toBe(charactersMax)
  })
})

describe('people', () => {
  test.each([60, 80, 120, 200])('are not scanners at %d ms a key', (gapMs) =>
    expect(type('6901234567892', steady('6901234567892', gapMs))).toBeNull(),
  )
  test('a pause before Enter makes a few fast keys typing', () => expect(type('6901', [5, 5, 5, 120])).toBeNull())
  test('another key in between ends the sequence', () => {
    const detector = createBurstDetector()
    for (let index = 0; index < 6; index += 1) detector.character('6', index * 5)
    detector.interrupt()
    expect(detector.terminator(40)).toBeNull()
  })
  test('fast typing is practically never taken for a scan', () => {
    const gap = fc.integer({ min: 45, max: 220 })
    fc.assert(
      fc.property(
        fc.array(gap, { minLength: 6, maxLength: 20 }),
        (gaps) => type('x'.repeat(gaps.length), gaps) === null,
      ),
    )
  })
})

describe('a slow scanner that was measured', () => {
  const slow = () => createBurstDetector(() => burstRulesOf([{ gapMs: 100 }]))
  const code = '6901234567892'

  test.each([1, 20, 40, 60, 75])('is read at %d ms a key', (gapMs) =>
    expect(type(code, steady(code, gapMs), slow())).toBe(code),
  )
  test('one late key is normal for it, too', () => {
    const gaps = steady(code, 60)
    gaps[4] = 145
    expect(type(code, gaps, slow())).toBe(code)
  })
  test('asks for six keys at its pace, for four at a fast one', () => {
    expect(type('69012', steady('69012', 60), slow())).toBeNull()
    expect(type('690123', steady('690123', 60), slow())).toBe('690123')
    expect(type('6901', steady('6901', 8), slow())).toBe('6901')
  })
  test('makes no scan of a secret typed at its pace', () => {
    const detector = slow()
    for (let index = 0; index < 6; index += 1) detector.character('6', index * 60)
    expect(detector.terminator(360, [defaultBurstRules])).toBeNull()
  })
  test('is read anew with the rules of the moment', () => {
    let rules = burstRulesOf([])
    const detector = createBurstDetector(() => rules)
    expect(type(code, steady(code, 60), detector, 0)).toBeNull()
    rules = burstRulesOf([{ gapMs: 100 }])
    expect(type(code, steady(code, 60), detector, 5_000)).toBe(code)
  })
  test('a fast one changes nothing', () => expect(burstRulesOf([{ gapMs: 30 }])).toEqual([defaultBurstRules]))
})

describe('a scanner that sends no end', () => {
  const keys = (text: string, gapMs: number) => {
    const detector = createBurstDetector()
    for (const [index, character] of Array.from(text).entries()) detector.character(character, index * gapMs)
    return detector
  }
  const texts = (bursts: readonly Burst[]) => bursts.map(({ text }) => text)
  test('is read by the silence behind it', () =>
    expect(texts(keys('6901234567892', 8).silence(300))).toEqual(['6901234567892']))
  test('its Enter, should there be one after all, is an echo', () => {
    const detector = keys('6901234567892', 8)
    detector.silence(300)
    expect(detector.isEcho(320)).toBe(true)
  })
  test('short or slow keys are typing', () => {
    expect(keys('69012', 8).silence(300)).toEqual([])
    expect(keys('6901234567892', 60).silence(900)).toEqual([])
  })

  describe('and is used quickly', () => {
    const endless = { prefix: '', suffix: '', end: 'none', gapMs: 30 } as const
    /** one text behind the other, 8 ms a key, with this wait between them */
    const scansOf = (scans: string[], waitMs: number, wedges: PacedWedge[] = [endless]): Burst[] => {
      const detector = createBurstDetector(() => burstRulesOf(wedges))
      let atMs = 0
      for (const [index, scan] of scans.entries()) {
        if (index > 0) atMs += waitMs - 8
        for (const character of scan) {
          atMs += 8
          detector.character(character, atMs)
        }
      }
      return detector.silence(atMs, wedges)
    }

    test('gives two scans, each with its keys and the time of its last one', () =>
      expect(scansOf(['6901234567892', '6901234567892'], 355)).toEqual([
        { text: '6901234567892', keys: 13, atMs: 104 },
        { text: '6901234567892', keys: 13, atMs: 555 },
      ]))
    test('gives three of different lengths', () =>
      expect(texts(scansOf(['6901234567892', '96385074', '036000291452'], 200))).toEqual([
        ...['6901234567892', '96385074', '036000291452'],
      ]))
    test('knows its marks, which are taken off later', () =>
      expect(
        texts(scansOf(['A6901234567892#', 'A96385074#'], 355, [{ ...endless, prefix: 'A', suffix: '#' }])),
      ).toEqual([...['A6901234567892#', 'A96385074#']]))
    test.each([
      ['a code that stalled', ['690123', '4567892'], [endless]],
      ['a document number that stalled behind a good GTIN', ['6901234567892', 'CGDD'], [endless]],
      ['digits of which one check digit is wrong', ['6901234567892', '6901234567893'], [endless]],
      [
        'what came from a scanner that sends Enter',
        ['6901234567892', '96385074'],
        [{ ...endless, end: 'enter' as const }],
      ],
    ])('leaves %s whole', (_name, pieces, wedges) =>
      expect(texts(scansOf(pieces, 355, wedges))).toEqual([pieces.join('')]),
    )
    test('leaves a wait that this scanner makes inside a code', () =>
      expect(texts(scansOf(['6901234567892', '96385074'], 90, [{ ...endless, gapMs: 100 }]))).toEqual([
        '690123456789296385074',
      ]))
  })
})

test('median', () => {
  expect(median([5, 1, 3])).toBe(3)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([])).toBe(Number.POSITIVE_INFINITY)
})
