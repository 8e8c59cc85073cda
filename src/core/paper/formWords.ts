/** What stands on every form, in both languages; what one type alone says stands with its rule. */
import type { SettlementWay } from '../documents/rule'
import type { DocumentState } from '../documents/states'
import type { TransferState } from '../documents/transfer'
import type { FormPageWords } from './form'
import type { PaperLanguage } from './html'

export interface FormWords extends FormPageWords {
  state: Record<DocumentState, string>
  transferState: Record<TransferState, string>
  reversal: string
  line: string
  sku: string
  /** the two of them apart */
  codes: readonly [string, string]
  name: string
  unit: string
  part: string
  quantity: string
  damaged: string
  rejected: string
  free: string
  price: string
  amount: string
  newCost: string
  lot: string
  expiry: string
  note: string
  quarantine: string
  unplanned: string
  supplier: string
  warehouse: string
  reason: string
  way: string
  ways: Record<SettlementWay, string>
  due: string
  created: string
  posted: string
  value: string
  valueChange: string
  refusal: string
  cancelled: string
  reversalOf: string
  reversedBy: string
  noLines: string
  hiddenLines(count: number): string
  steps: Record<string, string>
  levels: Record<string, string>
  lentBy(name: string): string
  inBrackets(text: string): string
  maker: string
  checker: string
  printed(at: string, name: string, pc: string): string
  again(printNo: number): string
  /** across a paper that only somebody looks at, and at its foot */
  preview: string
  previewed(at: string, name: string): string
  /** the slip of differences */
  difference: string
  ordered: string
  received: string
  differs: string
  kind: string
  kinds: Record<DifferenceKind, string>
  noDifference: string
  differenceStatement: string
  /** the note of a transfer */
  transferNote: string
  returnNote: string
  from: string
  to: string
  asked: string
  approved: string
  sent: string
  settled: string
  inTransit: string
  request: string
  authorisation: string
  papers: string
  senderSigns: readonly string[]
  /** lists */
  nearExpiry: string
  nearExpiryWithin(days: number): string
  /** what a list is about */
  range: string
  asOf: string
  onHand: string
  daysLeft: string
  expired: string
  noNearExpiry: string
  /** goods that are counted blind just now are on no list of whoever may not see the books */
  leftOutState: string
  /** said where nothing else is left to list */
  leftOutEmpty: string
  leftOut(products: number, stocktakes: string): string
  /** more are near it than one list holds */
  listCut(rows: number): string
  listSigns: readonly string[]
  stockForm: string
  stockStatement: string
  physical: string
  noStock: string
  confirmSigns: readonly string[]
  products(count: number): string
}

export const differenceKinds = ['short', 'over', 'damaged', 'rejected', 'unplanned', 'unknown'] as const
export type DifferenceKind = (typeof differenceKinds)[number]

const zhCN: FormWords = {
  page: (page, pages) => `第 ${page} / ${pages} 页`,
  copies: ['①存根联', '②财务联', '③仓库联'],
  total: '合计',
  state: {
    ...{ draft: '草稿 未审核', held: '草稿 暂停', submitted: '待审核', approved: '已审核 未过账', posted: '' },
    ...{ reversed: '已红冲', cancelled: '已作废' },
  },
  transferState: {
    ...{ awaitingDispatch: '待出库', inTransit: '在途', difference: '差异待处理', completed: '已完成' },
    cancelled: '已作废',
  },
  reversal: '红冲',
  line: '行',
  sku: '货号 / 条码',
  codes: ['货号', '条码'],
  name: '品名 / 规格',
  unit: '单位',
  part: '类别',
  quantity: '数量',
  damaged: '破损',
  rejected: '拒收',
  free: '赠品',
  price: '单价',
  amount: '金额',
  newCost: '新单位成本',
  lot: '批次',
  expiry: '效期',
  note: '备注',
  quarantine: '残次',
  unplanned: '计划外',
  supplier: '供应商',
  warehouse: '仓库',
  reason: '原因',
  way: '处理方式',
  ways: {
    ...{ reship: '补发', return: '退回', carrierLoss: '承运损失', chargeSender: '记发货方' },
    chargeReceiver: '记收货方',
  },
  due: '应到日期',
  created: '业务时间',
  posted: '过账时间',
  value: '成本金额',
  valueChange: '价值变动',
  refusal: '退回原因',
  cancelled: '作废原因',
  reversalOf: '红冲原单',
  reversedBy: '红冲单号',
  noLines: '没有明细',
  hiddenLines: (count) => `盲盘未结束，${count} 行明细不打印`,
  steps: {
    ...{ submitted: '提交', withdrawn: '撤回', 'decided.approved': '审核', 'decided.refused': '退回' },
    ...{ posted: '过账', cancelled: '作废', confirmed: '对方确认' },
  },
  levels: { storeManager: '店长', regionManager: '区域经理', hqOperations: '总部' },
  lentBy: (name) => `（${name} 授权）`,
  inBrackets: (text) => `（${text}）`,
  maker: '制单',
  checker: '审核',
  printed: (at, name, pc) => `${at} ${name}${pc === '' ? '' : `（${pc} 机）`} 打印`,
  again: (printNo) => `补打 本机第 ${printNo} 次打印`,
  preview: '预览',
  previewed: (at, name) => `${at} ${name} 预览，不是打印件`,
  difference: '收货差异单',
  ordered: '应收',
  received: '实收',
  differs: '差异',
  kind: '差异类型',
  kinds: {
    ...{ short: '短缺', over: '多收', damaged: '破损', rejected: '拒收', unplanned: '计划外' },
    unknown: '不明条码',
  },
  noDifference: '应收与实收一致，没有差异',
  differenceStatement: '以上差异经双方当面核对。',
  transferNote: '调拨单',
  returnNote: '返仓单',
  from: '发出仓',
  to: '收货仓',
  asked: '申请',
  approved: '批准',
  sent: '实发',
  settled: '已处理',
  inTransit: '在途',
  request: '申请单号',
  authorisation: '授权号',
  papers: '相关单据',
  senderSigns: ['发货人', '承运人', '收货人', '复核'],
  nearExpiry: '临期商品清单',
  range: '范围',
  nearExpiryWithin: (days) => `${days} 天内到期或已过期`,
  asOf: '截至',
  onHand: '现存',
  daysLeft: '剩余天数',
  expired: '已过期',
  noNearExpiry: '没有临期商品',
  leftOutState: '不全，有商品在盲盘',
  leftOutEmpty: '除正在盲盘的商品以外，没有可列的',
  leftOut: (products, stocktakes) =>
    `正在盲盘（${stocktakes}），涉及的 ${products} 种商品没有列在这张单上。盘点入账后请再打印一份。`,
  listCut: (rows) => `只列出最先到期的 ${rows} 行，后面还有。请把天数改小再打一份。`,
  listSigns: ['清查人', '店长'],
  stockForm: '库存确认单',
  stockStatement: '经实物核对，以上账面数量与实物相符；不符的已在“实物”栏写明。',
  physical: '实物',
  noStock: '这个仓库没有库存',
  confirmSigns: ['盘点人', '监盘人', '店长', '财务'],
  products: (count) => `${count} 个商品`,
}

const enUS: FormWords = {
  page: (page, pages) => `Page ${page} / ${pages}`,
  copies: ['1 File copy', '2 Accounts copy', '3 Warehouse copy'],
  total: 'Total',
  state: {
    ...{ draft: 'DRAFT, not approved', held: 'DRAFT, on hold', submitted: 'Waiting for approval' },
    ...{ approved: 'Approved, not posted', posted: '', reversed: 'REVERSED', cancelled: 'VOID' },
  },
  transferState: {
    ...{ awaitingDispatch: 'To be sent', inTransit: 'In transit', difference: 'Difference open' },
    ...{ completed: 'Completed', cancelled: 'VOID' },
  },
  reversal: 'Reversal',
  line: '#',
  sku: 'Code / barcode',
  codes: ['Code', 'Barcode'],
  name: 'Name / spec',
  unit: 'Unit',
  part: 'Part',
  quantity: 'Quantity',
  damaged: 'Damaged',
  rejected: 'Rejected',
  free: 'Free',
  price: 'Price',
  amount: 'Amount',
  newCost: 'New unit cost',
  lot: 'Lot',
  expiry: 'Expires',
  note: 'Note',
  quarantine: 'Damaged',
  unplanned: 'Unplanned',
  supplier: 'Supplier',
  warehouse: 'Warehouse',
  reason: 'Reason',
  way: 'Settled by',
  ways: {
    ...{ reship: 'Sent again', return: 'Returned', carrierLoss: 'Carrier loss', chargeSender: 'Charged to sender' },
    chargeReceiver: 'Charged to receiver',
  },
  due: 'Due',
  created: 'Made',
  posted: 'Posted',
  value: 'Cost value',
  valueChange: 'Change in value',
  refusal: 'Sent back because',
  cancelled: 'Void because',
  reversalOf: 'Reverses',
  reversedBy: 'Reversed by',
  noLines: 'No lines',
  hiddenLines: (count) => `Counted blind: its ${count} lines are not printed before the count ends`,
  steps: {
    ...{
      submitted: 'Submitted',
      withdrawn: 'Withdrawn',
      'decided.approved': 'Approved',
      'decided.refused': 'Sent back',
    },
    ...{ posted: 'Posted', cancelled: 'Voided', confirmed: 'Confirmed by the other side' },
  },
  levels: { storeManager: 'store manager', regionManager: 'region manager', hqOperations: 'HQ' },
  lentBy: (name) => ` (right lent by ${name})`,
  inBrackets: (text) => ` (${text})`,
  maker: 'Made by',
  checker: 'Checked by',
  printed: (at, name, pc) => `Printed ${at} ${name}${pc === '' ? '' : ` (PC ${pc})`}`,
  again: (printNo) => `REPRINT no. ${printNo} of this PC`,
  preview: 'PREVIEW',
  previewed: (at, name) => `Preview ${at} ${name}, not a print`,
  difference: 'Difference slip',
  ordered: 'Expected',
  received: 'Received',
  differs: 'Difference',
  kind: 'Kind',
  kinds: {
    ...{ short: 'Short', over: 'Over', damaged: 'Damaged', rejected: 'Rejected', unplanned: 'Unplanned' },
    unknown: 'Unknown code',
  },
  noDifference: 'Everything expected was received; there is no difference',
  differenceStatement: 'Both sides checked these differences together.',
  transferNote: 'Transfer note',
  returnNote: 'Return note',
  from: 'From',
  to: 'To',
  asked: 'Asked',
  approved: 'Approved',
  sent: 'Sent',
  settled: 'Settled',
  inTransit: 'In transit',
  request: 'Request',
  authorisation: 'Authorisation',
  papers: 'Documents',
  senderSigns: ['Sent by', 'Carrier', 'Received by', 'Checked by'],
  nearExpiry: 'Near-expiry list',
  range: 'Covers',
  nearExpiryWithin: (days) => `Expires within ${days} days, or has expired`,
  asOf: 'As of',
  onHand: 'On hand',
  daysLeft: 'Days left',
  expired: 'expired',
  noNearExpiry: 'Nothing is near its expiry',
  leftOutState: 'INCOMPLETE, blind count',
  leftOutEmpty: 'Nothing to list beside what is being counted blind',
  leftOut: (products, stocktakes) =>
    `A blind count is under way (${stocktakes}): its ${products} products are not on this list. Print it again once the count is booked.`,
  listCut: (rows) => `Only the first ${rows} to expire are listed; there are more. Print it again for fewer days.`,
  listSigns: ['Looked over by', 'Manager'],
  stockForm: 'Stock confirmation form',
  stockStatement:
    'Checked against the goods: the quantities agree; where they do not, the figure is in the column “Physical”.',
  physical: 'Physical',
  noStock: 'This warehouse holds no stock',
  confirmSigns: ['Counted by', 'Witness', 'Manager', 'Accounts'],
  products: (count) => `${count} products`,
}

export const formWords: Record<PaperLanguage, FormWords> = { 'zh-CN': zhCN, 'en-US': enUS }
