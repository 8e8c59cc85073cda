/** What arrives from HQ takes effect on this PC: the document engine, acting for somebody who sits elsewhere. */
import { storeDayOf } from '../../core/quantity/storeDay'
import type { Tx } from '../../database/unitOfWork'
import { createMemory, logCarriedOut } from '../../documents/act'
import { type DocumentWork, noPeers } from '../../documents/work'
import { actorOf } from '../../gateway/gateway'
import { type Enrolment, readPolicy } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'
import { storeSide } from '../work'

/** No window, no PIN, and no right is asked again: who acted was judged where they did. `told` is its line in the trail. */
export const workAs = async (
  tx: Tx,
  runtime: StoreRuntime,
  enrolment: Enrolment,
  by: { userId: string; userName: string },
): Promise<{ work: DocumentWork; told: (operation: string) => Promise<void> }> => {
  const policy = await readPolicy(tx)
  const memory = createMemory()
  const scope = { kind: 'store', storeCode: enrolment.storeCode } as const
  const { logId, letter, storeCode } = enrolment
  const work: DocumentWork = {
    tx,
    side: 'store',
    user: actorOf({ userId: by.userId, name: by.userName, nameEn: '', roles: ['hqOperations'], scope }, policy),
    authority: null,
    at: isoNow(runtime.clock),
    storeDay: storeDayOf(runtime.clock.nowMs()),
    ids: runtime.ids,
    policy: () => Promise.resolve(policy),
    place: () => Promise.resolve({ logId, letter, storeCode }),
    isElsewhere: () => Promise.resolve(false),
    peers: noPeers,
    remember: memory.remember,
    emit: (event) => tx.afterCommit(() => runtime.emit(event)),
    nudge: () => undefined,
    ...storeSide(tx, runtime),
  }
  const told = (operation: string): Promise<void> =>
    logCarriedOut(tx, { operation, userId: by.userId, at: work.at }, memory)
  return { work, told }
}
