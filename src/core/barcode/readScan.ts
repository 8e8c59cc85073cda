// What a raw scan says: a code with the spellings to look up, or the reason it cannot be read. Any text is accepted
// and nothing throws. It must not know the catalogue: document numbers stay plain text, looked up by the backend.
import { splitDigitalLink } from './digitalLink'
import type { Gs1Reading } from './gs1'
import { bracketed, groupSeparator, readElements, splitBracketed, splitScanned } from './gs1'
import { gtinSpellings, hasGoodCheckDigit, isDigits, isGtin, isGtinLength } from './gtin'
import type { WeighRule } from './weighed'
import { readWeighed } from './weighed'

export type { WeighRule } from './weighed'

export type ScanRule = 'ean13' | 'ean8' | 'upca' | 'itf14' | 'gs1' | 'weighed' | 'text'
export type UnreadableReason = 'empty' | 'tooLong' | 'controlCharacters' | 'badCheckDigit' | 'badGs1'

export type ScannedCode = {
  kind: 'code'
  /** the whole code without prefix, suffix or control characters; GS1 codes in their bracketed form */
  text: string
  rule: ScanRule
  /** spellings to look up, in this order, until one is known */
  lookups: string[]
  /** thousandths of the stock unit, when the code carries a weight */
  quantity: number | null
  amountFen: number | null
  /** pieces named by AI (30) or (37), whole numbers */
  count: number | null
  lot: string | null
  expiryDate: string | null
  productionDate: string | null
  /** AIM identifier the scanner sent, such as ]E0; null when it sent none */
  symbology: string | null
  unknownAis: string[]
  /** id of the weigh rule that matched */
  weighRuleId: string | null
}

export type UnreadableScan = { kind: 'unreadable'; text: string; reason: UnreadableReason }
export type ScanReading = ScannedCode | UnreadableScan
export type ScanRules = { weighRules: readonly WeighRule[] }

export const codeLengthMax = 128
export const shownTextMax = 80

export function readScan(raw: string, rules: ScanRules): ScanReading {
  const trimmed = raw.trim()
  if (trimmed === '') return unreadable(raw, 'empty')
  if (trimmed.length > codeLengthMax) return unreadable(trimmed, 'tooLong')
  const symbology = aimPrefix.exec(trimmed)?.[0] ?? null
  const data = tidy(symbology === null ? trimmed : trimmed.slice(symbology.length))
  if (data.replaceAll(groupSeparator, '').trim() === '') return unreadable(trimmed, 'empty')
  if (unprintable.test(data.replaceAll(groupSeparator, ''))) return unreadable(trimmed, 'controlCharacters')
  return readGs1(data, symbology) ?? readDigits(data, symbology, rules) ?? plainText(data, symbology)
}

const aimPrefix = /^\][A-Za-z][0-9A-Za-z]/
// Control, zero-width, direction and lone-surrogate characters: invisible on screen, so two codes could look alike.
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const gs1Symbologies = new Set([']C1', ']e0', ']d2', ']Q3', ']J1'])

/** An input method's full-width letters become ASCII if that makes the whole code ASCII; digits lose their spaces. */
function tidy(data: string): string {
  const narrow = data.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  const chosen = isAscii(narrow) ? narrow : data
  return /^[0-9 ]+$/.test(chosen) ? chosen.replaceAll(' ', '') : chosen.trim()
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false
  return true
}

/** GS1 when the scanner says so, when separators prove it, or when the whole text parses as nothing else would. */
function readGs1(data: string, symbology: string | null): ScanReading | null {
  const declared = (symbology !== null && gs1Symbologies.has(symbology)) || data.includes(groupSeparator)
  const reading = declared ? readOrNull(data) : guessGs1(data)
  if (reading !== null) return gs1Code(reading, symbology)
  // Many scanners call any web address in a 2D code GS1; that is still only text.
  if (!declared || /^https?:\/\//i.test(data)) return null
  return unreadable((symbology ?? '') + data, 'badGs1')
}

function readOrNull(data: string): Gs1Reading | null {
  const elements = splitDigitalLink(data) ?? splitBracketed(data) ?? splitScanned(data)
  return elements === null ? null : readElements(elements)
}

/** Without a declaration only a code led by a checked SSCC or GTIN, and wholly understood, is taken for GS1. */
function guessGs1(data: string): Gs1Reading | null {
  const led = data.startsWith('(') || /^https?:/i.test(data) || /^(00[0-9]{18}|0[12][0-9]{14})/.test(data)
  const reading = led ? readOrNull(data) : null
  if (reading === null || (reading.unknownAis.length > 0 && !/^https?:/i.test(data))) return null
  return (reading.gtin ?? reading.contentGtin ?? reading.sscc) === null ? null : reading
}

function gs1Code(reading: Gs1Reading, symbology: string | null): ScannedCode {
  const text = bracketed(reading.elements)
  const bare = reading.elements.map(({ ai, value }) => ai + value).join('')
  const lookups = [
    ...(reading.sscc === null ? [] : [reading.sscc]),
    ...(reading.gtin === null ? [] : gtinSpellings(reading.gtin)),
    ...(reading.contentGtin === null ? [] : gtinSpellings(reading.contentGtin)),
    ...[reading.orderNumber, reading.itemNumber].filter((value) => value !== null),
    bare,
  ]
  const { amountFen, count, lot, expiryDate, productionDate, unknownAis } = reading
  const said = { quantity: reading.netGrams, amountFen, count, lot, expiryDate, productionDate, unknownAis }
  return { ...code(text, 'gs1', lookups, symbology), ...said }
}

function readDigits(data: string, symbology: string | null, rules: ScanRules): ScanReading | null {
  if (!isDigits(data)) return null
  const weighed = readWeighed(data, rules.weighRules)
  if (weighed !== null) {
    const { quantity, amountFen, plu } = weighed
    const lookups = [plu, plu.replace(/^0+(?=.)/, '')]
    return { ...code(data, 'weighed', lookups, symbology), quantity, amountFen, weighRuleId: weighed.rule.id }
  }
  if (symbology === ']E3' && isGtin(data.slice(0, 13))) return magazine(data, symbology)
  if (!isGtinLength(data)) return null
  if (hasGoodCheckDigit(data)) return code(data, gtinRule(data), gtinSpellings(data), symbology)
  // Code 128, QR and the like guard themselves, so there a wrong digit only means that this is not a GTIN.
  return symbology === null || /^\][EI]/.test(symbology) ? unreadable(data, 'badCheckDigit') : null
}

/** An EAN with a two- or five-digit add-on: a magazine's issue. The catalogue may hold it with or without. */
function magazine(data: string, symbology: string): ScannedCode {
  return code(data, 'ean13', [data, ...gtinSpellings(data.slice(0, 13))], symbology)
}

function gtinRule(digits: string): ScanRule {
  if (digits.length === 14) return 'itf14'
  if (digits.length === 13) return 'ean13'
  return digits.length === 12 ? 'upca' : 'ean8'
}

/** Capital lock on the scanner's host turns letters round; our own numbers and codes are written in capitals. */
function plainText(data: string, symbology: string | null): ScannedCode {
  return code(data, 'text', [data, data.toUpperCase()], symbology)
}

function code(text: string, rule: ScanRule, lookups: string[], symbology: string | null): ScannedCode {
  return {
    kind: 'code',
    text,
    rule,
    lookups: [...new Set(lookups)],
    quantity: null,
    amountFen: null,
    count: null,
    lot: null,
    expiryDate: null,
    productionDate: null,
    symbology,
    unknownAis: [],
    weighRuleId: null,
  }
}

function unreadable(raw: string, reason: UnreadableReason): UnreadableScan {
  return { kind: 'unreadable', text: visible(raw), reason }
}

/** Text that is safe to show and to log: bounded, with a picture in place of every character that has none. */
export function visible(raw: string): string {
  const characters = Array.from(raw.slice(0, shownTextMax * 2))
  const shown = characters.slice(0, shownTextMax).map(visibleCharacter)
  if (characters.length <= shownTextMax && raw.length <= shownTextMax * 2) return bounded(shown.join(''))
  return bounded(`${shown.slice(0, shownTextMax - 1).join('')}…`)
}

/** Characters outside the basic plane count twice in a string's length; the bound is on length. */
function bounded(text: string): string {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > shownTextMax) break
    kept += character
  }
  return kept
}

function visibleCharacter(character: string): string {
  if (!unprintable.test(character)) return character
  const point = character.charCodeAt(0)
  if (point < 0x20) return String.fromCharCode(0x2400 + point)
  return point === 0x7f ? '\u2421' : '\u2426'
}
