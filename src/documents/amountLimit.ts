/**
 * Up to which value HQ lets somebody's roles hand in, agree to, post or undo a document. Beyond it somebody with a higher
 * limit does it, or lends their right for the one act. HQ's own word carried out in a store is not limited again.
 */
import type { LimitedAct } from '../contract/permissions'
import type { DocumentType } from '../core/documents/states'
import { type Actor, Refusal } from '../gateway/gateway'
import type { DocumentWork } from './work'

type Asked = { type: string; number: string }

/** `valueFen`: what decisions are asked by, at cost. The refusal names the limit alone: not everybody may see the value. */
export const refuseAboveLimit = (
  { user, authority }: Pick<DocumentWork, 'user' | 'authority'>,
  { type, number }: Asked,
  act: LimitedAct,
  valueFen: number,
): void => {
  const limits = [user, authority]
    .filter((actor): actor is Actor => actor?.may(`${type as DocumentType}.${act}`) === true)
    .map((actor) => actor.limitFen(type as DocumentType, act))
  if (limits.length === 0 || limits.some((limit) => limit === null || Math.abs(valueFen) <= limit)) return
  throw new Refusal('AMOUNT_LIMIT', { number, act, limitFen: Math.max(...(limits as number[])) })
}
