/** 调价: what its pages are asked for, from their address, and what a file of new prices says. */
import type { InputOf } from '../../contract/operations'
import { priceFenMax, priceLinesMax, type StorePrices } from '../../contract/schemas/price'
import { type PriceState, priceStates } from '../../core/prices/priceChange'
import { parseYuan } from '../../ui/money'
import { dayOf, oneOf, textOf, when } from './filters'

/** What somebody looks for: a state, or what is late. */
export const priceShows = ['overdue', ...priceStates] as const

export interface PriceFilters {
  show: 'overdue' | PriceState | ''
  storeCode: string
  fromDay: string
  toDay: string
  search: string
}

export const readPriceFilters = (params: URLSearchParams): PriceFilters => ({
  show: oneOf(params, 'show', priceShows),
  storeCode: textOf(params, 'store', 16),
  fromDay: dayOf(params, 'from'),
  toDay: dayOf(params, 'to'),
  search: textOf(params, 'q', 64),
})

export const priceInput = ({ show, storeCode, fromDay, toDay, search }: PriceFilters): InputOf<'price.list'> => ({
  ...showInput(show),
  ...when('storeCode', storeCode),
  ...when('fromDay', fromDay),
  ...when('toDay', toDay),
  ...when('search', search.trim()),
})

const showInput = (show: PriceFilters['show']): InputOf<'price.list'> => {
  if (show === '') return {}
  return show === 'overdue' ? { overdue: true } : { states: [show] }
}

/** ten blocks: a share anybody reads without a colour */
export const barText = (done: number, total: number): string => {
  const full = total === 0 ? 10 : Math.floor((done * 10) / total)
  return '█'.repeat(full) + '░'.repeat(10 - full)
}

/** A shop's word reaches HQ with the next round of sync: nobody needs to be told of that much. */
const heardLateMs = 5 * 60_000

export interface LastPrint {
  /** null: nothing was told yet */
  at: string | null
  /** when HQ heard, where that says something else; `only`: the store told no time, and `at` is that */
  heard: { at: string } | 'only' | null
}

export const lastPrintOf = ({ lastAt, lastPrintedAt }: Pick<StorePrices, 'lastAt' | 'lastPrintedAt'>): LastPrint => {
  if (lastAt === null) return { at: null, heard: null }
  if (lastPrintedAt === null) return { at: lastAt, heard: 'only' }
  const isApart = Math.abs(Date.parse(lastAt) - Date.parse(lastPrintedAt)) > heardLateMs
  return { at: lastPrintedAt, heard: isApart ? { at: lastAt } : null }
}

export interface WishedRow {
  /** of the file, as the person sees it; 0 where it was typed */
  row: number
  code: string
  priceFen: number | null
}

export type PriceFile = { ok: true; rows: WishedRow[] } | { ok: false; problem: 'noColumns' | 'empty' | 'tooMany' }

const heads = {
  code: ['sku', '编码', '商品编码', '商品', '条码', '商品条码', '国际条码', 'code', 'barcode', 'item'],
  price: ['新价', '新价格', '新售价', '价格', '售价', '调后价', 'price', 'new price', 'newprice'],
}
const codeCharsMax = 64

/** Found by its heading; a file without one has the code first and the price second. */
export const priceRows = (table: readonly (readonly string[])[]): PriceFile => {
  const head = (table[0] ?? []).map((cell) => cell.trim().toLowerCase())
  const named = { code: columnOf(head, heads.code), price: columnOf(head, heads.price) }
  const hasHead = named.code >= 0 && named.price >= 0
  if (!hasHead && priceOf(table[0]?.[1] ?? '') === null) return { ok: false, problem: 'noColumns' }
  const { code, price } = hasHead ? named : { code: 0, price: 1 }
  const rows = table
    .map((cells, at) => ({
      row: at + 1,
      code: (cells[code] ?? '').trim().slice(0, codeCharsMax),
      text: (cells[price] ?? '').trim(),
    }))
    .slice(hasHead ? 1 : 0)
    .filter((row) => row.code !== '' || row.text !== '')
  if (rows.length === 0) return { ok: false, problem: 'empty' }
  if (rows.length > priceLinesMax) return { ok: false, problem: 'tooMany' }
  return { ok: true, rows: rows.map(({ text, ...row }) => ({ ...row, priceFen: priceOf(text) })) }
}

const columnOf = (head: readonly string[], names: readonly string[]): number =>
  head.findIndex((cell) => names.includes(cell.replace(/[（(].*[）)]$/, '').trim()))

/** Yuan as people write them, with or without their sign; null for anything else. */
export const priceOf = (text: string): number | null => {
  const fen = parseYuan(
    text
      .replace(/^[¥￥]/, '')
      .replace(/元$/, '')
      .replace(/,/g, ''),
  )
  return fen === null || fen > priceFenMax ? null : fen
}
