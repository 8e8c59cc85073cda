/**
 * Every form as a PDF, on both papers and in both languages: its number is read off the picture by two readers, its words are
 * taken out of the file, and nothing on a page is larger than the page.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { lineCode } from '../../src/core/barcode/controlCodes'
import { countSheetDocument } from '../../src/core/paper/countSheet'
import { documentSheet, type FormDocument } from '../../src/core/paper/documentForm'
import { type FormSheet, formPaper, paperSizes } from '../../src/core/paper/form'
import { stocktakeReportPaper } from '../../src/core/paper/stocktakeReport'
import { openBrowser } from '../support/devices/browser'
import { codesOnPaper, paperSizeOf, paperText } from '../support/devices/printedPaper'
import {
  emptySheets,
  longName,
  printOf,
  sampleCountSheet,
  sampleDocument,
  sampleLine,
  sampleReport,
  sampleSheets,
} from '../support/samplePapers'
import { removeFolder, temporaryFolder } from './shop'

const languages = ['zh-CN', 'en-US'] as const
let folder: string
let browser: Browser
let page: Page

test.beforeAll(async () => {
  folder = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  browser = await openBrowser()
  page = await browser.newPage()
})
test.afterAll(async () => {
  await browser.close()
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(folder)
})

const millimetres = { a4: [210, 297], threePart: [241, 140] } as const

/** Laid out and made a PDF; on no page is anything hidden below or beside it, or under its foot. */
const pdfOf = async (name: string, html: string): Promise<string> => {
  await page.setContent(html)
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('section.page')].flatMap((sheet, index) => {
      const foot = sheet.querySelector('.foot')?.getBoundingClientRect()
      const rest = [...sheet.children].filter((part) => !part.matches('.foot, .across'))
      const lowest = Math.max(...rest.map((part) => part.getBoundingClientRect().bottom))
      const wide = [...sheet.querySelectorAll('td, th, .row p, h1, .foot span')].filter(
        (cell) => cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).display !== 'inline',
      )
      const below = foot !== undefined && lowest > foot.top + 1
      const tall = sheet.scrollHeight > sheet.clientHeight + 1
      return below || tall || wide.length > 0
        ? [
            `page ${index + 1} ${below ? 'below' : ''} ${tall ? 'tall' : ''} ${wide.map((cell) => cell.textContent).join('|')}`,
          ]
        : []
    }),
  )
  expect(cut, name).toEqual([])
  const file = join(folder, `${name}.pdf`)
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true }))
  return file
}

const said = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')

for (const size of paperSizes)
  for (const language of languages)
    test(`every form on ${size} in ${language}`, async () => {
      test.setTimeout(240_000)
      for (const [name, sheet] of await sampleSheets(language)) {
        const paper = formPaper(language, size, sheet)
        const file = await pdfOf(`${name}-${size}-${language}`, paper.html(0))
        const [width, height] = millimetres[size]
        const measured = paperSizeOf(file)
        expect([name, measured.pages, Math.round(measured.width), Math.round(measured.height)]).toEqual([
          ...[name, paper.pages, width, height],
        ])
        const pages = paperText(file)
        for (const [at, text] of pages.entries()) {
          expect(text, name).toContain(said(sheet.number))
          expect(text, name).toContain(said(sheet.words.page(at + 1, pages.length)))
        }
        holdsAll(name, sheet, pages.join(''))
        if (sheet.number !== '') {
          // the first and the last page; an impact printer's 180 dots an inch are what three-part paper gets
          const dpi = size === 'threePart' ? 180 : 200
          for (const at of new Set([1, pages.length])) {
            const { zxing, zbar } = await codesOnPaper(file, at, dpi)
            expect([name, zxing]).toEqual([name, [`Code128 ${sheet.number}`]])
            expect([name, zbar]).toEqual([name, [sheet.number]])
          }
        }
      }
    })

/** Codes and figures of each row; names as far as a page break within a cell cannot part them. */
const holdsAll = (name: string, sheet: FormSheet, text: string): void => {
  for (const row of sheet.rows)
    for (const [at, cell] of row.entries()) {
      const kind = sheet.columns[at]?.kind
      if (kind === 'code') for (const line of cell.split('\n')) expect(text, name).toContain(said(line))
    }
  for (const words of [sheet.title, ...sheet.signs]) expect(text, name).toContain(said(words))
}

for (const language of languages)
  for (const [name, own] of [
    ['blind', {}],
    ['open-lots', { blind: false, lots: true }],
  ] as const)
    test(`count sheets ${name} in ${language}: 25 lines a page, each with its code`, async () => {
      test.setTimeout(120_000)
      const pages = await sampleCountSheet(own, 2)
      const file = await pdfOf(`count-sheet-${name}-${language}`, countSheetDocument(language, pages))
      expect(paperSizeOf(file).pages).toBe(2)
      const texts = paperText(file)
      for (const [at, page] of pages.entries()) {
        for (const { sku } of page.lines) expect(texts[at]).toContain(said(sku))
        const codes = [
          page.pageCode,
          ...page.lines.map((_line, index) => lineCode(page.stocktakeNumber, at + 1, index + 1)),
        ].sort()
        // the second reader may pass one over among so many on a whole page, and reads it in the other picture
        const second = new Set<string>()
        for (const dpi of [200, 300]) {
          const { zxing, zbar } = await codesOnPaper(file, at + 1, dpi, ['code128', 'qrcode'])
          expect([dpi, zxing.sort()]).toEqual([
            ...[dpi, [`Code128 ${page.stocktakeNumber}`, ...codes.map((code) => `QRCode ${code}`)]],
          ])
          for (const code of zbar) second.add(code)
        }
        expect([...second].sort()).toEqual([page.stocktakeNumber, ...codes].sort())
      }
      if (name === 'blind') expect(texts.join('')).not.toMatch(/账面|Book/)
    })

for (const language of languages)
  test(`what a stocktake came to in ${language}: with many differences, and with none`, async () => {
    for (const [name, report] of [
      ['report', await sampleReport(60)],
      ['report-empty', await sampleReport(0, { waived: [], papers: [], printNo: 1 })],
    ] as const) {
      const paper = stocktakeReportPaper(language, report)
      const texts = paperText(await pdfOf(`${name}-${language}`, paper.html(0)))
      expect(texts.length).toBe(paper.pages)
      for (const text of texts) expect(/补打本机第2次打印|REPRINTno\.2/.test(text), name).toBe(report.printNo === 2)
    }
  })

test('lists and forms with nothing on them say so', async () => {
  for (const language of languages)
    for (const size of paperSizes)
      for (const [name, sheet] of await emptySheets(language)) {
        const paper = formPaper(language, size, sheet)
        const texts = paperText(await pdfOf(`${name}-${size}-${language}`, paper.html(0)))
        expect(texts).toHaveLength(1)
        expect(texts[0]).toContain(said(sheet.empty))
      }
})

test('a thousand lines, each once, in order, on numbered pages', async () => {
  test.setTimeout(240_000)
  const lines = Array.from({ length: 1000 }, (_line, at) => sampleLine(at + 1, at === 500 ? { name: longName } : {}))
  const document: FormDocument = sampleDocument('goodsReceipt', {}, lines)
  const sheet = documentSheet('zh-CN', document, await printOf(document.header.number))
  for (const size of paperSizes) {
    const paper = formPaper('zh-CN', size, sheet)
    const skus: string[] = []
    let pages = 0
    for (let file = 0; file < paper.files; file += 1) {
      const texts = paperText(await pdfOf(`thousand-${size}-${file}`, paper.html(file)))
      for (const [at, text] of texts.entries()) expect(text).toContain(`第${pages + at + 1}/${paper.pages}页`)
      pages += texts.length
      skus.push(...texts.flatMap((text) => text.match(/SP\d{6}/g) ?? []))
    }
    expect(pages).toBe(paper.pages)
    expect(skus).toEqual(lines.map(({ sku }) => sku))
  }
})

test('without the right to see cost no figure of money is there; a draft, a void and a reversed paper say so', async () => {
  const seen = sampleDocument('goodsReceipt')
  const lines = seen.lines.map((line) => ({ ...line, unitCost: null }))
  const hidden = { ...seen, lines, header: { ...seen.header, value: null } }
  const textOf = async (name: string, document: FormDocument): Promise<string> => {
    const sheet = documentSheet('zh-CN', document, await printOf(document.header.number, 3))
    return paperText(await pdfOf(name, formPaper('zh-CN', 'a4', sheet).html(0))).join('')
  }
  expect(await textOf('with-cost', seen)).toMatch(/单价金额.*12\.34.*¥1,234\.57/)
  const without = await textOf('without-cost', hidden)
  expect(without).not.toMatch(/单价|金额|¥|12\.34/)
  expect(without).toContain('补打本机第3次打印')
  const states = { draft: '草稿未审核', cancelled: '已作废', reversed: '已红冲', submitted: '待审核' } as const
  for (const [state, words] of Object.entries(states)) {
    const paper = await textOf(`state-${state}`, sampleDocument('writeOff', { state: state as keyof typeof states }))
    expect(paper, state).toContain(words)
  }
})
