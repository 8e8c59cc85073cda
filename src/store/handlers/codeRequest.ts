/** 未知条码 on the store PC: HQ is asked, and what it answered is news until somebody here dealt with it. */
import type { OutputOf } from '../../contract/operations'
import { newsOfCodes } from '../../database/queries/codeRequest'
import { wholeDocument } from '../../documents/asked'
import { askHq } from '../../documents/codeRequest'
import type { HandlersOf } from '../calls'
import { workOf } from '../work'

export const codeRequestHandlers: HandlersOf<'codeRequest'> = {
  'codeRequest.ask': async (call, input) => {
    await askHq(workOf(call), input)
    return wholeDocument(call.tx, input.documentId, call.user)
  },
  'codeRequest.news': async (call) =>
    ({ news: await newsOfCodes(call.read, call.user.scope) }) as OutputOf<'codeRequest.news'>,
}
