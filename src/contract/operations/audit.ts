/**
 * 稽核: what HQ looks at to find what people do not say. Figures only, each with the papers behind it; who lacks the right
 * to see cost is told no value and nothing reckoned from one. Days are store days, both included.
 */
import { z } from 'zod'
import { approvalLevels } from '../../core/documents/approval'
import { documentTypes } from '../../core/documents/states'
import { defineOperations } from '../operation'
import { figure, isoTime, note, storeDay, uuid } from '../schemas/common'

const period = z
  .strictObject({ from: storeDay, to: storeDay, storeCode: z.string().max(16).optional() })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'before the first day' })

const count = z.number().int().min(0)
const permille = figure.nullable()
/** a chain's sums go beyond what one paper may hold, and stay exact */
const total = z.number().int()
/** cost value, 1/10,000 yuan; null without the right to see cost */
const value = total.nullable()

/** '' and '' at HQ: a warehouse no store works */
const place = { storeCode: z.string(), storeName: z.string(), regionCode: z.string(), regionName: z.string() }
const regionTotal = { regionCode: z.string(), regionName: z.string() }
/** '' for nobody: figures of a whole store */
const person = { userId: z.string(), userName: z.string(), userNameEn: z.string() }
const paper = { documentId: uuid, number: z.string(), type: z.enum(documentTypes) }

export const adjustmentTypes = [
  ...(['stocktakeGain', 'stocktakeLoss', 'overage', 'writeOff'] as const),
  ...(['costAdjustment', 'otherIn', 'otherOut', 'internalUse'] as const),
] as const

const adjustmentFigures = {
  papers: count,
  /** of them, undone since or in this period */
  reversed: count,
  /** put on the books less taken off them */
  pieces: total,
  /** put on the books, less what was taken back of it since */
  gain: value,
  /** taken off the books, less what was put back of it since */
  loss: value,
  /** gain less loss */
  net: value,
  /** all that was put on and taken off, each paper once, those undone too */
  gross: value,
  /** of the gross value of all rows; permille */
  share: permille,
}

const rateFigures = {
  pieces: total,
  /** written off and not taken back */
  writeOff: value,
  /** bought and transferred in, not taken back */
  inbound: value,
  /** written off ÷ inbound, permille */
  rate: permille,
  /** what lies there now */
  stock: value,
  /** written off ÷ stock now, permille */
  rateOfStock: permille,
}

const entryFigures = {
  /** entries by scanner, and by hand */
  scans: count,
  typed: count,
  /** of all entries, permille */
  typedShare: permille,
}

export const auditMeasures = ['adjustmentValue', 'writeOffRate', 'reversals', 'overrides', 'typed'] as const
export const findings = ['fine', 'odd'] as const

const paperReason = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('value'), points: count, valueFen: figure.nullable() }),
  z.strictObject({
    reason: z.literal('nearLimit'),
    points: count,
    valueFen: figure.nullable(),
    fromFen: count,
    level: z.enum(approvalLevels),
  }),
  z.strictObject({ reason: z.literal('lent'), points: count, acts: count }),
  z.strictObject({ reason: z.literal('typed'), points: count, typed: count }),
  z.strictObject({ reason: z.literal('reversed'), points: count }),
  z.strictObject({ reason: z.literal('outlier'), points: count, measures: z.array(z.string()) }),
  z.strictObject({ reason: z.literal('quick'), points: count, seconds: count }),
])

const productReason = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('negative'), points: count }),
  z.strictObject({ reason: z.literal('bothWays'), points: count }),
  z.strictObject({ reason: z.literal('often'), points: count, papers: count }),
  z.strictObject({ reason: z.literal('value'), points: count, valueFen: figure.nullable() }),
])

export const auditOperations = defineOperations({
  'audit.adjustments': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary:
      'Write-offs, overages, other goods in and out, internal use and revaluations by store, type, reason and who wrote them',
    input: period,
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          ...place,
          type: z.enum(adjustmentTypes),
          reasonCode: z.string(),
          reasonName: z.string(),
          reasonNameEn: z.string(),
          ...person,
          ...adjustmentFigures,
        }),
      ),
      regions: z.array(z.strictObject({ ...regionTotal, ...adjustmentFigures })),
      /** there were more rows than are told; the totals count them all */
      more: z.boolean(),
    }),
    errors: [],
  },
  'audit.writeOffRate': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary: 'What was written off against what came in and what lies there now, by store and by category',
    input: period,
    output: z.strictObject({
      stores: z.array(z.strictObject({ ...place, ...rateFigures })),
      categories: z.array(z.strictObject({ categoryCode: z.string(), categoryName: z.string(), ...rateFigures })),
      regions: z.array(z.strictObject({ ...regionTotal, ...rateFigures })),
    }),
    errors: [],
  },
  'audit.reversals': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary: 'Papers undone (红冲): which, by whom, how long after, what they were worth, and why; newest first',
    input: period,
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          ...place,
          ...paper,
          originalId: uuid,
          originalNumber: z.string(),
          originalUserName: z.string(),
          originalUserNameEn: z.string(),
          ...person,
          at: isoTime,
          afterSeconds: count,
          value,
          reason: z.string(),
        }),
      ),
      regions: z.array(z.strictObject({ ...regionTotal, papers: count, value })),
      more: z.boolean(),
    }),
    errors: [],
  },
  'audit.overrides': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary: 'Rights lent for one act (店长授权): who lent to whom, for what, on which paper; newest first',
    input: period,
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          ...place,
          at: isoTime,
          ...person,
          lenderId: z.string(),
          lenderName: z.string(),
          lenderNameEn: z.string(),
          /** of the trail; '' where only the paper's own history tells of it */
          operation: z.string(),
          /** of the paper's history; '' where only the trail tells of it */
          step: z.string(),
          documentId: z.string(),
          number: z.string(),
          type: z.enum(documentTypes).nullable(),
          value,
        }),
      ),
      regions: z.array(z.strictObject({ ...regionTotal, acts: count })),
      more: z.boolean(),
    }),
    errors: [],
  },
  'audit.entries': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary: 'How goods were entered, by scanner or by hand, by store and operator; as far as stores told their logs',
    input: period,
    output: z.strictObject({
      rows: z.array(z.strictObject({ ...place, ...person, ...entryFigures, papers: count })),
      regions: z.array(z.strictObject({ ...regionTotal, ...entryFigures })),
    }),
    errors: [],
  },
  'audit.outliers': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary:
      'Stores and operators whose figures stand apart from their like, each with the median and how far it is off',
    input: period,
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          kind: z.enum(['store', 'operator']),
          ...place,
          ...person,
          measure: z.enum(auditMeasures),
          /** fen for adjustmentValue, else permille */
          value: figure,
          median: figure,
          timesPermille: count,
          compared: count,
          /** papers or entries behind the value */
          count,
        }),
      ),
      /** how many could be compared by each measure; fewer than five are not judged */
      compared: z.array(
        z.strictObject({ kind: z.enum(['store', 'operator']), measure: z.enum(auditMeasures), rows: count }),
      ),
    }),
    errors: [],
  },
  'audit.spotChecks': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'audit.view',
    summary: 'Papers to look at and products to count first, each with its reasons in figures',
    input: period.safeExtend({ count: z.number().int().min(1).max(200) }),
    output: z.strictObject({
      papers: z.array(
        z.strictObject({
          ...place,
          ...paper,
          ...person,
          postedAt: isoTime,
          value,
          score: count,
          reasons: z.array(paperReason),
          /** the newest word on it */
          checked: z
            .strictObject({
              finding: z.enum(findings),
              note: z.string(),
              userName: z.string(),
              userNameEn: z.string(),
              at: isoTime,
            })
            .nullable(),
        }),
      ),
      products: z.array(
        z.strictObject({
          ...place,
          warehouseCode: z.string(),
          warehouseName: z.string(),
          sku: z.string(),
          name: z.string(),
          nameEn: z.string(),
          spec: z.string(),
          unit: z.string(),
          onHand: figure,
          changed: total,
          score: count,
          reasons: z.array(productReason),
        }),
      ),
    }),
    errors: [],
  },
  'audit.noteSpotCheck': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'audit.view',
    summary: 'Somebody looked at a paper and says what was found; what was said before stays',
    input: z
      .strictObject({ documentId: uuid, finding: z.enum(findings), note })
      .refine(({ finding, note }) => finding === 'fine' || note.trim() !== '', {
        path: ['note'],
        error: 'what is odd is said in words',
      }),
    output: z.strictObject({ documentId: uuid }),
    errors: ['DOCUMENT_NOT_FOUND'],
  },
})

export type AuditMeasure = (typeof auditMeasures)[number]
export type Finding = (typeof findings)[number]
