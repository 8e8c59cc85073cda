/**
 * The product's statements as PostgreSQL reads them. They are written once, in the SQL both databases understand; what is left
 * between the two is mechanical and is done here, word by word: names keep their capitals, places have numbers, JSON is built
 * by other functions. What SQLite has and PostgreSQL lacks altogether is taught to it in `taught.ts`.
 */

const wordPattern =
  /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\s+|\?\d*|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|\|\||<>|<=|>=|::|./gs

const wordsOf = (sql: string): string[] => (sql.match(wordPattern) ?? []).filter((word) => !word.startsWith('--'))

const isSpace = (word: string | undefined): boolean => word !== undefined && /^\s/.test(word)
const isName = (word: string | undefined): boolean => word !== undefined && /^[A-Za-z_"]/.test(word)

/** The index of the next word that is no space. */
const after = (words: readonly string[], at: number): number => {
  let next = at + 1
  while (isSpace(words[next])) next += 1
  return next
}

const before = (words: readonly string[], at: number): number => {
  let last = at - 1
  while (last >= 0 && isSpace(words[last])) last -= 1
  return last
}

/** The index of the bracket that closes the one at `open`. */
const closing = (words: readonly string[], open: number): number => {
  let depth = 0
  for (let at = open; at < words.length; at += 1) {
    if (words[at] === '(') depth += 1
    else if (words[at] === ')' && --depth === 0) return at
  }
  throw new Error('a bracket is never closed')
}

const argumentsBetween = (words: readonly string[], open: number, close: number): string[][] => {
  const parts: string[][] = [[]]
  let depth = 0
  for (const word of words.slice(open + 1, close)) {
    if (word === '(') depth += 1
    if (word === ')') depth -= 1
    if (word === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}

// how a piece of JSON ends: as text where it is an answer, as JSON where it stands in another piece
const builtEnd = '\u0001'
const arrayEnd = '\u0002'

const nested = (words: readonly string[]): string =>
  words.map((word) => (word === builtEnd ? '' : word === arrayEnd ? '::json' : word)).join('')

/** `json_array` is how rows are called in marks, and must be the very bytes SQLite writes: no blank between two parts. */
const jsonArray = (parts: readonly string[][]): string[] => [
  `('[' || ${parts.map((part) => `to_json(${nested(part)})::text`).join(` || ',' || `)} || ']')`,
  arrayEnd,
]

const builders: ReadonlySet<string> = new Set(['json_array', 'json_object', 'json_group_array', 'json_group_object'])

const rewriteJson = (words: string[]): string[] => {
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const name = words[at]
    if (words[at + 1] !== '(') continue
    if (!builders.has(name ?? '')) continue
    const close = closing(words, at + 1)
    const parts = argumentsBetween(words, at + 1, close)
    if (name === 'json_array') words.splice(at, close - at + 1, ...jsonArray(parts))
    else if (name === 'json_object')
      words.splice(at, close - at + 1, `json_build_object(${parts.map(nested).join(',')})`, builtEnd)
    else rewriteGroup(words, at, close)
  }
  return words.map((word) => (word === builtEnd ? '::text' : word === arrayEnd ? '' : word))
}

/** PostgreSQL answers nothing for no rows, SQLite an empty list or object. */
const rewriteGroup = (words: string[], at: number, close: number): void => {
  const inner = nested(words.slice(at + 2, close))
  const next = after(words, close)
  const end = words[next] === 'FILTER' ? closing(words, after(words, next)) : close
  const filter = words.slice(close + 1, end + 1).join('')
  const [gather, none] = words[at] === 'json_group_array' ? ['json_agg', '[]'] : ['json_object_agg', '{}']
  words.splice(at, end - at + 1, `coalesce(${gather}(${inner})${filter}, '${none}'::json)`, builtEnd)
}

/** `IS` and `IS NOT` between two values; with NULL and DISTINCT both mean the same already. */
const rewriteIs = (words: string[]): string[] => {
  const kept = /^(NULL|TRUE|FALSE|DISTINCT|true|false)$/
  for (let at = words.length - 1; at >= 0; at -= 1) {
    if (words[at] !== 'IS') continue
    const next = after(words, at)
    const isNot = words[next] === 'NOT'
    const value = isNot ? after(words, next) : next
    if (kept.test(words[value] ?? '')) continue
    words.splice(at, value - at, isNot ? 'IS DISTINCT FROM ' : 'IS NOT DISTINCT FROM ')
  }
  return words
}

/** SQLite's CROSS JOIN also says in which order to look, and takes a condition. */
const rewriteCross = (words: string[]): string[] => {
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] !== 'CROSS') continue
    let next = after(words, after(words, at))
    next = words[next] === '(' ? after(words, closing(words, next)) : after(words, next)
    if (words[next] === 'AS') next = after(words, next)
    if (isName(words[next]) && words[next] !== 'ON' && !clause.test(words[next] ?? '')) next = after(words, next)
    if (words[next] === 'ON') words[at] = 'INNER'
  }
  return words
}

const clause = /^(WHERE|GROUP|ORDER|LIMIT|UNION|JOIN|LEFT|CROSS|INNER|ON|HAVING|EXCEPT|INTERSECT|RETURNING|SET)$/

/** A question inside a question has to have a name before PostgreSQL 16. */
const rewriteUnnamed = (words: string[]): string[] => {
  let named = 0
  for (let at = words.length - 1; at >= 0; at -= 1) {
    if (words[at] !== '(' || !/^(FROM|JOIN)$/.test(words[before(words, at)] ?? '')) continue
    if (!/^(SELECT|WITH)$/.test(words[after(words, at)] ?? '')) continue
    const close = closing(words, at)
    const next = words[after(words, close)]
    if (next === 'AS' || (isName(next) && !clause.test(next ?? ''))) continue
    named += 1
    words.splice(close + 1, 0, ` unnamed${named}`)
  }
  return words
}

/** No member at all is no mistake on SQLite. */
const rewriteEmptyList = (words: string[]): string[] => {
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const open = after(words, at)
    if (words[at] !== 'IN' || words[open] !== '(' || words[after(words, open)] !== ')') continue
    const not = before(words, at)
    const isNot = words[not] === 'NOT'
    const from = isNot ? not : at
    words.splice(from, after(words, open) - from + 1, `${isNot ? '<> ALL' : '= ANY'} (ARRAY[]::text[])`)
  }
  return words
}

/** Beside a plain number PostgreSQL would take a place for a small one, and money and stock are none. */
const widened = (words: readonly string[]): string[] =>
  words.map((word, at) => {
    if (!/^\$\d+$/.test(word)) return word
    const [left, right] = [before(words, at), after(words, at)]
    const beside = [
      { sign: words[left], figure: words[before(words, left)] },
      { sign: words[right], figure: words[after(words, right)] },
    ]
    const isBare = beside.some(({ sign, figure }) => reckons.test(sign ?? '') && /^\d+$/.test(figure ?? ''))
    return isBare ? `${word}::bigint` : word
  })

const reckons = /^([-+*/%<>=]|<=|>=|<>)$/

/** A plus before a column keeps SQLite from an index; PostgreSQL adds no texts. */
const isBarePlus = (words: readonly string[], at: number): boolean => {
  if (words[at] !== '+' || !isName(words[at + 1])) return false
  const last = words[before(words, at)] ?? '('
  return last === '(' || last === ',' || /^(AND|OR|ON|WHERE|THEN|ELSE|WHEN|SELECT)$/.test(last)
}

const sqlWords = /^[A-Z][A-Z_]*$/

const spelled = (word: string): string => {
  if (word === 'user') return '"user"'
  if (word === 'INTEGER') return 'bigint'
  if (word === 'LIKE') return 'ILIKE'
  return /^[A-Za-z_]/.test(word) && /[A-Z]/.test(word) && !sqlWords.test(word) ? `"${word}"` : word
}

/** `?` in the order they stand, `?2` by its number. */
const places = (): ((word: string) => string) => {
  let given = 0
  return (word) => {
    if (!/^\?\d*$/.test(word)) return word
    if (word !== '?') return `$${word.slice(1)}`
    given += 1
    return `$${given}`
  }
}

export const toPostgres = (sql: string): string => {
  const place = places()
  const words = wordsOf(sql)
    .filter((_word, at, all) => !isBarePlus(all, at))
    .map((word) => spelled(place(word)))
  return rewriteJson(rewriteIs(rewriteUnnamed(rewriteCross(rewriteEmptyList(widened(words)))))).join('')
}

const known = new Map<string, string>()
const knownMax = 2000

/** The same text is asked again and again. */
export const translated = (sql: string): string => {
  const held = known.get(sql)
  if (held !== undefined) return held
  const text = toPostgres(sql)
  if (known.size < knownMax) known.set(sql, text)
  return text
}

/** A table or an index as the migrations left it on SQLite. */
export const schemaToPostgres = (sql: string): string =>
  toPostgres(
    sql
      .replace(/\bWITHOUT ROWID\b|\bSTRICT\b/g, '')
      .replace(/\)[\s,]*$/, ')')
      .replace(/\bVIRTUAL\b/g, 'STORED'),
  )

export const quoted = (name: string): string => `"${name}"`
