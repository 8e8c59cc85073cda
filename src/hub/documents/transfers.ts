/**
 * HQ's transfers: made from a request or by HQ itself, moved on by the papers the two ends post, told to both stores. What
 * was sent, received and settled is always a fold of those papers, so no paper counts twice and none is forgotten.
 */
import { type Transfer, transferLimits } from '../../contract/schemas/transfer'
import { type CountedPaper, droppedAtClosing, papersByClosing, transferStateOf } from '../../core/documents/transfer'
import { inTransitAccount } from '../../core/stock/accounts'
import type { TransferLineRow, TransferRow } from '../../database/entities'
import { settlementsOf } from '../../database/queries/transfer'
import type { Tx } from '../../database/unitOfWork'
import { publish } from '../publish'

export interface NewTransfer {
  transferId: string
  number: string
  kind: 'transfer' | 'return'
  fromWarehouseCode: string
  toWarehouseCode: string
  requestId: string
  requestNumber: string
  authorisationNumber: string
  dueDate: string
  note: string
  createdByName: string
  createdAt: string
  lines: readonly { sku: string; askedQuantity: number; approvedQuantity: number }[]
}

/** Whose an act of HQ on it is to read: the sender's, whose goods it moves; the receiver's where no shop sends. */
export const placeOfTransfer = ({
  fromStoreCode,
  toStoreCode,
}: Pick<TransferRow, 'fromStoreCode' | 'toStoreCode'>): string => fromStoreCode || toStoreCode

/** One line a product: two asked lines of one product are one thing to send. */
const merged = (lines: NewTransfer['lines']): NewTransfer['lines'] => {
  const bySku = new Map<string, { sku: string; askedQuantity: number; approvedQuantity: number }>()
  for (const { sku, askedQuantity, approvedQuantity } of lines) {
    const line = bySku.get(sku) ?? { sku, askedQuantity: 0, approvedQuantity: 0 }
    line.askedQuantity += askedQuantity
    line.approvedQuantity += approvedQuantity
    bySku.set(sku, line)
  }
  return [...bySku.values()]
}

export const createTransfer = async (tx: Tx, given: NewTransfer): Promise<void> => {
  const [from, to] = [await storeOf(tx, given.fromWarehouseCode), await storeOf(tx, given.toWarehouseCode)]
  const costs = await unitCosts(tx, given.fromWarehouseCode, given.lines)
  const { lines, ...header } = given
  await tx.insertRows('transfer', [
    {
      ...header,
      state: 'awaitingDispatch',
      fromStoreCode: from,
      toStoreCode: to,
      dispatchesPosted: 0,
      receiptsPosted: 0,
    },
  ])
  await tx.insertRows(
    'transferLine',
    merged(lines).map((line, index) => ({
      transferId: given.transferId,
      lineNo: index + 1,
      ...line,
      sentQuantity: 0,
      receivedQuantity: 0,
      damagedQuantity: 0,
      settledQuantity: 0,
      reshipQuantity: 0,
      unitCost: costs.get(line.sku) ?? 0,
      openValue: 0,
      lots: '[]',
    })),
  )
  await publishTransfer(tx, given.transferId)
}

const storeOf = async (tx: Tx, warehouseCode: string): Promise<string> => {
  const row = await tx.one<{ storeCode: string | null }>('SELECT storeCode FROM warehouse WHERE code = ?', [
    warehouseCode,
  ])
  return row?.storeCode ?? ''
}

/** What a piece costs the sender now, an estimate until its dispatch says. */
const unitCosts = async (
  tx: Tx,
  warehouseCode: string,
  lines: readonly { sku: string }[],
): Promise<Map<string, number>> => {
  const rows = await tx.all<{ sku: string; unitCost: number }>(
    `SELECT p.sku, CASE WHEN coalesce(b.onHand, 0) > 0 AND b.value >= 0 THEN (b.value * 1000 + b.onHand / 2) / b.onHand
       ELSE p.unitCost END AS unitCost
     FROM product p LEFT JOIN (SELECT sku, sum(onHand) AS onHand, sum(value) AS value FROM stockBalance
       WHERE account = 'stock:' || ? GROUP BY sku) b ON b.sku = p.sku
     WHERE p.sku IN (SELECT value FROM json_each(?))`,
    [warehouseCode, JSON.stringify(lines.map(({ sku }) => sku))],
  )
  return new Map(rows.map(({ sku, unitCost }) => [sku, unitCost]))
}

interface Folded {
  sku: string
  sent: number
  received: number
  damaged: number
  settled: number
  reship: number
}

/** These papers of a transfer, a reversal counting against what it reversed. */
const foldSql = `
  SELECT l.sku,
    sum(CASE WHEN d.type = 'transferDispatch' OR (d.type = 'transferSettlement' AND l.role = 'produce')
      THEN d.sign * l.quantity ELSE 0 END) AS sent,
    sum(CASE d.type WHEN 'transferReceipt' THEN d.sign * (l.quantity + l.damagedQuantity) ELSE 0 END) AS received,
    sum(CASE d.type WHEN 'transferReceipt' THEN d.sign * l.damagedQuantity ELSE 0 END) AS damaged,
    sum(CASE WHEN d.type = 'transferSettlement' AND l.role <> 'produce' THEN l.quantity ELSE 0 END) AS settled,
    sum(CASE WHEN d.type = 'transferSettlement' AND d.settlement = 'reship' THEN l.quantity ELSE 0 END) AS reship
  FROM (SELECT documentId, type, settlement, CASE reversalOf WHEN '' THEN 1 ELSE -1 END AS sign FROM document
        WHERE documentId IN (SELECT value FROM json_each(?))) d
  JOIN documentLine l ON l.documentId = d.documentId GROUP BY l.sku`

const lotsSql = `
  SELECT l.sku, l.lot, max(l.expiryDate) AS expiryDate,
    sum(CASE d.reversalOf WHEN '' THEN l.quantity ELSE -l.quantity END) AS quantity
  FROM document d JOIN documentLine l ON l.documentId = d.documentId
  WHERE d.sourceId = ? AND d.type = 'transferDispatch' AND d.state = 'posted' AND l.lot <> ''
  GROUP BY l.sku, l.lot
  HAVING sum(CASE d.reversalOf WHEN '' THEN l.quantity ELSE -l.quantity END) > 0 ORDER BY l.sku, expiryDate, l.lot`

const fold = (tx: Tx, papers: readonly string[]): Promise<Folded[]> => tx.all<Folded>(foldSql, [JSON.stringify(papers)])

/**
 * All posted papers of it in the order HQ heard of them: a PC's clock may be wrong, and two logs have no other order. What
 * was counted once stays where it is; what is new comes last.
 */
const countedPapers = async (tx: Tx, { transferId, papers }: TransferRow): Promise<string[]> => {
  const known = JSON.parse(papers) as string[]
  const added = await tx.all<{ documentId: string }>(
    `SELECT documentId FROM document WHERE sourceId = ? AND state = 'posted'
       AND type IN ('transferDispatch', 'transferReceipt', 'transferSettlement')
       AND documentId NOT IN (SELECT value FROM json_each(?)) ORDER BY logId, seq`,
    [transferId, papers],
  )
  return [...known, ...added.map(({ documentId }) => documentId)]
}

/** Sums the papers again, sets the state that follows, and tells both stores. */
export const refreshTransfer = async (tx: Tx, transferId: string): Promise<TransferRow | undefined> => {
  const transfer = await tx.one<TransferRow>('SELECT * FROM transfer WHERE transferId = ?', [transferId])
  if (!transfer) return undefined
  const papers = await countedPapers(tx, transfer)
  const folded = await fold(tx, papers)
  await addUnplannedLines(tx, transferId, folded)
  await writeSums(tx, transferId, folded)
  await writeDropped(tx, transfer, papers)
  const [dispatches, receipts] = [
    await countOf(tx, transferId, 'transferDispatch'),
    await countOf(tx, transferId, 'transferReceipt'),
  ]
  const lines = await tx.all<TransferLineRow>('SELECT * FROM transferLine WHERE transferId = ?', [transferId])
  const state = transferStateOf(lines, {
    cancelled: transfer.calledOff === 1,
    dispatchesPosted: dispatches,
    receiptsPosted: receipts,
  })
  await tx.run(
    'UPDATE transfer SET state = ?, dispatchesPosted = ?, receiptsPosted = ?, papers = ? WHERE transferId = ?',
    [state, dispatches, receipts, JSON.stringify(papers), transferId],
  )
  await publishTransfer(tx, transferId)
  return { ...transfer, state, dispatchesPosted: dispatches, receiptsPosted: receipts }
}

/** Nothing more is to be sent. What crossed that word on its way stands, and is received or settled like any other. */
export const callOffTransfer = async (tx: Tx, transferId: string, reason: string): Promise<TransferRow | undefined> => {
  await tx.run('UPDATE transfer SET calledOff = 1, calledOffReason = ? WHERE transferId = ?', [reason, transferId])
  return refreshTransfer(tx, transferId)
}

/** A product the receiver accepted though nobody asked for it is a line of its own, asked and approved 0. */
const addUnplannedLines = async (tx: Tx, transferId: string, folded: readonly Folded[]): Promise<void> => {
  const known = await tx.all<{ sku: string; lineNo: number }>(
    'SELECT sku, lineNo FROM transferLine WHERE transferId = ? ORDER BY lineNo',
    [transferId],
  )
  const skus = new Set(known.map(({ sku }) => sku))
  const added = folded.filter(({ sku }) => !skus.has(sku))
  const costs = await unitCosts(tx, '', added)
  const lastLine = known.at(-1)?.lineNo ?? 0
  await tx.insertRows(
    'transferLine',
    added.map(({ sku }, index) => ({
      transferId,
      lineNo: lastLine + index + 1,
      sku,
      askedQuantity: 0,
      approvedQuantity: 0,
      sentQuantity: 0,
      receivedQuantity: 0,
      damagedQuantity: 0,
      settledQuantity: 0,
      reshipQuantity: 0,
      unitCost: costs.get(sku) ?? 0,
      openValue: 0,
      lots: '[]',
    })),
  )
}

const writeSums = async (tx: Tx, transferId: string, folded: readonly Folded[]): Promise<void> => {
  const lots = await tx.all<{ sku: string; lot: string; expiryDate: string; quantity: number }>(lotsSql, [transferId])
  const values = await tx.all<{ sku: string; value: number; quantity: number }>(
    'SELECT sku, sum(value) AS value, sum(onHand) AS quantity FROM stockBalance WHERE account = ? GROUP BY sku',
    [inTransitAccount(transferId)],
  )
  const openBySku = new Map(values.map((one) => [one.sku, one]))
  for (const { sku, sent, received, damaged, settled, reship } of folded) {
    const open = openBySku.get(sku)
    const sentLots = lots.filter((one) => one.sku === sku).map(({ sku: _sku, ...lot }) => lot)
    await tx.run(
      `UPDATE transferLine SET sentQuantity = ?, receivedQuantity = ?, damagedQuantity = ?, settledQuantity = ?,
         reshipQuantity = ?, openValue = ?, lots = ?,
         unitCost = CASE WHEN ? > 0 AND ? >= 0 THEN (? * 1000 + ? / 2) / ? ELSE unitCost END
       WHERE transferId = ? AND sku = ?`,
      [
        sent,
        received,
        damaged,
        settled,
        reship,
        open?.value ?? 0,
        JSON.stringify(mostSent(sentLots)),
        open?.quantity ?? 0,
        open?.value ?? 0,
        open?.value ?? 0,
        open?.quantity ?? 0,
        Math.max(1, open?.quantity ?? 0),
        transferId,
        sku,
      ],
    )
  }
}

/** A line names as many lots as a word about it holds; of the rest the goods count all the same. */
const mostSent = <T extends { quantity: number }>(lots: readonly T[]): T[] => {
  const most = new Set([...lots].sort((a, b) => b.quantity - a.quantity).slice(0, transferLimits.lotsPerLine))
  return lots.filter((lot) => most.has(lot))
}

const standing = `d.state = 'posted' AND d.reversalOf = ''
  AND NOT EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')`

const countOf = async (tx: Tx, transferId: string, type: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(
      `SELECT count(*) AS n FROM document d WHERE d.sourceId = ? AND d.type = ? AND ${standing}`,
      [transferId, type],
    )
  )?.n ?? 0

/** What will not come: all that is open where HQ called it off, else what was open when somebody closed it last. */
const writeDropped = async (tx: Tx, transfer: TransferRow, papers: readonly string[]): Promise<void> => {
  const { transferId } = transfer
  if (transfer.calledOff === 1)
    return tx.run('UPDATE transferLine SET droppedQuantity = approvedQuantity + reshipQuantity WHERE transferId = ?', [
      transferId,
    ])
  const closed = papersByClosing(await paperFacts(tx, papers))
  await tx.run(
    'UPDATE transferLine SET droppedQuantity = CASE CAST(? AS INTEGER) WHEN 1 THEN approvedQuantity ELSE 0 END WHERE transferId = ?',
    [closed ? 1 : 0, transferId],
  )
  if (!closed) return
  const byThen = new Map((await fold(tx, closed)).map((one) => [one.sku, one]))
  const lines = await tx.all<TransferLineRow>('SELECT * FROM transferLine WHERE transferId = ?', [transferId])
  for (const { sku, approvedQuantity } of lines) {
    const sums = byThen.get(sku)
    if (!sums) continue
    const before = { sentQuantity: sums.sent, reshipQuantity: sums.reship }
    await tx.run('UPDATE transferLine SET droppedQuantity = ? WHERE transferId = ? AND sku = ?', [
      droppedAtClosing(approvedQuantity, before),
      transferId,
      sku,
    ])
  }
}

/** In their order; the sender, or the receiver, closes the sending. */
const paperFacts = async (tx: Tx, papers: readonly string[]): Promise<CountedPaper[]> => {
  const rows = await tx.all<{ documentId: string; closes: number; reship: number; mirror: number }>(
    `SELECT d.documentId, d.closesSource = 1 AND ${standing} AS closes, d.settlement = 'reship' AS reship,
       d.reversalOf <> '' AS mirror
     FROM json_each(?) p JOIN document d ON d.documentId = p.value ORDER BY p.key`,
    [JSON.stringify(papers)],
  )
  return rows.map(({ documentId, closes, reship, mirror }) => ({
    documentId,
    closes: closes === 1,
    reship: reship === 1,
    isMirror: mirror === 1,
  }))
}

/** Both ends pull it; an end without a store PC reads it here. */
export const publishTransfer = async (tx: Tx, transferId: string): Promise<void> => {
  const body = await wholeTransfer(tx, transferId)
  const scopes = new Set([body.fromStoreCode, body.toStoreCode].filter((code) => code !== ''))
  await publish(
    tx,
    'documents',
    [...scopes].map((scope) => ({ type: 'transfer' as const, key: transferId, scope, body })),
    { alreadyApplied: true },
  )
}

const wholeTransfer = async (tx: Tx, transferId: string): Promise<Transfer> => {
  const row = await tx.one<TransferRow>('SELECT * FROM transfer WHERE transferId = ?', [transferId])
  const { calledOff: _calledOff, papers, ...header } = row as TransferRow
  const lines = await tx.all<TransferLineRow>('SELECT * FROM transferLine WHERE transferId = ? ORDER BY lineNo', [
    transferId,
  ])
  return {
    ...header,
    // the newest ones: a paper that is not named is taken as one HQ does not count yet, and then less is sent, never more
    papers: (JSON.parse(papers) as string[]).slice(-transferLimits.papers),
    // what was approved comes first; products nobody asked for are settled at HQ, whoever else knows of them
    lines: lines.slice(0, transferLimits.lines).map(({ transferId: _transferId, lots, ...line }) => ({
      ...line,
      lots: JSON.parse(lots) as unknown,
    })),
    settlements: (await settlementsOf(tx, transferId)).slice(-transferLimits.settlements),
  } as Transfer
}
