/** 盘点表: a printed page as it is keyed in, and a file of counts as it is read. */
import { z } from 'zod'
import { documentStates } from '../../core/documents/states'
import { fileColumns, fileFaults } from '../../core/stocktake/countFile'
import { stocktakeStates } from '../../core/stocktake/plan'
import { expiryDay, isoTime, note, quantity, uuid } from './common'

export const paperLanguage = z.enum(['zh-CN', 'en-US'])

/** Where the file lies that was printed, and whether the system showed it to the person. */
export const printedPaper = z.strictObject({ file: z.string(), opened: z.boolean() })

export const countSheetEntry = z.strictObject({
  quantity,
  lot: z.string(),
  expiryDate: z.string(),
  /** it stands in the count, but was not keyed in from this line */
  scanned: z.boolean(),
})

export const countSheetLine = z.strictObject({
  line: z.number().int(),
  sku: z.string(),
  /** which of the lines of this product, 1 mostly */
  part: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  spec: z.string(),
  unit: z.string(),
  shelf: z.string(),
  weighed: z.boolean(),
  keepsLots: z.boolean(),
  /** a lot of it has a day until which it keeps */
  spoils: z.boolean(),
  /** null: blank, which is not nought */
  entered: countSheetEntry.nullable(),
})

export const countSheetPage = z.strictObject({
  stocktakeId: uuid,
  number: z.string(),
  state: z.enum(stocktakeStates),
  page: z.number().int(),
  /** the first and last page of its zone and round */
  firstPage: z.number().int(),
  lastPage: z.number().int(),
  code: z.string(),
  zoneCode: z.string(),
  zoneName: z.string(),
  round: z.number().int(),
  /** another round is counted by now: this page is of one that is over */
  outdated: z.boolean(),
  /** the caller's count of it */
  count: z.strictObject({ documentId: uuid, number: z.string(), state: z.enum(documentStates) }).nullable(),
  lines: z.array(countSheetLine),
})

/** What a file of counts may hold; its rows travel as texts, as the file has them. */
export const countFileLimits = { rows: 30_000, cellChars: 80 } as const

const cell = z.string().max(countFileLimits.cellChars)

export const countFile = z.strictObject({
  stocktakeId: uuid,
  name: note.min(1).max(120),
  /** row of the file; barcode, quantity, zone, lot, day until which it keeps */
  rows: z
    .array(z.tuple([z.number().int().min(1).max(1_048_576), cell, cell, cell, cell, cell]))
    .min(1)
    .max(countFileLimits.rows),
})

export const countFileFault = z.strictObject({
  row: z.number().int(),
  column: z.enum(fileColumns),
  fault: z.enum(fileFaults),
  text: z.string(),
})

export const countFileView = z.strictObject({
  zones: z.array(
    z.strictObject({ zoneCode: z.string(), rows: z.number().int(), products: z.number().int(), quantity }),
  ),
  faults: z.array(countFileFault),
  /** the same figures came in before, and their papers still stand */
  repeats: z.strictObject({ name: z.string(), userName: z.string(), takenAt: isoTime }).nullable(),
})

export const enteredQuantity = quantity.max(999_999_999)
export const enteredLot = { lot: note.max(40).optional(), expiryDate: expiryDay.optional() }

export type CountSheetPageView = z.infer<typeof countSheetPage>
export type CountSheetLineView = z.infer<typeof countSheetLine>
export type CountFileView = z.infer<typeof countFileView>
export type CountFileFault = z.infer<typeof countFileFault>
export type CountFileRow = z.infer<typeof countFile>['rows'][number]
