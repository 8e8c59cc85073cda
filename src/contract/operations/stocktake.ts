/**
 * 盘点: planned, counted zone by zone, reviewed, handed in. What somebody counts is a document (`stocktakeCount`, scanned and
 * finished like any other); what the review comes to is booked by two (`stocktakeGain`, `stocktakeLoss`).
 */
import { z } from 'zod'
import { stocktakeStates, uncountedRules } from '../../core/stocktake/plan'
import { defineOperations } from '../operation'
import { empty, note, uuid } from '../schemas/common'
import { paperLanguage, printedPaper } from '../schemas/countSheet'
import { trayEntry } from '../schemas/document'
import { handOverErrors, paperTo, paperWent } from '../schemas/paper'
import {
  stocktakeChoice,
  stocktakeHeader,
  stocktakeLimits,
  stocktakeLine,
  stocktakeScope,
  stocktakeTotals,
  stocktakeView,
  stocktakeZone,
} from '../schemas/stocktake'

const lineKey = z.strictObject({ sku: z.string().min(1).max(32), lot: z.string().max(40) })

export const stocktakeOperations = defineOperations({
  'stocktake.list': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'Stocktakes of what this user may see, newest first',
    input: z.strictObject({
      states: z.array(z.enum(stocktakeStates)).min(1).optional(),
      storeCode: z.string().max(16).optional(),
      /** a part of its number, or of its task's name or number */
      search: z.string().max(64).optional(),
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({ stocktakes: z.array(stocktakeHeader), more: z.boolean() }),
    errors: [],
  },
  'stocktake.get': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary:
      'One stocktake: its zones and who counted them, what is to be counted again, its papers. No figure of the books',
    input: z.strictObject({ stocktakeId: uuid }),
    output: stocktakeView,
    errors: ['STOCKTAKE_NOT_FOUND'],
  },
  'stocktake.review': {
    kind: 'query',
    runsOn: 'both',
    permission: 'stocktake.seeBook',
    summary:
      'What was counted against the books, the largest difference by value first, what each count says of it and what may explain it',
    input: z.strictObject({
      stocktakeId: uuid,
      show: z.enum(['all', 'variance', 'open', 'uncounted', 'uncertain', 'unplanned']).optional(),
      search: z.string().max(64).optional(),
      after: lineKey.optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    output: z.strictObject({ totals: stocktakeTotals, lines: z.array(stocktakeLine), more: z.boolean() }),
    errors: ['STOCKTAKE_NOT_FOUND'],
  },
  'stocktake.choices': {
    kind: 'query',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'What a stocktake may be about: categories and shelves of this shop, and how many products each has here',
    input: empty,
    output: z.strictObject({
      categories: z.array(stocktakeChoice),
      shelves: z.array(stocktakeChoice),
    }),
    errors: [],
  },
  'stocktake.missing': {
    kind: 'query',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary:
      'What counting would be closed without: products nobody counted, codes nobody knows, recounts asked for and not made. No figure of the books',
    input: z.strictObject({ stocktakeId: uuid }),
    output: z.strictObject({
      uncounted: z.strictObject({
        total: z.number().int(),
        /** the first of them, in the order of their shelves */
        products: z.array(
          z.strictObject({
            ...{ sku: z.string(), name: z.string(), nameEn: z.string(), spec: z.string(), shelf: z.string() },
          }),
        ),
      }),
      /** of counts made on this PC, and of those other PCs finished, once they came */
      codes: z.strictObject({
        total: z.number().int(),
        entries: z.array(
          trayEntry.pick({ text: true, reason: true, scans: true }).extend({
            state: z.enum(['open', 'setAside']),
            ...{ documentId: uuid, zoneCode: z.string(), round: z.number().int(), counterName: z.string() },
            pc: z.string(),
          }),
        ),
      }),
      recounts: z.array(
        z.strictObject({
          ...{ zoneCode: z.string(), round: z.number().int() },
          /** 0: the whole zone */
          products: z.number().int(),
          note: z.string(),
        }),
      ),
    }),
    errors: ['STOCKTAKE_NOT_FOUND'],
  },
  'stocktake.open': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary:
      'Begin a stocktake: what it is about is fixed now; without zones of its own it has one for each bay its products lie in',
    input: z.strictObject({
      warehouseCode: z.string().max(16).optional(),
      scope: stocktakeScope,
      blind: z.boolean(),
      tolerancePermille: z.number().int().min(0).max(1000),
      toleranceFen: z.number().int().min(0).max(100_000_000),
      zones: z.array(stocktakeZone).max(stocktakeLimits.zones),
      note,
    }),
    output: stocktakeView,
    errors: [
      'NOT_ENROLLED',
      'DOCUMENT_TYPE_OFF',
      'WAREHOUSE_NOT_FOUND',
      'STOCKTAKE_BOOKS_ELSEWHERE',
      'STOCKTAKE_SCOPE_EMPTY',
      'STOCKTAKE_OVERLAPS',
      'LINES_TOO_MANY',
      'CODE_TAKEN',
    ],
  },
  'stocktake.addZone': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'A place nobody had planned, such as a temporary display',
    input: z.strictObject({ stocktakeId: uuid, zone: stocktakeZone }),
    output: stocktakeView,
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_HELD_ELSEWHERE', 'STOCKTAKE_STATE', 'CODE_TAKEN', 'LINES_TOO_MANY'],
  },
  'stocktake.startCount': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktakeCount.create',
    summary: "Count a zone, or go on with one's own count of it; the paper is scanned and finished like any other",
    input: z.strictObject({ stocktakeId: uuid, zoneCode: z.string().max(16) }),
    output: z.strictObject({ documentId: uuid }),
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_STATE',
      'STOCKTAKE_ZONE_NOT_FOUND',
      'STOCKTAKE_COUNTED_ALREADY',
      'STOCKTAKE_RECOUNT_BY_OTHER',
      'DOCUMENT_TYPE_OFF',
    ],
  },
  'stocktake.dropCount': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktakeCount.create',
    summary:
      "Void one's own count that was begun by mistake, while nothing is counted in it: it would hold up the closing",
    input: z.strictObject({ documentId: uuid, reason: note.min(1) }),
    output: z.strictObject({ documentId: uuid }),
    errors: [
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'COUNT_NOT_OWN',
      'COUNT_NOT_EMPTY',
    ],
  },
  'stocktake.closeCounting': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'Nobody counts any more: what was counted is held against the books, what nobody counted is listed',
    input: z.strictObject({ stocktakeId: uuid }),
    output: stocktakeView,
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'STOCKTAKE_COUNTS_OPEN',
      'LINES_TOO_MANY',
    ],
  },
  'stocktake.reopen': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary:
      'Back from the review to counting, for what nobody counted yet: counts and words stay, and counting is closed once more',
    input: z.strictObject({ stocktakeId: uuid, reason: note.min(1) }),
    output: stocktakeView,
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_HELD_ELSEWHERE', 'STOCKTAKE_STATE'],
  },
  'stocktake.chooseCount': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'A zone was counted twice: this count is the right one. They are never added up',
    input: z.strictObject({ stocktakeId: uuid, documentId: uuid }),
    output: stocktakeView,
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_HELD_ELSEWHERE', 'STOCKTAKE_STATE', 'DOCUMENT_NOT_FOUND'],
  },
  'stocktake.recount': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary:
      'Have zones, or some products of each, counted again by somebody who has not counted them: all of them or none; counting goes on',
    input: z.strictObject({
      stocktakeId: uuid,
      zones: z
        .array(
          z.strictObject({
            zoneCode: z.string().max(16),
            /** none: the whole zone */
            skus: z.array(z.string().min(1).max(32)).max(stocktakeLimits.products),
          }),
        )
        .min(1)
        .max(stocktakeLimits.zones),
      note,
    }),
    output: stocktakeView,
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'STOCKTAKE_ZONE_NOT_FOUND',
      'STOCKTAKE_NOT_COUNTED',
      'LINES_TOO_MANY',
    ],
  },
  'stocktake.accept': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'These differences are right, and why',
    input: z.strictObject({
      stocktakeId: uuid,
      lines: z.array(lineKey).min(1).max(stocktakeLimits.lines),
      reason: note.min(1),
    }),
    output: z.strictObject({ totals: stocktakeTotals }),
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_HELD_ELSEWHERE', 'STOCKTAKE_STATE', 'LINE_NOT_FOUND'],
  },
  'stocktake.submit': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.submit',
    summary:
      'Hand the review in: 盘盈 and 盘亏 are written and, above the limits of policy, wait for whoever has to agree',
    input: z.strictObject({
      stocktakeId: uuid,
      version: z.number().int().min(1),
      /** what becomes of goods nobody counted */
      uncounted: z.enum(uncountedRules),
      uncountedReason: note,
      /** why recounts that were asked for are not made after all */
      recountsReason: note.optional(),
    }),
    output: stocktakeView,
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'VERSION_CONFLICT',
      'STOCKTAKE_ZONE_TWICE',
      'STOCKTAKE_RECOUNTS_OPEN',
      'STOCKTAKE_LINES_OPEN',
      'EVENT_TOO_LARGE',
      'REASON_MISSING',
      'AMOUNT_LIMIT',
      'DOCUMENT_TYPE_OFF',
    ],
  },
  'stocktake.callOff': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'stocktake.assign',
    summary:
      'Call off a stocktake whose PC was lost and switched off, so that its store may count anew; what was counted stays readable',
    input: z.strictObject({ stocktakeId: uuid, reason: note.min(1) }),
    output: stocktakeView,
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_STATE', 'STOCKTAKE_HOLDER_WORKS'],
  },
  'stocktake.printReport': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'stocktake.seeBook',
    summary:
      'Print what a stocktake came to, for signatures, and every difference of it; money only with the right to see cost',
    input: z.strictObject({ stocktakeId: uuid, language: paperLanguage, to: paperTo.optional() }),
    /** the first file; a long report goes on in others beside it */
    output: printedPaper.extend({
      ...paperWent,
      pages: z.number().int(),
      files: z.number().int(),
      printNo: z.number().int(),
    }),
    errors: ['STOCKTAKE_NOT_FOUND', 'STOCKTAKE_HELD_ELSEWHERE', 'STOCKTAKE_STATE', ...handOverErrors],
  },
  'stocktake.cancel': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'Call a stocktake off; what was counted stays readable, nothing is booked',
    input: z.strictObject({ stocktakeId: uuid, reason: note.min(1) }),
    output: stocktakeView,
    errors: [
      'STOCKTAKE_NOT_FOUND',
      'STOCKTAKE_HELD_ELSEWHERE',
      'STOCKTAKE_STATE',
      'STOCKTAKE_COUNTS_OPEN',
      'STOCKTAKE_PAPERS_POSTED',
    ],
  },
})
