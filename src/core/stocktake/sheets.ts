/**
 * 盘点表: which goods stand on which line of which page. A page is fixed when it is printed, so that whoever keys it in later
 * has the very same page before them. Pure: what is on the shelves, and how a page looks, is known elsewhere.
 */

import { pageCode } from '../barcode/controlCodes'
import { unplacedZone } from './plan'

export const linesPerPage = 25

/** What the code of a page can number; pages are numbered through the whole stocktake. */
export const pagesMax = 999

/** Goods kept by lot have so many lines each, one a lot; a further lot is scanned. */
export const linesPerLotProduct = 2

/** One printed line. `part` tells the lines of one product apart, which are its lots. */
export interface SheetLine {
  sku: string
  part: number
}

export interface SheetProduct {
  sku: string
  shelf: string
  keepsLots: boolean
}

/** The lines of a zone, in the order of `products`: that of the shelves. */
export const sheetLinesOf = (products: readonly SheetProduct[]): SheetLine[] =>
  products.flatMap(({ sku, keepsLots }) =>
    Array.from({ length: keepsLots ? linesPerLotProduct : 1 }, (_line, index) => ({ sku, part: index + 1 })),
  )

export const pagesOf = (lines: readonly SheetLine[]): SheetLine[][] =>
  Array.from({ length: Math.ceil(lines.length / linesPerPage) }, (_page, index) =>
    lines.slice(index * linesPerPage, (index + 1) * linesPerPage),
  )

/**
 * The zone whose sheet a product stands on: the bay it lies in, else the zone its place begins with, the longest first. What
 * lies in none of them stands where goods without a place are counted, or on the one sheet there is. Null: on none.
 */
export const zoneOfShelf = (shelf: string, zones: readonly { code: string; temporary: boolean }[]): string | null => {
  const place = shelf.toUpperCase()
  const lasting = zones.filter(({ temporary }) => !temporary)
  const here = lasting
    .filter(({ code }) => place.startsWith(code))
    .sort((one, other) => bayRank(place, other.code) - bayRank(place, one.code))[0]
  if (here) return here.code
  const unplaced = lasting.find(({ code }) => code === unplacedZone)
  return unplaced?.code ?? (lasting.length === 1 ? (lasting[0]?.code ?? null) : null)
}

/** The whole bay before anything that only begins alike; then the longer. */
const bayRank = (place: string, code: string): number =>
  place === code || place.startsWith(`${code}-`) ? 100 + code.length : code.length

/** What a typed line of a count says of where it came from: the page and its line. */
export const sheetSource = (number: string, page: number, line: number): string => `${pageCode(number, page)} #${line}`
