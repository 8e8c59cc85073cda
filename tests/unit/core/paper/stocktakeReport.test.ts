/** 盘点差异表: whole however long, in files small enough to be laid out, numbered through; the signatures stand at its end. */
import { expect, test } from 'vitest'
import { type ReportLine, type StocktakeReport, stocktakeReportPaper } from '../../../../src/core/paper/stocktakeReport'

const lineOf = (index: number): ReportLine => ({
  ...{ sku: `K${String(index).padStart(5, '0')}`, name: '可乐', spec: '500ml', unit: '瓶', expiryDate: '' },
  ...{ lot: '', book: 2000, counted: 1000, variance: -1000, value: -23_000 },
  ...{ reason: '', open: true, planned: true, recounted: false, booked: 0, moved: 0 },
})

const reportOf = (lines: readonly ReportLine[], zones: number): StocktakeReport => ({
  ...{ storeName: '静安店', warehouseName: '门店仓', number: 'PD-1', numberSvg: '', state: 'review', kind: 'full' },
  ...{ blind: true, tolerancePermille: 0, toleranceFen: 0, products: lines.length, zonesCounted: zones },
  ...{ zonesTotal: zones, task: '', note: '', opened: '', submitted: '', printNo: 1, printed: '', uncounted: 'leave' },
  ...{ uncountedReason: '', papers: [], waived: [], lines },
  totals: {
    ...{ lines: lines.length, gained: 0, lost: lines.length, uncounted: 0, open: lines.length, partBooked: 0 },
    ...{ gainValue: 0, lossValue: 23_000 * lines.length, bookValue: 46_000 * lines.length },
  },
  zones: Array.from({ length: zones }, (_zone, index) => ({
    ...{ code: `Z${index}`, name: '', round: 1, counters: [], lines: 0 },
  })),
})

const filesOf = (report: StocktakeReport): string[] => {
  const paper = stocktakeReportPaper('zh-CN', report)
  return Array.from({ length: paper.files }, (_file, index) => paper.html(index))
}
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, word = '']) => word)

test('twenty thousand differences: every one once, in order, on pages numbered through all files', () => {
  const lines = Array.from({ length: 20_000 }, (_line, index) => lineOf(index))
  const report = reportOf(lines, 60)
  const { pages, files } = stocktakeReportPaper('zh-CN', report)
  const made = filesOf(report)
  const perFile = made.map((html) => found(html, /<section (class)=/g).length)
  expect(perFile.reduce((sum, n) => sum + n, 0)).toBe(pages)
  expect(Math.max(...perFile)).toBeLessThanOrEqual(80)
  expect(files).toBe(Math.ceil(pages / 80))
  const whole = made.join('')
  expect(found(whole, />(K\d{5})</g)).toEqual(lines.map(({ sku }) => sku))
  expect(found(whole, /第 (\d+) \/ \d+ 页/g)).toEqual(Array.from({ length: pages }, (_page, index) => `${index + 1}`))
  // signed on the summary, and behind the last difference
  expect(made.map((html) => html.includes('<footer>'))).toEqual(made.map((_html, at) => at === 0 || at === files - 1))
})

test('a short one is one file, and one without differences says so', () => {
  expect(stocktakeReportPaper('zh-CN', reportOf([lineOf(1)], 1))).toMatchObject({ pages: 2, files: 1 })
  const none = filesOf(reportOf([], 1))
  expect(none).toHaveLength(1)
  expect(none[0]).toContain('class="nothing"')
})

test('what an earlier hand-in booked is said with the difference, and beside the sums', () => {
  const lines = [lineOf(1), { ...lineOf(2), booked: -1000 }, { ...lineOf(3), variance: -3000, booked: -1000 }]
  const report = reportOf(lines, 1)
  const [text = ''] = filesOf({ ...report, totals: { ...report.totals, partBooked: 2 } })
  expect(found(text, /<td class="reason"><div>([^<]*)</g)).toEqual(['待说明', '已入账 · 待说明', '已入账 -1 · 待说明'])
  expect(text).toContain('<span>另有已入账</span><b>2 行</b>')
  expect(filesOf(report)[0]).not.toContain('另有已入账')
})
