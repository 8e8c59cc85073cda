/** What stands on the papers of a review, in both languages. */
import type { StocktakeKind, StocktakeState } from '../stocktake/plan'
import type { PaperLanguage } from './html'

type ReportState = Extract<StocktakeState, 'review' | 'submitted' | 'posted'>

export interface ReportWords {
  summary: string
  variances: string
  fact: Record<
    'kind' | 'way' | 'opened' | 'submitted' | 'products' | 'zones' | 'tolerance' | 'task' | 'note' | 'printed',
    string
  >
  figure: Record<'gain' | 'loss' | 'net' | 'bookValue' | 'shrink' | 'uncounted' | 'open' | 'lines' | 'booked', string>
  column: Record<
    'line' | 'sku' | 'name' | 'unit' | 'lot' | 'book' | 'counted' | 'variance' | 'value' | 'reason',
    string
  > &
    Record<'zone' | 'zoneName' | 'round' | 'counters' | 'zoneLines', string>
  sign: readonly string[]
  kind: Record<StocktakeKind, string>
  state: Record<ReportState, string>
  blind: string
  openBook: string
  papers: string
  paperType: Record<'stocktakeGain' | 'stocktakeLoss', string>
  paperState: Record<string, string>
  waived: string
  uncountedRule: Record<'leave' | 'zero', string>
  notCounted: string
  recounted: string
  booked: string
  bookedPart(quantity: string): string
  moved(papers: number): string
  unplanned: string
  reasonWanted: string
  noVariance: string
  total: string
  statement: string
  lines(count: number): string
  round(round: number): string
  tolerance(percent: string, money: string): string
  page(page: number, pages: number): string
  again(printNo: number): string
}

const zhCN: ReportWords = {
  summary: '盘点汇总表',
  variances: '盘点差异表',
  fact: {
    kind: '盘点范围',
    way: '方式',
    opened: '开始',
    submitted: '提交',
    products: '商品',
    zones: '区域',
    tolerance: '允许差异',
    task: '总部任务',
    note: '备注',
    printed: '打印',
  },
  figure: {
    gain: '盘盈',
    loss: '盘亏',
    net: '净差异',
    bookValue: '账面金额',
    shrink: '净差异率',
    uncounted: '没盘',
    open: '待说明',
    lines: '核对',
    booked: '另有已入账',
  },
  column: {
    ...{
      line: '行',
      sku: '货号',
      name: '品名 / 规格',
      unit: '单位',
      lot: '批次 / 效期',
      book: '账面',
      counted: '实盘',
    },
    ...{ variance: '差异', value: '差异金额', reason: '原因', zone: '区域', zoneName: '名称', round: '轮次' },
    ...{ counters: '盘点人', zoneLines: '行数' },
  },
  sign: ['盘点人', '复核人', '店长', '日期'],
  kind: {
    full: '全盘',
    category: '分类',
    zone: '货架区',
    list: '指定商品',
    sample: '抽盘',
    suspicious: '负库存与异常',
  },
  state: { review: '核对中，未提交', submitted: '已提交，等审批', posted: '已入账' },
  blind: '盲盘',
  openBook: '明盘',
  papers: '盘盈、盘亏单',
  paperType: { stocktakeGain: '盘盈', stocktakeLoss: '盘亏' },
  paperState: {
    ...{ draft: '草稿', held: '暂停', submitted: '待审核', approved: '已审核', posted: '已过账', cancelled: '已作废' },
    reversed: '已红冲',
  },
  waived: '要求复盘、没有再盘',
  uncountedRule: { leave: '不处理', zero: '按零处理' },
  notCounted: '没盘',
  recounted: '已复盘',
  booked: '已入账',
  bookedPart: (quantity) => `已入账 ${quantity}`,
  moved: (papers) => `盘后进出 ${papers} 笔`,
  unplanned: '计划外，不入账',
  reasonWanted: '待说明',
  noVariance: '没有差异，账实相符。',
  total: '合计',
  statement: '以上数量经现场清点和复核，差异原因属实。',
  lines: (count) => `${count} 行`,
  round: (round) => (round === 1 ? '初盘' : `复盘 ${round}`),
  tolerance: (percent, money) => `${percent}% 以内，或 ${money} 以内`,
  page: (page, pages) => `第 ${page} / ${pages} 页`,
  again: (printNo) => `补打 本机第 ${printNo} 次打印`,
}

const enUS: ReportWords = {
  summary: 'Stocktake summary',
  variances: 'Stocktake differences',
  fact: {
    ...{ kind: 'About', way: 'Way', opened: 'Begun', submitted: 'Handed in', products: 'Products', zones: 'Zones' },
    ...{ tolerance: 'Tolerated', task: 'Task of HQ', note: 'Note', printed: 'Printed' },
  },
  figure: {
    ...{ gain: 'Gain', loss: 'Loss', net: 'Net', bookValue: 'Value in the books', shrink: 'Net of value' },
    ...{ uncounted: 'Not counted', open: 'To explain', lines: 'Compared', booked: 'Booked besides' },
  },
  column: {
    ...{ line: '#', sku: 'Code', name: 'Name / spec', unit: 'Unit', lot: 'Lot / expiry', book: 'Book' },
    ...{ counted: 'Counted', variance: 'Diff.', value: 'Value', reason: 'Reason', zone: 'Zone', zoneName: 'Name' },
    ...{ round: 'Round', counters: 'Counted by', zoneLines: 'Lines' },
  },
  sign: ['Counted by', 'Checked by', 'Store manager', 'Date'],
  kind: {
    ...{ full: 'Everything', category: 'Categories', zone: 'Shelves', list: 'Chosen products', sample: 'Sample' },
    suspicious: 'Negative and odd stock',
  },
  state: { review: 'under review, not handed in', submitted: 'handed in, waits for approval', posted: 'booked' },
  blind: 'Blind',
  openBook: 'Open',
  papers: 'Papers of gain and loss',
  paperType: { stocktakeGain: 'Gain', stocktakeLoss: 'Loss' },
  paperState: {
    ...{ draft: 'draft', held: 'held', submitted: 'waits', approved: 'approved', posted: 'posted', cancelled: 'void' },
    reversed: 'reversed',
  },
  waived: 'Recounts asked for and not made',
  uncountedRule: { leave: 'left as they are', zero: 'taken as gone' },
  notCounted: 'not counted',
  recounted: 'recounted',
  booked: 'booked',
  bookedPart: (quantity) => `${quantity} booked`,
  moved: (papers) => (papers === 1 ? '1 movement since' : `${papers} movements since`),
  unplanned: 'not in the plan, not booked',
  reasonWanted: 'to explain',
  noVariance: 'No differences: the shelves are as the books say.',
  total: 'Total',
  statement: 'The figures above were counted and checked on the spot; the reasons are true.',
  lines: (count) => `${count} lines`,
  round: (round) => (round === 1 ? 'first count' : `recount ${round}`),
  tolerance: (percent, money) => `up to ${percent}%, or up to ${money}`,
  page: (page, pages) => `Page ${page} / ${pages}`,
  again: (printNo) => `REPRINT no. ${printNo} of this PC`,
}

export const reportWords: Record<PaperLanguage, ReportWords> = { 'zh-CN': zhCN, 'en-US': enUS }
