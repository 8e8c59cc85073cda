/** 盘点表 on the store PC: printed, keyed in, read from a file. Thin handlers; the work is `documents/stocktake`'s. */
import { checkFile, takeFile } from '../../documents/stocktake/countFile'
import { enterLine, pageAsked } from '../../documents/stocktake/sheets'
import type { HandlersOf } from '../calls'
import { printCommands, printSheets, printZoneLabels } from '../paper/printSheets'
import { workOf } from '../work'

export const countSheetHandlers: HandlersOf<'countSheet'> = {
  'countSheet.print': printSheets,
  'countSheet.printLabels': printZoneLabels,
  'countSheet.printCommands': printCommands,
  'countSheet.page': (call, input) => pageAsked(call.read, call.user, input),
  'countSheet.enter': (call, input) => enterLine(workOf(call), input),
  'countSheet.checkFile': async (call, input) =>
    checkFile({ read: call.read, user: call.user, policy: await call.runtime.policy() }, input),
  'countSheet.takeFile': (call, input) => takeFile(workOf(call), input),
}
