/**
 * What this PC could not understand of HQ's word may be plain to a newer program: after an upgrade the streams it came in are
 * heard once more from their beginning, in order, so that no older word ends up above a newer one.
 */
import { readMeta, writeMeta } from '../meta'
import type { StoreRuntime } from '../runtime'

const triedKey = 'parkedTriedBy'

/** Before the first round of sync; until HQ answers everything stays as it is. */
export const hearParkedAgain = async ({ database, version, log }: StoreRuntime): Promise<void> => {
  const { read, write } = database
  const parked = await read.all<{ stream: string }>('SELECT DISTINCT stream FROM parkedItem ORDER BY stream')
  if (parked.length === 0 || (await readMeta<string>(read, triedKey)) === version) return
  await write(async (tx) => {
    for (const { stream } of parked) await tx.run('UPDATE pullCursor SET position = 0 WHERE stream = ?', [stream])
    await writeMeta(tx, triedKey, version)
  })
  log({ event: 'parked items are heard again', streams: parked.map(({ stream }) => stream) })
}
