/** How an act of the log ended, in words: done, refused as its user was told, or what a look of the program found. */
import type { TFunction } from 'i18next'
import type { Problem } from '../core/findings'
import { findingsOfLook, isLook } from '../core/lookFound'
import { codeText } from './errorText'
import { findingPlace, findingText } from './findings'
import { labelLeft, refusalText, type TrailRow } from './trail'

type Ended = Pick<TrailRow, 'operation' | 'outcome' | 'code' | 'detail'>

type End = 'done' | 'refused' | 'found' | 'labelNotOut' | 'labelUnsure'

/** Not done or refused alone: that something was found wrong, or a label did not come out, is no act that went well. */
export const endOf = (row: Pick<Ended, 'operation' | 'outcome' | 'detail'>): End => {
  if (row.outcome !== 'done') return 'refused'
  return isLook(row.operation) ? 'found' : labelLeft(row) || 'done'
}

export const outcomeOf = (t: TFunction, row: Ended): string => {
  const end = endOf(row)
  if (end === 'done') return t('trail.done')
  if (end === 'labelNotOut' || end === 'labelUnsure') return labelProblem(t, row) || t(`trail.${end}`)
  return end === 'refused' ? refusalText(t, row.code, row.detail) : foundText(t, foundIn(row))
}

const labelProblem = (t: TFunction, { detail: { after } }: Pick<Ended, 'detail'>): string => {
  const problem = typeof after === 'object' && after !== null && 'problem' in after ? after.problem : ''
  return typeof problem === 'string' ? codeText(t, problem) : ''
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
