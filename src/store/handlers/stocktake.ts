/** 盘点 on the store PC: thin handlers; the work is `documents/stocktake`'s. */
import type { OutputOf } from '../../contract/operations'
import { reviewTotals } from '../../database/queries/stocktake'
import { stocktakeAnswers, wholeStocktake } from '../../documents/stocktake/asked'
import { startCount } from '../../documents/stocktake/count'
import { addZone, openStocktake } from '../../documents/stocktake/open'
import { stocktakeChoices } from '../../documents/stocktake/choices'
import { acceptLines, askRecount, chooseCount, closeCounting } from '../../documents/stocktake/review'
import { cancelStocktake, submitStocktake } from '../../documents/stocktake/submit'
import { viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf } from '../calls'
import { workOf } from '../work'

/** A change, and the stocktake as it is after it. */
const changed =
  <I extends { stocktakeId: string }>(change: (work: ReturnType<typeof workOf>, input: I) => Promise<void>) =>
  async (call: CommandCall, input: I): Promise<OutputOf<'stocktake.get'>> => {
    await change(workOf(call), input)
    return wholeStocktake(call.tx, input.stocktakeId, call.user)
  }

export const stocktakeHandlers: HandlersOf<'stocktake'> = {
  ...stocktakeAnswers,
  'stocktake.choices': (call) => stocktakeChoices(call.read),
  'stocktake.open': async (call, input) => wholeStocktake(call.tx, await openStocktake(workOf(call), input), call.user),
  'stocktake.addZone': changed(addZone),
  'stocktake.startCount': async (call, input) => ({ documentId: await startCount(workOf(call), input) }),
  'stocktake.closeCounting': changed((work, { stocktakeId }) => closeCounting(work, stocktakeId)),
  'stocktake.chooseCount': changed(chooseCount),
  'stocktake.recount': changed(askRecount),
  'stocktake.accept': async (call, input) => {
    await acceptLines(workOf(call), input)
    return { totals: await reviewTotals(call.tx, input.stocktakeId, viewOf(call.user).withCost) }
  },
  'stocktake.submit': changed(submitStocktake),
  'stocktake.cancel': changed(cancelStocktake),
}
