/**
 * What this PC knows of HQ having switched it off. Kept in the database, so that a restart does not lift it: nobody works
 * here until HQ takes it back. What is in the ledger stays, and is told then.
 */
import type { Reader, Tx } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { appendTrail } from '../ledger/trail'
import { readMeta, removeMeta, writeMeta } from './meta'
import { isoNow, type StoreRuntime } from './runtime'
import type { HubClient } from './sync/hubClient'

const key = 'revoked'

export const isRevoked = async (read: Reader): Promise<boolean> => (await readMeta(read, key)) !== null

/** Nobody takes a seat here. */
export const refuseRevoked = async (read: Reader): Promise<void> => {
  if (await isRevoked(read)) throw new Refusal('DEVICE_REVOKED')
}

/** Every call to the hub may be the one that hears it. */
export const hearingRevocation = (runtime: StoreRuntime): HubClient => ({
  ...runtime.hub,
  call: async (name, input) => {
    const answer = await runtime.hub.call(name, input)
    if (!answer.ok && answer.error.code === 'DEVICE_REVOKED') await stopWork(runtime)
    return answer
  },
})

const stopWork = async (runtime: StoreRuntime): Promise<void> => {
  if (await isRevoked(runtime.database.read)) return
  await runtime.database.write(async (tx) => {
    await writeMeta(tx, key, { at: isoNow(runtime.clock) })
    await tx.run(`DELETE FROM meta WHERE key LIKE 'session:%'`)
    await logHeard(tx, runtime, 'device.revoke')
  })
  runtime.log({ event: 'HQ has disabled this PC' })
  runtime.emit({ type: 'session.changed' })
  runtime.emit({ type: 'sync.changed' })
}

/** HQ speaks with this PC again. */
export const resumeWork = async (runtime: StoreRuntime): Promise<void> => {
  if (!(await isRevoked(runtime.database.read))) return
  await runtime.database.write(async (tx) => {
    await removeMeta(tx, key)
    await logHeard(tx, runtime, 'device.restore')
  })
  runtime.log({ event: 'HQ has restored this PC' })
  runtime.emit({ type: 'session.changed' })
  runtime.emit({ type: 'sync.changed' })
}

/** Who did it is in HQ's own trail; when this PC heard of it is in this one. */
const logHeard = (tx: Tx, runtime: StoreRuntime, operation: 'device.revoke' | 'device.restore'): Promise<void> =>
  appendTrail(tx, { at: isoNow(runtime.clock), userId: '', operation, outcome: 'done', detail: { heard: true } })
