/** Small pieces migrations share. A migration imports nothing else of the codebase, so it stays true for ever. */
import type { QueryRunner } from 'typeorm'

export const runAll = async (runner: QueryRunner, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await runner.query(statement)
}

/** REPLACE deletes without firing these unless recursive_triggers is on; connections set it, a test tries it. */
export const appendOnly = (table: string): string[] =>
  ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER ${table}No${verb} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  )
