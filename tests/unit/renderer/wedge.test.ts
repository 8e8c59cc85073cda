// The wedge listener on a window of its own: what a scan keeps from happening, and what becomes of one in a secret's field.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WedgeScanner } from '../../../src/contract/schemas/scanner'
import { burstEvent, installWedge } from '../../../src/renderer/scanning/wedge'
import { makeQuietLetters } from '../../../src/ui/quietLetters'

class Field extends EventTarget {
  type = 'text'
  inputMode = ''
  readOnly = false
  selectionStart = 0
  selectionEnd = 0
  text = ''
  get value(): string {
    return this.text
  }
  set value(text: string) {
    this.text = text
  }
  expanded: string | null = null
  getAttribute(): string | null {
    return this.expanded
  }
  setSelectionRange(): void {
    // nothing is marked here
  }
}
class Area extends EventTarget {}

const page = { activeElement: null as Field | null, body: new EventTarget() }
let scans: string[] = []
let pinScans = 0
let remove = (): void => undefined

const install = (wedges: readonly WedgeScanner[] = []): void => {
  remove = installWedge(
    {
      onScan: (raw) => void scans.push(raw),
      onPinScan: () => {
        pinScans += 1
      },
      onImeScan: () => undefined,
    },
    () => wedges,
  )
}

const slow: WedgeScanner = { name: '蓝牙枪', prefix: '', suffix: '', end: 'enter', gapMs: 100, keys: 'character' }

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.advanceTimersByTime(10_000)
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', page)
  vi.stubGlobal('HTMLInputElement', Field)
  vi.stubGlobal('HTMLTextAreaElement', Area)
  page.activeElement = null
  page.body = new EventTarget()
  vi.stubGlobal('MouseEvent', Event)
  scans = []
  pinScans = 0
})
afterEach(() => {
  remove()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const codeOf = (key: string): string =>
  /^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/i.test(key) ? `Key${key.toUpperCase()}` : key

/** true when it came through to the page */
const press = (key: string): boolean => {
  const event = Object.assign(new Event('keydown', { cancelable: true }), {
    ...{ key, code: codeOf(key), shiftKey: /^[A-Z]$/.test(key), ctrlKey: false, altKey: false, metaKey: false },
    ...{ repeat: false, getModifierState: () => false },
  })
  Object.defineProperty(event, 'timeStamp', { value: performance.now() })
  window.dispatchEvent(event)
  const came = !event.defaultPrevented
  if (came && key.length === 1 && page.activeElement) page.activeElement.value += key
  window.dispatchEvent(Object.assign(new Event('keyup'), { key, code: codeOf(key) }))
  return came
}

/** true when its end came through to the page */
const type = (text: string, gapMs: number, end = 'Enter'): boolean => {
  for (const key of text) {
    press(key)
    vi.advanceTimersByTime(gapMs)
  }
  return press(end)
}

const focus = (type: string, inputMode: string): Field => {
  page.activeElement = Object.assign(new Field(), { type, inputMode })
  return page.activeElement
}

/** As the screens join them: every key the page is shown, and what the listener says. */
const tiles = (): string[] => {
  const done: string[] = []
  const digits = '123456789'.split('').map((digit) => [digit, () => void done.push(digit)])
  const letters = makeQuietLetters(() => Object.fromEntries(digits), {
    now: () => performance.now(),
    later: (act, ms) => {
      const timer = setTimeout(act, ms)
      return () => clearTimeout(timer)
    },
  })
  window.addEventListener('keydown', (event) => void letters.key(event as KeyboardEvent))
  window.addEventListener(burstEvent, letters.stop)
  return done
}

test.each([1, 3, 10, 30])('a code scanned at %d ms presses no tile, whatever digit it ends with', (gapMs) => {
  install()
  const done = tiles()
  for (const end of ['Enter', 'Tab'])
    for (const digit of '123456789') {
      type(`690123456789${digit}`, gapMs, end)
      vi.advanceTimersByTime(1_000)
    }
  expect(done).toEqual([])
  expect(scans).toHaveLength(18)
})

test('nor does one whose last digit comes after a stall', () => {
  install()
  const done = tiles()
  for (const key of '690123456789') {
    press(key)
    vi.advanceTimersByTime(3)
  }
  vi.advanceTimersByTime(200)
  press('2')
  vi.advanceTimersByTime(3)
  expect(press('Enter')).toBe(false)
  vi.advanceTimersByTime(1_000)
  expect(done).toEqual([])
  expect(scans).toEqual(['6901234567892'])
})

test('a digit by hand presses its tile', () => {
  install()
  const done = tiles()
  press('2')
  vi.advanceTimersByTime(1_000)
  expect(done).toEqual(['2'])
})

test.each(['6901234567892', 'ZG-0012A'])('%s of a slow scanner is told where a PIN goes, and is no try', (code) => {
  install([slow])
  const field = focus('password', 'numeric')
  expect(type(code, 56)).toBe(false)
  expect(field.value).toBe('')
  expect([scans, pinScans]).toEqual([[], 1])
})

test('what stood there before goes as well: nobody sees it', () => {
  install([slow])
  const field = focus('password', 'numeric')
  field.value = '13'
  field.selectionStart = 2
  field.selectionEnd = 2
  type('6901234567892', 56)
  expect(field.value).toBe('')
})

test.each(['135790', '135790246813'])('the PIN %s at that pace is the page’s', (pin) => {
  install([slow])
  const field = focus('password', 'numeric')
  expect(type(pin, 56)).toBe(true)
  expect(field.value).toBe(pin)
  expect([scans, pinScans]).toEqual([[], 0])
})

test('a password may have letters and be long: at that pace it is the page’s', () => {
  install([slow])
  const field = focus('password', 'text')
  expect(type('abcd1234efgh5678', 56)).toBe(true)
  expect(field.value).toBe('abcd1234efgh5678')
  expect([scans, pinScans]).toEqual([[], 0])
})

test('at a scanner’s own pace it is a scan there too, and the field keeps what it held', () => {
  install([slow])
  const field = focus('password', 'numeric')
  expect(type('6901234567892', 3)).toBe(false)
  expect(field.value).toBe('')
  expect([scans, pinScans]).toEqual([['6901234567892'], 0])
})

test.each([
  ['false', 'true', 1],
  ['true', 'true', 0],
  ['false', 'false', 0],
  [null, null, 0],
])('a list that was shown: %s, is: %s after a scan is shut by a press outside it %d times', (before, after, times) => {
  install()
  const field = focus('search', '')
  let presses = 0
  page.body.addEventListener('mousedown', () => {
    presses += 1
  })
  field.expanded = before
  press('6')
  field.expanded = after
  type('901234567892', 3)
  expect([presses, scans]).toEqual([times, ['6901234567892']])
})
