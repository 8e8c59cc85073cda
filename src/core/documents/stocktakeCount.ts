/** 实盘单: what one person counted in one zone of a stocktake. It moves nothing and, finished, never changes. */
import { accept } from '../result'
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
