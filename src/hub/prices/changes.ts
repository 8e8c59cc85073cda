/** Planning a change of prices, and calling one off. What is due today takes effect at once. */
import type { InputOf } from '../../contract/operations'
import type { CheckedPrice, PriceChangeView } from '../../contract/schemas/price'
import type { PriceFault } from '../../core/prices/priceChange'
import { storeDayOf } from '../../core/quantity/storeDay'
import { findPriceChange, type PriceChangeRow } from '../../database/queries/price'
import type { Reader } from '../../database/unitOfWork'
import { nextNumber } from '../../documents/number'
import { type Actor, Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { isoNow } from '../runtime'
import { workOf } from '../work'
import { checkedPrices } from './checked'
import { takeEffect } from './takeEffect'

/** 调价 */
const numberPrefix = 'TJ'
const remindedLines = 20

export const changePrices = async (call: CommandCall, input: InputOf<'price.change'>): Promise<PriceChangeView> => {
  const { tx, user, runtime } = call
  refuseBranch(user)
  const today = storeDayOf(runtime.clock.nowMs())
  const { effectiveDate } = input
  if (effectiveDate < today) throw new Refusal('PRICE_DATE_PAST', { effectiveDate })
  const checked = await checkedWishes(tx, input)
  const row: PriceChangeRow = {
    ...{ changeId: runtime.ids.uuid(), number: await nextNumber(workOf(call), numberPrefix), state: 'planned' },
    ...{ effectiveDate, note: input.note.trim(), createdById: user.userId, createdByName: user.name },
    ...{ createdAt: isoNow(runtime), effectiveAt: null, cancelledByName: '', cancelReason: '' },
  }
  await tx.insertRows('priceChange', [row])
  await tx.insertRows('priceChangeLine', checked.map(lineOf(row.changeId)))
  if (effectiveDate === today) await takeEffect(tx, runtime, row)
  remember(call, row, checked)
  return changeSeen(tx, row.changeId, user, today)
}

/** The chain has one price for a product: who works for a branch has no say in it. */
const refuseBranch = ({ scope }: Actor): void => {
  if (scope.kind !== 'chain') throw new Refusal('WHOLE_CHAIN_ONLY')
}

/** Here a code is a product's own and nothing else: what was typed or read from a file was looked up before. */
const checkedWishes = async (read: Reader, { effectiveDate, lines }: InputOf<'price.change'>) => {
  await refuseUnknown(read, lines)
  const asked = lines.map(({ sku, priceFen }) => ({ code: sku, priceFen }))
  const checked = await checkedPrices(read, { effectiveDate, lines: asked })
  const wrong = checked.find(({ fault }) => fault !== null)
  if (wrong) throw refusalOf(wrong, wrong.fault as PriceFault)
  return checked
}

const refuseUnknown = async (read: Reader, lines: readonly { sku: string }[]): Promise<void> => {
  const unknown = await read.one<{ sku: string }>(
    'SELECT value AS sku FROM json_each(?) WHERE value NOT IN (SELECT sku FROM product) LIMIT 1',
    [JSON.stringify(lines.map(({ sku }) => sku))],
  )
  if (unknown) throw new Refusal('PRODUCT_NOT_FOUND', { sku: unknown.sku })
}

const refusalOf = ({ code, sku, name, plannedBy }: CheckedPrice, fault: PriceFault): Refusal => {
  if (fault === 'twice') return new Refusal('PRICE_LINE_TWICE', { sku, name })
  if (fault === 'planned') return new Refusal('PRICE_PLANNED_ALREADY', { sku, name, number: plannedBy })
  if (fault === 'same') return new Refusal('PRICE_SAME', { sku, name })
  return new Refusal('PRODUCT_NOT_FOUND', { sku: code })
}

const lineOf =
  (changeId: string) =>
  ({ sku, oldPriceFen, priceFen }: CheckedPrice, at: number) => ({
    ...{ changeId, sku, lineNo: at + 1, oldPriceFen, newPriceFen: priceFen },
  })

/** The log says the first lines; all of them stand in the change itself, which never changes. */
const remember = (call: CommandCall, row: PriceChangeRow, lines: readonly CheckedPrice[]): void => {
  const some = lines.slice(0, remindedLines)
  call.remember('', {
    ...{ number: row.number, effectiveDate: row.effectiveDate, note: row.note, lines: lines.length },
    before: some.map(({ sku, oldPriceFen }) => ({ sku, priceFen: oldPriceFen })),
    after: some.map(({ sku, priceFen }) => ({ sku, priceFen })),
  })
}

export const cancelChange = async (
  call: CommandCall,
  { changeId, reason }: InputOf<'price.cancel'>,
): Promise<PriceChangeView> => {
  const { tx, user, runtime } = call
  refuseBranch(user)
  const today = storeDayOf(runtime.clock.nowMs())
  const { number, state } = await changeSeen(tx, changeId, user, today)
  if (state !== 'planned') throw new Refusal('PRICE_CHANGE_STATE', { number, state })
  await tx.run(`UPDATE priceChange SET state = 'cancelled', cancelledByName = ?, cancelReason = ? WHERE changeId = ?`, [
    ...[user.name, reason.trim(), changeId],
  ])
  call.remember('', { number, reason: reason.trim(), before: state, after: 'cancelled' })
  return changeSeen(tx, changeId, user, today)
}

export const changeSeen = async (
  read: Reader,
  changeId: string,
  user: Actor,
  today: string,
): Promise<PriceChangeView> => {
  const change = await findPriceChange(read, changeId, user.scope, today)
  if (!change) throw new Refusal('PRICE_CHANGE_NOT_FOUND', { changeId })
  return change
}
