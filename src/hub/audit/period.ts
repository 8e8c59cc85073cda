/** What all audit queries share: the period and scope as a condition, where a paper belongs, and who wrote it. */
import { dayEnds, dayStarts } from '../../database/queries/document'
import { allOf, type Condition, withinScope } from '../../database/queries/scope'
import type { Parameter, Reader } from '../../database/unitOfWork'
import type { Actor } from '../../gateway/gateway'

export interface Period {
  from: string
  to: string
  storeCode?: string | undefined
}

export interface Audit {
  read: Reader
  user: Actor
  period: Period
  withCost: boolean
}

/** Rows of a list; there is a filter for the rest. */
export const rowsMax = 1000

/** `at` took place in the period, and `store` is one this user may see and asked for. */
export const during = ({ user, period }: Pick<Audit, 'user' | 'period'>, store: string, at: string): Condition =>
  allOf([
    { sql: `${at} >= ? AND ${at} < ?`, parameters: [dayStarts(period.from), dayEnds(period.to)] },
    ofStores({ user, period }, store),
  ])

export const ofStores = ({ user, period }: Pick<Audit, 'user' | 'period'>, store: string): Condition =>
  allOf([
    withinScope(user.scope, store),
    ...(period.storeCode ? [{ sql: `${store} = ?`, parameters: [period.storeCode] as Parameter[] }] : []),
  ])

export interface Place {
  storeCode: string
  storeName: string
  regionCode: string
  regionName: string
}

/** Columns of a Place, with the joins below; `store` is the column that says which. */
export const placeColumns = (store: string): string => `${store} AS storeCode, coalesce(s.name, '') AS storeName,
  coalesce(s.regionCode, '') AS regionCode, coalesce(g.name, '') AS regionName`

export const placeJoins = (store: string): string =>
  `LEFT JOIN store s ON s.code = ${store} LEFT JOIN region g ON g.code = s.regionCode`

/** Totals of regions have these two of a Place alone. */
export const regionColumns = `coalesce(s.regionCode, '') AS regionCode, coalesce(g.name, '') AS regionName`

/** Posted papers `d`; `o` is the original of a mirror, in whose writer's name it counts. */
export const postedPapers = `document d LEFT JOIN document o ON o.documentId = d.reversalOf AND d.reversalOf <> ''`
export const writer = 'coalesce(o.authorId, d.authorId)'
export const wasReversed = `EXISTS (SELECT 1 FROM document v
  WHERE v.reversalOf = d.documentId AND v.reversalOf <> '' AND v.state = 'posted')`

/** Of goods a warehouse holds, whether for sale or set apart. */
const inside = (account: string): string => `(${account} LIKE 'stock:%' OR ${account} LIKE 'quarantine:%')`
/** A movement \`m\` that crossed a warehouse's walls, in or out; what changed its place inside did neither. */
export const cameIn = `(${inside('m.toAccount')} AND NOT ${inside('m.fromAccount')})`
export const wentOut = `(${inside('m.fromAccount')} AND NOT ${inside('m.toAccount')})`

/** A person in both languages; whoever HQ knows nobody by is told by their id. \`user\` is the joined row, \`id\` the column. */
export const nameColumns = (user: string, id: string, as: string): string =>
  `coalesce(${user}.name, ${id}) AS ${as}, coalesce(${user}.nameEn, '') AS ${as}En`

export const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')
