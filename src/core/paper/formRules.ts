/**
 * What the paper of each document type says differently: its title, what its quantity is called, whose hands it passes. The one
 * table of them; a new type adds its entry and nothing else.
 */
import type { DocumentType } from '../documents/states'
import type { PaperLanguage } from './html'

export type Both = Readonly<Record<PaperLanguage, string>>
export const both = (zh: string, en: string): Both => ({ 'zh-CN': zh, 'en-US': en })

export interface FormRule {
  title: Both
  /** what the counted figure is called */
  quantity: Both
  /** what the figure of the plan is called; none where the type has no plan */
  expected?: Both
  /** the number it came from */
  source?: Both
  reference?: Both
  warehouse?: Both
  other?: Both
  /** each line has a price it posts at */
  priced?: true
  /** its lines are about what goods are worth: no quantity moves */
  valueOnly?: true
  /** what a part of a line is, where the type knows parts */
  roles?: Readonly<Partial<Record<'consume' | 'produce', Both>>>
  /** who signs, beside whoever made it and whoever checked it */
  signs: readonly Both[]
}

const warehouseKeeper = both('仓管员', 'Warehouse')
const manager = both('店长', 'Manager')
const supplier = both('供应商确认', 'Supplier')
const carrier = both('承运人', 'Carrier')
const customer = both('顾客', 'Customer')
const receiver = both('收货人', 'Received by')
const order = both('采购订单', 'Order')
const transfer = both('调拨单号', 'Transfer')
const stocktake = both('盘点单号', 'Stocktake')
const authorisation = both('授权号', 'Authorisation')
const from = both('发出仓', 'From')
const to = both('收货仓', 'To')
const quantity = both('数量', 'Quantity')

export const formRules: { [T in DocumentType]: FormRule } = {
  goodsReceipt: {
    ...{
      title: both('收货单', 'Goods receipt'),
      quantity: both('实收', 'Received'),
      expected: both('应收', 'Expected'),
    },
    ...{ source: order, reference: both('送货单号', 'Delivery note'), priced: true },
    signs: [both('送货人', 'Delivered by'), receiver, manager],
  },
  supplierReturn: {
    ...{
      title: both('采购退货单', 'Supplier return'),
      quantity: both('退货数量', 'Returned'),
      reference: authorisation,
    },
    signs: [warehouseKeeper, carrier, supplier],
  },
  customerReturn: {
    ...{ title: both('退货入库单', 'Customer return'), quantity: both('退回数量', 'Returned') },
    ...{ reference: both('销售单号', 'Sale') },
    signs: [receiver, customer, manager],
  },
  transferRequest: {
    ...{ title: both('要货申请单', 'Store request'), quantity: both('申请数量', 'Asked') },
    ...{ warehouse: both('要货仓', 'For'), other: both('供货仓', 'From') },
    signs: [manager],
  },
  warehouseReturn: {
    ...{
      title: both('返仓申请单', 'Return to warehouse'),
      quantity: both('申请数量', 'Asked'),
      reference: authorisation,
    },
    ...{ warehouse: from, other: to },
    signs: [manager],
  },
  transferDispatch: {
    ...{ title: both('调拨出库单', 'Transfer out'), quantity: both('实发', 'Sent'), expected: both('应发', 'To send') },
    ...{ source: transfer, warehouse: from, other: to },
    signs: [warehouseKeeper, carrier, receiver],
  },
  transferReceipt: {
    ...{ title: both('调拨入库单', 'Transfer in'), quantity: both('实收', 'Received'), expected: both('应收', 'Sent') },
    ...{ source: transfer, warehouse: to, other: from },
    signs: [carrier, receiver, manager],
  },
  transferSettlement: {
    ...{
      title: both('调拨差异处理单', 'Transfer settlement'),
      quantity: both('处理数量', 'Settled'),
      source: transfer,
    },
    ...{ warehouse: from, other: to, roles: { produce: both('多到', 'Surplus') } },
    signs: [both('发货方', 'Sender'), both('收货方', 'Receiver')],
  },
  writeOff: {
    ...{ title: both('报损单', 'Write-off'), quantity: both('报损数量', 'Written off') },
    signs: [warehouseKeeper, both('监销人', 'Witness'), manager],
  },
  overage: {
    ...{ title: both('报溢单', 'Overage'), quantity: both('报溢数量', 'Found') },
    signs: [warehouseKeeper, manager],
  },
  internalUse: {
    ...{ title: both('领用单', 'Internal use'), quantity: both('领用数量', 'Taken') },
    signs: [both('领用人', 'Taken by'), warehouseKeeper, manager],
  },
  otherIn: {
    ...{ title: both('其他入库单', 'Other in'), quantity: both('入库数量', 'Received') },
    ...{ reference: both('外部单号', 'Reference') },
    signs: [warehouseKeeper, manager],
  },
  otherOut: {
    ...{ title: both('其他出库单', 'Other out'), quantity: both('出库数量', 'Issued') },
    signs: [warehouseKeeper, both('提货人', 'Collected by'), manager],
  },
  repack: {
    ...{ title: both('拆装组合单', 'Repack / assembly'), quantity },
    roles: { consume: both('投入', 'In'), produce: both('产出', 'Out') },
    signs: [both('操作人', 'Done by'), manager],
  },
  moveInside: {
    ...{ title: both('转仓单', 'Move inside the store'), quantity, warehouse: both('转出仓', 'From') },
    other: both('转入仓', 'To'),
    signs: [warehouseKeeper, manager],
  },
  costAdjustment: {
    ...{ title: both('成本调整单', 'Cost adjustment'), quantity, valueOnly: true },
    signs: [both('财务', 'Accounts')],
  },
  stocktakeCount: {
    ...{ title: both('实盘单', 'Count'), quantity: both('实盘', 'Counted'), source: stocktake },
    reference: both('区域', 'Zone'),
    signs: [both('盘点人', 'Counted by'), both('监盘人', 'Witness')],
  },
  stocktakeGain: {
    ...{ title: both('盘盈单', 'Stocktake gain'), quantity: both('盘盈数量', 'Gained'), source: stocktake },
    signs: [both('监盘人', 'Witness'), manager],
  },
  stocktakeLoss: {
    ...{ title: both('盘亏单', 'Stocktake loss'), quantity: both('盘亏数量', 'Lost'), source: stocktake },
    signs: [both('监盘人', 'Witness'), manager],
  },
}
