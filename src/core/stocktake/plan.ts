/** 盘点: what a stocktake is made of, and how one zone counted for the n-th time is named on its paper. */
export const stocktakeKinds = ['full', 'category', 'zone', 'list', 'sample', 'suspicious'] as const
export type StocktakeKind = (typeof stocktakeKinds)[number]

/** 'posted', and 'review' once more, follow from its papers (`database/queries/stocktake`). */
export const stocktakeStates = ['counting', 'review', 'submitted', 'posted', 'cancelled'] as const
export type StocktakeState = (typeof stocktakeStates)[number]

/** How much of what a stocktake booked was taken back: the papers it came to, reversed one by one. */
export const reversedParts = ['none', 'part', 'whole'] as const
export type ReversedPart = (typeof reversedParts)[number]

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

/** The bay a shelf position is in, `A03` of `A03-2`: the natural zone to count. */
export const bayOf = (shelf: string): string => {
  const bay = (shelf.split('-')[0] ?? '').toUpperCase()
  return zoneCodePattern.test(bay) ? bay : unplacedZone
}

/** where goods are counted that have no place of their own */
export const unplacedZone = 'OTHER'

/** The round whoever starts to count the zone now counts in. */
export const roundNow = (zoneCode: string, recounts: readonly { zoneCode: string; round: number }[]): number =>
  Math.max(1, ...recounts.filter((one) => one.zoneCode === zoneCode).map(({ round }) => round))

/** Products of a recount a person is told by name. */
export const recountNamedMax = 50

export const zoneStates = ['notStarted', 'counting', 'done', 'twice', 'recount'] as const
export type ZoneState = (typeof zoneStates)[number]

/** How far a zone is in its round: asked to be counted again, being counted, counted, or counted twice and nobody chose. */
export const zoneStateOf = (
  counts: readonly { round: number; state: string; chosen: boolean }[],
  round: number,
): ZoneState => {
  const ofRound = counts.filter((count) => count.round === round && count.state !== 'cancelled')
  const done = ofRound.filter(({ state }) => state === 'approved')
  if (done.length < ofRound.length) return 'counting'
  if (done.length === 0) return round > 1 ? 'recount' : 'notStarted'
  return done.length > 1 && !done.some(({ chosen }) => chosen) ? 'twice' : 'done'
}
