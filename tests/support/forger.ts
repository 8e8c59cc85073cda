/** Makes batches as a store PC would, right ones and wrong ones, for whoever holds the PC's own key. */
import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { InputOf } from '../../src/contract/operations'
import type { DocumentStepped, GoodsReceiptPosted } from '../../src/contract/schemas/sync'
import { contentText } from '../../src/core/documents/approval'
import { chainHash, genesisHash } from '../../src/ledger/hashChain'
import type { DeviceSecrets } from '../../src/store/deviceKeys'
import { type Enrolment as EnrolmentFacts, readEnrolment } from '../../src/store/meta'
import { codeOf, postTo } from './operationInputs'
import type { TestHub, TestStore } from './world'

/** with the secrets a forger at the PC finds in its file */
export type Enrolment = EnrolmentFacts & DeviceSecrets

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
    kind: 'ledger',
    fromSeq,
    prevHash,
    events,
    headSignature: signed(enrolment, hash),
    unsecured: payloads.length,
  }
}

export const enrolmentOf = async (store: TestStore): Promise<Enrolment> => {
  const enrolment = await readEnrolment(store.database.read)
  const secrets = store.backend.keys.secrets()
  if (!enrolment || !secrets) throw new Error('the store is not enrolled')
  return { ...enrolment, ...secrets }
}

export interface StoredEvent {
  seq: number
  prevHash: string
  hash: string
  payload: string
}

export const eventsOf = (store: TestStore): Promise<StoredEvent[]> =>
  store.database.read.all<StoredEvent>('SELECT seq, prevHash, hash, payload FROM event ORDER BY seq')

export const pushTo = async (hub: TestHub, enrolment: Enrolment, batch: unknown) => {
  const { logId } = batch as { logId: string }
  if (logId === enrolment.logId) return postTo(hub.url, 'sync.push', batch, { deviceToken: enrolment.deviceToken })
  await goesOnIn(hub, logId)
  const pushed = await postTo(hub.url, 'sync.push', batch, { deviceToken: enrolment.deviceToken })
  await goesOnIn(hub, enrolment.logId)
  return pushed
}

/** HQ takes a PC's newest log for the one it goes on in, and what is told in an earlier one for a copy's word: here both are. */
const goesOnIn = (hub: TestHub, logId: string): Promise<void> =>
  hub.database.write((tx) => tx.run('UPDATE log SET rowid = (SELECT max(rowid) + 1 FROM log) WHERE logId = ?', [logId]))

export const codeOfPush = async (hub: TestHub, enrolment: Enrolment, batch: unknown): Promise<string> =>
  codeOf((await pushTo(hub, enrolment, batch)).answer)

export const toldBy = (event: StoredEvent): DocumentStepped => JSON.parse(event.payload) as DocumentStepped

const hashOfContent = ({ document, lines }: DocumentStepped): string =>
  createHash('sha256')
    .update(contentText({ ...document, lines }))
    .digest('hex')

/** What was signed for is what the paper says now; a decision that rides on it is about that. */
export const signedForAnew = (event: DocumentStepped): DocumentStepped => {
  const copy = structuredClone(event)
  if (copy.document.contentHash !== '') copy.document.contentHash = hashOfContent(copy)
  if (copy.decision) copy.decision.contentHash = hashOfContent(copy)
  return copy
}

/** The same step of another paper, honest in everything else. */
export const ofOtherPaper = (event: DocumentStepped, paper: { documentId: string; number: string }): DocumentStepped =>
  signedForAnew({ ...event, document: { ...event.document, ...paper } })

/** A posted receipt in the words of PCs of the first version. */
export const inFirstWords = ({ document, lines, ...event }: DocumentStepped): GoodsReceiptPosted => ({
  type: 'goodsReceipt.posted',
  documentId: document.documentId,
  number: document.number,
  storeCode: document.storeCode,
  warehouseCode: document.warehouseCode,
  supplierCode: document.counterpartyCode,
  orderId: document.sourceId,
  orderNumber: document.sourceNumber,
  deliveryNote: document.reference,
  dueDate: document.dueDate,
  policyVersion: document.policyVersion,
  authorId: document.authorId,
  postedById: event.userId,
  createdAt: document.createdAt,
  occurredAt: event.occurredAt,
  lines: lines.map(({ lineNo, sku, expectedQuantity, quantity, unitCost, unplanned }) => ({
    lineNo,
    sku,
    expectedQuantity,
    receivedQuantity: quantity,
    unitCost,
    unplanned,
  })),
  setAside: event.setAside,
  movements: event.movements,
})

export interface Raised {
  kind: string
  storeCode: string
  deviceId: string
  userId: string
  documentId: string
  seq: number
  ground: string | null
}

/** What HQ raised about a log, in the log's order. */
export const alarmsAbout = (hub: TestHub, logId: string): Promise<Raised[]> =>
  hub.database.read.all(
    `SELECT kind, storeCode, deviceId, userId, documentId, seq, json_extract(detail, '$.ground') AS ground
     FROM alarm WHERE logId = ? ORDER BY seq, kind`,
    [logId],
  )
