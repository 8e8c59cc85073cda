/** Label templates a shop drew itself. One taken off the list stays: a label that waits in it still has to be drawn. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

const statements = [
  `CREATE TABLE labelTemplate (
     templateId TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL, version INTEGER NOT NULL,
     removed INTEGER NOT NULL, savedAt TEXT NOT NULL, savedByName TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX labelTemplateName ON labelTemplate (name) WHERE removed = 0`,
  `CREATE TRIGGER labelTemplateKept BEFORE DELETE ON labelTemplate
     BEGIN SELECT RAISE(ABORT, 'a label template is taken off the list, never deleted'); END`,
]

export class LabelTemplates1795910400089 implements MigrationInterface {
  name = 'LabelTemplates1795910400089'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}
