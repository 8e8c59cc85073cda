/** On hand of a shop, row by row, as the shop and as headquarters hold it. */
import type { Page } from '@playwright/test'
import type { Answer } from '../../../src/contract/client'
import type { OutputOf } from '../../../src/contract/operations'
import type { StockRow } from '../../../src/contract/operations/stock'
import { ask } from '../devices/person'

export interface OnHand {
  warehouseCode: string
  sku: string
  quantity: number
  quarantined: number
  value: number | null
}

const limit = 500

const tidy = (rows: readonly StockRow[]): OnHand[] =>
  rows
    .map(({ warehouseCode, sku, onHand, quarantined, value }) => ({
      warehouseCode,
      sku,
      quantity: onHand,
      quarantined,
      value,
    }))
    .sort((a, b) => a.warehouseCode.localeCompare(b.warehouseCode) || a.sku.localeCompare(b.sku))

export const onHandAtStore = async (page: Page): Promise<OnHand[]> =>
  tidy((await ask(page, 'stock.list', { onlyMoved: true, limit })).rows)

/** Asked with the cookie of whoever is signed in to the console. */
export const onHandAtHub = async (page: Page, storeCode: string): Promise<OnHand[]> => {
  const answer = await askHub<OutputOf<'stock.list'>>(page, 'stock/list', { storeCode, onlyMoved: true, limit })
  if (!answer.ok) throw new Error(`stock.list was refused: ${answer.error.code}`)
  return tidy(answer.value.rows)
}

export const askHub = <T>(page: Page, path: string, input: object): Promise<Answer<T>> =>
  page.evaluate(
    async ([operation, body]) => {
      const headers = { 'content-type': 'application/json', 'x-zhanggui': '1' }
      const response = await fetch(`/api/${operation}`, { method: 'POST', headers, body })
      return response.json()
    },
    [path, JSON.stringify(input)] as const,
  )

export const sameRows = (a: readonly OnHand[], b: readonly OnHand[]): boolean =>
  a.length > 0 && JSON.stringify(a) === JSON.stringify(b)

/** In stock units; the ledger keeps thousandths. */
export const totalPieces = (rows: readonly OnHand[]): number =>
  rows.reduce((total, { quantity }) => total + quantity, 0) / 1000
