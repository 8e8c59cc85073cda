/** One immutable ledger row in the making: what a posting moves, before the ledger gives it its place in a log. */

import { isFigure } from '../quantity/quantity'
import { assert } from '../result'
import { type Account, isAccount } from './accounts'

export const movementKinds = [
  ...(['goodsReceipt', 'supplierReturn', 'customerReturn'] as const),
  ...(['transferDispatch', 'transferReceipt', 'transferSettlement'] as const),
  ...(['writeOff', 'overage', 'internalUse', 'otherIn', 'otherOut', 'repack', 'moveInside'] as const),
  ...(['costAdjustment', 'stocktakeGain', 'stocktakeLoss'] as const),
  ...(['revaluation', 'reversal'] as const),
] as const
export type MovementKind = (typeof movementKinds)[number]

/** Kinds that may carry value without goods; a reversal among them because it mirrors the other two as well. */
const valueOnlyKinds: readonly MovementKind[] = ['costAdjustment', 'revaluation', 'reversal']

export interface Movement {
  /** position inside the posting, 1..n */
  line: number
  sku: string
  /** '' where the product keeps no lots */
  lot: string
  fromAccount: Account
  toAccount: Account
  /** thousandths of the stock unit, > 0: direction is from -> to; 0 only where nothing but value moves */
  quantity: number
  /** 1/10,000 yuan per unit, as booked */
  unitCost: number
  /** cost value moved, 1/10,000 yuan, >= 0 */
  value: number
  kind: MovementKind
}

export interface BalanceChange {
  account: Account
  sku: string
  lot: string
  quantity: number
  value: number
}

/** A movement that breaks these is a bug in a document's rules or a forged event; it must never reach the ledger. */
export const assertMovement = (movement: Movement): void => {
  const mayBeValueOnly = movement.quantity === 0 && valueOnlyKinds.includes(movement.kind)
  assert(isFigure(movement.quantity), 'movement quantity must be an integer in range')
  assert(movement.quantity > 0 || mayBeValueOnly, 'movement quantity must be positive')
  assert(movement.quantity > 0 || movement.value > 0, 'a movement without goods must move value')
  assert(movement.value >= 0 && isFigure(movement.value), 'movement value must be a non-negative integer')
  assert(isFigure(movement.unitCost) && movement.unitCost >= 0, 'unit cost must be a non-negative integer')
  assert(movement.fromAccount !== movement.toAccount, 'a movement needs two different accounts')
  assert(isAccount(movement.fromAccount) && isAccount(movement.toAccount), 'unknown account')
  assert(movement.sku !== '', 'a movement needs a SKU')
}

/** What a posting changes per account, SKU and lot: two halves a movement, summed. Order follows first appearance. */
export const balanceChanges = (movements: readonly Movement[]): BalanceChange[] => {
  const byKey = new Map<string, BalanceChange>()
  const add = (account: Account, movement: Movement, sign: 1 | -1): void => {
    const key = `${account}\n${movement.sku}\n${movement.lot}`
    const change = byKey.get(key) ?? { account, sku: movement.sku, lot: movement.lot, quantity: 0, value: 0 }
    change.quantity += sign * movement.quantity
    change.value += sign * movement.value
    byKey.set(key, change)
  }
  for (const movement of movements) {
    assertMovement(movement)
    add(movement.fromAccount, movement, -1)
    add(movement.toAccount, movement, 1)
  }
  return [...byKey.values()]
}
