/** The day of a change has come: its products cost what it says, and the stores are told the products and why. */
import type { Barcode, Product } from '../../contract/schemas/masterData'
import { type PriceChangeItem, pricePartLines } from '../../contract/schemas/price'
import type { PriceChangeRow } from '../../database/queries/price'
import type { Tx } from '../../database/unitOfWork'
import { type Publication, publish } from '../publish'
import { type HubRuntime, isoNow } from '../runtime'

type Line = PriceChangeItem['lines'][number]
type Priced = Product & { searchText: string; newPriceFen: number }

export const takeEffect = async (
  tx: Tx,
  runtime: HubRuntime,
  { changeId, number, effectiveDate, note }: Pick<PriceChangeRow, 'changeId' | 'number' | 'effectiveDate' | 'note'>,
): Promise<void> => {
  const products = await productsOf(tx, changeId)
  const codes = await codesOf(tx, changeId)
  await standAt(tx, changeId)
  const lines = products.map(({ sku, priceFen, newPriceFen }) => ({ sku, oldPriceFen: priceFen, newPriceFen }))
  // in one stream and in this order: a store that hears of the change has its products already
  await publish(tx, 'master', [
    ...products.map((product) => publicationOf(product, codes.get(product.sku) ?? [])),
    ...partsOf(lines).map((part, at) => ({
      ...{ type: 'priceChange' as const, key: `${number}/${at + 1}`, scope: '' },
      body: { number, effectiveDate, note, lines: part },
    })),
  ])
  await tx.run(`UPDATE priceChange SET state = 'effective', effectiveAt = ? WHERE changeId = ?`, [
    ...[isoNow(runtime), changeId],
  ])
}

/** Another change may have given it a price since this one was planned. */
const standAt = (tx: Tx, changeId: string): Promise<void> =>
  tx.run(
    `UPDATE priceChangeLine SET oldPriceFen = (SELECT p.priceFen FROM product p WHERE p.sku = priceChangeLine.sku)
     WHERE changeId = ?`,
    [changeId],
  )

const productsOf = (tx: Tx, changeId: string): Promise<Priced[]> =>
  tx.all<Priced>(
    `SELECT p.*, l.newPriceFen FROM priceChangeLine l JOIN product p ON p.sku = l.sku WHERE l.changeId = ? ORDER BY l.lineNo`,
    [changeId],
  )

/** A product travels with all its codes. */
const codesOf = async (tx: Tx, changeId: string): Promise<Map<string, Barcode[]>> => {
  const rows = await tx.all<Barcode>(
    `SELECT b.code, b.sku, b.kind, b.packFactor, b.packName FROM barcode b
     WHERE b.sku IN (SELECT sku FROM priceChangeLine WHERE changeId = ?) ORDER BY b.sku, b.code, b.packFactor`,
    [changeId],
  )
  const bySku = new Map<string, Barcode[]>()
  for (const row of rows) bySku.set(row.sku, [...(bySku.get(row.sku) ?? []), row])
  return bySku
}

/** What it is found by does not change with its price. */
const publicationOf = ({ newPriceFen, ...product }: Priced, barcodes: Barcode[]): Publication => ({
  type: 'product',
  key: product.sku,
  scope: '',
  body: {
    ...{ ...product, priceFen: newPriceFen, barcodes },
    ...{ weighed: Number(product.weighed) === 1, keepsLots: Number(product.keepsLots) === 1 },
  },
})

const partsOf = (lines: readonly Line[]): Line[][] => {
  const parts: Line[][] = []
  for (let start = 0; start < lines.length; start += pricePartLines)
    parts.push(lines.slice(start, start + pricePartLines))
  return parts
}
