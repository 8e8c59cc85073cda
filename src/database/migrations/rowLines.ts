/** The lines that tell what rows were left as, found without reading the others: a start holds the rows against them. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

/** Some line may say so in other words without telling of any; it is read and found to say nothing. */
export const tellsOfRows = `(instr(payload, '"rows":{') > 0 OR instr(payload, '"operation":"rows.') > 0)`

export class RowLines1795910400021 implements MigrationInterface {
  name = 'RowLines1795910400021'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [`CREATE INDEX trailRows ON trail (logId, seq) WHERE ${tellsOfRows}`])
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}
