// GTIN arithmetic: the GS1 mod-10 check digit and the spellings under which one GTIN may be stored.
// Pure text work; a question that has no answer is answered null or false, never thrown.

const onlyDigits = /^[0-9]+$/
const gtinLengths = [8, 12, 13, 14]

export function isDigits(text: string): boolean {
  return onlyDigits.test(text)
}

/** The check digit for a number given without it (weights 3,1 from the right); null unless it is digits alone. */
export function checkDigitOf(body: string): number | null {
  if (!isDigits(body)) return null
  let sum = 0
  for (let at = 0; at < body.length; at += 1) {
    const weight = (body.length - at) % 2 === 1 ? 3 : 1
    sum += (body.charCodeAt(at) - 48) * weight
  }
  return (10 - (sum % 10)) % 10
}

/** True when the last digit is the check digit of the ones before it. */
export function hasGoodCheckDigit(digits: string): boolean {
  if (digits.length < 2) return false
  const expected = checkDigitOf(digits.slice(0, -1))
  return expected !== null && digits.endsWith(String(expected))
}

export function isGtinLength(text: string): boolean {
  return gtinLengths.includes(text.length)
}

/** True for GTIN-8, -12, -13 and -14 with a good check digit. */
export function isGtin(text: string): boolean {
  return isGtinLength(text) && isDigits(text) && hasGoodCheckDigit(text)
}

/**
 * The UPC-A that eight digits of a UPC-E stand for; null when they are none. The number system is 0 or 1, the check digit
 * is that of the long form.
 */
export function expandUpcE(digits: string): string | null {
  const parts = /^([01])(\d)(\d)(\d)(\d)(\d)(\d)(\d)$/.exec(digits)
  if (parts === null) return null
  const [, system = '', a = '', b = '', c = '', d = '', e = '', last = '', check = ''] = parts
  const long = system + suppressed(last, [a, b, c, d, e]) + check
  return hasGoodCheckDigit(long) ? long : null
}

/** Which zeros were left out, the last of the six digits says. */
function suppressed(last: string, [a, b, c, d, e]: [string, string, string, string, string]): string {
  if (last <= '2') return `${a}${b}${last}0000${c}${d}${e}`
  if (last === '3') return `${a}${b}${c}00000${d}${e}`
  if (last === '4') return `${a}${b}${c}${d}00000${e}`
  return `${a}${b}${c}${d}${e}0000${last}`
}

/**
 * The spellings of one GTIN, the given one first. Catalogues hold UPC-A as 12 or as 13 digits, some all of theirs as 14,
 * and a GTIN-14 with indicator 0 is the same number as its 13 digits; zero padding never changes a check digit.
 */
export function gtinSpellings(gtin: string): string[] {
  const padded = gtin.padStart(14, '0')
  const spellings = [gtin]
  for (const length of [13, 12, 8, 14]) {
    const cut = padded.length - length
    if (padded.slice(0, cut) === '0'.repeat(cut)) spellings.push(padded.slice(cut))
  }
  // Spreadsheets drop a UPC-A's leading zero and the catalogue then keeps eleven digits: the last thing to try.
  if (/^000[1-9]/.test(padded)) spellings.push(padded.slice(3))
  return [...new Set(spellings)]
}

/** The same for every spelling of one GTIN; any other code is only itself. */
export function gtinKey(code: string): string {
  return isDigits(code) && code.length >= 8 && code.length <= 14 ? code.padStart(14, '0') : code
}
