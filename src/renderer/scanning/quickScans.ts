/** Scans so close together that only the wait between two keys tells where one ends. Pure. */
import type { WedgeScanner } from '../../contract/schemas/scanner'
import { isGtin } from '../../core/barcode/gtin'
import { withoutMarks } from './profiles'

export interface TimedKey {
  text: string
  atMs: number
}

export type PacedWedge = Pick<WedgeScanner, 'prefix' | 'suffix' | 'end' | 'gapMs'>

export const textOf = (keys: readonly TimedKey[]): string => keys.map(({ text }) => text).join('')

/** Cuts wherever nobody pressed anything for longer than that. */
export const cutAtWaits = <Key extends { atMs: number }>(keys: readonly Key[], waitMsMax: number): Key[][] => {
  const pieces: Key[][] = []
  for (const key of keys) {
    const piece = pieces.at(-1)
    const before = piece?.at(-1)
    if (piece && before && key.atMs - before.atMs <= waitMsMax) piece.push(key)
    else pieces.push([key])
  }
  return pieces
}

/**
 * Two scans of a scanner that sends no end look like one that stalled in the middle. A wait longer than that scanner's own
 * ends a scan only where every piece is a GTIN with a good check digit: half a code must not pass for a whole one.
 */
export const quickScans = (keys: readonly TimedKey[], wedges: readonly PacedWedge[]): TimedKey[][] => {
  const isWhole = (piece: readonly TimedKey[]): boolean => isGtin(withoutMarks(textOf(piece), wedges))
  const endless = wedges.filter(({ end }) => end === 'none')
  const cuts = endless.map(({ gapMs }) => cutAtWaits(keys, gapMs))
  return cuts.find((pieces) => pieces.every(isWhole)) ?? [[...keys]]
}
