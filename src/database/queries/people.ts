/**
 * Who is what, where, and on which day. A store PC is the place of those who hold a role over that very store; roles over a
 * region or the chain are worked at HQ. Days are inclusive, '' is no end.
 */
import type { Scope } from '../../core/organisation/scope'
import type { Parameter, Reader } from '../unitOfWork'

export interface Person {
  id: string
  name: string
  nameEn: string
  /** rises when their PIN or password changes */
  pinVersion: number
  roles: string[]
}

type PersonRow = Omit<Person, 'roles'> & { roles: string }

export const personOf = (row: PersonRow): Person => ({ ...row, roles: JSON.parse(row.roles) as string[] })

/** The columns of a Person, where `u` is the user and `r` their roles; group by u.id. */
export const personColumns = 'u.id, u.name, u.nameEn, u.pinVersion, json_group_array(DISTINCT r.role) AS roles'

/** Does role `r` hold on the day given by two parameters, the same twice? */
export const holdsOnDay = `(r.validFrom = '' OR r.validFrom <= ?) AND (r.validUntil = '' OR r.validUntil >= ?)`

const rolesAtStore = (storeCode: string): string =>
  `JOIN userRole r ON r.userId = u.id AND r.scopeKind = 'store' AND r.scopeCode = ${storeCode} AND ${holdsOnDay}`

/** Everybody who works at a store that day. */
export const peopleAt = async (read: Reader, storeCode: string, day: string): Promise<Person[]> =>
  (
    await read.all<PersonRow>(
      `SELECT ${personColumns} FROM user u ${rolesAtStore('?')} WHERE u.active = 1 GROUP BY u.id ORDER BY u.id`,
      [storeCode, day, day],
    )
  ).map(personOf)

export const personAt = async (
  read: Reader,
  userId: string,
  storeCode: string,
  day: string,
): Promise<Person | null> => {
  const row = await read.one<PersonRow>(
    `SELECT ${personColumns} FROM user u ${rolesAtStore('?')} WHERE u.active = 1 AND u.id = ? GROUP BY u.id`,
    [storeCode, day, day, userId],
  )
  return row ? personOf(row) : null
}

/** One query, for it runs before every operation at a store: the window's session, this PC's store, the user as HQ last said. */
export const personInSession = async (
  read: Reader,
  sessionKey: string,
  day: string,
): Promise<(Person & { storeCode: string }) | null> => {
  const row = await read.one<PersonRow & { storeCode: string }>(
    `SELECT ${personColumns}, r.scopeCode AS storeCode FROM meta s JOIN meta e ON e.key = 'enrolment'
     JOIN user u ON u.id = json_extract(s.value, '$.userId') AND u.active = 1
     ${rolesAtStore(`json_extract(e.value, '$.storeCode')`)}
     WHERE s.key = ? GROUP BY u.id`,
    [day, day, sessionKey],
  )
  return row ? { ...personOf(row), storeCode: row.storeCode } : null
}

/** A branch somebody works for, with all they are there: what one session at HQ is for. */
export interface Hat {
  /** chain, region:R-E, store:S001 */
  key: string
  scope: Scope
  roles: string[]
}

interface HatRow {
  scopeKind: 'chain' | 'region' | 'store'
  scopeCode: string
  roles: string
}

const widths = ['chain', 'region', 'store']

/** The widest first. */
export const hatsOf = async (read: Reader, userId: string, day: string): Promise<Hat[]> => {
  const rows = await read.all<HatRow>(
    `SELECT r.scopeKind, r.scopeCode, json_group_array(DISTINCT r.role) AS roles FROM userRole r
     WHERE r.userId = ? AND ${holdsOnDay} GROUP BY r.scopeKind, r.scopeCode ORDER BY r.scopeCode`,
    [userId, day, day] as Parameter[],
  )
  return rows
    .sort((a, b) => widths.indexOf(a.scopeKind) - widths.indexOf(b.scopeKind))
    .map(({ scopeKind, scopeCode, roles }) => ({
      key: scopeKind === 'chain' ? 'chain' : `${scopeKind}:${scopeCode}`,
      scope: scopeFrom(scopeKind, scopeCode),
      roles: JSON.parse(roles) as string[],
    }))
}

export const scopeFrom = (kind: 'chain' | 'region' | 'store', code: string): Scope => {
  if (kind === 'chain') return { kind }
  return kind === 'region' ? { kind, regionCode: code } : { kind, storeCode: code }
}
