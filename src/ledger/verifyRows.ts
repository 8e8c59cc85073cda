/** Rows the trail marks one by one, held against their last mark; and the pictures against their hash. */
import { createHash } from 'node:crypto'
import { type Problem, problemOf } from '../core/findings'
import { findingOfRow, spokenKey } from '../core/lookFound'
import type { Check } from './check'
import { oddRows } from './oddRows'
import { oddTold } from './rowWatch'

/** By now, and at any look of the program before: what was written since may have hidden it. */
export const markedRows: Check = async (read) => {
  const told = await oddTold(read)
  // that marks were begun anew stands in the trail for good, and is found there once more
  const hidden = told.filter(({ row }) => row.code !== 'marksBegunAnew')
  return [
    ...(await oddRows(read)).map(findingOfRow),
    ...hidden.map(({ seq, row }) =>
      problemOf('rowWasOdd', row.table, spokenKey(row.key), { line: seq, found: row.code }),
    ),
  ]
}

/** The row tells what the picture hashes to; the bytes lie beside it. */
export const pictures: Check = async (read) => {
  const problems: Problem[] = []
  for (let after = ''; ; ) {
    const row = await read.one<{ attachmentId: string; sha256: string; dataBase64: string }>(
      `SELECT attachmentId, sha256, dataBase64 FROM attachment
       WHERE attachmentId > ? AND dataBase64 IS NOT NULL ORDER BY attachmentId LIMIT 1`,
      [after],
    )
    if (!row) return problems
    after = row.attachmentId
    const bytes = Buffer.from(row.dataBase64, 'base64')
    const isWhole = bytes.toString('base64') === row.dataBase64
    if (!isWhole || createHash('sha256').update(bytes).digest('hex') !== row.sha256)
      problems.push(problemOf('pictureEdited', 'attachment', after))
  }
}
