/** What leaves on a transfer is what HQ approved, a tolerance apart; more needs a right no shop holds. */
import { firstOverSent } from '../core/documents/transferDispatch'
import type { DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import type { Checked } from './check'
import { type DocumentWork, may } from './work'

export const refuseOverSent = async (
  work: DocumentWork,
  { type }: Pick<DocumentRow, 'type'>,
  { lines, policy }: Pick<Checked, 'lines' | 'policy'>,
): Promise<void> => {
  if (type !== 'transferDispatch' || may(work, 'transfer.sendOver')) return
  const products = await work.tx.all<{ sku: string; name: string; weighed: number }>(
    'SELECT sku, name, weighed FROM product WHERE sku IN (SELECT value FROM json_each(?))',
    [JSON.stringify(lines.map(({ sku }) => sku))],
  )
  const bySku = new Map(products.map((product) => [product.sku, product]))
  const { overSendPermille, overSendWeighedPermille } = policy.transfers
  const over = firstOverSent(lines, (sku) =>
    bySku.get(sku)?.weighed === 1 ? overSendWeighedPermille : overSendPermille,
  )
  if (over) throw new Refusal('OVER_APPROVED', { ...over, name: bySku.get(over.sku)?.name ?? over.sku })
}
