/** Papers that were printed, on the PC that printed them: who, when, which form, on what, and which print it was. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

const statements = [
  // `state`: of the document when it was printed; the first print of the posted paper is no reprint of its draft
  `CREATE TABLE paperPrint (
     subjectId TEXT NOT NULL, form TEXT NOT NULL, state TEXT NOT NULL, printNo INTEGER NOT NULL, size TEXT NOT NULL,
     language TEXT NOT NULL, queue TEXT NOT NULL, userId TEXT NOT NULL, printedAt TEXT NOT NULL,
     PRIMARY KEY (subjectId, form, state, printNo)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER paperPrintKept BEFORE DELETE ON paperPrint
     BEGIN SELECT RAISE(ABORT, 'a printing is never deleted'); END`,
  `CREATE TRIGGER paperPrintFinal BEFORE UPDATE ON paperPrint
     BEGIN SELECT RAISE(ABORT, 'a printing never changes'); END`,
]

export class PaperPrints1795910400094 implements MigrationInterface {
  name = 'PaperPrints1795910400094'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}
