/** A PC whose file was older than what it had sent goes on in a new log: its ledger is all its logs together. */

/** As SQL: the ledger logs of the PC a log (the one parameter) is of. */
export const logsOfOnePc = `SELECT o.logId FROM log g JOIN log o ON o.deviceId = g.deviceId AND o.kind = 'ledger' WHERE g.logId = ?`
