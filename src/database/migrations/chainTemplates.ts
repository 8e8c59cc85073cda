/**
 * 标签模板 of HQ: there each with every version and publication, and which PC has it; at a store what HQ published. One that is
 * withdrawn stays: a label that waits in it still has to be drawn.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

class ChainTemplates implements MigrationInterface {
  name = ''

  protected statements: readonly string[] = []

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, this.statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const atStore = [
  // `audienceCodes`: JSON, regions or stores; `toldPublication`: what HQ was told of
  `CREATE TABLE hqLabelTemplate (
     templateId TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, version INTEGER NOT NULL,
     publication INTEGER NOT NULL, audienceKind TEXT NOT NULL, audienceCodes TEXT NOT NULL, isDefault INTEGER NOT NULL,
     withdrawn INTEGER NOT NULL, publishedAt TEXT NOT NULL, publishedByName TEXT NOT NULL,
     toldPublication INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER hqLabelTemplateKept BEFORE DELETE ON hqLabelTemplate
     BEGIN SELECT RAISE(ABORT, 'a label template is withdrawn, never deleted'); END`,
]

const kept = (table: string): string[] => [
  `CREATE TRIGGER ${table}Kept BEFORE DELETE ON ${table}
     BEGIN SELECT RAISE(ABORT, 'what was saved or published of a label template stays'); END`,
]
const fixed = (table: string): string[] => [
  ...kept(table),
  `CREATE TRIGGER ${table}Fixed BEFORE UPDATE ON ${table}
     BEGIN SELECT RAISE(ABORT, 'what was saved or published of a label template stays as it was'); END`,
]

const atHub = [
  `CREATE TABLE chainTemplate (
     templateId TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
     publication INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX chainTemplateName ON chainTemplate (name) WHERE state <> 'withdrawn'`,
  `CREATE TABLE chainTemplateVersion (
     templateId TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, savedAt TEXT NOT NULL,
     savedById TEXT NOT NULL, savedByName TEXT NOT NULL, PRIMARY KEY (templateId, version)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE chainTemplatePublication (
     templateId TEXT NOT NULL, publication INTEGER NOT NULL, version INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
     audienceKind TEXT NOT NULL, audienceCodes TEXT NOT NULL, isDefault INTEGER NOT NULL, at TEXT NOT NULL,
     byId TEXT NOT NULL, byName TEXT NOT NULL, PRIMARY KEY (templateId, publication)) STRICT, WITHOUT ROWID`,
  // folded from the PCs' own logs
  `CREATE TABLE chainTemplateHeard (
     templateId TEXT NOT NULL, deviceId TEXT NOT NULL, storeCode TEXT NOT NULL, publication INTEGER NOT NULL,
     heardAt TEXT NOT NULL, PRIMARY KEY (templateId, deviceId)) STRICT, WITHOUT ROWID`,
  ...kept('chainTemplate'),
  ...fixed('chainTemplateVersion'),
  ...fixed('chainTemplatePublication'),
]

export class ChainTemplates1795910400096 extends ChainTemplates {
  override name = 'ChainTemplates1795910400096'
  protected override statements = atStore
}

export class HubChainTemplates1795910400096 extends ChainTemplates {
  override name = 'HubChainTemplates1795910400096'
  protected override statements = atHub
}
