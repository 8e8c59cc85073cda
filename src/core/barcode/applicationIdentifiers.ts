// The GS1 application identifiers the chain meets, as data: how long each is and what it holds.
// Lengths follow the GS1 General Specifications; nothing here is decided, gs1.ts reads these tables.

/** What a value means to stock; `plain` values are checked and shown, then left alone. */
export type AiMeaning =
  | 'sscc'
  | 'gtin'
  | 'contentGtin'
  | 'checked'
  | 'lot'
  | 'productionDate'
  | 'bestBefore'
  | 'expiry'
  | 'expiryTime'
  | 'date'
  | 'count'
  | 'netKilograms'
  | 'amount'
  | 'amountWithCurrency'
  | 'order'
  | 'itemNumber'
  | 'plain'

export type AiSpec = { chars: 'digits' | 'text'; min: number; max: number; meaning: AiMeaning }

const digits = (min: number, max: number, meaning: AiMeaning): AiSpec => ({ chars: 'digits', min, max, meaning })
const text = (max: number, meaning: AiMeaning): AiSpec => ({ chars: 'text', min: 1, max, meaning })

/** Keyed by AI; one whose last digit is a decimal position is keyed by its first three. Measures (31 to 36) are below. */
const specs: Record<string, AiSpec> = {
  '00': digits(18, 18, 'sscc'),
  '01': digits(14, 14, 'gtin'),
  '02': digits(14, 14, 'contentGtin'),
  '10': text(20, 'lot'),
  '11': digits(6, 6, 'productionDate'),
  '12': digits(6, 6, 'date'),
  '13': digits(6, 6, 'date'),
  '15': digits(6, 6, 'bestBefore'),
  '16': digits(6, 6, 'date'),
  '17': digits(6, 6, 'expiry'),
  '20': digits(2, 2, 'plain'),
  '21': text(20, 'plain'),
  '22': text(20, 'plain'),
  '30': digits(1, 8, 'count'),
  '37': digits(1, 8, 'count'),
  '90': text(30, 'plain'),
  '91': text(90, 'plain'),
  '92': text(90, 'plain'),
  '93': text(90, 'plain'),
  '94': text(90, 'plain'),
  '95': text(90, 'plain'),
  '96': text(90, 'plain'),
  '97': text(90, 'plain'),
  '98': text(90, 'plain'),
  '99': text(90, 'plain'),
  '235': text(28, 'plain'),
  '240': text(30, 'itemNumber'),
  '241': text(30, 'itemNumber'),
  '242': digits(1, 6, 'plain'),
  '243': text(20, 'plain'),
  '250': text(30, 'plain'),
  '251': text(30, 'plain'),
  '254': text(20, 'plain'),
  '400': text(30, 'order'),
  '401': text(30, 'plain'),
  '402': digits(17, 17, 'checked'),
  '403': text(30, 'plain'),
  '410': digits(13, 13, 'checked'),
  '411': digits(13, 13, 'checked'),
  '412': digits(13, 13, 'checked'),
  '413': digits(13, 13, 'checked'),
  '414': digits(13, 13, 'checked'),
  '415': digits(13, 13, 'checked'),
  '416': digits(13, 13, 'checked'),
  '417': digits(13, 13, 'checked'),
  '420': text(20, 'plain'),
  '422': digits(3, 3, 'plain'),
  '424': digits(3, 3, 'plain'),
  '426': digits(3, 3, 'plain'),
  '7001': digits(13, 13, 'plain'),
  '7002': text(30, 'plain'),
  '7003': digits(10, 10, 'expiryTime'),
  '710': text(20, 'plain'),
  '711': text(20, 'plain'),
  '712': text(20, 'plain'),
  '713': text(20, 'plain'),
  '714': text(20, 'plain'),
  '8001': digits(14, 14, 'plain'),
  '8002': text(20, 'plain'),
  '8005': digits(6, 6, 'plain'),
  '8017': digits(18, 18, 'checked'),
  '8018': digits(18, 18, 'checked'),
  '8020': text(25, 'plain'),
  '8200': text(70, 'plain'),
  '390': digits(1, 15, 'plain'),
  '391': digits(4, 18, 'plain'),
  '392': digits(1, 15, 'amount'),
  '393': digits(4, 18, 'amountWithCurrency'),
}

/** Identifiers whose fourth digit says how many decimals the value has. */
const decimalFamilies = new Set(['390', '391', '392', '393'])
/** Net and gross measures: six figures and at most five decimals. Of them all only net kilograms are counted with. */
const measure = /^3(?:1[0-6]|[26][0-9]|3[0-7]|4[0-9]|5[0-7])[0-5]$/

export function aiSpecOf(ai: string): AiSpec | null {
  if (measure.test(ai)) return digits(6, 6, ai.startsWith('310') ? 'netKilograms' : 'plain')
  const family = ai.slice(0, 3)
  if (ai.length === 4 && decimalFamilies.has(family)) return specs[family] ?? null
  return decimalFamilies.has(ai) ? null : (specs[ai] ?? null)
}

/** How many digits an identifier has, from its first two; null where GS1 has assigned none. */
export function aiLengthOf(firstTwo: string): number | null {
  const start = Number(firstTwo)
  if (firstTwo === '23' || firstTwo === '24' || firstTwo === '25' || firstTwo === '71') return 3
  if (start >= 40 && start <= 42) return 3
  if ((start >= 31 && start <= 36) || start === 39 || start === 43) return 4
  if (start === 70 || start === 72 || (start >= 80 && start <= 82)) return 4
  if (start <= 22 || start === 30 || start === 37 || start >= 90) return 2
  return null
}

/**
 * Whole length, identifier included, of the elements that need no separator after them. This is decided by the first
 * two digits alone, so that identifiers invented later can still be stepped over.
 */
export function predefinedLengthOf(firstTwo: string): number | null {
  const start = Number(firstTwo)
  if (start === 0) return 20
  if (start >= 1 && start <= 3) return 16
  if (start === 4) return 18
  if (start >= 11 && start <= 19) return 8
  if (start === 20) return 4
  if (start >= 31 && start <= 36) return 10
  return start === 41 ? 16 : null
}
