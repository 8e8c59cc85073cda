/** How goods were entered, by scanner or by hand: what the database counted as it took each line of the trail. */
import type { OutputOf } from '../../contract/operations'
import { permilleOf } from '../../core/audit/spotCheck'
import { allOf, type Condition } from '../../database/queries/scope'
import { logPlace, logStore, tellsOwnPaper } from './acts'
import {
  type Audit,
  during,
  nameColumns,
  ofStores,
  type Place,
  placeColumns,
  placeJoins,
  regionColumns,
} from './period'

interface Entries {
  scans: number
  typed: number
}

const sums = 'sum(e.scans) AS scans, sum(e.typed) AS typed'

/** Counts are kept by store day, as the period names them. */
const onDays = (audit: Audit, store: string): Condition =>
  allOf([
    { sql: 'e.day >= ? AND e.day <= ?', parameters: [audit.period.from, audit.period.to] },
    ofStores(audit, store),
  ])

export const entriesOf = async (audit: Audit): Promise<OutputOf<'audit.entries'>> => {
  const where = onDays(audit, logStore)
  const from = `FROM entryCount e ${logPlace('e')} LEFT JOIN user u ON u.id = e.userId ${placeJoins(logStore)}
    WHERE ${where.sql}`
  const rows = await audit.read.all<
    Place & Entries & { userId: string; userName: string; userNameEn: string; papers: number }
  >(
    `SELECT ${placeColumns(logStore)}, e.userId, ${nameColumns('u', 'e.userId', 'userName')}, ${sums},
       count(DISTINCT e.documentId) AS papers ${from} GROUP BY ${logStore}, e.userId, s.code, g.code, u.id ORDER BY typed DESC, e.userId`,
    where.parameters,
  )
  const regions = await audit.read.all<Pick<Place, 'regionCode' | 'regionName'> & Entries>(
    `SELECT ${regionColumns}, ${sums} ${from} GROUP BY 1, 2 ORDER BY 1`,
    where.parameters,
  )
  const withShare = <T extends Entries>(row: T) => ({
    ...row,
    typedShare: permilleOf(row.typed, row.scans + row.typed),
  })
  return { rows: rows.map(withShare), regions: regions.map(withShare) }
}

/** Of the papers that took effect in the period, whenever they were entered. */
export const entriesByPaper = async (audit: Audit): Promise<ReadonlyMap<string, Entries>> => {
  const where = during(audit, 'd.storeCode', 'd.postedAt')
  const rows = await audit.read.all<Entries & { documentId: string }>(
    `SELECT d.documentId, ${sums} FROM document d JOIN entryCount e ON e.documentId = d.documentId ${logPlace('e')}
     WHERE ${tellsOwnPaper('d.documentId')} AND d.state = 'posted' AND d.reversalOf = '' AND ${where.sql} GROUP BY d.documentId`,
    where.parameters,
  )
  return new Map(rows.map(({ documentId, ...counts }) => [documentId, counts]))
}
