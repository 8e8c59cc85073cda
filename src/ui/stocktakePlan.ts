/** What is typed into a form of a stocktake, as the scope it means, and a scope in words. Pure; the shop and HQ type alike. */
import type { TFunction } from 'i18next'
import type { StocktakeScope } from '../contract/schemas/stocktake'
import type { StocktakeKind } from '../core/stocktake/plan'
import { priceText } from './format'

/** What beside its kind a scope asks for. */
export const askedOf = (kind: StocktakeKind): 'codes' | 'size' | null => {
  if (kind === 'category' || kind === 'zone' || kind === 'list') return 'codes'
  return kind === 'sample' ? 'size' : null
}

/** "A01, A02 A03" -> its codes, each once */
export const codesIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,;，；、]+/).filter((code) => code !== '')),
]

/** null while something is missing */
export const scopeOf = (kind: StocktakeKind, codes: readonly string[], size: number | null): StocktakeScope | null => {
  if (kind === 'full' || kind === 'suspicious') return { kind }
  if (kind === 'sample') return size === null ? null : { kind, size }
  if (codes.length === 0) return null
  if (kind === 'category') return { kind, categoryCodes: [...codes] }
  return kind === 'zone' ? { kind, shelves: [...codes] } : { kind, skus: [...codes] }
}

/** What a scope names, as it would be typed. */
export const codesOf = (scope: StocktakeScope): string[] => {
  if (scope.kind === 'category') return scope.categoryCodes
  if (scope.kind === 'zone') return scope.shelves
  return scope.kind === 'list' ? scope.skus : []
}

const namedMax = 6

/** 货架区盘点 A01、A02 … */
export const scopeText = (t: TFunction, scope: StocktakeScope): string => {
  const kind = t(`stocktakeKind.${scope.kind}`)
  if (scope.kind === 'sample') return `${kind} ${scope.size}`
  const codes = codesOf(scope)
  const shown = codes.slice(0, namedMax).join(' ')
  return `${kind} ${shown}${codes.length > namedMax ? ` … ${codes.length}` : ''}`.trim()
}

/** Which differences need no reason: within either; with neither, every one needs a word. */
export const toleranceText = (
  t: TFunction,
  { tolerancePermille, toleranceFen }: { tolerancePermille: number; toleranceFen: number },
): string => {
  const within = [
    ...(tolerancePermille > 0 ? [t('tolerance.percent', { percent: tolerancePermille / 10 })] : []),
    ...(toleranceFen > 0 ? [t('tolerance.money', { money: priceText(toleranceFen) })] : []),
  ]
  return within.length === 0 ? t('tolerance.none') : within.join(t('tolerance.or'))
}

export const asksCodes = (kind: StocktakeKind): kind is 'category' | 'zone' | 'list' => askedOf(kind) === 'codes'
