/**
 * What is keyed in from paper or read from a file was counted before: a step says since when at the earliest, as places of the
 * ledger. It is where the ledger was when the page was printed first, or when the stocktake was opened. 0: nobody noted it.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

const position = (table: string, column: string): string =>
  `ALTER TABLE ${table} ADD COLUMN ${column} INTEGER NOT NULL DEFAULT 0`

class CountedSince implements MigrationInterface {
  name = ''

  protected statements: readonly string[] = shared

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, this.statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const shared = [position('draftStep', 'fromSeq'), position('stocktake', 'openedSeq')]

export class CountedSince1795910400083 extends CountedSince {
  override name = 'CountedSince1795910400083'
  // pages are printed, and keyed in, on a store's PC alone
  protected override statements = [...shared, position('countSheetPrint', 'atSeq')]
}

export class HubCountedSince1795910400083 extends CountedSince {
  override name = 'HubCountedSince1795910400083'
}
