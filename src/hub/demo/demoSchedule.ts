/**
 * What HQ of the demo chain asks its shops to count: eight products of one shelf, blind, every week, first on the day the chain
 * is made. A list, for a new shop has no goods that lie anywhere. It is apart from the chain itself, because tests begin with
 * shops nobody asked anything of.
 */
import type { InputOf } from '../../contract/operations'
import { weekdayOf } from '../../core/stocktake/schedule'
import type { DemoChain } from './demoChain'

const products = 8

export const demoSchedule = (chain: DemoChain, storeDay: string): InputOf<'stocktakeSchedule.save'> => ({
  name: '每周货架盲盘',
  plan: {
    scope: { kind: 'list', skus: firstShelf(chain) },
    ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, note: '开门前盘完' },
  },
  stores: { kind: 'all' },
  recurrence: { kind: 'weekly', weekdays: [weekdayOf(storeDay)] },
  startDay: storeDay,
  endDay: '',
  daysToDo: 2,
})

const firstShelf = (chain: DemoChain): string[] =>
  chain.products
    .filter(({ shelf, status, weighed, keepsLots }) => shelf !== '' && status === 'active' && !weighed && !keepsLots)
    .sort((a, b) => (a.shelf + a.sku < b.shelf + b.sku ? -1 : 1))
    .slice(0, products)
    .map(({ sku }) => sku)
