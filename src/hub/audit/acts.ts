/** What people did beside their own papers: papers undone, rights lent. The latter are told by the trail. */
import type { OutputOf } from '../../contract/operations'
import type { DocumentType } from '../../core/documents/states'
import type { Condition } from '../../database/queries/scope'
import { type Audit, during, nameColumns, type Place, placeColumns, placeJoins, regionColumns, rowsMax } from './period'

type Region = Pick<Place, 'regionCode' | 'regionName'>

type ReversalRow = OutputOf<'audit.reversals'>['rows'][number] & { originalPostedAt: string }

export const reversalsOf = async (audit: Audit): Promise<OutputOf<'audit.reversals'>> => {
  const where = during(audit, 'd.storeCode', 'd.postedAt')
  const from = `FROM document d JOIN document o ON o.documentId = d.reversalOf
    LEFT JOIN user u ON u.id = d.authorId LEFT JOIN user w ON w.id = o.authorId ${placeJoins('d.storeCode')}
    WHERE d.state = 'posted' AND d.reversalOf <> '' AND ${where.sql}`
  const rows = await audit.read.all<ReversalRow>(
    `SELECT ${placeColumns('d.storeCode')}, d.documentId, d.number, d.type, o.documentId AS originalId,
       o.number AS originalNumber, ${nameColumns('w', 'o.authorId', 'originalUserName')}, d.authorId AS userId,
       ${nameColumns('u', 'd.authorId', 'userName')}, d.postedAt AS at, o.postedAt AS originalPostedAt, d.value, d.note AS reason
     ${from} ORDER BY d.postedAt DESC, d.number DESC LIMIT ${rowsMax + 1}`,
    where.parameters,
  )
  const regions = await audit.read.all<Region & { papers: number; value: number }>(
    `SELECT ${regionColumns}, count(*) AS papers, sum(coalesce(d.value, 0)) AS value ${from} GROUP BY 1, 2 ORDER BY 1`,
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

/** A line of a log belongs to the store whose PC told it, whatever the line itself says. */
export const logPlace = (line: string): string =>
  `LEFT JOIN log y ON y.logId = ${line}.logId LEFT JOIN device v ON v.deviceId = y.deviceId`
export const logStore = `coalesce(v.storeCode, '')`

/** A PC may name any paper in its lines: only its own store's word on it counts, and HQ's own. */
export const tellsOwnPaper = (documentId: string): string =>
  `${logStore} IN ('', (SELECT o.storeCode FROM document o WHERE o.documentId = ${documentId}))`

/**
 * The one rule of what an act under a lent right is. The trail tells of every one; a paper's own history of those that made
 * a step. A step is told once more only where the trail knows nothing of it. `told` chooses among lines of the trail `t` with
 * their place, `stepped` among steps `x` of papers `d`.
 */
const lentActsWhere = (told: Condition, stepped: Condition): Condition => ({
  sql: `SELECT ${logStore} AS storeCode, t.at, t.userId, t.authorityId AS lenderId, t.operation, '' AS step,
      coalesce(t.documentId, '') AS documentId, coalesce(json_extract(t.payload, '$.number'), '') AS number
    FROM trail t ${logPlace('t')} WHERE t.authorityId <> '' AND t.outcome = 'done' AND ${told.sql}
    UNION ALL
    SELECT d.storeCode, x.at, x.userId, x.authorityId, '', CASE x.step WHEN 'decided' THEN 'decided.' || x.decision ELSE x.step END,
      d.documentId, d.number
    FROM documentStep x JOIN document d ON d.documentId = x.documentId
    WHERE x.authorityId <> '' AND ${stepped.sql} AND NOT EXISTS (
      SELECT 1 FROM trail t WHERE t.documentId = x.documentId AND t.authorityId = x.authorityId AND t.outcome = 'done')`,
  parameters: [...told.parameters, ...stepped.parameters],
})

/** Done in the period. */
export const lentActs = (audit: Audit): Condition =>
  lentActsWhere(during(audit, logStore, 't.at'), during(audit, 'd.storeCode', 'x.at'))

/** Done on the papers that took effect in the period, whenever that was. */
export const lentActsByPaper = async (audit: Audit): Promise<ReadonlyMap<string, number>> => {
  const posted = during(audit, 'p.storeCode', 'p.postedAt')
  const onOneOf = (documentId: string): Condition => ({
    sql: `${documentId} IN (SELECT p.documentId FROM document p WHERE p.state = 'posted' AND ${posted.sql})`,
    parameters: posted.parameters,
  })
  const own = onOneOf('t.documentId')
  const lent = lentActsWhere(
    { ...own, sql: `${own.sql} AND ${tellsOwnPaper('t.documentId')}` },
    onOneOf('d.documentId'),
  )
  const rows = await audit.read.all<{ documentId: string; acts: number }>(
    `SELECT documentId, count(*) AS acts FROM (${lent.sql}) GROUP BY documentId`,
    lent.parameters,
  )
  return new Map(rows.map(({ documentId, acts }) => [documentId, acts]))
}

type OverrideRow = Omit<OutputOf<'audit.overrides'>['rows'][number], 'type'> & { type: DocumentType | null }

export const overridesOf = async (audit: Audit): Promise<OutputOf<'audit.overrides'>> => {
  const lent = lentActs(audit)
  const rows = await audit.read.all<OverrideRow>(
    `SELECT ${placeColumns('e.storeCode')}, e.at, e.userId, ${nameColumns('u', 'e.userId', 'userName')}, e.lenderId,
       ${nameColumns('w', 'e.lenderId', 'lenderName')}, e.operation, e.step, e.documentId, coalesce(d.number, e.number) AS number,
       d.type, d.value
     FROM (${lent.sql}) e LEFT JOIN document d ON d.documentId = e.documentId AND e.storeCode IN ('', d.storeCode)
     LEFT JOIN user u ON u.id = e.userId LEFT JOIN user w ON w.id = e.lenderId ${placeJoins('e.storeCode')}
     ORDER BY e.at DESC, e.documentId LIMIT ${rowsMax + 1}`,
    lent.parameters,
  )
  const regions = await audit.read.all<Region & { acts: number }>(
    `SELECT ${regionColumns}, count(*) AS acts FROM (${lent.sql}) e ${placeJoins('e.storeCode')} GROUP BY 1, 2 ORDER BY 1`,
    lent.parameters,
  )
  return {
    rows: rows.slice(0, rowsMax).map((row) => ({ ...row, value: audit.withCost ? row.value : null })),
    regions,
    more: rows.length > rowsMax,
  }
}
