/** What an event says it is, as far as it can be read: for people who decide about one that was not believed. */

import type { ToldHeadline } from '../../contract/schemas/alarm'
import { type EventPayload, eventPayload } from '../../contract/schemas/sync'

const wordCharsMax = 60

type Loose = Record<string, unknown>

const objectOf = (value: unknown): Loose =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Loose) : {}

const word = (value: unknown): string => (typeof value === 'string' ? value.slice(0, wordCharsMax) : '')

const parsed = (payload: string): Loose => {
  try {
    return objectOf(JSON.parse(payload))
  } catch {
    return {}
  }
}

/** PCs of the first version told a posted receipt flat, in words of their own. */
export const headlineOf = (payload: string): ToldHeadline => {
  const told = parsed(payload)
  const first = told.type === 'goodsReceipt.posted'
  const document = first ? told : objectOf(told.document ?? told.stocktake)
  return {
    type: word(told.type),
    step: first ? 'posted' : word(told.step),
    documentType: first ? 'goodsReceipt' : word(document.type),
    documentId: word(document.documentId),
    number: word(document.number),
    storeCode: word(document.storeCode ?? told.storeCode),
    userId: word(first ? told.postedById : told.userId),
    authorityId: word(told.authorityId),
    occurredAt: word(told.occurredAt),
  }
}

/** The whole event, where it can be read at all. */
export const readEvent = (payload: string): EventPayload | null => {
  const result = eventPayload.safeParse(parsed(payload))
  return result.success ? result.data : null
}
