/** 实盘单: what one person counted in one zone of a stocktake. It moves nothing and, finished, never changes. */
import { accept, type Result, refuse } from '../result'
import { type DocumentRule, none } from './rule'

export const stocktakeCount: DocumentRule = {
  type: 'stocktakeCount',
  prefix: 'SP',
  header: ['stocktake'],
  direction: 'none',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: true,
  counts: true,
  proposed: none,
  posted: none,
  // an empty shelf is a finding too
  check: () => accept(null),
}

/** Who began a count by mistake takes the paper back without a second person, as long as nothing was found with it. */
export const mayDropCount = (count: {
  isOwn: boolean
  lines: number
  /** odd codes: somebody saw them on the shelf, whatever was decided about them */
  codes: number
}): Result<null, 'COUNT_NOT_OWN' | 'COUNT_NOT_EMPTY'> => {
  if (!count.isOwn) return refuse('COUNT_NOT_OWN')
  return count.lines + count.codes === 0 ? accept(null) : refuse('COUNT_NOT_EMPTY')
}
