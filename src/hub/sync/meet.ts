/**
 * The store's PCs meet here while a stocktake is open: HQ pins up each one's newest note for the others, and keeps none of it.
 * Forgotten, a note comes again with the next round. It decides nothing here; what a PC makes of it comes with its events.
 */
import type { OutputOf } from '../../contract/operations'
import type { MeetingNote } from '../../contract/schemas/meeting'
import type { Database, Reader } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import type { HubRuntime } from '../runtime'

type Device = NonNullable<Caller['device']>

interface Pinned {
  deviceId: string
  note: MeetingNote
  atMs: number
}

/** a PC that has not come for so long says nothing of now */
const keptMs = 24 * 60 * 60_000

const boards = new WeakMap<Database, Map<string, Pinned[]>>()

export const meetAtHub = async (
  { database, clock }: HubRuntime,
  { deviceId, storeCode }: Device,
  note: MeetingNote,
): Promise<OutputOf<'sync.meet'>> => {
  const board = boards.get(database) ?? new Map<string, Pinned[]>()
  boards.set(database, board)
  const nowMs = clock.elapsedMs()
  const pinned = (board.get(storeCode) ?? []).filter(({ atMs }) => nowMs - atMs < keptMs)
  const others = pinned.filter((one) => one.deviceId !== deviceId)
  board.set(storeCode, [...others, { deviceId, note: newest(pinned, deviceId, note), atMs: nowMs }])
  const letters = await lettersOf(database.read, storeCode)
  return {
    peers: others.map(({ deviceId: other, note: said, atMs }) => ({
      ...said,
      ...{ deviceId: other, letter: letters.get(other) ?? '', ageSeconds: Math.round((nowMs - atMs) / 1000) },
    })),
  }
}

/** What was long on its way comes after what was said later. */
const newest = (pinned: readonly Pinned[], deviceId: string, note: MeetingNote): MeetingNote => {
  const known = pinned.find((one) => one.deviceId === deviceId)?.note
  return known && known.run === note.run && known.round > note.round ? known : note
}

const lettersOf = async (read: Reader, storeCode: string): Promise<Map<string, string>> => {
  const rows = await read.all<{ deviceId: string; letter: string }>(
    'SELECT deviceId, letter FROM device WHERE storeCode = ?',
    [storeCode],
  )
  return new Map(rows.map(({ deviceId, letter }) => [deviceId, letter]))
}
