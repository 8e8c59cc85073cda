/**
 * 盘点表 and files of counts, on the store's PC: which goods a printed page lists line by line, how often a zone's pages were
 * printed, and which files were taken in. Nothing of it is ever changed: a page on paper does not change either.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

const neverChanges = (table: string, what: string): string[] => [
  `CREATE TRIGGER ${table}Kept BEFORE DELETE ON ${table}
     BEGIN SELECT RAISE(ABORT, '${what} is never deleted'); END`,
  `CREATE TRIGGER ${table}Final BEFORE UPDATE ON ${table}
     BEGIN SELECT RAISE(ABORT, '${what} never changes'); END`,
]

const statements = [
  // pages are numbered through the stocktake; `lines`: what stands on them, top to bottom, as JSON
  `CREATE TABLE countSheet (
     stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), page INTEGER NOT NULL, zoneCode TEXT NOT NULL,
     round INTEGER NOT NULL, lines TEXT NOT NULL, PRIMARY KEY (stocktakeId, page)) STRICT, WITHOUT ROWID`,
  'CREATE INDEX countSheetZone ON countSheet (stocktakeId, zoneCode, round, page)',
  ...neverChanges('countSheet', 'a printed page'),
  `CREATE TABLE countSheetPrint (
     stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), zoneCode TEXT NOT NULL, round INTEGER NOT NULL,
     printNo INTEGER NOT NULL, userId TEXT NOT NULL, printedAt TEXT NOT NULL,
     PRIMARY KEY (stocktakeId, zoneCode, round, printNo)) STRICT, WITHOUT ROWID`,
  ...neverChanges('countSheetPrint', 'a printing'),
  // `sha256` of its rows as they were read: the same figures saved again under another name are the same file
  `CREATE TABLE countFile (
     fileId TEXT PRIMARY KEY, stocktakeId TEXT NOT NULL REFERENCES stocktake (stocktakeId), sha256 TEXT NOT NULL,
     name TEXT NOT NULL, lines INTEGER NOT NULL, papers TEXT NOT NULL, userId TEXT NOT NULL, takenAt TEXT NOT NULL)
   STRICT, WITHOUT ROWID`,
  'CREATE INDEX countFileOf ON countFile (stocktakeId, sha256)',
  ...neverChanges('countFile', 'a file that was taken in'),
]

export class CountSheets1795910400040 implements MigrationInterface {
  name = 'CountSheets1795910400040'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}
