/** 批次 on the store PC. */
import { correctLot } from '../../documents/lotDay'
import type { HandlersOf } from '../calls'
import { workOf } from '../work'

export const lotHandlers: HandlersOf<'lot'> = {
  'lot.correct': (call, input) => correctLot(workOf(call), input),
}
