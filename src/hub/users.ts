/** People as HQ tells the stores of them, and who held which role when: what a store tells late is judged by that. */
import type { z } from 'zod'
import type { Assignment, Role } from '../contract/schemas/masterData'
import type { streamItemSchemas } from '../contract/schemas/streamItems'
import { storeDayOf } from '../core/quantity/storeDay'
import type { Reader, Tx } from '../database/unitOfWork'
import { type Publication, publish } from './publish'
import { type HubRuntime, isoNow } from './runtime'

export type TheirRoles = Pick<z.infer<(typeof streamItemSchemas)['user']>, 'active' | 'assignments'>
export type PublishedPerson = z.infer<(typeof streamItemSchemas)['user']>

/**
 * Somebody who works at one store alone is told to that store; the others to all, so that their names show on documents.
 * Who moved to another store is told to both: `before` is what they were.
 */
export const personPublication = (person: PublishedPerson, before: readonly Assignment[] = []): Publication => {
  const places = new Set(
    [...before, ...person.assignments].map(({ scopeKind, scopeCode }) => (scopeKind === 'store' ? scopeCode : '')),
  )
  const [only = ''] = places
  return { type: 'user', key: person.id, scope: places.size === 1 ? only : '', body: person }
}

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
  await publish(tx, 'users', [personPublication(person, before?.assignments)], { at: isoNow(runtime) })
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
