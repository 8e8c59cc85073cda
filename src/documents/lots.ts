/**
 * Which lot a quantity belongs to. Coming in, the goods say it (a GS1 code or a person), and their day with it; at the
 * dock their remaining life is judged. Going out, the lots that expire first are taken unless somebody says another. A day
 * that is not the one known of a lot is asked about: nobody's word is taken in silence.
 */
import type { ScanResult } from '../contract/schemas/document'
import type { ScannedCode } from '../core/barcode/readScan'
import { placeOf } from '../core/documents/rule'
import { judgeShelfLife, type LotBalance, type LotShare, lotKey, spreadOverLots } from '../core/stock/lots'
import type { DocumentRow } from '../database/entities'
import { isCountedBlind } from '../database/queries/blind'
import type { Reader } from '../database/unitOfWork'
import { viewOf } from '../gateway/gateway'
import { claimedLots } from './claims'
import { ruleOf } from './find'
import { addDraftStep, takesIn } from './lines'
import type { FoundProduct } from './lookUp'
import { type DocumentWork, may } from './work'

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

/** The lot and day said so far, and the day known of it; for the question on the screen. */
export type AskedLot = NonNullable<ScanResult['lot']>

/** Where a quantity goes. `shares` only where it leaves several lots; `before` where a confirmed day replaces that one. */
export interface FoundLot {
  kind: 'lot'
  lot: Lot
  shares?: readonly LotShare[]
  before?: string
  nearExpiry: boolean
  life?: Life
}

/**
 * `wanted`: nobody said which lot or until when it keeps, and it cannot be known; `contradicted`: another day is known of
 * it; `refused`: the dock does not take it.
 */
export type LotAnswer =
  | FoundLot
  | { kind: 'wanted' | 'contradicted'; asked: AskedLot }
  | { kind: 'refused'; outcome: 'expired' | 'shortLife'; lot: Lot; life: Life }

const noLot: LotAnswer = { kind: 'lot', lot: { lot: '', expiryDate: '' }, nearExpiry: false }

export interface SaidLot {
  lot?: string | undefined
  expiryDate?: string | undefined
  /** somebody looked at the goods: the day said is right, whatever was known */
  dayConfirmed?: boolean | undefined
  /** somebody was shown how little life is left and takes it in */
  shortLifeAccepted?: boolean | undefined
}

/** Where on the paper it goes. */
export interface LotPlace {
  role: string
  condition: string
}

type LotProduct = Pick<FoundProduct, 'sku' | 'keepsLots' | 'shelfLifeDays'>

/** `quantity` is spread over the lots it leaves; without one it stays together. */
export const lotFor = async (
  work: DocumentWork,
  document: DocumentRow,
  product: LotProduct,
  said: SaidLot,
  place: LotPlace,
  quantity = 1,
): Promise<LotAnswer> => {
  // a request names what is wanted, a cost adjustment what it is worth: neither takes a piece from a shelf
  const { direction, counts = false } = ruleOf(document)
  if (!product.keepsLots || (direction === 'none' && !counts)) return noLot
  const named = lotKey(said.lot ?? '', said.expiryDate ?? '')
  const arrives = takesIn(document) || counts || place.role === 'produce'
  if (named === '' && !arrives) return leaving(work, document, product.sku, place.condition, quantity)
  const lot =
    named === '' ? await sentLot(work, document, product.sku) : { lot: named, expiryDate: said.expiryDate ?? '' }
  const dayNeeded = arrives && product.shelfLifeDays > 0
  if (lot === null) return { kind: 'wanted', asked: { lot: '', expiryDate: '', knownDate: '', dayNeeded } }
  const knownDate = await knownDay(work, document, product.sku, lot.lot)
  const asked = { ...lot, knownDate, dayNeeded }
  const contradicted = lot.expiryDate !== '' && knownDate !== '' && knownDate !== lot.expiryDate
  if (contradicted && said.dayConfirmed !== true) return { kind: 'contradicted', asked }
  const whole = { lot: lot.lot, expiryDate: lot.expiryDate || knownDate }
  if (dayNeeded && whole.expiryDate === '') return { kind: 'wanted', asked }
  const answer = await atTheDock(work, document, product, whole, said)
  return answer.kind === 'lot' && contradicted ? { ...answer, before: knownDate } : answer
}

export const lotInCode = (reading: ScannedCode, said: SaidLot): SaidLot => ({
  ...said,
  lot: said.lot ?? reading.lot ?? undefined,
  expiryDate: said.expiryDate ?? reading.expiryDate ?? undefined,
})

/** What this paper says of a lot counts before what was known of it before; then what its sender says. */
const knownDay = async (work: DocumentWork, document: DocumentRow, sku: string, lot: string): Promise<string> => {
  const known = await work.tx.one<Lot>(
    `SELECT expiryDate FROM (
       SELECT expiryDate, 0 AS far FROM documentLine WHERE documentId = ? AND sku = ? AND lot = ? AND expiryDate <> ''
       UNION ALL SELECT expiryDate, 1 FROM lot WHERE sku = ? AND lot = ?)
     ORDER BY far LIMIT 1`,
    [document.documentId, sku, lot, sku, lot],
  )
  if (known) return known.expiryDate
  return (await sentLots(work.tx, document, sku)).find((sent) => sent.lot === lot)?.expiryDate ?? ''
}

/** A transfer says which lots were sent; other goods that come in say it themselves. */
const sentLots = async (read: Reader, document: DocumentRow, sku: string): Promise<(Lot & { quantity: number })[]> => {
  if (document.type !== 'transferReceipt') return []
  const line = await read.one<{ lots: string }>('SELECT lots FROM transferLine WHERE transferId = ? AND sku = ?', [
    document.sourceId,
    sku,
  ])
  return JSON.parse(line?.lots ?? '[]') as (Lot & { quantity: number })[]
}

/** The first that is not all here yet. */
const sentLot = async (work: DocumentWork, document: DocumentRow, sku: string): Promise<Lot | null> => {
  const sent = await sentLots(work.tx, document, sku)
  if (sent.length === 0) return null
  const here = await onDocument(work.tx, document.documentId, sku)
  const open = sent.find(({ lot, quantity }) => (here.get(lot) ?? 0) < quantity) ?? sent.at(-1)
  return open ? { lot: open.lot, expiryDate: open.expiryDate } : null
}

const lotWanted: LotAnswer = {
  kind: 'wanted',
  asked: { lot: '', expiryDate: '', knownDate: '', dayNeeded: false },
}

/** First expired, first out, of what lies there less what this paper, and those that wait, hold already. */
const leaving = async (
  work: DocumentWork,
  document: DocumentRow,
  sku: string,
  condition: string,
  quantity: number,
): Promise<LotAnswer> => {
  // which lots lie there, and how much of each, is what a blind counter is not to know: the goods say their lot
  const isBlind = !viewOf(work.user).seesBook && (await isCountedBlind(work.tx, document.warehouseCode, sku))
  if (isBlind) return lotWanted
  const account = placeOf(condition === 'quarantine' ? 'quarantine' : 'stock', document.warehouseCode)
  const here = await onDocument(work.tx, document.documentId, sku)
  const held = await claimedLots(work.tx, account, sku, document.documentId)
  const balances = await lotBalances(work.tx, account, sku)
  const free = ({ lot, available }: LotBalance): number => available - (here.get(lot) ?? 0) - (held.get(lot) ?? 0)
  const shares = spreadOverLots(
    quantity,
    balances
      .filter(({ expiryDate }) => ruleOf(document).takesExpired || expiryDate === '' || expiryDate >= work.storeDay)
      .map((one) => ({ ...one, available: free(one) })),
  )
  const [first] = shares
  if (!first) return lotWanted
  // the share's own quantity goes its own way: it must not come along with the lot as goods
  const lot = { lot: first.lot, expiryDate: first.expiryDate }
  return { kind: 'lot', lot, nearExpiry: false, ...(shares.length > 1 ? { shares } : {}) }
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

/**
 * Too little life is a second person's word, not the receiver's own. Nobody stands beside whoever works HQ's warehouse in
 * a browser: there it is the word of who holds the right, said after the question.
 */
export const acceptsShortLife = (work: DocumentWork, { shortLifeAccepted }: SaidLot): boolean =>
  work.authority?.may('goodsReceipt.acceptShortLife') === true ||
  (work.side === 'hub' && shortLifeAccepted === true && may(work, 'goodsReceipt.acceptShortLife'))

const atTheDock = async (
  work: DocumentWork,
  document: DocumentRow,
  product: Pick<FoundProduct, 'shelfLifeDays'>,
  lot: Lot,
  said: SaidLot,
): Promise<LotAnswer> => {
  const judged = await lifeAtTheDock(work, document, product, lot)
  if (judged === null) return { kind: 'lot', lot, nearExpiry: false }
  const { kind, life } = judged
  if (kind === 'expired') return { kind: 'refused', outcome: 'expired', lot, life }
  if (kind === 'short' && !acceptsShortLife(work, said)) return { kind: 'refused', outcome: 'shortLife', lot, life }
  return { kind: 'lot', lot, nearExpiry: kind !== 'ok', life }
}

/** Goods from a supplier need life left to be sold in; null where nothing is judged. */
export const lifeAtTheDock = async (
  work: DocumentWork,
  document: Pick<DocumentRow, 'type'>,
  { shelfLifeDays }: Pick<FoundProduct, 'shelfLifeDays'>,
  { expiryDate }: Lot,
): Promise<{ kind: 'ok' | 'nearExpiry' | 'short' | 'expired'; life: Life } | null> => {
  if (expiryDate === '' || document.type !== 'goodsReceipt') return null
  const { receiving } = await work.policy()
  const judged = judgeShelfLife({
    expiryDate,
    storeDay: work.storeDay,
    shelfLifeDays,
    minRemainingPermille: receiving.minRemainingPermille,
    nearExpiryDays: receiving.nearExpiryDays,
  })
  const requiredDays = judged.kind === 'short' ? judged.requiredDays : null
  return { kind: judged.kind, life: { expiryDate, remainingDays: judged.remainingDays, requiredDays } }
}

/**
 * Somebody confirmed the day the goods have printed: the paper says it on all lines of the lot, and their history says that
 * it was confirmed. What is known of the lot changes when the paper is posted.
 */
export const takeConfirmedDay = async (
  work: DocumentWork,
  documentId: string,
  sku: string,
  { lot, before }: FoundLot,
): Promise<void> => {
  if (before === undefined) return
  const where = [documentId, sku, lot.lot]
  await work.tx.run('UPDATE documentLine SET expiryDate = ? WHERE documentId = ? AND sku = ? AND lot = ?', [
    lot.expiryDate,
    ...where,
  ])
  const lines = await work.tx.all<{ lineNo: number }>(
    'SELECT lineNo FROM documentLine WHERE documentId = ? AND sku = ? AND lot = ?',
    where,
  )
  for (const { lineNo } of lines) await addDraftStep(work, documentId, { kind: 'lotDay', lineNo, change: 0 })
}
