// Reads a GS1 Digital Link (the web address in a 2D code that carries a GTIN) into the same elements as a barcode.
// Any other web address is not ours to understand: the answer is null and the caller keeps it as plain text.
import type { Gs1Element } from './gs1'

/** Qualifiers that may follow the GTIN in the path. */
const pathAis = new Set(['01', '10', '21', '22'])

export function splitDigitalLink(text: string): Gs1Element[] | null {
  const address = /^https?:\/\/[^/?#]+\/([^?#]*)(?:\?([^#]*))?/i.exec(text)
  if (address === null) return null
  const path = (address[1] ?? '').split('/')
  const start = path.indexOf('01')
  if (start === -1) return null
  const pairs = [...pathPairs(path.slice(start)), ...queryPairs(address[2] ?? '')]
  const elements = pairs.map(([ai, value]) => ({ ai, value: unescaped(value) }))
  const gtin = elements[0]
  if (gtin === undefined || !/^[0-9]{8,14}$/.test(gtin.value)) return null
  gtin.value = gtin.value.padStart(14, '0')
  return elements
}

function pathPairs(segments: string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < segments.length; at += 2) {
    const ai = segments[at] ?? ''
    if (!pathAis.has(ai)) break
    pairs.push([ai, segments[at + 1] ?? ''])
  }
  return pairs
}

/** Query keys that are all digits are identifiers; the rest (tracking, language) is the web's business. */
function queryPairs(query: string): [string, string][] {
  return query
    .split('&')
    .map((part) => part.split('='))
    .filter(([key, value]) => /^[0-9]{2,4}$/.test(key ?? '') && value !== undefined && value !== '')
    .map(([key, value]) => [key ?? '', value ?? ''])
}

/** Percent escapes of ASCII only: GS1 values hold nothing else, so a stray percent sign may stay as it is. */
function unescaped(value: string): string {
  return value.replace(/%([0-7][0-9A-Fa-f])/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
