/**
 * Sign-in at the hub: a session can be named, told from others and ended; a user's secret may hold a second factor.
 * Sessions from before had no name; whoever is signed in signs in once more.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class HubSignIn1795910400002 implements MigrationInterface {
  name = 'HubSignIn1795910400002'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const sessionColumns = [
  // what people and other operations call it; the token stays between browser and hub
  `sessionId TEXT NOT NULL DEFAULT ''`,
  `address TEXT NOT NULL DEFAULT ''`,
  `agent TEXT NOT NULL DEFAULT ''`,
  // when the password was last given in it
  `steppedUpAtMs INTEGER NOT NULL DEFAULT 0`,
  `endedAtMs INTEGER`,
]

const secretColumns = [
  // base32: it has to be computed with, so it cannot be a hash
  `totpSecret TEXT`,
  `totpConfirmed INTEGER NOT NULL DEFAULT 0`,
  // the last half-minute a code was taken for: none counts twice
  `totpLastStep INTEGER NOT NULL DEFAULT 0`,
  `recoveryCodes TEXT NOT NULL DEFAULT '[]'`,
  `mustChangePassword INTEGER NOT NULL DEFAULT 0`,
  `passwordChangedAt TEXT`,
]

const statements = [
  `DELETE FROM session`,
  ...sessionColumns.map((column) => `ALTER TABLE session ADD COLUMN ${column}`),
  `CREATE UNIQUE INDEX sessionPublicId ON session (sessionId)`,
  `CREATE INDEX sessionUser ON session (userId, endedAtMs)`,
  ...secretColumns.map((column) => `ALTER TABLE userSecret ADD COLUMN ${column}`),
]
