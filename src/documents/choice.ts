/** Which product a code means where it may mean several: said with this scan, or said before of the same code in this draft. */
import type { InputOf } from '../contract/operations'
import { gtinKey } from '../core/barcode/gtin'
import { codeIn } from '../core/barcode/readScan'
import { isSameChoice, readByPolicy, type ScannedProduct } from './lookUp'
import type { DocumentWork } from './work'

/** A draft's newest scans that are looked through for an earlier word. */
const scansLookedThrough = 500

/** Null where nobody knows the code, or nobody said yet which it is. */
export const choiceFor = async (
  work: DocumentWork,
  input: InputOf<'document.scan'>,
  products: readonly ScannedProduct[],
): Promise<ScannedProduct | null> => {
  const { chosen } = input
  const [only, second] = products
  if (!only || !second) return only ?? null
  if (chosen) return products.find((product) => isSameChoice(product, chosen)) ?? null
  return saidBefore(work, input.documentId, products)
}

/** An undone scan is no word: that is how somebody takes back a wrong choice. */
const saidBefore = async (
  work: DocumentWork,
  documentId: string,
  products: readonly ScannedProduct[],
): Promise<ScannedProduct | null> => {
  const scans = await work.tx.all<{ raw: string; sku: string; packName: string }>(
    `SELECT c.raw, c.sku, c.packName FROM draftStep s JOIN scan c ON c.scanId = s.scanId
     WHERE s.documentId = ? AND s.kind = 'scan' AND c.sku IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM draftStep u WHERE u.documentId = s.documentId AND u.undoes = s.stepNo)
     ORDER BY s.stepNo DESC LIMIT ${scansLookedThrough}`,
    [documentId, JSON.stringify(products.map(({ sku }) => sku))],
  )
  const policy = await work.policy()
  const code = products[0]?.reading.lookups[0]
  const same = scans.find(({ raw }) => {
    const said = codeIn(readByPolicy(policy, work.storeDay, raw))?.lookups[0]
    return said !== undefined && code !== undefined && gtinKey(said) === gtinKey(code)
  })
  return products.find((product) => same !== undefined && isSameChoice(product, same)) ?? null
}
