/**
 * What people call the ids in lines of the trail. A refusal keeps what its caller typed, so an id is no proof that they may
 * know whose it is: names are given within the asker's scope, and any other id stays the bare id it was.
 */
import type { Scope } from '../../core/organisation/scope'
import type { Reader } from '../unitOfWork'
import { rolesWithin } from './roles'
import { type Condition, withinScope } from './scope'
import { eitherEnd } from './transfer'

interface NameAsker {
  side: 'store' | 'hub'
  scope: Scope
  userId: string
}

type Called = [id: string, names: { name: string; nameEn: string }]

const idCharsMax = 40
const idsMax = 2_000

/** Whatever might be an id of something: short texts, at any depth. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.length > 0 && value.length <= idCharsMax ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => (freeText.has(key) ? [] : textsIn(one)))
}

/** What somebody typed is no id: who writes a stranger's into a note is not told their name. */
const freeText: ReadonlySet<string> = new Set([
  ...['note', 'reason', 'finding', 'text', 'raw', 'name', 'nameEn', 'zone', 'zoneCode', 'lot', 'deliveryNote'],
])

/** By what this side holds, within what the asker may see of it. */
export const calledIn = async (
  read: Reader,
  asker: NameAsker,
  details: readonly unknown[],
): Promise<Map<string, Called[]>> => {
  const ids = JSON.stringify([...new Set(details.flatMap(textsIn))].slice(0, idsMax))
  const things = thingsFor(asker)
  const found = things.map(({ from, id, name, nameEn = `''`, within }) => {
    return `SELECT w.id, ${name} AS name, ${nameEn} AS nameEn FROM wanted w JOIN ${from} ON ${id} = w.id WHERE ${within.sql}`
  })
  const rows = await read.all<{ id: string; name: string; nameEn: string }>(
    `WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?)) ${found.join(' UNION ALL ')}`,
    [ids, ...things.flatMap(({ within }) => within.parameters)],
  )
  return new Map(rows.map(({ id, ...names }): [string, Called[]] => [id, [[id, names]]]))
}

/** Something that has an id, as SQL: where it stands, what it is called, and which of it the asker may see. */
interface Thing {
  from: string
  id: string
  name: string
  nameEn?: string
  within: Condition
}

const thingsFor = (asker: NameAsker): Thing[] => {
  // a store's file holds nothing but what is its own to know
  const scope: Scope = asker.side === 'store' ? { kind: 'chain' } : asker.scope
  return [
    { from: 'document d', id: 'd.documentId', name: 'd.number', within: withinScope(scope, 'd.storeCode') },
    { from: 'transfer t', id: 't.transferId', name: 't.number', within: eitherEnd({ scope }) },
    { from: 'stocktake s', id: 's.stocktakeId', name: 's.number', within: withinScope(scope, 's.storeCode') },
    { from: 'purchaseOrder o', id: 'o.documentId', name: 'o.number', within: withinScope(scope, 'o.storeCode') },
    { from: 'user u', id: 'u.id', name: 'u.name', nameEn: 'u.nameEn', within: knownPeople(scope, asker.userId) },
    { from: `(${pcsOf[asker.side]}) p`, id: 'p.id', name: 'p.name', within: withinScope(scope, 'p.storeCode') },
  ]
}

/** Who has a role in the branch, and oneself. */
const knownPeople = (scope: Scope, ownId: string): Condition => {
  const within = rolesWithin(scope, 'r')
  if (scope.kind === 'chain') return within
  return {
    sql: `u.id = ? OR EXISTS (SELECT 1 FROM userRole r WHERE r.userId = u.id AND (${within.sql}))`,
    parameters: [ownId, ...within.parameters],
  }
}

const pcsOf = {
  hub: `SELECT deviceId AS id, storeCode, storeCode || ' ' || letter AS name FROM device`,
  store: `SELECT json_extract(value, '$.deviceId') AS id, json_extract(value, '$.storeCode') AS storeCode,
    json_extract(value, '$.storeCode') || ' ' || json_extract(value, '$.letter') AS name FROM meta WHERE key = 'enrolment'`,
}
