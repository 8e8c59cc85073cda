/** What the program found when it looked at a file, as the log of that file tells it: found once, it is repeated for good. */
import { type Problem, problemOf } from '../core/findings'
import { cutOperation, findingsOfLook, lookOperations } from '../core/lookFound'
import type { Reader } from '../database/unitOfWork'
import { pageRows } from './check'

interface LookLine {
  seq: number
  operation: string
  payload: string
}

/** `pc`: whose log it is, where it is not the reader's own. */
export const looksTold = async (read: Reader, { logId, pc }: { logId: string; pc: string }): Promise<Problem[]> => {
  const problems: Problem[] = []
  for (let after = 0; ; ) {
    const lines = await read.all<LookLine>(
      `SELECT seq, operation, payload FROM trail
       WHERE logId = ? AND seq > ? AND operation IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`,
      [logId, after, JSON.stringify(lookOperations), pageRows],
    )
    problems.push(...lines.flatMap((line) => repeated(line, { logId, pc })))
    after = lines.at(-1)?.seq ?? after
    if (lines.length < pageRows) return problems
  }
}

const repeated = ({ seq, operation, payload }: LookLine, { logId, pc }: { logId: string; pc: string }): Problem[] =>
  findingsOfLook(operation, detailIn(payload)).map((found) => {
    if (operation === cutOperation) return problemOf('cutAtStart', 'trail', `${logId}/${seq}`, { found: found.code })
    // that marks were begun anew has no other row than the line that did it
    if (found.code === 'marksBegunAnew') return found
    const { table, row, code } = found
    return pc === ''
      ? problemOf('rowWasOdd', table, row, { line: seq, found: code })
      : problemOf('rowWasOddAt', table, row, { pc, line: seq, found: code })
  })

/** A line whose bytes somebody changed breaks the chain; here it only says nothing. */
const detailIn = (payload: string): unknown => {
  try {
    return (JSON.parse(payload) as { detail?: unknown } | null)?.detail
  } catch {
    return undefined
  }
}
