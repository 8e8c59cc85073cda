/**
 * Mending a lot's day by hand: only of a lot that lies, or lay, in a warehouse this side works. HQ hears of a store's word by
 * its log; quantities and values stay what they are.
 */
import type { InputOf, OutputOf } from '../contract/operations'
import type { LotCorrected } from '../contract/schemas/sync'
import { quarantineAccount, stockAccount } from '../core/stock/accounts'
import type { Reader } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { appendTold } from './appendTold'
import { renewLots } from './tell'
import type { DocumentWork } from './work'

export const correctLot = async (
  work: DocumentWork,
  input: InputOf<'lot.correct'>,
): Promise<OutputOf<'lot.correct'>> => {
  const { warehouseCode, sku, lot, expiryDate, reason } = input
  const { logId, storeCode } = await work.place()
  await refuseOtherWarehouse(work, storeCode, warehouseCode)
  const before = await dayOf(work.tx, warehouseCode, sku, lot)
  if (before === null) throw new Refusal('LOT_NOT_FOUND', { sku, lot })
  // said before, or by two people at once: it is so already
  if (before === expiryDate) return { sku, lot, before, expiryDate }
  const payload: LotCorrected = {
    type: 'lot.corrected',
    ...{ storeCode, warehouseCode, sku, lot, before, expiryDate, reason },
    userId: work.user.userId,
    occurredAt: work.at,
  }
  await appendTold(work.tx, {
    logId,
    payload: JSON.stringify(payload),
    documentId: '',
    movements: [],
    occurredAt: work.at,
    recordedAt: work.at,
    userId: work.user.userId,
  })
  await renewLots(work.tx, [payload])
  work.remember('', { warehouseCode, sku, lot, before, after: expiryDate, reason })
  work.emit({ type: 'stock.changed' })
  work.nudge()
  return { sku, lot, before, expiryDate }
}

/** A store mends what lies in its own warehouses, HQ what lies where no store PC works. */
const refuseOtherWarehouse = async (work: DocumentWork, storeCode: string, warehouseCode: string): Promise<void> => {
  const warehouse = await work.tx.one(
    `SELECT 1 AS found FROM warehouse WHERE code = ? AND coalesce(storeCode, '') = ?`,
    [warehouseCode, storeCode],
  )
  if (!warehouse) throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode })
}

/** '' where none was known; null where that warehouse never had the lot. */
export const dayOf = async (read: Reader, warehouseCode: string, sku: string, lot: string): Promise<string | null> => {
  const row = await read.one<{ expiryDate: string }>(
    `SELECT coalesce(t.expiryDate, '') AS expiryDate FROM stockBalance b LEFT JOIN lot t ON t.sku = b.sku AND t.lot = b.lot
     WHERE b.account IN (?, ?) AND b.sku = ? AND b.lot = ? LIMIT 1`,
    [stockAccount(warehouseCode), quarantineAccount(warehouseCode), sku, lot],
  )
  return row?.expiryDate ?? null
}
