/** What HQ's auditors found when they looked at a paper: said once, never changed, the newest word counts. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { appendOnly, runAll } from './support'

export class Audit1795910400006 implements MigrationInterface {
  name = 'Audit1795910400006'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [
      `CREATE TABLE spotCheck (
         checkId TEXT PRIMARY KEY, documentId TEXT NOT NULL REFERENCES document (documentId), finding TEXT NOT NULL,
         note TEXT NOT NULL, userId TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID`,
      'CREATE INDEX spotCheckDocument ON spotCheck (documentId, at)',
      // papers of a period, by when they took effect
      `CREATE INDEX documentPosted ON document (postedAt) WHERE state = 'posted'`,
      ...appendOnly('spotCheck'),
    ])
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}
