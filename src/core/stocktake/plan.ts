/** 盘点: what a stocktake is made of, and how one zone counted for the n-th time is named on its paper. */
export const stocktakeKinds = ['full', 'category', 'zone', 'list', 'sample', 'suspicious'] as const
export type StocktakeKind = (typeof stocktakeKinds)[number]

/** What is written down of one; 'posted' follows from its papers (`stateOf`). */
export const stocktakeStates = ['counting', 'review', 'submitted', 'posted', 'cancelled'] as const
export type StocktakeState = (typeof stocktakeStates)[number]

/** What becomes of goods nobody counted: nothing, or they are not there. */
export const uncountedRules = ['leave', 'zero'] as const
export type UncountedRule = (typeof uncountedRules)[number]

export const zoneCodePattern = /^[A-Z0-9][A-Z0-9-]{0,15}$/

/** A count says which zone it is of, and the how manieth time: `A03`, counted again `A03/2`. */
export const countReference = (zoneCode: string, round: number): string =>
  round === 1 ? zoneCode : `${zoneCode}/${round}`

export const readCountReference = (reference: string): { zoneCode: string; round: number } => {
  const [zoneCode = '', round = '1'] = reference.split('/')
  return { zoneCode, round: Number(round) }
}

/**
 * Handed in, a stocktake stands where its papers stand: one that waits keeps it waiting; one that came back (refused,
 * voided) puts it under review again; all posted, it is done. Without a variance there is no paper, and it is done too.
 */
export const stateOf = (written: StocktakeState, paperStates: readonly string[]): StocktakeState => {
  if (written !== 'submitted') return written
  if (paperStates.some((state) => state !== 'posted' && state !== 'reversed' && state !== 'cancelled'))
    return 'submitted'
  return paperStates.includes('cancelled') ? 'review' : 'posted'
}

/** The bay a shelf position is in, `A03` of `A03-2`: the natural zone to count. */
export const bayOf = (shelf: string): string => {
  const bay = (shelf.split('-')[0] ?? '').toUpperCase()
  return zoneCodePattern.test(bay) ? bay : unplacedZone
}

/** where goods are counted that have no place of their own */
export const unplacedZone = 'OTHER'
