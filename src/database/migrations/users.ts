/**
 * Somebody may hold several roles, each over one branch of the organisation and maybe for some days alone. The one role
 * everybody had until now is carried over. HQ alone keeps who held what before, to judge what a store tells late.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { appendOnly, runAll } from './support'

class Users implements MigrationInterface {
  name = ''

  protected statements: readonly string[] = shared

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, this.statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const shared = [
  `CREATE TABLE userRole (userId TEXT NOT NULL, role TEXT NOT NULL, scopeKind TEXT NOT NULL, scopeCode TEXT NOT NULL,
     validFrom TEXT NOT NULL, validUntil TEXT NOT NULL,
     PRIMARY KEY (userId, role, scopeKind, scopeCode, validFrom)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX userRoleScope ON userRole (scopeKind, scopeCode, userId)`,
  `INSERT INTO userRole SELECT id, role, scopeKind, scopeCode, '', '' FROM user`,
  ...['role', 'scopeKind', 'scopeCode'].map((column) => `ALTER TABLE user DROP COLUMN ${column}`),
]

const atHub = [
  // the scope a console session works in; '' = the widest its user has
  `ALTER TABLE session ADD COLUMN hat TEXT NOT NULL DEFAULT ''`,
  // what a user was before each change, and until when
  `CREATE TABLE userChange (userId TEXT NOT NULL, changeNo INTEGER NOT NULL, at TEXT NOT NULL, byUserId TEXT NOT NULL,
     before TEXT NOT NULL, after TEXT NOT NULL, PRIMARY KEY (userId, changeNo)) STRICT, WITHOUT ROWID`,
  ...appendOnly('userChange'),
]

export class Users1795910400001 extends Users {
  override name = 'Users1795910400001'
}

export class HubUsers1795910400001 extends Users {
  override name = 'HubUsers1795910400001'
  protected override statements = [...shared, ...atHub]
}
