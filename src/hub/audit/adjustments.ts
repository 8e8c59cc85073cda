/** What was put on and taken off the books by hand, and written off against what came in. */

import type { OutputOf } from '../../contract/operations'
import { adjustmentTypes } from '../../contract/operations/audit'
import type { Reason } from '../../contract/schemas/masterData'
import { permilleOf } from '../../core/audit/spotCheck'
import {
  type Audit,
  cameIn,
  during,
  nameColumns,
  ofStores,
  type Place,
  placeColumns,
  placeJoins,
  postedPapers,
  quoted,
  regionColumns,
  rowsMax,
  wasReversed,
  wentOut,
  writer,
} from './period'

interface AdjustmentSums {
  papers: number
  reversed: number
  pieces: number
  gain: number
  loss: number
  gross: number
}

type AdjustmentRow = AdjustmentSums &
  Place & {
    type: (typeof adjustmentTypes)[number]
    reasonCode: string
    userId: string
    userName: string
    userNameEn: string
  }
type RegionRow<T> = T & Pick<Place, 'regionCode' | 'regionName'>

/** Each paper once, with what its movements put on the books and took off them. */
const adjustedPapers = (where: string): string => `
  SELECT d.storeCode, d.type, d.reasonCode, ${writer} AS userId, d.reversalOf <> '' AS mirror, ${wasReversed} AS undone,
    coalesce(sum(CASE WHEN ${cameIn} THEN m.value END), 0) AS valueIn,
    coalesce(sum(CASE WHEN ${wentOut} THEN m.value END), 0) AS valueOut,
    coalesce(sum(CASE WHEN ${cameIn} THEN m.quantity WHEN ${wentOut} THEN -m.quantity END), 0) AS pieces
  FROM ${postedPapers} LEFT JOIN stockMovement m ON m.documentId = d.documentId AND m.kind <> 'revaluation'
  WHERE d.state = 'posted' AND d.type IN (${quoted(adjustmentTypes)}) AND ${where} GROUP BY d.documentId, o.documentId`

/** What a mirror puts back is no gain but less of a loss; gross counts each original once and no mirror. */
const adjustmentSums = `sum(NOT p.mirror) AS papers, sum(NOT p.mirror AND p.undone) AS reversed, sum(p.pieces) AS pieces,
  sum(CASE WHEN p.mirror THEN -p.valueOut ELSE p.valueIn END) AS gain,
  sum(CASE WHEN p.mirror THEN -p.valueIn ELSE p.valueOut END) AS loss,
  sum(CASE WHEN p.mirror THEN 0 ELSE p.valueIn + p.valueOut END) AS gross`

export const adjustmentsOf = async (
  audit: Audit,
  reasons: readonly Reason[],
): Promise<OutputOf<'audit.adjustments'>> => {
  const where = during(audit, 'd.storeCode', 'd.postedAt')
  const from = `FROM (${adjustedPapers(where.sql)}) p LEFT JOIN user u ON u.id = p.userId ${placeJoins('p.storeCode')}`
  const rows = await audit.read.all<AdjustmentRow>(
    `SELECT ${placeColumns('p.storeCode')}, p.type, p.reasonCode, p.userId, ${nameColumns('u', 'p.userId', 'userName')},
       ${adjustmentSums} ${from} GROUP BY p.storeCode, p.type, p.reasonCode, p.userId, s.code, g.code, u.id
     ORDER BY ${audit.withCost ? 'gross DESC,' : ''} papers DESC, p.storeCode, p.type, p.reasonCode, p.userId LIMIT ${rowsMax + 1}`,
    where.parameters,
  )
  const regions = await audit.read.all<RegionRow<AdjustmentSums>>(
    `SELECT ${regionColumns}, ${adjustmentSums} ${from} GROUP BY 1, 2 ORDER BY 1`,
    where.parameters,
  )
  const whole = regions.reduce((sum, { gross }) => sum + gross, 0)
  const figures = <T extends AdjustmentSums>({ gain, loss, gross, ...row }: T) => ({
    ...row,
    ...(audit.withCost
      ? { gain, loss, net: gain - loss, gross, share: permilleOf(gross, whole) }
      : { gain: null, loss: null, net: null, gross: null, share: null }),
  })
  return {
    rows: rows.slice(0, rowsMax).map((row) => ({ ...figures(row), ...reasonNames(reasons, row.reasonCode) })),
    regions: regions.map(figures),
    more: rows.length > rowsMax,
  }
}

const reasonNames = (reasons: readonly Reason[], code: string): { reasonName: string; reasonNameEn: string } => {
  const known = reasons.find((reason) => reason.code === code)
  return { reasonName: known?.name ?? code, reasonNameEn: known?.nameEn ?? code }
}

interface RateSums {
  pieces: number
  writeOff: number
  inbound: number
  stock: number
}

/** Goods a paper took in from outside the warehouse's walls count for it; what its mirror sent back counts against. */
const rateSums = `
  sum(CASE WHEN d.type <> 'writeOff' THEN 0 WHEN m.toAccount = 'loss' THEN m.quantity
    WHEN m.fromAccount = 'loss' THEN -m.quantity ELSE 0 END) AS pieces,
  sum(CASE WHEN d.type <> 'writeOff' THEN 0 WHEN m.toAccount = 'loss' THEN m.value
    WHEN m.fromAccount = 'loss' THEN -m.value ELSE 0 END) AS writeOff,
  sum(CASE WHEN d.type = 'writeOff' THEN 0 WHEN ${cameIn} THEN m.value WHEN ${wentOut} THEN -m.value ELSE 0 END) AS inbound, 0 AS stock`

const stockSums = '0 AS pieces, 0 AS writeOff, 0 AS inbound, sum(b.value) AS stock'

/** By `key`, an expression over the joins that both halves have: what moved in the period, and what lies there now. */
const rateRows = <T>(audit: Audit, columns: string, by: string): Promise<(T & RateSums)[]> => {
  const moved = during(audit, 'd.storeCode', 'd.postedAt')
  const lies = ofStores(audit, `coalesce(w.storeCode, '')`)
  return audit.read.all<T & RateSums>(
    `SELECT ${by}, sum(pieces) AS pieces, sum(writeOff) AS writeOff, sum(inbound) AS inbound, sum(stock) AS stock FROM (
       SELECT ${columns.replaceAll('#store', 'd.storeCode')}, ${rateSums}
       FROM document d JOIN stockMovement m ON m.documentId = d.documentId AND m.kind <> 'revaluation'
       LEFT JOIN product p ON p.sku = m.sku LEFT JOIN category c ON c.code = p.categoryCode ${placeJoins('d.storeCode')}
       WHERE d.state = 'posted' AND d.type IN ('writeOff', 'goodsReceipt', 'transferReceipt') AND ${moved.sql}
       GROUP BY ${by}
       UNION ALL
       SELECT ${columns.replaceAll('#store', `coalesce(w.storeCode, '')`)}, ${stockSums}
       FROM warehouse w JOIN stockBalance b ON b.account IN ('stock:' || w.code, 'quarantine:' || w.code)
       LEFT JOIN product p ON p.sku = b.sku LEFT JOIN category c ON c.code = p.categoryCode
       ${placeJoins(`coalesce(w.storeCode, '')`)} WHERE ${lies.sql} GROUP BY ${by})
     GROUP BY ${by} ORDER BY ${by}`,
    [...moved.parameters, ...lies.parameters],
  )
}

export const writeOffRateOf = async (audit: Audit): Promise<OutputOf<'audit.writeOffRate'>> => {
  const figures = <T extends RateSums>(row: T) => ({ ...row, ...ratesOf(row, audit.withCost) })
  const stores = await storeRates(audit)
  const categories = await rateRows<{ categoryCode: string; categoryName: string }>(
    audit,
    `coalesce(p.categoryCode, '') AS categoryCode, coalesce(c.name, p.categoryCode, '') AS categoryName`,
    'categoryCode, categoryName',
  )
  const regions = await rateRows<Pick<Place, 'regionCode' | 'regionName'>>(
    audit,
    regionColumns,
    'regionCode, regionName',
  )
  return {
    stores: stores.map(figures).sort(byRate),
    categories: categories.map(figures).sort(byRate),
    regions: regions.map(figures),
  }
}

export const storeRates = (audit: Audit): Promise<(Place & RateSums)[]> =>
  rateRows<Place>(audit, placeColumns('#store'), 'storeCode, storeName, regionCode, regionName')

const ratesOf = ({ writeOff, inbound, stock }: RateSums, withCost: boolean) =>
  withCost
    ? { writeOff, inbound, stock, rate: rateOf(writeOff, inbound), rateOfStock: rateOf(writeOff, stock) }
    : { writeOff: null, inbound: null, stock: null, rate: null, rateOfStock: null }

/** More taken back than written off is no rate at all. */
export const rateOf = (writeOff: number, whole: number): number | null =>
  writeOff < 0 ? null : permilleOf(writeOff, whole)

const byRate = (a: { rate: number | null; pieces: number }, b: { rate: number | null; pieces: number }): number =>
  (b.rate ?? -1) - (a.rate ?? -1) || b.pieces - a.pieces
