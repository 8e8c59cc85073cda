/**
 * Makes the printed codes of the demo chain. It only writes codes; reading one is the job of core/barcode, and the
 * two are kept apart so that a test which prints here and reads there proves something.
 */

/** Mod 10 with weights 3,1 from the right: the same for EAN-8, UPC-A, EAN-13 and ITF-14. */
export function withCheckDigit(body: string): string {
  let sum = 0
  for (let fromRight = 0; fromRight < body.length; fromRight++) {
    const digit = body.charCodeAt(body.length - 1 - fromRight) - 48
    sum += fromRight % 2 === 0 ? digit * 3 : digit
  }
  return body + ((10 - (sum % 10)) % 10)
}

/** The ITF-14 of a pack, from the code of the piece inside it. */
export function packCodeOf(pieceCode: string, indicator: number): string {
  const gtin12 = pieceCode.padStart(13, '0').slice(0, 12)
  return withCheckDigit(`${indicator}${gtin12}`)
}

/** The 13-digit label a demo scale prints: 28, PLU of five digits, grams of five digits, check digit. */
export function weighLabelOf(plu: string, grams: number): string {
  return withCheckDigit(`28${plu.padStart(5, '0')}${String(grams).padStart(5, '0')}`)
}
