/** What is typed into the dialog of a new stocktake, as the plan it means. Pure. */
import type { InputOf } from '../../../contract/operations'
import type { StocktakeScope } from '../../../contract/schemas/stocktake'
import { type StocktakeKind, zoneCodePattern } from '../../../core/stocktake/plan'

export type PlannedZone = InputOf<'stocktake.open'>['zones'][number]

/** What beside its kind a scope asks for. */
export const askedOf = (kind: StocktakeKind): 'codes' | 'size' | null => {
  if (kind === 'category' || kind === 'zone' || kind === 'list') return 'codes'
  return kind === 'sample' ? 'size' : null
}

export const asksCodes = (kind: StocktakeKind): kind is 'category' | 'zone' | 'list' => askedOf(kind) === 'codes'

/** null while something is missing */
export const scopeOf = (kind: StocktakeKind, codes: readonly string[], size: number | null): StocktakeScope | null => {
  if (kind === 'full' || kind === 'suspicious') return { kind }
  if (kind === 'sample') return size === null ? null : { kind, size }
  if (codes.length === 0) return null
  if (kind === 'category') return { kind, categoryCodes: [...codes] }
  return kind === 'zone' ? { kind, shelves: [...codes] } : { kind, skus: [...codes] }
}

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
