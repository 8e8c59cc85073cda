// The GS1 application identifiers the chain meets, as data: how long each is and what it holds.
// Lengths follow the GS1 General Specifications; nothing here is decided, gs1.ts reads these tables.

/**
 * What a value means to stock; `plain` values are checked and shown, then left alone. A `skipped` one that does not fit is
 * stepped over like an identifier nobody knows: makers print them carelessly, and nothing is done with them.
 */
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
  | 'skipped'

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

/** Assigned by GS1 and of no use to stock: of shipping, health care, assets, parts and coupons. Lengths with all their parts. */
const skipped: [chars: AiSpec['chars'], min: number, max: number, ais: string][] = [
  ['text', 13, 30, '253'],
  ['digits', 13, 25, '255'],
  ['digits', 4, 4, '3940 3941 3942 3943'],
  ['digits', 6, 6, '3950 3951 3952 3953 3954 3955'],
  ['text', 4, 12, '421'],
  ['digits', 3, 15, '423 425'],
  ['text', 1, 3, '427 7008'],
  ['text', 1, 35, '4300 4301 4310 4311 4320'],
  ['text', 1, 70, '4302 4303 4304 4305 4306 4312 4313 4314 4315 4316 7257 8110 8112'],
  ['text', 2, 2, '4307 4317'],
  ['text', 1, 30, '4308 4319 7023 8004 8010'],
  ['digits', 20, 20, '4309'],
  ['text', 1, 20, '4318 715 716 717 7020 7021 7022 7240 8012'],
  ['digits', 1, 1, '4321 4322 4323 7252'],
  ['digits', 10, 10, '4324 4325'],
  ['digits', 6, 6, '4326 7006'],
  ['text', 6, 7, '4330 4331 4332 4333'],
  ['digits', 1, 4, '7004'],
  ['text', 1, 12, '7005'],
  ['digits', 6, 12, '7007'],
  ['text', 1, 10, '7009 7255'],
  ['text', 1, 2, '7010'],
  ['digits', 6, 10, '7011'],
  ['text', 4, 30, '7030 7031 7032 7033 7034 7035 7036 7037 7038 7039'],
  ['text', 4, 4, '7040'],
  ['text', 1, 4, '7041'],
  ['text', 3, 30, '7230 7231 7232 7233 7234 7235 7236 7237 7238 7239'],
  ['digits', 2, 2, '7241'],
  ['text', 1, 25, '7242 8013 8014'],
  ['digits', 8, 8, '7250'],
  ['digits', 12, 12, '7251'],
  ['text', 1, 40, '7253 7254 7259'],
  ['text', 1, 90, '7256 8030'],
  ['text', 3, 3, '7258'],
  ['text', 14, 30, '8003'],
  ['digits', 18, 18, '8006 8026'],
  ['text', 1, 34, '8007'],
  ['digits', 8, 12, '8008'],
  ['text', 1, 50, '8009'],
  ['digits', 1, 12, '8011'],
  ['digits', 1, 10, '8019'],
  ['digits', 4, 4, '8111'],
]
for (const [chars, min, max, ais] of skipped)
  for (const ai of ais.split(' ')) specs[ai] = { chars, min, max, meaning: 'skipped' }

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
