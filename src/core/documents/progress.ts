/**
 * How a line of a plan stands once its lots are taken together: the one rule of what counts as done, for the head of a
 * document, its summary and (said in SQL) the lists.
 */
export type LineStanding = 'done' | 'short' | 'over' | 'unplanned'

/** `difference`: counted less expected. What nobody planned is never done. */
export const standingOf = ({ unplanned }: { unplanned: boolean }, difference: number): LineStanding => {
  if (unplanned) return 'unplanned'
  if (difference === 0) return 'done'
  return difference < 0 ? 'short' : 'over'
}
