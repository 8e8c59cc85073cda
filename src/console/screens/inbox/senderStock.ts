/** What of a request's products is there to send: at the warehouse that was asked, or the one HQ chooses instead. */
import type { DocumentView } from '../../../contract/schemas/document'
import { useOperation } from '../../../ui/client'
import { isRequest } from '../../../ui/documents'

/** as many as one call answers for */
const skusMax = 500

export interface SenderStock {
  /** null where this user may not look into that warehouse, or it is not known yet */
  availableOf(sku: string): number | null
}

export const senderOf = ({ header }: DocumentView, chosen: string): string =>
  header.type === 'warehouseReturn' ? header.warehouseCode : chosen || header.toWarehouseCode

export const useSenderStock = (document: DocumentView, chosen: string): SenderStock => {
  const { header, lines } = document
  const warehouseCode = senderOf(document, chosen)
  const skus = [...new Set(lines.map(({ sku }) => sku))].slice(0, skusMax)
  const asked = isRequest(header.type) && warehouseCode !== '' && skus.length > 0
  const answer = useOperation('stock.list', { warehouseCode, skus, limit: skusMax }, { enabled: asked })
  const rows = asked ? (answer.data?.rows ?? []) : []
  const available = new Map(rows.map((row) => [row.sku, row.available]))
  return { availableOf: (sku) => available.get(sku) ?? null }
}
