/** What HQ masters; a store holds a pulled copy in the same tables. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class MasterData1795305600001 implements MigrationInterface {
  name = 'MasterData1795305600001'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  `CREATE TABLE region (code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT`,
  `CREATE TABLE store (code TEXT PRIMARY KEY, name TEXT NOT NULL, regionCode TEXT NOT NULL, address TEXT NOT NULL,
     phone TEXT NOT NULL) STRICT`,
  `CREATE TABLE warehouse (code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, storeCode TEXT) STRICT`,
  `CREATE TABLE category (code TEXT PRIMARY KEY, name TEXT NOT NULL, parentCode TEXT) STRICT`,
  `CREATE TABLE supplier (code TEXT PRIMARY KEY, name TEXT NOT NULL, contact TEXT NOT NULL, phone TEXT NOT NULL) STRICT`,
  `CREATE TABLE product (sku TEXT PRIMARY KEY, name TEXT NOT NULL, nameEn TEXT NOT NULL, spec TEXT NOT NULL,
     unit TEXT NOT NULL, categoryCode TEXT NOT NULL, origin TEXT NOT NULL, priceFen INTEGER NOT NULL,
     unitCost INTEGER NOT NULL, weighed INTEGER NOT NULL, supplierCode TEXT NOT NULL, status TEXT NOT NULL,
     shelf TEXT NOT NULL, searchText TEXT NOT NULL) STRICT`,
  `CREATE TABLE barcode (code TEXT PRIMARY KEY, sku TEXT NOT NULL, kind TEXT NOT NULL, packFactor INTEGER NOT NULL,
     packName TEXT NOT NULL) STRICT`,
  `CREATE INDEX barcodeSku ON barcode (sku, packFactor, code)`,
  `CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT NOT NULL, nameEn TEXT NOT NULL, role TEXT NOT NULL,
     scopeKind TEXT NOT NULL, scopeCode TEXT NOT NULL, pinVersion INTEGER NOT NULL, active INTEGER NOT NULL) STRICT`,
  `CREATE TABLE policy (version INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT`,
  `CREATE TABLE purchaseOrder (documentId TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, deliveryNote TEXT NOT NULL,
     supplierCode TEXT NOT NULL, warehouseCode TEXT NOT NULL, storeCode TEXT NOT NULL, dueDate TEXT NOT NULL,
     state TEXT NOT NULL) STRICT`,
  `CREATE INDEX purchaseOrderNote ON purchaseOrder (deliveryNote)`,
  `CREATE TABLE purchaseOrderLine (orderId TEXT NOT NULL REFERENCES purchaseOrder (documentId), lineNo INTEGER NOT NULL,
     sku TEXT NOT NULL, orderedQuantity INTEGER NOT NULL, unitCost INTEGER NOT NULL,
     PRIMARY KEY (orderId, lineNo)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX purchaseOrderLineSku ON purchaseOrderLine (sku)`,
]
