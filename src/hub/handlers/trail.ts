/** 留痕 at HQ: its own lines, and those of every PC in scope. */
import { assert } from '../../core/result'
import { openReadOnly } from '../../database/openDatabase'
import type { Reader } from '../../database/unitOfWork'
import { trailAnswersOf } from '../../documents/trailAnswers'
import { createOneAtATime } from '../../gateway/oneAtATime'
import { type Verification, verifyLedger } from '../../ledger/verify'
import type { HandlersOf } from '../calls'

const oneAtATime = createOneAtATime()

/** The same check as `npm run verify`, on a connection of its own: nobody else's reading waits for it. */
const verifyAll = async (read: Reader): Promise<Verification> => {
  const main = await read.one<{ file: string }>(`SELECT file FROM pragma_database_list WHERE name = 'main'`)
  assert(main, 'a database has a file')
  return oneAtATime(main.file, async () => {
    const own = await openReadOnly(main.file)
    try {
      return await verifyLedger(own.read, main.file)
    } finally {
      await own.close()
    }
  })
}

export const trailHandlers: HandlersOf<'trail'> = trailAnswersOf('hub', verifyAll)
