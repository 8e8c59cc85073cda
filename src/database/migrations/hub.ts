/** Tables only the hub has: devices, one-time codes, pull streams, console sessions, secrets, parked events. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class Hub1795305600003 implements MigrationInterface {
  name = 'Hub1795305600003'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  `CREATE TABLE device (deviceId TEXT PRIMARY KEY, storeCode TEXT NOT NULL, letter TEXT NOT NULL,
     publicKey TEXT NOT NULL, tokenHash TEXT NOT NULL UNIQUE, state TEXT NOT NULL, enrolledAt TEXT NOT NULL,
     lastSeenAt TEXT, unsecured INTEGER, UNIQUE (storeCode, letter)) STRICT`,
  `CREATE TABLE enrolmentCode (codeHash TEXT PRIMARY KEY, storeCode TEXT NOT NULL, expiresAtMs INTEGER NOT NULL,
     usedBy TEXT) STRICT`,
  // a counter row per stream, bumped in the writing transaction: a database sequence is no cursor
  `CREATE TABLE streamHead (stream TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT`,
  `CREATE TABLE streamItem (stream TEXT NOT NULL, position INTEGER NOT NULL, scope TEXT NOT NULL, type TEXT NOT NULL,
     key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (stream, position)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE userSecret (userId TEXT PRIMARY KEY, pinHash TEXT, passwordHash TEXT, wrongTries INTEGER NOT NULL,
     lockedUntilMs INTEGER NOT NULL) STRICT`,
  `CREATE TABLE session (tokenHash TEXT PRIMARY KEY, userId TEXT NOT NULL, createdAtMs INTEGER NOT NULL,
     seenAtMs INTEGER NOT NULL) STRICT`,
  `CREATE TABLE parkedEvent (logId TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
     PRIMARY KEY (logId, seq)) STRICT`,
]
