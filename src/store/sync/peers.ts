/**
 * What this PC knows of the store's other PCs while a stocktake is open: how far their ledgers are, and what they had heard of
 * this one when they said so. Kept in memory alone: what was forgotten by a restart makes a count less certain, never wrong.
 */
import type { MeetingNote, MeetingPeer } from '../../contract/schemas/meeting'
import type { PeersKnown, StepBound } from '../../documents/work'

/** A count of this PC, for a stocktake another one holds, as it stood when a round began. */
export interface CountSeen {
  documentId: string
  holderLogId: string
  /** its newest step */
  step: number
}

export interface HeardPeer extends MeetingPeer {
  /** of this PC's own clock that never goes back */
  heardAtMs: number
}

export interface Peers extends PeersKnown {
  /** Begins a round: whatever these counts hold now was counted before it. */
  begin(counts: readonly CountSeen[]): Pick<MeetingNote, 'run' | 'round' | 'heard'>
  /** What the others answered. */
  hear(ownDeviceId: string, peers: readonly MeetingPeer[], heardAtMs: number): void
  all(): readonly HeardPeer[]
}

interface Seen extends CountSeen {
  round: number
  /** how far the holder was once it had heard of that round; null until it has said so */
  seq: number | null
}

/** `run`: a fresh id, for rounds are counted anew each time the backend starts. */
export const createPeers = (run: string): Peers => {
  let round = 0
  let seen: Seen[] = []
  const peers = new Map<string, HeardPeer>()
  const heads = new Map<string, number>()
  return {
    begin: (counts) => {
      round += 1
      seen = [
        ...stillOpen(seen, counts),
        ...counts.filter(isNewIn(seen)).map((count) => ({ ...count, round, seq: null })),
      ]
      return { run, round, heard: [...peers.values()].map((peer) => roundOf(peer)) }
    },
    hear: (ownDeviceId, answered, heardAtMs) => {
      for (const peer of answered) {
        peers.set(peer.deviceId, { ...peer, heardAtMs })
        heads.set(peer.logId, Math.max(peer.headSeq, heads.get(peer.logId) ?? 0))
        const heardUs = peer.heard.find((one) => one.deviceId === ownDeviceId && one.run === run)
        seen = seen.map((one) => (heardUs ? bounded(one, peer, heardUs.round) : one))
      }
    },
    all: () => [...peers.values()],
    heads: () => Object.fromEntries(heads),
    boundsOf: (documentId) =>
      seen
        .filter((one) => one.documentId === documentId)
        .flatMap(({ step, seq }): StepBound[] => (seq === null ? [] : [{ upToStep: step, seq }])),
  }
}

/** A count that is finished, or void, asks for no more bounds. */
const stillOpen = (seen: readonly Seen[], counts: readonly CountSeen[]): Seen[] =>
  seen.filter(({ documentId }) => counts.some((count) => count.documentId === documentId))

/** Where nothing was counted since, the earlier round says the same sooner. */
const isNewIn =
  (seen: readonly Seen[]) =>
  ({ documentId, step }: CountSeen): boolean =>
    !seen.some((one) => one.documentId === documentId && one.step >= step)

/** The holder looked at its ledger after it had heard of that round, so after all that was counted before it. */
const bounded = (one: Seen, { logId, headSeq }: MeetingPeer, heardRound: number): Seen =>
  one.seq === null && one.holderLogId === logId && one.round <= heardRound ? { ...one, seq: headSeq } : one

const roundOf = ({ deviceId, run, round }: HeardPeer) => ({ deviceId, run, round })
