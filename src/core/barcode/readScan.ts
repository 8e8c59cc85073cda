// What a raw scan says: a code with the spellings to look up, one of the chain's own printed codes, or the reason it
// cannot be read. Any text is accepted and nothing throws. It must not know the catalogue, nor what any screen does with it.
import { type ControlCode, readControlCode } from './controlCodes'
import { isCompressedLink, splitDigitalLink, webAddress } from './digitalLink'
import type { Gs1Reading } from './gs1'
import { bracketed, groupSeparator, readElements, splitBracketed, splitScanned } from './gs1'
import { expandUpcE, gtinSpellings, hasGoodCheckDigit, isDigits, isGtin, isGtinLength } from './gtin'
import type { WeighRule } from './weighed'
import { readWeighed } from './weighed'

export type { ControlCode } from './controlCodes'
export type { WeighRule } from './weighed'

/** `catalogue`: digits that do not check, counted because the catalogue has written down just these */
export const scanRules = [
  'ean13',
  'ean8',
  'upca',
  'upce',
  'itf14',
  'gs1',
  'gs1Link',
  'weighed',
  'text',
  'catalogue',
] as const
export type ScanRule = (typeof scanRules)[number]
export const unreadableReasons = [
  'empty',
  'tooLong',
  'controlCharacters',
  'badCheckDigit',
  'badGs1',
  'compressedLink',
] as const
export type UnreadableReason = (typeof unreadableReasons)[number]

export type ScannedCode = {
  kind: 'code'
  /** the whole code without prefix, suffix or control characters; GS1 codes in their bracketed form */
  text: string
  rule: ScanRule
  /** spellings to look up, in this order, until one is known */
  lookups: string[]
  /** net weight in the code; thousandths of a kilogram */
  weightGrams: number | null
  amountFen: number | null
  /** pieces named by AI (30) or (37), whole numbers */
  count: number | null
  lot: string | null
  expiryDate: string | null
  productionDate: string | null
  /** AIM identifier the scanner sent, such as ]E0; null when it sent none */
  symbology: string | null
  unknownAis: string[]
  /** the shop's rule that read it */
  weighRule: Pick<WeighRule, 'id' | 'name'> | null
  /** the same digits by another rule: where both are known to the catalogue, somebody is asked which it is */
  otherwise: ScannedCode | null
}

export type UnreadableScan = {
  kind: 'unreadable'
  text: string
  reason: UnreadableReason
  /** of a wrong check digit: the digits as they stand, for a catalogue that has written down just these */
  asWritten?: ScannedCode
}
export type ScanReading = ScannedCode | ControlCode | UnreadableScan
export type ScanRules = {
  /** those that read their own test codes: `provenRules` */
  weighRules: readonly WeighRule[]
  /** the present year, for the century of a date with two digits */
  year: number
}

export const codeLengthMax = 128
/** Web addresses are longer: a maker's domain, and then all that GS1 has to say. What they say is no longer than a code. */
export const linkLengthMax = 512
export const shownTextMax = 80

export function readScan(raw: string, rules: ScanRules): ScanReading {
  const tidied = tidyScan(raw)
  if ('kind' in tidied) return tidied
  const { data, symbology } = tidied
  return (
    readControlCode(data) ??
    readGs1(data, symbology, rules.year) ??
    readDigits(data, symbology, rules.weighRules) ??
    (data.length > codeLengthMax ? unreadable(data, 'tooLong') : plainText(data, symbology))
  )
}

/** What may be looked up of it; null where nothing may. */
export function codeIn(reading: ScanReading): ScannedCode | null {
  if (reading.kind === 'code') return reading
  return (reading.kind === 'unreadable' && reading.asWritten) || null
}

/** One of the chain's own printed codes; null for anything else, read or not. */
export function readControl(raw: string): ControlCode | null {
  const tidied = tidyScan(raw)
  return 'kind' in tidied ? null : readControlCode(tidied.data)
}

type TidyScan = { data: string; symbology: string | null }

function tidyScan(raw: string): TidyScan | UnreadableScan {
  const trimmed = raw.trim()
  if (trimmed === '') return unreadable(raw, 'empty')
  const symbology = aimPrefix.exec(trimmed)?.[0] ?? null
  const sent = symbology === null ? trimmed : trimmed.slice(symbology.length)
  if (trimmed.length > (webAddress.test(sent) ? linkLengthMax : codeLengthMax)) return unreadable(trimmed, 'tooLong')
  const data = tidy(sent)
  const printed = data.replaceAll(groupSeparator, '')
  if (printed.trim() === '') return unreadable(trimmed, 'empty')
  return unprintable.test(printed) ? unreadable(trimmed, 'controlCharacters') : { data, symbology }
}

const aimPrefix = /^\][A-Za-z][0-9A-Za-z]/
// Control, zero-width, direction and lone-surrogate characters: invisible on screen, so two codes could look alike.
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const gs1Symbologies = new Set([']C1', ']e0', ']d2', ']Q3', ']J1'])

/** What scanners send in place of the separator when they were set to show it. */
const shownSeparators = /[<{[](?:GS|FNC1)[>}\]]|\u241d|\^\]/gi

/** An input method's full-width letters become ASCII if that makes the whole code ASCII; digits lose their spaces. */
function tidy(sent: string): string {
  const data = sent.replace(shownSeparators, groupSeparator)
  const narrow = data.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  const chosen = isAscii(narrow) ? narrow : data
  return /^[0-9 ]+$/.test(chosen) ? chosen.replaceAll(' ', '') : chosen.trim()
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false
  return true
}

/** GS1 when the scanner says so, when separators prove it, or when the whole text parses as nothing else would. */
function readGs1(data: string, symbology: string | null, year: number): ScanReading | null {
  const declared = (symbology !== null && gs1Symbologies.has(symbology)) || data.includes(groupSeparator)
  const isLink = webAddress.test(data)
  const reading = declared ? readOrNull(data, year) : guessGs1(data, year)
  if (reading !== null) return gs1Code(reading, isLink ? 'gs1Link' : 'gs1', symbology)
  if (isCompressedLink(data)) return unreadable(data, 'compressedLink')
  // Many scanners call any web address in a 2D code GS1; that is still only text, unless a separator is in it.
  const isOnlyText = !declared || (isLink && !data.includes(groupSeparator))
  return isOnlyText ? wrongGs1(data, symbology) : unreadable((symbology ?? '') + data, 'badGs1')
}

/**
 * A label's printed form, or a link, that names goods by all the digits of a GTIN and is not sound: nothing else looks like
 * that. Only as it stands may a catalogue hold it.
 */
function wrongGs1(data: string, symbology: string | null): UnreadableScan | null {
  const elements = webAddress.test(data) ? splitDigitalLink(data) : splitBracketed(data)
  const gtin = elements?.find(({ ai }) => ai === '01')?.value ?? ''
  // a link's shorter number was filled up; many sites have such paths
  if (gtin.length !== 14 || !isDigits(gtin) || !data.includes(gtin)) return null
  const wrong = unreadable(data, hasGoodCheckDigit(gtin) ? 'badGs1' : 'badCheckDigit')
  return data.length > codeLengthMax ? wrong : { ...wrong, asWritten: plainText(data, symbology) }
}

function readOrNull(data: string, year: number): Gs1Reading | null {
  const elements = webAddress.test(data) ? splitDigitalLink(data) : (splitBracketed(data) ?? splitScanned(data))
  return elements === null ? null : readElements(elements, year)
}

/** Without a declaration only a code led by a checked SSCC or GTIN, and wholly understood, is taken for GS1. */
function guessGs1(data: string, year: number): Gs1Reading | null {
  // where each value is set off from the next, one that says nothing hides no other
  const isSetOff = webAddress.test(data) || data.startsWith('(')
  const led = isSetOff || /^(00[0-9]{18}|0[12][0-9]{14})/.test(data)
  const reading = led ? readOrNull(data, year) : null
  if (reading === null || (reading.unknownAis.length > 0 && !isSetOff)) return null
  return (reading.gtin ?? reading.contentGtin ?? reading.sscc) === null ? null : reading
}

function gs1Code(reading: Gs1Reading, rule: ScanRule, symbology: string | null): ScannedCode {
  const text = bracketed(reading.elements)
  const { netGrams: weightGrams, amountFen, count, lot, expiryDate, productionDate, unknownAis } = reading
  const said = { weightGrams, amountFen, count, lot, expiryDate, productionDate, unknownAis }
  return { ...code(text, rule, gs1Lookups(reading), symbology), ...said }
}

/** A number of the maker's or the customer's own names goods only where no GTIN does: a strange GTIN stays unknown. */
function gs1Lookups({ elements, sscc, gtin, contentGtin, orderNumber, itemNumber }: Gs1Reading): string[] {
  const bare = elements.map(({ ai, value }) => ai + value).join('')
  const gtins = [gtin, contentGtin].filter((value) => value !== null).flatMap(gtinSpellings)
  const own = [orderNumber, itemNumber].filter((value) => value !== null)
  return [...(sscc === null ? [] : [sscc]), ...gtins, ...(gtins.length > 0 ? [] : own), bare]
}

function readDigits(data: string, symbology: string | null, weighRules: readonly WeighRule[]): ScanReading | null {
  if (!isDigits(data)) return null
  const whole = readWholeNumber(data, symbology)
  const weighed = readWeighed(data, weighRules)
  if (weighed === null) return whole
  const { plu, weightGrams, amountFen, rule } = weighed
  const lookups = [plu, plu.replace(/^0+(?=.)/, '')]
  // shops also print plain in-store numbers, and some begin as their scales' labels do
  const otherwise = whole?.kind === 'code' ? whole : null
  return {
    ...code(data, 'weighed', lookups, symbology),
    weightGrams,
    amountFen,
    weighRule: { id: rule.id, name: rule.name },
    otherwise,
  }
}

function readWholeNumber(data: string, symbology: string | null): ScannedCode | UnreadableScan | null {
  if (symbology === ']E3' && isGtin(data.slice(0, 13))) return magazine(data, symbology)
  if (!isGtinLength(data)) return null
  // Code 128, QR and the like guard themselves, so there a wrong digit only means that this is not a GTIN.
  const isRetail = symbology === null || /^\][EI]/.test(symbology)
  const short = isRetail && symbology !== ']E4' ? readUpcE(data, symbology) : null
  if (hasGoodCheckDigit(data))
    return { ...code(data, gtinRule(data, symbology), gtinSpellings(data), symbology), otherwise: short }
  return short ?? (isRetail ? wrongCheckDigit(data, symbology) : null)
}

/** Old systems gave such numbers out. Only the very digits are looked up: a wrong digit is never put right. */
function wrongCheckDigit(data: string, symbology: string | null): UnreadableScan {
  return { ...unreadable(data, 'badCheckDigit'), asWritten: code(data, 'catalogue', [data], symbology) }
}

/** Eight digits that also stand for a UPC-A: only their check digit tells them from an EAN-8, and one in ten fits both. */
function readUpcE(data: string, symbology: string | null): ScannedCode | null {
  const long = expandUpcE(data)
  return long === null ? null : code(data, 'upce', [...gtinSpellings(long), data], symbology)
}

/** An EAN with a two- or five-digit add-on: a magazine's issue. The catalogue may hold it with or without. */
function magazine(data: string, symbology: string): ScannedCode {
  return code(data, 'ean13', [data, ...gtinSpellings(data.slice(0, 13))], symbology)
}

/** Some scanners and catalogues fill an EAN-13 up to fourteen digits; that is no case, unless the bars were those of one. */
function gtinRule(digits: string, symbology: string | null): ScanRule {
  const isFilledUp = digits.startsWith('0') && !symbology?.startsWith(']I')
  if (digits.length === 14) return isFilledUp ? 'ean13' : 'itf14'
  if (digits.length === 13) return 'ean13'
  return digits.length === 12 ? 'upca' : 'ean8'
}

/** Capital lock on the scanner's host turns letters round; our own item codes are written in capitals. */
function plainText(data: string, symbology: string | null): ScannedCode {
  return code(data, 'text', [data, data.toUpperCase()], symbology)
}

function code(text: string, rule: ScanRule, lookups: string[], symbology: string | null): ScannedCode {
  return {
    kind: 'code',
    text,
    rule,
    lookups: [...new Set(lookups)],
    weightGrams: null,
    amountFen: null,
    count: null,
    lot: null,
    expiryDate: null,
    productionDate: null,
    symbology,
    unknownAis: [],
    weighRule: null,
    otherwise: null,
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
