/**
 * The words on each page of a PDF as Chromium writes one: compressed streams, fonts that name their letters by a ToUnicode
 * table. Read without the code that made it, so that a test holds what is on the paper and not what should have been.
 */
import { inflateSync } from 'node:zlib'

type Objects = ReadonlyMap<number, { head: string; stream: Buffer | null }>

const objectsOf = (file: Buffer): Objects => {
  const text = file.toString('latin1')
  const objects = new Map<number, { head: string; stream: Buffer | null }>()
  for (const match of text.matchAll(/(\d+) 0 obj\b([\s\S]*?)(?:stream\r?\n|endobj)/g)) {
    const head = match[2] ?? ''
    const isStream = match[0].startsWith('stream', match[0].trimEnd().length - 6)
    const from = (match.index ?? 0) + match[0].length
    const length = Number(/\/Length (\d+)(?! \d+ R)/.exec(head)?.[1] ?? 0)
    const bytes = isStream ? file.subarray(from, from + length) : null
    objects.set(Number(match[1]), { head, stream: bytes && head.includes('/FlateDecode') ? inflateSync(bytes) : bytes })
  }
  return objects
}

const letters = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('')

/** Which letters each glyph of a font stands for. */
const glyphsOf = (table: string): ReadonlyMap<number, string> => {
  const glyphs = new Map<number, string>()
  for (const [, block = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, from = '', to = ''] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi))
      glyphs.set(Number.parseInt(from, 16), letters(to))
  for (const [, block = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', last = '', to = ''] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) {
      const [first, end, target] = [from, last, to].map((hex) => Number.parseInt(hex, 16)) as [number, number, number]
      for (let glyph = first; glyph <= end; glyph += 1) glyphs.set(glyph, String.fromCharCode(target + glyph - first))
    }
  return glyphs
}

const refersTo = (text: string, key: string): number[] => {
  const found = new RegExp(`/${key}\\s*(\\[[^\\]]*\\]|\\d+ 0 R)`).exec(text)?.[1] ?? ''
  return [...found.matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id))
}

interface Font {
  glyphs: ReadonlyMap<number, string>
  /** letters that are drawn one by one have a byte each, those of a font file two */
  bytesEach: 1 | 2
}

const fontsOf = (objects: Objects, page: string): ReadonlyMap<string, Font> => {
  const resources = /\/Font\s*<<([\s\S]*?)>>/.exec(page)?.[1] ?? ''
  return new Map(
    [...resources.matchAll(/\/(\w+)\s+(\d+) 0 R/g)].map(([, name = '', id]) => {
      const { head = '' } = objects.get(Number(id)) ?? {}
      const [table = -1] = refersTo(head, 'ToUnicode')
      const glyphs = glyphsOf(objects.get(table)?.stream?.toString('latin1') ?? '')
      return [name, { glyphs, bytesEach: /\/Subtype\s*\/Type3/.test(head) ? 1 : 2 }] as const
    }),
  )
}

/** A string of a content stream: hexadecimal, or letters with escapes. */
const glyphBytes = (text: string): Buffer => {
  if (text.startsWith('<')) return Buffer.from(text.slice(1, -1), 'hex')
  const plain = text
    .slice(1, -1)
    .replace(/\\([0-7]{1,3}|[\s\S])/g, (_all, code: string) =>
      /^[0-7]/.test(code)
        ? String.fromCharCode(Number.parseInt(code, 8))
        : ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[code] ?? code),
    )
  return Buffer.from(plain, 'latin1')
}

const wordsOf = (content: string, fonts: ReadonlyMap<string, Font>): string => {
  let shown: Font = { glyphs: new Map(), bytesEach: 2 }
  let words = ''
  const tokens = /\/(\w+)\s+[\d.-]+\s+Tf|(<[0-9A-Fa-f]*>|\((?:\\[\s\S]|[^\\()])*\))|\b(ET)\b/g
  for (const [, font, string, end] of content.matchAll(tokens)) {
    if (font !== undefined) shown = fonts.get(font) ?? shown
    if (end !== undefined) words += '\n'
    if (string === undefined) continue
    const bytes = glyphBytes(string)
    const { glyphs, bytesEach } = shown
    for (let at = 0; at + bytesEach <= bytes.length; at += bytesEach)
      words += glyphs.get(bytes.readUIntBE(at, bytesEach)) ?? ''
  }
  return words
}

/** Page by page, in the order they are read; white space is the page's, not the text's. */
export const pdfPages = (file: Buffer): string[] => {
  const objects = objectsOf(file)
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b(?!s)/.test(head))
  return pages.map(({ head }) =>
    refersTo(head, 'Contents')
      .map((id) => wordsOf(objects.get(id)?.stream?.toString('latin1') ?? '', fontsOf(objects, head)))
      .join('\n'),
  )
}
