/**
 * Labels of what a receipt accepted. While it is a draft they follow it a moment behind, in a write of their own: the scan that
 * accepted a piece never waits for them, and what a crash cuts off is made up at the next start. Posting settles the rest.
 */
import { labelCopies } from '../../core/labels/copies'
import type { LabelJobRow } from '../../database/entities'
import type { Reader, Tx } from '../../database/unitOfWork'
import type { CommandCall } from '../calls'
import type { StoreRuntime } from '../runtime'
import { lotLabelsDiffer, renewLotLabels, settleLotLabels } from './lotLabels'
import { queueJobs } from './queueLabels'

interface AcceptedGoods {
  sku: string
  weighed: number
  pieceCodeKind: string | null
  receivedQuantity: number
}

interface Receipt {
  documentId: string
  number: string
  state: string
  authorId: string
  /** what it waits for, one line a product */
  jobs: LabelJobRow[]
  goods: AcceptedGoods[]
}

/** A good product, lots together; what is broken or unknown gets no label. */
const acceptedSql = `
  SELECT p.sku, p.weighed, sum(l.quantity) AS receivedQuantity,
    (SELECT b.kind FROM barcode b WHERE b.sku = p.sku ORDER BY b.packFactor, b.rowid LIMIT 1) AS pieceCodeKind
  FROM documentLine l JOIN product p ON p.sku = l.sku
  WHERE l.documentId = ? AND l.quantity > 0 GROUP BY p.sku ORDER BY min(l.lineNo)`

const readReceipt = async (read: Reader, documentId: string): Promise<Receipt | null> => {
  const [document, goods, jobs] = await Promise.all([
    read.one<Omit<Receipt, 'jobs' | 'goods'>>(
      `SELECT documentId, number, state, authorId FROM document WHERE documentId = ? AND type = 'goodsReceipt'`,
      [documentId],
    ),
    read.all<AcceptedGoods>(acceptedSql, [documentId]),
    // a label sent once more, or to be, is still the label of its piece
    read.all<LabelJobRow>('SELECT * FROM labelJob WHERE documentId = ? ORDER BY rowid', [documentId]),
  ])
  return document ? { ...document, goods, jobs } : null
}

interface Change {
  sku: string
  /** more labels than there are, or fewer */
  by: number
  /** what did not go out yet and nobody set by hand: the last first */
  open: LabelJobRow[]
}

/** What somebody set by hand stays; what went out or is on its way is out. */
const changesOf = ({ state, goods, jobs }: Receipt): Change[] => {
  const wanted = new Map(state === 'cancelled' ? [] : goods.map((one) => [one.sku, copiesOf(one)]))
  const skus = new Set([...wanted.keys(), ...jobs.map(({ sku }) => sku)])
  return [...skus].flatMap((sku): Change[] => {
    const own = jobs.filter((job) => job.sku === sku)
    if (state !== 'cancelled' && own.some(({ byHand }) => byHand === 1)) return []
    const there = own.reduce((sum, { state: was, copies }) => sum + (was === 'removed' ? 0 : copies), 0)
    const by = (wanted.get(sku) ?? 0) - there
    const open = own.filter((job) => isOpen(job, by, state)).reverse()
    return by > 0 || (by < 0 && open.length > 0) ? [{ sku, by, open }] : []
  })
}

/** A marked one is no fresh piece's; one that is out already is out, and waits to be out again only while its receipt stands. */
const isOpen = ({ state, isReprint, printed }: LabelJobRow, by: number, receipt: string): boolean => {
  if (state !== 'queued' && state !== 'failed') return false
  return isReprint === 0 || (by < 0 && (printed === 0 || receipt === 'cancelled'))
}

const copiesOf = ({ pieceCodeKind, weighed, receivedQuantity }: AcceptedGoods): number =>
  labelCopies({ pieceCodeKind: pieceCodeKind ?? '', weighed: weighed === 1, receivedQuantity })

/** Answers whether anything changed. */
const settle = async (tx: Tx, runtime: StoreRuntime, receipt: Receipt, waitsForWord: boolean): Promise<boolean> => {
  const changes = changesOf(receipt)
  const { documentId, number, authorId } = receipt
  const fresh = changes.filter(({ by, open }) => by > 0 && open.length === 0)
  await queueJobs(
    tx,
    runtime,
    fresh.map(({ sku, by }) => ({
      ...{ sku, copies: by, why: { kind: 'receipt', number }, documentId, requestedBy: authorId, waitsForWord },
    })),
  )
  for (const { by, open } of changes) await spread(tx, by, open)
  return changes.length > 0
}

const spread = async (tx: Tx, by: number, open: readonly LabelJobRow[]): Promise<void> => {
  let left = by
  for (const { jobId, copies, printed } of open) {
    if (left === 0) return
    const now = Math.max(0, copies + left)
    left = copies + left - now
    // what went out once is still in the list as that
    if (now === 0 && printed > 0)
      await tx.run(`UPDATE labelJob SET state = 'handedOver', problem = '' WHERE jobId = ?`, [jobId])
    else if (now === 0) await tx.run('DELETE FROM labelJob WHERE jobId = ?', [jobId])
    else await tx.run('UPDATE labelJob SET copies = ? WHERE jobId = ?', [now, jobId])
  }
}

/** With the posting, in its transaction. Returns how many labels of this receipt wait to be printed by now. */
export const settlePostedLabels = async ({ tx, runtime }: CommandCall, documentId: string): Promise<number> => {
  const receipt = await readReceipt(tx, documentId)
  if (!receipt) return 0
  await settle(tx, runtime, receipt, false)
  // one that was sent before, or may have been, is sent again by a person only
  await tx.run('UPDATE labelJob SET waitsForWord = 0 WHERE documentId = ? AND byHand = 0 AND isReprint = 0', [
    documentId,
  ])
  const waiting = await tx.one<{ labels: number | null }>(
    `SELECT sum(copies) AS labels FROM labelJob WHERE documentId = ? AND state IN ('queued', 'failed')`,
    [documentId],
  )
  return waiting?.labels ?? 0
}

export interface ReceiptLabels {
  /** something about this receipt changed; soon, and never in the way of the next scan */
  follow(documentId: string): void
  /** what a crash cut off */
  recover(): Promise<void>
  /** all that was to follow has followed */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** Scans that come closer together than this share one look at their receipt. */
const behindMs = 60

export const createReceiptLabels = (runtime: StoreRuntime): ReceiptLabels => {
  const state = { waiting: new Set<string>(), timer: undefined as NodeJS.Timeout | undefined, stopped: false }
  let running = Promise.resolve()

  /** Looked at beside the writer first: most scans leave nothing to write. */
  const look = async (documentId: string): Promise<void> => {
    const seen = await readReceipt(runtime.database.read, documentId)
    if (!seen || (changesOf(seen).length === 0 && !(await lotLabelsDiffer(runtime.database.read, documentId)))) return
    const changed = await runtime.database.write(async (tx) => {
      const receipt = await readReceipt(tx, documentId)
      const settled = receipt !== null && (await settle(tx, runtime, receipt, receipt.state !== 'posted'))
      return (await settleLotLabels(tx, documentId)) || settled
    })
    if (changed) runtime.emit({ type: 'labels.changed' })
  }

  /** Of papers that are no drafts any more their lots alone: the goods' own labels are long settled. */
  const recoverLots = (): Promise<void> =>
    runtime.database.write(async (tx) => {
      const receipts = await tx.all<{ documentId: string }>(
        `SELECT DISTINCT d.documentId FROM labelJob j JOIN document d ON d.number = j.origin AND d.type = 'goodsReceipt'
         WHERE j.state IN ('queued', 'failed') AND j.why = 'receipt' AND j.lot <> ''`,
      )
      for (const { documentId } of receipts) await settleLotLabels(tx, documentId)
      await renewLotLabels(tx)
    })

  const lookAll = async (): Promise<void> => {
    const documents = [...state.waiting]
    state.waiting.clear()
    for (const documentId of documents)
      await look(documentId).catch((error: unknown) =>
        runtime.log({ event: 'labels of a receipt failed', documentId, error: String(error) }),
      )
  }

  const run = (): Promise<void> => {
    clearTimeout(state.timer)
    state.timer = undefined
    running = running.then(lookAll)
    return running
  }

  return {
    follow: (documentId) => {
      if (state.stopped) return
      state.waiting.add(documentId)
      state.timer ??= setTimeout(() => void run(), behindMs)
    },
    recover: async () => {
      const drafts = await runtime.database.read.all<{ documentId: string }>(
        `SELECT documentId FROM document WHERE type = 'goodsReceipt' AND state IN ('draft', 'held') AND writtenAt = 'store'
         UNION SELECT j.documentId FROM labelJob j JOIN document d ON d.documentId = j.documentId
         WHERE j.state IN ('queued', 'failed') AND d.state = 'cancelled'`,
      )
      for (const { documentId } of drafts) await look(documentId)
      await recoverLots()
    },
    settled: run,
    stop: async () => {
      state.stopped = true
      clearTimeout(state.timer)
      await running
    },
  }
}
