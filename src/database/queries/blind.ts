/**
 * Counted blind, a figure of the books would be the answer before the question: until the count is handed in, whoever may
 * not see the books beside it sees no stock of those products, on any screen or in any answer.
 */
import type { Reader } from '../unitOfWork'
import { stateSql } from './stocktake'

/** Is a product of a warehouse counted blind just now? Both are SQL expressions. */
export const countedBlind = (warehouseCode: string, sku: string): string => `
  EXISTS (SELECT 1 FROM stocktake y WHERE y.warehouseCode = ${warehouseCode} AND y.blind = 1
    AND y.state <> 'cancelled' AND (${stateSql('y')}) IN ('counting', 'review')
    AND (y.kind = 'full' OR EXISTS (SELECT 1 FROM stocktakeProduct x WHERE x.stocktakeId = y.stocktakeId AND x.sku = ${sku})))`

export const isCountedBlind = async (read: Reader, warehouseCode: string, sku: string): Promise<boolean> =>
  (await read.one(`SELECT 1 AS found WHERE ${countedBlind('?1', '?2')}`, [warehouseCode, sku])) !== undefined
