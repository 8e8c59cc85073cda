/**
 * When a store's own clock says that the last label of a change of prices came out, beside the time HQ heard of it. Shown and
 * nothing else: empty where the store's program told none.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class HubLabelsPrintedAt1795910400097 implements MigrationInterface {
  name = 'HubLabelsPrintedAt1795910400097'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, ['ALTER TABLE priceChangeStore ADD COLUMN lastPrintedAt TEXT'])
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}
