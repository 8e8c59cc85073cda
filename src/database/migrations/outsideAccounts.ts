/**
 * Accounts outside our walls (supplier, customer, loss …) take no place on a shelf: at HQ they sum the whole chain for ever,
 * so their bounds are those of exact integers. Goods in a warehouse or on the way keep the bounds of every stored figure.
 * SQLite cannot change a CHECK, so the table is built anew and its rows carried over.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class OutsideAccounts1795824000000 implements MigrationInterface {
  name = 'OutsideAccounts1795824000000'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, [
      newTable,
      `INSERT INTO newStockBalance SELECT account, sku, lot, onHand, allocated, value, movedAt FROM stockBalance`,
      'DROP TABLE stockBalance',
      'ALTER TABLE newStockBalance RENAME TO stockBalance',
      'CREATE INDEX stockBalanceSku ON stockBalance (sku)',
    ])
    const isHub = (await runner.query(`SELECT 1 FROM sqlite_schema WHERE name = 'streamItem'`)).length > 0
    // HQ looks up what it told about one paper when the paper comes back
    if (isHub) await runAll(runner, ['CREATE INDEX streamItemKey ON streamItem (key)'])
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const exact = 'BETWEEN -9000000000000000 AND 9000000000000000'
const figure = 'BETWEEN -1000000000000 AND 1000000000000'

/** Accounts inside are named for their place, `stock:WS001`; those outside by one word. */
const newTable = `CREATE TABLE newStockBalance (
     account TEXT NOT NULL, sku TEXT NOT NULL, lot TEXT NOT NULL,
     onHand INTEGER NOT NULL CHECK (onHand ${exact}),
     allocated INTEGER NOT NULL CHECK (allocated >= 0), value INTEGER NOT NULL CHECK (value ${exact}),
     movedAt TEXT NOT NULL,
     CHECK (instr(account, ':') = 0 OR (onHand ${figure} AND value ${figure})),
     PRIMARY KEY (account, sku, lot)) STRICT, WITHOUT ROWID`
