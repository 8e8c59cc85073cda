/** A command at HQ as the document engine sees it: HQ writes its own papers, into a log of its own. */
import type { ToldLine } from '../contract/schemas/sync'
import { storeDayOf } from '../core/quantity/storeDay'
import type { DocumentRow } from '../database/entities'
import type { Tx } from '../database/unitOfWork'
import { toldHeader } from '../documents/tell'
import { type DocumentWork, noPeers, type WritingPlace } from '../documents/work'
import { type Actor, Refusal } from '../gateway/gateway'
import { startLog } from '../ledger/append'
import type { CommandCall } from './calls'
import { afterStep } from './documents/follow'
import { keeperOf } from './keeper'
import { currentPolicy } from './policy'
import { publish } from './publish'
import { type HubRuntime, isoNow } from './runtime'

export const workOf = (call: CommandCall): DocumentWork => ({
  ...hubWork(call.tx, call.runtime, call.user),
  remember: call.remember,
})

export const hubWork = (tx: Tx, runtime: HubRuntime, user: Actor): DocumentWork => ({
  tx,
  side: 'hub',
  user,
  authority: null,
  at: isoNow(runtime),
  storeDay: storeDayOf(runtime.clock.nowMs()),
  ids: { uuid: runtime.ids.uuid, documentId: runtime.ids.uuid },
  policy: () => currentPolicy(tx),
  place: () => hubPlace(tx, runtime),
  isElsewhere: () => Promise.resolve(false),
  peers: noPeers,
  remember: () => undefined,
  emit: () => undefined,
  nudge: () => undefined,
  keepsLedgerOf: async (warehouseCode) => (await storeOf(tx, warehouseCode)) === null,
  afterStep: (document, step) => afterStep(tx, runtime, document, step),
  instruct: (document, lines) => instruct(tx, runtime, document, lines, user),
})

/** HQ's own log starts with its first paper; its id stands in the database beside the hub's. */
export const hubPlace = async (tx: Tx, runtime: HubRuntime): Promise<WritingPlace> => {
  const known = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'hubLogId'`)
  if (known) return { logId: known.value, letter: 'H', storeCode: '' }
  const logId = runtime.ids.uuid()
  await startLog(tx, logId, 'hub')
  await tx.run(`INSERT INTO meta (key, value) VALUES ('hubLogId', ?)`, [logId])
  return { logId, letter: 'H', storeCode: '' }
}

const storeOf = async (tx: Tx, warehouseCode: string): Promise<string | null> => {
  const row = await tx.one<{ storeCode: string | null }>('SELECT storeCode FROM warehouse WHERE code = ?', [
    warehouseCode,
  ])
  return row?.storeCode ?? null
}

export const instruct = async (
  tx: Tx,
  runtime: HubRuntime,
  document: DocumentRow,
  lines: readonly ToldLine[],
  by: { userId: string; name: string },
): Promise<void> => {
  const storeCode = await storeOf(tx, document.warehouseCode)
  const keeper = storeCode === null ? undefined : await keeperOf(tx, storeCode)
  if (!keeper || storeCode === null) throw new Refusal('STORE_HAS_NO_PC', { storeCode: storeCode ?? '' })
  await publish(tx, 'documents', [
    {
      type: 'instruction',
      key: document.documentId,
      scope: storeCode,
      body: {
        deviceId: keeper.deviceId,
        document: toldHeader(document),
        lines: [...lines],
        userId: by.userId,
        userName: by.name,
      },
    },
  ])
  runtime.log({ event: 'store instructed', documentId: document.documentId, storeCode })
}
