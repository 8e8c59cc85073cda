/**
 * Each start of the hub under a name of its own, with how far its streams had come: whoever heard of a start, or of a position,
 * that does not stand here, heard it of a hub this file is an older copy of. And since which start a PC has told all it had.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class HubStarts1795910400109 implements MigrationInterface {
  name = 'HubStarts1795910400109'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const statements = [
  // heads: stream -> position; dataAt: the last line of HQ's own trail then; noticedBy: the PC that knew more, '' HQ's own fence
  `CREATE TABLE hubStart (startNo INTEGER PRIMARY KEY, epoch TEXT NOT NULL UNIQUE, at TEXT NOT NULL, dataAt TEXT NOT NULL,
     heads TEXT NOT NULL, restored INTEGER NOT NULL CHECK (restored IN (0, 1)), noticedBy TEXT NOT NULL) STRICT`,
  `CREATE INDEX hubStartRestored ON hubStart (startNo) WHERE restored = 1`,
  `CREATE TABLE hubTold (deviceId TEXT PRIMARY KEY, startNo INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
]
