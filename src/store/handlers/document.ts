/** 单据 on the store PC: thin handlers; the work is the document engine's. */
import type { OutputOf } from '../../contract/operations'
import { type DocumentType, documentTypes } from '../../core/documents/states'
import { storeDayOf } from '../../core/quantity/storeDay'
import { choicesOf } from '../../database/queries/choices'
import { findAttachment, findDocument, listHeaders, listInbox } from '../../database/queries/document'
import { lotsOf, nearExpiry } from '../../database/queries/lots'
import { isVisible } from '../../database/queries/stock'
import type { Reader } from '../../database/unitOfWork'
import { acceptUnplanned, adjustLine, setAside, setLine, undoLast } from '../../documents/change'
import { createDocument, setHeader } from '../../documents/create'
import {
  attachPicture,
  cancelDocument,
  confirmDocument,
  holdDocument,
  resumeDocument,
  takeOver,
} from '../../documents/keep'
import { postDocument } from '../../documents/post'
import { removeLine } from '../../documents/remove'
import { reverseDocument } from '../../documents/reverse'
import { takeScan } from '../../documents/scan'
import { decideDocument, submitDocument, withdrawDocument } from '../../documents/submit'
import { actsHeld, Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { queueReceiptLabels } from '../labels/queueLabels'
import { readEnrolment } from '../meta'
import { workOf } from '../work'

type Whole = OutputOf<'document.get'>

/** A change, and the document as it is after it. */
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
    const enrolment = await readEnrolment(call.read)
    const policy = await call.runtime.policy()
    const choices = await choicesOf(call.read, policy, (storeCode) => storeCode === enrolment?.storeCode)
    return {
      ...choices,
      types: documentTypes.map((type) => typeChoice(call, policy, type)),
    } as OutputOf<'document.choices'>
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
  'document.scan': (call, input) => takeScan(workOf(call), input),
  'document.setLine': (call, input) => setLine(workOf(call), input),
  'document.adjust': (call, input) => adjustLine(workOf(call), input),
  'document.removeLine': changed(removeLine),
  'document.undo': (call, input) => undoLast(workOf(call), input),
  'document.setAside': changed(setAside),
  'document.acceptUnplanned': changed(acceptUnplanned),
  'document.hold': changed(holdDocument),
  'document.resume': changed(resumeDocument),
  'document.takeOver': changed(takeOver),
  'document.attach': (call, input) => attachPicture(workOf(call), input),
  'document.submit': changed(submitDocument),
  'document.withdraw': changed(withdrawDocument),
  'document.decide': changed(decideDocument),
  'document.confirm': changed(confirmDocument),
  'document.cancel': async (call, input) => {
    await cancelDocument(workOf(call), input)
    return { documentId: input.documentId }
  },
  'document.reverse': (call, input) => reverseDocument(workOf(call), input),

  'document.post': async (call, input) => {
    const { document, movements } = await postDocument(workOf(call), input)
    // what was just accepted gets its price tag; other papers move goods that have one
    const labels = input.type === 'goodsReceipt' ? await queueReceiptLabels(call, document) : 0
    if (labels > 0) call.tx.afterCommit(() => tellLabels(call))
    return { documentId: document.documentId, number: document.number, movements, labels }
  },
}

const tellLabels = (call: CommandCall): void => {
  call.runtime.emit({ type: 'labels.changed' })
  call.runtime.services.labels.wake()
}

const typeChoice = (
  call: QueryCall,
  policy: Awaited<ReturnType<QueryCall['runtime']['policy']>>,
  type: DocumentType,
) => ({
  type,
  enabled: policy.documents[type].enabled,
  may: actsHeld(call.user, type),
  photoFromFen: policy.documents[type].photoFromFen,
  needsApproval: policy.documents[type].approval.length > 0,
  requiredFields: [...policy.documents[type].requiredFields],
})

export const wholeDocument = async (
  read: Reader,
  documentId: string,
  call: Pick<CommandCall, 'user'>,
): Promise<Whole> => {
  const document = await findDocument(read, documentId, viewOf(call.user))
  if (!document) throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  return document as unknown as Whole
}
