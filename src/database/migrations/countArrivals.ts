/**
 * Counts of a stocktake made on another PC of the store than the one that holds it: how far the holder's ledger was known to
 * be when each was finished, and where it was when the count arrived there.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

class CountArrivals implements MigrationInterface {
  name = ''

  protected statements: readonly string[] = shared

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, this.statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const shared = [
  // `atSeq` is NULL until the holder says that it has the count; `late`: counting was over by then; `hands`: who counted, as JSON
  `CREATE TABLE countArrival (
     documentId TEXT PRIMARY KEY, stocktakeId TEXT NOT NULL, knownSeq INTEGER NOT NULL, atSeq INTEGER,
     late INTEGER NOT NULL, hands TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  'CREATE INDEX countArrivalStocktake ON countArrival (stocktakeId)',
  `CREATE TRIGGER countArrivalKept BEFORE DELETE ON countArrival
     BEGIN SELECT RAISE(ABORT, 'a count that arrived is never forgotten'); END`,
]

const atStore = [
  // somebody may have counted a zone on two PCs: both are facts. On one PC they have one open count of it
  'DROP INDEX stocktakeCountOnce',
  `CREATE UNIQUE INDEX stocktakeCountOnce ON document (sourceId, reference, authorId)
     WHERE type = 'stocktakeCount' AND state <> 'cancelled' AND logId IS NULL`,
]

export class CountArrivals1795910400060 extends CountArrivals {
  override name = 'CountArrivals1795910400060'
  protected override statements = [...shared, ...atStore]
}

export class HubCountArrivals1795910400060 extends CountArrivals {
  override name = 'HubCountArrivals1795910400060'
}
