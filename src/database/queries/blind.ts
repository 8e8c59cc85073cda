/**
 * Counted blind, a figure of the books would be the answer before the question: until the count is handed in, whoever may
 * not see the books beside it sees no stock of those products, on any screen or in any answer.
 */
import type { Reader } from '../unitOfWork'
import type { Condition } from './scope'
import { stateSql } from './stocktake'

const blindNow = (stocktake: string): string => `
  ${stocktake}.blind = 1 AND ${stocktake}.state <> 'cancelled' AND (${stateSql(stocktake)}) IN ('counting', 'review')`

/** Is a product of a warehouse counted blind just now? Both are SQL expressions. */
export const countedBlind = (warehouseCode: string, sku: string): string => `
  EXISTS (SELECT 1 FROM stocktake y WHERE y.warehouseCode = ${warehouseCode} AND ${blindNow('y')}
    AND (y.kind = 'full' OR EXISTS (SELECT 1 FROM stocktakeProduct x WHERE x.stocktakeId = y.stocktakeId AND x.sku = ${sku})))`

export const isCountedBlind = async (read: Reader, warehouseCode: string, sku: string): Promise<boolean> =>
  (await read.one(`SELECT 1 AS found WHERE ${countedBlind('?1', '?2')}`, [warehouseCode, sku])) !== undefined

/** Papers of a hand-in that came back say what the books said: counted blind again, they are nowhere. `document` is its table's name. */
export const papersShown = (document: string, { seesBook }: { seesBook: boolean }): Condition[] =>
  seesBook
    ? []
    : [
        {
          sql: `${document}.type NOT IN ('stocktakeGain', 'stocktakeLoss') OR NOT EXISTS (
            SELECT 1 FROM stocktake y WHERE y.stocktakeId = ${document}.sourceId AND ${blindNow('y')})`,
          parameters: [],
        },
      ]
