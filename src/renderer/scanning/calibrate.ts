/**
 * Measures a keyboard-mode scanner from the keys of three scans of one code: what stands before and behind the code, what
 * ends it, how long it waits between keys, and whether its keyboard is the system's. Pure.
 */
import { gapMsMax, gapMsMin, type WedgeScanner } from '../../contract/schemas/scanner'
import { isGtin } from '../../core/barcode/gtin'
import { median } from './burst'
import { characterOf, groupSeparator, isGroupSeparator, isModifier, isTerminator, type KeyParts } from './keyText'
import { cutAtWaits } from './quickScans'

export interface RecordedKey extends KeyParts {
  atMs: number
}

export const scansWanted = 3
/** longer than any scanner waits inside a scan, shorter than anybody scans twice */
export const scanPauseMs = 400
const marksMax = 8
/** twice this is more than the longest gap a scan may have, and people type no slower */
const medianMsMax = 75

export type CalibrationProblem =
  | 'tooShort'
  | 'differs'
  | 'otherEnds'
  | 'otherKeys'
  | 'caseTurned'
  | 'notTheCode'
  | 'longMarks'
  | 'tooSlow'

export type Calibration =
  | {
      ok: true
      scanner: Omit<WedgeScanner, 'name'>
      /** the code without the scanner's marks */
      code: string
      p95Ms: number
      medianMs: number
      capsLock: boolean
    }
  | { ok: false; problem: CalibrationProblem; sent: string }

/** Cuts a recording where nobody pressed anything for a while. Keys that only hold others print nothing and are left out. */
export const splitScans = (keys: readonly RecordedKey[]): RecordedKey[][] =>
  cutAtWaits(
    keys.filter(({ key }) => !isModifier(key)),
    scanPauseMs,
  )

/** expected: the code that was shown to be scanned, or what is printed below it; null when that is not known. */
export const calibrate = (scans: readonly RecordedKey[][], expected: string | null): Calibration => {
  const read = scans.map(readKeys)
  const [first] = read
  const failed = (problem: CalibrationProblem): Calibration => ({ ok: false, problem, sent: first?.byCharacter ?? '' })
  if (!first || scans.length < scansWanted || first.byCharacter.length < 4) return failed('tooShort')
  if (read.some(({ hasOtherKeys }) => hasOtherKeys)) return failed('otherKeys')
  if (read.some(({ byCharacter }) => byCharacter !== first.byCharacter)) return failed('differs')
  if (read.some(({ end }) => end !== first.end)) return failed('otherEnds')
  const found = expected === null ? guessMarks(first) : findCode(first, expected)
  if (typeof found === 'string') return failed(found)
  if (found.prefix.length > marksMax || found.suffix.length > marksMax) return failed('longMarks')
  const { code, ...marks } = found
  const pace = paceOf(scans)
  if (pace.medianMs > medianMsMax) return failed('tooSlow')
  const capsLock = scans.some((scan) => scan.some((key) => key.capsLock))
  return { ok: true, code, capsLock, ...pace, scanner: { ...marks, end: first.end, gapMs: gapOf(pace.p95Ms) } }
}

interface KeysRead {
  byCharacter: string
  byPlace: string
  end: WedgeScanner['end']
  hasOtherKeys: boolean
}

const readKeys = (scan: readonly RecordedKey[]): KeysRead => {
  let bodyEnd = scan.length
  while (scan[bodyEnd - 1] && isTerminator(scan[bodyEnd - 1] as RecordedKey)) bodyEnd -= 1
  const body = scan.slice(0, bodyEnd)
  const texts = (by: WedgeScanner['keys']) =>
    body.map((key) => (isGroupSeparator(key) ? groupSeparator : characterOf(key, by)))
  const ending = scan[bodyEnd]
  return {
    byCharacter: texts('character').join(''),
    byPlace: texts('place').join(''),
    end: ending === undefined ? 'none' : nameOf(ending) === 'Tab' ? 'tab' : 'enter',
    hasOtherKeys: texts('character').includes(null),
  }
}

const nameOf = ({ key, code }: RecordedKey): string => (key === 'Process' ? code : key)

type Marks = Pick<WedgeScanner, 'prefix' | 'suffix' | 'keys'> & { code: string }

const findCode = ({ byCharacter, byPlace }: KeysRead, expected: string): Marks | CalibrationProblem => {
  const readings = [
    ['character', byCharacter],
    ['place', byPlace],
  ] as const
  for (const [keys, text] of readings) {
    const at = text.indexOf(expected)
    if (at >= 0) return marksRound(text, at, expected.length, keys)
  }
  return byCharacter.toLowerCase().includes(expected.toLowerCase()) ? 'caseTurned' : 'notTheCode'
}

/** Without knowing the code: letters round a number with a good check digit are the scanner's. */
const guessMarks = ({ byCharacter, byPlace }: KeysRead): Marks => {
  // A layout that prints no figures from the figure keys shows at once.
  const keys = isAscii(byCharacter) || !isAscii(byPlace) ? 'character' : 'place'
  const text = keys === 'place' ? byPlace : byCharacter
  const [, before = '', aim = '', digits = ''] = /^(\D*?)(\][A-Za-z][0-9A-Za-z])?(\d+)\D*$/.exec(text) ?? []
  if (!isGtin(digits)) return marksRound(text, 0, text.length, keys)
  return marksRound(text, before.length + aim.length, digits.length, keys)
}

/** The AIM identifier says what kind of code it is: no mark of the scanner's, and other at each kind. */
const marksRound = (text: string, at: number, length: number, keys: WedgeScanner['keys']): Marks => ({
  prefix: text.slice(0, at).replace(/\][A-Za-z][0-9A-Za-z]$/, ''),
  code: text.slice(at, at + length),
  suffix: text.slice(at + length),
  keys,
})

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text.replaceAll(groupSeparator, ''))

const paceOf = (scans: readonly RecordedKey[][]): { p95Ms: number; medianMs: number } => {
  const gaps = scans.flatMap((scan) => scan.slice(1).map(({ atMs }, index) => atMs - (scan[index]?.atMs ?? atMs)))
  const sorted = gaps.sort((one, other) => one - other)
  const p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
  return { p95Ms: Math.round(p95Ms), medianMs: Math.round(median(sorted)) }
}

/** Jitter of the system comes on top of the scanner's own: twice what 95 of 100 gaps took is enough, and is not typing. */
const gapOf = (p95Ms: number): number => Math.min(gapMsMax, Math.max(gapMsMin, p95Ms * 2))
