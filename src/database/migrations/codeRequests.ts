/** 未知条码: what stores ask HQ about, and HQ's newest word on each code. An odd code keeps the spelling it can be asked by. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class CodeRequests1795910400070 implements MigrationInterface {
  name = 'CodeRequests1795910400070'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  `ALTER TABLE trayEntry ADD COLUMN code TEXT NOT NULL DEFAULT ''`,
  // open while no answer after `knownAnswer` is here
  `CREATE TABLE codeQuestion (
     code TEXT NOT NULL, storeCode TEXT NOT NULL, rule TEXT NOT NULL, sku TEXT NOT NULL, packFactor INTEGER NOT NULL,
     documentType TEXT NOT NULL, documentId TEXT NOT NULL, number TEXT NOT NULL, note TEXT NOT NULL, userId TEXT NOT NULL,
     times INTEGER NOT NULL, knownAnswer INTEGER NOT NULL, firstAt TEXT NOT NULL, lastAt TEXT NOT NULL,
     PRIMARY KEY (code, storeCode)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE codeAnswer (
     code TEXT PRIMARY KEY, answerNo INTEGER NOT NULL, decision TEXT NOT NULL, sku TEXT NOT NULL,
     packFactor INTEGER NOT NULL, reason TEXT NOT NULL, userId TEXT NOT NULL, userName TEXT NOT NULL, at TEXT NOT NULL)
     STRICT, WITHOUT ROWID`,
]
