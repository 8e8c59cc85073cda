/** 用户: who holds which role where and when, their PIN and first password, and what became of them. */
import { hash } from '@node-rs/argon2'
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Assignment } from '../../contract/schemas/masterData'
import type { RoleHeld } from '../../database/queries/roles'
import { withinScope } from '../../database/queries/scope'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { logErrand } from '../errandLog'
import {
  isWholly,
  listPeople,
  mayGrant,
  onePerson,
  refuseNotGrantable,
  refuseNotWholly,
  rolesOfVisible,
  today,
} from '../people'
import { currentPolicy } from '../policy'
import { keepsSomebodyInCharge } from '../rightsLeft'
import { passwordHashOptions } from '../seed'
import { endSessionsOf } from '../sessions'
import { forgetTriesOf, lockedMsOf } from '../signIn/counts'
import { isPinWeak, newFirstPassword, newPin } from '../signIn/pins'
import { checkOwnPassword } from '../signIn/tries'
import { type PublishedPerson, readPerson, savePerson } from '../users'

export const userHandlers: HandlersOf<'user'> = {
  'user.list': (call, input) => listPeople(call, input),
  'user.choices': (call) => choicesFor(call),
  'user.get': (call, input) => getPerson(call, input.userId),
  'user.save': (call, input) => (input.isNew ? addPerson(call, input) : changePerson(call, input)),
  'user.resetSecret': (call, input) => resetSecret(call, input),
  'user.changeOwnPin': (call, input) => changeOwnPin(call, input),
  'user.history': async (call, input) => ({ changes: await historyOf(call, input.userId) }),
}

const choicesFor = async (call: QueryCall): Promise<OutputOf<'user.choices'>> => {
  const { scope } = call.user
  const policy = await currentPolicy(call.read)
  const stores = withinScope(scope, 'code')
  const regions = scope.kind === 'store' ? '0 = 1' : scope.kind === 'region' ? 'code = ?' : '1 = 1'
  return {
    roles: policy.roles.map(({ code, name, nameEn, active }) => ({
      ...{ code, name, nameEn, active },
      grantable: active && mayGrant(call.user, code, policy),
    })),
    chain: scope.kind === 'chain',
    regions: await call.read.all(
      `SELECT code, name FROM region WHERE ${regions} ORDER BY code`,
      scope.kind === 'region' ? [scope.regionCode] : [],
    ),
    stores: await call.read.all(
      `SELECT code, name, regionCode FROM store WHERE ${stores.sql} ORDER BY code`,
      stores.parameters,
    ),
  }
}

interface SecretFacts {
  hasPin: number
  hasPassword: number
  passwordDue: number
  totp: number
}

const noSecret: SecretFacts = { hasPin: 0, hasPassword: 0, passwordDue: 0, totp: 0 }

const getPerson = async (call: QueryCall, userId: string): Promise<OutputOf<'user.get'>> => {
  const roles = await rolesOfVisible(call.read, userId, call.user.scope)
  const shown = await onePerson(call, userId)
  const secret =
    (await call.read.one<SecretFacts>(
      `SELECT pinHash IS NOT NULL AS hasPin, passwordHash IS NOT NULL AS hasPassword, mustChangePassword AS passwordDue,
         totpConfirmed AS totp FROM userSecret WHERE userId = ?`,
      [userId],
    )) ?? noSecret
  return {
    ...shown,
    changeNo: await changeNoOf(call.read, userId),
    hasPin: secret.hasPin === 1,
    hasPassword: secret.hasPassword === 1,
    passwordDue: secret.passwordDue === 1,
    totp: secret.totp === 1,
    lockedSeconds: Math.ceil((await lockedMsOf(call.read, userId, call.runtime.clock.nowMs())) / 1000),
    whole: isWholly(call.user, roles, await currentPolicy(call.read)),
    own: userId === call.user.userId,
  }
}

const changeNoOf = async (read: Reader, userId: string): Promise<number> =>
  (await read.one<{ n: number }>('SELECT coalesce(max(changeNo), 0) AS n FROM userChange WHERE userId = ?', [userId]))
    ?.n ?? 0

type Saved = InputOf<'user.save'>

const addPerson = async (call: CommandCall, input: Saved): Promise<OutputOf<'user.save'>> => {
  if (await readPerson(call.tx, input.userId)) throw new Refusal('CODE_TAKEN', { code: input.userId })
  await refuseNotGrantable(call.tx, call.user, [], input.assignments)
  return keepPerson(call, { ...personOf(input), pinVersion: 1, assignments: input.assignments })
}

const personOf = ({ userId, name, nameEn, active }: Saved): Omit<PublishedPerson, 'pinVersion' | 'assignments'> => ({
  ...{ id: userId, name: name.trim(), nameEn: nameEn.trim(), active },
})

const changePerson = async (call: CommandCall, input: Saved): Promise<OutputOf<'user.save'>> => {
  const { tx, user } = call
  const roles = await rolesOfVisible(tx, input.userId, user.scope)
  const before = (await readPerson(tx, input.userId)) as PublishedPerson
  const changeNo = await changeNoOf(tx, input.userId)
  if (changeNo !== input.baseChange) throw new Refusal('VERSION_CONFLICT', { version: changeNo })
  const after = {
    ...personOf(input),
    pinVersion: before.pinVersion,
    assignments: [...hidden(roles), ...input.assignments],
  }
  refuseOwnRights(user.userId, before, after)
  const seen = roles.filter(({ within }) => within).map(assignmentOf)
  await refuseNotGrantable(tx, user, seen, input.assignments)
  if (nameOrStateDiffers(before, after)) refuseNotWholly(user, roles, await currentPolicy(tx))
  return keepPerson(call, after, hidden(roles))
}

const assignmentOf = ({ role, scopeKind, scopeCode, validFrom, validUntil }: RoleHeld): Assignment => ({
  ...{ role, scopeKind, scopeCode, validFrom, validUntil },
})

/** What the caller does not see stays. */
const hidden = (roles: readonly RoleHeld[]): Assignment[] => roles.filter(({ within }) => !within).map(assignmentOf)

const nameOrStateDiffers = (before: PublishedPerson, after: PublishedPerson): boolean =>
  before.name !== after.name || before.nameEn !== after.nameEn || before.active !== after.active

const inOrder = (assignments: readonly Assignment[]): string =>
  assignments
    .map(({ role, scopeKind, scopeCode, validFrom, validUntil }) =>
      [role, scopeKind, scopeCode, validFrom, validUntil].join(' '),
    )
    .sort()
    .join('|')

const refuseOwnRights = (callerId: string, before: PublishedPerson, after: PublishedPerson): void => {
  if (callerId !== before.id) return
  if (before.active !== after.active || inOrder(before.assignments) !== inOrder(after.assignments))
    throw new Refusal('OWN_RIGHTS')
}

/** `unseen`: roles the caller does not see; they stay as they are, and the line everybody may read of their own acts is silent. */
const keepPerson = async (
  call: CommandCall,
  person: PublishedPerson,
  unseen: readonly Assignment[] = [],
): Promise<OutputOf<'user.save'>> => {
  const { tx, runtime } = call
  const policy = await currentPolicy(tx)
  for (const right of ['user.manage', 'role.edit'] as const)
    if (!(await keepsSomebodyInCharge(tx, right, today(runtime), { before: policy, after: policy, person })))
      throw new Refusal('LAST_ADMIN', { permission: right })
  const { before, after } = await savePerson(tx, runtime, person, call.user.userId)
  await tx.run('INSERT INTO userSecret (userId) VALUES (?) ON CONFLICT DO NOTHING', [person.id])
  if (!person.active) await endSessionsOf(tx, runtime, person.id)
  const others = new Set(unseen.map((one) => inOrder([one])))
  const isSeen = (one: Assignment): boolean => !others.has(inOrder([one]))
  const seen = { before: before && keptOf(before, isSeen), after: keptOf(after, isSeen) }
  call.remember('', { userId: person.id, ...seen })
  return { userId: person.id, changeNo: await changeNoOf(tx, person.id) }
}

/** A new secret is as good as all their roles: only who could give them all may set it. */
const setSecret: Record<InputOf<'user.resetSecret'>['kind'], string> = {
  pin: 'pinHash = ?',
  password: 'mustChangePassword = 1, passwordHash = ?',
  totp: `totpConfirmed = 0, totpLastStep = 0, recoveryCodes = '[]', totpSecret = ?`,
}

const resetSecret = async (
  call: QueryCall,
  { userId, kind }: InputOf<'user.resetSecret'>,
): Promise<OutputOf<'user.resetSecret'>> => {
  const roles = await rolesOfVisible(call.read, userId, call.user.scope)
  if (userId === call.user.userId) throw new Refusal('OWN_RIGHTS')
  refuseNotWholly(call.user, roles, await currentPolicy(call.read))
  const secret = { pin: newPin, password: newFirstPassword, totp: () => '' }[kind]()
  const hashed = secret === '' ? null : await hash(secret, passwordHashOptions)
  await call.runtime.database.write(async (tx) => {
    await tx.run(`UPDATE userSecret SET ${setSecret[kind]} WHERE userId = ?`, [hashed, userId])
    await forgetTriesOf(tx, userId)
    // a store's PC asks for no second step
    if (kind !== 'totp') await newSecretVersion(tx, call, userId)
    await endSessionsOf(tx, call.runtime, userId)
    await logErrand(tx, call, { operation: 'user.resetSecret', detail: { userId, kind } })
  })
  return { secret }
}

/** What a store PC keeps of the old PIN and password counts no more once it hears of this. */
const newSecretVersion = async (tx: Tx, call: QueryCall, userId: string): Promise<void> => {
  const person = await readPerson(tx, userId)
  if (!person) throw new Refusal('USER_NOT_FOUND', { userId })
  await savePerson(tx, call.runtime, { ...person, pinVersion: person.pinVersion + 1 }, call.user.userId)
}

const changeOwnPin = async (
  call: QueryCall,
  { password, pin }: InputOf<'user.changeOwnPin'>,
): Promise<OutputOf<'user.changeOwnPin'>> => {
  const { userId } = call.user
  if (isPinWeak(pin)) throw new Refusal('PIN_TOO_WEAK')
  await checkOwnPassword(call, password)
  const hashed = await hash(pin, passwordHashOptions)
  await call.runtime.database.write(async (tx) => {
    await tx.run('UPDATE userSecret SET pinHash = ? WHERE userId = ?', [hashed, userId])
    await newSecretVersion(tx, call, userId)
    await logErrand(tx, call, { operation: 'user.changeOwnPin', detail: { userId } })
  })
  return {}
}

interface ChangeRow {
  changeNo: number
  at: string
  byUserId: string
  byName: string
  before: string
  after: string
}

const changesShownMax = 200

const historyOf = async (call: QueryCall, userId: string): Promise<OutputOf<'user.history'>['changes']> => {
  await rolesOfVisible(call.read, userId, call.user.scope)
  const isSeen = await seenBranches(call)
  const rows = await call.read.all<ChangeRow>(
    `SELECT c.changeNo, c.at, c.byUserId, coalesce(u.name, c.byUserId) AS byName, c.before, c.after
     FROM userChange c LEFT JOIN user u ON u.id = c.byUserId WHERE c.userId = ?
     ORDER BY c.changeNo DESC LIMIT ${changesShownMax}`,
    [userId],
  )
  return rows.map(({ before, after, ...row }) => {
    const [was, is] = [JSON.parse(before), JSON.parse(after)] as [PublishedPerson | null, PublishedPerson]
    const secretSet = was !== null && was.pinVersion !== is.pinVersion
    return { ...row, before: was && keptOf(was, isSeen), after: keptOf(is, isSeen), secretSet }
  })
}

const keptOf = ({ name, nameEn, active, assignments }: PublishedPerson, isSeen: (one: Assignment) => boolean) => ({
  ...{ name, nameEn, active },
  assignments: assignments.filter(isSeen),
})

const seenBranches = async (call: QueryCall): Promise<(one: Assignment) => boolean> => {
  const { scope } = call.user
  if (scope.kind === 'chain') return () => true
  const { regions, stores } = await choicesFor(call)
  return ({ scopeKind, scopeCode }) =>
    (scopeKind === 'region' && regions.some(({ code }) => code === scopeCode)) ||
    (scopeKind === 'store' && stores.some(({ code }) => code === scopeCode))
}
