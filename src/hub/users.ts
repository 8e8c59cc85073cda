/** People as HQ tells the stores of them, and who held which role when: what a store tells late is judged by that. */
import type { z } from 'zod'
import type { Assignment, Role } from '../contract/schemas/masterData'
import type { streamItemSchemas } from '../contract/schemas/streamItems'
import { storeDayOf } from '../core/quantity/storeDay'
import { applyMasterItems } from '../database/masterData'
import type { Reader, Tx } from '../database/unitOfWork'
import { type Publication, publish } from './publish'
import { type HubRuntime, isoNow } from './runtime'

export type TheirRoles = Pick<z.infer<(typeof streamItemSchemas)['user']>, 'active' | 'assignments'>
export type PublishedPerson = z.infer<(typeof streamItemSchemas)['user']>

/**
 * A store is told of those who work there, and of what they are over regions and the chain; what they are at other stores is
 * none of its business. Whoever works above stores is told to all, so that their names show on documents. Who left a store is
 * told to it once more, as nothing there: `before` is what they were.
 */
export const personPublications = (person: PublishedPerson, before: readonly Assignment[] = []): Publication[] => {
  const scopes = new Set([...before, ...person.assignments].map(storeOf))
  // to all first: what a store hears last is what counts there
  return [...scopes].sort().map((scope) => ({
    ...{ type: 'user', key: person.id, scope },
    body: { ...person, assignments: person.assignments.filter((one) => ['', scope].includes(storeOf(one))) },
  }))
}

/** '' = above stores */
const storeOf = ({ scopeKind, scopeCode }: Assignment): string => (scopeKind === 'store' ? scopeCode : '')

export const readPerson = async (read: Reader, userId: string): Promise<PublishedPerson | null> => {
  const row = await read.one<{ id: string; name: string; nameEn: string; pinVersion: number; active: number }>(
    'SELECT id, name, nameEn, pinVersion, active FROM user WHERE id = ?',
    [userId],
  )
  if (!row) return null
  const assignments = await read.all<Assignment>(
    `SELECT role, scopeKind, scopeCode, validFrom, validUntil FROM userRole WHERE userId = ?
     ORDER BY scopeKind, scopeCode, role, validFrom`,
    [userId],
  )
  return { ...row, active: row.active === 1, assignments }
}

/** Keeps what they were, and tells the stores what they are now. Answers both, for the trail. */
export const savePerson = async (
  tx: Tx,
  runtime: HubRuntime,
  person: PublishedPerson,
  byUserId: string,
): Promise<{ before: PublishedPerson | null; after: PublishedPerson }> => {
  const before = await readPerson(tx, person.id)
  await tx.run(
    `INSERT INTO userChange (userId, changeNo, at, byUserId, before, after)
     SELECT ?, coalesce(max(changeNo), 0) + 1, ?, ?, ?, ? FROM userChange WHERE userId = ?`,
    [person.id, isoNow(runtime), byUserId, JSON.stringify(before), JSON.stringify(person), person.id],
  )
  await applyMasterItems(tx, [{ type: 'user', key: person.id, body: person as never }])
  await publish(tx, 'users', personPublications(person, before?.assignments), { alreadyApplied: true })
  return { before, after: person }
}

/**
 * Roles somebody held over a store at any time since a moment until now: a PC that was away knows them as they were when it
 * last heard, and which that was nobody here can tell. Empty where they were nothing there.
 */
export const rolesHeldSince = async (
  tx: Tx,
  userId: string,
  storeCode: string,
  sinceIso: string,
  nowIso: string,
): Promise<Role[]> => {
  const [since, now] = [storeDayOf(Date.parse(sinceIso)), storeDayOf(Date.parse(nowIso))]
  const current = await readPerson(tx, userId)
  const earlier = await tx.all<{ before: string }>(
    `SELECT before FROM userChange WHERE userId = ? AND at > ? AND before <> 'null'`,
    [userId, sinceIso],
  )
  const words = [...(current ? [current] : []), ...earlier.map(({ before }) => JSON.parse(before) as TheirRoles)]
  const held = words
    .filter(({ active }) => active)
    .flatMap(({ assignments }) => assignments)
    .filter(({ scopeKind, scopeCode }) => scopeKind === 'store' && scopeCode === storeCode)
    .filter(({ validFrom, validUntil }) => validFrom <= now && (validUntil === '' || validUntil >= since))
  return [...new Set(held.map(({ role }) => role))]
}

/** What they are at a store today. */
export const rolesHeldNow = (tx: Tx, userId: string, storeCode: string, nowIso: string): Promise<Role[]> =>
  rolesHeldSince(tx, userId, storeCode, nowIso, nowIso)
