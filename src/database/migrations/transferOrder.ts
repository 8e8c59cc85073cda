/**
 * What a transfer's two ends need to reckon with alike: which papers HQ's sums count, in the order HQ heard of them; how
 * much of a line will not come, because the sender said so or HQ called it off; and why it was called off, which until
 * now took the place of the transfer's own note.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class TransferOrder1795428000000 implements MigrationInterface {
  name = 'TransferOrder1795428000000'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

/** What a store has told HQ is counted there; the rest of its papers it still has to add itself. */
const countedAtHq = `SELECT d.documentId FROM document d
  WHERE d.sourceId = transfer.transferId AND d.state = 'posted'
    AND d.type IN ('transferDispatch', 'transferReceipt', 'transferSettlement')
    AND NOT EXISTS (SELECT 1 FROM log g WHERE g.logId = d.logId AND d.writtenAt = 'store' AND d.seq > g.ackedSeq)
  ORDER BY d.postedAt, d.logId, d.seq`

const isClosed = `EXISTS (SELECT 1 FROM document d WHERE d.sourceId = transferLine.transferId AND d.closesSource = 1
  AND d.state = 'posted' AND d.reversalOf = ''
  AND NOT EXISTS (SELECT 1 FROM document v WHERE v.reversalOf = d.documentId AND v.state = 'posted'))`

const isCalledOff = `EXISTS (SELECT 1 FROM transfer t WHERE t.transferId = transferLine.transferId AND t.calledOff = 1)`

const statements = [
  `ALTER TABLE transfer ADD COLUMN papers TEXT NOT NULL DEFAULT '[]'`,
  `ALTER TABLE transfer ADD COLUMN calledOffReason TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE transferLine ADD COLUMN droppedQuantity INTEGER NOT NULL DEFAULT 0`,
  `UPDATE transfer SET papers = (SELECT json_group_array(documentId) FROM (${countedAtHq}))`,
  `UPDATE transfer SET calledOffReason = note, note = '' WHERE calledOff = 1`,
  // until HQ sums it anew: what was not sent when it was closed is what is not sent now
  `UPDATE transferLine SET droppedQuantity = max(0, approvedQuantity - sentQuantity) WHERE ${isClosed}`,
  `UPDATE transferLine SET droppedQuantity = approvedQuantity + reshipQuantity WHERE ${isCalledOff}`,
]
