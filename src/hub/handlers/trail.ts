/** 留痕 at HQ: its own lines, and those of every PC in scope. */
import { trailAnswersOf } from '../../documents/trailAnswers'
import { createOneAtATime } from '../../gateway/oneAtATime'
import { type Verification, verifyLedger } from '../../ledger/verify'
import type { HandlersOf, QueryCall } from '../calls'

const oneAtATime = createOneAtATime()

/** The same check as `npm run verify`, on a connection of its own: nobody else's reading waits for it. */
const verifyAll = ({ runtime: { database } }: QueryCall): Promise<Verification> =>
  oneAtATime(database.file, async () => {
    const own = await database.snapshot()
    try {
      return await verifyLedger(own.read, database.file)
    } finally {
      await own.close()
    }
  })

export const trailHandlers: HandlersOf<'trail'> = trailAnswersOf<QueryCall>('hub', verifyAll)
