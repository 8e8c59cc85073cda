/**
 * An event of this PC's own ledger that its file does not have, or has to have in another place: its goods move, and its paper
 * stands, as its bytes say. Nothing is judged anew; it was judged when it was made.
 */
import { type DocumentStepped, eventPayload } from '../../contract/schemas/sync'
import { pendingLevel } from '../../core/documents/approval'
import type { Movement } from '../../core/stock/movement'
import type { DocumentRow } from '../../database/entities'
import type { Parameter, Tx } from '../../database/unitOfWork'
import { chainOf } from '../../documents/check'
import { asStep } from '../../documents/firstWords'
import { retellDocument } from '../../documents/retell'
import { renewLots, toldHeader } from '../../documents/tell'
import { policyAt } from '../../documents/work'
import { append, applyMovements, type EventPlace } from '../../ledger/append'
import { touchDocument, touchLines } from '../../ledger/touched'
import { renewLotLabels } from '../labels/lotLabels'

/** Takes the next place of that log. */
export const retellEvent = async (tx: Tx, logId: string, payload: string): Promise<EventPlace> => {
  const told = eventPayload.parse(JSON.parse(payload))
  const event = told.type === 'goodsReceipt.posted' ? asStep(told) : told
  const at = event.occurredAt
  const isPaper = event.type === 'document.stepped'
  const movements = isPaper ? (event.movements as Movement[]) : []
  const documentId = isPaper ? event.document.documentId : ''
  const common = { logId, payload, documentId, occurredAt: at, recordedAt: at, userId: event.userId }
  const place = await append(tx, { ...common, movements: [] })
  // the paper first, and its goods after it: lines are added to no paper whose goods moved
  if (isPaper) await retellPaper(tx, event, place)
  await applyMovements(tx, place, { ...common, movements })
  if (event.type === 'lot.corrected') await renewLots(tx, [event])
  await renewLotLabels(tx)
  return place
}

const retellPaper = async (tx: Tx, event: DocumentStepped, place: EventPlace): Promise<void> => {
  const { document } = event
  const { documentId } = document
  const held = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [documentId])
  if (held && held.state !== 'posted') await keepHeader(tx, event)
  await retellDocument(tx, event, held, place, { step: event.step, nextLevel: () => nextLevelOf(tx, event) })
  if (held?.state === 'posted') return
  await renewLots(tx, event.lotDays ?? [])
  await tx.run(
    `UPDATE documentLine SET touchedAt = coalesce((SELECT max(s.stepNo) FROM draftStep s
       WHERE s.documentId = documentLine.documentId AND s.lineNo = documentLine.lineNo
         AND s.stepNo > coalesce((SELECT max(r.stepNo) FROM draftStep r WHERE r.documentId = documentLine.documentId
           AND r.lineNo = documentLine.lineNo AND r.kind IN ('remove', 'drop')), 0)), 0)
     WHERE documentId = ? AND EXISTS (SELECT 1 FROM draftStep s WHERE s.documentId = documentLine.documentId)`,
    [documentId],
  )
  touchDocument(tx, documentId)
  touchLines(tx, documentId, 'all')
}

/** A draft as it stood in an older file may say something else in any word. */
const keepHeader = async (tx: Tx, { document }: DocumentStepped): Promise<void> => {
  const told = Object.entries(toldHeader({ ...document, closesSource: document.closesSource ? 1 : 0 } as never))
  const columns = told.filter(([name]) => name !== 'documentId')
  const value = (one: unknown): Parameter => (typeof one === 'boolean' ? Number(one) : (one as Parameter))
  await tx.run(
    `UPDATE document SET holderId = '', blind = 0, ${columns.map(([name]) => `${name} = ?`).join(', ')} WHERE documentId = ?`,
    [...columns.map(([, one]) => value(one)), document.documentId],
  )
}

const nextLevelOf = async (tx: Tx, event: DocumentStepped) => {
  const { document, step, decision, lines } = event
  if (step !== 'submitted' && step !== 'decided') return null
  const policy = await policyAt(tx, document.policyVersion)
  const decisions = await tx.all<never>(
    `SELECT level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND step = 'decided'`,
    [document.documentId],
  )
  const value = await tx.one<{ value: number | null }>('SELECT value FROM document WHERE documentId = ?', [
    document.documentId,
  ])
  const chain = chainOf({ type: document.type, value: value?.value ?? null }, lines, policy)
  return pendingLevel(
    chain,
    decisions,
    document.contentHash === '' ? (decision?.contentHash ?? '') : document.contentHash,
  )
}
