/** What bounds a count made on another PC: who had heard of which round when it said how far its ledger was. No clock. */
import { describe, expect, test } from 'vitest'
import type { MeetingPeer } from '../../../src/contract/schemas/meeting'
import { createPeers } from '../../../src/store/sync/peers'

const own = 'pc-b'
const run = 'run-b-1'
const holder = (headSeq: number, heardRound: number | null, heardRun = run): MeetingPeer => ({
  ...{ deviceId: 'pc-a', letter: 'A', logId: 'log-a', run: 'run-a-1', round: 1, headSeq, ageSeconds: 0, counting: [] },
  heard: heardRound === null ? [] : [{ deviceId: own, run: heardRun, round: heardRound }],
})
const count = (step: number, documentId = 'count-1') => ({ documentId, holderLogId: 'log-a', step })

describe('the least a holder’s ledger can be', () => {
  test('is the furthest it ever said; what was long on its way takes nothing back', () => {
    const peers = createPeers(run)
    expect(peers.heads()).toEqual({})
    peers.hear(own, [holder(12, null)], 0)
    peers.hear(own, [holder(9, null)], 1)
    expect(peers.heads()).toEqual({ 'log-a': 12 })
  })
})

describe('the most it can have been at a step', () => {
  test('is what it said after it had heard of the round that followed the step', () => {
    const peers = createPeers(run)
    peers.begin([count(4)])
    peers.hear(own, [holder(20, null)], 0)
    expect(peers.boundsOf('count-1')).toEqual([])
    peers.begin([count(9)])
    // it had heard of the first round alone
    peers.hear(own, [holder(23, 1)], 1)
    expect(peers.boundsOf('count-1')).toEqual([{ upToStep: 4, seq: 23 }])
    // a later word bounds the later steps, and loosens nothing
    peers.hear(own, [holder(31, 2)], 2)
    expect(peers.boundsOf('count-1')).toEqual([
      { upToStep: 4, seq: 23 },
      { upToStep: 9, seq: 31 },
    ])
  })

  test('is not what it had said of itself before this backend started', () => {
    const peers = createPeers(run)
    peers.begin([count(4)])
    peers.hear(own, [holder(20, 7, 'run-b-0')], 0)
    expect(peers.boundsOf('count-1')).toEqual([])
  })

  test('is said by the holder alone, and not of a count that is no more', () => {
    const peers = createPeers(run)
    peers.begin([count(4)])
    peers.hear(own, [{ ...holder(20, 1), deviceId: 'pc-c', logId: 'log-c' }], 0)
    expect(peers.boundsOf('count-1')).toEqual([])
    peers.begin([count(2, 'count-2')])
    peers.hear(own, [holder(21, 2)], 1)
    expect(peers.boundsOf('count-1')).toEqual([])
    expect(peers.boundsOf('count-2')).toEqual([{ upToStep: 2, seq: 21 }])
  })

  test('is asked for once where nothing was counted since: the earlier round says it sooner', () => {
    const peers = createPeers(run)
    peers.begin([count(4)])
    peers.begin([count(4)])
    peers.hear(own, [holder(20, 1)], 0)
    expect(peers.boundsOf('count-1')).toEqual([{ upToStep: 4, seq: 20 }])
  })
})

test('a round says which rounds of the others were heard before it', () => {
  const peers = createPeers(run)
  expect(peers.begin([])).toEqual({ run, round: 1, heard: [] })
  peers.hear(own, [holder(20, null)], 0)
  expect(peers.begin([])).toEqual({ run, round: 2, heard: [{ deviceId: 'pc-a', run: 'run-a-1', round: 1 }] })
})
