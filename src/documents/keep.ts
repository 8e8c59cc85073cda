/** What else happens to a draft: put aside, handed over, voided, shown, and pictures added to it. */
import { createHash } from 'node:crypto'
import type { InputOf, OutputOf } from '../contract/operations'
import type { DocumentRow } from '../database/entities'
import { Refusal } from '../gateway/gateway'
import { findDraft, findOwn, linesOf, refuseHeld, refuseState } from './find'
import { addDraftStep } from './lines'
import { undoneProposal } from './moved'
import { refuseCountClosed } from './stocktake/count'
import { refuseFirstCounter } from './stocktake/counters'
import { changeDocument, tellStep } from './tell'
import type { DocumentWork } from './work'

const change = async (work: DocumentWork, document: DocumentRow, changes: Partial<DocumentRow>): Promise<void> => {
  await changeDocument(work.tx, document.documentId, changes)
  const before = Object.fromEntries(Object.keys(changes).map((key) => [key, document[key as keyof DocumentRow]]))
  work.remember(document.documentId, { number: document.number, before, after: changes })
  work.emit({ type: 'document.changed', documentId: document.documentId })
}

export const holdDocument = async (work: DocumentWork, input: InputOf<'document.hold'>): Promise<void> =>
  change(work, await findDraft(work, input.type, input.documentId), { state: 'held', holderId: '' })

export const resumeDocument = async (work: DocumentWork, input: InputOf<'document.resume'>): Promise<void> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['held'])
  await refuseFirstCounter(work.tx, document, work.user.userId)
  await change(work, document, { state: 'draft', holderId: work.user.userId })
}

export const takeOver = async (work: DocumentWork, input: InputOf<'document.takeOver'>): Promise<void> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['draft'])
  await refuseFirstCounter(work.tx, document, work.user.userId)
  await change(work, document, { holderId: work.user.userId })
}

/** The count is finished; what was expected is shown, and the draft's history says from where on it was known. */
export const revealDocument = async (work: DocumentWork, documentId: string): Promise<void> => {
  const draft = await findDraft(work, 'goodsReceipt', documentId)
  // shown already: it is asked for all the same, and the trail says so
  if (draft.blind === 0)
    return work.remember(documentId, { number: draft.number, before: { blind: 0 }, after: { blind: 0 } })
  await addDraftStep(work, documentId, { kind: 'reveal', change: 0 })
  await change(work, draft, { blind: 0 })
}

/** HQ told a store's PC to post it: the word is out, and only that PC says what became of it. */
const refuseTold = async (work: DocumentWork, document: DocumentRow): Promise<void> => {
  if (work.side === 'store' || document.state !== 'approved') return
  if (!(await work.keepsLedgerOf(document.warehouseCode)))
    throw new Refusal('DOCUMENT_STATE', { number: document.number, state: document.state })
}

/** An approved document nobody will carry out is void too; goods its proposal moved go back. Why is in its history. */
export const cancelDocument = async (work: DocumentWork, input: InputOf<'document.cancel'>): Promise<void> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['draft', 'held', 'approved'])
  await refuseTold(work, document)
  if (document.state === 'approved') await refuseCountClosed(work.tx, document)
  if (document.state !== 'approved') await refuseHeld(work, document)
  const movements = document.state === 'approved' ? await undoneProposal(work, document.documentId) : []
  const lines = await linesOf(work.tx, document.documentId)
  await tellStep(
    work,
    document,
    lines,
    { step: 'cancelled', movements, reason: input.reason },
    { state: 'cancelled', pendingLevel: null, holderId: '' },
  )
  work.remember(document.documentId, {
    number: document.number,
    before: document.state,
    after: 'cancelled',
    reason: input.reason,
  })
}

/** Goods that never left, by the books, arrive nowhere. */
const refuseReversed = async (work: DocumentWork, { documentId, number, reversalOf }: DocumentRow): Promise<void> => {
  const mirror = await work.tx.one(`SELECT 1 AS found FROM document WHERE reversalOf = ? AND state = 'posted'`, [
    documentId,
  ])
  if (mirror || reversalOf !== '') throw new Refusal('DOCUMENT_STATE', { number, state: 'reversed' })
}

/** 对方确认: the supplier has the goods. Nothing of the posted paper changes; its history gains a step. */
export const confirmDocument = async (work: DocumentWork, input: InputOf<'document.confirm'>): Promise<void> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['posted'])
  const done = await work.tx.one(`SELECT 1 AS found FROM documentStep WHERE documentId = ? AND step = 'confirmed'`, [
    document.documentId,
  ])
  if (done) throw new Refusal('DOCUMENT_STATE', { number: document.number, state: 'confirmed' })
  await refuseReversed(work, document)
  const lines = await linesOf(work.tx, document.documentId)
  await tellStep(work, document, lines, { step: 'confirmed', reason: input.reference }, {})
  work.remember(document.documentId, {
    ...{ number: document.number, before: 'posted', after: 'confirmed', reference: input.reference },
  })
}

const pictureBytesMax = 600 * 1024
const picturesMax = 6

/** The first bytes say what a file is; its name may say anything. */
const isPicture = (bytes: Buffer, mime: string): boolean => {
  const head = bytes.subarray(0, 12).toString('latin1')
  if (mime === 'image/jpeg') return head.startsWith('\u00ff\u00d8\u00ff')
  if (mime === 'image/png') return head.startsWith('\u0089PNG\r\n')
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'
}

export const readPicture = (dataBase64: string, mime: string): { bytes: number; sha256: string } => {
  const bytes = Buffer.from(dataBase64, 'base64')
  if (bytes.length > pictureBytesMax || !isPicture(bytes, mime)) throw new Refusal('ATTACHMENT_UNREADABLE', { mime })
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

export const attachPicture = async (
  work: DocumentWork,
  input: InputOf<'document.attach'>,
): Promise<OutputOf<'document.attach'>> => {
  const document = await findOwn(work, input.type, input.documentId)
  refuseState(document, ['draft'])
  const held = await work.tx.one<{ n: number }>('SELECT count(*) AS n FROM attachment WHERE documentId = ?', [
    document.documentId,
  ])
  if ((held?.n ?? 0) >= picturesMax) throw new Refusal('ATTACHMENTS_TOO_MANY', { max: picturesMax })
  const { bytes, sha256 } = readPicture(input.dataBase64, input.mime)
  const row = { attachmentId: work.ids.uuid(), name: input.name, mime: input.mime, bytes, addedAt: work.at }
  await work.tx.insertRows('attachment', [
    {
      ...row,
      documentId: document.documentId,
      sha256,
      dataBase64: input.dataBase64,
      secured: work.side === 'hub' ? 1 : 0,
    },
  ])
  await changeDocument(work.tx, document.documentId, {})
  work.remember(document.documentId, { number: document.number, after: { picture: input.name, bytes, sha256 } })
  work.emit({ type: 'document.changed', documentId: document.documentId })
  return row
}
