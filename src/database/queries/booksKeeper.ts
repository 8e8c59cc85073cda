/** Which PC of this store keeps its books, as HQ said last; only there do counts have books to be held against. */
import type { Reader } from '../unitOfWork'

/** The letter of that PC; '' where it is this one, or where HQ never spoke of another. */
export const booksKeptElsewhere = async (read: Reader): Promise<string> => {
  const row = await read.one<{ letter: string }>(
    `SELECT json_extract(k.value, '$.letter') AS letter FROM meta k JOIN meta m ON m.key = 'enrolment'
     WHERE k.key = 'booksKeeper' AND json_extract(k.value, '$.deviceId') <> json_extract(m.value, '$.deviceId')`,
  )
  return row?.letter ?? ''
}
