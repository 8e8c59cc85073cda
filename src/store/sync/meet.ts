/**
 * While a stocktake is open the store's PCs meet at HQ in every round of sync: each leaves a note of how far its ledger is
 * and what is counted on it, and takes the others'. A meeting that fails costs certainty, nothing else.
 */
import type { CountUnderWay } from '../../contract/schemas/meeting'
import { protocolVersion } from '../../contract/schemas/sync'
import { readCountReference } from '../../core/stocktake/plan'
import type { Reader } from '../../database/unitOfWork'
import { type Enrolment, ledgerHead } from '../meta'
import type { StoreRuntime } from '../runtime'
import type { CountSeen, Peers } from './peers'

export const meetPeers = async (runtime: StoreRuntime, peers: Peers, enrolment: Enrolment): Promise<void> => {
  const { read } = runtime.database
  if (!(await isCounting(read))) return
  const counts = await countsUnderWay(read)
  const elsewhere = counts.filter(({ holderLogId }) => holderLogId !== enrolment.logId)
  const round = peers.begin(elsewhere.map(seenOf))
  // the head last: it is then further than everything this note says was heard before
  const note = {
    ...round,
    counting: counts.map(toldOf),
    logId: enrolment.logId,
    headSeq: await ledgerHead(read),
  }
  const answer = await runtime.hub.call('sync.meet', { protocolVersion, note })
  if (!answer.ok) return
  const before = peers.all().map(shownOf).join()
  peers.hear(enrolment.deviceId, answer.value.peers, runtime.clock.elapsedMs())
  if (peers.all().map(shownOf).join() !== before) runtime.emit({ type: 'documents.changed' })
}

/** What of a peer a person sees, its age apart. */
const shownOf = ({ letter, counting }: ReturnType<Peers['all']>[number]): string => JSON.stringify([letter, counting])

const isCounting = async (read: Reader): Promise<boolean> =>
  (await read.one(`SELECT 1 AS found FROM stocktake WHERE state = 'counting' LIMIT 1`)) !== undefined

interface UnderWay extends Omit<CountUnderWay, 'zoneCode'> {
  documentId: string
  reference: string
  version: number
  holderLogId: string
}

const countingMax = 200

const countsUnderWay = (read: Reader): Promise<UnderWay[]> =>
  read.all<UnderWay>(
    `SELECT d.documentId, d.sourceId AS stocktakeId, d.reference, d.authorId AS counterId, d.version,
       s.logId AS holderLogId,
       (SELECT count(*) FROM documentLine l WHERE l.documentId = d.documentId) AS linesTotal
     FROM document d JOIN stocktake s ON s.stocktakeId = d.sourceId
     WHERE d.type = 'stocktakeCount' AND d.state IN ('draft', 'held') ORDER BY d.createdAt, d.number LIMIT ${countingMax}`,
  )

const seenOf = ({ documentId, holderLogId, version }: UnderWay): CountSeen => ({
  documentId,
  holderLogId,
  step: version,
})

const toldOf = ({ stocktakeId, reference, counterId, linesTotal }: UnderWay): CountUnderWay => ({
  ...{ stocktakeId, counterId, linesTotal },
  zoneCode: readCountReference(reference).zoneCode,
})
