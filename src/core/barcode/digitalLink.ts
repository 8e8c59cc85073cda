// Reads a GS1 Digital Link (the web address in a 2D code that carries a GTIN or an SSCC) into the same elements as a
// barcode, under whatever domain. Any other web address is not ours to understand: the answer is null and the caller
// keeps it as plain text. The compressed form needs GS1's tables to unpack; it is known as such, and said.
import type { Gs1Element } from './gs1'

/** What a link may be led by: a trade item or a logistic unit. */
const keys = new Set(['01', '00'])
/** Qualifiers that may follow the GTIN in the path. */
const qualifiers = new Set(['10', '21', '22', '235'])
/** Words that the first edition of the standard allowed in place of figures. */
const words: Record<string, string> = { gtin: '01', sscc: '00', lot: '10', ser: '21', cpv: '22', exp: '17' }

export const webAddress = /^https?:\/\//i

const aiOf = (segment: string): string => words[segment.toLowerCase()] ?? segment

export function splitDigitalLink(text: string): Gs1Element[] | null {
  const address = /^https?:\/\/[^/?#]+\/([^?#]*)(?:\?([^#]*))?/i.exec(text)
  if (address === null) return null
  const path = (address[1] ?? '').split('/')
  const start = path.findIndex((segment, at) => keys.has(aiOf(segment)) && /^[0-9]{8,18}$/.test(path[at + 1] ?? ''))
  if (start === -1) return null
  const pairs = [...pathPairs(path.slice(start)), ...queryPairs(address[2] ?? '')]
  const [key, ...others] = pairs.map(([ai, value]) => ({ ai, value: unescaped(value) }))
  return key === undefined
    ? null
    : [{ ...key, value: key.ai === '01' ? key.value.padStart(14, '0') : key.value }, ...others]
}

/** The resolver of GS1 serves the compressed form alone under names that are no identifiers. */
export const isCompressedLink = (text: string): boolean =>
  /^https?:\/\/id\.gs1\.org\/[\w-]{10,}(?:[?#].*)?$/i.test(text)

function pathPairs(segments: string[]): [string, string][] {
  const pairs: [string, string][] = [[aiOf(segments[0] ?? ''), segments[1] ?? '']]
  for (let at = 2; at + 1 < segments.length; at += 2) {
    const ai = aiOf(segments[at] ?? '')
    if (!qualifiers.has(ai)) break
    pairs.push([ai, segments[at + 1] ?? ''])
  }
  return pairs
}

/** Query keys that are all digits are identifiers; the rest (tracking, language) is the web's business. */
function queryPairs(query: string): [string, string][] {
  return query
    .split(/[&;]/)
    .map((part) => part.split('='))
    .map(([key = '', value = '']): [string, string] => [aiOf(key), value])
    .filter(([ai, value]) => /^[0-9]{2,4}$/.test(ai) && value !== '')
}

/** Percent escapes of ASCII only: GS1 values hold nothing else, so a stray percent sign may stay as it is. */
function unescaped(value: string): string {
  return value.replace(/%([0-7][0-9A-Fa-f])/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
