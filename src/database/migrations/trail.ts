/**
 * 留痕: one line for every act, chained like the ledger's events and pushed like them. The columns people search by are
 * read out of the hashed bytes by the database itself, so that no column can say other than what was hashed.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { appendOnly, runAll } from './support'

export class Trail1795910400000 implements MigrationInterface {
  name = 'Trail1795910400000'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
    const isHub = (await runner.query(`SELECT 1 FROM sqlite_schema WHERE name = 'streamItem'`)).length > 0
    if (isHub) await runAll(runner, atHub)
    // lines written before the chain go into it, in their order, when the program first writes one (ledger/trail.ts)
    const written = await runner.query('SELECT 1 FROM operationLog LIMIT 1')
    if (written.length === 0) await runAll(runner, ['DROP TABLE operationLog'])
  }

  async down(): Promise<void> {
    throw new Error('a trail is never migrated down')
  }
}

/** A store's line stands at HQ as it came, also one that is no JSON: it has empty columns then, and an alarm. */
const read = (key: string): string =>
  `${key} TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(payload) THEN
     coalesce(CAST(json_extract(payload, '$.${key}') AS TEXT), '') ELSE '' END) VIRTUAL`

const keys = [
  ...['at', 'userId', 'operation', 'outcome', 'code', 'documentId', 'storeCode', 'deviceId', 'authorityId'],
  'requestId',
]

const statements = [
  `ALTER TABLE log ADD COLUMN kind TEXT NOT NULL DEFAULT 'ledger'`,
  `CREATE TABLE trail (logId TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), hash TEXT NOT NULL,
     payload TEXT NOT NULL, ${keys.map(read).join(', ')},
     PRIMARY KEY (logId, seq)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX trailAt ON trail (at)`,
  `CREATE INDEX trailDocument ON trail (documentId, at)`,
  // the log's head moves with its newest line; a statement less for every scan, and none that could be forgotten
  `CREATE TRIGGER trailHead AFTER INSERT ON trail BEGIN
     UPDATE log SET headSeq = NEW.seq, headHash = NEW.hash WHERE logId = NEW.logId AND headSeq = NEW.seq - 1;
   END`,
  ...appendOnly('trail'),
]

/** A store's lines are few, and each of these is a page more for the disk to take at every scan. */
const atHub = [
  `CREATE INDEX trailUser ON trail (userId, at)`,
  `CREATE INDEX trailOperation ON trail (operation, at)`,
  `CREATE INDEX trailLent ON trail (at) WHERE authorityId <> ''`,
]
