// Check digits and spellings of GTINs, with bwip-js as the independent judge.
import bwip from 'bwip-js/node'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigitOf, gtinKey, gtinSpellings, isGtin } from '../../../../src/core/barcode/gtin'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

describe('check digit', () => {
  test.each([
    ['690123456789', 2],
    ['1690123456789', 9],
    ['36901234560000001', 6],
    ['9638507', 4],
    ['03600029145', 2],
    ['0', 0],
  ])('of %s is %i', (body, expected) => expect(checkDigitOf(body)).toBe(expected))

  test.each(['', 'A', '12 3', '１２'])('of %j is unanswerable', (body) => expect(checkDigitOf(body)).toBeNull())

  test('makes a GTIN, and no other last digit does', () => {
    fc.assert(
      fc.property(fc.constantFrom(7, 11, 12, 13).chain(digits), (body) => {
        const good = [...'0123456789'].filter((last) => isGtin(body + last))
        expect(good).toEqual([String(checkDigitOf(body))])
      }),
    )
  })

  test('bwip-js agrees about EAN-13', () => {
    fc.assert(
      fc.property(digits(12), (body) => {
        const good = body + String(checkDigitOf(body))
        const bad = body + String(((checkDigitOf(body) ?? 0) + 1) % 10)
        expect(() => bwip.raw('ean13', good, '')).not.toThrow()
        expect(() => bwip.raw('ean13', bad, '')).toThrow()
      }),
      { numRuns: 20 },
    )
  })
})

test('a single wrong digit is always noticed', () => {
  fc.assert(
    fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, at, add) => {
      const good = body + String(checkDigitOf(body))
      const wrong = good.slice(0, at) + String((Number(good[at]) + add) % 10) + good.slice(at + 1)
      expect(isGtin(wrong)).toBe(false)
    }),
  )
})

describe('spellings', () => {
  test.each([
    ['6901234567892', ['6901234567892', '06901234567892']],
    ['036000291452', ['036000291452', '0036000291452', '00036000291452', '36000291452']],
    ['712345678904', ['712345678904', '0712345678904', '00712345678904']],
    ['0036000291452', ['0036000291452', '036000291452', '00036000291452', '36000291452']],
    ['00036000291452', ['00036000291452', '0036000291452', '036000291452', '36000291452']],
    ['06901234567892', ['06901234567892', '6901234567892']],
    ['16901234567899', ['16901234567899']],
    ['96385074', ['96385074', '0000096385074', '000096385074', '00000096385074']],
  ])('of %s', (gtin, expected) => expect(gtinSpellings(gtin)).toEqual(expected))

  test('all have one key, which is no other number’s', () => {
    const gtin = fc
      .constantFrom(7, 11, 12, 13)
      .chain((length) => digits(length).map((body) => body + checkDigitOf(body)))
    fc.assert(
      fc.property(gtin, gtin, (one, other) => {
        expect(new Set(gtinSpellings(one).map(gtinKey)).size).toBe(1)
        const isSame = one.padStart(14, '0') === other.padStart(14, '0')
        expect(gtinSpellings(one).some((spelling) => gtinSpellings(other).includes(spelling))).toBe(isSame)
      }),
    )
    expect(['SKU-1', '00123', '123', '369012345600000016'].map(gtinKey)).toEqual([
      ...['SKU-1', '00123', '123', '369012345600000016'],
    ])
  })
})
