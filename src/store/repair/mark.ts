/**
 * This PC's file is known to be another than HQ was told of: an old copy put back, or one of two copies. Noted durably, because
 * nothing more may be told under its log until both were compared (repair.ts).
 */
import type { Tx } from '../../database/unitOfWork'
import type { FencePlace } from '../../ledger/fence'
import { readMeta, removeMeta, writeMeta } from '../meta'
import type { StoreRuntime } from '../runtime'
import { leapSerials } from './serials'

/** `sent`: how far its ledger had got, by the fence beside the file; null: HQ said that it holds another history */
export interface Mark {
  sent: FencePlace | null
}

const markKey = 'historyDiffers'

export const readMark = ({ database }: Pick<StoreRuntime, 'database'>): Promise<Mark | null> =>
  readMeta<Mark>(database.read, markKey)

export const settleMark = (tx: Tx): Promise<void> => removeMeta(tx, markKey)

/** papers written before HQ is reached again take numbers nobody can have given before the file was put back */
const leapUnheard = 500

/** At a start, in the transaction that tells what the fence says. */
export const markSent = async (tx: Tx, runtime: Pick<StoreRuntime, 'clock'>, sent: FencePlace): Promise<void> => {
  await writeMeta(tx, markKey, { sent } satisfies Mark)
  await leapSerials(tx, runtime.clock, leapUnheard)
}

/** HQ holds what this file lacks, or other bytes in its place. */
export const markDiffers = async (runtime: Pick<StoreRuntime, 'database' | 'clock'>): Promise<void> => {
  if (await readMark(runtime)) return
  await runtime.database.write((tx) => writeMeta(tx, markKey, { sent: null } satisfies Mark))
}
