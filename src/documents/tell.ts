/**
 * A step of a document is told: in one transaction the event (which is the outbox) takes its place in the log with the
 * goods it moves, the step joins the document's history, and the document takes its new state.
 */
import { createHash } from 'node:crypto'
import type { DocumentStepped, LotDay, ToldDocument, ToldLine } from '../contract/schemas/sync'
import { contentText } from '../core/documents/approval'
import type { DocumentLine } from '../core/documents/rule'
import type { Movement } from '../core/stock/movement'
import type { DocumentLineRow, DocumentRow } from '../database/entities'
import type { Parameter, Tx } from '../database/unitOfWork'
import type { EventPlace } from '../ledger/append'
import { touchDocument, touchLines } from '../ledger/touched'
import { appendTold } from './appendTold'
import type { DocumentWork } from './work'

export interface Step {
  step: DocumentStepped['step']
  movements?: readonly Movement[]
  decision?: DocumentStepped['decision']
  /** a posting: the newest word on lots somebody looked at */
  lotDays?: readonly LotDay[]
  /** a count's hand-in: whose hands were on it */
  countedBy?: readonly string[] | undefined
  countedSkus?: DocumentStepped['countedSkus']
  underDecisionOf?: string
  reason?: string
  /** of a count for another PC's stocktake */
  knownSeq?: number
  /** who acted, when it is not who is signed in (HQ's decision carried out here) */
  userId?: string
  userName?: string
}

/** `changes` are columns of the document; its state above all. A posted document takes none afterwards. */
export const tellStep = async (
  work: DocumentWork,
  document: DocumentRow,
  lines: readonly (DocumentLine & { note: string })[],
  step: Step,
  changes: Partial<DocumentRow>,
): Promise<DocumentRow> => {
  const after: DocumentRow = { ...document, ...changes }
  const { logId } = await work.place()
  const userId = step.userId ?? work.user.userId
  const payload: DocumentStepped = {
    type: 'document.stepped',
    step: step.step,
    document: toldHeader(after),
    lines: lines.map(toldLine),
    setAside: await setAsideOf(work.tx, document.documentId),
    attachments: await attachmentsOf(work.tx, document.documentId),
    decision: step.decision ?? null,
    underDecisionOf: step.underDecisionOf ?? '',
    reason: step.reason ?? '',
    userId,
    authorityId: work.authority?.userId ?? '',
    occurredAt: work.at,
    ...(step.lotDays && step.lotDays.length > 0 ? { lotDays: [...step.lotDays] } : {}),
    ...(step.knownSeq === undefined ? {} : { knownSeq: step.knownSeq }),
    ...(step.countedBy ? { countedBy: [...step.countedBy] } : {}),
    ...(step.countedSkus ? { countedSkus: step.countedSkus } : {}),
    movements: [...(step.movements ?? [])],
  }
  const place = await appendTold(work.tx, {
    logId,
    payload: JSON.stringify(payload),
    documentId: document.documentId,
    movements: step.movements ?? [],
    occurredAt: work.at,
    recordedAt: work.at,
    userId,
  })
  await addStep(work.tx, document.documentId, {
    step: step.step,
    level: step.decision?.level ?? '',
    decision: step.decision?.decision ?? '',
    contentHash: step.decision?.contentHash ?? '',
    userId,
    userName: step.userName ?? work.user.name,
    authorityId: work.authority?.userId ?? '',
    reason: step.reason ?? '',
    at: work.at,
    logId: place.logId,
    seq: place.seq,
  })
  const told = { ...changes, logId: place.logId, seq: place.seq }
  if (document.state !== 'posted') await changeDocument(work.tx, document.documentId, told)
  await keepLots(work.tx, lines)
  await renewLots(work.tx, step.lotDays ?? [])
  work.emit({ type: 'document.changed', documentId: document.documentId })
  if ((step.movements ?? []).length > 0) work.emit({ type: 'stock.changed' })
  work.nudge()
  const done = { ...after, version: document.version + 1, logId: place.logId, seq: place.seq }
  await work.afterStep(done, step.step)
  return done
}

export interface StepRow {
  step: string
  level: string
  decision: string
  contentHash: string
  userId: string
  userName: string
  authorityId: string
  reason: string
  at: string
  logId: string | null
  seq: number | null
}

export const addStep = (tx: Tx, documentId: string, row: StepRow): Promise<void> => {
  touchDocument(tx, documentId)
  return tx.run(
    `INSERT INTO documentStep (documentId, stepNo, step, level, decision, contentHash, userId, userName, authorityId,
       reason, at, logId, seq)
     SELECT ?, coalesce(max(stepNo), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM documentStep WHERE documentId = ?`,
    [
      documentId,
      row.step,
      row.level,
      row.decision,
      row.contentHash,
      row.userId,
      row.userName,
      row.authorityId,
      row.reason,
      row.at,
      row.logId,
      row.seq,
      documentId,
    ],
  )
}

/** Column names come from our own code alone. Every change is a new version: a summary confirmed before it is out of date. */
export const changeDocument = (tx: Tx, documentId: string, changes: Partial<DocumentRow>): Promise<void> => {
  const columns = Object.keys(changes)
  touchDocument(tx, documentId)
  // a draft again: prices were reckoned anew when it was handed in
  if (changes.state === 'draft') touchLines(tx, documentId, 'all')
  const sets = ['version = version + 1', ...columns.map((column) => `${column} = ?`)].join(', ')
  return tx.run(`UPDATE document SET ${sets} WHERE documentId = ?`, [
    ...(Object.values(changes) as Parameter[]),
    documentId,
  ])
}

export const toldHeader = (document: DocumentRow): ToldDocument =>
  ({
    documentId: document.documentId,
    type: document.type,
    number: document.number,
    writtenAt: document.writtenAt,
    storeCode: document.storeCode,
    warehouseCode: document.warehouseCode,
    toWarehouseCode: document.toWarehouseCode,
    toCondition: document.toCondition,
    counterpartyCode: document.counterpartyCode,
    sourceId: document.sourceId,
    sourceNumber: document.sourceNumber,
    reference: document.reference,
    reasonCode: document.reasonCode,
    settlement: document.settlement,
    dueDate: document.dueDate,
    note: document.note,
    policyVersion: document.policyVersion,
    round: document.round,
    contentHash: document.contentHash,
    authorId: document.authorId,
    createdAt: document.createdAt,
    closesSource: document.closesSource === 1,
    reversalOf: document.reversalOf,
  }) as ToldDocument

type Positions = Partial<Pick<DocumentLineRow, 'fromSeq' | 'atSeq'>>

export const toldLine = (line: DocumentLine & { note: string } & Positions): ToldLine => ({
  lineNo: line.lineNo,
  sku: line.sku,
  lot: line.lot,
  expiryDate: line.expiryDate,
  expectedQuantity: line.expectedQuantity,
  quantity: line.quantity,
  damagedQuantity: line.damagedQuantity,
  rejectedQuantity: line.rejectedQuantity,
  freeQuantity: line.freeQuantity,
  unitCost: line.unitCost,
  unplanned: line.unplanned,
  role: line.role,
  condition: line.condition,
  splitOf: line.splitOf,
  note: line.note,
  ...(line.fromSeq || line.atSeq ? { fromSeq: line.fromSeq ?? 0, atSeq: line.atSeq ?? 0 } : {}),
})

/** Rows of the document table as a told header says them; the other side's half of `toldHeader`. */
export const rowOf = (told: ToldDocument): Omit<DocumentRow, 'state' | 'version'> => ({
  ...told,
  refusal: '',
  submittedById: null,
  postedById: null,
  holderId: '',
  blind: 0,
  closesSource: told.closesSource ? 1 : 0,
  pendingLevel: null,
  value: null,
  submittedAt: null,
  occurredAt: null,
  postedAt: null,
  logId: null,
  seq: null,
})

const setAsideOf = (tx: Tx, documentId: string): Promise<DocumentStepped['setAside']> =>
  tx.all(
    `SELECT text, reason, decision, scans FROM trayEntry WHERE documentId = ? AND state = 'setAside' ORDER BY trayId`,
    [documentId],
  )

/** The other side's half: under ids of its own, which every side makes alike. */
export const keepSetAside = (
  tx: Tx,
  { documentId, createdAt }: Pick<ToldDocument, 'documentId' | 'createdAt'>,
  codes: DocumentStepped['setAside'],
  { logId, seq }: Pick<EventPlace, 'logId' | 'seq'>,
): Promise<void> =>
  tx.insertRows(
    'trayEntry',
    codes.map((code, index) => ({
      ...{ trayId: `${logId}/${seq}/${index + 1}`, documentId, sku: null, quantity: 0, state: 'setAside' },
      ...{ scannedAt: createdAt, ...code },
    })),
  )

const attachmentsOf = (tx: Tx, documentId: string): Promise<DocumentStepped['attachments']> =>
  tx.all(
    'SELECT attachmentId, name, mime, bytes, sha256, addedAt FROM attachment WHERE documentId = ? ORDER BY attachmentId',
    [documentId],
  )

/** What is known of a lot: its last day. The first word on it stays until somebody confirms another. */
export const keepLots = (tx: Tx, lines: readonly { sku: string; lot: string; expiryDate: string }[]): Promise<void> =>
  tx.insertRows(
    'lot',
    lines
      .filter(({ lot, expiryDate }) => lot !== '' && expiryDate !== '')
      .map(({ sku, lot, expiryDate }) => ({ sku, lot, expiryDate })),
    'ON CONFLICT DO NOTHING',
  )

export const renewLots = (tx: Tx, days: readonly Pick<LotDay, 'sku' | 'lot' | 'expiryDate'>[]): Promise<void> =>
  tx.insertRows(
    'lot',
    days.map(({ sku, lot, expiryDate }) => ({ sku, lot, expiryDate })),
    'ON CONFLICT (sku, lot) DO UPDATE SET expiryDate = excluded.expiryDate',
  )

/** Lots on this paper of which somebody confirmed another day than was known until now. */
export const confirmedDays = async (
  tx: Tx,
  documentId: string,
  lines: readonly Pick<DocumentLine, 'lot'>[],
): Promise<LotDay[]> => {
  if (lines.every(({ lot }) => lot === '')) return []
  return tx.all<LotDay>(
    `WITH said AS (SELECT DISTINCT l.sku, l.lot FROM draftStep s
       JOIN documentLine l ON l.documentId = s.documentId AND l.lineNo = s.lineNo
       WHERE s.documentId = ? AND s.kind = 'lotDay' AND NOT EXISTS (SELECT 1 FROM draftStep g
         WHERE g.documentId = s.documentId AND g.lineNo = s.lineNo AND g.kind IN ('remove', 'drop') AND g.stepNo > s.stepNo))
     SELECT DISTINCT l.sku, l.lot, coalesce(t.expiryDate, '') AS before, l.expiryDate
     FROM said JOIN documentLine l ON l.documentId = ? AND l.sku = said.sku AND l.lot = said.lot
     LEFT JOIN lot t ON t.sku = l.sku AND t.lot = l.lot
     WHERE l.quantity + l.damagedQuantity > 0 AND l.expiryDate <> coalesce(t.expiryDate, '') ORDER BY l.sku, l.lot`,
    [documentId, documentId],
  )
}

export const contentHashOf = (document: DocumentRow, lines: readonly DocumentLine[]): string =>
  createHash('sha256')
    .update(contentText({ ...document, lines }))
    .digest('hex')
