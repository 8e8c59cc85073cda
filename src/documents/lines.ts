/** The lines of a draft and the steps that change them. A step is folded into its line and the version by the database. */

import type { ScanResult } from '../contract/schemas/document'
import { outcomeOfAdding } from '../core/documents/goodsReceipt'
import type { Condition, QuantityField } from '../core/documents/rule'
import { meanUnitCost, priceableMax } from '../core/quantity/quantity'
import { assert } from '../core/result'
import { stockAccount } from '../core/stock/accounts'
import type { DocumentRow } from '../database/entities'
import { documentLineView, findHeader, movedOfGroup, trayEntryView } from '../database/queries/document'
import type { Tx } from '../database/unitOfWork'
import { Refusal, viewOf } from '../gateway/gateway'
import { readMarks, touchStep } from '../ledger/touched'
import { emptyLine } from './create'
import { isPlanned, ruleOf } from './find'
import type { DocumentWork } from './work'

/** Largest quantity a line may hold, thousandths: a million pieces is a mistake, not a delivery. */
export const lineQuantityMax = 999_999_999

/** What an event can carry and a person can check; the next pieces go on another paper. */
export const linesMax = 5000

export interface Step {
  kind: 'scan' | 'adjust' | 'undo' | 'decide' | 'reveal' | 'lotDay' | 'remove' | 'drop' | 'link'
  field?: QuantityField
  scanId?: string | null
  lineNo?: number | null
  trayId?: string | null
  change: number
  undoes?: number | null
  /** what it writes down was counted since then, as a place of the ledger; 0 or left out: now */
  fromSeq?: number
}

/**
 * How far this PC's ledger is; a count is netted by it. For a stocktake another PC holds: how far that one's is at least. HQ
 * counts no shelves. Asked in the step's own statement: a scan is waited for.
 */
const headOfHolderSql = `
  SELECT CASE WHEN coalesce(s.logId, l.logId) = l.logId THEN l.headSeq
    ELSE max(s.seq, coalesce((SELECT CAST(k.value AS INTEGER) FROM json_each(?) k WHERE k.key = s.logId), 0)) END
  FROM meta m JOIN log l ON l.logId = json_extract(m.value, '$.logId')
  LEFT JOIN stocktake s ON s.stocktakeId = document.sourceId WHERE m.key = 'enrolment'`

/** The same for what is written down all at once. */
export const headOfHolder = async (work: Pick<DocumentWork, 'tx' | 'peers'>, documentId: string): Promise<number> => {
  const head = await work.tx.one<{ atSeq: number }>(
    `SELECT coalesce((${headOfHolderSql}), 0) AS atSeq FROM document WHERE documentId = ?`,
    [JSON.stringify(work.peers.heads()), documentId],
  )
  return head?.atSeq ?? 0
}

/** Adds a step to the draft's history; a summary confirmed before it is out of date. */
export const addDraftStep = async (work: DocumentWork, documentId: string, step: Step): Promise<void> => {
  const added = await work.tx.one<{ stepNo: number; atSeq: number }>(
    `INSERT INTO draftStep (documentId, stepNo, kind, field, scanId, lineNo, trayId, change, undoes, userId, recordedAt,
       fromSeq, atSeq)
     SELECT documentId, version + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((${headOfHolderSql}), 0)
     FROM document WHERE documentId = ? RETURNING stepNo, atSeq`,
    [
      step.kind,
      step.field ?? 'quantity',
      step.scanId ?? null,
      step.lineNo ?? null,
      step.trayId ?? null,
      step.change,
      step.undoes ?? null,
      work.user.userId,
      work.at,
      step.fromSeq ?? 0,
      JSON.stringify(work.peers.heads()),
      documentId,
    ],
  )
  assert(added, 'a step is of a document')
  const { kind, field = 'quantity', lineNo = null, trayId = null, change, undoes = null, scanId = null } = step
  const { stepNo, atSeq } = added
  const { fromSeq } = step
  touchStep(work.tx, documentId, [
    ...([stepNo, kind, field, lineNo, trayId, change, undoes, scanId, work.at] as const),
    ...placesOf({ atSeq, fromSeq }),
  ])
}

/** As a step's mark has them: what says nothing is left out. */
export const placesOf = ({
  atSeq,
  fromSeq = 0,
}: {
  atSeq: number
  fromSeq?: number | undefined
}): [number?, number?] => (fromSeq > 0 ? [atSeq, fromSeq] : atSeq > 0 ? [atSeq] : [])

/** A step nobody took back. What was done to a line that is gone went with it. */
export const stands = (step: string): string => `
    NOT EXISTS (SELECT 1 FROM draftStep u WHERE u.documentId = ${step}.documentId AND u.undoes = ${step}.stepNo)
    AND NOT EXISTS (SELECT 1 FROM draftStep g WHERE g.documentId = ${step}.documentId AND g.lineNo = ${step}.lineNo
      AND g.kind IN ('remove', 'drop') AND g.stepNo > ${step}.stepNo)`

/** More pieces than anybody delivers, or worth more than a figure holds: somebody's finger slipped. */
export const refuseTooLarge = ({ unitCost }: { unitCost: number }, held: number, change: number): void => {
  const max = Math.min(lineQuantityMax, priceableMax(unitCost))
  if (held + change > max) throw new Refusal('QUANTITY_TOO_LARGE', { max })
}

export interface TouchedLine {
  lineNo: number
  sku: string
  lot: string
  expiryDate: string
  quantity: number
  damagedQuantity: number
  rejectedQuantity: number
  freeQuantity: number
  unitCost: number
  unplanned: number
  role: string
  condition: string
  splitOf: number
  weighed: number | null
  shelfLifeDays: number | null
  /** of the planned line and all lots split off it */
  groupExpected: number
  groupMoved: number
  /** other planned lines that still expect goods */
  othersOpen: number
}

/** `m` is the planned line of the group, the line itself where nothing was split off. */
const touchedSql = `
  SELECT l.lineNo, l.sku, l.lot, l.expiryDate, l.quantity, l.damagedQuantity, l.rejectedQuantity, l.freeQuantity,
    l.unitCost, l.unplanned, l.role, l.condition, l.splitOf, p.weighed, p.shelfLifeDays,
    m.expectedQuantity AS groupExpected,
    ${movedOfGroup('m')} AS groupMoved,
    (SELECT count(*) FROM documentLine o WHERE o.documentId = l.documentId AND o.unplanned = 0 AND o.splitOf = 0
       AND o.lineNo <> m.lineNo AND ${movedOfGroup('o')} < o.expectedQuantity) AS othersOpen
  FROM documentLine l LEFT JOIN product p ON p.sku = l.sku
  JOIN documentLine m ON m.documentId = l.documentId AND m.lineNo = CASE l.splitOf WHEN 0 THEN l.lineNo ELSE l.splitOf END
  WHERE l.documentId = ?`

export const lineByNo = (tx: Tx, documentId: string, lineNo: number): Promise<TouchedLine | undefined> =>
  tx.one<TouchedLine>(`${touchedSql} AND l.lineNo = ?`, [documentId, lineNo])

export interface WantedLine {
  sku: string
  lot: string
  expiryDate: string
  role: string
  condition: string
}

/**
 * The line a product and lot belong on. A planned line nobody counted on yet takes the first lot; the next lot is split
 * off it, so that one order line is one line a lot. A product on two lines fills the first that still expects it.
 * `namesHeld`: somebody says by key which lot it is, so pieces counted without one (out of the tray) are of that lot.
 */
export const lineFor = async (
  work: DocumentWork,
  document: Pick<DocumentRow, 'documentId' | 'type' | 'sourceId' | 'warehouseCode'>,
  wanted: WantedLine,
  { namesHeld = false } = {},
): Promise<TouchedLine | null> => {
  const { tx } = work
  const lines = await tx.all<TouchedLine>(
    `${touchedSql} AND l.sku = ? AND l.role = ? AND l.condition = ?
     ORDER BY l.lot <> ?, l.unplanned = 0 AND groupMoved >= groupExpected, l.lineNo`,
    [document.documentId, wanted.sku, wanted.role, wanted.condition, wanted.lot],
  )
  const same = lines.find(({ lot }) => lot === wanted.lot)
  if (same) return same
  const untouched = lines.find((line) => line.lot === '' && (namesHeld || heldBy(line) === 0))
  if (untouched) return named(work, document.documentId, untouched, wanted)
  const main = lines.find(({ splitOf }) => splitOf === 0)
  if (!main && isPlanned(document)) return null
  const lineNo = await insertLine(work, document, wanted, main)
  return (await lineByNo(tx, document.documentId, lineNo)) ?? null
}

export const heldBy = (line: TouchedLine): number => line.quantity + line.damagedQuantity + line.rejectedQuantity

const named = async (
  work: DocumentWork,
  documentId: string,
  line: TouchedLine,
  { lot, expiryDate }: WantedLine,
): Promise<TouchedLine> => {
  await work.tx.run('UPDATE documentLine SET lot = ?, expiryDate = ? WHERE documentId = ? AND lineNo = ?', [
    lot,
    expiryDate,
    documentId,
    line.lineNo,
  ])
  return { ...line, lot, expiryDate }
}

export const insertLine = async (
  work: DocumentWork,
  document: Pick<DocumentRow, 'documentId' | 'type' | 'warehouseCode'>,
  wanted: WantedLine,
  main: TouchedLine | undefined,
  unplanned = main?.unplanned ?? 0,
): Promise<number> => {
  const { tx } = work
  const last = await tx.one<{ lineNo: number | null }>(
    'SELECT max(lineNo) AS lineNo FROM documentLine WHERE documentId = ?',
    [document.documentId],
  )
  const lineNo = (last?.lineNo ?? 0) + 1
  if (lineNo > linesMax) throw new Refusal('LINES_TOO_MANY', { max: linesMax })
  await tx.insertRows('documentLine', [
    {
      ...emptyLine,
      documentId: document.documentId,
      lineNo,
      ...wanted,
      unitCost: main?.unitCost ?? (await costOf(tx, document, wanted.sku)),
      splitOf: main?.lineNo ?? 0,
      unplanned,
    },
  ])
  return lineNo
}

/**
 * What a piece costs this warehouse now, for the value a decision is asked about; the posting books the exact one. Goods
 * bought without an order come at the product's standard cost.
 */
const costOf = async (
  tx: Tx,
  { type, warehouseCode }: Pick<DocumentRow, 'type' | 'warehouseCode'>,
  sku: string,
): Promise<number> => {
  const row = await tx.one<{ onHand: number | null; value: number | null; unitCost: number }>(
    `SELECT p.unitCost, (SELECT sum(onHand) FROM stockBalance WHERE account = ? AND sku = p.sku) AS onHand,
       (SELECT sum(value) FROM stockBalance WHERE account = ? AND sku = p.sku) AS value FROM product p WHERE p.sku = ?`,
    [stockAccount(warehouseCode), stockAccount(warehouseCode), sku],
  )
  const mean = type === 'goodsReceipt' ? null : meanUnitCost(row?.onHand ?? 0, row?.value ?? 0)
  return mean !== null && mean >= 0 ? mean : (row?.unitCost ?? 0)
}

/**
 * Who has to agree goes by what the goods cost now, not when the draft was begun or copied. Prices a paper or HQ stated
 * (goods bought, a transfer, a cost adjustment) stay.
 */
export const valueAnew = async (work: DocumentWork, draft: DocumentRow): Promise<void> => {
  const rule = ruleOf(draft)
  if (rule.newProduct === 'tray' || rule.valueOnly) return
  const account = stockAccount(draft.warehouseCode)
  await work.tx.run(
    `UPDATE documentLine SET unitCost = n.unitCost FROM (
       SELECT l.lineNo, CASE WHEN coalesce(b.onHand, 0) > 0 AND b.value >= 0
           THEN (b.value * 1000 + b.onHand / 2) / b.onHand ELSE p.unitCost END AS unitCost
       FROM documentLine l JOIN product p ON p.sku = l.sku
       LEFT JOIN (SELECT sku, sum(onHand) AS onHand, sum(value) AS value FROM stockBalance WHERE account = ?
                  GROUP BY sku) b ON b.sku = l.sku
       WHERE l.documentId = ?) n
     WHERE documentLine.documentId = ? AND documentLine.lineNo = n.lineNo AND documentLine.unitCost <> n.unitCost`,
    [account, draft.documentId, draft.documentId],
  )
}

/** Only where goods go both ways does a line say which way: what nobody said goes in. Elsewhere it would hide its value. */
const roleOn = (document: Pick<DocumentRow, 'type'>, said: string | undefined): string =>
  ruleOf(document).direction === 'both' ? said || 'consume' : ''

/** What adding means to the person who did it. Counted blind, nothing may tell what is expected. */
export const outcomeOf = (
  document: Pick<DocumentRow, 'type' | 'sourceId' | 'blind'>,
  line: TouchedLine,
  change: number,
): ScanResult['outcome'] =>
  outcomeOfAdding(
    {
      expectedQuantity: line.groupExpected,
      receivedQuantity: line.groupMoved,
      unplanned: line.unplanned === 1 || !isPlanned(document) || document.blind === 1,
    },
    line.othersOpen,
    change,
  )

/** Where on the paper goods go. A count says what lies on the shelf: what is set apart as damaged is nobody's to count there. */
export const placeOn = (
  document: Pick<DocumentRow, 'type'>,
  { role, condition = 'stock' }: { role?: string | undefined; condition?: Condition | undefined },
): { role: string; condition: Condition } => {
  if (ruleOf(document).counts && condition !== 'stock') throw new Refusal('CONDITION_NOT_USED', { condition })
  return { role: roleOn(document, role), condition }
}

/** Types that take goods in ask for the lot on the goods; those that send some out know which lots lie there. */
export const takesIn = (document: Pick<DocumentRow, 'type'>): boolean => {
  const { direction } = ruleOf(document)
  return direction === 'in'
}

type Shown = Pick<
  ScanResult,
  'outcome' | 'text' | 'rule' | 'packName' | 'added' | 'product' | 'life' | 'lot' | 'spread' | 'doubt' | 'beyondPlan'
>

/** What the result panel shows after a step: the touched line or tray entry, and the header's new totals. */
export const showResult = async (
  work: DocumentWork,
  documentId: string,
  shown: Shown,
  touched: { lineNo: number | null; trayId: string | null },
): Promise<ScanResult> => {
  const view = viewOf(work.user)
  const { lineNo, trayId } = touched
  // asked at once: each waits for the disk's thread anyway, and a scan is waited for
  const [header, line, tray] = await Promise.all([
    findHeader(work.tx, documentId, view),
    lineNo === null ? null : documentLineView(work.tx, documentId, lineNo, view.withCost),
    trayId === null ? null : trayEntryView(work.tx, trayId),
    readMarks(work.tx),
  ])
  work.emit({ type: 'document.changed', documentId })
  return { ...shown, header, line, tray } as ScanResult
}
