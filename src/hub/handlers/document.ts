/** 单据 at HQ: every store's papers read in scope, HQ's own written, decisions made. */
import type { OutputOf } from '../../contract/operations'
import { documentTypes } from '../../core/documents/states'
import { storeDayOf } from '../../core/quantity/storeDay'
import { choicesOf } from '../../database/queries/choices'
import { findAttachment, findDocument, listHeaders, listInbox } from '../../database/queries/document'
import { lotsOf, nearExpiry } from '../../database/queries/lots'
import { isVisible } from '../../database/queries/stock'
import type { Reader } from '../../database/unitOfWork'
import { adjustLine, setLine, undoLast } from '../../documents/change'
import { createDocument, setHeader } from '../../documents/create'
import { attachPicture, cancelDocument, confirmDocument } from '../../documents/keep'
import { postDocument } from '../../documents/post'
import { removeLine } from '../../documents/remove'
import { reverseDocument } from '../../documents/reverse'
import { submitDocument, withdrawDocument } from '../../documents/submit'
import { actsHeld, Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf } from '../calls'
import { decideAtHq } from '../documents/decide'
import { currentPolicy } from '../policy'
import { workOf } from '../work'

type Whole = OutputOf<'document.get'>

const changed =
  <I extends { documentId: string }>(change: (work: ReturnType<typeof workOf>, input: I) => Promise<unknown>) =>
  async (call: CommandCall, input: I): Promise<Whole> => {
    await change(workOf(call), input)
    return wholeDocument(call.tx, input.documentId, call)
  }

export const documentHandlers: HandlersOf<'document'> = {
  'document.list': async (call, input) =>
    (await listHeaders(
      call.read,
      { ...input, limit: input.limit ?? 100 },
      viewOf(call.user),
    )) as OutputOf<'document.list'>,
  'document.get': (call, input) => wholeDocument(call.read, input.documentId, call),
  'document.choices': async (call) => {
    const policy = await currentPolicy(call.read)
    const choices = await choicesOf(call.read, policy, (storeCode) => storeCode === null)
    const types = documentTypes.map((type) => ({
      type,
      enabled: policy.documents[type].enabled,
      may: actsHeld(call.user, type),
      photoFromFen: policy.documents[type].photoFromFen,
      needsApproval: policy.documents[type].approval.length > 0,
      requiredFields: [...policy.documents[type].requiredFields],
    }))
    return { ...choices, types } as OutputOf<'document.choices'>
  },
  'document.inbox': async (call, input) => {
    const { userId, role } = call.user
    const asker = { ...viewOf(call.user), userId, role, nowMs: call.runtime.clock.nowMs(), limit: input.limit ?? 100 }
    return (await listInbox(call.read, { ...asker, after: input.after })) as OutputOf<'document.inbox'>
  },
  'document.attachment': async (call, input) => {
    const found = await findAttachment(call.read, input.documentId, input.attachmentId, viewOf(call.user))
    if (!found?.dataBase64) throw new Refusal('ATTACHMENT_NOT_FOUND')
    return { mime: found.mime, dataBase64: found.dataBase64 }
  },
  'document.lots': async (call, input) => {
    if (!(await isVisible(call.read, 'warehouse', input.warehouseCode, viewOf(call.user))))
      throw new Refusal('STORE_NOT_FOUND')
    const day = storeDayOf(call.runtime.clock.nowMs())
    return { lots: await lotsOf(call.read, input.warehouseCode, input.sku, day) }
  },
  'document.nearExpiry': async (call, input) => {
    const asOfDay = storeDayOf(call.runtime.clock.nowMs())
    const filter = { ...input, asOfDay, limit: input.limit ?? 200 }
    return (await nearExpiry(call.read, filter, viewOf(call.user))) as OutputOf<'document.nearExpiry'>
  },

  'document.create': async (call, input) => ({ documentId: await createDocument(workOf(call), input) }),
  'document.setHeader': changed(setHeader),
  'document.setLine': (call, input) => setLine(workOf(call), input),
  'document.adjust': (call, input) => adjustLine(workOf(call), input),
  'document.undo': (call, input) => undoLast(workOf(call), input),
  'document.attach': (call, input) => attachPicture(workOf(call), input),
  'document.confirm': changed(confirmDocument),
  'document.removeLine': changed(removeLine),
  'document.submit': changed(submitDocument),
  'document.withdraw': changed(withdrawDocument),
  'document.decide': async (call, input) => {
    await decideAtHq(workOf(call), call.runtime, input)
    return wholeDocument(call.tx, input.documentId, call)
  },
  'document.post': async (call, input) => {
    const { document, movements } = await postDocument(workOf(call), input)
    return { documentId: document.documentId, number: document.number, movements, labels: 0 }
  },
  'document.cancel': async (call, input) => {
    await cancelDocument(workOf(call), input)
    return { documentId: input.documentId }
  },
  'document.reverse': (call, input) => reverseDocument(workOf(call), input),
}

const wholeDocument = async (read: Reader, documentId: string, call: Pick<CommandCall, 'user'>): Promise<Whole> => {
  const document = await findDocument(read, documentId, viewOf(call.user))
  if (!document) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  return document as unknown as Whole
}
