/**
 * A PC whose file was older than what it had sent goes on in a new log, and says which ones it went on from: its ledger is all of
 * these together. A log that was merely opened under its name is none of its own.
 */
export const leftKey = (logId: string): string => `ledgerLeft:${logId}`

/** As SQL: the ledger logs of the PC a log (the one parameter) is of. */
export const logsOfOnePc = `SELECT o.logId FROM log g JOIN log o ON o.deviceId = g.deviceId AND o.kind = 'ledger'
  WHERE g.logId = ? AND (o.logId = g.logId OR EXISTS (SELECT 1 FROM meta m WHERE m.key = 'ledgerLeft:' || o.logId))`
