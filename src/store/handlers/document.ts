/** 单据 on the store PC: thin handlers; the work is the document engine's. */
import type { OutputOf } from '../../contract/operations'
import { choicesOf } from '../../database/queries/choices'
import { documentAnswers, typeChoices, wholeDocument } from '../../documents/asked'
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
import { linkCode } from '../../documents/link'
import { postDocument } from '../../documents/post'
import { removeLine } from '../../documents/remove'
import { reverseDocument } from '../../documents/reverse'
import { takeScan } from '../../documents/scan'
import { decideDocument, submitDocument, withdrawDocument } from '../../documents/submit'
import type { CommandCall, HandlersOf } from '../calls'
import { settlePostedLabels } from '../labels/receiptLabels'
import { readEnrolment } from '../meta'
import { workOf } from '../work'

/** A change, and the document as it is after it. */
const changed =
  <I extends { documentId: string }>(change: (work: ReturnType<typeof workOf>, input: I) => Promise<unknown>) =>
  async (call: CommandCall, input: I): Promise<OutputOf<'document.get'>> => {
    await change(workOf(call), input)
    return wholeDocument(call.tx, input.documentId, call.user)
  }

const handlers: HandlersOf<'document'> = {
  'document.list': documentAnswers['document.list'],
  'document.get': documentAnswers['document.get'],
  'document.choices': async (call) => {
    const enrolment = await readEnrolment(call.read)
    const policy = await call.runtime.policy()
    const choices = await choicesOf(call.read, policy, (storeCode) => storeCode === enrolment?.storeCode)
    return { ...choices, types: typeChoices(call.user, policy) } as OutputOf<'document.choices'>
  },
  'document.inbox': documentAnswers['document.inbox'],
  'document.attachment': documentAnswers['document.attachment'],
  'document.lots': documentAnswers['document.lots'],
  'document.nearExpiry': documentAnswers['document.nearExpiry'],

  'document.create': async (call, input) => ({ documentId: await createDocument(workOf(call), input) }),
  'document.setHeader': changed(setHeader),
  'document.scan': (call, input) => takeScan(workOf(call), input),
  'document.setLine': (call, input) => setLine(workOf(call), input),
  'document.adjust': (call, input) => adjustLine(workOf(call), input),
  'document.removeLine': changed(removeLine),
  'document.undo': (call, input) => undoLast(workOf(call), input),
  'document.setAside': changed(setAside),
  'document.acceptUnplanned': changed(acceptUnplanned),
  'document.link': (call, input) => linkCode(workOf(call), input),
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
    const labels = input.type === 'goodsReceipt' ? await settlePostedLabels(call, document.documentId) : 0
    if (labels > 0) call.tx.afterCommit(() => tellLabels(call))
    return { documentId: document.documentId, number: document.number, movements, labels }
  },
}

/** Whatever a command did to a receipt, its labels follow once that is durable. */
const withLabelsBehind = (all: HandlersOf<'document'>): HandlersOf<'document'> =>
  Object.fromEntries(
    Object.entries(all as unknown as Record<string, (call: CommandCall, input: object) => Promise<unknown>>).map(
      ([name, handler]) => [
        name,
        async (call: CommandCall, input: { type?: string; documentId?: string }) => {
          const value = await handler(call, input)
          const { documentId } = input
          if ('tx' in call && input.type === 'goodsReceipt' && documentId)
            call.tx.afterCommit(() => call.runtime.services.receiptLabels.follow(documentId))
          return value
        },
      ],
    ),
  ) as unknown as HandlersOf<'document'>

export const documentHandlers = withLabelsBehind(handlers)

const tellLabels = (call: CommandCall): void => {
  call.runtime.emit({ type: 'labels.changed' })
  call.runtime.services.labels.wake()
}
