/** 未知条码: a store asks HQ what a code is; HQ links it to a product for every store, or says why not. */
import { z } from 'zod'
import { productCodeKinds } from '../../core/barcode/productCode'
import { documentStates, documentTypes } from '../../core/documents/states'
import { defineOperations } from '../operation'
import { codeDecisions, codeRequest, packFactor, packName, productCode } from '../schemas/codeRequest'
import { isoTime, note, uuid } from '../schemas/common'
import { document } from '../schemas/document'

const type = z.enum(documentTypes)

export const codeRequestOperations = defineOperations({
  'codeRequest.ask': {
    kind: 'command',
    runsOn: 'store',
    permission: { act: 'create' },
    summary: 'Ask HQ about an unknown code in the tray; the paper goes on without the answer',
    input: z.strictObject({ type, documentId: uuid, trayId: z.string().max(60), note: note.optional() }),
    output: document,
    errors: [
      'DOCUMENT_WRITTEN_ELSEWHERE',
      'DOCUMENT_NOT_FOUND',
      'DOCUMENT_STATE',
      'DOCUMENT_HELD',
      'TRAY_ENTRY_NOT_FOUND',
      'TRAY_ENTRY_IS_PRODUCT',
      'CODE_NOT_ASKABLE',
      'CODE_KNOWN',
    ],
  },
  'codeRequest.news': {
    kind: 'query',
    runsOn: 'store',
    permission: 'document.view',
    summary: 'Odd codes of open drafts that HQ has answered and nobody here has dealt with yet',
    input: z.strictObject({}),
    output: z.strictObject({
      news: z.array(
        z.strictObject({
          documentId: uuid,
          documentType: type,
          number: z.string(),
          state: z.enum(documentStates),
          code: z.string(),
          scans: z.number().int(),
          decision: z.enum(codeDecisions),
          name: z.string(),
          reason: z.string(),
          at: isoTime,
        }),
      ),
    }),
    errors: [],
  },
  'codeRequest.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'codeRequest.view',
    summary: 'Codes stores ask about, the longest waiting first; or those that are answered, the newest first',
    input: z.strictObject({
      state: z.enum(['open', 'answered']),
      storeCode: z.string().max(16).optional(),
      /** code, product proposed, store or paper number */
      search: z.string().max(64).optional(),
      /** the last code seen */
      after: productCode.optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({
      requests: z.array(codeRequest),
      more: z.boolean(),
      /** all that wait within the scope, whatever was asked for */
      open: z.number().int(),
    }),
    errors: [],
  },
  'codeRequest.link': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'codeRequest.decide',
    summary: 'Give the code to a product, alone or as a pack of it: every store knows it from its next pull on',
    input: z
      .strictObject({
        code: productCode,
        sku: z.string().min(1).max(32),
        kind: z.enum(productCodeKinds),
        packFactor,
        packName,
        /** somebody was told which other products have it: from now on each scan of it is asked about */
        shared: z.literal(true).optional(),
      })
      .refine((input) => (input.packFactor === 1000) === (input.packName.trim() === ''), {
        path: ['packName'],
        error: 'a pack has a name, a single piece has none',
      }),
    output: codeRequest,
    errors: [
      'CODE_REQUEST_NOT_FOUND',
      'CODE_ANSWERED',
      'PRODUCT_NOT_FOUND',
      'QUANTITY_NOT_WHOLE',
      'CODE_KIND',
      'BARCODE_TAKEN',
      'BARCODES_TOO_MANY',
    ],
  },
  'codeRequest.refuse': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'codeRequest.decide',
    summary: 'Say that the code is not taken into the catalogue, and why; every store that asked reads it',
    input: z.strictObject({ code: productCode, reason: note.regex(/\S/) }),
    output: codeRequest,
    errors: ['CODE_REQUEST_NOT_FOUND', 'CODE_ANSWERED'],
  },
})
