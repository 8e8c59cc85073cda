// Reading a scan, table by table: what each code a shop meets is taken for, and why others are refused.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigitOf, isGtin } from '../../../../src/core/barcode/gtin'
import type { ScannedCode, WeighRule } from '../../../../src/core/barcode/readScan'
import { codeIn, readScan } from '../../../../src/core/barcode/readScan'

const GS = '\u001d'
const gramRule: WeighRule = {
  id: 'w13',
  name: '13 位 重量',
  length: 13,
  prefixes: ['21', '22'],
  plu: [2, 7],
  field: 'weightGrams',
  value: [7, 12],
  valueStep: 1,
  amount: null,
  verifierAt: null,
  checkDigit: 'required',
  tests: [],
}
const fenRule: WeighRule = { ...gramRule, id: 'a13', prefixes: ['28'], field: 'amountFen', checkDigit: 'ignored' }
const longRule: WeighRule = { ...gramRule, id: 'w18', length: 18, prefixes: ['26'], value: [12, 17] }
const rules = { weighRules: [gramRule, fenRule, longRule], year: 2026 }

const read = (raw: string) => readScan(raw, rules)
const readCode = (raw: string): ScannedCode => {
  const reading = read(raw)
  if (reading.kind !== 'code') throw new Error(`no code: ${reading.kind}`)
  return reading
}

describe('plain codes', () => {
  test.each([
    ['6901234567892', 'ean13', ['6901234567892', '06901234567892'], null],
    ['  6901234567892\r\n', 'ean13', ['6901234567892', '06901234567892'], null],
    ['6 901234 567892', 'ean13', ['6901234567892', '06901234567892'], null],
    [']E06901234567892', 'ean13', ['6901234567892', '06901234567892'], ']E0'],
    ['６９０１２３４５６７８９２', 'ean13', ['6901234567892', '06901234567892'], null],
    [']E496385074', 'ean8', ['96385074', '0000096385074', '000096385074', '00000096385074'], ']E4'],
    ['036000291452', 'upca', ['036000291452', '0036000291452', '00036000291452', '36000291452'], null],
    ['0036000291452', 'ean13', ['0036000291452', '036000291452', '00036000291452', '36000291452'], null],
    ['16901234567899', 'itf14', ['16901234567899'], null],
    ['06901234567892', 'ean13', ['06901234567892', '6901234567892'], null],
    ['送货单 2211-08', 'text', ['送货单 2211-08'], null],
    [
      ']Q1https://example.invalid/p?id=7',
      'text',
      ['https://example.invalid/p?id=7', 'HTTPS://EXAMPLE.INVALID/P?ID=7'],
      ']Q1',
    ],
    ['12345', 'text', ['12345'], null],
    [']C06901234567893', 'text', ['6901234567893'], ']C0'],
    ['2000000000008', 'ean13', ['2000000000008', '02000000000008'], null],
  ])('%j is %s', (raw, rule, lookups, symbology) => {
    expect(readCode(raw)).toMatchObject({ rule, lookups, symbology, text: lookups[0], weightGrams: null, lot: null })
  })

  test('a magazine with an add-on is looked up with and without it', () => {
    const issue = `977167121601${String(checkDigitOf('977167121601'))}05`
    expect(readCode(`]E3${issue}`)).toMatchObject({
      rule: 'ean13',
      lookups: [issue, issue.slice(0, 13), `0${issue.slice(0, 13)}`],
    })
  })
})

describe('weighed codes', () => {
  const withCheck = (body: string) => body + String(checkDigitOf(body))
  test('grams become thousandths', () => {
    expect(readCode(withCheck('210012301234'))).toMatchObject({
      rule: 'weighed',
      lookups: ['00123', '123'],
      weightGrams: 1234,
      amountFen: null,
      weighRule: { id: 'w13' },
    })
  })
  test('an amount is fen, and the check digit may be ignored', () => {
    for (const last of '0123456789') {
      const reading = readCode(`280012301580${last}`)
      expect(reading).toMatchObject({ rule: 'weighed', amountFen: 1580, weightGrams: null, weighRule: { id: 'a13' } })
    }
  })
  test('eighteen digits', () => {
    expect(readCode(withCheck('26001230158000750'))).toMatchObject({ lookups: ['00123', '123'], weightGrams: 750 })
  })
  test('a required check digit that is wrong is refused', () => {
    expect(read('2100123012340')).toMatchObject({ kind: 'unreadable', reason: 'badCheckDigit' })
  })
  test('a code starting 2 that matches no rule is looked up whole', () => {
    expect(readCode(withCheck('290012301234'))).toMatchObject({
      rule: 'ean13',
      lookups: [withCheck('290012301234'), `0${withCheck('290012301234')}`],
    })
    expect(readCode('29001230158000750')).toMatchObject({ rule: 'text' })
  })
  test.each<[string, Partial<WeighRule>]>([
    ['span outside the code', { value: [7, 20] }],
    ['span turned round', { plu: [7, 2] }],
    ['span that is no number', { plu: [Number.NaN, 7] }],
    ['empty prefix', { prefixes: [''] }],
  ])('a senseless rule matches nothing: %s', (_name, broken) => {
    const reading = readScan(withCheck('210012301234'), { weighRules: [{ ...gramRule, ...broken }], year: 2026 })
    expect(reading).toMatchObject({ kind: 'code', rule: 'ean13' })
  })
})

describe('GS1', () => {
  const gtin = '06901234567892'
  const spellings = ['06901234567892', '6901234567892']
  test.each<[string, string, object]>([
    ['fixed lengths then a lot', `]C101${gtin}1726123110LOT42`, { lot: 'LOT42', expiryDate: '2026-12-31' }],
    ['a separator after the lot', `]C101${gtin}10LOT42${GS}17261231`, { lot: 'LOT42', expiryDate: '2026-12-31' }],
    ['a leading FNC1', `]d2${GS}01${gtin}10A${GS}21X9`, { lot: 'A' }],
    ['no AIM id but separators', `01${gtin}10A/1${GS}11260101`, { lot: 'A/1', productionDate: '2026-01-01' }],
    ['no AIM id, no separators', `01${gtin}1726123110LOT42`, { lot: 'LOT42', expiryDate: '2026-12-31' }],
    ['the bracketed form', `(01)${gtin}(17)261231(10)LOT42`, { lot: 'LOT42', expiryDate: '2026-12-31' }],
    ['day 00 is the last day', `]C101${gtin}17280200`, { expiryDate: '2028-02-29' }],
    ['best before stands in', `]C101${gtin}15260600`, { expiryDate: '2026-06-30' }],
    ['expiry beats best before', `]C101${gtin}1526063017261231`, { expiryDate: '2026-12-31' }],
    ['an expiry with a time', `]C101${gtin}70032612311530`, { expiryDate: '2026-12-31' }],
    ['net kilograms, 3 decimals', `]C101${gtin}3103001234`, { weightGrams: 1234 }],
    ['net kilograms, 1 decimal', `]C101${gtin}3101000125`, { weightGrams: 12500 }],
    ['net kilograms, 5 decimals', `]C101${gtin}3105123450`, { weightGrams: 1235 }],
    ['amount, 2 decimals', `]C101${gtin}39221580`, { amountFen: 1580 }],
    ['amount, 0 decimals', `]C101${gtin}392015`, { amountFen: 1500 }],
    ['amount in yuan', `]C101${gtin}39321561580`, { amountFen: 1580 }],
    ['amount in dollars', `]C101${gtin}39328401580`, { amountFen: null }],
    ['pieces', `]C101${gtin}3012`, { count: 12, weightGrams: null }],
  ])('%s', (_name, raw, expected) => {
    const reading = readCode(raw)
    expect(reading).toMatchObject({ rule: 'gs1', unknownAis: [], ...expected })
    expect(reading.lookups.slice(0, 2)).toEqual(spellings)
    expect(reading.text).toMatch(/^\(01\)06901234567892/)
  })

  test('a case keeps its fourteen digits', () => {
    expect(readCode(']C10116901234567899').lookups[0]).toBe('16901234567899')
  })
  test('a logistic label: SSCC first, then what is inside', () => {
    const reading = readCode(`]C10036901234560000001602${gtin}3724`)
    expect(reading.lookups.slice(0, 3)).toEqual(['369012345600000016', ...spellings])
    expect(reading.count).toBe(24)
  })
  test('unknown identifiers are stepped over and shown', () => {
    expect(readCode(`]C101${gtin}89ABC${GS}10L1`)).toMatchObject({ lot: 'L1', unknownAis: ['89'] })
    expect(readCode(`]C101${gtin}4321X${GS}10L1`)).toMatchObject({ lot: 'L1', unknownAis: ['4321'] })
  })
  test('a web address with a GTIN', () => {
    const reading = readCode('https://id.example.invalid/x/01/6901234567892/10/A%2F1?17=261231&utm=q')
    expect(reading).toMatchObject({ rule: 'gs1Link', lot: 'A/1', expiryDate: '2026-12-31' })
    expect(reading.lookups.slice(0, 2)).toEqual(spellings)
  })
  test('an order number is looked up', () => {
    expect(readCode(']C1400CGDD-S001-261122-0001').lookups[0]).toBe('CGDD-S001-261122-0001')
  })
  test('plain numbers that merely begin like GS1 stay text', () => {
    expect(readCode('0106901234567893').rule).toBe('text')
    expect(readCode(`01${gtin}17261331`).rule).toBe('text')
  })

  test.each([
    ['wrong GTIN check digit', ']C10106901234567893'],
    ['wrong SSCC check digit', ']C100369012345600000017'],
    ['month 13', `]C101${gtin}17261331`],
    ['30 February', `]C101${gtin}17260230`],
    ['cut short', ']C1010690123456'],
    ['letters in a date', `]C101${gtin}17AB1231`],
    ['identifier that is no number', ']C1XY123'],
    ['separator inside a fixed value', `]C10106901${GS}234567892`],
    ['two different lots', `]C110A${GS}10B`],
    ['lot of 21', `]C110${'A'.repeat(21)}`],
    ['Chinese in a lot', ']C110批次'],
    ['hour 25', `]C101${gtin}70032612312500`],
  ])('refused: %s', (_name, raw) => expect(read(raw)).toMatchObject({ kind: 'unreadable', reason: 'badGs1' }))
})

describe('unreadable', () => {
  test.each([
    ['', 'empty', ''],
    [' \r\n', 'empty', ' ␍␊'],
    [']E0', 'empty', ']E0'],
    [GS, 'empty', '␝'],
    ['6901234567893', 'badCheckDigit', '6901234567893'],
    [']E06901234567893', 'badCheckDigit', '6901234567893'],
    ['12345678', 'badCheckDigit', '12345678'],
    ['036000291453', 'badCheckDigit', '036000291453'],
    ['16901234567890', 'badCheckDigit', '16901234567890'],
    ['690\u0000123', 'controlCharacters', '690␀123'],
    ['AB\u001b[2J', 'controlCharacters', 'AB␛[2J'],
    ['AB\u007fC', 'controlCharacters', 'AB␡C'],
    ['AB\u202eC', 'controlCharacters', 'AB␦C'],
    ['AB\ud800C', 'controlCharacters', 'AB␦C'],
    ['AB\ufffdC', 'controlCharacters', 'AB␦C'],
  ])('%j: %s', (raw, reason, text) => {
    expect(read(raw)).toMatchObject({ kind: 'unreadable', reason, text })
    expect('asWritten' in read(raw)).toBe(reason === 'badCheckDigit')
  })

  test('of a wrong check digit just the digits as they stand may be looked up', () => {
    for (const raw of ['6901234567893', ']E06901234567893', '12345678', '036000291453', '2100123012340'])
      expect(codeIn(read(raw))).toMatchObject({ rule: 'catalogue', lookups: [raw.replace(']E0', '')], otherwise: null })
    expect(codeIn(read('6901234567892'))).toMatchObject({ rule: 'ean13' })
    for (const raw of ['', 'ZG-C-SAVE', ']C10106901234567893']) expect(codeIn(read(raw))).toBeNull()
  })

  test('a web address may have 512 characters where it names goods, and 128 where it is mere text', () => {
    const link = 'https://id.example.invalid/01/06901234567892/10/LOT42?17=261231&utm='
    const long = link + 'a'.repeat(512 - link.length)
    expect(readCode(long)).toMatchObject({ rule: 'gs1Link', lot: 'LOT42', expiryDate: '2026-12-31' })
    expect(readCode(long).lookups.slice(0, 2)).toEqual(['06901234567892', '6901234567892'])
    expect(readCode(`]Q3${long.slice(0, 500)}`)).toMatchObject({ rule: 'gs1Link' })
    for (const raw of [`${long}a`, `https://example.invalid/${'a'.repeat(200)}`])
      expect(read(raw)).toMatchObject({ kind: 'unreadable', reason: 'tooLong' })
    // wherever it wears a good GTIN with something broken, it is not shortened into sense
    expect(read(`${link.replace('6901234567892', '6901234567893')}${'a'.repeat(200)}`).kind).toBe('unreadable')
  })

  test('128 characters are read, 129 are not, and what is shown stays short', () => {
    expect(read('A'.repeat(128)).kind).toBe('code')
    const reading = read('A'.repeat(4000))
    expect(reading).toEqual({ kind: 'unreadable', reason: 'tooLong', text: `${'A'.repeat(79)}…` })
  })
})

describe('properties', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...'0123456789()]C1dQEA-', GS, ' ', '\u0000', '😀', '米'), maxLength: 140 }),
    fc
      .tuple(fc.constantFrom(']C1', ']d2', ']E0', '(01)', 'https://a/01/'), fc.string({ maxLength: 60 }))
      .map((p) => p.join('')),
  )
  const someRules = fc.array(
    fc.record({
      id: fc.string(),
      name: fc.string(),
      length: fc.oneof(fc.integer(), fc.integer({ min: 8, max: 18 })),
      prefixes: fc.array(fc.stringMatching(/^[0-9]{0,2}$/), { maxLength: 3 }),
      plu: fc.tuple(fc.integer({ min: -2, max: 20 }), fc.integer({ min: -2, max: 20 })),
      field: fc.constantFrom('weightGrams' as const, 'amountFen' as const),
      value: fc.tuple(fc.double(), fc.integer({ min: -2, max: 20 })),
      valueStep: fc.integer({ min: -1, max: 1000 }),
      amount: fc.option(fc.tuple(fc.integer({ min: -2, max: 20 }), fc.integer({ min: -2, max: 20 }))),
      verifierAt: fc.option(fc.integer({ min: -2, max: 20 })),
      checkDigit: fc.constantFrom('required' as const, 'ignored' as const),
      tests: fc.constant([]),
    }),
    { maxLength: 4 },
  )

  test('any text and any rules give a bounded, printable, exact answer', () => {
    fc.assert(
      fc.property(anyText, someRules, fc.integer({ min: 2020, max: 2120 }), (raw, weighRules, year) => {
        const reading = readScan(raw, { weighRules, year })
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        expect(reading.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
        expect(reading.text.length).toBeLessThanOrEqual(reading.kind === 'code' ? 300 : 80)
        if (reading.kind !== 'code') return
        expect(reading.lookups.length).toBeGreaterThan(0)
        expect(reading.lookups).not.toContain('')
        for (const value of [reading.weightGrams ?? 0, reading.amountFen ?? 0, reading.count ?? 0]) {
          expect(Number.isSafeInteger(value) && value >= 0).toBe(true)
        }
        for (const date of [reading.expiryDate, reading.productionDate]) {
          if (date !== null) expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('reading what was read changes nothing for GTINs', () => {
    const body = fc
      .constantFrom(7, 11, 12, 13)
      .chain((length) => fc.stringMatching(new RegExp(`^[013-9][0-9]{${length - 1}}$`)))
    fc.assert(
      fc.property(body, (digits) => {
        const gtin = digits + String(checkDigitOf(digits))
        const reading = readCode(`]E0${gtin}\r`)
        expect(isGtin(reading.text)).toBe(true)
        expect(readCode(reading.text).lookups).toEqual(reading.lookups)
        expect(reading.lookups[0]).toBe(gtin)
      }),
    )
  })
})
