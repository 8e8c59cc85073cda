/** Papers to look at and products to count, scored by core/audit; and what whoever looked had to say. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { adjustmentTypes } from '../../contract/operations/audit'
import type { Policy } from '../../contract/schemas/masterData'
import { type PaperFacts, type ProductFacts, papersToCheck, productsToCount } from '../../core/audit/spotCheck'
import type { DocumentType } from '../../core/documents/states'
import { costValueToFen } from '../../core/quantity/quantity'
import { isVisible } from '../../database/queries/stock'
import { policyAt } from '../../documents/work'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { isoNow } from '../runtime'
import { lentActsByPaper, secondsBetween } from './acts'
import { outliersIn } from './apart'
import { entriesByPaper } from './entries'
import {
  type Audit,
  cameIn,
  during,
  nameColumns,
  ofStores,
  type Place,
  placeColumns,
  placeJoins,
  quoted,
  wasReversed,
  wentOut,
} from './period'

type Checks = OutputOf<'audit.spotChecks'>

interface PaperRow extends Place {
  documentId: string
  number: string
  type: DocumentType
  userId: string
  userName: string
  userNameEn: string
  postedAt: string
  submittedAt: string | null
  decidedAt: string | null
  policyVersion: number
  value: number | null
  reversed: number
}

/** More papers than this of one period are not weighed: the newest are. */
const weighedMax = 20_000

export const spotChecksOf = async (audit: Audit, count: number): Promise<Checks> => ({
  papers: await paperChecks(audit, count),
  products: await productChecks(audit, count),
})

const paperChecks = async (audit: Audit, count: number): Promise<Checks['papers']> => {
  const rows = await weighedPapers(audit)
  const entries = await entriesByPaper(audit)
  const lent = await lentActsByPaper(audit)
  const apart = await outliersIn(audit)
  const policies = await policiesOf(audit, rows)
  const facts = rows.map((row): PaperFacts => {
    const { scans = 0, typed = 0 } = entries.get(row.documentId) ?? {}
    return {
      documentId: row.documentId,
      number: row.number,
      valueFen: audit.withCost ? costValueToFen(row.value ?? 0) : 0,
      thresholds: policies.get(row.policyVersion)?.documents[row.type].approval ?? [],
      lentActs: lent.get(row.documentId) ?? 0,
      scans,
      typed,
      reversed: row.reversed === 1,
      decidedAfterSeconds: row.submittedAt && row.decidedAt ? secondsBetween(row.submittedAt, row.decidedAt) : null,
      outlierMeasures: apart.rows
        .filter(
          ({ kind, userId, storeCode }) => kind === 'operator' && userId === row.userId && storeCode === row.storeCode,
        )
        .map(({ measure }) => measure),
    }
  })
  const listed = papersToCheck(facts, count)
  const checked = await checkedOf(
    audit,
    listed.map(({ documentId }) => documentId),
  )
  return listed.map(({ documentId, score, reasons }) => {
    const row = rows.find((one) => one.documentId === documentId) as PaperRow
    const { submittedAt: _s, decidedAt: _d, policyVersion: _p, reversed: _r, ...shown } = row
    return {
      ...shown,
      value: audit.withCost ? (row.value ?? 0) : null,
      score,
      reasons,
      checked: checked.get(documentId) ?? null,
    }
  })
}

/** A mirror says nothing its original does not. */
const weighedPapers = (audit: Audit): Promise<PaperRow[]> => {
  const where = during(audit, 'd.storeCode', 'd.postedAt')
  return audit.read.all<PaperRow>(
    `SELECT ${placeColumns('d.storeCode')}, d.documentId, d.number, d.type, d.authorId AS userId,
       ${nameColumns('u', 'd.authorId', 'userName')}, d.postedAt, d.submittedAt, d.policyVersion, d.value,
       (SELECT min(x.at) FROM documentStep x WHERE x.documentId = d.documentId AND x.step = 'decided' AND x.at >= d.submittedAt) AS decidedAt,
       ${wasReversed} AS reversed
     FROM document d LEFT JOIN user u ON u.id = d.authorId ${placeJoins('d.storeCode')}
     WHERE d.state = 'posted' AND d.reversalOf = '' AND ${where.sql}
     ORDER BY d.postedAt DESC, d.number DESC LIMIT ${weighedMax}`,
    where.parameters,
  )
}

const policiesOf = async ({ read }: Audit, rows: readonly PaperRow[]): Promise<Map<number, Policy>> => {
  const policies = new Map<number, Policy>()
  for (const version of new Set(rows.map(({ policyVersion }) => policyVersion)))
    policies.set(version, await policyAt(read, version))
  return policies
}

const checkedOf = async (
  { read }: Audit,
  documentIds: readonly string[],
): Promise<Map<string, NonNullable<Checks['papers'][number]['checked']>>> => {
  const rows = await read.all<NonNullable<Checks['papers'][number]['checked']> & { documentId: string }>(
    `SELECT c.documentId, c.finding, c.note, ${nameColumns('u', 'c.userId', 'userName')}, c.at
     FROM spotCheck c LEFT JOIN user u ON u.id = c.userId
     WHERE c.documentId IN (SELECT value FROM json_each(?)) ORDER BY c.at, c.checkId`,
    [JSON.stringify(documentIds)],
  )
  return new Map(rows.map(({ documentId, ...word }) => [documentId, word]))
}

interface ProductRow extends Place {
  warehouseCode: string
  warehouseName: string
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
  onHand: number
  papers: number
  value: number
  cameIn: number
  wentOut: number
}

/** Goods put on or taken off the books by hand in the period, and goods there are less than none of. */
const productChecks = async (audit: Audit, count: number): Promise<Checks['products']> => {
  const rows = await touchedProducts(audit)
  const facts = rows.map(
    (row): ProductFacts => ({
      warehouseCode: row.warehouseCode,
      sku: row.sku,
      papers: row.papers,
      valueFen: audit.withCost ? costValueToFen(row.value) : 0,
      bothWays: row.cameIn > 0 && row.wentOut > 0,
      negative: row.onHand < 0,
    }),
  )
  return productsToCount(facts, count).map(({ warehouseCode, sku, score, reasons }) => {
    const found = rows.find((row) => row.warehouseCode === warehouseCode && row.sku === sku) as ProductRow
    const { papers: _p, value: _v, cameIn, wentOut, ...shown } = found
    return { ...shown, changed: cameIn - wentOut, score, reasons }
  })
}

const touchedProducts = (audit: Audit): Promise<ProductRow[]> => {
  const moved = during(audit, 'd.storeCode', 'd.postedAt')
  const lies = ofStores(audit, `coalesce(w.storeCode, '')`)
  return audit.read.all<ProductRow>(
    `WITH moved AS (
       SELECT d.warehouseCode, m.sku, count(DISTINCT d.documentId) AS papers, sum(m.value) AS value,
         sum(CASE WHEN ${cameIn} THEN m.quantity ELSE 0 END) AS cameIn,
         sum(CASE WHEN ${wentOut} THEN m.quantity ELSE 0 END) AS wentOut
       FROM document d JOIN stockMovement m ON m.documentId = d.documentId AND (${cameIn} OR ${wentOut})
       WHERE d.state = 'posted' AND d.reversalOf = '' AND NOT ${wasReversed}
         AND d.type IN (${quoted(adjustmentTypes)}) AND ${moved.sql} GROUP BY d.warehouseCode, m.sku),
     below AS (
       SELECT w.code AS warehouseCode, b.sku FROM warehouse w JOIN stockBalance b ON b.account = 'stock:' || w.code
       WHERE ${lies.sql} GROUP BY w.code, b.sku HAVING sum(b.onHand) < 0)
     SELECT ${placeColumns(`coalesce(w.storeCode, '')`)}, w.code AS warehouseCode, w.name AS warehouseName, p.sku, p.name,
       p.nameEn, p.spec, p.unit,
       coalesce((SELECT sum(b.onHand) FROM stockBalance b WHERE b.account = 'stock:' || w.code AND b.sku = p.sku), 0) AS onHand,
       coalesce(m.papers, 0) AS papers, coalesce(m.value, 0) AS value, coalesce(m.cameIn, 0) AS cameIn,
       coalesce(m.wentOut, 0) AS wentOut
     FROM (SELECT warehouseCode, sku FROM moved UNION SELECT warehouseCode, sku FROM below) k
     JOIN warehouse w ON w.code = k.warehouseCode JOIN product p ON p.sku = k.sku
     LEFT JOIN moved m ON m.warehouseCode = k.warehouseCode AND m.sku = k.sku ${placeJoins(`coalesce(w.storeCode, '')`)}
     ORDER BY value DESC, papers DESC, w.code, p.sku LIMIT ${weighedMax}`,
    [...moved.parameters, ...lies.parameters],
  )
}

export const noteSpotCheck = async (
  call: CommandCall,
  { documentId, finding, note }: InputOf<'audit.noteSpotCheck'>,
): Promise<OutputOf<'audit.noteSpotCheck'>> => {
  if (!(await isVisible(call.tx, 'document', documentId, viewOf(call.user))))
    throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
  await call.tx.run(
    'INSERT INTO spotCheck (checkId, documentId, finding, note, userId, at) VALUES (?, ?, ?, ?, ?, ?)',
    [call.runtime.ids.uuid(), documentId, finding, note, call.user.userId, isoNow(call.runtime)],
  )
  call.remember(documentId, { after: { finding, note } })
  return { documentId }
}
