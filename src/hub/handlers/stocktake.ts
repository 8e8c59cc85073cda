/** 盘点 at HQ: what the stores tell of theirs, and those whose PC will tell no more. */
import { stocktakeAnswers, wholeStocktake } from '../../documents/stocktake/asked'
import type { HandlersOf } from '../calls'
import { callOffStocktake } from '../stocktakes/callOff'
import { workOf } from '../work'

export const stocktakeHandlers: HandlersOf<'stocktake'> = {
  ...stocktakeAnswers,
  'stocktake.callOff': async (call, input) => {
    await callOffStocktake(workOf(call), input)
    return wholeStocktake(call.tx, input.stocktakeId, call.user)
  },
}
