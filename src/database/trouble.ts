/** Is an error the database's own trouble (a full disk, a server that went away), or does it say something of what was asked? */

const ofSqlite = /SQLITE_(?!CONSTRAINT)/
/** PostgreSQL's classes: the line, two that waited for each other, no room, locked, stopped by people, the system, a bug of its own */
const ofPostgres = /^(08|40|53|55|57|58|XX)[0-9A-Z]{3}$/
const ofTheLine = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENOTFOUND)/
const brokenLine = /connection terminated|connection to PostgreSQL broke|connection error|not queryable/i

export const isDatabaseTrouble = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && (ofPostgres.test(code) || ofTheLine.test(code))) return true
  return ofSqlite.test(error.message) || brokenLine.test(error.message)
}
