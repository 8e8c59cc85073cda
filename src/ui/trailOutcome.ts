/** How an act of the log ended, in words: done, refused as its user was told, or what a look of the program found. */
import type { TFunction } from 'i18next'
import type { Problem } from '../core/findings'
import { findingsOfLook, isLook } from '../core/lookFound'
import { findingPlace, findingText } from './findings'
import { refusalText, type TrailRow } from './trail'

type Ended = Pick<TrailRow, 'operation' | 'outcome' | 'code' | 'detail'>

/** Three signs, not two: that something was found wrong is no act that went well. */
export const endOf = ({ operation, outcome }: Pick<Ended, 'operation' | 'outcome'>): 'done' | 'refused' | 'found' =>
  outcome !== 'done' ? 'refused' : isLook(operation) ? 'found' : 'done'

export const outcomeOf = (t: TFunction, row: Ended): string => {
  const end = endOf(row)
  if (end === 'done') return t('trail.done')
  return end === 'refused' ? refusalText(t, row.code, row.detail) : foundText(t, foundIn(row))
}

export const foundIn = ({ operation, detail }: Pick<Ended, 'operation' | 'detail'>): Problem[] =>
  findingsOfLook(operation, detail)

/** The first of them, and how many more there are. */
const foundText = (t: TFunction, found: readonly Problem[]): string => {
  const [first] = found
  if (!first) return t('trail.foundNothing')
  const words = t('trail.foundOne', { place: findingPlace(t, first), what: findingText(t, first) })
  return found.length === 1 ? words : t('trail.foundMore', { words, n: found.length })
}
