/**
 * The first sheet of an .xlsx as texts. A number stays as the file writes it, so a code that lost its digits is seen; a day is
 * written out. Rows keep their places, so that a fault is told by the row the person sees.
 */
import { strFromU8, unzipSync } from 'fflate'

/** A zip may unpack to anything: what a count holds is far below it. */
const unpackedBytesMax = 200 * 1024 * 1024
const wanted = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/
const rowsMax = 100_000
const columnsMax = 50

/** Null: no workbook that can be read. */
export const readXlsx = (bytes: Uint8Array): string[][] | null => {
  try {
    let left = unpackedBytesMax
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted.test(name)) return false
        left -= originalSize
        return left >= 0
      },
    })
    const xml = (name: string): Document | null => (files[name] ? parsed(strFromU8(files[name])) : null)
    const sheet = xml(firstSheetOf(xml))
    return sheet && rowsOf(sheet, textsOf(xml('xl/sharedStrings.xml')), daysOf(xml('xl/styles.xml')))
  } catch {
    return null
  }
}

const parsed = (text: string): Document | null => {
  const document = new DOMParser().parseFromString(text, 'application/xml')
  return document.getElementsByTagName('parsererror').length > 0 ? null : document
}

const elements = (parent: Document | Element, name: string): Element[] => [...parent.getElementsByTagNameNS('*', name)]

/** The first in the order of the tabs, which is not the order of the files. */
const firstSheetOf = (xml: (name: string) => Document | null): string => {
  const workbook = xml('xl/workbook.xml')
  const rels = xml('xl/_rels/workbook.xml.rels')
  const sheet = workbook && elements(workbook, 'sheet')[0]
  const id = sheet && [...sheet.attributes].find(({ localName }) => localName === 'id')?.value
  const target = rels && elements(rels, 'Relationship').find((one) => one.getAttribute('Id') === id)
  const path = target?.getAttribute('Target') ?? 'worksheets/sheet1.xml'
  return path.startsWith('/') ? path.slice(1) : `xl/${path}`
}

/** A text may be in pieces of several looks; how it is read aloud (rPh) is no part of it. */
const textOf = (parent: Element): string =>
  elements(parent, 't')
    .filter((piece) => piece.parentElement?.localName !== 'rPh')
    .map(({ textContent }) => textContent ?? '')
    .join('')

const textsOf = (shared: Document | null): string[] => (shared ? elements(shared, 'si').map(textOf) : [])

/** Which styles show a number as a day: the built-in ones, and formats of one's own that name years, months or days. */
const daysOf = (styles: Document | null): ReadonlySet<number> => {
  if (!styles) return new Set()
  const own = new Map(
    elements(styles, 'numFmt').map((one) => [
      Number(one.getAttribute('numFmtId')),
      one.getAttribute('formatCode') ?? '',
    ]),
  )
  const isDay = (id: number): boolean =>
    (id >= 14 && id <= 17) ||
    id === 22 ||
    (id >= 27 && id <= 36) ||
    (id >= 50 && id <= 58) ||
    /[ymd]/i.test(plain(own.get(id)))
  const [formats] = elements(styles, 'cellXfs')
  const shown = formats ? elements(formats, 'xf') : []
  return new Set(shown.flatMap((one, index) => (isDay(Number(one.getAttribute('numFmtId'))) ? [index] : [])))
}

/** without literal text, colours and conditions */
const plain = (format = ''): string => format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')

const rowsOf = (sheet: Document, texts: readonly string[], days: ReadonlySet<number>): string[][] => {
  const rows: string[][] = []
  for (const row of elements(sheet, 'row')) {
    const at = Number(row.getAttribute('r') ?? rows.length + 1)
    if (at > rowsMax) break
    while (rows.length < at - 1) rows.push([])
    rows.push(cellsOf(row, texts, days))
  }
  return rows
}

const cellsOf = (row: Element, texts: readonly string[], days: ReadonlySet<number>): string[] => {
  const cells: string[] = []
  for (const cell of elements(row, 'c')) {
    const column = columnOf(cell.getAttribute('r') ?? '') ?? cells.length
    if (column >= columnsMax) break
    while (cells.length < column) cells.push('')
    cells.push(valueOf(cell, texts, days))
  }
  return cells
}

/** "BC12" -> 54 */
const columnOf = (reference: string): number | null => {
  const letters = /^[A-Z]+/.exec(reference)?.[0]
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null
}

// biome-ignore lint/suspicious/noShadowRestrictedNames: the value of a cell; nothing here means the object's method
const valueOf = (cell: Element, texts: readonly string[], days: ReadonlySet<number>): string => {
  const kind = cell.getAttribute('t') ?? 'n'
  if (kind === 'inlineStr') return textOf(cell)
  const value = elements(cell, 'v')[0]?.textContent ?? ''
  if (kind === 's') return texts[Number(value)] ?? ''
  const isDay = kind === 'n' && days.has(Number(cell.getAttribute('s') ?? -1)) && /^\d+(\.\d+)?$/.test(value)
  return isDay ? dayOf(Math.floor(Number(value))) : value
}

/** Excel counts days from the last of 1899, as if 1900 had been a leap year. */
const dayOf = (serial: number): string =>
  new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
