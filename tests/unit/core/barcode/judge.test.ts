// bwip-js draws what we read: it makes its own check digits and its own text, and refuses what is wrong. What it prints we
// must read as it was meant, and what it refuses to draw we must refuse to read.
import bwip from 'bwip-js/node'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandUpcE } from '../../../../src/core/barcode/gtin'
import { readScan, type ScannedCode } from '../../../../src/core/barcode/readScan'

const read = (raw: string) => readScan(raw, { weighRules: [], year: 2026 })
const readCode = (raw: string): ScannedCode => {
  const reading = read(raw)
  if (reading.kind !== 'code') throw new Error(`${raw} is ${reading.kind}`)
  return reading
}

/** The text under the bars, as the judge sets it; null when it refuses. */
const drawn = (kind: string, data: string): string | null => {
  try {
    const [symbol] = bwip.raw(kind, data, 'includetext') as readonly { txt?: [string][] }[]
    return (symbol?.txt ?? []).map(([characters]) => characters).join('')
  } catch {
    return null
  }
}
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
/** All of ASCII that can be seen, but for what would end the bracketed form or escape in the judge's own. */
const printable = (max: number) => fc.stringMatching(new RegExp(`^[!-'*-[\\]_-~]{1,${max}}$`))
const runs = { numRuns: 60 }

describe('what the judge prints is read', () => {
  test.each([
    ['ean13', 12, 'ean13', ']E0'],
    ['ean8', 7, 'ean8', ']E4'],
    ['upca', 11, 'upca', ']E0'],
    ['itf14', 13, 'itf14', ']I1'],
  ])('%s of %i digits', (kind, length, rule, symbology) => {
    fc.assert(
      fc.property(digits(length), (body) => {
        const text = drawn(kind, body)
        expect(text).toMatch(new RegExp(`^${body}`))
        expect(readCode(symbology + text)).toMatchObject({ rule, text, symbology })
        expect(readCode(`${text}`).lookups).toContain(text)
      }),
      runs,
    )
  })

  test('UPC-E, made of the long form by the judge and made long again by us', () => {
    const compressible = fc.oneof(
      fc.tuple(digits(2), fc.constantFrom('0', '1', '2'), digits(3)).map(([a, z, b]) => `${a}${z}0000${b}`),
      fc.tuple(digits(3), digits(2)).map(([a, b]) => `${a}00000${b}`),
      fc.tuple(digits(4), digits(1)).map(([a, b]) => `${a}00000${b}`),
      fc.tuple(digits(5), fc.constantFrom('5', '6', '7', '8', '9')).map(([a, b]) => `${a}0000${b}`),
    )
    fc.assert(
      fc.property(fc.constantFrom('0', '1'), compressible, (system, middle) => {
        const long = drawn('upca', `${system}${middle}`) ?? ''
        const short = drawn('upce', long)
        if (short === null) return
        expect(expandUpcE(short)).toBe(long)
        const reading = readCode(short)
        expect([reading, reading.otherwise].map((one) => one?.lookups[0])).toContain(long)
      }),
      runs,
    )
  })

  test('an SSCC and a GTIN in a frame of their own', () => {
    fc.assert(
      fc.property(digits(17), digits(13), (serial, item) => {
        const pallet = drawn('sscc18', `(00)${serial}`) ?? ''
        expect(readCode(pallet)).toMatchObject({ rule: 'gs1', text: pallet })
        const unit = drawn('ean14', `(01)${item}`) ?? ''
        expect(readCode(unit).lookups[0]).toBe(unit.slice(4))
      }),
      runs,
    )
  })

  test('Code 128 of any printable text that is no number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][A-Za-z0-9./+%-]{1,30}$/), (text) => {
        expect(readCode(`]C0${drawn('code128', text)}`)).toMatchObject({ rule: 'text', text })
      }),
      runs,
    )
  })
})

describe('what the judge refuses is refused', () => {
  test.each([
    ['ean13', 13],
    ['ean8', 8],
    ['upca', 12],
    ['itf14', 14],
  ])('%s of %i digits with any last digit', (kind, length) => {
    fc.assert(
      fc.property(digits(length), (whole) => {
        const isGood = drawn(kind, whole) !== null
        const symbology = kind === 'itf14' ? ']I1' : kind === 'ean8' ? ']E4' : ']E0'
        expect(read(symbology + whole).kind).toBe(isGood ? 'code' : 'unreadable')
      }),
      runs,
    )
  })

  test.each([
    ['a GTIN', digits(14).map((value) => `(01)${value}`)],
    ['an SSCC', digits(18).map((value) => `(00)${value}`)],
    ['an expiry', digits(6).map((value) => `(01)06901234567892(17)${value}`)],
    ['a production date', digits(6).map((value) => `(01)06901234567892(11)${value}`)],
    ['a lot', printable(24).map((value) => `(01)06901234567892(10)${value}`)],
    ['a serial number', printable(22).map((value) => `(01)06901234567892(21)${value}`)],
    ['a count', digits(8).map((value) => `(01)96901234567895(30)${value}`)],
    [
      'a measure',
      fc
        .tuple(fc.integer({ min: 3100, max: 3699 }), digits(6))
        .map(([ai, value]) => `(01)96901234567895(${ai})${value}`),
    ],
    ['an expiry with a time', digits(10).map((value) => `(01)06901234567892(7003)${value}`)],
    ['a ship-to number', digits(13).map((value) => `(410)${value}`)],
  ])('%s in GS1', (_what, elements) => {
    fc.assert(
      fc.property(elements, (bracketed) => {
        const reading = read(`]C1${bracketed}`)
        // the judge draws no identifier it does not know; we step over it
        fc.pre(reading.kind !== 'code' || reading.unknownAis.length === 0)
        expect(reading.kind === 'code').toBe(drawn('gs1-128', bracketed) !== null)
      }),
      { numRuns: 150 },
    )
  })

  test('a Digital Link', () => {
    fc.assert(
      fc.property(digits(14), fc.option(digits(6)), (gtin, day) => {
        const link = `https://example.com/01/${gtin}${day === null ? '' : `?17=${day}`}`
        const reading = read(link)
        const rule = reading.kind === 'code' ? reading.rule : reading.kind
        expect(rule).toBe(drawn('gs1dlqrcode', link) === null ? 'unreadable' : 'gs1Link')
      }),
      { numRuns: 150 },
    )
  })
})
