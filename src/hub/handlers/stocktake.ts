/** 盘点 at HQ: what the stores tell of theirs. */
import { stocktakeAnswers } from '../../documents/stocktake/asked'
import type { HandlersOf } from '../calls'

export const stocktakeHandlers: HandlersOf<'stocktake'> = stocktakeAnswers
