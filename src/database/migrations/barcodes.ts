/**
 * One printed code may be that of several products, or of a piece and a pack: suppliers print it so, and whoever scans is
 * asked. SQLite cannot change a key, so the table is built anew; rows keep their order, labels take the first.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class Barcodes1795910400008 implements MigrationInterface {
  name = 'Barcodes1795910400008'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [
      `CREATE TABLE newBarcode (code TEXT NOT NULL, sku TEXT NOT NULL, kind TEXT NOT NULL, packFactor INTEGER NOT NULL,
         packName TEXT NOT NULL, PRIMARY KEY (code, sku, packFactor)) STRICT`,
      `INSERT INTO newBarcode SELECT code, sku, kind, packFactor, packName FROM barcode ORDER BY rowid`,
      'DROP TABLE barcode',
      'ALTER TABLE newBarcode RENAME TO barcode',
      'CREATE INDEX barcodeSku ON barcode (sku, packFactor, code)',
    ])
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}
