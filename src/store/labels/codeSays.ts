/** What a scanned code says beyond the product, for templates that speak of a lot or of a pack. */
import type { LabelKind } from '../../core/labels/labelTemplate'
import { quantityText } from '../../core/quantity/quantity'
import type { Reader } from '../../database/unitOfWork'
import type { ScannedProduct } from '../../documents/lookUp'
import type { LabelAbout } from './labelContent'

export interface Said {
  about: LabelAbout
  /** the pack's own code */
  barcode?: string
}
export type Unsaid = 'noLot' | 'noExpiry' | 'noPack'

interface LotRow {
  sku: string
  lot: string
  expiryDate: string
  inStock: number
}
interface PackRow {
  sku: string
  code: string
  packFactor: number
  packName: string
}

/** Asked once for all the codes of a call. */
export const codesSay = async (
  read: Reader,
  template: LabelKind,
  skus: readonly string[],
): Promise<(product: ScannedProduct) => Said | Unsaid> => {
  if (template !== 'lot' && template !== 'carton') return () => ({ about: {} })
  const wanted = JSON.stringify([...new Set(skus)])
  const lots = await read.all<LotRow>(lotsSql, [wanted])
  if (template === 'lot') return (product) => saysLot(product, lots)
  const packs = await read.all<PackRow>(
    `SELECT sku, code, packFactor, packName FROM barcode
     WHERE packFactor > 1000 AND sku IN (SELECT value FROM json_each(?)) ORDER BY sku, packFactor, code`,
    [wanted],
  )
  return (product) => saysPack(product, packs, lots)
}

const lotsSql = `
  SELECT l.sku, l.lot, l.expiryDate, EXISTS (SELECT 1 FROM stockBalance b WHERE b.sku = l.sku AND b.lot = l.lot
    AND b.account LIKE 'stock:%' AND b.onHand > 0) AS inStock
  FROM lot l WHERE l.sku IN (SELECT value FROM json_each(?)) ORDER BY l.sku, l.lot`

/** The code's own lot; of a code without one, the only lot that lies here. */
const saysLot = ({ sku, reading }: ScannedProduct, lots: readonly LotRow[]): Said | Unsaid => {
  const own = lots.filter((row) => row.sku === sku)
  const here = own.filter(({ inStock }) => inStock === 1)
  const lot = reading.lot ?? (here.length === 1 ? here[0]?.lot : undefined)
  if (lot === undefined) return 'noLot'
  // HQ may have mended what the pack says
  const known = own.find((row) => row.lot === lot)?.expiryDate ?? ''
  const expiryDate = known === '' ? (reading.expiryDate ?? '') : known
  if (expiryDate === '') return 'noExpiry'
  const { productionDate } = reading
  return { about: { kind: 'lot', lot, expiryDate, ...(productionDate === null ? {} : { productionDate }) } }
}

/** The pack whose code it is; of a piece's code, the only pack the product comes in. */
const saysPack = (product: ScannedProduct, packs: readonly PackRow[], lots: readonly LotRow[]): Said | Unsaid => {
  const own = packs.filter(({ sku }) => sku === product.sku)
  const named = own.filter(
    ({ packFactor, packName }) => packFactor === product.packFactor && packName === product.packName,
  )
  const pack =
    named.find(({ code }) => product.reading.lookups.includes(code)) ??
    named[0] ??
    (own.length === 1 ? own[0] : undefined)
  if (pack === undefined) return 'noPack'
  const { packName, packFactor, code } = pack
  const lot = product.reading.lot === null ? undefined : saysLot(product, lots)
  const quantity = `${quantityText(packFactor)} ${product.unit}/${packName}`
  const ofLot = typeof lot === 'object' ? lot.about : product.reading.lot === null ? {} : { lot: product.reading.lot }
  return { about: { ...ofLot, kind: 'carton', pack: packName, quantity }, barcode: code }
}
