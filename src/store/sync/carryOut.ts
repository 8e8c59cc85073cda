/**
 * HQ's word, carried out here: a decision about a paper of this PC, or a paper HQ wrote for this store's warehouse. Each
 * in a savepoint of the pull's own transaction; what cannot be carried out is parked and never blocks the rest.
 */
import type { ChainTemplateItem } from '../../contract/schemas/chainTemplate'
import type { PriceChangeItem } from '../../contract/schemas/price'
import type {
  BooksKeeper,
  DecisionItem,
  InstructionItem,
  StocktakeCountItem,
  StocktakePlanItem,
} from '../../contract/schemas/sync'
import { DocumentEntity, type DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { linesOf } from '../../documents/find'
import { postApproved } from '../../documents/post'
import { carryOut } from '../../documents/submit'
import { rowOf } from '../../documents/tell'
import { touchDocument } from '../../ledger/touched'
import { takeHqTemplate } from '../labels/hqTemplates'
import { takePriceChange } from '../labels/priceChanges'
import { type Enrolment, readEnrolment, writeBooksKeeper } from '../meta'
import type { StoreRuntime } from '../runtime'
import { takeCount, takePlan } from './peerStocktakes'
import { workAs } from './workAs'

const wordTypes = [
  ...([
    'decision',
    'instruction',
    'stocktakePlan',
    'stocktakeCount',
    'booksKeeper',
    'priceChange',
    'chainTemplate',
  ] as const),
] as const

/** HQ's own, or what HQ passes on from the store's other PCs. */
export interface HqWord {
  type: (typeof wordTypes)[number]
  body: unknown
}

export const isHqWord = (item: { type: string }): boolean => wordTypes.some((type) => type === item.type)

export const carryOutWord = async (tx: Tx, runtime: StoreRuntime, word: HqWord): Promise<void> => {
  if (word.type === 'booksKeeper') return writeBooksKeeper(tx, word.body as BooksKeeper)
  // what others plan and count is here before this PC is enrolled: it comes with the first pull
  if (word.type === 'stocktakePlan') return takePlan(tx, word.body as StocktakePlanItem)
  if (word.type === 'priceChange') return takePriceChange(tx, runtime, word.body as PriceChangeItem)
  if (word.type === 'chainTemplate') return takeHqTemplate(tx, runtime, word.body as ChainTemplateItem)
  const enrolment = await readEnrolment(tx)
  if (word.type === 'stocktakeCount') return takeCount(tx, runtime, enrolment, word.body as StocktakeCountItem)
  if (!enrolment) return
  if (word.type === 'decision') await carryOutDecision(tx, runtime, enrolment, word.body as DecisionItem)
  else await carryOutInstruction(tx, runtime, enrolment, word.body as InstructionItem)
}

const carryOutDecision = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  item: DecisionItem,
): Promise<void> => {
  const document = await tx.one<DocumentRow>(`SELECT * FROM document WHERE documentId = ? AND writtenAt = 'store'`, [
    item.documentId,
  ])
  // withdrawn or handed in anew since HQ looked: the decision was about something that is no more
  if (document?.state !== 'submitted' || document.contentHash !== item.contentHash)
    return runtime.log({ event: 'decision is void', documentId: item.documentId, state: document?.state ?? 'unknown' })
  const { work, told } = await workAs(tx, runtime, enrolment, item)
  const { level, decision, contentHash, reason, userId, userName, authorisationNumber } = item
  await carryOut(work, document, { level, decision, contentHash }, { reason, userId, userName, authorisationNumber })
  await told('decision.carriedOut')
}

const carryOutInstruction = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  item: InstructionItem,
): Promise<void> => {
  if (item.deviceId !== enrolment.deviceId) return
  const { documentId } = item.document
  if (await tx.one('SELECT 1 AS found FROM document WHERE documentId = ?', [documentId])) return
  await tx.manager.insert(DocumentEntity, { ...rowOf(item.document), state: 'draft', version: 1 } as DocumentRow)
  await tx.insertRows(
    'documentLine',
    item.lines.map((line) => ({ documentId, ...line, unplanned: line.unplanned ? 1 : 0, touchedAt: 0 })),
  )
  await tx.run(`UPDATE document SET state = 'approved' WHERE documentId = ?`, [documentId])
  touchDocument(tx, documentId)
  const document = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [documentId])
  const { work, told } = await workAs(tx, runtime, enrolment, item)
  await postApproved(work, document as DocumentRow, await linesOf(tx, documentId), item)
  await told('instruction.carriedOut')
}
