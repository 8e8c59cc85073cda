/** A label may say more than its product: a lot, a pack, a zone, the day a price begins. Those queued before say nothing more. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class LabelAbout1795910400108 implements MigrationInterface {
  name = 'LabelAbout1795910400108'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [`ALTER TABLE labelJob ADD COLUMN about TEXT NOT NULL DEFAULT '{}'`])
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}
