/**
 * Moving average cost per warehouse × SKU: gives every planned movement its value, in whole 1/10,000 yuan, so that what
 * leaves one account is exactly what enters the other. It decides no quantities and refuses nothing: whether stock may
 * go below zero is the document's rule; here it only has to be valued.
 */
import { costValue, isFigure, meanUnitCost } from '../quantity/quantity'
import { assert } from '../result'
import { type Account, isInside, stockAccount, warehouseOf } from './accounts'
import { assertMovement, type Movement, type MovementKind } from './movement'

export interface MovementPlan {
  line: number
  sku: string
  lot: string
  fromAccount: Account
  toAccount: Account
  quantity: number
  kind: MovementKind
  cost: PlanCost
}

/** share: a part of all value that went into the assembly account in this posting (拆装组合), by standard cost */
export type PlanCost =
  | { kind: 'average' }
  | { kind: 'unitCost'; unitCost: number }
  | { kind: 'value'; value: number }
  | { kind: 'share' }

/** What one account holds of one SKU, all lots together: a lot has a life of its own, but no cost of its own. */
export interface CostBalance {
  onHand: number
  value: number
}

export type BalanceOf = (account: string, sku: string) => CostBalance
/** 1/10,000 yuan per unit */
export type StandardCostOf = (sku: string) => number

/**
 * The movements of a posting with their values. A plan sees what the plans before it did. Value-only revaluations
 * follow at the end, where the posting left value without goods or filled a hole that was valued at an estimate.
 */
export const priceMovements = (
  plans: readonly MovementPlan[],
  balanceOf: BalanceOf,
  standardCostOf: StandardCostOf,
): Movement[] => {
  const book = openBook(balanceOf)
  const movements: Movement[] = []
  for (const plan of plans.filter(({ cost }) => cost.kind !== 'share'))
    movements.push(book.take(withValue(plan, costOf(plan, book, standardCostOf))))
  for (const plan of sharedOut(plans, movements, standardCostOf)) movements.push(book.take(plan))
  const lastLine = plans.reduce((last, { line }) => Math.max(last, line), 0)
  const revaluations = book
    .touched()
    .map((held) => ({ held, missing: dueValue(held, standardCostOf) - held.value }))
    .filter(({ missing }) => missing !== 0)
  return [
    ...movements,
    ...revaluations.map(({ held, missing }, index) => revaluation(held, missing, lastLine + index + 1)),
  ]
}

const withValue = (plan: MovementPlan, value: number): Movement => {
  const { cost: _cost, ...moved } = plan
  const movement: Movement = { ...moved, unitCost: meanUnitCost(plan.quantity, value) ?? 0, value }
  assertMovement(movement)
  return movement
}

/** Value that went in comes out whole: each product takes its share by standard cost, the last what rounding left. */
const sharedOut = (
  plans: readonly MovementPlan[],
  priced: readonly Movement[],
  standardCostOf: StandardCostOf,
): Movement[] => {
  const produced = plans.filter(({ cost }) => cost.kind === 'share')
  let left = priced.filter(({ toAccount }) => toAccount === 'assembly').reduce((sum, { value }) => sum + value, 0)
  // one unit of weight each where no product has a cost: somebody has to take the value
  const weights = produced.map((plan) => Math.max(1, costValue(plan.quantity, standardCostOf(plan.sku))))
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0)
  return produced.map((plan, index) => {
    const weight = weights[index] as number
    const value = share(left, weight, weightLeft)
    left -= value
    weightLeft -= weight
    return withValue(plan, value)
  })
}

const costOf = (plan: MovementPlan, book: Book, standardCostOf: StandardCostOf): number => {
  assert(plan.cost.kind !== 'share', 'shares are given out after everything else is priced')
  if (plan.cost.kind === 'value') return plan.cost.value
  if (plan.cost.kind === 'unitCost') return costValue(plan.quantity, plan.cost.unitCost)
  const source = book.read(averageAccount(plan), plan.sku)
  const worth = settledValue(source)
  // Without goods, or with goods that are worth less than nothing, there is no average to go by.
  if (source.onHand <= 0 || worth < 0) return costValue(plan.quantity, standardCostOf(plan.sku))
  // Value is an integer, so this one formula is all three rules: a part takes its rounded share, all of it takes all
  // the value and leaves nothing behind, and beyond all of it the missing part is valued at the same average.
  return share(worth, plan.quantity, source.onHand)
}

/**
 * Whose average counts. Goods from outside that come without a price (a customer's return, an overage) come in at what
 * the warehouse already pays for them, also when they go to its quarantine first.
 */
const averageAccount = (plan: MovementPlan): Account => {
  if (isInside(plan.fromAccount)) return plan.fromAccount
  const warehouseCode = warehouseOf(plan.toAccount)
  return warehouseCode === null ? plan.fromAccount : stockAccount(warehouseCode)
}

/** value × part ÷ whole, rounded half away from zero; nothing here is negative, so that is half up. */
const share = (value: number, part: number, whole: number): number => {
  assert(value >= 0 && part >= 0 && whole > 0, 'only what is there is shared out')
  const shared = Number((BigInt(value) * BigInt(part) * 2n + BigInt(whole)) / (BigInt(whole) * 2n))
  assert(isFigure(shared), 'cost value out of range')
  return shared
}

/** A balance as it runs through one posting. */
interface Held extends CostBalance {
  account: Account
  sku: string
  /** came in by this posting, since the account last fell below zero */
  inQuantity: number
  inValue: number
  /** true once goods that came in lifted the account from below zero to zero or above */
  refilled: boolean
}

interface Book {
  read(account: Account, sku: string): Held
  /** applies a movement and hands it back */
  take(movement: Movement): Movement
  /** what movements changed, in order of first appearance */
  touched(): Held[]
}

/** Balances with the posting's own effects laid over them. Outside accounts have no average, so they are not kept. */
const openBook = (balanceOf: BalanceOf): Book => {
  const changed = new Map<string, Held>()
  const keyOf = (account: Account, sku: string): string => `${account}\n${sku}`
  const read = (account: Account, sku: string): Held =>
    changed.get(keyOf(account, sku)) ?? opened(account, sku, isInside(account) ? balanceOf(account, sku) : nothing)
  const change = (account: Account, movement: Movement, after: typeof afterIn): void => {
    if (isInside(account)) changed.set(keyOf(account, movement.sku), after(read(account, movement.sku), movement))
  }
  return {
    read,
    take: (movement) => {
      change(movement.fromAccount, movement, afterOut)
      change(movement.toAccount, movement, afterIn)
      return movement
    },
    touched: () => [...changed.values()],
  }
}

const nothing: CostBalance = { onHand: 0, value: 0 }

const opened = (account: Account, sku: string, { onHand, value }: CostBalance): Held => {
  assert(isFigure(onHand) && isFigure(value), 'a balance is two integers in range')
  return { account, sku, onHand, value, inQuantity: 0, inValue: 0, refilled: false }
}

const afterIn = (held: Held, { quantity, value }: Movement): Held => {
  const onHand = held.onHand + quantity
  // Value that comes without goods is no price that was paid for any.
  const paid = quantity > 0 ? value : 0
  return {
    ...held,
    onHand,
    value: held.value + value,
    inQuantity: held.inQuantity + quantity,
    inValue: held.inValue + paid,
    refilled: held.refilled || (held.onHand < 0 && onHand >= 0),
  }
}

const afterOut = (held: Held, { quantity, value }: Movement): Held => {
  const onHand = held.onHand - quantity
  const left = { ...held, onHand, value: held.value - value }
  // Below zero nothing is left of what came in, so it must not price what comes next.
  return held.onHand >= 0 && onHand < 0 ? { ...left, inQuantity: 0, inValue: 0, refilled: false } : left
}

/**
 * What a balance ought to be worth. No goods, no value. Goods that remain after filling a hole are worth what was paid
 * for them: the hole was valued at an estimate, and the estimate's error must not stick to the goods that remain.
 */
const settledValue = (held: Held): number => {
  if (!isRevalued(held.account)) return held.value
  if (held.onHand === 0) return 0
  return held.refilled && held.onHand > 0 ? share(held.inValue, held.onHand, held.inQuantity) : held.value
}

/**
 * Goods on the way are left alone: the PCs of sender and receiver each see one half of a transfer, so an account that
 * looks empty or overdrawn here is not. Whoever sees both halves settles it.
 */
const isRevalued = (account: Account): boolean => warehouseOf(account) !== null

/**
 * What a balance is left at. A mirror at an old price may take more value than is left for the goods that stay; goods are
 * never worth less than nothing, so they stand at standard cost again, as they would be issued.
 */
const dueValue = (held: Held, standardCostOf: StandardCostOf): number => {
  const worth = settledValue(held)
  if (worth >= 0 || held.onHand <= 0 || !isRevalued(held.account)) return worth
  return costValue(held.onHand, standardCostOf(held.sku))
}

const revaluation = (held: Held, missing: number, line: number): Movement => {
  const movement: Movement = {
    line,
    sku: held.sku,
    lot: '',
    fromAccount: missing > 0 ? 'adjustment' : held.account,
    toAccount: missing > 0 ? held.account : 'adjustment',
    quantity: 0,
    unitCost: 0,
    value: Math.abs(missing),
    kind: 'revaluation',
  }
  assertMovement(movement)
  return movement
}
