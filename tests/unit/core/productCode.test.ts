/** Which spelling of a strange code the catalogue would keep, and which kind it can be. */
import { expect, test } from 'vitest'
import { checkDigitIsGood, codeToKeep, fitsKind, kindOfCode } from '../../../src/core/barcode/productCode'
import { readScan } from '../../../src/core/barcode/readScan'

const kept = (raw: string): string | null => {
  const reading = readScan(raw, { weighRules: [], year: 2026 })
  return reading.kind === 'code' ? codeToKeep(reading) : null
}

test('a code is kept as the next scan of it is looked up', () => {
  expect(kept('6901234567892')).toBe('6901234567892')
  expect(kept('16901234567899')).toBe('16901234567899')
  expect(kept('HAO-77')).toBe('HAO-77')
  expect(kept('(01)16901234567899(17)270331(10)L1')).toBe('16901234567899')
})

test('a parcel’s number and what is too long to keep are no product codes', () => {
  expect(kept('(00)106141412345678908')).toBeNull()
  expect(kept('X'.repeat(64))).toBe('X'.repeat(64))
  expect(kept('X'.repeat(65))).toBeNull()
})

test.each([
  ['6901234567892', 'ean13'],
  ['2100000000005', 'inStore'],
  ['96385074', 'ean8'],
  ['036000291452', 'upca'],
  ['16901234567899', 'itf14'],
  ['6901234567890', 'other'],
  ['HAO-77', 'other'],
] as const)('%s looks like %s, and fits that kind', (code, kind) => {
  expect(kindOfCode(code)).toBe(kind)
  expect(fitsKind(code, kind)).toBe(true)
  expect(fitsKind(code, 'inStore')).toBe(true)
  for (const other of ['ean13', 'ean8', 'upca', 'itf14'] as const)
    if (other !== kind && !(kind === 'inStore' && other === 'ean13')) expect(fitsKind(code, other)).toBe(false)
})

test('only a number of a GTIN’s length checks itself', () => {
  expect([checkDigitIsGood('6901234567892'), checkDigitIsGood('6901234567890'), checkDigitIsGood('12345')]).toEqual([
    true,
    false,
    null,
  ])
})
