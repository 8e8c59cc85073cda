/** 组织: HQ, its regions and their stores. Who may see a store follows from where it stands in the tree. */
import type { OutputOf } from '../../contract/operations'
import type { Region, Store } from '../../contract/schemas/masterData'
import { holdsOnDay } from '../../database/queries/people'
import { withinScope } from '../../database/queries/scope'
import { type Actor, Refusal } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { regionWithin, storeWithin, today } from '../people'
import { publish } from '../publish'

export const organisationHandlers: HandlersOf<'org'> = {
  'org.tree': (call) => treeOf(call),

  'org.saveRegion': async (call, { region, isNew }) => {
    const before = await call.tx.one<Region>('SELECT code, name FROM region WHERE code = ?', [region.code])
    if (!isNew && !(await regionWithin(call.tx, call.user.scope, region.code)))
      throw new Refusal('REGION_NOT_FOUND', { regionCode: region.code })
    if (isNew) refuseBranch(call.user)
    if (isNew && before) throw new Refusal('CODE_TAKEN', { code: region.code })
    await publish(call.tx, 'master', [{ type: 'region', key: region.code, scope: '', body: region }])
    call.remember('', { before: before ?? null, after: region })
    return { code: region.code }
  },

  'org.saveStore': async (call, { store, isNew }) => {
    const before = isNew ? await refuseTaken(call, store) : await storeBefore(call, store.code)
    const region = await call.tx.one('SELECT 1 AS found FROM region WHERE code = ?', [store.regionCode])
    if (!region) throw new Refusal('REGION_NOT_FOUND', { regionCode: store.regionCode })
    // who works for a branch alone takes no store out of another, nor gives one away
    if (before?.regionCode !== store.regionCode) refuseBranch(call.user)
    await publish(call.tx, 'master', [{ type: 'store', key: store.code, scope: '', body: store }])
    call.remember('', { before, after: store })
    return { code: store.code }
  },
}

/** What is the whole chain's is nobody's who works for a branch. */
export const refuseBranch = (user: Actor): void => {
  if (user.scope.kind !== 'chain') throw new Refusal('WHOLE_CHAIN_ONLY')
}

const storeColumns = 'code, name, regionCode, address, phone'

const refuseTaken = async (call: CommandCall, { code }: Store): Promise<null> => {
  refuseBranch(call.user)
  if (await call.tx.one('SELECT 1 AS found FROM store WHERE code = ?', [code]))
    throw new Refusal('CODE_TAKEN', { code })
  return null
}

const storeBefore = async (call: CommandCall, storeCode: string): Promise<Store> => {
  const known = await storeWithin(call.tx, call.user.scope, storeCode)
  const before = await call.tx.one<Store>(`SELECT ${storeColumns} FROM store WHERE code = ?`, [storeCode])
  if (!known || !before) throw new Refusal('STORE_NOT_FOUND', { storeCode })
  return before
}

interface Count {
  scopeKind: string
  scopeCode: string
  people: number
}

type StoreRow = Store & { devices: number }

const treeOf = async (call: QueryCall): Promise<OutputOf<'org.tree'>> => {
  const { scope } = call.user
  const within = withinScope(scope, 's.code')
  const stores = await call.read.all<StoreRow>(
    `SELECT s.code, s.name, s.regionCode, s.address, s.phone,
       (SELECT count(*) FROM device d WHERE d.storeCode = s.code AND d.state <> 'revoked') AS devices
     FROM store s WHERE ${within.sql} ORDER BY s.code`,
    within.parameters,
  )
  const people = await peopleByBranch(call)
  const peopleOf = (kind: string, code: string): number =>
    people.find(({ scopeKind, scopeCode }) => scopeKind === kind && scopeCode === code)?.people ?? 0
  const isSeen = (code: string): boolean => scope.kind === 'chain' || stores.some((store) => store.regionCode === code)
  const regions = await call.read.all<Region>('SELECT code, name FROM region ORDER BY code')
  return {
    chain: scope.kind === 'chain' ? { people: peopleOf('chain', '') } : null,
    regions: regions
      .filter(({ code }) => isSeen(code) || (scope.kind === 'region' && scope.regionCode === code))
      .map((region) => ({
        ...region,
        people: scope.kind === 'store' ? null : peopleOf('region', region.code),
        stores: stores
          .filter(({ regionCode }) => regionCode === region.code)
          .map((store) => ({ ...store, people: peopleOf('store', store.code) })),
      })),
  }
}

/** Active people with a role over a branch that holds today. */
const peopleByBranch = (call: QueryCall): Promise<Count[]> => {
  const day = today(call.runtime)
  return call.read.all<Count>(
    `SELECT r.scopeKind, r.scopeCode, count(DISTINCT r.userId) AS people FROM userRole r
     JOIN user u ON u.id = r.userId AND u.active = 1 WHERE ${holdsOnDay} GROUP BY r.scopeKind, r.scopeCode`,
    [day, day],
  )
}
