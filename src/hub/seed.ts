/** Puts a generated chain into an empty hub: one write, so a hub is either seeded or empty. */
import { hash } from '@node-rs/argon2'
import type { Assignment, Barcode, User } from '../contract/schemas/masterData'
import { assert } from '../core/result'
import type { Database, Tx } from '../database/unitOfWork'
import { beginTrail } from '../ledger/trail'
import type { DemoChain, DemoUser } from './demo/demoChain'
import { type Publication, productPublication, publish } from './publish'
import { personPublications } from './users'

export const passwordHashOptions = { memoryCost: 19456, timeCost: 2, parallelism: 1 }

interface HashedUser {
  user: DemoUser
  pinHash: string | null
  passwordHash: string
}

export const isSeeded = async (database: Database): Promise<boolean> =>
  (await database.read.one('SELECT 1 AS found FROM store LIMIT 1')) !== undefined

export const seedChain = async (database: Database, chain: DemoChain, at: string): Promise<void> => {
  const users = await Promise.all(chain.users.map(hashUser))
  await database.write((tx) => writeChain(tx, chain, users, at))
}

const hashUser = async (user: DemoUser): Promise<HashedUser> => ({
  user,
  pinHash: user.pin === null ? null : await hash(user.pin, passwordHashOptions),
  passwordHash: await hash(user.password, passwordHashOptions),
})

const writeChain = async (tx: Tx, chain: DemoChain, users: readonly HashedUser[], at: string): Promise<void> => {
  const items = (type: Publication['type'], rows: readonly { code: string }[]): Publication[] =>
    rows.map((body) => ({ type, key: body.code, scope: '', body }))
  const barcodesBySku = groupBySku(chain.barcodes)
  await publish(tx, 'master', [
    ...items('region', chain.regions),
    ...items('store', chain.stores),
    ...items('warehouse', chain.warehouses),
    ...items('category', chain.categories),
    ...items('supplier', chain.suppliers),
    ...chain.products.map((product) => productPublication(product, barcodesBySku.get(product.sku) ?? [])),
    ...items('recipe', chain.recipes),
  ])
  await publish(tx, 'policy', [{ type: 'policy', key: 'policy', scope: '', body: chain.policy }])
  await publish(
    tx,
    'users',
    users.map(({ user }) => userPublication(user)),
  )
  await publish(
    tx,
    'orders',
    chain.purchaseOrders.map((order) => ({
      type: 'purchaseOrder' as const,
      key: order.documentId,
      scope: order.storeCode,
      body: order,
    })),
  )
  await tx.insertRows(
    'userSecret',
    users.map(({ user, pinHash, passwordHash }) => ({
      userId: user.id,
      pinHash,
      passwordHash,
    })),
  )
  // what the chain starts with is what the trail finds
  await beginTrail(tx, at)
}

const groupBySku = (barcodes: readonly Barcode[]): Map<string, Barcode[]> => {
  const groups = new Map<string, Barcode[]>()
  for (const barcode of barcodes) groups.set(barcode.sku, [...(groups.get(barcode.sku) ?? []), barcode])
  return groups
}

type PublishedUser = Pick<User, 'id' | 'name' | 'nameEn' | 'role' | 'scope' | 'active'>

/** Somebody with one role for good, as the demo's people are. */
export const userPublication = (user: PublishedUser, pinVersion = 1): Publication => {
  const [only] = personPublications({
    id: user.id,
    name: user.name,
    nameEn: user.nameEn,
    assignments: [{ role: user.role, ...branchOf(user.scope), validFrom: '', validUntil: '' }],
    pinVersion,
    active: user.active,
  })
  assert(only, 'somebody with a role is told somewhere')
  return only
}

const branchOf = (scope: User['scope']): Pick<Assignment, 'scopeKind' | 'scopeCode'> => {
  if (scope.kind === 'chain') return { scopeKind: 'chain', scopeCode: '' }
  return scope.kind === 'region'
    ? { scopeKind: 'region', scopeCode: scope.regionCode }
    : { scopeKind: 'store', scopeCode: scope.storeCode }
}
