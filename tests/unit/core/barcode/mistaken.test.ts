/**
 * Codes as they are misread, torn and mistyped. What must never happen: the goods of one product counted as another's.
 * How far that holds is said by the check digit: every single wrong digit is found, and every swap of neighbours but those
 * that differ by five. What is cut or lengthened is another number, and one in ten of those has a good digit by chance; it
 * names other goods only where the catalogue has just that number. A shop whose scales print no check digit gives this up
 * for those labels.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeIn, readScan, type ScanReading, type WeighRule } from '../../../../src/core/barcode/readScan'
import { codesByKind, tableRules } from './codes.table'

const checkedRules = tableRules.filter(({ checkDigit }) => checkDigit === 'required')
const read = (raw: string, weighRules: readonly WeighRule[] = checkedRules): ScanReading =>
  readScan(raw, { weighRules, year: 2026 })

/** Written the other way round than the product does: the weighted sum of all digits ends in nought. */
const isChecked = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0
const withCheck = (body: string): string => [...'0123456789'].map((last) => body + last).find(isChecked) as string

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
/** Makers' numbers of every length; those left to the shops are another test's. */
const gtin = fc.oneof(
  ...[11, 12, 13].map((length) =>
    fc.tuple(fc.constantFrom(...'6789'), digits(length - 1)).map(([first, rest]) => withCheck(first + rest)),
  ),
)
const changedAt = (code: string, at: number, by: number): string => {
  const place = at % code.length
  return code.slice(0, place) + String((Number(code[place]) + by) % 10) + code.slice(place + 1)
}
const swappedAt = (code: string, at: number): string => {
  const place = at % (code.length - 1)
  return code.slice(0, place) + code[place + 1] + code[place] + code.slice(place + 2)
}
/** Every spelling a reading asks the catalogue for. */
const askedFor = (reading: ScanReading): string[] => {
  const code = codeIn(reading)
  return code ? [...code.lookups, ...(code.otherwise?.lookups ?? [])] : []
}

describe('a code with a check digit', () => {
  const place = fc.nat(30)
  const add = fc.integer({ min: 1, max: 9 })

  test('one wrong digit is always noticed, by every scanner', () => {
    fc.assert(
      fc.property(gtin, place, add, fc.constantFrom('', ']E0', ']I1'), (code, at, by, aim) => {
        const reading = read(aim + changedAt(code, at, by))
        expect(reading).toMatchObject({ kind: 'unreadable', reason: 'badCheckDigit' })
        // nothing but these very digits, should a catalogue hold them
        expect(askedFor(reading)).toEqual([changedAt(code, at, by)])
      }),
      { numRuns: 1000 },
    )
  })

  test('two neighbours swapped are noticed, but for those that differ by five', () => {
    fc.assert(
      fc.property(gtin, place, (code, at) => {
        const swapped = swappedAt(code, at)
        fc.pre(!/^[24]/.test(swapped))
        const first = at % (code.length - 1)
        const apart = Math.abs(Number(code[first]) - Number(code[first + 1]))
        expect(read(swapped).kind).toBe(apart % 5 === 0 ? 'code' : 'unreadable')
      }),
      { numRuns: 1000 },
    )
  })

  test('cut, lengthened or doubled it is taken for goods only where it carries a good digit of its own', () => {
    const torn = fc.oneof(
      fc.tuple(gtin, fc.integer({ min: 1, max: 12 })).map(([code, cut]) => code.slice(0, -cut)),
      fc.tuple(gtin, fc.integer({ min: 1, max: 12 })).map(([code, cut]) => code.slice(cut)),
      fc.tuple(gtin, digits(1)).map(([code, more]) => code + more),
      fc.tuple(gtin, gtin).map(([one, other]) => one + other),
    )
    fc.assert(
      fc.property(torn, (code) => {
        const reading = read(code)
        if (reading.kind !== 'code' || reading.rule === 'text') return
        if (reading.rule === 'upce') expect(isChecked(reading.lookups[0] ?? '')).toBe(true)
        else if (reading.rule === 'gs1') expect(reading.lookups.some((lookup) => isChecked(lookup))).toBe(true)
        else expect(isChecked(code)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('a torn code never asks for the number it was torn from', () => {
    fc.assert(
      fc.property(gtin, fc.integer({ min: 1, max: 5 }), (code, cut) => {
        for (const part of [code.slice(0, -cut), code.slice(cut)]) {
          const asked = askedFor(read(part)).filter((lookup) => lookup.replace(/^0+/, '') === code.replace(/^0+/, ''))
          expect(asked).toEqual([])
        }
      }),
    )
  })
})

describe('a GS1 code', () => {
  const label = fc.tuple(gtin, digits(4), fc.stringMatching(/^[A-Z0-9]{1,12}$/)).map(([code, serial, lot]) => ({
    gtin: code.padStart(14, '0'),
    raw: `]C101${code.padStart(14, '0')}17261231${`10${lot}`}\u001d21${serial}`,
  }))

  test('one wrong digit in the GTIN is never another product', () => {
    fc.assert(
      fc.property(label, fc.nat(13), fc.integer({ min: 1, max: 9 }), ({ gtin: code, raw }, at, by) => {
        const wrong = changedAt(code, at, by)
        expect(read(raw.replace(code, wrong))).toMatchObject({ kind: 'unreadable', reason: 'badGs1' })
      }),
      { numRuns: 500 },
    )
  })

  test('one wrong character anywhere: the same product, none, or nothing read', () => {
    const others = fc.array(gtin, { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(
        label,
        others,
        fc.nat(60),
        fc.constantFrom(...'0123456789AZ'),
        ({ gtin: code, raw }, catalogue, at, put) => {
          const place = 3 + (at % (raw.length - 3))
          const asked = askedFor(read(raw.slice(0, place) + put + raw.slice(place + 1)))
          const hit = catalogue.filter((one) => asked.includes(one) && one.padStart(14, '0') !== code)
          expect(hit).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a strange GTIN stays strange: nothing else in the label stands in for it', () => {
    fc.assert(
      fc.property(gtin, gtin, (code, other) => {
        fc.pre(code !== other)
        const asked = askedFor(read(`]C101${code.padStart(14, '0')}240${other}\u001d241${other}\u001d400${other}`))
        expect(asked).not.toContain(other)
      }),
    )
  })
})

describe('a case and a piece', () => {
  test('the number of a case never asks for the piece inside', () => {
    fc.assert(
      fc.property(digits(12), fc.constantFrom(...'123456789'), (body, indicator) => {
        const piece = withCheck(body)
        const asked = [read(withCheck(indicator + body)), read(`]C101${withCheck(indicator + body)}`)].flatMap(askedFor)
        expect(asked).not.toContain(piece)
      }),
    )
  })
})

describe('a label of a scale', () => {
  const label = fc.tuple(digits(5), digits(5)).map(([plu, grams]) => withCheck(`21${plu}${grams}`))

  test('one wrong digit is never another weight nor another product', () => {
    fc.assert(
      fc.property(label, fc.nat(12), fc.integer({ min: 1, max: 9 }), (code, at, by) => {
        expect(read(changedAt(code, at, by))).toMatchObject({ kind: 'unreadable', reason: 'badCheckDigit' })
      }),
      { numRuns: 500 },
    )
  })

  test('no rule, however it is written, takes a code of a maker', () => {
    fc.assert(
      fc.property(gtin, fc.integer({ min: 1, max: 4 }), (code, prefix) => {
        const rules = tableRules.map((rule) => ({ ...rule, length: code.length, prefixes: [code.slice(0, prefix)] }))
        expect(read(code, rules)).toMatchObject({ kind: 'code', weighRule: null })
      }),
    )
  })
})

test('every code of the table, torn and twisted in every place, gives an answer', () => {
  const rows = Object.values(codesByKind).flat()
  for (const { code } of rows)
    for (let at = 0; at <= Math.min(code.length, 60); at += 1) {
      const twisted = [
        code.slice(0, at),
        code.slice(at),
        `${code.slice(0, at)}\u001d${code.slice(at)}`,
        code.slice(0, at) + code.slice(at + 1),
      ]
      for (const raw of twisted) {
        const reading = read(raw, tableRules)
        expect(['code', 'command', 'zone', 'page', 'document', 'unreadable']).toContain(reading.kind)
        if (reading.kind === 'code') expect(reading.lookups.every((lookup) => lookup !== '')).toBe(true)
      }
    }
})
