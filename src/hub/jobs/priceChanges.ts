/** Puts every planned change of prices in force whose day has come, by the hub's own clock, each once and whole. */
import { priceTookEffect } from '../../core/prices/told'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { PriceChangeRow } from '../../database/queries/price'
import type { Reader } from '../../database/unitOfWork'
import { createMemory, logCarriedOut } from '../../documents/act'
import { hubItself } from '../documents/follow'
import { takeEffect } from '../prices/takeEffect'
import { type HubRuntime, isoNow } from '../runtime'

export const putPricesInForce = async (runtime: HubRuntime): Promise<void> => {
  const today = storeDayOf(runtime.clock.nowMs())
  for (const { changeId } of await due(runtime.database.read, today)) await putInForce(runtime, changeId, today)
}

/** The earlier day first, so that the later price is the one that stays. */
const due = (read: Reader, today: string): Promise<{ changeId: string }[]> =>
  read.all<{ changeId: string }>(
    `SELECT changeId FROM priceChange WHERE state = 'planned' AND effectiveDate <= ? ORDER BY effectiveDate, createdAt`,
    [today],
  )

/** Looked at once more in the transaction: it may have been called off, or put in force, since. */
const putInForce = (runtime: HubRuntime, changeId: string, today: string): Promise<void> =>
  runtime.database.write(async (tx) => {
    const row = await tx.one<PriceChangeRow>(
      `SELECT * FROM priceChange WHERE changeId = ? AND state = 'planned' AND effectiveDate <= ?`,
      [changeId, today],
    )
    if (!row) return
    await takeEffect(tx, runtime, row)
    const memory = createMemory()
    memory.remember('', { number: row.number, effectiveDate: row.effectiveDate, before: 'planned', after: 'effective' })
    const { userId } = await hubItself(tx)
    await logCarriedOut(tx, { operation: priceTookEffect, userId, at: isoNow(runtime) }, memory)
  })
