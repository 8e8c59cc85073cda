/**
 * What HQ holds of one log, told back to the PC it is of: an old copy put back, or a second copy of one PC, finds there what its
 * own file lacks. A log of another PC is none.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Reader } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'

type Device = NonNullable<Caller['device']>
type History = OutputOf<'sync.history'>

const pageEvents = 200
/** one event may be long; what fits no page comes alone */
const pageChars = 4_000_000

export const historyOf = async (
  read: Reader,
  { deviceId }: Device,
  { logId, after }: InputOf<'sync.history'>,
): Promise<History> => {
  const found = await read.one<{ state: History['state']; headSeq: number | null; kind: string | null }>(
    `SELECT d.state, l.headSeq, l.kind FROM device d
     LEFT JOIN log l ON l.deviceId = d.deviceId AND l.logId = ? WHERE d.deviceId = ?`,
    [logId, deviceId],
  )
  const state = found?.state === 'active' ? 'active' : 'quarantined'
  const logs = await read.all<History['logs'][number]>(
    'SELECT logId, kind FROM log WHERE deviceId = ? ORDER BY rowid',
    [deviceId],
  )
  if (!found?.headSeq) return { state, headSeq: 0, logs, events: [] }
  const events = await read.all<History['events'][number]>(
    `SELECT seq, hash, payload FROM ${found.kind === 'trail' ? 'trail' : 'event'}
     WHERE logId = ? AND seq > ? ORDER BY seq LIMIT ${pageEvents}`,
    [logId, after],
  )
  return { state, headSeq: found.headSeq, logs, events: fitting(events) }
}

const fitting = (events: History['events']): History['events'] => {
  let chars = 0
  return events.filter(({ payload }, index) => {
    chars += payload.length
    return index === 0 || chars <= pageChars
  })
}
