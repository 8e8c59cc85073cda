/** What the product asks in the SQL both databases understand, as PostgreSQL is asked it. */
import { describe, expect, test } from 'vitest'
import { schemaToPostgres, toPostgres } from '../../../src/database/postgres/dialect'

const said = (sql: string): string => toPostgres(sql).replace(/\s+/g, ' ').trim()

describe('a statement for PostgreSQL', () => {
  test.each([
    [
      'names keep their capitals, places get numbers',
      'SELECT logId FROM log WHERE headSeq > ? AND kind = ?',
      'SELECT "logId" FROM log WHERE "headSeq" > $1 AND kind = $2',
    ],
    [
      'a place with a number keeps it',
      'SELECT ?2, sku FROM lot WHERE sku = ?1',
      'SELECT $2, sku FROM lot WHERE sku = $1',
    ],
    [
      'what stands in quotes is nobody’s name and no place',
      `SELECT 'logId ? it''s' AS aText`,
      `SELECT 'logId ? it''s' AS "aText"`,
    ],
    ['user is a name here', 'SELECT u.id FROM user u', 'SELECT u.id FROM "user" u'],
    [
      'small and capital letters are one in a search',
      `WHERE name LIKE ? ESCAPE '\\'`,
      `WHERE name ILIKE $1 ESCAPE '\\'`,
    ],
    [
      'whether two are the same, also where one is nothing',
      'WHERE a IS NOT b OR c IS ?',
      'WHERE a IS DISTINCT FROM b OR c IS NOT DISTINCT FROM $1',
    ],
    ['nothing is nothing on both', 'WHERE a IS NOT NULL AND b IS NULL', 'WHERE a IS NOT NULL AND b IS NULL'],
    [
      'a joining that also says where to begin',
      'FROM k CROSS JOIN lot b ON b.sku = k.sku CROSS JOIN meta',
      'FROM k INNER JOIN lot b ON b.sku = k.sku CROSS JOIN meta',
    ],
    [
      'a question inside a question has a name',
      'SELECT n FROM (SELECT 1 AS n) WHERE n = 1',
      'SELECT n FROM (SELECT 1 AS n) unnamed1 WHERE n = 1',
    ],
    ['and keeps the one it has', 'SELECT n FROM (SELECT 1 AS n) q', 'SELECT n FROM (SELECT 1 AS n) q'],
    [
      'a list without a member',
      `WHERE level IN () OR level NOT IN ()`,
      'WHERE level = ANY (ARRAY[]::text[]) OR level <> ALL (ARRAY[]::text[])',
    ],
    [
      'a place beside a plain number is a large one',
      'SET cost = CASE WHEN ? > 0 THEN ? * 1000 END',
      'SET cost = CASE WHEN $1::bigint > 0 THEN $2::bigint * 1000 END',
    ],
    ['a plus that only keeps from an index', 'WHERE a = 1 AND +m.sku IN (1 + 2)', 'WHERE a = 1 AND m.sku IN (1 + 2)'],
    ['a number is a whole one of eight bytes', 'CAST(x AS INTEGER)', 'CAST(x AS bigint)'],
    ['a remark is left out', 'SELECT 1 -- it’s one\nFROM meta', 'SELECT 1 FROM meta'],
  ])('%s', (_what, sqlite, postgres) => {
    expect(said(sqlite)).toBe(postgres)
  })

  test('a row is called by the very bytes SQLite calls it by', () => {
    expect(said('SELECT json_array(logId, seq) AS key')).toBe(
      `SELECT ('[' || to_json("logId")::text || ',' || to_json( seq)::text || ']') AS key`,
    )
  })

  test('JSON is text where it is the answer, and JSON where it stands in another piece; no rows are an empty list', () => {
    expect(said(`SELECT json_object('a', 1)`)).toBe(`SELECT json_build_object('a', 1)::text`)
    expect(said(`(SELECT json_group_array(json_object('a', b)) FROM t)`)).toBe(
      `(SELECT coalesce(json_agg(json_build_object('a', b)), '[]'::json)::text FROM t)`,
    )
    expect(said('json_group_array(DISTINCT l.sku) FILTER (WHERE l.sku IS NOT NULL) AS skus')).toBe(
      `coalesce(json_agg(DISTINCT l.sku) FILTER (WHERE l.sku IS NOT NULL), '[]'::json)::text AS skus`,
    )
  })
})

test('a table of the migrations', () => {
  const sql = 'CREATE TABLE log (logId TEXT PRIMARY KEY, headSeq INTEGER NOT NULL) STRICT, WITHOUT ROWID'
  expect(schemaToPostgres(sql).replace(/\s+/g, ' ')).toBe(
    'CREATE TABLE log ("logId" TEXT PRIMARY KEY, "headSeq" bigint NOT NULL)',
  )
})
