/** The hub's side of enrolment, push and pull; the work is in hub/sync/. */
import { isSpokenHere, oldestProtocolOf, protocolVersion } from '../../contract/protocol'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { HandlersOf, QueryCall } from '../calls'
import { heardOfMore, standingOf } from '../epoch'
import { logErrand } from '../errandLog'
import { isoNow } from '../runtime'
import { enrolDevice } from '../sync/enrol'
import { meetAtHub } from '../sync/meet'
import { keepPicture } from '../sync/pictures'
import { receiveBatch } from '../sync/receive'
import { type Recovered, recoverDevice } from '../sync/recover'
import { noteHeard, tellsRights } from '../sync/window'

const pageItemsDefault = 1000

const refuseOtherVersion = (version: number): void => {
  if (isSpokenHere(version, protocolVersion)) return
  const oldest = oldestProtocolOf(protocolVersion)
  throw new Refusal('SYNC_VERSION', { hub: protocolVersion, store: version, oldest })
}

export const syncHandlers: HandlersOf<'sync'> = {
  'sync.enrol': (call, input) => {
    refuseOtherVersion(input.protocolVersion)
    return enrolDevice(call.runtime, input)
  },

  'sync.recover': (call, input) => {
    refuseOtherVersion(input.protocolVersion)
    return recoverDevice(call.runtime, input, (tx, device) => logRecovered(tx, call, device))
  },

  'sync.push': (call, input) => {
    refuseOtherVersion(input.protocolVersion)
    return receiveBatch(call.runtime, call.device, input)
  },

  'sync.meet': (call, { protocolVersion: version, note }) => {
    refuseOtherVersion(version)
    return meetAtHub(call.runtime, call.device, note)
  },

  'sync.attachment': async (call, input) => {
    await keepPicture(call, input)
    return {}
  },

  'sync.pull': async (call, input) => {
    refuseOtherVersion(input.protocolVersion)
    const limit = input.limit ?? pageItemsDefault
    const { epoch, head, afresh } = await standingOf(call.read, input.stream, input.after, input.seenEpoch ?? '')
    if (afresh) await heardOfMore(call.runtime, call.device)
    // a PC of before knows no beginning anew: it goes on as it did
    const isTold = input.seenEpoch !== undefined
    const after = afresh && isTold ? 0 : input.after
    const items = await call.read.all<{ position: number; type: string; key: string; body: string }>(
      `SELECT position, type, key, body FROM streamItem
       WHERE stream = ? AND position > ? AND position <= ? AND scope IN ('', ?) ORDER BY position LIMIT ?`,
      [input.stream, after, head, call.device.storeCode, limit],
    )
    const more = items.length === limit
    if (tellsRights(input.stream) && !afresh && after >= head) await noteHeard(call.runtime, call.device, input.stream)
    // a page that ends the stream moves the cursor past other stores' items too
    return {
      items,
      more,
      hubTime: isoNow(call.runtime),
      position: more ? (items.at(-1)?.position ?? after) : Math.max(after, head),
      ...(isTold ? { epoch, afresh } : {}),
    }
  },
}

/** Nobody is signed in at HQ: whoever had the code. */
const logRecovered = (tx: Tx, call: QueryCall, { deviceId, storeCode, letter }: Recovered): Promise<void> =>
  logErrand(tx, call, { operation: 'sync.recover', userId: '', storeCode, detail: { deviceId, letter } })
