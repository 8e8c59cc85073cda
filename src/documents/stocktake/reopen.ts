/**
 * Back to counting from the review, for what nobody counted: a zone forgotten is counted for the first time, by whoever comes.
 * What was counted stands; words about figures that stay the same stay, for closing again writes the review down anew.
 */
import type { InputOf } from '../../contract/operations'
import type { DocumentWork } from '../work'
import { findStocktakeIn, tellStocktake } from './tell'

export const reopenCounting = async (
  work: DocumentWork,
  { stocktakeId, reason }: InputOf<'stocktake.reopen'>,
): Promise<void> => {
  await findStocktakeIn(work, stocktakeId, ['review'])
  // papers that came back are void: under count again it is one that was not handed in
  await tellStocktake(work, stocktakeId, { step: 'reopened', reason }, { state: 'counting', papers: '[]' })
}
