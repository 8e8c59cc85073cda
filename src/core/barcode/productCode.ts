// Codes as the catalogue keeps them: under which spelling a strange code would be written down, and which kind it can be.
// Shape alone; whether anybody knows the code is asked elsewhere.
import { hasGoodCheckDigit, isDigits, isGtin, isGtinLength } from './gtin'
import type { ScannedCode } from './readScan'

export const productCodeKinds = ['ean13', 'ean8', 'upca', 'itf14', 'inStore', 'plu', 'other'] as const
export type ProductCodeKind = (typeof productCodeKinds)[number]
export const productCodeLengthMax = 64

/** The spelling the next scan of it is looked up by; null where it names a parcel, or is too long to be kept. */
export function codeToKeep({ rule, lookups }: Pick<ScannedCode, 'rule' | 'lookups'>): string | null {
  const code = lookups[0] ?? ''
  const namesParcel = (rule === 'gs1' || rule === 'gs1Link') && code.length === 18 && isDigits(code)
  return code === '' || code.length > productCodeLengthMax || namesParcel ? null : code
}

const gtinKinds: Partial<Record<ProductCodeKind, number>> = { ean8: 8, upca: 12, ean13: 13, itf14: 14 }

/** What it looks like. GS1 leaves 2 as a first digit to shops, so such a number is nobody else's. */
export function kindOfCode(code: string): ProductCodeKind {
  if (!isGtin(code)) return 'other'
  if (code.length === 13) return code.startsWith('2') ? 'inStore' : 'ean13'
  if (code.length === 14) return 'itf14'
  return code.length === 12 ? 'upca' : 'ean8'
}

/** A GTIN has its length and its check digit; the numbers of a shop's own look like anything. */
export function fitsKind(code: string, kind: ProductCodeKind): boolean {
  const length = gtinKinds[kind]
  return length === undefined || (code.length === length && isGtin(code))
}

/** Null where nothing in the code checks itself. */
export function checkDigitIsGood(code: string): boolean | null {
  return isDigits(code) && isGtinLength(code) ? hasGoodCheckDigit(code) : null
}
