/** 调价 at HQ: thin handlers; the work is `hub/prices`'. */
import type { OutputOf } from '../../contract/operations'
import type { PriceChangeView, StorePrices } from '../../contract/schemas/price'
import { storeDayOf } from '../../core/quantity/storeDay'
import { listPriceChanges, priceLinesOf, priceStoresOf } from '../../database/queries/price'
import { Refusal } from '../../gateway/gateway'
import type { HandlersOf, QueryCall } from '../calls'
import { cancelChange, changePrices, changeSeen } from '../prices/changes'
import { checkedPrices } from '../prices/checked'
import { storesWithAge } from './stock'

const pageRows = 100

const today = ({ runtime }: Pick<QueryCall, 'runtime'>): string => storeDayOf(runtime.clock.nowMs())

/** Each with the age of its store's word: a figure without it would pass for what is so now. */
const storesOf = async (call: QueryCall, change: PriceChangeView): Promise<StorePrices[]> => {
  if (change.state !== 'effective') return []
  const ages = new Map((await storesWithAge(call)).map(({ storeCode, ageSeconds }) => [storeCode, ageSeconds]))
  const stores = await priceStoresOf(call.read, change, call.user.scope, today(call))
  return stores.map((store) => ({ ...store, ageSeconds: ages.get(store.storeCode) ?? null }))
}

export const priceHandlers: HandlersOf<'price'> = {
  'price.list': async (call, { limit = pageRows, ...filter }) =>
    (await listPriceChanges(call.read, { ...filter, limit }, call.user.scope, today(call))) as OutputOf<'price.list'>,
  'price.get': async (call, { changeId }) => {
    const change = await changeSeen(call.read, changeId, call.user, today(call))
    return { change, lines: await priceLinesOf(call.read, changeId), stores: await storesOf(call, change) }
  },
  'price.missing': async (call, { changeId, storeCode }) => {
    const change = await changeSeen(call.read, changeId, call.user, today(call))
    const store = (await storesOf(call, change)).find((one) => one.storeCode === storeCode)
    if (!store) throw new Refusal('STORE_NOT_FOUND', { storeCode })
    return { store, lines: await priceLinesOf(call.read, changeId, storeCode) }
  },
  'price.check': async (call, input) => {
    const lines = await checkedPrices(call.read, input)
    return { lines, faults: lines.filter(({ fault }) => fault !== null).length }
  },
  'price.change': (call, input) => changePrices(call, input),
  'price.cancel': (call, input) => cancelChange(call, input),
}
