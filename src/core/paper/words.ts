/** What stands on paper, in both languages. The backend prints, and has no screen whose dictionary it could ask. */
import type { CommandName } from '../barcode/controlCodes'
import type { PaperLanguage } from './html'

export interface PaperWords {
  countSheet: string
  zone: string
  warehouse: string
  blind: string
  openBook: string
  line: string
  scan: string
  sku: string
  name: string
  unit: string
  shelf: string
  book: string
  quantity: string
  lot: string
  pageTotal: string
  countedBy: string
  checkedBy: string
  keyedBy: string
  date: string
  blankHint: string
  page(page: number, pages: number): string
  round(round: number): string
  printed(printNo: number, at: string): string
  zoneLabels: string
  zoneLabelHint: string
  temporary: string
  commandSheet: string
  commandSheetHint: string
  commands: Record<CommandName, string>
  commandHints: Record<CommandName, string>
  times(count: number): string
  timesHint(count: number): string
}

const zhCN: PaperWords = {
  countSheet: '盘点表',
  zone: '区域',
  warehouse: '仓库',
  blind: '盲盘',
  openBook: '明盘',
  line: '行',
  scan: '扫码',
  sku: '货号',
  name: '品名 / 规格',
  unit: '单位',
  shelf: '货架',
  book: '账面',
  quantity: '实盘数量',
  lot: '批次 / 效期',
  pageTotal: '本页合计',
  countedBy: '盘点人',
  checkedBy: '复核人',
  keyedBy: '录入人',
  date: '日期',
  blankHint: '没有数的留空；数了没有货的写 0。',
  page: (page, pages) => `第 ${page} / ${pages} 页`,
  round: (round) => (round === 1 ? '初盘' : `复盘（第 ${round} 次）`),
  printed: (printNo, at) => (printNo === 1 ? `打印 ${at}` : `补打 第 ${printNo} 次打印 ${at}`),
  zoneLabels: '盘点区域标签',
  zoneLabelHint: '在盘点界面扫描，开始盘这个区域',
  temporary: '临时陈列',
  commandSheet: '扫描枪命令码',
  commandSheetHint: '不用键盘：在单据界面用扫描枪扫下面的码。',
  commands: { save: '保存', undo: '撤销', hold: '暂停', submit: '提交' },
  commandHints: {
    save: '单据随扫随存，扫此码确认已保存',
    undo: '撤销上一次扫描',
    hold: '先放下，稍后继续',
    submit: '打开提交确认',
  },
  times: (count) => `×${count}`,
  timesHint: (count) => `下一次扫描按 ${count} 计`,
}

const enUS: PaperWords = {
  countSheet: 'Count sheet',
  zone: 'Zone',
  warehouse: 'Warehouse',
  blind: 'Blind',
  openBook: 'Open',
  line: '#',
  scan: 'Scan',
  sku: 'Code',
  name: 'Name / spec',
  unit: 'Unit',
  shelf: 'Shelf',
  book: 'Book',
  quantity: 'Counted',
  lot: 'Lot / expiry',
  pageTotal: 'Page total',
  countedBy: 'Counted by',
  checkedBy: 'Checked by',
  keyedBy: 'Keyed in by',
  date: 'Date',
  blankHint: 'Leave blank what was not counted; write 0 where there is none.',
  page: (page, pages) => `Page ${page} / ${pages}`,
  round: (round) => (round === 1 ? 'First count' : `Recount (round ${round})`),
  printed: (printNo, at) => (printNo === 1 ? `Printed ${at}` : `REPRINT no. ${printNo} ${at}`),
  zoneLabels: 'Stocktake zone labels',
  zoneLabelHint: 'Scan it in a stocktake to count this zone',
  temporary: 'Temporary display',
  commandSheet: 'Scanner commands',
  commandSheetHint: 'Without a keyboard: scan a code below while a document is open.',
  commands: { save: 'Save', undo: 'Undo', hold: 'Hold', submit: 'Submit' },
  commandHints: {
    save: 'Every scan is saved; this one confirms it',
    undo: 'Takes the last scan back',
    hold: 'Put aside, go on later',
    submit: 'Opens the confirmation',
  },
  times: (count) => `×${count}`,
  timesHint: (count) => `The next scan counts ${count} times`,
}

export const paperWords: Record<PaperLanguage, PaperWords> = { 'zh-CN': zhCN, 'en-US': enUS }
