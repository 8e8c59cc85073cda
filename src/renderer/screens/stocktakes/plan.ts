/** What is typed into the dialog of a new stocktake, as the zones it means. Pure. */
import type { InputOf } from '../../../contract/operations'
import { zoneCodePattern } from '../../../core/stocktake/plan'

export type PlannedZone = InputOf<'stocktake.open'>['zones'][number]

/** "A01 零食架" a line; without a name it is called by its code. */
export const zonesIn = (text: string): { zones: PlannedZone[]; wrong: string[] } => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const zones = lines.map((line) => zoneOf(line, false))
  return {
    zones: zones.filter((zone) => zone !== null),
    wrong: lines.filter((_, index) => zones[index] === null),
  }
}

export const zoneOf = (line: string, temporary: boolean): PlannedZone | null => {
  const [first = '', ...rest] = line.trim().split(/\s+/)
  const code = first.toUpperCase()
  return zoneCodePattern.test(code) ? { code, name: rest.join(' ').slice(0, 40) || code, temporary } : null
}
