/** A store PC keeps a hash for each kind of secret, PIN and password, of the users who signed in here. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class StoreSignIn1795910400003 implements MigrationInterface {
  name = 'StoreSignIn1795910400003'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  'ALTER TABLE credential RENAME TO pinCredential',
  `CREATE TABLE credential (userId TEXT NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL,
     secretVersion INTEGER NOT NULL, PRIMARY KEY (userId, kind)) STRICT, WITHOUT ROWID`,
  `INSERT INTO credential (userId, kind, hash, secretVersion) SELECT userId, 'pin', pinHash, pinVersion FROM pinCredential`,
  'DROP TABLE pinCredential',
]
