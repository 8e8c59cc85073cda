/**
 * Cases said where pieces were meant, or pieces where cases were: the dearest slip at a dock. Asked about where the figures
 * themselves say so, and nowhere else, because a question at every case would be answered unread.
 */

export interface Pack {
  packName: string
  /** thousandths of the stock unit */
  packFactor: number
}

export interface Entry {
  /** thousandths this entry stands for, as it was said */
  said: number
  /** how many were said: the count before a scan, or the figure typed in */
  times: number
  /** of the code that was scanned; null for a piece, or a figure by key */
  scanned: Pack | null
  /** what the paper holds of the product beside this */
  held: number
  /** what the plan says; null where there is none, or whoever counts may not know it */
  expected: number | null
  /** every pack the product has */
  packs: readonly Pack[]
}

export interface PackDoubt extends Pack {
  said: number
  /** what may have been meant */
  other: number
  expected: number | null
}

const piece = 1000

export const packDoubtOf = (entry: Entry): PackDoubt | null => {
  const { scanned, expected, said } = entry
  if (scanned) return isCaseDoubtful(entry, scanned) ? { ...scanned, said, other: entry.times * piece, expected } : null
  // what is there already says which of the two somebody meant
  if (expected === null || expected === 0 || entry.held > 0) return null
  const pack = entry.packs.find(
    ({ packFactor }) => isTimes(expected, said, packFactor) || isTimes(said, expected, packFactor),
  )
  return pack ? { packName: pack.packName, packFactor: pack.packFactor, said, other: expected, expected } : null
}

/**
 * `12*` before a case of twelve: twelve cases, or the twelve pieces in it? Where the plan wants so many, nobody asks; and a
 * case too many is said to be too much by itself.
 */
const isCaseDoubtful = ({ said, times, held, expected }: Entry, { packFactor }: Pack): boolean => {
  if (expected !== null && held + said <= expected) return false
  const isCasesWorth = times > 1 && (times * piece) % packFactor === 0
  return isCasesWorth || (expected !== null && isTimes(held + said, expected, packFactor))
}

/** Is it exactly the pack's size times the other? Figures are thousandths, and so is the size. */
const isTimes = (more: number, fewer: number, packFactor: number): boolean =>
  fewer > 0 && BigInt(more) * BigInt(piece) === BigInt(fewer) * BigInt(packFactor)
