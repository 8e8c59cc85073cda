/**
 * Is this database what stores were answered from, or an older copy put back? Each start of the hub has a name of its own, the
 * epoch, kept with how far every stream had come. A PC says of which epoch it heard its position: an epoch that is not known
 * here, or a position that epoch never reached, was heard of a hub this file has forgotten. That alone is exact. The small file
 * beside the database, which no backup holds, tells HQ the same at its own start, before any store calls.
 */
import { open, readFile, rename } from 'node:fs/promises'
import type { PullStream } from '../contract/schemas/sync'
import type { Database, Reader, Tx } from '../database/unitOfWork'
import { raiseAlarm } from './alarms'
import { type HubRuntime, isoNow } from './runtime'

export const epochFileOf = (databaseFile: string): string => `${databaseFile}.epoch`

/** Written after what it speaks of is durable: it may be behind the database, never ahead of it. */
interface EpochFile {
  epoch: string
  trailSeq: number
}

export interface EpochKeeper {
  /** how far HQ's own trail has come; never throws */
  raise(): Promise<void>
}

export interface FoundAtStart {
  restored: boolean
  /** when HQ's own trail was last written to; '' where there is none yet */
  dataAt: string
}

/** Before anything of this process writes into the database. */
export const lookAtEpoch = async (database: Database): Promise<FoundAtStart> => ({
  restored: await isOlder(database),
  dataAt: (await trailHead(database.read)).at,
})

export const beginEpoch = async (runtime: HubRuntime, { restored, dataAt }: FoundAtStart): Promise<EpochKeeper> => {
  const { database, ids } = runtime
  const epoch = ids.uuid()
  await database.write(async (tx) => {
    await tx.run(
      `INSERT INTO hubStart (startNo, epoch, at, dataAt, heads, restored, noticedBy)
       SELECT coalesce(max(startNo), 0) + 1, ?, ?, ?,
         (SELECT json_group_object(stream, position) FROM streamHead), ?, '' FROM hubStart`,
      [epoch, isoNow(runtime), dataAt, restored ? 1 : 0],
    )
    if (restored) await tellRestored(tx, runtime, dataAt)
  })
  return keeperOf(runtime, epoch)
}

const isOlder = async ({ read, file }: Database): Promise<boolean> => {
  const kept = await readEpochFile(file)
  // a hub that never started with names has nothing to miss; one that did has its file, unless only the database was brought here
  if (kept === null) return (await read.one('SELECT 1 AS found FROM hubStart LIMIT 1')) !== undefined
  if (!(await read.one('SELECT 1 AS found FROM hubStart WHERE epoch = ?', [kept.epoch]))) return true
  return (await trailHead(read)).seq < kept.trailSeq
}

/** null: there is none that can be read */
const readEpochFile = async (databaseFile: string): Promise<EpochFile | null> => {
  const text = await readFile(epochFileOf(databaseFile), 'utf8').catch(() => '')
  try {
    const { epoch, trailSeq } = JSON.parse(text) as Partial<EpochFile>
    return typeof epoch === 'string' && typeof trailSeq === 'number' ? { epoch, trailSeq } : null
  } catch {
    return null
  }
}

const keeperOf = async ({ database, log }: HubRuntime, epoch: string): Promise<EpochKeeper> => {
  let kept = -1
  const raise = async (): Promise<void> => {
    try {
      const { seq: trailSeq } = await trailHead(database.read)
      if (trailSeq === kept) return
      await writeEpochFile(database.file, { epoch, trailSeq })
      kept = trailSeq
    } catch (error) {
      log({ event: 'epoch not raised', error: String(error).slice(0, 300) })
    }
  }
  await raise()
  return { raise }
}

/** Whole or not at all. */
const writeEpochFile = async (databaseFile: string, kept: EpochFile): Promise<void> => {
  const file = epochFileOf(databaseFile)
  const handle = await open(`${file}.new`, 'w')
  try {
    await handle.writeFile(`${JSON.stringify(kept)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}

const trailHead = async (read: Reader): Promise<{ seq: number; at: string }> =>
  (await read.one<{ seq: number; at: string }>(
    `SELECT t.seq, t.at FROM meta m JOIN log l ON l.logId = json_extract(m.value, '$')
     JOIN trail t ON t.logId = l.logId AND t.seq = l.headSeq WHERE m.key = 'hubTrailLogId'`,
  )) ?? { seq: 0, at: '' }

// ---- What a PC heard ----

export interface Standing {
  epoch: string
  /** position of the stream's last item */
  head: number
  /** all of the stream is to be heard once more: this hub never said what the PC heard */
  afresh: boolean
}

/** `epoch`: as the PC says; '' from one that was never told any. The head first: an item published meanwhile is above it. */
export const standingOf = async (read: Reader, stream: PullStream, after: number, epoch: string): Promise<Standing> => {
  const row = await read.one<{ position: number }>('SELECT position FROM streamHead WHERE stream = ?', [stream])
  const head = row?.position ?? 0
  const now = await newestStart(read)
  const reached = epoch === '' ? head : await reachedIn(read, stream, epoch, head)
  return { epoch: now?.epoch ?? '', head, afresh: after > reached }
}

/** As far as the stream had come when the epoch was over; -1 where there never was such an epoch. */
const reachedIn = async (read: Reader, stream: PullStream, epoch: string, head: number): Promise<number> => {
  const own = await read.one<{ startNo: number }>('SELECT startNo FROM hubStart WHERE epoch = ?', [epoch])
  if (!own) return -1
  const next = await read.one<{ position: number | null }>(
    `SELECT (SELECT value FROM json_each(heads) WHERE key = ?) AS position FROM hubStart WHERE startNo = ?`,
    [stream, own.startNo + 1],
  )
  return next === undefined ? head : (next.position ?? 0)
}

interface Start {
  startNo: number
  epoch: string
  dataAt: string
  restored: number
}

const newestStart = (read: Reader): Promise<Start | undefined> =>
  read.one<Start>('SELECT startNo, epoch, dataAt, restored FROM hubStart ORDER BY startNo DESC LIMIT 1')

/**
 * A PC knows more of HQ than HQ does, and HQ's own file said nothing: it was put back together with the database. Its word is
 * enough to ask every PC, once a start; a forged one costs the chain a mark for as long as it takes everybody to call.
 */
export const heardOfMore = async (runtime: HubRuntime, { deviceId }: { deviceId: string }): Promise<void> => {
  const start = await newestStart(runtime.database.read)
  if (!start || start.restored === 1) return
  await runtime.database.write(async (tx) => {
    const changed = await tx.all(
      'UPDATE hubStart SET restored = 1, noticedBy = ? WHERE startNo = ? AND restored = 0 RETURNING 1',
      [...[deviceId, start.startNo]],
    )
    if (changed.length > 0) await tellRestored(tx, runtime, start.dataAt)
  })
}

const tellRestored = (tx: Tx, runtime: HubRuntime, dataAt: string): Promise<void> =>
  raiseAlarm(tx, runtime, { kind: 'hubRestored', detail: { params: { dataAt } } })

// ---- Who told it all again ----

/** In the transaction of a push that left nothing behind at its PC. */
export const toldAll = async (tx: Tx, { deviceId }: { deviceId: string }): Promise<void> => {
  const start = await newestStart(tx)
  if (
    !start ||
    (await tx.one('SELECT 1 AS found FROM hubTold WHERE deviceId = ? AND startNo = ?', [deviceId, start.startNo]))
  )
    return
  await tx.run(
    'INSERT INTO hubTold (deviceId, startNo) VALUES (?, ?) ON CONFLICT (deviceId) DO UPDATE SET startNo = excluded.startNo',
    [deviceId, start.startNo],
  )
}

/** HQ was put back since this PC last told all it had: its figures may lack what HQ forgot. SQL over a row of device. */
export const provisionalSql = (device: string): string =>
  `EXISTS (SELECT 1 FROM hubStart h WHERE h.restored = 1 AND h.startNo >
     coalesce((SELECT o.startNo FROM hubTold o WHERE o.deviceId = ${device}.deviceId), 0))`
