/** 盘点表: count sheets printed, and keyed in page by page; labels of zones and the sheet of commands, which print the same way. */
import { z } from 'zod'
import { pagesMax } from '../../core/stocktake/sheets'
import { defineOperations } from '../operation'
import { uuid } from '../schemas/common'
import {
  countFile,
  countFileView,
  countSheetEntry,
  countSheetPage,
  enteredLot,
  enteredQuantity,
  paperLanguage,
  printedPaper,
} from '../schemas/countSheet'
import { scanOutcomes } from '../schemas/document'
import { handOverErrors, paperTo, paperWent } from '../schemas/paper'
import { stocktakeLimits } from '../schemas/stocktake'

const zoneCodes = z.array(z.string().max(16)).max(stocktakeLimits.zones)
const page = z.number().int().min(1).max(pagesMax)

export const countSheetOperations = defineOperations({
  'countSheet.print': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary:
      'Print the count sheets of zones, all of them where none is named; what stands on a page is fixed, printed again it is marked',
    input: z.strictObject({ stocktakeId: uuid, zoneCodes, language: paperLanguage, to: paperTo.optional() }),
    output: printedPaper.extend({
      ...paperWent,
      pages: z.number().int(),
      files: z.number().int(),
      reprinted: z.boolean(),
    }),
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'STOCKTAKE_ZONE_NOT_FOUND',
      'COUNT_SHEET_EMPTY',
      'LINES_TOO_MANY',
      ...handOverErrors,
    ],
  },
  'countSheet.printLabels': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'Print the labels of zones and temporary displays, all of them where none is named',
    input: z.strictObject({ stocktakeId: uuid, zoneCodes, language: paperLanguage, to: paperTo.optional() }),
    output: printedPaper.extend({ ...paperWent, labels: z.number().int() }),
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_ZONE_NOT_FOUND', ...handOverErrors],
  },
  'countSheet.printCommands': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'label.print',
    summary: 'Print the sheet of commands a scanner can give: save, undo, hold, submit, how many times',
    input: z.strictObject({ language: paperLanguage, to: paperTo.optional() }),
    output: printedPaper.extend(paperWent),
    errors: [...handOverErrors],
  },
  'countSheet.page': {
    kind: 'query',
    runsOn: 'store',
    permission: 'stocktakeCount.create',
    summary: 'A printed page by what its code says, line by line as it was printed, and what the caller keyed in of it',
    input: z.strictObject({ number: z.string().max(60), page }),
    output: countSheetPage,
    errors: ['COUNT_SHEET_NOT_FOUND', 'STOCKTAKE_HELD_ELSEWHERE'],
  },
  'countSheet.enter': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktakeCount.create',
    summary: "Key in one line of a page, onto the caller's own count of its zone; blank takes back what was keyed in",
    input: z.strictObject({
      stocktakeId: uuid,
      page,
      line: z.number().int().min(1).max(25),
      quantity: enteredQuantity.nullable(),
      ...enteredLot,
    }),
    output: z.strictObject({
      documentId: uuid,
      outcome: z.enum(scanOutcomes),
      /** lotContradicted: the day known of the lot */
      knownDate: z.string(),
      entered: countSheetEntry.nullable(),
    }),
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'COUNT_SHEET_NOT_FOUND',
      'LINE_NOT_FOUND',
      'COUNT_SHEET_OUTDATED',
      'STOCKTAKE_COUNTED_ALREADY',
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_TYPE_OFF',
      'DOCUMENT_HELD',
      'COUNT_LOT_TWICE',
      'LINES_TOO_MANY',
      'QUANTITY_TOO_LARGE',
      'QUANTITY_NOT_WHOLE',
    ],
  },
  'countSheet.checkFile': {
    kind: 'query',
    runsOn: 'store',
    permission: 'stocktakeCount.create',
    summary: 'What a file of counts would come to, every fault by row and cell, and whether it came in before',
    input: countFile,
    output: countFileView,
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_STATE'],
  },
  'countSheet.takeFile': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktakeCount.create',
    summary: "Take a file of counts in, all of it or nothing: one count of the caller's for each zone in it",
    input: countFile,
    output: z.strictObject({
      papers: z.array(z.strictObject({ documentId: uuid, zoneCode: z.string() })),
    }),
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_STATE', 'COUNT_FILE_FAULTS', 'COUNT_FILE_TAKEN', 'DOCUMENT_TYPE_OFF'],
  },
})
