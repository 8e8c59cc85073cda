/** 盘点 on the store PC: thin handlers; the work is `documents/stocktake`'s. */
import type { OutputOf } from '../../contract/operations'
import type { Reader } from '../../database/unitOfWork'
import { stocktakeAnswers, wholeStocktake } from '../../documents/stocktake/asked'
import { askRecount } from '../../documents/stocktake/askRecount'
import { stocktakeChoices } from '../../documents/stocktake/choices'
import { startCount } from '../../documents/stocktake/count'
import { dropCount } from '../../documents/stocktake/dropCount'
import { missingOf } from '../../documents/stocktake/missing'
import { addZone, openStocktake } from '../../documents/stocktake/open'
import { totalsToBook } from '../../documents/stocktake/partBooked'
import { reopenCounting } from '../../documents/stocktake/reopen'
import { acceptLines, chooseCount, closeCounting } from '../../documents/stocktake/review'
import { cancelStocktake, submitStocktake } from '../../documents/stocktake/submit'
import { viewOf } from '../../gateway/gateway'
import type { CommandCall, HandlersOf, QueryCall } from '../calls'
import { printReport } from '../paper/printReport'
import { peersOf } from '../sync/peersShown'
import { workOf } from '../work'

/** A change, and the stocktake as it is after it. */
const changed =
  <I extends { stocktakeId: string }>(change: (work: ReturnType<typeof workOf>, input: I) => Promise<void>) =>
  async (call: CommandCall, input: I): Promise<OutputOf<'stocktake.get'>> => {
    await change(workOf(call), input)
    return whole(call, call.tx, input.stocktakeId)
  }

/** With what the store's other PCs said of themselves last. */
const whole = async (
  call: QueryCall | CommandCall,
  read: Reader,
  stocktakeId: string,
): Promise<OutputOf<'stocktake.get'>> => ({
  ...(await wholeStocktake(read, stocktakeId, call.user)),
  peers: await peersOf(call.runtime, read, stocktakeId),
})

export const stocktakeHandlers: HandlersOf<'stocktake'> = {
  ...stocktakeAnswers,
  'stocktake.get': (call, { stocktakeId }) => whole(call, call.read, stocktakeId),
  'stocktake.open': async (call, input) => whole(call, call.tx, await openStocktake(workOf(call), input)),
  'stocktake.missing': (call, { stocktakeId }) => missingOf(call.read, stocktakeId, call.user),
  'stocktake.choices': (call) => stocktakeChoices(call.read),
  'stocktake.addZone': changed(addZone),
  'stocktake.startCount': async (call, input) => ({ documentId: await startCount(workOf(call), input) }),
  'stocktake.dropCount': async (call, input) => {
    await dropCount(workOf(call), input)
    return { documentId: input.documentId }
  },
  'stocktake.closeCounting': changed((work, { stocktakeId }) => closeCounting(work, stocktakeId)),
  'stocktake.reopen': changed(reopenCounting),
  'stocktake.chooseCount': changed(chooseCount),
  'stocktake.recount': changed(askRecount),
  'stocktake.accept': async (call, input) => {
    const stocktake = await acceptLines(workOf(call), input)
    return { totals: await totalsToBook(call.tx, stocktake, viewOf(call.user).withCost) }
  },
  'stocktake.submit': changed(submitStocktake),
  'stocktake.printReport': printReport,
  'stocktake.cancel': changed(cancelStocktake),
}
