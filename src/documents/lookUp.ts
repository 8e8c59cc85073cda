/** From what a scan says to the products it may mean: codes in the order they were read, then our own SKU. */
import type { Policy } from '../contract/schemas/masterData'
import { gtinKey } from '../core/barcode/gtin'
import { codeIn, readScan, type ScannedCode, type ScanReading } from '../core/barcode/readScan'
import { provenRules } from '../core/barcode/weighed'
import type { Reader } from '../database/unitOfWork'

export interface FoundProduct {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
  priceFen: number
  weighed: boolean
  status: string
  /** thousandths of the stock unit one scan stands for */
  packFactor: number
  packName: string
  keepsLots: boolean
  shelfLifeDays: number
}

/** A product, and the reading of the code that led to it. */
export interface ScannedProduct extends FoundProduct {
  reading: ScannedCode
}

type CodeRow = Row & { code: string }
type Row = Omit<FoundProduct, 'weighed' | 'keepsLots'> & { weighed: number; keepsLots: number }

const columns = 'p.sku, p.name, p.nameEn, p.spec, p.unit, p.priceFen, p.weighed, p.status, p.keepsLots, p.shelfLifeDays'
/** More products of one code than this are a mistake in the catalogue, and no list to choose from. */
export const candidatesMax = 20

/** As HQ's policy says; `storeDay` gives dates of two digits their century. A weigh rule that fails its own tests is not used. */
export const readByPolicy = ({ scanning }: Policy, storeDay: string, raw: string): ScanReading =>
  readScan(raw, { weighRules: provenRules(scanning.weighRules), year: Number(storeDay.slice(0, 4)) })

/**
 * What was scanned and which products it may mean. Digits that do not check are read as a code where somebody knows just
 * them: old systems gave such numbers out.
 */
export const readAndLookUp = async (
  read: Reader,
  policy: Policy,
  storeDay: string,
  raw: string,
): Promise<{ reading: ScanReading; products: ScannedProduct[] }> => {
  const reading = readByPolicy(policy, storeDay, raw)
  const code = codeIn(reading)
  const products = code === null ? [] : await lookUpProducts(read, code)
  return { reading: code !== null && products.length > 0 ? code : reading, products }
}

/** One product mostly, none when nobody knows the code; several where people have to say which. */
export const lookUpProducts = async (read: Reader, reading: ScannedCode): Promise<ScannedProduct[]> => {
  const found = await byCode(read, reading)
  const others = reading.otherwise === null ? [] : await byCode(read, reading.otherwise)
  return withOthers(found, others).slice(0, candidatesMax)
}

export const isSameChoice = (
  one: { sku: string; packName: string },
  other: { sku: string; packName: string },
): boolean => one.sku === other.sku && one.packName === other.packName

const withOthers = (found: readonly ScannedProduct[], others: readonly ScannedProduct[]): ScannedProduct[] => [
  ...found,
  ...others.filter((other) => !found.some((one) => isSameChoice(one, other))),
]

/**
 * Of rows in the order their codes were asked for, those of the first number that is known. One number may be written down
 * in several spellings: of one product that is nothing to ask about, of several it is.
 */
const ofFirstKnown = <T extends CodeRow>(rows: readonly T[]): T[] => {
  const key = gtinKey(rows[0]?.code ?? '')
  const same = rows.filter(({ code }) => gtinKey(code) === key)
  const isFirst = (row: T, at: number): boolean =>
    same.findIndex(({ sku, packFactor }) => sku === row.sku && packFactor === row.packFactor) === at
  return same.filter(isFirst)
}

/** Every product of the first number that is known; a number out of a scale's label is that of a scale, nothing else. */
const byCode = async (read: Reader, reading: ScannedCode): Promise<ScannedProduct[]> => {
  const rows = await read.all<CodeRow>(
    `SELECT b.code, b.packFactor, b.packName, ${columns}
     FROM json_each(?) wanted JOIN barcode b ON b.code = wanted.value JOIN product p ON p.sku = b.sku
     WHERE b.kind = 'plu' OR ? <> 'weighed'
     ORDER BY wanted.key, b.packFactor, p.sku LIMIT ${candidatesMax}`,
    [JSON.stringify(reading.lookups), reading.rule],
  )
  const first = ofFirstKnown(rows)
  const own = first.length === 0 ? await ownSku(read, reading.text) : undefined
  return (own ? [own] : first).map((row) => ({ ...productOf(row), reading }))
}

/** The same for many readings in two questions: a file of counts holds tens of thousands. */
export const lookUpAll = async (
  read: Reader,
  readings: readonly ScannedCode[],
): Promise<(reading: ScannedCode) => ScannedProduct[]> => {
  const spellings = readings.flatMap((reading) => (reading.otherwise ? [reading, reading.otherwise] : [reading]))
  const rows = await read.all<CodeRow & { kind: string }>(
    `SELECT b.code, b.kind, b.packFactor, b.packName, ${columns} FROM barcode b JOIN product p ON p.sku = b.sku
     WHERE b.code IN (SELECT value FROM json_each(?)) ORDER BY b.code, b.packFactor, p.sku`,
    [JSON.stringify([...new Set(spellings.flatMap(({ lookups }) => lookups))])],
  )
  const own = await read.all<Row>(
    `SELECT 1000 AS packFactor, '' AS packName, ${columns} FROM product p
     WHERE p.sku IN (SELECT value FROM json_each(?))`,
    [JSON.stringify([...new Set(spellings.map(({ text }) => text))])],
  )
  const byCodes = groupBy(rows, ({ code }) => code)
  const bySku = groupBy(own, ({ sku }) => sku)
  const of = (reading: ScannedCode): ScannedProduct[] => {
    const known = reading.lookups.flatMap((code) => byCodes.get(code) ?? [])
    const usable = ofFirstKnown(known.filter(({ kind }) => kind === 'plu' || reading.rule !== 'weighed'))
    const first = usable.length > 0 ? usable : (bySku.get(reading.text) ?? [])
    return first.map((row) => ({ ...productOf(row), reading }))
  }
  return (reading) => {
    const found = of(reading)
    const others = reading.otherwise ? of(reading.otherwise) : []
    return withOthers(found, others)
  }
}

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

export const productBySku = async (read: Reader, sku: string): Promise<FoundProduct | null> => {
  const row = await ownSku(read, sku)
  return row ? productOf(row) : null
}

const productOf = (row: Row): FoundProduct => ({
  ...row,
  weighed: row.weighed === 1,
  keepsLots: row.keepsLots === 1,
})

const ownSku = (read: Reader, sku: string): Promise<Row | undefined> =>
  read.one<Row>(`SELECT 1000 AS packFactor, '' AS packName, ${columns} FROM product p WHERE p.sku = ?`, [sku])

/** Units of weight goods are sold by, in grams; a weighed product of any other is counted in kilograms. */
const gramsOfUnit: Record<string, number> = { 斤: 500, 两: 50, g: 1, 克: 1 }

/**
 * How much one scan stands for, thousandths: of goods by weight what the code weighs or costs, else what it counts, in
 * packs. What is sold by the piece is one piece, whatever a scale printed on it. Null: an amount, and no price to divide by.
 */
export const scannedQuantity = ({ weighed, unit, priceFen, packFactor, reading }: ScannedProduct): number | null => {
  const { weightGrams, amountFen, count } = reading
  if (weighed && weightGrams !== null) return (weightGrams * 1000) / (gramsOfUnit[unit] ?? 1000)
  if (weighed && amountFen !== null)
    return priceFen > 0 ? Number((BigInt(amountFen) * 1000n + BigInt(priceFen) / 2n) / BigInt(priceFen)) : null
  return (count ?? 1) * packFactor
}
