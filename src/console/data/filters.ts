/** Filters live in the address: a link opens a page as it was. Empty values leave no trace there. */
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

export type Patch = Record<string, string | null>

export const patched = (params: URLSearchParams, patch: Patch): URLSearchParams => {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

export interface StockFilters {
  storeCode: string
  search: string
  onlyMoved: boolean
  /** the row whose movements are open */
  open: { warehouseCode: string; sku: string } | null
}

/** Anything may stand in a link: what is too long for the hub is cut, what is not understood is left out. */
export const readStockFilters = (params: URLSearchParams): StockFilters => {
  const [warehouseCode = '', sku = ''] = (params.get('open') ?? '').split(':')
  return {
    storeCode: (params.get('store') ?? '').slice(0, 16),
    search: (params.get('q') ?? '').slice(0, 64),
    onlyMoved: params.get('all') !== '1',
    open: warehouseCode && sku && warehouseCode.length <= 16 && sku.length <= 32 ? { warehouseCode, sku } : null,
  }
}

export const stockInput = (filters: StockFilters) => ({
  ...(filters.storeCode ? { storeCode: filters.storeCode } : {}),
  ...(filters.search.trim() ? { search: filters.search.trim() } : {}),
  ...(filters.onlyMoved ? { onlyMoved: true } : {}),
})

/** Only posted receipts reach HQ, so no other state can be asked for; a link that still says one is no filter. */
export const receiptStates = ['posted'] as const
export type ReceiptState = (typeof receiptStates)[number]

export interface ReceiptFilters {
  storeCode: string
  state: ReceiptState | ''
}

export const readReceiptFilters = (params: URLSearchParams): ReceiptFilters => {
  const state = params.get('state') as ReceiptState
  return { storeCode: (params.get('store') ?? '').slice(0, 16), state: receiptStates.includes(state) ? state : '' }
}

export const receiptInput = (filters: ReceiptFilters) => ({
  ...(filters.storeCode ? { storeCode: filters.storeCode } : {}),
  ...(filters.state ? { state: filters.state } : {}),
})

export const useFilters = (): [URLSearchParams, (patch: Patch) => void] => {
  const [params, setParams] = useSearchParams()
  const change = useCallback((patch: Patch) => setParams((now) => patched(now, patch), { replace: true }), [setParams])
  return [params, change]
}
