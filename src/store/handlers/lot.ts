/** 批次 on the store PC. */
import { correctLot } from '../../documents/lotDay'
import type { HandlersOf } from '../calls'
import { renewLotLabels, tellLabels } from '../labels/lotLabels'
import { workOf } from '../work'

export const lotHandlers: HandlersOf<'lot'> = {
  'lot.correct': async (call, input) => {
    const corrected = await correctLot(workOf(call), input)
    if (await renewLotLabels(call.tx)) tellLabels(call.tx, call.runtime)
    return corrected
  },
}
