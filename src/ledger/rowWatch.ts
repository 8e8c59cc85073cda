/**
 * Rows changed past the program: looked for when it starts, and whenever another connection is seen to have written into its
 * file. The look is at the file as it was at that moment, so an ordinary write to the same row, which marks it anew, cannot
 * wash the edit clean before it is seen. What is found is told in the trail for good.
 */
import { AsyncResource } from 'node:async_hooks'
import { oddRowsOperation } from '../core/lookFound'
import { carryOut, type RowChange, rowChangesOf } from '../database/rowChanges'
import type { Database, Reader, Snapshot, Tx } from '../database/unitOfWork'
import { type OddRow, oddRowsQuickly } from './oddRows'
import { linesOfRows, newestLine, readBegun } from './ownTrail'
import { appendTrail, heedForeignWrites, seeForeignWrites, takeUpTrail } from './trail'

const namedInLine = 200
/** looks that may wait at once, each with the file as it was then */
const snapshotsMax = 2

export interface RowWatch {
  /** every look begun so far is through */
  settled(): Promise<void>
  /** what others were seen to have written by now was looked at; at once where nobody wrote */
  foreignLookedAt(): Promise<void>
  /** the same, and sees for itself whether somebody wrote: for who is about to believe what stands in the file */
  lookedAtNow(): Promise<void>
}

export interface WatchedFile {
  database: Database
  now(): string
  log(line: object): void
  /** what this program's version changes in rows of older ones */
  changes?: readonly RowChange[]
  /** tables whose rows are looked at before anybody may do anything at all */
  doors: ReadonlySet<string>
  /** every look that finds any, also where all of it was told before */
  alongside?(tx: Tx, found: readonly OddRow[]): Promise<void>
  /** in the transaction of the line that tells */
  told?(tx: Tx, line: { seq: number; logId: string }): Promise<void>
}

type Why = 'start' | 'foreignWrite'

/** Before this program's first write to the file; answers once the doors were looked at. */
export const startRowWatch = async (file: WatchedFile): Promise<RowWatch> => {
  const { database, log, now } = file
  let looks: Promise<void> = Promise.resolve()
  let waiting = 0
  let foreign: Promise<void> = Promise.resolve()
  let missed = false
  const failed = (error: unknown): void => log({ event: 'rows not looked at', error: String(error).slice(0, 300) })
  const lookLater = (snapshot: Snapshot, why: Why, isAsked: (table: string) => boolean): void => {
    waiting += 1
    looks = looks
      .then(() => look(file, snapshot.read, why, isAsked))
      .catch(failed)
      .then(() => snapshot.close())
      .catch(failed)
      .then(() => {
        waiting -= 1
        return missed && waiting === 0 ? lookAgain() : undefined
      })
      .catch(failed)
  }
  // whoever writes past the program ten times a second is told of all the same; a snapshot each would fill the memory
  const onForeignWrite = async (): Promise<void> => {
    if (waiting < snapshotsMax) lookLater(await database.snapshot(), 'foreignWrite', () => true)
    else missed = true
    foreign = looks
  }
  const lookAgain = async (): Promise<void> => {
    missed = false
    const snapshot = await database.snapshot()
    await look(file, snapshot.read, 'foreignWrite', () => true)
      .catch(failed)
      .finally(snapshot.close)
  }
  // bound to here: it is called within the write of somebody else, and must not wait for that one's end from inside
  const heard = AsyncResource.bind(onForeignWrite)
  await database.write(async (tx) => {
    await heedForeignWrites(tx, heard)
    await takeUpTrail(tx, now())
  })
  const before = await database.snapshot()
  await lookAtDoors(file, before.read)
  lookLater(before, 'start', (table) => !file.doors.has(table))
  for (const change of file.changes ?? rowChangesOf[database.kind]) await upgrade(file, change)
  return {
    settled: () => looks,
    foreignLookedAt: () => foreign,
    lookedAtNow: async () => {
      await database.write(seeForeignWrites)
      await foreign
    },
  }
}

/** The rows it changes are marked anew by the line that tells of it; those somebody had edited are looked at as they were. */
const upgrade = ({ database, now }: WatchedFile, change: RowChange): Promise<void> =>
  database.write(async (tx) => {
    if (!(await carryOut(tx, change))) return
    const detail = { name: change.name }
    await appendTrail(tx, { at: now(), userId: '', operation: 'rows.upgraded', outcome: 'done', detail })
  })

/** What cannot even be read keeps nobody from starting; it is told, and counts as the worst it can mean. */
const lookAtDoors = async (file: WatchedFile, read: Reader): Promise<void> => {
  try {
    await look(file, read, 'start', (table) => file.doors.has(table))
  } catch (error) {
    const unreadable: OddRow[] = [...file.doors].map((table) => ({ table, key: '', code: 'rowEdited' }))
    file.log({ event: 'doors not read', error: String(error).slice(0, 300) })
    await tellOddRows(file, 'start', unreadable)
  }
}

const look = async (file: WatchedFile, read: Reader, why: Why, isAsked: (table: string) => boolean): Promise<void> => {
  const { found, news } = await oddRowsQuickly(read, isAsked)
  // that somebody wrote is told also where no row is another: something was opened that should not be
  if (found.length > 0 || why === 'foreignWrite') await tellOddRows(file, why, found, news)
}

type Telling = Pick<WatchedFile, 'database' | 'now' | 'log' | 'alongside' | 'told'>

/** `news`: a row that stands as it was told before is told no more, or each start would tell it again. */
export const tellOddRows = (
  file: Telling,
  why: Why,
  found: readonly OddRow[],
  news: readonly OddRow[] = found,
): Promise<void> =>
  file.database.write(async (tx) => {
    if (news.length > 0 || why === 'foreignWrite') await tell(tx, file, why, news)
    await file.alongside?.(tx, found)
  })

/** In as many lines as it takes: what is not told today is told of no more once its row was written again. */
const tell = async (tx: Tx, { log, now, told }: Telling, why: Why, news: readonly OddRow[]): Promise<void> => {
  log({ event: 'rows changed past the program', why, count: news.length })
  for (let start = 0; start === 0 || start < news.length; start += namedInLine) {
    const detail = { why, count: news.length, found: news.slice(start, start + namedInLine) }
    await appendTrail(tx, { at: now(), userId: '', operation: oddRowsOperation, outcome: 'done', detail })
  }
  await told?.(tx, await newestLine(tx))
}

/** What earlier looks found, for `verify` to repeat. */
export const oddTold = async (read: Reader): Promise<{ seq: number; row: OddRow }[]> => {
  const begun = await readBegun(read)
  const told: { seq: number; row: OddRow }[] = []
  if (!begun) return told
  await linesOfRows(read, begun.logId, (lines) => {
    for (const { seq, operation, detail } of lines)
      if (operation === oddRowsOperation) told.push(...((detail.found ?? []) as OddRow[]).map((row) => ({ seq, row })))
  })
  return told
}
