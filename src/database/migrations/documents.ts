/**
 * Every document type in one shape. SQLite cannot change a CHECK or rename what a trigger speaks of, so the document
 * tables are built anew and the rows carried over: children first away, so that no foreign key is ever left hanging.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { appendOnly, runAll } from './support'

export class Documents1795392000000 implements MigrationInterface {
  name = 'Documents1795392000000'

  async up(runner: QueryRunner): Promise<void> {
    const isStore = (await runner.query(`SELECT 1 FROM sqlite_schema WHERE name = 'draftStep'`)).length > 0
    if (isStore) await runAll(runner, ['DROP TRIGGER draftStepFolds', ...keepSteps])
    await runAll(runner, [...newTables, ...carryOver])
    await runAll(runner, isStore ? carryStepsOver : [draftStepTable('draftStep')])
    await runAll(runner, [...movements, ...indexes, ...guards, ...masterData, ...transfers])
    if (!isStore) await runAll(runner, hubOnly)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const documentTable = `CREATE TABLE newDocument (
     documentId TEXT PRIMARY KEY, type TEXT NOT NULL, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
     version INTEGER NOT NULL, round INTEGER NOT NULL, writtenAt TEXT NOT NULL,
     storeCode TEXT NOT NULL, warehouseCode TEXT NOT NULL, toWarehouseCode TEXT NOT NULL, toCondition TEXT NOT NULL,
     counterpartyCode TEXT NOT NULL, sourceId TEXT NOT NULL, sourceNumber TEXT NOT NULL, reference TEXT NOT NULL,
     reasonCode TEXT NOT NULL, settlement TEXT NOT NULL, dueDate TEXT NOT NULL, note TEXT NOT NULL,
     refusal TEXT NOT NULL, policyVersion INTEGER NOT NULL, authorId TEXT NOT NULL, submittedById TEXT,
     postedById TEXT, holderId TEXT NOT NULL, blind INTEGER NOT NULL, closesSource INTEGER NOT NULL,
     reversalOf TEXT NOT NULL, contentHash TEXT NOT NULL, pendingLevel TEXT, value INTEGER,
     createdAt TEXT NOT NULL, submittedAt TEXT, occurredAt TEXT, postedAt TEXT, logId TEXT, seq INTEGER,
     CHECK (state <> 'posted' OR seq IS NOT NULL)) STRICT`

const lineTable = `CREATE TABLE newDocumentLine (
     documentId TEXT NOT NULL REFERENCES newDocument (documentId), lineNo INTEGER NOT NULL, sku TEXT NOT NULL,
     lot TEXT NOT NULL, expiryDate TEXT NOT NULL,
     expectedQuantity INTEGER NOT NULL CHECK (expectedQuantity >= 0),
     quantity INTEGER NOT NULL CHECK (quantity >= 0), damagedQuantity INTEGER NOT NULL CHECK (damagedQuantity >= 0),
     rejectedQuantity INTEGER NOT NULL CHECK (rejectedQuantity >= 0),
     freeQuantity INTEGER NOT NULL CHECK (freeQuantity >= 0), unitCost INTEGER NOT NULL CHECK (unitCost >= 0),
     unplanned INTEGER NOT NULL, role TEXT NOT NULL, condition TEXT NOT NULL, splitOf INTEGER NOT NULL,
     note TEXT NOT NULL, touchedAt INTEGER NOT NULL,
     PRIMARY KEY (documentId, lineNo)) STRICT, WITHOUT ROWID`

const trayTable = `CREATE TABLE newTrayEntry (
     trayId TEXT PRIMARY KEY, documentId TEXT NOT NULL REFERENCES newDocument (documentId), text TEXT NOT NULL,
     reason TEXT NOT NULL, sku TEXT, quantity INTEGER NOT NULL CHECK (quantity >= 0), scans INTEGER NOT NULL,
     state TEXT NOT NULL, decision TEXT NOT NULL, scannedAt TEXT NOT NULL) STRICT`

const draftStepTable = (name: string, documents = 'document'): string => `CREATE TABLE ${name} (
     documentId TEXT NOT NULL REFERENCES ${documents} (documentId), stepNo INTEGER NOT NULL,
     kind TEXT NOT NULL, field TEXT NOT NULL, scanId TEXT, lineNo INTEGER, trayId TEXT, change INTEGER NOT NULL,
     undoes INTEGER, userId TEXT NOT NULL, recordedAt TEXT NOT NULL, PRIMARY KEY (documentId, stepNo)) STRICT, WITHOUT ROWID`

const keepSteps = ['CREATE TEMP TABLE keptStep AS SELECT * FROM draftStep', 'DROP TABLE draftStep']

const carryStepsOver = [
  draftStepTable('draftStep'),
  `INSERT INTO draftStep (documentId, stepNo, kind, field, scanId, lineNo, trayId, change, undoes, userId, recordedAt)
     SELECT documentId, stepNo, kind, 'quantity', scanId, lineNo, trayId, change, undoes, userId, recordedAt FROM keptStep`,
  'DROP TABLE keptStep',
]

const newTables = [documentTable, lineTable, trayTable]

const carryOver = [
  `INSERT INTO newDocument (documentId, type, number, state, version, round, writtenAt, storeCode, warehouseCode,
     toWarehouseCode, toCondition, counterpartyCode, sourceId, sourceNumber, reference, reasonCode, settlement, dueDate,
     note, refusal, policyVersion, authorId, submittedById, postedById, holderId, blind, closesSource, reversalOf,
     contentHash, pendingLevel, value, createdAt, submittedAt, occurredAt, postedAt, logId, seq)
   SELECT documentId, type, number, state, version, 0, 'store', storeCode, warehouseCode, '', 'stock', supplierCode,
     orderId, orderNumber, deliveryNote, '', '', dueDate, note, '', policyVersion, authorId, NULL, postedById, '', 0, 0,
     '', '', NULL, (SELECT sum(value) FROM stockMovement m WHERE m.documentId = document.documentId), createdAt, NULL,
     occurredAt, postedAt, logId, seq FROM document`,
  `INSERT INTO newDocumentLine SELECT documentId, lineNo, sku, '', '', expectedQuantity, receivedQuantity, 0, 0, 0,
     unitCost, unplanned, '', 'stock', 0, '', touchedAt FROM documentLine`,
  `INSERT INTO newTrayEntry SELECT trayId, documentId, text, reason, sku, quantity, scans, state, decision, scannedAt
     FROM trayEntry`,
  'DROP TABLE trayEntry',
  'DROP TABLE documentLine',
  'DROP TABLE document',
  'ALTER TABLE newDocument RENAME TO document',
  'ALTER TABLE newDocumentLine RENAME TO documentLine',
  'ALTER TABLE newTrayEntry RENAME TO trayEntry',
  // what happened to a document after its draft: handed in, decided, posted …; the event that told it
  `CREATE TABLE documentStep (
     documentId TEXT NOT NULL REFERENCES document (documentId), stepNo INTEGER NOT NULL, step TEXT NOT NULL,
     level TEXT NOT NULL, decision TEXT NOT NULL, contentHash TEXT NOT NULL, userId TEXT NOT NULL,
     userName TEXT NOT NULL, authorityId TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, logId TEXT, seq INTEGER,
     PRIMARY KEY (documentId, stepNo)) STRICT, WITHOUT ROWID`,
  `INSERT INTO documentStep SELECT documentId, 1, 'posted', '', '', '', coalesce(postedById, ''), '', '', '', postedAt,
     logId, seq FROM document WHERE state = 'posted'`,
  `CREATE TABLE attachment (
     attachmentId TEXT PRIMARY KEY, documentId TEXT NOT NULL REFERENCES document (documentId), name TEXT NOT NULL,
     mime TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, dataBase64 TEXT, addedAt TEXT NOT NULL,
     secured INTEGER NOT NULL) STRICT`,
  `CREATE TABLE lot (sku TEXT NOT NULL, lot TEXT NOT NULL, expiryDate TEXT NOT NULL, PRIMARY KEY (sku, lot)) STRICT, WITHOUT ROWID`,
]

/** Value may move without goods (a cost adjustment), so a quantity of 0 is allowed where there is value. */
const movements = [
  `CREATE TABLE newStockMovement (
     logId TEXT NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, documentId TEXT NOT NULL, sku TEXT NOT NULL,
     lot TEXT NOT NULL, fromAccount TEXT NOT NULL, toAccount TEXT NOT NULL, quantity INTEGER NOT NULL,
     unitCost INTEGER NOT NULL, value INTEGER NOT NULL CHECK (value >= 0), kind TEXT NOT NULL, occurredAt TEXT NOT NULL,
     recordedAt TEXT NOT NULL, userId TEXT NOT NULL, CHECK (fromAccount <> toAccount),
     CHECK (quantity > 0 OR (quantity = 0 AND value > 0)),
     PRIMARY KEY (logId, seq, line), FOREIGN KEY (logId, seq) REFERENCES event (logId, seq)) STRICT, WITHOUT ROWID`,
  `INSERT INTO newStockMovement SELECT logId, seq, line, documentId, sku, lot, fromAccount, toAccount, quantity, unitCost,
     value, kind, occurredAt, recordedAt, userId FROM stockMovement`,
  'DROP TABLE stockMovement',
  'ALTER TABLE newStockMovement RENAME TO stockMovement',
]

const indexes = [
  // the quantity sits in the index: a fold of ten million movements reads no table rows
  `CREATE INDEX stockMovementFrom ON stockMovement (fromAccount, sku, lot, quantity, value)`,
  `CREATE INDEX stockMovementTo ON stockMovement (toAccount, sku, lot, quantity, value)`,
  `CREATE INDEX stockMovementDocument ON stockMovement (documentId)`,
  `CREATE INDEX documentList ON document (type, state, number)`,
  `CREATE INDEX documentNewest ON document (createdAt, number)`,
  `CREATE INDEX documentSource ON document (sourceId)`,
  `CREATE INDEX documentOpen ON document (warehouseCode, type) WHERE state IN ('submitted', 'approved')`,
  `CREATE UNIQUE INDEX documentReversal ON document (reversalOf) WHERE reversalOf <> '' AND state = 'posted'`,
  `CREATE INDEX trayEntryDocument ON trayEntry (documentId)`,
  `CREATE INDEX draftStepScan ON draftStep (scanId)`,
  `CREATE INDEX documentStepEvent ON documentStep (logId, seq)`,
  `CREATE INDEX attachmentDocument ON attachment (documentId)`,
  `CREATE INDEX attachmentUnsecured ON attachment (secured) WHERE secured = 0`,
  `CREATE INDEX documentLineSku ON documentLine (sku)`,
]

const lineTables = ['documentLine', 'trayEntry']

const guards = [
  ...appendOnly('stockMovement'),
  ...appendOnly('draftStep'),
  ...appendOnly('documentStep'),
  `CREATE TRIGGER documentFinal BEFORE UPDATE ON document WHEN OLD.state IN ('posted', 'cancelled')
     BEGIN SELECT RAISE(ABORT, 'a posted or void document never changes'); END`,
  `CREATE TRIGGER documentKept BEFORE DELETE ON document
     BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END`,
  // a decision is about what it saw: from the moment a document is handed in its lines stand still
  ...lineTables.flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      (verb) => `CREATE TRIGGER ${table}Fixed${verb} BEFORE ${verb} ON ${table}
       WHEN (SELECT state FROM document WHERE documentId = OLD.documentId) NOT IN ('draft', 'held')
       BEGIN SELECT RAISE(ABORT, 'what belongs to a document that left draft never changes'); END`,
    ),
  ),
  ...lineTables.map(
    (table) => `CREATE TRIGGER ${table}FixedINSERT BEFORE INSERT ON ${table}
     WHEN (SELECT state FROM document WHERE documentId = NEW.documentId) NOT IN ('draft', 'held')
     BEGIN SELECT RAISE(ABORT, 'nothing is added to a document that left draft'); END`,
  ),
  `CREATE TRIGGER attachmentKept BEFORE DELETE ON attachment
     BEGIN SELECT RAISE(ABORT, 'an attachment is never deleted'); END`,
  // line quantities and the document's version are folds of the steps, kept here so that no path can forget one
  `CREATE TRIGGER draftStepFolds AFTER INSERT ON draftStep BEGIN
     UPDATE document SET version = NEW.stepNo WHERE documentId = NEW.documentId;
     UPDATE documentLine SET touchedAt = NEW.stepNo,
         quantity = quantity + CASE NEW.field WHEN 'quantity' THEN NEW.change ELSE 0 END,
         damagedQuantity = damagedQuantity + CASE NEW.field WHEN 'damaged' THEN NEW.change ELSE 0 END,
         rejectedQuantity = rejectedQuantity + CASE NEW.field WHEN 'rejected' THEN NEW.change ELSE 0 END,
         freeQuantity = freeQuantity + CASE NEW.field WHEN 'free' THEN NEW.change ELSE 0 END
       WHERE documentId = NEW.documentId AND lineNo = NEW.lineNo;
   END`,
]

const masterData = [
  `ALTER TABLE product ADD COLUMN keepsLots INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE product ADD COLUMN shelfLifeDays INTEGER NOT NULL DEFAULT 0`,
  `CREATE TABLE recipe (code TEXT PRIMARY KEY, name TEXT NOT NULL, productSku TEXT NOT NULL, quantity INTEGER NOT NULL,
     components TEXT NOT NULL, active INTEGER NOT NULL) STRICT`,
]

const transfers = [
  `CREATE TABLE transfer (transferId TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL,
     fromWarehouseCode TEXT NOT NULL, fromStoreCode TEXT NOT NULL, toWarehouseCode TEXT NOT NULL, toStoreCode TEXT NOT NULL,
     requestId TEXT NOT NULL, requestNumber TEXT NOT NULL, authorisationNumber TEXT NOT NULL, dueDate TEXT NOT NULL,
     note TEXT NOT NULL, createdByName TEXT NOT NULL, createdAt TEXT NOT NULL, dispatchesPosted INTEGER NOT NULL,
     receiptsPosted INTEGER NOT NULL, calledOff INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX transferTo ON transfer (toWarehouseCode, state)`,
  `CREATE INDEX transferFrom ON transfer (fromWarehouseCode, state)`,
  `CREATE TABLE transferLine (transferId TEXT NOT NULL REFERENCES transfer (transferId), lineNo INTEGER NOT NULL,
     sku TEXT NOT NULL, askedQuantity INTEGER NOT NULL, approvedQuantity INTEGER NOT NULL, sentQuantity INTEGER NOT NULL,
     receivedQuantity INTEGER NOT NULL, damagedQuantity INTEGER NOT NULL, settledQuantity INTEGER NOT NULL,
     reshipQuantity INTEGER NOT NULL, unitCost INTEGER NOT NULL, openValue INTEGER NOT NULL, lots TEXT NOT NULL,
     PRIMARY KEY (transferId, lineNo)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX transferLineSku ON transferLine (sku)`,
  `CREATE TABLE transferSettlement (documentId TEXT PRIMARY KEY, transferId TEXT NOT NULL REFERENCES transfer (transferId),
     number TEXT NOT NULL, lineNo INTEGER NOT NULL, quantity INTEGER NOT NULL, way TEXT NOT NULL, note TEXT NOT NULL,
     userName TEXT NOT NULL, at TEXT NOT NULL, waiting INTEGER NOT NULL) STRICT`,
  `CREATE INDEX transferSettlementOf ON transferSettlement (transferId)`,
]

/** HQ writes papers of its own, so it numbers them, and it keeps who changed the policy and why. */
const hubOnly = [
  `CREATE TABLE numberCounter (key TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT`,
  `CREATE TABLE policyChange (version INTEGER PRIMARY KEY, userId TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL) STRICT`,
]
