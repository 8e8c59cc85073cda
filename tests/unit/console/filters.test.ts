import { describe, expect, test } from 'vitest'
import {
  documentInput,
  inboxInput,
  patched,
  readDocumentFilters,
  readInboxFilters,
  readNearExpiryFilters,
  readStockFilters,
  readTransferFilters,
  stockInput,
  transferInput,
} from '../../../src/console/data/filters'
import { operations } from '../../../src/contract/operations'
import { documentTypes } from '../../../src/core/documents/states'

const stock = (query: string) => readStockFilters(new URLSearchParams(query))

describe('filters in the address', () => {
  test('nothing said: every store, only what moved', () => {
    expect(stock('')).toEqual({
      storeCode: '',
      warehouseCode: '',
      search: '',
      show: '',
      onlyMoved: true,
      open: null,
    })
    expect(stockInput(stock(''))).toEqual({ onlyMoved: true })
  })

  test('a link opens as it was', () => {
    const filters = stock('store=S001&warehouse=WS001&show=inTransit&q=%E8%8C%B6&all=1&open=WS001:1010001')
    expect(filters).toEqual({
      storeCode: 'S001',
      warehouseCode: 'WS001',
      search: '茶',
      show: 'inTransit',
      onlyMoved: false,
      open: { warehouseCode: 'WS001', sku: '1010001' },
    })
    expect(stockInput(filters)).toEqual({
      storeCode: 'S001',
      warehouseCode: 'WS001',
      search: '茶',
      show: 'inTransit',
    })
  })

  test('returns the supplier has not confirmed are a state of their own to look for', () => {
    const filters = readDocumentFilters(new URLSearchParams('state=unconfirmed'))
    expect(documentInput(filters)).toEqual({ types: ['supplierReturn'], states: ['posted'], confirmed: false })
  })

  test('the inbox says type, store, least value in fen and search; what is no value asks for none', () => {
    const filters = readInboxFilters(new URLSearchParams('type=writeOff&store=S001&min=50000&q=%E8%8C%B6&open=x'))
    expect(inboxInput(filters)).toEqual({ types: ['writeOff'], storeCode: 'S001', minValueFen: 50_000, search: '茶' })
    for (const min of ['', '0', '-1', '1.5', 'much', '1000000001'])
      expect(inboxInput(readInboxFilters(new URLSearchParams({ min }))), min).toEqual({})
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
    'show=everything&warehouse=',
  ])('whatever stands in a link, the hub gets an input it accepts: %#', (query) => {
    const filters = stock(query)
    expect(operations['stock.list'].input.safeParse(stockInput(filters)).success).toBe(true)
    expect(filters.open).toBeNull()
  })

  test('documents: all types unless one is named, days and words go along', () => {
    const read = (query: string) => documentInput(readDocumentFilters(new URLSearchParams(query)))
    expect(read('')).toEqual({ types: [...documentTypes] })
    expect(read('type=writeOff&state=submitted&store=S002&from=2026-11-01&to=2026-11-22&q=BSCK')).toEqual({
      types: ['writeOff'],
      states: ['submitted'],
      storeCode: 'S002',
      fromDay: '2026-11-01',
      toDay: '2026-11-22',
      search: 'BSCK',
    })
  })

  test.each(['type=wild&state=wild&from=yesterday&to=2026-1-1', `store=${'x'.repeat(99)}&q=${'y'.repeat(999)}&type=`])(
    'whatever stands in a link to documents or transfers, the hub takes it: %#',
    (query) => {
      const params = new URLSearchParams(query)
      const documents = operations['document.list'].input.safeParse(documentInput(readDocumentFilters(params)))
      const transfers = operations['transfer.list'].input.safeParse(transferInput(readTransferFilters(params)))
      expect([documents.success, transfers.success]).toEqual([true, true])
    },
  )

  test('transfers: a link to the open differences of one store', () => {
    const read = (query: string) => transferInput(readTransferFilters(new URLSearchParams(query)))
    expect(read('state=difference&store=S001')).toEqual({ states: ['difference'], storeCode: 'S001' })
    expect(read('')).toEqual({})
  })

  test('near expiry: only the days on offer', () => {
    const read = (query: string) => readNearExpiryFilters(new URLSearchParams(query)).days
    expect([read(''), read('days=7'), read('days=0'), read('days=-3'), read('days=9999'), read('days=x')]).toEqual([
      30, 7, 0, 30, 30, 30,
    ])
  })
})
