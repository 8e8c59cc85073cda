/** 单据打印: every document, slip and list on A4 or three-part paper, counted; and where this PC's papers go. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, uuid } from '../schemas/common'
import { paperLanguage, printedPaper } from '../schemas/countSheet'
import {
  documentSubject,
  handOverErrors,
  listSubject,
  paperLeftOut,
  paperPrint,
  paperQueues,
  paperSettings,
  paperSize,
  paperSubject,
  paperTo,
  paperWent,
} from '../schemas/paper'

const preview = printedPaper.extend({
  pages: z.number().int(),
  files: z.number().int(),
  leftOut: paperLeftOut,
})

export const paperOperations = defineOperations({
  'paper.print': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'paper.print',
    summary:
      'Print a document, its slip of differences, a transfer or a list, as far as the caller may see it; printed again it is marked',
    input: z.strictObject({
      what: paperSubject,
      size: paperSize,
      language: paperLanguage,
      to: paperTo,
    }),
    output: printedPaper.extend({
      pages: z.number().int(),
      files: z.number().int(),
      /** which print of this paper in this state; 0 where they are not counted */
      printNo: z.number().int(),
      leftOut: paperLeftOut,
      ...paperWent,
    }),
    errors: ['DOCUMENT_NOT_FOUND', 'TRANSFER_NOT_FOUND', 'WAREHOUSE_NOT_FOUND', 'PAPER_FORM_UNFIT', ...handOverErrors],
  },
  'paper.preview': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'document.view',
    summary: 'Look at a document or a transfer as it would print: marked as a preview on each page, and not counted',
    input: z.strictObject({ what: documentSubject, size: paperSize, language: paperLanguage }),
    output: preview,
    errors: ['DOCUMENT_NOT_FOUND', 'TRANSFER_NOT_FOUND', 'PAPER_FORM_UNFIT', 'PAPER_NOT_PRINTED'],
  },
  'paper.previewList': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'stock.view',
    summary: 'Look at a list of a warehouse as it would print: marked as a preview on each page, and not counted',
    input: z.strictObject({ what: listSubject, size: paperSize, language: paperLanguage }),
    output: preview,
    errors: ['WAREHOUSE_NOT_FOUND', 'PAPER_NOT_PRINTED'],
  },
  'paper.printed': {
    kind: 'query',
    runsOn: 'store',
    permission: 'document.view',
    summary: 'How often a document was printed at this PC, newest first',
    input: z.strictObject({ documentId: uuid }),
    output: z.strictObject({ total: z.number().int(), prints: z.array(paperPrint) }),
    errors: ['DOCUMENT_NOT_FOUND'],
  },
  'paper.settings': {
    kind: 'query',
    runsOn: 'store',
    permission: 'signedIn',
    summary: "Where this PC's papers go, and on which size",
    input: empty,
    output: paperSettings,
    errors: [],
  },
  'paper.queues': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'The queues of this system a paper can be handed to',
    input: empty,
    output: paperQueues,
    errors: [],
  },
  'paper.saveSettings': {
    kind: 'command',
    runsOn: 'store',
    permission: 'device.configure',
    summary: "Say where this PC's papers go: a queue of the system, or its viewer",
    input: paperSettings,
    output: paperSettings,
    errors: [],
  },
})
