/**
 * A paper as an event of a store's log tells it, written down by who did not make it: HQ hears of it, and a PC whose own file
 * lacks it hears it again. What may be believed is asked before; here it is only written.
 */
import type { DocumentStepped } from '../contract/schemas/sync'
import type { ApprovalLevel } from '../core/documents/approval'
import { assert } from '../core/result'
import type { Movement } from '../core/stock/movement'
import type { DocumentRow } from '../database/entities'
import type { Tx } from '../database/unitOfWork'
import type { EventPlace } from '../ledger/append'
import { touchDocument } from '../ledger/touched'
import { bookedValue } from './post'
import { goesBackTo } from './submit'
import { addStep, contentHashOf, keepLots, keepSetAside, rowOf } from './tell'

interface Retold {
  /** how the paper's history calls it here */
  step: string
  nextLevel(): Promise<ApprovalLevel | null>
}

/** Lines and the tray are written while it is a draft here; then it takes the state its step gave it. */
export const retellDocument = async (
  tx: Tx,
  event: DocumentStepped,
  held: DocumentRow | undefined,
  place: EventPlace,
  { step, nextLevel }: Retold,
): Promise<void> => {
  const { document, decision } = event
  const { documentId } = document
  if (held?.state === 'posted') assert(event.step === 'confirmed', 'a posted document takes no step but a confirmation')
  else await writeDraft(tx, event, held, place)
  await addStep(tx, documentId, {
    step,
    level: decision?.level ?? '',
    decision: decision?.decision ?? '',
    contentHash: decision?.contentHash ?? '',
    userId: event.userId,
    userName: '',
    authorityId: event.authorityId,
    reason: event.reason,
    at: event.occurredAt,
    logId: place.logId,
    seq: place.seq,
  })
  if (held?.state === 'posted') return
  const next = await nextLevel()
  const state = stateAfter(event, held, next)
  const columns: Record<string, string | number | null> = {
    state,
    pendingLevel: state === 'submitted' ? next : null,
    refusal: state === 'draft' ? event.reason : '',
    ...(event.step === 'submitted' ? { submittedById: event.userId, submittedAt: event.occurredAt } : {}),
    ...(state === 'posted'
      ? {
          postedById: event.userId,
          postedAt: event.occurredAt,
          occurredAt: event.occurredAt,
          value: bookedValue(event.movements as Movement[]),
        }
      : {}),
    logId: place.logId,
    seq: place.seq,
  }
  touchDocument(tx, documentId)
  await tx.run(
    `UPDATE document SET version = version + 1, ${Object.keys(columns)
      .map((name) => `${name} = ?`)
      .join(', ')} WHERE documentId = ?`,
    [...Object.values(columns), documentId],
  )
}

const stateAfter = (event: DocumentStepped, held: DocumentRow | undefined, next: string | null): string => {
  if (event.step === 'posted') return 'posted'
  if (event.step === 'cancelled') return 'cancelled'
  if (event.step === 'withdrawn' || event.decision?.decision === 'refused') return goesBackTo(event.document)
  if (event.step === 'confirmed') return held?.state ?? 'posted'
  return next === null ? 'approved' : 'submitted'
}

const writeDraft = async (
  tx: Tx,
  event: DocumentStepped,
  held: DocumentRow | undefined,
  place: EventPlace,
): Promise<void> => {
  const { document, lines } = event
  const row = rowOf(document)
  if (document.contentHash !== '')
    assert(contentHashOf(row as DocumentRow, lines) === document.contentHash, 'the content is not what was signed for')
  if (!held) await tx.insertRows('document', [{ ...row, state: 'draft', version: 0 }])
  else await takeHeader(tx, row)
  await tx.run('DELETE FROM documentLine WHERE documentId = ?', [document.documentId])
  await tx.run('DELETE FROM trayEntry WHERE documentId = ?', [document.documentId])
  await tx.insertRows(
    'documentLine',
    lines.map((line) => ({
      documentId: document.documentId,
      ...line,
      unplanned: line.unplanned ? 1 : 0,
      fromSeq: line.fromSeq ?? 0,
      atSeq: line.atSeq ?? 0,
      touchedAt: 0,
    })),
  )
  await keepSetAside(tx, document, event.setAside, place)
  await keepLots(tx, lines)
  await tx.insertRows(
    'attachment',
    event.attachments.map((one) => ({ ...one, documentId: document.documentId, dataBase64: null, secured: 0 })),
    'ON CONFLICT DO NOTHING',
  )
}

/** The store owns what its paper says; HQ's own columns (state, who decided) are set by the step alone. */
const takeHeader = async (tx: Tx, row: Omit<DocumentRow, 'state' | 'version'>): Promise<void> => {
  const names = [
    'toWarehouseCode',
    'toCondition',
    'counterpartyCode',
    'reference',
    'reasonCode',
    'note',
    'round',
    'contentHash',
    'closesSource',
  ] as const
  await tx.run(
    `UPDATE document SET state = 'draft', ${names.map((name) => `${name} = ?`).join(', ')} WHERE documentId = ?`,
    [...names.map((name) => row[name]), row.documentId],
  )
}
