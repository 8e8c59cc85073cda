/** Were cases meant, or pieces? What the paper and the catalogue say beside an entry; the rule is in `core`. */
import { type Entry, type PackDoubt, packDoubtOf } from '../core/documents/packDoubt'
import type { DocumentRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'
import { isPlanned, ruleOf } from './find'
import { takesIn } from './lines'
import type { DocumentWork } from './work'

type Draft = Pick<DocumentRow, 'documentId' | 'type' | 'sourceId' | 'blind'>

interface Said extends Pick<Entry, 'said' | 'times' | 'scanned'> {
  sku: string
  weighed: boolean
  /** of what the paper holds, this is put in its place */
  replaces?: number
}

/** Goods that come in against a plan, and goods counted, in a shop: at HQ nobody stands before them. */
export const packDoubt = async (work: DocumentWork, draft: Draft, entry: Said): Promise<PackDoubt | null> => {
  const { sku, weighed, said, times, scanned, replaces = 0 } = entry
  const { counts } = ruleOf(draft)
  const planned = isPlanned(draft) && takesIn(draft)
  if (weighed || said <= 0 || work.side !== 'store' || (!counts && !planned)) return null
  // piece after piece is how goods are scanned: nothing to ask, and nothing to wait for
  if (!scanned && (times === 1 || counts)) return null
  const plan = planned ? await planOf(work.tx, draft.documentId, sku) : null
  // not on the plan: it goes to the tray, where somebody decides
  if (plan && plan.expected === 0) return null
  return packDoubtOf({
    ...{ said, times, scanned, held: (plan?.held ?? 0) - replaces },
    expected: plan && draft.blind !== 1 ? plan.expected : null,
    packs: scanned ? [] : await packsOf(work.tx, sku),
  })
}

/** All lots and lines of the product together. */
const planOf = async (
  read: Reader,
  documentId: string,
  sku: string,
): Promise<{ expected: number; held: number } | null> =>
  (await read.one<{ expected: number; held: number }>(
    `SELECT coalesce(sum(expectedQuantity) FILTER (WHERE unplanned = 0 AND splitOf = 0), 0) AS expected,
       coalesce(sum(quantity + damagedQuantity + rejectedQuantity), 0) AS held
     FROM documentLine WHERE documentId = ? AND sku = ?`,
    [documentId, sku],
  )) ?? null

const packsOf = (read: Reader, sku: string): Promise<{ packName: string; packFactor: number }[]> =>
  read.all(
    `SELECT DISTINCT packName, packFactor FROM barcode WHERE sku = ? AND packFactor > 1000
     ORDER BY packFactor, packName`,
    [sku],
  )
