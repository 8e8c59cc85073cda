/** Whether a step of a draft stands is asked of every step at once: without these each would look through all that followed it. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class StandingSteps1795910400080 implements MigrationInterface {
  name = 'StandingSteps1795910400080'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [
      'CREATE INDEX draftStepUndoes ON draftStep (documentId, undoes) WHERE undoes IS NOT NULL',
      `CREATE INDEX draftStepGone ON draftStep (documentId, lineNo, kind, stepNo) WHERE kind IN ('remove', 'drop')`,
    ])
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}
