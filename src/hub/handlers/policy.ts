/** 出入库类型与操作权限: the policy, its versions, and the chain's warehouses. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { sharedPrefixes } from '../../contract/policyNumbers'
import { readPolicyText } from '../../contract/policyText'
import { type Policy, policySchema, type Warehouse } from '../../contract/schemas/masterData'
import { failedTests, isProven } from '../../core/barcode/weighed'
import { withinScope } from '../../database/queries/scope'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { currentPolicy } from '../policy'
import { changesBetween, policyEdited, putInForce } from '../policyVersions'
import { publish } from '../publish'
import { refuseBranch } from './organisation'

export const policyHandlers: HandlersOf<'policy'> = {
  'policy.get': async (call) => ({ policy: await currentPolicy(call.read) }),
  'policy.save': (call, input) => savePolicy(call, input),
  'policy.history': async (call) => ({ versions: await historyOf(call) }),
}

const savePolicy = async (call: CommandCall, input: InputOf<'policy.save'>): Promise<OutputOf<'policy.save'>> => {
  const before = await policyEdited(call, input.baseVersion)
  const policy = policySchema.parse({ ...input.policy, version: before.version + 1 })
  refusePrefixTwice(policy)
  refuseWeighRules(policy)
  await refuseReasonGone(call.tx, before, policy)
  await putInForce(call, before, policy, input.note)
  return { version: policy.version }
}

/** Two kinds of paper under one prefix could not be told apart over the phone, and their serials would meet. */
const refusePrefixTwice = (policy: Policy): void => {
  const [shared] = sharedPrefixes(policy)
  if (shared) throw new Refusal('POLICY_PREFIX_TWICE', { prefix: shared.prefix })
}

/** A rule for scale labels is only as good as the labels it was tried on: without one, or with one it misreads, it is none. */
const refuseWeighRules = ({ scanning: { weighRules } }: Policy): void => {
  const rule = weighRules.find((one) => !isProven(one, weighRules))
  if (!rule) return
  const [failed] = failedTests(rule, weighRules)
  throw new Refusal('WEIGH_RULE_TEST', { rule: rule.name, ...(failed ? { code: failed.code } : {}) })
}

/** A reason documents name may be switched off, never taken away: its word would be missing on paper. */
const refuseReasonGone = async (tx: Tx, before: Policy, after: Policy): Promise<void> => {
  const kept = new Set(after.reasons.map(({ code }) => code))
  for (const { code } of before.reasons.filter((reason) => !kept.has(reason.code))) {
    const used = await tx.one('SELECT 1 AS found FROM document WHERE reasonCode = ? LIMIT 1', [code])
    if (used) throw new Refusal('REASON_IN_USE', { reasonCode: code })
  }
}

interface VersionRow {
  version: number
  body: string
  userName: string | null
  at: string | null
  note: string | null
}

const versionsShownMax = 100

const historyOf = async (call: QueryCall): Promise<OutputOf<'policy.history'>['versions']> => {
  const rows = await call.read.all<VersionRow>(
    `SELECT p.version, p.body, coalesce(u.name, c.userId) AS userName, c.at, c.note
     FROM policy p LEFT JOIN policyChange c ON c.version = p.version LEFT JOIN user u ON u.id = c.userId
     ORDER BY p.version DESC LIMIT ${versionsShownMax}`,
  )
  const policies = rows.map(({ body }) => readPolicyText(body))
  return rows.map(({ version, userName, at, note }, index) => {
    const earlier = policies[index + 1]
    const changes = earlier ? changesBetween(earlier, policies[index] as Policy) : []
    return { version, userName: userName ?? '', at, note: note ?? '', changes }
  })
}

export const warehouseHandlers: HandlersOf<'warehouse'> = {
  'warehouse.list': async (call) => {
    // where goods can go is everybody's to know; what lies there is the scope's
    const scope = withinScope(call.user.scope, 'w.storeCode')
    const warehouses = await call.read.all<Warehouse & { storeName: string; onHandSkus: number | null }>(
      `SELECT w.code, w.name, w.kind, w.storeCode, coalesce(s.name, '') AS storeName, CASE WHEN ${scope.sql} THEN
         (SELECT count(DISTINCT b.sku) FROM stockBalance b WHERE b.account = 'stock:' || w.code AND b.onHand <> 0)
         END AS onHandSkus
       FROM warehouse w LEFT JOIN store s ON s.code = w.storeCode ORDER BY w.code`,
      scope.parameters,
    )
    const stores = await call.read.all<{ storeCode: string; storeName: string }>(
      'SELECT code AS storeCode, name AS storeName FROM store ORDER BY code',
    )
    return { warehouses, stores }
  },

  'warehouse.save': async (call, input) => {
    const { warehouse } = input
    refuseBranch(call.user)
    if (warehouse.storeCode !== null) await refuseUnknownStore(call.tx, warehouse.storeCode)
    await refuseMovingFull(call.tx, warehouse)
    const held = await call.tx.one<Warehouse>('SELECT code, name, kind, storeCode FROM warehouse WHERE code = ?', [
      warehouse.code,
    ])
    await publish(call.tx, 'master', [{ type: 'warehouse', key: warehouse.code, scope: '', body: warehouse }])
    call.remember('', { storeCode: warehouse.storeCode ?? '', before: held ?? null, after: warehouse })
    return { code: warehouse.code }
  },
}

const refuseUnknownStore = async (tx: Tx, storeCode: string): Promise<void> => {
  const store = await tx.one('SELECT 1 AS found FROM store WHERE code = ?', [storeCode])
  if (!store) throw new Refusal('STORE_NOT_FOUND', { storeCode })
}

/** A name may always change. Whose a warehouse is, and what kind, stands while anything lies in it or is on its way. */
const refuseMovingFull = async (tx: Tx, warehouse: Warehouse): Promise<void> => {
  const held = await tx.one<Warehouse>('SELECT code, name, kind, storeCode FROM warehouse WHERE code = ?', [
    warehouse.code,
  ])
  if (!held || (held.kind === warehouse.kind && held.storeCode === warehouse.storeCode)) return
  const used = await tx.one(
    `SELECT 1 AS found FROM stockBalance WHERE account IN ('stock:' || ?, 'quarantine:' || ?) AND onHand <> 0
     UNION SELECT 1 FROM transfer WHERE (fromWarehouseCode = ? OR toWarehouseCode = ?) AND state NOT IN ('completed', 'cancelled')
     UNION SELECT 1 FROM document WHERE warehouseCode = ? AND state IN ('submitted', 'approved')
     UNION SELECT 1 FROM purchaseOrder WHERE warehouseCode = ? AND state = 'open'`,
    Array.from({ length: 6 }, () => warehouse.code),
  )
  if (used) throw new Refusal('WAREHOUSE_IN_USE', { warehouse: held.name })
}
