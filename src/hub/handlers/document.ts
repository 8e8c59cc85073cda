/** 单据 at HQ: every store's papers read in scope, HQ's own written, decisions made. */
import type { OutputOf } from '../../contract/operations'
import { choicesOf } from '../../database/queries/choices'
import { documentAnswers, typeChoices, wholeDocument } from '../../documents/asked'
import { adjustLine, setLine, undoLast } from '../../documents/change'
import { createDocument, setHeader } from '../../documents/create'
import { attachPicture, cancelDocument, confirmDocument } from '../../documents/keep'
import { postDocument } from '../../documents/post'
import { removeLine } from '../../documents/remove'
import { reverseDocument } from '../../documents/reverse'
import { submitDocument, withdrawDocument } from '../../documents/submit'
import type { CommandCall, HandlersOf } from '../calls'
import { decideAtHq } from '../documents/decide'
import { currentPolicy } from '../policy'
import { workOf } from '../work'

const changed =
  <I extends { documentId: string }>(change: (work: ReturnType<typeof workOf>, input: I) => Promise<unknown>) =>
  async (call: CommandCall, input: I): Promise<OutputOf<'document.get'>> => {
    await change(workOf(call), input)
    return wholeDocument(call.tx, input.documentId, call.user)
  }

export const documentHandlers: HandlersOf<'document'> = {
  'document.list': documentAnswers['document.list'],
  'document.get': documentAnswers['document.get'],
  'document.choices': async (call) => {
    const policy = await currentPolicy(call.read)
    const choices = await choicesOf(call.read, policy, (storeCode) => storeCode === null)
    return { ...choices, types: typeChoices(call.user, policy) } as OutputOf<'document.choices'>
  },
  'document.inbox': documentAnswers['document.inbox'],
  'document.attachment': documentAnswers['document.attachment'],
  'document.lots': documentAnswers['document.lots'],
  'document.nearExpiry': documentAnswers['document.nearExpiry'],

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
    return wholeDocument(call.tx, input.documentId, call.user)
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
