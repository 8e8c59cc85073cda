/** From what a posting plans to move to movements with values; and whether the goods are there at all. */

import type { Policy } from '../contract/schemas/masterData'
import { costMovements } from '../core/documents/costAdjustment'
import type { DocumentFacts, DocumentRule } from '../core/documents/rule'
import { isFigure, priceableMax } from '../core/quantity/quantity'
import { stockAccount, warehouseOf } from '../core/stock/accounts'
import { type BalanceOf, type MovementPlan, priceMovements } from '../core/stock/cost'
import type { Movement } from '../core/stock/movement'
import { isCountedBlind } from '../database/queries/blind'
import { claimedByOthers } from '../database/queries/claims'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import type { DocumentWork } from './work'

/** Numbers the plans of several stages as one posting. */
export const inOnePosting = (...stages: readonly (readonly MovementPlan[])[]): MovementPlan[] =>
  stages.flat().map((plan, index) => ({ ...plan, line: index + 1 }))

export const postingPlans = async (read: Reader, rule: DocumentRule, facts: DocumentFacts): Promise<MovementPlan[]> => {
  if (!rule.valueOnly) return rule.posted(facts)
  const keys = facts.lines.map(({ sku }): [string, string] => [stockAccount(facts.warehouseCode), sku])
  const balanceOf = await balancesOf(read, keys)
  for (const { sku, unitCost } of facts.lines) {
    const max = priceableMax(unitCost)
    const { onHand } = balanceOf(stockAccount(facts.warehouseCode), sku)
    if (onHand > max) throw new Refusal('QUANTITY_TOO_LARGE', { max })
  }
  return costMovements(facts, balanceOf)
}

export const priced = async (read: Reader, plans: readonly MovementPlan[]): Promise<Movement[]> => {
  const keys = plans.flatMap(({ fromAccount, toAccount, sku }) =>
    [fromAccount, toAccount, ...stocksOf([fromAccount, toAccount])].map((account): [string, string] => [account, sku]),
  )
  const costs = await standardCosts(read, plans)
  const balanceOf = await balancesOf(read, keys)
  const movements = priceMovements(plans, balanceOf, (sku) => costs.get(sku) ?? 0)
  refuseBeyondFigures(movements, balanceOf)
  return movements
}

/** A shelf worth more than a figure holds is a mistake in a quantity or a price, and is refused before it is one of ours. */
const refuseBeyondFigures = (movements: readonly Movement[], balanceOf: BalanceOf): void => {
  const held = new Map<string, { onHand: number; value: number }>()
  const add = (account: string, { sku, quantity, value }: Movement, sign: 1 | -1): void => {
    if (warehouseOf(account) === null) return
    const before = held.get(`${account}\n${sku}`) ?? balanceOf(account, sku)
    const after = { onHand: before.onHand + sign * quantity, value: before.value + sign * value }
    if (!isFigure(after.onHand) || !isFigure(after.value)) throw new Refusal('QUANTITY_TOO_LARGE')
    held.set(`${account}\n${sku}`, after)
  }
  for (const movement of movements) {
    add(movement.fromAccount, movement, -1)
    add(movement.toAccount, movement, 1)
  }
}

/** Goods without a price come in at the stock's average, also when they go to quarantine first. */
const stocksOf = (accounts: readonly string[]): string[] =>
  accounts.flatMap((account) => {
    const warehouse = warehouseOf(account)
    return warehouse === null ? [] : [stockAccount(warehouse)]
  })

const balancesOf = async (read: Reader, keys: readonly [string, string][]): Promise<BalanceOf> => {
  const rows = await read.all<{ account: string; sku: string; onHand: number; value: number }>(
    `SELECT b.account, b.sku, sum(b.onHand) AS onHand, sum(b.value) AS value
     FROM (SELECT DISTINCT json_extract(value, '$[0]') AS account, json_extract(value, '$[1]') AS sku FROM json_each(?)) k
     CROSS JOIN stockBalance b ON b.account = k.account AND b.sku = k.sku GROUP BY b.account, b.sku`,
    [JSON.stringify(keys)],
  )
  const byKey = new Map(rows.map(({ account, sku, onHand, value }) => [`${account}\n${sku}`, { onHand, value }]))
  return (account, sku) => byKey.get(`${account}\n${sku}`) ?? { onHand: 0, value: 0 }
}

const standardCosts = async (read: Reader, plans: readonly MovementPlan[]): Promise<Map<string, number>> => {
  const rows = await read.all<{ sku: string; unitCost: number }>(
    'SELECT sku, unitCost FROM product WHERE sku IN (SELECT value FROM json_each(?))',
    [JSON.stringify([...new Set(plans.map(({ sku }) => sku))])],
  )
  return new Map(rows.map(({ sku, unitCost }) => [sku, unitCost]))
}

/** Warehouses of which more may leave than is there; what goes below zero is listed as an exception, never hidden. */
const mayGoNegative = (policy: Policy, warehouseCode: string): boolean =>
  (policy.stock.exceptions.find((one) => one.warehouseCode === warehouseCode)?.negative ?? policy.stock.negative) ===
  'allow'

interface Needed {
  account: string
  sku: string
  lot: string
  quantity: number
}

/** What leaves each shelf, taken together, less what the same posting puts there first. */
const neededFrom = (
  plans: readonly Pick<MovementPlan, 'fromAccount' | 'toAccount' | 'sku' | 'lot' | 'quantity'>[],
): Needed[] => {
  const byKey = new Map<string, Needed>()
  const add = (account: string, { sku, lot }: { sku: string; lot: string }, quantity: number): void => {
    if (warehouseOf(account) === null) return
    const key = `${account}\n${sku}\n${lot}`
    const needed = byKey.get(key) ?? { account, sku, lot, quantity: 0 }
    byKey.set(key, { ...needed, quantity: needed.quantity + quantity })
  }
  for (const plan of plans) {
    add(plan.fromAccount, plan, plan.quantity)
    add(plan.toAccount, plan, -plan.quantity)
  }
  return [...byKey.values()].filter(({ quantity }) => quantity > 0)
}

/** Quarantine never goes below zero; stock does where HQ allows it. Counted blind, what is there is nobody's to try out. */
export const refuseShortage = async (
  { tx: read, user }: Pick<DocumentWork, 'tx' | 'user'>,
  plans: Parameters<typeof neededFrom>[0],
  policy: Policy,
  documentId: string,
): Promise<void> => {
  const needed = neededFrom(plans).filter(
    ({ account }) => !(account.startsWith('stock:') && mayGoNegative(policy, warehouseOf(account) ?? '')),
  )
  if (needed.length === 0) return
  const short = await read.one<{
    sku: string
    name: string
    lot: string
    needed: number
    onHand: number
    claimed: number
    warehouseCode: string
  }>(
    `SELECT substr(k.account, instr(k.account, ':') + 1) AS warehouseCode, k.sku, coalesce(p.name, k.sku) AS name, k.lot, k.needed, coalesce(c.quantity, 0) AS claimed,
       max(0, coalesce(b.onHand, 0) - coalesce(c.quantity, 0)) AS onHand
     FROM (SELECT json_extract(value, '$.account') AS account, json_extract(value, '$.sku') AS sku,
             json_extract(value, '$.lot') AS lot, CAST(json_extract(value, '$.quantity') AS INTEGER) AS needed FROM json_each(?1)) k
     LEFT JOIN stockBalance b ON b.account = k.account AND b.sku = k.sku AND b.lot = k.lot
     LEFT JOIN (${claimedByOthers}) c ON c.account = k.account AND c.sku = k.sku AND c.lot = k.lot
     LEFT JOIN product p ON p.sku = k.sku
     WHERE k.needed > coalesce(b.onHand, 0) - coalesce(c.quantity, 0) ORDER BY k.sku LIMIT 1`,
    [JSON.stringify(needed), documentId],
  )
  if (!short) return
  const { warehouseCode, onHand, claimed, ...told } = short
  const isSecret = !user.may('stocktake.seeBook') && (await isCountedBlind(read, warehouseCode, short.sku))
  throw new Refusal('INSUFFICIENT_STOCK', isSecret ? told : { ...told, onHand, claimed })
}
