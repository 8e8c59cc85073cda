/** Of which start of the hub a position was heard: a position alone says nothing to a hub that was put back to an older copy. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class PullEpochs1795910400110 implements MigrationInterface {
  name = 'PullEpochs1795910400110'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [`ALTER TABLE pullCursor ADD COLUMN epoch TEXT NOT NULL DEFAULT ''`])
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}
