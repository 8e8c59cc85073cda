/**
 * An unknown code in the tray is linked to a product: its pieces are typed onto the paper under the rules of typing, and HQ
 * is asked whether the code is that product everywhere. Undone, or its line taken away, the code waits again.
 */
import type { InputOf } from '../contract/operations'
import type { ScanResult } from '../contract/schemas/document'
import { Refusal } from '../gateway/gateway'
import { enterProduct } from './change'
import { askAbout } from './codeRequest'
import { findDraft } from './find'
import { productBySku } from './lookUp'
import { oddCode } from './tray'
import type { DocumentWork } from './work'

/** One piece of the stock unit, thousandths. */
const onePiece = 1000

export const linkCode = async (work: DocumentWork, input: InputOf<'document.link'>): Promise<ScanResult> => {
  const { type, documentId, trayId, packFactor = onePiece, note = '', ...said } = input
  const draft = await findDraft(work, type, documentId)
  const odd = await oddCode(work, documentId, trayId)
  const product = await productBySku(work.tx, input.sku)
  if (!product) throw new Refusal('PRODUCT_NOT_FOUND', { sku: input.sku })
  // half a piece twice is no whole piece each
  if (!product.weighed && packFactor % onePiece !== 0) throw new Refusal('QUANTITY_NOT_WHOLE', { sku: product.sku })
  const pieces = odd.scans * packFactor
  return enterProduct(work, draft, product, {
    said,
    quantityFrom: (held) => held + pieces,
    step: { kind: 'link', trayId },
    beside: async () => {
      await work.tx.run(`UPDATE trayEntry SET state = 'linked', sku = ?, quantity = ? WHERE trayId = ?`, [
        product.sku,
        pieces,
        trayId,
      ])
      work.remember(documentId, { text: odd.text, code: odd.code, packFactor, scans: odd.scans, noteToHq: note })
      await askAbout(work, draft, odd, { sku: product.sku, packFactor, note })
    },
  })
}
