/** Why a recount that was asked for is not made after all: said when the review is handed in, and told with the plan. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class RecountsWaived1795910400085 implements MigrationInterface {
  name = 'RecountsWaived1795910400085'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [`ALTER TABLE stocktakeRecount ADD COLUMN waived TEXT NOT NULL DEFAULT ''`])
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}
