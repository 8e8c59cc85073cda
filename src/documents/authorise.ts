/**
 * 授权号: whoever takes returned goods away shows a number. It is given in the breath in which the last one agreed (or nobody
 * had to), on whichever side that is; every PC has a series of its own, so a shop gives one with the line down too.
 */
import type { DocumentRow } from '../database/entities'
import { ruleOf } from './find'
import { nextNumber } from './number'
import type { DocumentWork } from './work'

/** A mirror brings the goods back: nobody takes any away on it. */
export const needsAuthorisation = (document: Pick<DocumentRow, 'type' | 'reversalOf'>): boolean =>
  ruleOf(document).takenAwayUnderNumber === true && document.reversalOf === ''

export const giveAuthorisation = async (work: DocumentWork): Promise<string> =>
  nextNumber(work, (await work.policy()).numbers.authorisation)

/** What a document is changed by when everybody agreed to it; `given` is the number HQ's word brought along. */
export const authorised = async (
  work: DocumentWork,
  document: Pick<DocumentRow, 'type' | 'reversalOf'>,
  given = '',
): Promise<Partial<Pick<DocumentRow, 'reference'>>> => {
  if (given !== '') return { reference: given }
  return needsAuthorisation(document) ? { reference: await giveAuthorisation(work) } : {}
}

/** Is that the number a place gave, and not a word somebody wrote into the same field? */
export const isAuthorisation = (reference: string, storeCode: string): boolean =>
  new RegExp(`^[A-Z]{1,8}-${storeCode}-\\d{6}-[A-Z]+\\d{4,}$`).test(reference)
