/**
 * Which lot a quantity belongs to. Coming in, the goods say it (a GS1 code or a person); at the dock their remaining life
 * is judged. Going out, the lot that expires first is taken unless somebody says another.
 */
import type { ScannedCode } from '../core/barcode/readScan'
import { placeOf } from '../core/documents/rule'
import { judgeShelfLife, type LotBalance, lotKey, proposeLots } from '../core/stock/lots'
import type { DocumentRow } from '../database/entities'
import type { Reader } from '../database/unitOfWork'
import { ruleOf } from './find'
import { takesIn } from './lines'
import type { FoundProduct } from './lookUp'
import type { DocumentWork } from './work'

/** What is left of it, and what HQ asks for at the dock; for the words on the screen. */
export interface Life {
  expiryDate: string
  remainingDays: number
  requiredDays: number | null
}

export interface Lot {
  lot: string
  expiryDate: string
}

/** `wanted`: nobody said which, and it cannot be known; `refused`: the dock does not take it. */
export type LotAnswer =
  | { kind: 'lot'; lot: Lot; nearExpiry: boolean; life?: Life }
  | { kind: 'wanted' }
  | { kind: 'refused'; outcome: 'expired' | 'shortLife'; life: Life }

const noLot: LotAnswer = { kind: 'lot', lot: { lot: '', expiryDate: '' }, nearExpiry: false }

export interface SaidLot {
  lot?: string | undefined
  expiryDate?: string | undefined
}

export const lotFor = async (
  work: DocumentWork,
  document: DocumentRow,
  product: Pick<FoundProduct, 'sku' | 'keepsLots' | 'shelfLifeDays'>,
  said: SaidLot,
  condition: string,
): Promise<LotAnswer> => {
  // a request names what is wanted, a cost adjustment what it is worth: neither takes a piece from a shelf
  if (!product.keepsLots || ruleOf(document).direction === 'none') return noLot
  const named = lotKey(said.lot ?? '', said.expiryDate ?? '')
  const lot =
    named === ''
      ? await knownLot(work, document, product.sku, condition)
      : await completed(work.tx, product.sku, named, said)
  if (lot === null) return { kind: 'wanted' }
  return takesIn(document) ? atTheDock(work, document, product, lot) : { kind: 'lot', lot, nearExpiry: false }
}

export const lotInCode = (reading: ScannedCode, said: SaidLot): SaidLot => ({
  lot: said.lot ?? reading.lot ?? undefined,
  expiryDate: said.expiryDate ?? reading.expiryDate ?? undefined,
})

/** A lot seen before brings its last day along. */
const completed = async (read: Reader, sku: string, lot: string, said: SaidLot): Promise<Lot> => {
  if (said.expiryDate) return { lot, expiryDate: said.expiryDate }
  const known = await read.one<Lot>('SELECT lot, expiryDate FROM lot WHERE sku = ? AND lot = ?', [sku, lot])
  return known ?? { lot, expiryDate: '' }
}

const knownLot = (work: DocumentWork, document: DocumentRow, sku: string, condition: string): Promise<Lot | null> =>
  takesIn(document) ? sentLot(work, document, sku) : firstToExpire(work, document, sku, condition)

/** A transfer says which lots were sent: the first that is not all here yet. */
const sentLot = async (work: DocumentWork, document: DocumentRow, sku: string): Promise<Lot | null> => {
  if (document.type !== 'transferReceipt') return null
  const line = await work.tx.one<{ lots: string }>('SELECT lots FROM transferLine WHERE transferId = ? AND sku = ?', [
    document.sourceId,
    sku,
  ])
  const sent = JSON.parse(line?.lots ?? '[]') as (Lot & { quantity: number })[]
  const here = await onDocument(work.tx, document.documentId, sku)
  const open = sent.find(({ lot, quantity }) => (here.get(lot) ?? 0) < quantity) ?? sent.at(-1)
  return open ? { lot: open.lot, expiryDate: open.expiryDate } : null
}

const firstToExpire = async (
  work: DocumentWork,
  document: DocumentRow,
  sku: string,
  condition: string,
): Promise<Lot | null> => {
  const account = placeOf(condition === 'quarantine' ? 'quarantine' : 'stock', document.warehouseCode)
  const here = await onDocument(work.tx, document.documentId, sku)
  const balances = await lotBalances(work.tx, account, sku)
  const { lots } = proposeLots(
    1,
    balances
      .filter(({ expiryDate }) => ruleOf(document).takesExpired || expiryDate === '' || expiryDate >= work.storeDay)
      .map((one) => ({ ...one, available: one.available - (here.get(one.lot) ?? 0) })),
  )
  const [first] = lots
  // the share's own quantity was only asked to find the lot: it must not come along as goods
  return first ? { lot: first.lot, expiryDate: first.expiryDate } : null
}

export const lotBalances = (read: Reader, account: string, sku: string): Promise<LotBalance[]> =>
  read.all<LotBalance>(
    `SELECT b.lot, coalesce(t.expiryDate, '') AS expiryDate, b.onHand AS available
     FROM stockBalance b LEFT JOIN lot t ON t.sku = b.sku AND t.lot = b.lot
     WHERE b.account = ? AND b.sku = ? AND b.onHand > 0 AND b.lot <> ''`,
    [account, sku],
  )

const onDocument = async (read: Reader, documentId: string, sku: string): Promise<Map<string, number>> => {
  const rows = await read.all<{ lot: string; quantity: number }>(
    `SELECT lot, sum(quantity + damagedQuantity) AS quantity FROM documentLine WHERE documentId = ? AND sku = ? GROUP BY lot`,
    [documentId, sku],
  )
  return new Map(rows.map(({ lot, quantity }) => [lot, quantity]))
}

/** Goods from a supplier need life left to be sold in. Too little is a second person's word, not the receiver's own. */
const atTheDock = async (
  work: DocumentWork,
  document: DocumentRow,
  product: Pick<FoundProduct, 'shelfLifeDays'>,
  lot: Lot,
): Promise<LotAnswer> => {
  if (lot.expiryDate === '' || document.type !== 'goodsReceipt') return { kind: 'lot', lot, nearExpiry: false }
  const { receiving } = await work.policy()
  const judged = judgeShelfLife({
    expiryDate: lot.expiryDate,
    storeDay: work.storeDay,
    shelfLifeDays: product.shelfLifeDays,
    minRemainingPermille: receiving.minRemainingPermille,
    nearExpiryDays: receiving.nearExpiryDays,
  })
  const requiredDays = judged.kind === 'short' ? judged.requiredDays : null
  const life = { expiryDate: lot.expiryDate, remainingDays: judged.remainingDays, requiredDays }
  if (judged.kind === 'expired') return { kind: 'refused', outcome: 'expired', life }
  if (judged.kind === 'short' && !work.authority?.may('goodsReceipt.acceptShortLife'))
    return { kind: 'refused', outcome: 'shortLife', life }
  return { kind: 'lot', lot, nearExpiry: judged.kind !== 'ok', life }
}
