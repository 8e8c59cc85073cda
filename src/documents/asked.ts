/** What both sides answer when documents and their goods are asked for: the same query, the same scope, on either database. */
import type { InputOf, OutputOf } from '../contract/operations'
import type { Policy } from '../contract/schemas/masterData'
import { documentTypes } from '../core/documents/states'
import { storeDayOf } from '../core/quantity/storeDay'
import { isCountedBlind } from '../database/queries/blind'
import { findAttachment, findDocument, listHeaders, listInbox } from '../database/queries/document'
import { lotsOf, nearExpiry } from '../database/queries/lots'
import { isVisible, movementsOfDocument, movementsOfSku } from '../database/queries/stock'
import type { Reader } from '../database/unitOfWork'
import { type Actor, actsHeld, Refusal, viewOf } from '../gateway/gateway'

/** The part of either side's call these answers need. */
export interface Asked {
  read: Reader
  user: Actor
  runtime: { clock: { nowMs(): number } }
}

export const documentAnswers = {
  'document.list': async ({ read, user }: Asked, input: InputOf<'document.list'>) =>
    (await listHeaders(read, { ...input, limit: input.limit ?? 100 }, viewOf(user))) as OutputOf<'document.list'>,

  'document.get': ({ read, user }: Asked, input: InputOf<'document.get'>) =>
    wholeDocument(read, input.documentId, user),

  'document.inbox': async ({ read, user, runtime }: Asked, input: InputOf<'document.inbox'>) => {
    const { userId, level } = user
    const { after, limit = 100, ...filter } = input
    const asker = { ...viewOf(user), userId, level, nowMs: runtime.clock.nowMs(), filter, after, limit }
    return (await listInbox(read, asker)) as OutputOf<'document.inbox'>
  },

  'document.attachment': async ({ read, user }: Asked, input: InputOf<'document.attachment'>) => {
    const found = await findAttachment(read, input.documentId, input.attachmentId, viewOf(user))
    if (!found?.dataBase64) throw new Refusal('ATTACHMENT_NOT_FOUND')
    return { mime: found.mime, dataBase64: found.dataBase64 }
  },

  'document.lots': async ({ read, user, runtime }: Asked, input: InputOf<'document.lots'>) => {
    if (!(await isVisible(read, 'warehouse', input.warehouseCode, viewOf(user)))) throw new Refusal('STORE_NOT_FOUND')
    await refuseCountedBlind(read, user, input)
    return { lots: await lotsOf(read, input.warehouseCode, input.sku, storeDayOf(runtime.clock.nowMs())) }
  },

  'document.nearExpiry': async ({ read, user, runtime }: Asked, input: InputOf<'document.nearExpiry'>) => {
    const filter = { ...input, asOfDay: storeDayOf(runtime.clock.nowMs()), limit: input.limit ?? 200 }
    return (await nearExpiry(read, filter, viewOf(user))) as OutputOf<'document.nearExpiry'>
  },

  'stock.movements': async ({ read, user }: Asked, input: InputOf<'stock.movements'>) =>
    (await movementsAsked(read, user, input)) as OutputOf<'stock.movements'>,
}

/** Of one document, or of one product in one warehouse. */
const movementsAsked = async (read: Reader, user: Actor, input: InputOf<'stock.movements'>) => {
  const view = viewOf(user)
  if ('documentId' in input) {
    if (!(await isVisible(read, 'document', input.documentId, view))) throw new Refusal('DOCUMENT_NOT_FOUND')
    return movementsOfDocument(read, input.documentId, view)
  }
  const { warehouseCode, sku, after, limit = 100 } = input
  if (!(await isVisible(read, 'warehouse', warehouseCode, view))) throw new Refusal('STORE_NOT_FOUND')
  await refuseCountedBlind(read, user, input)
  return movementsOfSku(read, warehouseCode, sku, { after, limit }, view)
}

/** Every movement, and what each lot holds, tells what a blind counter is not to know. */
const refuseCountedBlind = async (
  read: Reader,
  user: Actor,
  { warehouseCode, sku }: { warehouseCode: string; sku: string },
): Promise<void> => {
  if (viewOf(user).seesBook) return
  if (await isCountedBlind(read, warehouseCode, sku)) throw new Refusal('STOCK_BEING_COUNTED', { sku })
}

/** The whole paper as this user may see it; also the answer of whatever changed it. */
export const wholeDocument = async (
  read: Reader,
  documentId: string,
  user: Actor,
): Promise<OutputOf<'document.get'>> => {
  const document = await findDocument(read, documentId, viewOf(user))
  if (!document) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  return document as unknown as OutputOf<'document.get'>
}

/** Which types there are under a policy, and what this user may do to each. */
export const typeChoices = (user: Actor, { documents }: Policy): OutputOf<'document.choices'>['types'] =>
  documentTypes.map((type) => {
    const { enabled, photoFromFen, approval, requiredFields } = documents[type]
    const needsApproval = approval.length > 0
    return {
      type,
      enabled,
      may: actsHeld(user, type),
      photoFromFen,
      needsApproval,
      requiredFields: [...requiredFields],
    }
  })
