/**
 * The ledger's tables, for store and hub alike. Events, movements, scans and the operation log are append-only: triggers
 * refuse UPDATE and DELETE, and posted documents refuse any change. Hand-written SQL, no cascades.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { appendOnly, runAll } from './support'

export class Ledger1795305600000 implements MigrationInterface {
  name = 'Ledger1795305600000'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [...tables, ...indexes, ...guards])
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const tables = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE log (
     logId TEXT PRIMARY KEY, deviceId TEXT NOT NULL, headSeq INTEGER NOT NULL, headHash TEXT NOT NULL,
     ackedSeq INTEGER NOT NULL CHECK (ackedSeq <= headSeq)) STRICT`,
  `CREATE TABLE event (
     logId TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), prevHash TEXT NOT NULL, hash TEXT NOT NULL,
     payload TEXT NOT NULL, recordedAt TEXT NOT NULL, PRIMARY KEY (logId, seq)) STRICT`,
  `CREATE TABLE document (
     documentId TEXT PRIMARY KEY, type TEXT NOT NULL, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
     version INTEGER NOT NULL, storeCode TEXT NOT NULL, warehouseCode TEXT NOT NULL, supplierCode TEXT NOT NULL,
     orderId TEXT NOT NULL, orderNumber TEXT NOT NULL, deliveryNote TEXT NOT NULL, dueDate TEXT NOT NULL,
     policyVersion INTEGER NOT NULL, authorId TEXT NOT NULL, postedById TEXT, createdAt TEXT NOT NULL,
     occurredAt TEXT, postedAt TEXT, logId TEXT, seq INTEGER, note TEXT NOT NULL,
     CHECK ((state = 'posted') = (seq IS NOT NULL))) STRICT`,
  `CREATE TABLE documentLine (
     documentId TEXT NOT NULL REFERENCES document (documentId), lineNo INTEGER NOT NULL, sku TEXT NOT NULL,
     expectedQuantity INTEGER NOT NULL CHECK (expectedQuantity >= 0),
     receivedQuantity INTEGER NOT NULL CHECK (receivedQuantity >= 0),
     unitCost INTEGER NOT NULL CHECK (unitCost >= 0), unplanned INTEGER NOT NULL, touchedAt INTEGER NOT NULL,
     PRIMARY KEY (documentId, lineNo)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE trayEntry (
     trayId TEXT PRIMARY KEY, documentId TEXT NOT NULL REFERENCES document (documentId), text TEXT NOT NULL,
     reason TEXT NOT NULL, sku TEXT, quantity INTEGER NOT NULL CHECK (quantity >= 0), scans INTEGER NOT NULL,
     state TEXT NOT NULL, decision TEXT NOT NULL, scannedAt TEXT NOT NULL) STRICT`,
  `CREATE TABLE stockMovement (
     logId TEXT NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, documentId TEXT NOT NULL, sku TEXT NOT NULL,
     lot TEXT NOT NULL, fromAccount TEXT NOT NULL, toAccount TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
     unitCost INTEGER NOT NULL, value INTEGER NOT NULL CHECK (value >= 0), kind TEXT NOT NULL, occurredAt TEXT NOT NULL,
     recordedAt TEXT NOT NULL, userId TEXT NOT NULL, CHECK (fromAccount <> toAccount),
     PRIMARY KEY (logId, seq, line), FOREIGN KEY (logId, seq) REFERENCES event (logId, seq)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE stockBalance (
     account TEXT NOT NULL, sku TEXT NOT NULL, lot TEXT NOT NULL,
     onHand INTEGER NOT NULL CHECK (onHand BETWEEN -1000000000000 AND 1000000000000),
     allocated INTEGER NOT NULL CHECK (allocated >= 0), value INTEGER NOT NULL CHECK (value BETWEEN -1000000000000 AND 1000000000000),
     movedAt TEXT NOT NULL,
     PRIMARY KEY (account, sku, lot)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE operationLog (
     id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, userId TEXT NOT NULL, client TEXT NOT NULL,
     operation TEXT NOT NULL, requestId TEXT NOT NULL, outcome TEXT NOT NULL, code TEXT NOT NULL,
     documentId TEXT NOT NULL, detail TEXT NOT NULL) STRICT`,
  `CREATE TABLE savedAnswer (
     requestId TEXT PRIMARY KEY, operation TEXT NOT NULL, inputHash TEXT NOT NULL, answer TEXT NOT NULL,
     savedAt TEXT NOT NULL) STRICT, WITHOUT ROWID`,
]

const indexes = [
  // the quantity sits in the index: a fold of ten million movements reads no table rows
  `CREATE INDEX stockMovementFrom ON stockMovement (fromAccount, sku, lot, quantity, value)`,
  `CREATE INDEX stockMovementTo ON stockMovement (toAccount, sku, lot, quantity, value)`,
  `CREATE INDEX stockMovementDocument ON stockMovement (documentId)`,
  `CREATE INDEX documentList ON document (type, state, number)`,
  `CREATE INDEX documentOrder ON document (orderId)`,
  `CREATE INDEX trayEntryDocument ON trayEntry (documentId)`,
  `CREATE INDEX stockBalanceSku ON stockBalance (sku)`,
]

const guards = [
  ...appendOnly('event'),
  ...appendOnly('stockMovement'),
  ...appendOnly('operationLog'),
  `CREATE TRIGGER documentPostedFinal BEFORE UPDATE ON document WHEN OLD.state <> 'draft'
     BEGIN SELECT RAISE(ABORT, 'a document that left draft never changes'); END`,
  `CREATE TRIGGER documentKept BEFORE DELETE ON document
     BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END`,
  ...['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER documentLineFinal${verb} BEFORE ${verb} ON documentLine
       WHEN (SELECT state FROM document WHERE documentId = OLD.documentId) <> 'draft'
       BEGIN SELECT RAISE(ABORT, 'lines of a document that left draft never change'); END`,
  ),
  ...['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER trayEntryFinal${verb} BEFORE ${verb} ON trayEntry
       WHEN (SELECT state FROM document WHERE documentId = OLD.documentId) <> 'draft'
       BEGIN SELECT RAISE(ABORT, 'decisions of a document that left draft never change'); END`,
  ),
  // the hub inserts a posted document and then its lines, so the guard asks for a line after movements exist
  `CREATE TRIGGER documentLineFinalInsert BEFORE INSERT ON documentLine
     WHEN EXISTS (SELECT 1 FROM stockMovement WHERE documentId = NEW.documentId)
     BEGIN SELECT RAISE(ABORT, 'no line is added to a posted document'); END`,
]
