/** A code nobody knows that somebody linked to a product on this paper: further scans of it here are that product. */
import type { Policy } from '../contract/schemas/masterData'
import { gtinKey, isGtin } from '../core/barcode/gtin'
import { codeIn, type ScannedCode, type ScanReading } from '../core/barcode/readScan'
import { productBySku, readByPolicy, type ScannedProduct } from './lookUp'
import type { DocumentWork } from './work'

interface Known {
  reading: ScanReading
  products: ScannedProduct[]
}

interface Link {
  text: string
  sku: string
  packFactor: number
}

/** What the catalogue knows comes first. A link that was taken back is none: its code waits in the tray again. */
export const orLinked = async (work: DocumentWork, documentId: string, known: Known): Promise<Known> => {
  const code = known.products.length === 0 ? codeIn(known.reading) : null
  const link = code && (await newestLink(work, documentId, code))
  const product = link && (await productBySku(work.tx, link.sku))
  if (!code || !product) return known
  // digits that do not check are these goods by the link, and by no word of the catalogue
  const reading = known.reading.kind === 'unreadable' ? { ...code, rule: 'text' as const } : code
  return { reading, products: [{ ...product, packFactor: link.packFactor, reading }] }
}

const newestLink = async (work: DocumentWork, documentId: string, code: ScannedCode): Promise<Link | undefined> => {
  // each scan in the tray stood for as many pieces as somebody said
  const links = await work.tx.all<Link>(
    `SELECT t.text, t.sku, t.quantity / t.scans AS packFactor FROM trayEntry t
     JOIN draftStep s ON s.documentId = t.documentId AND s.trayId = t.trayId AND s.kind = 'link'
     WHERE t.documentId = ? AND t.state = 'linked' ORDER BY s.stepNo DESC`,
    [documentId],
  )
  if (links.length === 0) return undefined
  const policy = await work.policy()
  return links.find(({ text }) => isSameCode(policy, work.storeDay, text, code))
}

const isSameCode = (policy: Policy, storeDay: string, text: string, code: ScannedCode): boolean => {
  const linked = codeIn(readByPolicy(policy, storeDay, text))
  // a number out of a scale's label is that of a scale, and no other number
  if (!linked || (linked.rule === 'weighed') !== (code.rule === 'weighed')) return false
  return isSameNumber(linked.lookups[0] ?? '', code.lookups[0] ?? '')
}

/** Only what checks has other spellings; digits that do not are just those digits. */
const isSameNumber = (one: string, other: string): boolean =>
  one === other || (isGtin(one) && isGtin(other) && gtinKey(one) === gtinKey(other))
