/** What leaves on a transfer is what HQ approved, a tolerance apart; more needs a right no shop holds. */
import type { Policy } from '../contract/schemas/masterData'
import type { DocumentLine } from '../core/documents/rule'
import { firstOverSent, type OverSent } from '../core/documents/transferDispatch'
import type { DocumentRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import type { Checked } from './check'
import { type DocumentWork, may } from './work'

export const refuseOverSent = async (
  work: DocumentWork,
  { type }: Pick<DocumentRow, 'type'>,
  { lines, policy }: Pick<Checked, 'lines' | 'policy'>,
): Promise<void> => {
  if (type !== 'transferDispatch' || may(work, 'transfer.sendOver')) return
  const products = await productsOf(work.tx, lines)
  const over = overSentUnder(policy, products, lines)
  if (over) throw new Refusal('OVER_APPROVED', { ...over, name: products.get(over.sku)?.name ?? over.sku })
}

interface Product {
  sku: string
  name: string
  weighed: number
}

export const productsOf = async (
  read: Reader,
  lines: readonly Pick<DocumentLine, 'sku'>[],
): Promise<ReadonlyMap<string, Product>> => {
  const rows = await read.all<Product>(
    'SELECT sku, name, weighed FROM product WHERE sku IN (SELECT value FROM json_each(?))',
    [JSON.stringify(lines.map(({ sku }) => sku))],
  )
  return new Map(rows.map((product) => [product.sku, product]))
}

/** What a scale weighs has a tolerance of its own. */
export const overSentUnder = (
  { transfers }: Pick<Policy, 'transfers'>,
  products: ReadonlyMap<string, Product>,
  lines: readonly DocumentLine[],
): OverSent | undefined =>
  firstOverSent(lines, (sku) =>
    products.get(sku)?.weighed === 1 ? transfers.overSendWeighedPermille : transfers.overSendPermille,
  )
