/** Rows the trail marks one by one, held against their last mark; and the pictures against their hash. */
import { createHash } from 'node:crypto'
import type { Check, Problem } from './check'
import { type OddRow, oddRows } from './oddRows'
import { oddTold } from './rowWatch'

const invariant = 'a row is as the trail last told it'
const problem = (table: string, key: string, detail: string): Problem => ({
  invariant,
  where: `${table} ${spoken(key)}`,
  detail,
})

/** `["s001.lin","pin"]` -> s001.lin/pin */
const spoken = (key: string): string => (JSON.parse(key) as unknown[]).join('/')

const words: Record<OddRow['how'], string> = {
  untold: 'no line tells of it',
  differs: 'is not as its last line left it',
  gone: 'its row is gone',
  tableGone: 'the whole table is gone',
  begunAgain: 'its marks were begun anew',
}

/** By now, and at any start of the program before: what was written since may have hidden it. */
export const markedRows: Check = async (read) => [
  ...(await oddRows(read)).map(problemOf),
  ...(await oddTold(read)).map(({ seq, row }) => ({
    ...problemOf(row),
    detail: `line ${seq} of the trail: ${words[row.how]}`,
  })),
]

const problemOf = ({ table, key, how, seq }: OddRow): Problem =>
  how === 'begunAgain'
    ? { invariant, where: `table ${table}`, detail: `line ${seq} began its marks anew` }
    : problem(table, key, words[how])

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
      problems.push(problem('attachment', JSON.stringify([after]), 'its bytes are not those that were added'))
  }
}
