// The digit inside an in-store code that verifies its price or weight (GS1 General Specifications 7.9; the same in China's
// GB/T 18283): each digit of the value is weighted by a table of its place.
// It knows no layout: which digits are the value and which one verifies them is a rule's business.

type Weights = readonly [number, number, number, number, number, number, number, number, number, number]

const twoMinus: Weights = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7]
const three: Weights = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7]
const fivePlus: Weights = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9]
const fiveMinus: Weights = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1]

const fourDigits = [twoMinus, twoMinus, three, fiveMinus]
const fiveDigits = [fivePlus, twoMinus, fiveMinus, fivePlus, twoMinus]

/** The verifying digit of a value of four or five digits; null for any other. */
export function verifierOf(value: string): number | null {
  if (/^[0-9]{4}$/.test(value)) return (weighted(value, fourDigits) * 3) % 10
  if (!/^[0-9]{5}$/.test(value)) return null
  return fiveMinus.indexOf((10 - (weighted(value, fiveDigits) % 10)) % 10)
}

export function isVerifier(digit: string, value: string): boolean {
  const expected = verifierOf(value)
  return expected !== null && digit === String(expected)
}

function weighted(value: string, tables: readonly Weights[]): number {
  return tables.reduce((sum, table, at) => sum + (table[value.charCodeAt(at) - 48] ?? 0), 0)
}
