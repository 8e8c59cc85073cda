/**
 * What PCs of one store tell each other through HQ while a stocktake is open. No clock orders two PCs' ledgers; what orders
 * them is who had heard what: a PC that says how far it is, and that it had heard another's round before it looked, is
 * further than it was when that round began.
 */
import { z } from 'zod'
import { figure, uuid } from './common'

/** Rounds are counted anew each time a PC's backend starts. */
const round = z.strictObject({ run: uuid, round: figure.min(0) })

export const countUnderWay = z.strictObject({
  stocktakeId: uuid,
  zoneCode: z.string().max(16),
  counterId: z.string().max(40),
  linesTotal: figure.min(0),
})

export const meetingLimits = { peers: 50, counting: 200 } as const

export const meetingNote = round.extend({
  logId: uuid,
  /** how far its ledger was when it wrote this */
  headSeq: figure.min(0),
  /** the newest round of each other PC it had heard of by then */
  heard: z.array(round.extend({ deviceId: uuid })).max(meetingLimits.peers),
  counting: z.array(countUnderWay).max(meetingLimits.counting),
})

export const meetingPeer = meetingNote.extend({ deviceId: uuid, letter: z.string().max(8), ageSeconds: figure.min(0) })

export type CountUnderWay = z.infer<typeof countUnderWay>
export type MeetingNote = z.infer<typeof meetingNote>
export type MeetingPeer = z.infer<typeof meetingPeer>
