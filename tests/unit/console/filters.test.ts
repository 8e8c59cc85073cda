import { describe, expect, test } from 'vitest'
import {
  patched,
  readReceiptFilters,
  readStockFilters,
  receiptInput,
  stockInput,
} from '../../../src/console/data/filters'
import { operations } from '../../../src/contract/operations'

const stock = (query: string) => readStockFilters(new URLSearchParams(query))

describe('filters in the address', () => {
  test('nothing said: every store, only what moved', () => {
    expect(stock('')).toEqual({ storeCode: '', search: '', onlyMoved: true, open: null })
    expect(stockInput(stock(''))).toEqual({ onlyMoved: true })
  })

  test('a link opens as it was', () => {
    const filters = stock('store=S001&q=%E8%8C%B6&all=1&open=WS001:1010001')
    expect(filters).toEqual({
      storeCode: 'S001',
      search: '茶',
      onlyMoved: false,
      open: { warehouseCode: 'WS001', sku: '1010001' },
    })
    expect(stockInput(filters)).toEqual({ storeCode: 'S001', search: '茶' })
  })

  test('a change leaves the rest alone, and an empty value leaves no trace', () => {
    const params = new URLSearchParams('store=S001&q=tea')
    expect(patched(params, { q: '' }).toString()).toBe('store=S001')
    expect(patched(params, { open: 'A:1', store: null }).toString()).toBe('q=tea&open=A%3A1')
    expect(params.toString()).toBe('store=S001&q=tea')
  })

  test.each([
    `store=${'x'.repeat(500)}&q=${'y'.repeat(500)}&open=${'z'.repeat(50)}:${'z'.repeat(50)}`,
    'open=:&all=yes&q=%20%20',
    'open=WS001',
  ])('whatever stands in a link, the hub gets an input it accepts: %#', (query) => {
    const filters = stock(query)
    expect(operations['stock.list'].input.safeParse(stockInput(filters)).success).toBe(true)
    expect(filters.open).toBeNull()
  })

  test('receipts: an unknown state is no filter', () => {
    const read = (query: string) => receiptInput(readReceiptFilters(new URLSearchParams(query)))
    expect(read('state=posted&store=S002')).toEqual({ storeCode: 'S002', state: 'posted' })
    expect(read('state=wild')).toEqual({})
    expect(read('state=draft')).toEqual({})
    expect(operations['document.list'].input.safeParse(read(`state=draft&store=${'x'.repeat(99)}`)).success).toBe(true)
  })
})
