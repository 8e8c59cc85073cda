/** 盘点表: which pages a zone has, fixed once it is printed; and a page as it is keyed in, onto the count of whoever keys it. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { CountSheetPageView } from '../../contract/schemas/countSheet'
import { pageCode } from '../../core/barcode/controlCodes'
import { lotKey } from '../../core/stock/lots'
import { countReference, roundNow } from '../../core/stocktake/plan'
import {
  pagesMax,
  pagesOf,
  type SheetLine,
  type SheetProduct,
  sheetLinesOf,
  sheetSource,
  zoneOfShelf,
} from '../../core/stocktake/sheets'
import { recountsOf, stocktakeRow, zonesOf } from '../../database/queries/stocktake'
import type { Reader, Tx } from '../../database/unitOfWork'
import { type Actor, Refusal, viewOf } from '../../gateway/gateway'
import { setLine } from '../change'
import { removeLine } from '../remove'
import type { DocumentWork } from '../work'
import { startCount } from './count'
import { ownCount } from './counters'
import { findStocktakeIn, type KnownStocktake, refuseHeldElsewhere } from './tell'

/** A page of a zone; one that is not printed yet is in no table. */
export interface Sheet {
  page: number
  zoneCode: string
  round: number
  lines: readonly SheetLine[]
  isNew: boolean
}

interface SheetRow {
  page: number
  zoneCode: string
  round: number
  lines: string
}

const toSheet = ({ lines, ...row }: SheetRow): Sheet => ({ ...row, lines: JSON.parse(lines), isNew: false })

const sheetsOf = async (read: Reader, stocktakeId: string): Promise<Sheet[]> => {
  const rows = await read.all<SheetRow>(
    'SELECT page, zoneCode, round, lines FROM countSheet WHERE stocktakeId = ? ORDER BY page',
    [stocktakeId],
  )
  return rows.map(toSheet)
}

/** Every page of these zones in the round they are in: as printed before, else new ones with the next numbers. */
export const planSheets = async (
  read: Reader,
  stocktake: KnownStocktake,
  zoneCodes: readonly string[],
): Promise<Sheet[]> => {
  const { stocktakeId } = stocktake
  const zones = await zonesNamed(read, stocktakeId, zoneCodes)
  const recounts = await recountsOf(read, stocktakeId)
  const printed = await sheetsOf(read, stocktakeId)
  const products = await productsByZone(read, stocktakeId)
  let last = printed.at(-1)?.page ?? 0
  const sheets = zones.flatMap(({ code }) => {
    const round = roundNow(code, recounts)
    const before = printed.filter((sheet) => sheet.zoneCode === code && sheet.round === round)
    if (before.length > 0) return before
    const again = recounts.find((one) => one.zoneCode === code && one.round === round)?.skus ?? []
    return pagesOf(sheetLinesOf(products(code, again))).map((lines): Sheet => {
      last += 1
      return { page: last, zoneCode: code, round, lines, isNew: true }
    })
  })
  if (sheets.length === 0) throw new Refusal('COUNT_SHEET_EMPTY')
  if (last > pagesMax) throw new Refusal('LINES_TOO_MANY', { max: pagesMax })
  return sheets
}

/** All of them where none is named. */
export const zonesNamed = async (read: Reader, stocktakeId: string, zoneCodes: readonly string[]) => {
  const zones = await zonesOf(read, stocktakeId)
  const missing = zoneCodes.find((zone) => !zones.some(({ code }) => code === zone))
  if (missing !== undefined) throw new Refusal('STOCKTAKE_ZONE_NOT_FOUND', { zone: missing })
  return zoneCodes.length === 0 ? zones : zones.filter(({ code }) => zoneCodes.includes(code))
}

/** In the order of the shelves. Some products counted again are looked for in that zone, wherever they should lie. */
const productsByZone = async (
  read: Reader,
  stocktakeId: string,
): Promise<(zoneCode: string, only: readonly string[]) => SheetProduct[]> => {
  const zones = await zonesOf(read, stocktakeId)
  const rows = await read.all<Omit<SheetProduct, 'keepsLots'> & { keepsLots: number }>(
    `SELECT p.sku, p.shelf, p.keepsLots FROM stocktakeProduct k JOIN product p ON p.sku = k.sku
     WHERE k.stocktakeId = ? ORDER BY k.place`,
    [stocktakeId],
  )
  const products = rows.map((row) => ({ ...row, keepsLots: row.keepsLots === 1 }))
  const zoneOf = new Map(products.map(({ sku, shelf }) => [sku, zoneOfShelf(shelf, zones)]))
  return (zoneCode, only) =>
    products.filter(({ sku }) => (only.length > 0 ? only.includes(sku) : zoneOf.get(sku) === zoneCode))
}

/** How often the pages of a zone and round came out so far. */
export const printsOf = async (read: Reader, stocktakeId: string): Promise<Map<string, number>> => {
  const rows = await read.all<{ zoneCode: string; round: number; prints: number }>(
    `SELECT zoneCode, round, max(printNo) AS prints FROM countSheetPrint WHERE stocktakeId = ?
     GROUP BY zoneCode, round`,
    [stocktakeId],
  )
  return new Map(rows.map(({ zoneCode, round, prints }) => [countReference(zoneCode, round), prints]))
}

export interface KeptSheets {
  stocktakeId: string
  sheets: readonly Sheet[]
  /** `atSeq`: how far the ledger was before they came out */
  printed: { userId: string; printedAt: string; atSeq: number }
}

/** They came out: from now on a page is what was printed, and the next printing is one more. */
export const keepSheets = async (tx: Tx, { stocktakeId, sheets, printed }: KeptSheets): Promise<void> => {
  await tx.insertRows(
    'countSheet',
    sheets
      .filter(({ isNew }) => isNew)
      .map(({ page, zoneCode, round, lines }) => ({
        ...{ stocktakeId, page, zoneCode, round },
        lines: JSON.stringify(lines),
      })),
  )
  const prints = await printsOf(tx, stocktakeId)
  const zones = new Map(sheets.map(({ zoneCode, round }) => [countReference(zoneCode, round), { zoneCode, round }]))
  await tx.insertRows(
    'countSheetPrint',
    [...zones].map(([reference, zone]) => ({
      ...{ stocktakeId, ...zone, printNo: (prints.get(reference) ?? 0) + 1, ...printed },
    })),
  )
}

/** How far the ledger was before anybody could count with the pages of this zone and round; 0 where nobody noted it. */
const printedFrom = async (read: Reader, stocktakeId: string, { zoneCode, round }: Sheet): Promise<number> => {
  const first = await read.one<{ atSeq: number }>(
    `SELECT coalesce(min(atSeq), 0) AS atSeq FROM countSheetPrint WHERE stocktakeId = ? AND zoneCode = ? AND round = ?`,
    [stocktakeId, zoneCode, round],
  )
  return first?.atSeq ?? 0
}

/** What the page's code says, found among what this user may see. */
export const pageAsked = async (
  read: Reader,
  user: Actor,
  { number, page }: InputOf<'countSheet.page'>,
): Promise<CountSheetPageView> => {
  const missing = new Refusal('COUNT_SHEET_NOT_FOUND', { number, page })
  const known = await read.one<{ stocktakeId: string }>('SELECT stocktakeId FROM stocktake WHERE number = ?', [number])
  const stocktake = known && (await stocktakeRow(read, known.stocktakeId, viewOf(user)))
  if (!stocktake) throw missing
  await refuseHeldElsewhere(read, stocktake)
  const sheet = (await sheetsOf(read, stocktake.stocktakeId)).find((one) => one.page === page)
  if (!sheet) throw missing
  const { zoneCode, round } = sheet
  const count = await ownCount(read, stocktake.stocktakeId, user.userId, countReference(zoneCode, round))
  const zone = (await zonesOf(read, stocktake.stocktakeId)).find(({ code }) => code === zoneCode)
  const recounts = await recountsOf(read, stocktake.stocktakeId)
  return {
    ...{ stocktakeId: stocktake.stocktakeId, number, state: stocktake.state, page },
    ...(await rangeOf(read, stocktake.stocktakeId, sheet)),
    ...{ code: pageCode(number, page), zoneCode, zoneName: zone?.name ?? zoneCode, round },
    outdated: roundNow(zoneCode, recounts) !== round,
    count: count ?? null,
    lines: await linesOnPage(read, number, sheet, count?.documentId ?? ''),
  }
}

const rangeOf = async (
  read: Reader,
  stocktakeId: string,
  { zoneCode, round }: Sheet,
): Promise<{ firstPage: number; lastPage: number }> => {
  const range = await read.one<{ firstPage: number; lastPage: number }>(
    `SELECT min(page) AS firstPage, max(page) AS lastPage FROM countSheet
     WHERE stocktakeId = ? AND zoneCode = ? AND round = ?`,
    [stocktakeId, zoneCode, round],
  )
  return range ?? { firstPage: 0, lastPage: 0 }
}

interface ProductOnPage {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
  shelf: string
  weighed: number
  keepsLots: number
  shelfLifeDays: number
}

const linesOnPage = async (
  read: Reader,
  number: string,
  { page, lines }: Sheet,
  documentId: string,
): Promise<CountSheetPageView['lines']> => {
  const products = await read.all<ProductOnPage>(
    `SELECT sku, name, nameEn, spec, unit, shelf, weighed, keepsLots, shelfLifeDays FROM product
     WHERE sku IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(lines.map(({ sku }) => sku))],
  )
  const bySku = new Map(products.map((product) => [product.sku, product]))
  const counted = await countedLines(
    read,
    documentId,
    lines.map(({ sku }) => sku),
  )
  return lines.map(({ sku, part }, index) => {
    const { weighed, keepsLots, shelfLifeDays, ...product } = bySku.get(sku) ?? unknownProduct(sku)
    const source = sheetSource(number, page, index + 1)
    return {
      ...{ line: index + 1, part, ...product },
      ...{ weighed: weighed === 1, keepsLots: keepsLots === 1, spoils: keepsLots === 1 && shelfLifeDays > 0 },
      entered: enteredOn(source, sku, keepsLots === 1, counted),
    }
  })
}

const unknownProduct = (sku: string): ProductOnPage => ({
  ...{ sku, name: sku, nameEn: '', spec: '', unit: '', shelf: '' },
  ...{ weighed: 0, keepsLots: 0, shelfLifeDays: 0 },
})

interface CountedLine {
  lineNo: number
  sku: string
  lot: string
  expiryDate: string
  quantity: number
  note: string
}

const countedLines = (read: Reader, documentId: string, skus: readonly string[]): Promise<CountedLine[]> =>
  read.all<CountedLine>(
    `SELECT lineNo, sku, lot, expiryDate, quantity, note FROM documentLine
     WHERE documentId = ? AND sku IN (SELECT value FROM json_each(?)) ORDER BY lineNo`,
    [documentId, JSON.stringify(skus)],
  )

/** What was keyed in from this line; of goods without lots also what was scanned, for it is one line of the count. */
const enteredOn = (
  source: string,
  sku: string,
  keepsLots: boolean,
  counted: readonly CountedLine[],
): CountSheetPageView['lines'][number]['entered'] => {
  const line = counted.find((one) => one.sku === sku && (one.note === source || !keepsLots))
  if (!line) return null
  const { quantity, lot, expiryDate, note } = line
  return { quantity, lot, expiryDate, scanned: note !== source }
}

/** One line of a page, durable when this answers; the count remembers which page and line it was keyed in from. */
export const enterLine = async (
  work: DocumentWork,
  { stocktakeId, page, line: lineNo, ...said }: InputOf<'countSheet.enter'>,
): Promise<OutputOf<'countSheet.enter'>> => {
  const stocktake = await findStocktakeIn(work, stocktakeId, ['counting'])
  const sheet = (await sheetsOf(work.tx, stocktakeId)).find((one) => one.page === page)
  if (!sheet) throw new Refusal('COUNT_SHEET_NOT_FOUND', { number: stocktake.number, page })
  const line = sheet.lines[lineNo - 1]
  if (!line) throw new Refusal('LINE_NOT_FOUND', { lineNo })
  const { zoneCode, round } = sheet
  if (roundNow(zoneCode, await recountsOf(work.tx, stocktakeId)) !== round)
    throw new Refusal('COUNT_SHEET_OUTDATED', { zone: countReference(zoneCode, round) })
  const source = sheetSource(stocktake.number, page, lineNo)
  const documentId = await startCount(work, { stocktakeId, zoneCode })
  const fromSeq = await printedFrom(work.tx, stocktakeId, sheet)
  const { outcome, knownDate } = await keyIn(work, documentId, { sku: line.sku, source, fromSeq }, said)
  const counted = await countedLines(work.tx, documentId, [line.sku])
  const entered = counted.find(({ note }) => note === source)
  work.remember(documentId, { page, source })
  return {
    ...{ documentId, outcome, knownDate },
    entered: entered
      ? { quantity: entered.quantity, lot: entered.lot, expiryDate: entered.expiryDate, scanned: false }
      : null,
  }
}

interface Keyed {
  quantity: number | null
  lot?: string | undefined
  expiryDate?: string | undefined
}

/** A figure that names another lot than before takes the place of the former, once it is in. */
const keyIn = async (
  work: DocumentWork,
  documentId: string,
  { sku, source, fromSeq }: { sku: string; source: string; fromSeq: number },
  { quantity, lot, expiryDate }: Keyed,
): Promise<Pick<OutputOf<'countSheet.enter'>, 'outcome' | 'knownDate'>> => {
  const before = await countedLines(work.tx, documentId, [sku])
  const former = before.find(({ note }) => note === source)
  const takeBack = (): Promise<void> | undefined =>
    former && removeLine(work, { type: 'stocktakeCount', documentId, lineNo: former.lineNo })
  if (quantity === null) {
    await takeBack()
    return { outcome: 'added', knownDate: '' }
  }
  const key = lotKey(lot ?? '', expiryDate ?? '')
  const other = before.find((one) => key !== '' && one.lot === key && one.note !== source)
  if (other) throw new Refusal('COUNT_LOT_TWICE', { lot: key, source: other.note })
  const {
    outcome,
    line,
    lot: asked,
  } = await setLine(
    work,
    {
      ...{ type: 'stocktakeCount', documentId, sku, quantity, note: source },
      ...(lot ? { lot } : {}),
      ...(expiryDate ? { expiryDate } : {}),
    },
    { fromSeq },
  )
  if (line && former && former.lineNo !== line.lineNo) await takeBack()
  return { outcome, knownDate: asked?.knownDate ?? '' }
}
