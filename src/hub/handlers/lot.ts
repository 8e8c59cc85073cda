/** 批次 at HQ: of the warehouses it works itself. */
import { correctLot } from '../../documents/lotDay'
import type { HandlersOf } from '../calls'
import { workOf } from '../work'

export const lotHandlers: HandlersOf<'lot'> = {
  'lot.correct': (call, input) => correctLot(workOf(call), input),
}
