/** What people did: papers undone, rights lent, goods entered by scanner or by hand. The last two are told by the trail. */
import type { OutputOf } from '../../contract/operations'
import { permilleOf } from '../../core/audit/spotCheck'
import type { DocumentType } from '../../core/documents/states'
import type { Condition } from '../../database/queries/scope'
import { type Audit, during, type Place, placeColumns, placeJoins, quoted, regionColumns, rowsMax } from './period'

type Region = Pick<Place, 'regionCode' | 'regionName'>

type ReversalRow = OutputOf<'audit.reversals'>['rows'][number] & { originalPostedAt: string }

export const reversalsOf = async (audit: Audit): Promise<OutputOf<'audit.reversals'>> => {
  const where = during(audit, 'd.storeCode', 'd.postedAt')
  const from = `FROM document d JOIN document o ON o.documentId = d.reversalOf
    LEFT JOIN user u ON u.id = d.authorId LEFT JOIN user w ON w.id = o.authorId ${placeJoins('d.storeCode')}
    WHERE d.state = 'posted' AND d.reversalOf <> '' AND ${where.sql}`
  const rows = await audit.read.all<ReversalRow>(
    `SELECT ${placeColumns('d.storeCode')}, d.documentId, d.number, d.type, o.documentId AS originalId,
       o.number AS originalNumber, coalesce(w.name, o.authorId) AS originalUserName, d.authorId AS userId,
       coalesce(u.name, d.authorId) AS userName, d.postedAt AS at, o.postedAt AS originalPostedAt, d.value, d.note AS reason
     ${from} ORDER BY d.postedAt DESC, d.number DESC LIMIT ${rowsMax + 1}`,
    where.parameters,
  )
  const regions = await audit.read.all<Region & { papers: number; value: number }>(
    `SELECT ${regionColumns}, count(*) AS papers, sum(coalesce(d.value, 0)) AS value ${from} GROUP BY 1 ORDER BY 1`,
    where.parameters,
  )
  return {
    rows: rows.slice(0, rowsMax).map(({ originalPostedAt, value, ...row }) => ({
      ...row,
      afterSeconds: secondsBetween(originalPostedAt, row.at),
      value: audit.withCost ? (value ?? 0) : null,
    })),
    regions: regions.map(({ value, ...row }) => ({ ...row, value: audit.withCost ? value : null })),
    more: rows.length > rowsMax,
  }
}

/** A clock set back between two steps makes no time less than none. */
export const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))

/** A line of the trail `t` belongs to the store whose PC told it, whatever the line itself says. */
export const trailPlace = `LEFT JOIN log y ON y.logId = t.logId LEFT JOIN device v ON v.deviceId = y.deviceId`
export const trailStore = `coalesce(v.storeCode, '')`

interface Lent {
  sql: string
  parameters: Condition['parameters']
}

/**
 * The trail tells of every act under a lent right; a paper's own history of those that made a step. A step is told once
 * more only where the trail knows nothing of it.
 */
export const lentActs = (audit: Audit): Lent => {
  const told = during(audit, trailStore, 't.at')
  const stepped = during(audit, 'd.storeCode', 'x.at')
  return {
    sql: `SELECT ${trailStore} AS storeCode, t.at, t.userId, t.authorityId AS lenderId, t.operation, '' AS step,
        coalesce(t.documentId, '') AS documentId, coalesce(json_extract(t.payload, '$.number'), '') AS number
      FROM trail t ${trailPlace} WHERE t.authorityId <> '' AND t.outcome = 'done' AND ${told.sql}
      UNION ALL
      SELECT d.storeCode, x.at, x.userId, x.authorityId, '', CASE x.step WHEN 'decided' THEN 'decided.' || x.decision ELSE x.step END,
        d.documentId, d.number
      FROM documentStep x JOIN document d ON d.documentId = x.documentId
      WHERE x.authorityId <> '' AND ${stepped.sql} AND NOT EXISTS (
        SELECT 1 FROM trail t WHERE t.documentId = x.documentId AND t.authorityId = x.authorityId AND t.outcome = 'done')`,
    parameters: [...told.parameters, ...stepped.parameters],
  }
}

type OverrideRow = Omit<OutputOf<'audit.overrides'>['rows'][number], 'type'> & { type: DocumentType | null }

export const overridesOf = async (audit: Audit): Promise<OutputOf<'audit.overrides'>> => {
  const lent = lentActs(audit)
  const rows = await audit.read.all<OverrideRow>(
    `SELECT ${placeColumns('e.storeCode')}, e.at, e.userId, coalesce(u.name, e.userId) AS userName, e.lenderId,
       coalesce(w.name, e.lenderId) AS lenderName, e.operation, e.step, e.documentId, coalesce(d.number, e.number) AS number,
       d.type, d.value
     FROM (${lent.sql}) e LEFT JOIN document d ON d.documentId = e.documentId
     LEFT JOIN user u ON u.id = e.userId LEFT JOIN user w ON w.id = e.lenderId ${placeJoins('e.storeCode')}
     ORDER BY e.at DESC, e.documentId LIMIT ${rowsMax + 1}`,
    lent.parameters,
  )
  const regions = await audit.read.all<Region & { acts: number }>(
    `SELECT ${regionColumns}, count(*) AS acts FROM (${lent.sql}) e ${placeJoins('e.storeCode')} GROUP BY 1 ORDER BY 1`,
    lent.parameters,
  )
  return {
    rows: rows.slice(0, rowsMax).map((row) => ({ ...row, value: audit.withCost ? row.value : null })),
    regions,
    more: rows.length > rowsMax,
  }
}

/** A scan that put something on a line is an entry; one that found nothing, or asked for a lot, is none yet. */
const entered = ['added', 'firstOfLine', 'lineDone', 'receiptDone', 'over', 'nearExpiry']
const byHand = ['document.setLine', 'document.adjust']

const isScan = `(t.operation = 'document.scan' AND json_extract(t.payload, '$.detail.outcome') IN (${quoted(entered)}))`
/** a code keyed into the scan bar is read like a scan, and was seen by no scanner */
const isTypedCode = `(coalesce(json_extract(t.payload, '$.detail.source'), '') = 'typed')`
export const entryCounts = `
  sum(${isScan} AND NOT ${isTypedCode}) AS scans,
  sum(t.operation IN (${quoted(byHand)}) OR (${isScan} AND ${isTypedCode})) AS typed`
export const isEntry = `t.operation IN (${quoted(['document.scan', ...byHand])}) AND t.outcome = 'done'`

interface Entries {
  scans: number
  typed: number
}

export const entriesOf = async (audit: Audit): Promise<OutputOf<'audit.entries'>> => {
  const where = during(audit, trailStore, 't.at')
  const from = `FROM trail t ${trailPlace} LEFT JOIN user u ON u.id = t.userId ${placeJoins(trailStore)}
    WHERE ${isEntry} AND ${where.sql}`
  const rows = await audit.read.all<Place & Entries & { userId: string; userName: string; papers: number }>(
    `SELECT ${placeColumns(trailStore)}, t.userId, coalesce(u.name, t.userId) AS userName, ${entryCounts},
       count(DISTINCT t.documentId) AS papers ${from} GROUP BY ${trailStore}, t.userId ORDER BY typed DESC, t.userId`,
    where.parameters,
  )
  const regions = await audit.read.all<Region & Entries>(
    `SELECT ${regionColumns}, ${entryCounts} ${from} GROUP BY 1 ORDER BY 1`,
    where.parameters,
  )
  const withShare = <T extends Entries>(row: T) => ({
    ...row,
    typedShare: permilleOf(row.typed, row.scans + row.typed),
  })
  return { rows: rows.filter(any).map(withShare), regions: regions.filter(any).map(withShare) }
}

const any = ({ scans, typed }: Entries): boolean => scans + typed > 0
