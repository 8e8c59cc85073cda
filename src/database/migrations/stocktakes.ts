/**
 * 盘点: the plan, its zones, what it is about, what was asked to be counted again, and what its review came to. Steps of a
 * draft say from now on how far the ledger was when they were taken, and lines of a finished count keep it.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

class Stocktakes implements MigrationInterface {
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
  'ALTER TABLE draftStep ADD COLUMN atSeq INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE documentLine ADD COLUMN fromSeq INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE documentLine ADD COLUMN atSeq INTEGER NOT NULL DEFAULT 0',
  // `closedSeq`: how far the ledger was when counting was closed; `papers`, `chosen`: ids as JSON
  `CREATE TABLE stocktake (
     stocktakeId TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, storeCode TEXT NOT NULL, warehouseCode TEXT NOT NULL,
     kind TEXT NOT NULL, scope TEXT NOT NULL, blind INTEGER NOT NULL, tolerancePermille INTEGER NOT NULL,
     toleranceFen INTEGER NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
     note TEXT NOT NULL, products INTEGER NOT NULL, openedById TEXT NOT NULL, openedAt TEXT NOT NULL,
     closedSeq INTEGER NOT NULL, uncounted TEXT NOT NULL, uncountedReason TEXT NOT NULL, chosen TEXT NOT NULL,
     papers TEXT NOT NULL, submittedById TEXT NOT NULL, submittedAt TEXT, cancelReason TEXT NOT NULL,
     logId TEXT NOT NULL, seq INTEGER NOT NULL) STRICT`,
  'CREATE INDEX stocktakeNewest ON stocktake (openedAt, number)',
  `CREATE INDEX stocktakeOpen ON stocktake (warehouseCode) WHERE state <> 'cancelled'`,
  `CREATE TRIGGER stocktakeKept BEFORE DELETE ON stocktake
     BEGIN SELECT RAISE(ABORT, 'a stocktake is never deleted'); END`,
  `CREATE TRIGGER stocktakeFinal BEFORE UPDATE ON stocktake WHEN OLD.state = 'cancelled'
     BEGIN SELECT RAISE(ABORT, 'a void stocktake never changes'); END`,
  `CREATE TABLE stocktakeZone (
     stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), code TEXT NOT NULL, name TEXT NOT NULL,
     temporary INTEGER NOT NULL, PRIMARY KEY (stocktakeId, code)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE stocktakeRecount (
     stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), zoneCode TEXT NOT NULL, round INTEGER NOT NULL,
     skus TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (stocktakeId, zoneCode, round)) STRICT, WITHOUT ROWID`,
  // fixed when it opens: without it nobody could say what was not counted
  `CREATE TABLE stocktakeProduct (
     stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), sku TEXT NOT NULL, place INTEGER NOT NULL,
     PRIMARY KEY (stocktakeId, sku)) STRICT, WITHOUT ROWID`,
  // what the review came to; `counted` is NULL where nobody counted, which is not nought
  `CREATE TABLE stocktakeLine (
     stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), sku TEXT NOT NULL, lot TEXT NOT NULL,
     expiryDate TEXT NOT NULL, counted INTEGER, book INTEGER NOT NULL, variance INTEGER NOT NULL,
     unitCost INTEGER NOT NULL, value INTEGER NOT NULL, fromSeq INTEGER NOT NULL, atSeq INTEGER NOT NULL,
     movedMeanwhile INTEGER NOT NULL, planned INTEGER NOT NULL, recounted INTEGER NOT NULL, reason TEXT NOT NULL,
     PRIMARY KEY (stocktakeId, sku, lot)) STRICT, WITHOUT ROWID`,
  'CREATE INDEX stocktakeLineValue ON stocktakeLine (stocktakeId, abs(value) DESC, sku, lot)',
]

const atStore = [
  // one count a person, zone and round; at HQ whatever a PC tells is taken
  `CREATE UNIQUE INDEX stocktakeCountOnce ON document (sourceId, reference, authorId)
     WHERE type = 'stocktakeCount' AND state <> 'cancelled'`,
]

export class Stocktakes1795910400020 extends Stocktakes {
  override name = 'Stocktakes1795910400020'
  protected override statements = [...shared, ...atStore]
}

export class HubStocktakes1795910400020 extends Stocktakes {
  override name = 'HubStocktakes1795910400020'
}
