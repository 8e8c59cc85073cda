/**
 * What SQLite knows and PostgreSQL does not: functions of SQLite's names and meaning, in a schema of their own that is looked
 * through before PostgreSQL's. Sums stay whole numbers, the greater of two is nothing where one is, JSON is read from text.
 */
export const taughtSchema = 'zhanggui_sql'

const pair = (name: string, operator: string): string[] =>
  ['bigint', 'text'].flatMap((type) => [
    `CREATE FUNCTION ${name}(a ${type}, b ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
     AS $$ SELECT CASE WHEN a ${operator} b THEN a ELSE b END $$`,
  ])

const json = [
  `CREATE FUNCTION json_valid(t text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
   BEGIN PERFORM t::jsonb; RETURN true; EXCEPTION WHEN others THEN RETURN false; END $$`,
  `CREATE FUNCTION json_extract(t text, p text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
   AS $$ SELECT jsonb_path_query_first(t::jsonb, p::jsonpath) #>> '{}' $$`,
  `CREATE FUNCTION json_type(t text, p text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
   AS $$ SELECT jsonb_typeof(jsonb_path_query_first(t::jsonb, p::jsonpath)) $$`,
  `CREATE FUNCTION json_array_length(t text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
   AS $$ SELECT jsonb_array_length(t::jsonb)::bigint $$`,
  `CREATE FUNCTION json_parts(j jsonb) RETURNS TABLE(key text, value text, type text) LANGUAGE sql IMMUTABLE ROWS 20 AS $$
   SELECT (n - 1)::text, v #>> '{}', jsonb_typeof(v)
     FROM jsonb_array_elements(CASE jsonb_typeof(j) WHEN 'array' THEN j ELSE '[]' END) WITH ORDINALITY a(v, n)
   UNION ALL SELECT k, v #>> '{}', jsonb_typeof(v)
     FROM jsonb_each(CASE jsonb_typeof(j) WHEN 'object' THEN j ELSE '{}' END) o(k, v) $$`,
  `CREATE FUNCTION json_each(t text) RETURNS TABLE(key text, value text, type text) LANGUAGE sql IMMUTABLE ROWS 20
   AS $$ SELECT * FROM zhanggui_sql.json_parts(t::jsonb) $$`,
  `CREATE FUNCTION json_each(t text, p text) RETURNS TABLE(key text, value text, type text) LANGUAGE sql IMMUTABLE ROWS 20
   AS $$ SELECT * FROM zhanggui_sql.json_parts(jsonb_path_query_first(t::jsonb, p::jsonpath)) $$`,
]

const text = [
  `CREATE FUNCTION instr(a text, b text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT strpos(a, b)::bigint $$`,
  `CREATE FUNCTION substr(t text, a bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT
   AS $$ SELECT pg_catalog.substr(t, a::integer) $$`,
  `CREATE FUNCTION substr(t text, a bigint, n bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT
   AS $$ SELECT pg_catalog.substr(t, a::integer, n::integer) $$`,
  `CREATE FUNCTION hex(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
   AS $$ SELECT upper(encode(convert_to(t, 'UTF8'), 'hex')) $$`,
  `CREATE FUNCTION typeof(v anyelement) RETURNS text LANGUAGE sql STABLE AS $$
   SELECT CASE WHEN v IS NULL THEN 'null' WHEN pg_typeof(v) IN ('bigint'::regtype, 'integer'::regtype) THEN 'integer'
     ELSE pg_typeof(v)::text END $$`,
  // a time that is none has no day
  `CREATE FUNCTION date(t text, shift text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
   BEGIN RETURN to_char((t::timestamptz AT TIME ZONE 'UTC') + shift::interval, 'YYYY-MM-DD');
   EXCEPTION WHEN others THEN RETURN NULL; END $$`,
]

const sums = [
  // PostgreSQL's own sum of whole numbers is a number with a fraction, and a division of it rounds nothing
  `CREATE AGGREGATE sum(bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe)`,
  `CREATE FUNCTION count_true(n bigint, is_so boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
   AS $$ SELECT CASE WHEN is_so IS NULL THEN n ELSE coalesce(n, 0) + is_so::integer END $$`,
  `CREATE AGGREGATE max(boolean) (sfunc = boolor_statefunc, stype = boolean)`,
  `CREATE AGGREGATE sum(boolean) (sfunc = count_true, stype = bigint, combinefunc = int8pl, parallel = safe)`,
]

const joined = [
  `CREATE FUNCTION joined(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
   AS $$ SELECT CASE WHEN a IS NULL THEN b WHEN b IS NULL THEN a ELSE a || ',' || b END $$`,
  `CREATE AGGREGATE group_concat(text) (sfunc = joined, stype = text)`,
]

export const taughtSql: readonly string[] = [
  ...json,
  ...text,
  ...pair('max', '>='),
  ...pair('min', '<='),
  ...sums,
  ...joined,
]
