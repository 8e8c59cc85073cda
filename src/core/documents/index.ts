/** The one table of document types. A new type adds its file and a line here and in states.ts. */
import { costAdjustment } from './costAdjustment'
import { customerReturn } from './customerReturn'
import { goodsReceipt } from './goodsReceipt'
import { internalUse } from './internalUse'
import { moveInside } from './moveInside'
import { otherIn } from './otherIn'
import { otherOut } from './otherOut'
import { overage } from './overage'
import { repack } from './repack'
import type { DocumentRule } from './rule'
import type { DocumentType } from './states'
import { stocktakeCount } from './stocktakeCount'
import { stocktakeGain } from './stocktakeGain'
import { stocktakeLoss } from './stocktakeLoss'
import { supplierReturn } from './supplierReturn'
import { transferDispatch } from './transferDispatch'
import { transferReceipt } from './transferReceipt'
import { transferRequest } from './transferRequest'
import { transferSettlement } from './transferSettlement'
import { warehouseReturn } from './warehouseReturn'
import { writeOff } from './writeOff'

export const documentRules: { [T in DocumentType]: DocumentRule } = {
  goodsReceipt,
  supplierReturn,
  customerReturn,
  transferRequest,
  warehouseReturn,
  transferDispatch,
  transferReceipt,
  transferSettlement,
  writeOff,
  overage,
  internalUse,
  otherIn,
  otherOut,
  repack,
  moveInside,
  costAdjustment,
  stocktakeCount,
  stocktakeGain,
  stocktakeLoss,
}
