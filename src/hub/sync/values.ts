/**
 * What a store's PC says its goods are worth, held against what HQ can prove. The average of a warehouse is known to its own
 * ledger alone, in the order things happened there; but HQ holds that ledger too, up to the event it is told, and it knows
 * every value it ever told a receiver. Facts of an honest PC always pass; nothing here makes a value up.
 */
import type { DocumentStepped } from '../../contract/schemas/sync'
import { assert } from '../../core/result'
import { inTransitAccount, isInside, stockAccount, warehouseOf } from '../../core/stock/accounts'
import type { Movement } from '../../core/stock/movement'
import type { Tx } from '../../database/unitOfWork'
import { logsOfOnePc } from './logsOfPc'

interface Held {
  onHand: number
  value: number
}

/** where nothing exact is known: so far from what a piece costs that it is no price */
const farOff = 100n

/**
 * Value alone moves where goods are gone and value is left, where a hole was filled that was valued at an estimate, or
 * where what is left would be worth less than nothing. So after it no goods have no value, and goods that are there are
 * worth no more a piece than the dearest that just came in, or than their standard cost within reason.
 */
export const assertRevaluations = async (
  tx: Tx,
  logId: string,
  { movements, lines }: Pick<DocumentStepped, 'movements' | 'lines'>,
): Promise<void> => {
  const told = movements.filter(({ kind }) => kind !== 'revaluation') as Movement[]
  const seen = new Set<string>()
  for (const one of movements.filter(({ kind }) => kind === 'revaluation') as Movement[]) {
    assert(one.quantity === 0 && one.line > told.length, 'a revaluation moves no goods')
    assert(
      lines.some(({ sku }) => sku === one.sku),
      'a revaluation is of goods on the paper',
    )
    const ends = [one.fromAccount, one.toAccount]
    assert(ends.includes('adjustment'), 'a revaluation is an adjustment')
    const account = ends.find((end) => warehouseOf(end) !== null)
    assert(account, 'a revaluation is of goods in a warehouse')
    assert(
      told.some((moved) => moved.sku === one.sku && [moved.fromAccount, moved.toAccount].includes(account)),
      'a revaluation is of goods that moved',
    )
    assert(!seen.has(`${account} ${one.sku}`), 'goods are revalued once')
    seen.add(`${account} ${one.sku}`)
    await assertWorth(tx, logId, account, one, movements as Movement[])
  }
}

const assertWorth = async (
  tx: Tx,
  logId: string,
  account: string,
  { sku, value }: Movement,
  movements: readonly Movement[],
): Promise<void> => {
  const ofGoods = movements.filter((one) => one.sku === sku)
  const cameIn = ofGoods.filter(({ toAccount, quantity }) => toAccount === account && quantity > 0)
  const standard = await standardCost(tx, sku)
  const before = await bookOf(tx, logId, account, sku)
  const moved = ofGoods
    .filter(({ fromAccount, toAccount }) => fromAccount === account || toAccount === account)
    .reduce((sum, one) => sum + one.quantity, 0)
  // something of this log was not booked: what lay there cannot be proved, only how much value that many pieces could hold
  if (await tx.one('SELECT 1 AS found FROM parkedEvent WHERE logId = ? LIMIT 1', [logId])) {
    const turned = { onHand: before.turned + moved, value }
    const reason = isWithin(turned, { quantity: 1000, value: standard }, farOff)
    assert(
      reason || cameIn.some((one) => isWithin(turned, one, farOff)),
      `a revaluation of ${sku} is out of all reason`,
    )
    return
  }
  const after = ofGoods.reduce((held, one) => changed(held, account, one), before as Held)
  assert(after.onHand >= 0, `goods that are missing (${sku}) are not revalued`)
  if (after.onHand === 0) return assert(after.value === 0, `no goods of ${sku} are left with value`)
  assert(after.value >= 0, `goods of ${sku} are worth less than nothing`)
  const dear =
    isWithin(after, { quantity: 1000, value: standard }, farOff) || cameIn.some((one) => isWithin(after, one, 1n))
  assert(dear, `goods of ${sku} are revalued to more than was paid for any`)
}

/** Is a piece of what is held worth at most `times` a piece of the other? One step of rounding aside; no division. */
const isWithin = (held: Held, { quantity, value }: { quantity: number; value: number }, times: bigint): boolean =>
  BigInt(held.value) * BigInt(quantity) <= BigInt(held.onHand) * BigInt(value) * times + BigInt(quantity)

const changed = (held: Held, account: string, { fromAccount, toAccount, quantity, value }: Movement): Held => {
  const way = toAccount === account ? 1 : fromAccount === account ? -1 : 0
  return { onHand: held.onHand + way * quantity, value: held.value + way * value }
}

const standardCost = async (tx: Tx, sku: string): Promise<number> =>
  (await tx.one<{ unitCost: number }>('SELECT unitCost FROM product WHERE sku = ?', [sku]))?.unitCost ?? 0

/** What that PC's own ledger held before this event: its logs alone, another PC of the store has a ledger of its own. */
const bookOf = async (tx: Tx, logId: string, account: string, sku: string): Promise<Held & { turned: number }> => {
  const row = await tx.one<Held & { turned: number }>(
    `SELECT coalesce(sum(way * quantity), 0) AS onHand, coalesce(sum(way * value), 0) AS value,
       coalesce(sum(quantity), 0) AS turned
     FROM (SELECT 1 AS way, quantity, value FROM stockMovement WHERE toAccount = ? AND sku = ? AND logId IN (${logsOfOnePc})
           UNION ALL SELECT -1, quantity, value FROM stockMovement
           WHERE fromAccount = ? AND sku = ? AND logId IN (${logsOfOnePc}))`,
    [account, sku, logId, account, sku, logId],
  )
  return row ?? { onHand: 0, value: 0, turned: 0 }
}

/**
 * Goods off the way bring the value they were sent with. No more than still is on the way, then; or, where the PC went by
 * what it knew (it counted before the sender's paper reached it, or more came than was sent), no more a piece than HQ
 * ever told it one is worth. A mirror gives back what its original took, to the cent.
 */
export const assertArrivedValue = async (tx: Tx, { document, lines, movements }: DocumentStepped): Promise<void> => {
  const account = inTransitAccount(document.sourceId)
  const arrived = movements.filter(({ fromAccount }) => fromAccount === account)
  if (document.reversalOf !== '' || arrived.length === 0) return
  for (const sku of new Set(arrived.map((one) => one.sku))) {
    const parts = arrived.filter((one) => one.sku === sku)
    const told = {
      onHand: parts.reduce((sum, { quantity }) => sum + quantity, 0),
      value: parts.reduce((sum, { value }) => sum + value, 0) - parts.length,
    }
    const onItsWay = await tx.one<{ value: number }>(
      'SELECT coalesce(sum(value), 0) AS value FROM stockBalance WHERE account = ? AND sku = ?',
      [account, sku],
    )
    if (told.value <= (onItsWay?.value ?? 0)) continue
    const unplanned = lines.some((line) => line.sku === sku && line.unplanned)
    const known = unplanned ? null : await dearestTold(tx, document.sourceId, sku)
    const within =
      known === null
        ? isWithin(told, { quantity: 1000, value: await ownCost(tx, document.warehouseCode, sku) }, offPlan)
        : isWithin(told, { quantity: 1000, value: known + 1 }, 1n)
    assert(within, `${sku} is worth more than was sent`)
  }
}

/**
 * Goods nobody was paid for (a customer's return, an overage, a gift) come in at what the warehouse's own cost, or, where it
 * has none, at standard cost. Their worth is not bound to the cent: HQ may have changed the standard since, or hold less of
 * that PC's ledger than the PC does.
 */
export const assertReasonablyPriced = async (
  tx: Tx,
  logId: string,
  { document, movements }: DocumentStepped,
): Promise<void> => {
  // what was bought is worth what was paid, and a mirror what its original was: those are held to the cent
  if (document.type === 'goodsReceipt' || document.reversalOf !== '') return
  const unpaid = movements.filter(
    ({ fromAccount, toAccount, quantity }) =>
      quantity > 0 && !isInside(fromAccount) && fromAccount !== 'assembly' && warehouseOf(toAccount) !== null,
  )
  for (const sku of new Set(unpaid.map((one) => one.sku))) {
    const parts = unpaid.filter((one) => one.sku === sku)
    const told = {
      onHand: parts.reduce((sum, { quantity }) => sum + quantity, 0),
      value: parts.reduce((sum, { value }) => sum + value, 0) - parts.length,
    }
    const standard = { quantity: 1000, value: await standardCost(tx, sku) }
    const own = await bookOf(tx, logId, stockAccount(document.warehouseCode), sku)
    const asOwn = own.onHand > 0 && isWithin(told, { quantity: own.onHand, value: own.value }, offPlan)
    assert(asOwn || isWithin(told, standard, farOff), `${sku} comes in at no price of ours`)
  }
}

/** The dearest a piece of this transfer was ever said to be, in all HQ told its two ends; null where it told nothing. */
const dearestTold = async (tx: Tx, transferId: string, sku: string): Promise<number | null> => {
  const told = await tx.one<{ unitCost: number | null }>(
    `SELECT max(CAST(json_extract(l.value, '$.unitCost') AS INTEGER)) AS unitCost
     FROM streamItem i, json_each(i.body, '$.lines') l
     WHERE i.stream = 'documents' AND i.type = 'transfer' AND i.key = ? AND json_extract(l.value, '$.sku') = ?`,
    [transferId, sku],
  )
  return told?.unitCost ?? null
}

/** Goods the receiver did not expect come at what his own cost, which his ledger knows; HQ knows about where that is. */
const offPlan = 10n

const ownCost = async (tx: Tx, warehouseCode: string, sku: string): Promise<number> => {
  const own = await tx.one<{ unitCost: number | null }>(
    `SELECT sum(value) * 1000 / sum(onHand) AS unitCost FROM stockBalance WHERE account = ? AND sku = ?
     GROUP BY sku HAVING sum(onHand) > 0`,
    [stockAccount(warehouseCode), sku],
  )
  return Math.max(await standardCost(tx, sku), own?.unitCost ?? 0)
}
