/**
 * 调价: HQ gives products of the whole chain a new price, from today or from a later day on, and follows which store has
 * printed the labels of it. A product has one price in the chain.
 */
import { z } from 'zod'
import { priceStates } from '../../core/prices/priceChange'
import { defineOperations } from '../operation'
import { note, storeDay, uuid } from '../schemas/common'
import {
  checkedPrice,
  priceChangeView,
  priceFenMax,
  priceLine,
  priceLinesMax,
  priceWish,
  storePrices,
} from '../schemas/price'

export const priceOperations = defineOperations({
  'price.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'price.view',
    summary: 'Changes of prices, the newest first, each with how far the stores within the scope are with its labels',
    input: z.strictObject({
      states: z.array(z.enum(priceStates)).min(1).max(priceStates.length).optional(),
      /** past their day with labels left to print */
      overdue: z.literal(true).optional(),
      storeCode: z.string().max(16).optional(),
      fromDay: storeDay.optional(),
      toDay: storeDay.optional(),
      /** number, note, or a product in it by code or name */
      search: z.string().max(64).optional(),
      /** number of the last one seen */
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({ changes: z.array(priceChangeView), more: z.boolean() }),
    errors: [],
  },
  'price.get': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'price.view',
    summary: 'One change of prices: its lines, and every store within the scope with what it printed',
    input: z.strictObject({ changeId: uuid }),
    output: z.strictObject({
      change: priceChangeView,
      lines: z.array(priceLine).max(priceLinesMax),
      stores: z.array(storePrices),
    }),
    errors: ['PRICE_CHANGE_NOT_FOUND'],
  },
  'price.missing': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'price.view',
    summary: 'Which labels of a change a store still has to print',
    input: z.strictObject({ changeId: uuid, storeCode: z.string().min(1).max(16) }),
    output: z.strictObject({ store: storePrices, lines: z.array(priceLine).max(priceLinesMax) }),
    errors: ['PRICE_CHANGE_NOT_FOUND', 'STORE_NOT_FOUND'],
  },
  'price.check': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'price.edit',
    summary: 'Which products these codes are, what they cost now, and everything that is wrong with the rows',
    input: z.strictObject({
      effectiveDate: storeDay,
      lines: z
        .array(
          z.strictObject({ code: z.string().max(64), priceFen: z.number().int().min(0).max(priceFenMax).nullable() }),
        )
        .min(1)
        .max(priceLinesMax),
    }),
    output: z.strictObject({ lines: z.array(checkedPrice), faults: z.number().int() }),
    errors: [],
  },
  'price.change': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'price.edit',
    summary: 'Give products of the whole chain a new price, from today or a later day on',
    input: z.strictObject({
      effectiveDate: storeDay,
      note,
      lines: z.array(priceWish).min(1).max(priceLinesMax),
    }),
    output: priceChangeView,
    errors: [
      'WHOLE_CHAIN_ONLY',
      'PRICE_DATE_PAST',
      'PRODUCT_NOT_FOUND',
      'PRICE_LINE_TWICE',
      'PRICE_SAME',
      'PRICE_PLANNED_ALREADY',
    ],
  },
  'price.cancel': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'price.edit',
    summary: 'Call a change off before its day has come',
    input: z.strictObject({ changeId: uuid, reason: note.regex(/\S/) }),
    output: priceChangeView,
    errors: ['WHOLE_CHAIN_ONLY', 'PRICE_CHANGE_NOT_FOUND', 'PRICE_CHANGE_STATE'],
  },
})
