/**
 * A file of counts: read whole, every fault found at once, and taken in all or not at all, as one count of whoever brings it
 * for each zone. When its shelves were counted nobody can say but that it was after the stocktake was opened.
 */
import { createHash } from 'node:crypto'
import type { InputOf, OutputOf } from '../../contract/operations'
import type { CountFileFault, CountFileView } from '../../contract/schemas/countSheet'
import type { Policy } from '../../contract/schemas/masterData'
import { codeIn, type ScannedCode } from '../../core/barcode/readScan'
import { priceableMax } from '../../core/quantity/quantity'
import { lotKey } from '../../core/stock/lots'
import { type FileFault, type FileFaultName, type ReadRow, readFileRow } from '../../core/stocktake/countFile'
import { countReference, roundNow } from '../../core/stocktake/plan'
import { askedIn, isAsked, type Recount } from '../../core/stocktake/standing'
import { recountsOf, stocktakeRow, zonesOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { type Actor, Refusal, viewOf } from '../../gateway/gateway'
import { insertKeyedLines, type KeyedLine } from '../bulkLines'
import { headOfHolder, lineQuantityMax, linesMax } from '../lines'
import { lookUpAll, readByPolicy, type ScannedProduct } from '../lookUp'
import type { DocumentWork } from '../work'
import { startCount } from './count'
import { zonesTaken } from './counters'
import { costsOf } from './review'
import type { KnownStocktake } from './tell'

type File = InputOf<'countSheet.checkFile'>

export interface Reading {
  read: Reader
  user: Actor
  policy: Policy
}

/** What a file comes to: its lines by zone, the faults of its cells. */
interface ReadFile {
  stocktake: KnownStocktake
  zones: Map<string, { rows: number; lines: Map<string, FileLine> }>
  faults: FileFault[]
}

interface FileLine {
  sku: string
  lot: string
  expiryDate: string
  quantity: number
  unitCost: number
}

export const checkFile = async (reading: Reading, file: File): Promise<OutputOf<'countSheet.checkFile'>> => {
  const { stocktake, zones, faults } = await readFile(reading, file)
  return {
    zones: [...zones].map(([zoneCode, { rows, lines }]) => ({
      ...{ zoneCode, rows, products: new Set([...lines.values()].map(({ sku }) => sku)).size },
      quantity: [...lines.values()].reduce((sum, { quantity }) => sum + quantity, 0),
    })),
    faults: faults satisfies CountFileFault[],
    repeats: await takenBefore(reading.read, stocktake.stocktakeId, hashOf(file)),
  }
}

export const takeFile = async (work: DocumentWork, file: File): Promise<OutputOf<'countSheet.takeFile'>> => {
  const read = await readFile({ read: work.tx, user: work.user, policy: await work.policy() }, file)
  const { stocktakeId, number } = read.stocktake
  const before = await takenBefore(work.tx, stocktakeId, hashOf(file))
  if (before) throw new Refusal('COUNT_FILE_TAKEN', { name: before.name, takenAt: before.takenAt })
  if (read.faults.length > 0) throw new Refusal('COUNT_FILE_FAULTS', { count: read.faults.length })
  const papers: { documentId: string; zoneCode: string }[] = []
  for (const [zoneCode, { lines }] of read.zones)
    papers.push({ zoneCode, documentId: await countOf(work, read.stocktake, zoneCode, file.name, lines) })
  await work.tx.insertRows('countFile', [
    {
      ...{ fileId: work.ids.uuid(), stocktakeId, sha256: hashOf(file), name: file.name, lines: file.rows.length },
      ...{ papers: JSON.stringify(papers.map(({ documentId }) => documentId)) },
      ...{ userId: work.user.userId, takenAt: work.at },
    },
  ])
  work.remember('', { number, after: { file: file.name, lines: file.rows.length, papers: papers.length } })
  return { papers }
}

/** Of what it says, not of its bytes: saved again under another name, or by another program, it is the same file. */
const hashOf = ({ rows }: File): string =>
  createHash('sha256')
    .update(JSON.stringify(rows.map(([, ...cells]) => cells)))
    .digest('hex')

type Repeat = NonNullable<CountFileView['repeats']>

/** Voided with all it brought, a file may come in again. */
const takenBefore = async (read: Reader, stocktakeId: string, sha256: string): Promise<Repeat | null> =>
  (await read.one<Repeat>(
    `SELECT f.name, coalesce(u.name, f.userId) AS userName, f.takenAt FROM countFile f LEFT JOIN user u ON u.id = f.userId
     WHERE f.stocktakeId = ? AND f.sha256 = ? AND EXISTS (SELECT 1 FROM json_each(f.papers) k
       JOIN document d ON d.documentId = k.value WHERE d.state <> 'cancelled')
     ORDER BY f.takenAt DESC LIMIT 1`,
    [stocktakeId, sha256],
  )) ?? null

const countOf = async (
  work: DocumentWork,
  stocktake: KnownStocktake,
  zoneCode: string,
  source: string,
  lines: ReadonlyMap<string, FileLine>,
): Promise<string> => {
  const documentId = await startCount(work, { stocktakeId: stocktake.stocktakeId, zoneCode })
  const counted = { fromSeq: await soonestOf(work, stocktake, zoneCode), atSeq: await headOfHolder(work, documentId) }
  await insertKeyedLines(work, { documentId, version: 1 }, keyedLines([...lines.values()], source), counted)
  return documentId
}

/** Nobody counts before the stocktake is opened, nor again before a count of the round before is there to be doubted. */
const soonestOf = async (
  work: DocumentWork,
  { stocktakeId, openedSeq }: KnownStocktake,
  zoneCode: string,
): Promise<number> => {
  const round = roundNow(zoneCode, await recountsOf(work.tx, stocktakeId))
  if (round === 1) return openedSeq
  const before = await work.tx.one<{ seq: number | null }>(
    `SELECT min(CASE WHEN a.documentId IS NULL THEN d.seq ELSE a.atSeq END) AS seq
     FROM document d LEFT JOIN countArrival a ON a.documentId = d.documentId
     WHERE d.sourceId = ? AND d.type = 'stocktakeCount' AND d.state = 'approved' AND d.reference = ?`,
    [stocktakeId, countReference(zoneCode, round - 1)],
  )
  return before?.seq ?? openedSeq
}

/** Lots of a product hang on its first line, as when they are scanned. */
const keyedLines = (lines: readonly FileLine[], note: string): KeyedLine[] => {
  const firstOf = new Map<string, number>()
  return lines.map((line, index) => {
    const splitOf = firstOf.get(line.sku) ?? 0
    if (splitOf === 0) firstOf.set(line.sku, index + 1)
    return { ...line, note, splitOf }
  })
}

const readFile = async (reading: Reading, file: File): Promise<ReadFile> => {
  const stocktake = await openStocktake(reading, file.stocktakeId)
  const faults: FileFault[] = []
  const rows: ReadRow[] = []
  for (const row of file.rows) {
    const read = readFileRow(row)
    if (Array.isArray(read)) faults.push(...read)
    else rows.push(read as ReadRow)
  }
  const judge = await judgeOf(reading, stocktake, rows)
  const zones: ReadFile['zones'] = new Map()
  for (const row of rows) {
    const found = judge(row)
    if (Array.isArray(found)) faults.push(...found)
    else addTo(zones, row, found as FileLine, faults)
  }
  return { stocktake, zones, faults: faults.sort((one, other) => one.row - other.row) }
}

const openStocktake = async ({ read, user }: Reading, stocktakeId: string): Promise<KnownStocktake> => {
  const stocktake = await stocktakeRow(read, stocktakeId, viewOf(user))
  if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  const { number, state } = stocktake
  if (state !== 'counting') throw new Refusal('STOCKTAKE_STATE', { number, state })
  return stocktake
}

/** The same product and lot of a zone is added up, as a scanner would: a handheld writes a row a scan. */
const addTo = (zones: ReadFile['zones'], { row, zone }: ReadRow, line: FileLine, faults: FileFault[]): void => {
  const known = zones.get(zone) ?? { rows: 0, lines: new Map<string, FileLine>() }
  zones.set(zone, known)
  known.rows += 1
  const key = `${line.sku}\n${line.lot}`
  const held = known.lines.get(key)
  const quantity = (held?.quantity ?? 0) + line.quantity
  const max = Math.min(lineQuantityMax, priceableMax(line.unitCost))
  if (quantity > max) faults.push({ row, column: 'quantity', fault: 'quantityTooLarge', text: line.sku })
  else if (!held && known.lines.size >= linesMax)
    faults.push({ row, column: 'zone', fault: 'zoneTooLarge', text: zone })
  else known.lines.set(key, { ...line, quantity })
}

type Judge = (row: ReadRow) => FileLine | FileFault[]

/** All that is asked of the database about a file, asked at once. */
const judgeOf = async (
  { read, user, policy }: Reading,
  stocktake: KnownStocktake,
  rows: readonly ReadRow[],
): Promise<Judge> => {
  const zones = new Set((await zonesOf(read, stocktake.stocktakeId)).map(({ code }) => code))
  const recounts = await recountsOf(read, stocktake.stocktakeId)
  const places = [...zones].map((zoneCode) => ({ zoneCode, round: roundNow(zoneCode, recounts) }))
  const taken = await zonesTaken(read, stocktake.stocktakeId, { places, recounts }, user.userId)
  const asked = new Map([...zones].map((zoneCode) => [zoneCode, askedNow(recounts, zoneCode)]))
  const storeDay = stocktake.openedAt.slice(0, 10)
  const codes = new Map(rows.map(({ barcode }) => [barcode, codeIn(readByPolicy(policy, storeDay, barcode))]))
  const readable = [...codes.values()].filter((code) => code !== null)
  const productsOf = await lookUpAll(read, readable)
  const costs = await costsOf(read, stocktake.warehouseCode, readable.flatMap(productsOf))
  const days = await daysKnown(read)
  return (row) => {
    const faults: FileFault[] = []
    const fault = (column: FileFault['column'], name: FileFaultName, text: string): void =>
      void faults.push({ row: row.row, column, fault: name, text })
    if (!zones.has(row.zone)) fault('zone', 'zoneUnknown', row.zone)
    else if (taken.has(row.zone)) fault('zone', 'zoneCounted', row.zone)
    const product = productNamed(codes.get(row.barcode), productsOf, (name) => fault('barcode', name, row.barcode))
    if (!product) return faults
    const named = asked.get(row.zone)
    if (named && !isAsked(named, product.sku)) fault('barcode', 'beyondRecount', product.name)
    const quantity = quantityOf(product, row.quantity)
    if (quantity === null) fault('quantity', 'quantityNotWhole', product.name)
    const lot = lotOf(product, row, days, (column, name, text) => fault(column, name, text))
    if (faults.length > 0 || quantity === null || lot === null) return faults
    return { sku: product.sku, ...lot, quantity, unitCost: costs.get(product.sku) ?? 0 }
  }
}

/** What the round the zone is in is about. */
const askedNow = (recounts: readonly Recount[], zoneCode: string): ReadonlySet<string> =>
  askedIn(recounts, { zoneCode, round: roundNow(zoneCode, recounts) })

const productNamed = (
  code: ScannedCode | null | undefined,
  productsOf: (reading: ScannedCode) => ScannedProduct[],
  fault: (name: FileFaultName) => void,
): ScannedProduct | null => {
  const products = code ? productsOf(code) : []
  const [product, second] = products
  if (!product) fault('barcodeUnknown')
  else if (second) fault('barcodeSeveral')
  else if (product.reading.rule === 'weighed') fault('barcodeScale')
  else return product
  return null
}

/** As many as the file says of whatever the code stands for: a piece, or a pack of them. Null: not whole pieces. */
const quantityOf = ({ weighed, packFactor }: ScannedProduct, said: number): number | null => {
  const quantity = (BigInt(said) * BigInt(packFactor)) / 1000n
  const exact = quantity * 1000n === BigInt(said) * BigInt(packFactor)
  return exact && (weighed || quantity % 1000n === 0n) ? Number(quantity) : null
}

type Lot = Pick<FileLine, 'lot' | 'expiryDate'>

const lotOf = (
  { sku, keepsLots, shelfLifeDays, reading }: ScannedProduct,
  row: ReadRow,
  days: ReadonlyMap<string, string>,
  fault: (column: FileFault['column'], name: FileFaultName, text: string) => void,
): Lot | null => {
  const said = { lot: row.lot || (reading.lot ?? ''), expiryDate: row.expiryDate || (reading.expiryDate ?? '') }
  if (!keepsLots) {
    if (row.lot !== '') fault('lot', 'lotUnused', row.lot)
    return { lot: '', expiryDate: '' }
  }
  const lot = lotKey(said.lot, said.expiryDate)
  if (lot === '') fault('lot', 'lotMissing', '')
  const known = days.get(`${sku}\n${lot}`) ?? ''
  if (known !== '' && said.expiryDate !== '' && known !== said.expiryDate) fault('expiry', 'expiryContradicts', known)
  const expiryDate = said.expiryDate || known
  if (lot !== '' && shelfLifeDays > 0 && expiryDate === '') fault('expiry', 'expiryMissing', lot)
  return { lot, expiryDate }
}

const daysKnown = async (read: Reader): Promise<Map<string, string>> => {
  const rows = await read.all<{ sku: string; lot: string; expiryDate: string }>('SELECT sku, lot, expiryDate FROM lot')
  return new Map(rows.map(({ sku, lot, expiryDate }) => [`${sku}\n${lot}`, expiryDate]))
}
