/**
 * Wrong tries are counted by person, door and place, no longer once for the whole person; those in an open session on the
 * session. And HQ keeps whom it proved at which PC. Whoever worked at a store with PCs until now counts as proved on them:
 * nobody wrote it down then.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class HubTries1795910400009 implements MigrationInterface {
  name = 'HubTries1795910400009'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  `CREATE TABLE signInTries (userId TEXT NOT NULL, door TEXT NOT NULL CHECK (door IN ('pc', 'console')),
     place TEXT NOT NULL, wrongTries INTEGER NOT NULL, lockedUntilMs INTEGER NOT NULL, lastAtMs INTEGER NOT NULL,
     PRIMARY KEY (userId, door, place)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX signInTriesAge ON signInTries (lastAtMs)`,
  // how far the tries of strange addresses run ahead of their pace
  `CREATE TABLE signInPace (userId TEXT PRIMARY KEY, dueMs INTEGER NOT NULL) STRICT`,
  `CREATE INDEX signInPaceDue ON signInPace (dueMs)`,
  `ALTER TABLE session ADD COLUMN wrongTries INTEGER NOT NULL DEFAULT 0`,
  ...['wrongTries', 'lockedUntilMs'].map((column) => `ALTER TABLE userSecret DROP COLUMN ${column}`),
  // secretVersion: the user's pinVersion when it was PIN or password HQ found right
  `CREATE TABLE provenAtPc (userId TEXT NOT NULL, deviceId TEXT NOT NULL, secretVersion INTEGER NOT NULL,
     at TEXT NOT NULL, PRIMARY KEY (userId, deviceId)) STRICT, WITHOUT ROWID`,
  `INSERT INTO provenAtPc SELECT DISTINCT r.userId, d.deviceId, u.pinVersion, d.enrolledAt FROM userRole r
     JOIN user u ON u.id = r.userId JOIN device d ON r.scopeKind = 'store' AND d.storeCode = r.scopeCode`,
]
