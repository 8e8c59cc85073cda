/** Who stands apart: operators among the operators this user may see, stores among the stores. */
import type { OutputOf } from '../../contract/operations'
import { type AuditMeasure, adjustmentTypes } from '../../contract/operations/audit'
import { type Measured, outliersOf } from '../../core/audit/outliers'
import { permilleOf } from '../../core/audit/spotCheck'
import { costValueToFen } from '../../core/quantity/quantity'
import { lentActs } from './acts'
import { rateOf, storeRates } from './adjustments'
import { entriesOf } from './entries'
import {
  type Audit,
  during,
  nameColumns,
  type Place,
  placeColumns,
  placeJoins,
  postedPapers,
  quoted,
  wasReversed,
  writer,
} from './period'

type Kind = 'store' | 'operator'
type OutlierRow = OutputOf<'audit.outliers'>['rows'][number]
type Who = Omit<OutlierRow, 'measure' | 'value' | 'median' | 'timesPermille' | 'compared' | 'count'>

interface Worked extends Place {
  userId: string
  userName: string
  userNameEn: string
  papers: number
  reversed: number
  adjusted: number
}

/** Behind how many papers or entries a figure has to stand before it is compared. */
const countMin: Record<AuditMeasure, number> = {
  adjustmentValue: 1,
  writeOffRate: 1,
  reversals: 5,
  overrides: 5,
  typed: 20,
}

/** Like is compared with like: all this user may see, and only then is one store picked out. */
export const outliersIn = async (audit: Audit): Promise<OutputOf<'audit.outliers'>> => {
  const whole = { ...audit, period: { from: audit.period.from, to: audit.period.to } }
  const measured = await measuredIn(whole)
  const { storeCode } = audit.period
  const rows = measured.flatMap(({ measure, kind, figures }) =>
    outliersOf(figures, { countMin: countMin[measure] }).map(({ key, ...figure }) => ({
      ...(figures.find((one) => one.key === key) as Figure).who,
      kind,
      measure,
      value: figure.value,
      median: figure.median,
      timesPermille: figure.timesPermille,
      compared: figure.compared,
      count: figure.count,
    })),
  )
  return {
    rows: rows
      .filter((row) => !storeCode || row.storeCode === storeCode)
      .sort((a, b) => b.timesPermille - a.timesPermille),
    compared: measured.map(({ kind, measure, figures }) => ({
      kind,
      measure,
      rows: figures.filter(({ count }) => count >= countMin[measure]).length,
    })),
  }
}

interface Figure extends Measured {
  who: Who
}

interface Measure {
  kind: Kind
  measure: AuditMeasure
  figures: Figure[]
}

const measuredIn = async (audit: Audit): Promise<Measure[]> => {
  const operators = await operatorsIn(audit)
  const lent = await lentBy(audit)
  const entries = await entriesOf(audit)
  const stores = inStores(operators)
  const typed = entries.rows.map((row) => ({ ...row, papers: row.scans + row.typed, part: row.typed }))
  const measures: (Measure | false)[] = [
    audit.withCost && {
      kind: 'operator',
      measure: 'adjustmentValue',
      figures: operators.map((row) => figureOf('operator', row, costValueToFen(row.adjusted), row.papers)),
    },
    audit.withCost && { kind: 'store', measure: 'writeOffRate', figures: await rateFigures(audit) },
    ...(['operator', 'store'] as const).flatMap((kind): Measure[] => {
      const rows = kind === 'operator' ? operators : stores
      return [
        { kind, measure: 'reversals', figures: shares(kind, rows, ({ reversed }) => reversed) },
        { kind, measure: 'overrides', figures: shares(kind, rows, (row) => lent(kind, row)) },
        {
          kind,
          measure: 'typed',
          figures: shares(kind, kind === 'operator' ? typed : entriesInStores(typed), ({ part }) => part),
        },
      ]
    }),
  ]
  return measures.filter((one): one is Measure => one !== false)
}

type Doer = Place & { userId: string; userName: string; userNameEn: string; papers: number }

const keyOf = (kind: Kind, { storeCode, userId }: Doer): string =>
  kind === 'store' ? storeCode : `${storeCode} ${userId}`

/** A figure of a whole store is nobody's. */
const nobody = { userId: '', userName: '', userNameEn: '' }

const figureOf = (kind: Kind, row: Doer, value: number, count: number): Figure => {
  const { storeCode, storeName, regionCode, regionName } = row
  const { userId, userName, userNameEn } = kind === 'store' ? nobody : row
  return {
    key: keyOf(kind, row),
    value,
    count,
    who: { kind, storeCode, storeName, regionCode, regionName, userId, userName, userNameEn },
  }
}

/** A part of somebody's papers or entries, permille. */
const shares = <T extends Doer>(kind: Kind, rows: readonly T[], part: (row: T) => number): Figure[] =>
  rows
    .filter(({ papers }) => papers > 0)
    .map((row) => figureOf(kind, row, permilleOf(part(row), row.papers) ?? 0, row.papers))

const operatorsIn = (audit: Audit): Promise<Worked[]> => {
  const where = during(audit, 'd.storeCode', 'd.postedAt')
  return audit.read.all<Worked>(
    `SELECT ${placeColumns('d.storeCode')}, ${writer} AS userId, ${nameColumns('u', writer, 'userName')},
       sum(d.reversalOf = '') AS papers, sum(d.reversalOf = '' AND ${wasReversed}) AS reversed,
       sum(CASE WHEN d.reversalOf = '' AND d.type IN (${quoted(adjustmentTypes)}) AND NOT ${wasReversed}
         THEN coalesce(d.value, 0) ELSE 0 END) AS adjusted
     FROM ${postedPapers} LEFT JOIN user u ON u.id = ${writer} ${placeJoins('d.storeCode')}
     WHERE d.state = 'posted' AND ${where.sql} GROUP BY d.storeCode, ${writer}, s.code, g.code, u.id ORDER BY 1, ${writer}`,
    where.parameters,
  )
}

const inStores = (rows: readonly Worked[]): Worked[] =>
  grouped(rows, (a, b) => ({
    ...a,
    papers: a.papers + b.papers,
    reversed: a.reversed + b.reversed,
    adjusted: a.adjusted + b.adjusted,
  }))

const entriesInStores = <T extends Doer & { part: number }>(rows: readonly T[]): T[] =>
  grouped(rows, (a, b) => ({ ...a, papers: a.papers + b.papers, part: a.part + b.part }))

const grouped = <T extends Place>(rows: readonly T[], add: (a: T, b: T) => T): T[] => {
  const sums = new Map<string, T>()
  for (const row of rows) {
    const sum = sums.get(row.storeCode)
    sums.set(row.storeCode, sum ? add(sum, row) : row)
  }
  return [...sums.values()]
}

/** How many acts were done under a lent right: by whom, and in which store. */
const lentBy = async (audit: Audit): Promise<(kind: Kind, row: Doer) => number> => {
  const lent = lentActs(audit)
  const rows = await audit.read.all<{ storeCode: string; userId: string; acts: number }>(
    `SELECT storeCode, userId, count(*) AS acts FROM (${lent.sql}) GROUP BY storeCode, userId`,
    lent.parameters,
  )
  return (kind, { storeCode, userId }) =>
    rows
      .filter((row) => row.storeCode === storeCode && (kind === 'store' || row.userId === userId))
      .reduce((sum, { acts }) => sum + acts, 0)
}

/** What has no stock coming in has no rate. */
const rateFigures = async (audit: Audit): Promise<Figure[]> =>
  (await storeRates(audit)).flatMap((row) => {
    const rate = rateOf(row.writeOff, row.inbound)
    return rate === null || row.storeCode === '' ? [] : [figureOf('store', { ...row, ...nobody, papers: 1 }, rate, 1)]
  })
