/** The one way an event of ours enters the log: none is written that HQ would not take, or the log would be stuck on it for ever. */
import { eventCharsMax } from '../contract/schemas/sync'
import type { Tx } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { append, type EventPlace, type Posting } from '../ledger/append'

export const appendTold = (tx: Tx, posting: Posting): Promise<EventPlace> => {
  if (posting.payload.length > eventCharsMax) throw new Refusal('EVENT_TOO_LARGE', { max: eventCharsMax })
  return append(tx, posting)
}
