/** Tables only a store PC has: the scan log, draft history, label queue, local credentials and pull positions. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { appendOnly, runAll } from './support'

export class Store1795305600002 implements MigrationInterface {
  name = 'Store1795305600002'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  `CREATE TABLE scan (scanId TEXT PRIMARY KEY, documentId TEXT NOT NULL, source TEXT NOT NULL, raw TEXT NOT NULL,
     rule TEXT NOT NULL, outcome TEXT NOT NULL, sku TEXT, packName TEXT NOT NULL, quantity INTEGER NOT NULL, userId TEXT NOT NULL,
     scannedAt TEXT NOT NULL, recordedAt TEXT NOT NULL) STRICT`,
  ...appendOnly('scan'),
  // what happened to a draft, step by step; undo adds a step that names the one it takes back. The line's received
  // quantity and the document's version are folds of it, kept by the trigger so that no path can forget one of them
  `CREATE TABLE draftStep (documentId TEXT NOT NULL REFERENCES document (documentId), stepNo INTEGER NOT NULL,
     kind TEXT NOT NULL, scanId TEXT, lineNo INTEGER, trayId TEXT, change INTEGER NOT NULL, undoes INTEGER,
     userId TEXT NOT NULL, recordedAt TEXT NOT NULL, PRIMARY KEY (documentId, stepNo)) STRICT, WITHOUT ROWID`,
  ...appendOnly('draftStep'),
  `CREATE INDEX draftStepScan ON draftStep (scanId)`,
  `CREATE TRIGGER draftStepFolds AFTER INSERT ON draftStep BEGIN
     UPDATE document SET version = NEW.stepNo WHERE documentId = NEW.documentId;
     UPDATE documentLine SET receivedQuantity = receivedQuantity + NEW.change, touchedAt = NEW.stepNo
       WHERE documentId = NEW.documentId AND lineNo = NEW.lineNo;
   END`,
  `CREATE TABLE labelJob (jobId TEXT PRIMARY KEY, sku TEXT NOT NULL, name TEXT NOT NULL, spec TEXT NOT NULL,
     unit TEXT NOT NULL, barcode TEXT NOT NULL, priceFen INTEGER NOT NULL, place TEXT NOT NULL, copies INTEGER NOT NULL,
     template TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL, problem TEXT NOT NULL, printed INTEGER NOT NULL,
     createdAt TEXT NOT NULL) STRICT`,
  `CREATE INDEX labelJobState ON labelJob (state, createdAt)`,
  `CREATE TABLE numberCounter (key TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT`,
  `CREATE TABLE credential (userId TEXT PRIMARY KEY, pinHash TEXT NOT NULL, pinVersion INTEGER NOT NULL) STRICT`,
  `CREATE TABLE signInGuard (userId TEXT PRIMARY KEY, wrongTries INTEGER NOT NULL, locked INTEGER NOT NULL) STRICT`,
  `CREATE TABLE pullCursor (stream TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT`,
  `CREATE TABLE parkedItem (stream TEXT NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL,
     body TEXT NOT NULL, PRIMARY KEY (stream, position)) STRICT`,
]
