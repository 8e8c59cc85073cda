/**
 * 调价: at HQ each change with its lines, and how far each store is with the labels of it; at a store what it heard of them
 * and what became of the label.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

class PriceChanges implements MigrationInterface {
  name = ''

  protected statements: readonly string[] = []

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, this.statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const atStore = [
  // `state`: none – this PC prints no label of it; queued; printed; replaced – a newer price came first
  `CREATE TABLE priceChangeHeard (
     number TEXT NOT NULL, sku TEXT NOT NULL, oldPriceFen INTEGER NOT NULL, newPriceFen INTEGER NOT NULL,
     effectiveDate TEXT NOT NULL, heardAt TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (number, sku))
     STRICT, WITHOUT ROWID`,
  `CREATE INDEX priceChangeToPrint ON priceChangeHeard (sku) WHERE state = 'queued'`,
]

const atHub = [
  `CREATE TABLE priceChange (
     changeId TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL, effectiveDate TEXT NOT NULL,
     note TEXT NOT NULL, createdById TEXT NOT NULL, createdByName TEXT NOT NULL, createdAt TEXT NOT NULL,
     effectiveAt TEXT, cancelledByName TEXT NOT NULL, cancelReason TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX priceChangeDue ON priceChange (effectiveDate) WHERE state = 'planned'`,
  `CREATE TABLE priceChangeLine (
     changeId TEXT NOT NULL, sku TEXT NOT NULL, lineNo INTEGER NOT NULL, oldPriceFen INTEGER NOT NULL,
     newPriceFen INTEGER NOT NULL, PRIMARY KEY (changeId, sku)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX priceChangeLineSku ON priceChangeLine (sku)`,
  // folded from the store's own log; `waiting`: JSON, the codes still to print
  `CREATE TABLE priceChangeStore (
     changeId TEXT NOT NULL, storeCode TEXT NOT NULL, heardAt TEXT NOT NULL, toPrint INTEGER NOT NULL,
     printed INTEGER NOT NULL, replaced INTEGER NOT NULL, waiting TEXT NOT NULL, lastAt TEXT,
     PRIMARY KEY (changeId, storeCode)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER priceChangeKept BEFORE DELETE ON priceChange
     BEGIN SELECT RAISE(ABORT, 'a change of prices is called off, never deleted'); END`,
  `CREATE TRIGGER priceChangeOver BEFORE UPDATE ON priceChange WHEN OLD.state <> 'planned'
     BEGIN SELECT RAISE(ABORT, 'a change of prices that took effect never changes'); END`,
]

export class PriceChanges1795910400091 extends PriceChanges {
  override name = 'PriceChanges1795910400091'
  protected override statements = atStore
}

export class HubPriceChanges1795910400091 extends PriceChanges {
  override name = 'HubPriceChanges1795910400091'
  protected override statements = atHub
}
