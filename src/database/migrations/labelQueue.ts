/**
 * The label queue says why each label is there and what became of it; `labelPrint` keeps every time one went out. Labels
 * queued before came from receipts alone, so that is what the new columns say of them.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class LabelQueue1795910400086 implements MigrationInterface {
  name = 'LabelQueue1795910400086'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const textColumns = ['documentId', 'lot', 'printerId', 'requestedBy', 'batchId']
const countColumns = ['position', 'isReprint', 'byHand', 'waitsForWord']

const statements = [
  `ALTER TABLE labelJob ADD COLUMN why TEXT NOT NULL DEFAULT 'receipt'`,
  `ALTER TABLE labelJob ADD COLUMN oldPriceFen INTEGER`,
  ...textColumns.map((name) => `ALTER TABLE labelJob ADD COLUMN ${name} TEXT NOT NULL DEFAULT ''`),
  ...countColumns.map((name) => `ALTER TABLE labelJob ADD COLUMN ${name} INTEGER NOT NULL DEFAULT 0`),
  'CREATE INDEX labelJobDocument ON labelJob (documentId, sku)',
  'CREATE INDEX labelJobBatch ON labelJob (batchId, position)',
  `CREATE TABLE labelPrint (printId TEXT PRIMARY KEY, jobId TEXT NOT NULL, batchId TEXT NOT NULL, sku TEXT NOT NULL,
     at TEXT NOT NULL, userId TEXT NOT NULL, copies INTEGER NOT NULL, priceFen INTEGER NOT NULL, template TEXT NOT NULL,
     printerId TEXT NOT NULL, state TEXT NOT NULL, isReprint INTEGER NOT NULL) STRICT`,
  'CREATE INDEX labelPrintSku ON labelPrint (sku, at)',
  'CREATE INDEX labelPrintJob ON labelPrint (jobId)',
]
