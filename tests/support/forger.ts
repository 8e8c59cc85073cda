/** Makes batches as a store PC would, right ones and wrong ones, for whoever holds the PC's own key. */
import { createPrivateKey, sign } from 'node:crypto'
import type { InputOf } from '../../src/contract/operations'
import { chainHash, genesisHash } from '../../src/ledger/hashChain'
import { type Enrolment, readEnrolment } from '../../src/store/meta'
import { codeOf, postTo } from './operationInputs'
import type { TestHub, TestStore } from './world'

export type Batch = InputOf<'sync.push'>

export const signed = (enrolment: Pick<Enrolment, 'privateKeyPem'>, hash: string): string =>
  sign(null, Buffer.from(hash), createPrivateKey(enrolment.privateKeyPem)).toString('base64')

export const genesisOf = (logId: string): string => genesisHash(logId)

/** A batch that chains and is signed; what is wrong with it is put on top. */
export const batchOf = (
  enrolment: Enrolment,
  payloads: readonly string[],
  place: { logId?: string; fromSeq?: number; prevHash?: string } = {},
): Batch => {
  const logId = place.logId ?? enrolment.logId
  const fromSeq = place.fromSeq ?? 1
  const prevHash = place.prevHash ?? genesisHash(logId)
  let hash = prevHash
  const events = payloads.map((payload, index) => {
    hash = chainHash(hash, payload)
    return { seq: fromSeq + index, payload, hash }
  })
  return {
    protocolVersion: 1,
    logId,
    fromSeq,
    prevHash,
    events,
    headSignature: signed(enrolment, hash),
    unsecured: payloads.length,
  }
}

export const enrolmentOf = async (store: TestStore): Promise<Enrolment> => {
  const enrolment = await readEnrolment(store.database.read)
  if (!enrolment) throw new Error('the store is not enrolled')
  return enrolment
}

export interface StoredEvent {
  seq: number
  prevHash: string
  hash: string
  payload: string
}

export const eventsOf = (store: TestStore): Promise<StoredEvent[]> =>
  store.database.read.all<StoredEvent>('SELECT seq, prevHash, hash, payload FROM event ORDER BY seq')

export const pushTo = (hub: TestHub, enrolment: Enrolment, batch: unknown) =>
  postTo(hub.url, 'sync.push', batch, { deviceToken: enrolment.deviceToken })

export const codeOfPush = async (hub: TestHub, enrolment: Enrolment, batch: unknown): Promise<string> =>
  codeOf((await pushTo(hub, enrolment, batch)).answer)
