// Three scans of one code say how a keyboard-mode scanner is set: its marks, its end, its pace, its keyboard.
import { describe, expect, test } from 'vitest'
import { wedgeScanner } from '../../../src/contract/schemas/scanner'
import {
  type Calibration,
  calibrate,
  type RecordedKey,
  scanPauseMs,
  splitScans,
} from '../../../src/renderer/scanning/calibrate'
import { usCharacter } from '../../../src/renderer/scanning/keyText'

const allCodes = [
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`),
  ...Array.from('0123456789', (digit) => `Digit${digit}`),
  ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Slash', 'Period', 'Semicolon', 'Space'],
]
const plain = { ctrl: false, alt: false, meta: false, capsLock: false, shift: false }

const keyFor = (character: string): Omit<RecordedKey, 'atMs'> => {
  for (const code of allCodes)
    for (const shift of [false, true])
      if (usCharacter(code, shift) === character) return { ...plain, key: character, code, shift }
  throw new Error(`no key for ${character}`)
}
const enter = { ...plain, key: 'Enter', code: 'Enter' }
const tab = { ...plain, key: 'Tab', code: 'Tab' }

interface Gun {
  gapMs?: number
  /** added to one key of each scan */
  jitterMs?: number
  end?: Omit<RecordedKey, 'atMs'>[]
  change?(key: Omit<RecordedKey, 'atMs'>): Omit<RecordedKey, 'atMs'>
}

const scanThrice = (text: string, { gapMs = 8, jitterMs = 0, end = [enter], change = (key) => key }: Gun = {}) => {
  const keys: RecordedKey[] = []
  let atMs = 1_000
  for (let scan = 0; scan < 3; scan++) {
    for (const [index, key] of [...Array.from(text, keyFor).map(change), ...end].entries()) {
      keys.push({ ...key, atMs })
      atMs += gapMs + (index === 3 ? jitterMs : 0)
    }
    atMs += 900
  }
  return splitScans(keys)
}
const found = (calibration: Calibration) => {
  if (!calibration.ok) throw new Error(calibration.problem)
  return calibration
}
const problem = (calibration: Calibration) => (calibration.ok ? 'none' : calibration.problem)

const shown = 'ZG-aB/0123'

describe('a known code', () => {
  test.each([
    ['Enter', [enter], 'enter'],
    ['Tab', [tab], 'tab'],
    ['nothing', [], 'none'],
    ['Enter twice, for CR and LF', [enter, enter], 'enter'],
  ] as const)('ended by %s', (_name, end, expected) =>
    expect(found(calibrate(scanThrice(shown, { end: [...end] }), shown)).scanner).toEqual({
      prefix: '',
      suffix: '',
      keys: 'character',
      end: expected,
      gapMs: 30,
    }),
  )

  test('marks before and behind it are the scanner’s; an AIM identifier is not', () => {
    const { scanner, code } = found(calibrate(scanThrice(`A=]C0${shown};`), shown))
    expect([scanner.prefix, code, scanner.suffix]).toEqual(['A=', shown, ';'])
  })

  test.each([
    [1, 30],
    [14, 30],
    [20, 40],
    [40, 80],
    [60, 100],
  ])('%d ms a key allows gaps of %d ms', (gapMs, expected) =>
    expect(found(calibrate(scanThrice(shown, { gapMs }), shown)).scanner.gapMs).toBe(expected),
  )

  test('one late key in a scan does not count among the 95 of 100 of a long code', () => {
    const long = shown.repeat(3)
    expect(found(calibrate(scanThrice(long, { jitterMs: 70 }), long))).toMatchObject({ p95Ms: 8, medianMs: 8 })
  })

  test('a scanner slower than people type is said to be too slow', () =>
    expect(problem(calibrate(scanThrice(shown, { gapMs: 90 }), shown))).toBe('tooSlow'))

  test('another layout of the system: keys are read by their place', () => {
    const azerty: Record<string, string> = { KeyZ: 'W', KeyA: 'q', Minus: ')', Digit0: 'à', Digit1: '&', Slash: '!' }
    const change: Gun['change'] = (key) => ({ ...key, key: azerty[key.code] ?? key.key })
    expect(found(calibrate(scanThrice(shown, { change }), shown)).scanner.keys).toBe('place')
  })

  test('Caps Lock is noticed and does no harm', () => {
    const turned = (key: string): string => (key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase())
    const change: Gun['change'] = (key) => ({ ...key, capsLock: true, key: turned(key.key) })
    const calibration = found(calibrate(scanThrice(shown, { change }), shown))
    expect([calibration.capsLock, calibration.code, calibration.scanner.keys]).toEqual([true, shown, 'character'])
  })

  test('a scanner that turns the case, and another code, are told apart', () => {
    expect(problem(calibrate(scanThrice(shown.toLowerCase()), shown))).toBe('caseTurned')
    expect(problem(calibrate(scanThrice('6901234567892'), shown))).toBe('notTheCode')
  })
})

describe('an unknown code', () => {
  test('a number with a good check digit shows the letters round it', () => {
    for (const [sent, prefix] of [
      ['F6901234567892', 'F'],
      [']E06901234567892', ''],
      ['F]E06901234567892', 'F'],
    ] as const) {
      const { scanner, code } = found(calibrate(scanThrice(sent), null))
      expect([scanner.prefix, code]).toEqual([prefix, '6901234567892'])
    }
  })

  test('any other code is taken as it is', () => {
    const { scanner, code } = found(calibrate(scanThrice('SKU-0012'), null))
    expect([scanner.prefix, code, scanner.suffix]).toEqual(['', 'SKU-0012', ''])
  })

  test('figures that come as letters of another layout are read by their place', () => {
    const change: Gun['change'] = (key) => ({ ...key, key: key.code === 'Digit0' ? 'à' : key.key })
    expect(found(calibrate(scanThrice('6900000000001', { change }), null)).code).toBe('6900000000001')
  })
})

describe('what cannot be measured', () => {
  test('fewer than three scans, or too short a code', () => {
    expect(problem(calibrate(scanThrice(shown).slice(0, 2), shown))).toBe('tooShort')
    expect(problem(calibrate(scanThrice('123'), null))).toBe('tooShort')
    expect(problem(calibrate([], null))).toBe('tooShort')
  })
  test('three different codes, or three different ends', () => {
    const [first = [], second = []] = scanThrice('6901234567892')
    const [other = []] = scanThrice('6901234567885')
    const [unended = []] = scanThrice('6901234567892', { end: [] })
    expect(problem(calibrate([first, second, other], null))).toBe('differs')
    expect(problem(calibrate([first, second, unended], null))).toBe('otherEnds')
  })
  test('keys that print nothing, which would run commands', () => {
    const change: Gun['change'] = (key) => (key.code === 'KeyZ' ? { ...key, key: 'F9', code: 'F9' } : key)
    expect(problem(calibrate(scanThrice(shown, { change }), shown))).toBe('otherKeys')
  })
  test('marks too long to be marks', () => {
    expect(problem(calibrate(scanThrice(`${'X'.repeat(9)}${shown}`), shown))).toBe('longMarks')
  })
})

test('what is found can be kept', () => {
  const { scanner } = found(calibrate(scanThrice(`A${shown}`, { gapMs: 60 }), shown))
  expect(wedgeScanner.safeParse({ ...scanner, name: '1 号枪' }).success).toBe(true)
})

test('scans are cut at a pause, and held keys are left out', () => {
  const shift = { ...plain, key: 'Shift', code: 'ShiftLeft', shift: true }
  const keys = [keyFor('a'), shift, keyFor('B'), keyFor('c')].map((key, index) => ({ ...key, atMs: index * 10 }))
  const later = keys.map((key) => ({ ...key, atMs: key.atMs + 30 + scanPauseMs + 1 }))
  expect(splitScans([...keys, ...later]).map((scan) => scan.map(({ key }) => key).join(''))).toEqual(['aBc', 'aBc'])
})
