/** From what a scan says to the product it means: codes in the order they were read, then our own SKU. */
import type { ScannedCode } from '../core/barcode/readScan'
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

type Row = Omit<FoundProduct, 'weighed' | 'keepsLots'> & { weighed: number; keepsLots: number; code: string }

const columns = 'p.sku, p.name, p.nameEn, p.spec, p.unit, p.priceFen, p.weighed, p.status, p.keepsLots, p.shelfLifeDays'

export const lookUpProduct = async (read: Reader, reading: ScannedCode): Promise<FoundProduct | null> => {
  const rows = await read.all<Row>(
    `SELECT b.code, b.packFactor, b.packName, ${columns}
     FROM json_each(?) wanted JOIN barcode b ON b.code = wanted.value JOIN product p ON p.sku = b.sku
     ORDER BY wanted.key LIMIT 1`,
    [JSON.stringify(reading.lookups)],
  )
  const row = rows[0] ?? (await ownSku(read, reading.text))
  return row ? { ...row, weighed: row.weighed === 1, keepsLots: row.keepsLots === 1 } : null
}

export const productBySku = async (read: Reader, sku: string): Promise<FoundProduct | null> => {
  const row = await ownSku(read, sku)
  return row ? { ...row, weighed: row.weighed === 1, keepsLots: row.keepsLots === 1 } : null
}

const ownSku = (read: Reader, sku: string): Promise<Row | undefined> =>
  read.one<Row>(`SELECT p.sku AS code, 1000 AS packFactor, '' AS packName, ${columns} FROM product p WHERE p.sku = ?`, [
    sku,
  ])

/** How much one scan stands for: the weight or amount in the code, a count in it, else the pack. Thousandths. */
export const scannedQuantity = (product: FoundProduct, reading: ScannedCode): number => {
  if (reading.quantity !== null) return reading.quantity
  if (reading.amountFen !== null && product.priceFen > 0)
    return Number((BigInt(reading.amountFen) * 1000n + BigInt(product.priceFen) / 2n) / BigInt(product.priceFen))
  if (reading.count !== null) return reading.count * 1000
  return product.packFactor
}
