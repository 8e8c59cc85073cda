/** A zone somebody finished is counted once more only by somebody who means to: the second count stands beside the first. Pure. */
import type { StocktakeView } from '../../../contract/schemas/stocktake'

export type Zone = StocktakeView['zones'][number]

/** Nobody counts a zone twice in one round. */
export const ownDone = ({ counts, round }: Zone, userId: string): Zone['counts'][number] | undefined =>
  counts.find((count) => count.counterId === userId && count.round === round && count.state === 'approved')

const isUnderWay = ({ state }: Zone['counts'][number]): boolean => state !== 'approved' && state !== 'cancelled'

/** Who finished the zone in its present round, where this user has no count of it yet. */
export const finishedByOthers = ({ counts, round }: Zone, userId: string): string[] => {
  const ofRound = counts.filter((count) => count.round === round)
  if (ofRound.some((count) => count.counterId === userId && isUnderWay(count))) return []
  const done = ofRound.filter(({ state, counterId }) => state === 'approved' && counterId !== userId)
  return [...new Set(done.map(({ counterName }) => counterName))]
}

/** Remembers of which zone it told; of another, or of one finished by more people since, it tells anew. */
export const secondCounts = () => {
  let told = ''
  return {
    /** who is to be told of before another count begins; none where it may */
    toTell: (zone: Zone | undefined, userId: string): string[] => {
      const names = zone ? finishedByOthers(zone, userId) : []
      const key = [userId, zone?.code, zone?.round, ...names].join('\n')
      const tells = names.length > 0 && key !== told
      told = tells ? key : ''
      return tells ? names : []
    },
  }
}

/** Where somebody who comes to count begins: at what they began, or at the first zone that waits for somebody. */
export const firstToCount = (zones: readonly Zone[], userId: string, chooses: boolean): Zone | undefined => {
  const waits = ({ state, counts, round }: Zone): boolean => {
    if (state === 'counting')
      return counts.some((count) => count.counterId === userId && count.round === round && isUnderWay(count))
    return state === 'notStarted' || state === 'recount' || (state === 'twice' && chooses)
  }
  return zones.find(waits) ?? zones[0]
}
