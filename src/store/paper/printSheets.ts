/**
 * Count sheets, labels of zones and the sheet of commands: read, laid out, and handed to the shell. A page is written down
 * once it came out (`handOver`); until then its number is nobody's, so one printing follows the other.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import { commandCode, commands, lineCode, pageCode, printedTimes, zoneCode } from '../../core/barcode/controlCodes'
import { type CodeCard, codeSheetDocument } from '../../core/paper/codeSheet'
import { type CountSheetPage, countSheetDocument, type PrintedLine, sheetsPerFile } from '../../core/paper/countSheet'
import type { PaperLanguage } from '../../core/paper/html'
import { paperWords } from '../../core/paper/words'
import { stockAccount } from '../../core/stock/accounts'
import { countReference } from '../../core/stocktake/plan'
import { stocktakeRow, zonesOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { planSheets, printsOf, type Sheet, zonesNamed } from '../../documents/stocktake/sheets'
import { refuseHeldElsewhere } from '../../documents/stocktake/tell'
import { Refusal, viewOf } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { ledgerHead, storeNameOf } from '../meta'
import { isoNow } from '../runtime'
import { barSvg, createLineCodeDrawer, type LineCodeDrawer, plainQrSvg, qrSvg } from './drawCode'
import { handOver, queueFor } from './handOver'

type Stocktake = NonNullable<Awaited<ReturnType<typeof stocktakeRow>>>

const inTurn = createOneAtATime()

export const printSheets = (
  call: ErrandCall,
  input: InputOf<'countSheet.print'>,
): Promise<OutputOf<'countSheet.print'>> =>
  inTurn(input.stocktakeId, async () => {
    const stocktake = await visibleStocktake(call, input.stocktakeId)
    const { number, state } = stocktake
    // each PC would number its own pages, and one page code would be two papers
    await refuseHeldElsewhere(call.read, stocktake)
    if (state !== 'counting') throw new Refusal('STOCKTAKE_STATE', { number, state })
    const queue = await queueFor(call, input.to)
    const atSeq = await ledgerHead(call.read)
    const sheets = await planSheets(call.read, stocktake, input.zoneCodes)
    const pages = await printedPages(call, stocktake, sheets, input.language)
    const files = Math.ceil(pages.length / sheetsPerFile)
    const drawer = createLineCodeDrawer((page, line) => lineCode(number, page, line))
    const html = async (file: number): Promise<string> => {
      const from = file * sheetsPerFile
      return countSheetDocument(
        input.language,
        await withCodes(drawer, sheets, pages.slice(from, from + sheetsPerFile), from),
      )
    }
    const name = `${number}-${paperWords[input.language].countSheet}`
    const job = { name, paper: { files, html }, size: 'a4' as const, queue }
    const printNo = pages[0]?.printNo ?? 1
    const zones = [...new Set(sheets.map((sheet) => countReference(sheet.zoneCode, sheet.round)))]
    const detail = {
      ...{ number, before: { printed: printNo - 1 }, after: { printed: printNo } },
      ...{ zones: zones.join(', '), pages: pages.length, ...(queue === '' ? {} : { queue }) },
    }
    const printed = { userId: call.user.userId, printedAt: isoNow(call.runtime.clock), atSeq }
    const kept = { stocktakeId: input.stocktakeId, sheets, printed }
    const out = await handOver(call, job, { operation: 'countSheet.print', detail, sheets: kept })
    return { ...out, pages: pages.length, files, reprinted: sheets.some(({ isNew }) => !isNew) }
  })

const paperOf = (name: string, html: string) => ({ name, paper: { files: 1, html: () => html }, size: 'a4' as const })

/** Scope before existence: one of another shop is not there. */
const visibleStocktake = async (call: ErrandCall, stocktakeId: string): Promise<Stocktake> => {
  const stocktake = await stocktakeRow(call.read, stocktakeId, viewOf(call.user))
  if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  return stocktake
}

const printedPages = async (
  call: ErrandCall,
  stocktake: Stocktake,
  sheets: readonly Sheet[],
  language: PaperLanguage,
): Promise<CountSheetPage[]> => {
  const { stocktakeId, number, warehouseCode } = stocktake
  const blind = stocktake.blind === 1
  const zones = new Map((await zonesOf(call.read, stocktakeId)).map((zone) => [zone.code, zone.name]))
  const prints = await printsOf(call.read, stocktakeId)
  const lines = await linesBySku(
    call,
    { warehouseCode, language, withBook: !blind && viewOf(call.user).seesBook },
    sheets,
  )
  const shared = {
    ...{ storeName: await storeNameOf(call.read), warehouseName: await warehouseName(call.read, warehouseCode) },
    ...{ stocktakeNumber: number, blind, numberSvg: await barSvg(number) },
    printedAt: isoNow(call.runtime.clock).slice(0, 10),
  }
  return Promise.all(
    sheets.map(async ({ page, zoneCode: zone, round, lines: placed }) => {
      const code = pageCode(number, page)
      const ofZone = sheets.filter((one) => one.zoneCode === zone)
      return {
        ...shared,
        ...{
          zoneCode: zone,
          zoneName: zones.get(zone) ?? zone,
          round,
          pageCode: code,
          pageCodeSvg: await plainQrSvg(code),
        },
        ...{ page: ofZone.findIndex((one) => one.page === page) + 1, pages: ofZone.length },
        printNo: (prints.get(countReference(zone, round)) ?? 0) + 1,
        lines: placed.map(({ sku }) => lines.get(sku) ?? bareLine(sku)),
      }
    }),
  )
}

/** Drawn for one file of pages at a time; between two lines whoever scans meanwhile is served. */
const withCodes = async (
  codeOf: LineCodeDrawer,
  sheets: readonly Sheet[],
  pages: readonly CountSheetPage[],
  from: number,
): Promise<CountSheetPage[]> => {
  const drawnPages: CountSheetPage[] = []
  for (const [at, page] of pages.entries()) {
    const own = sheets[from + at]?.page ?? 0
    const lines: PrintedLine[] = []
    for (const [index, line] of page.lines.entries()) {
      lines.push({ ...line, codeSvg: await codeOf(own, index + 1) })
      await new Promise((done) => setImmediate(done))
    }
    drawnPages.push({ ...page, lines })
  }
  return drawnPages
}

const bareLine = (sku: string): PrintedLine => ({
  ...{ sku, name: '', spec: '', unit: '', shelf: '', keepsLots: false, book: null, codeSvg: '' },
})

type ProductRow = Omit<PrintedLine, 'keepsLots' | 'codeSvg'> & { nameEn: string; keepsLots: number }

/** In blind counting the figures of the books are not even read. */
const linesBySku = async (
  { read }: ErrandCall,
  { warehouseCode, language, withBook }: { warehouseCode: string; language: PaperLanguage; withBook: boolean },
  sheets: readonly Sheet[],
): Promise<Map<string, PrintedLine>> => {
  const skus = sheets.flatMap(({ lines }) => lines.map(({ sku }) => sku))
  const book = withBook
    ? '(SELECT coalesce(sum(b.onHand), 0) FROM stockBalance b WHERE b.account = ? AND b.sku = p.sku)'
    : 'NULL'
  const rows = await read.all<ProductRow>(
    `SELECT p.sku, p.name, p.nameEn, p.spec, p.unit, p.shelf, p.keepsLots, ${book} AS book FROM product p
     WHERE p.sku IN (SELECT value FROM json_each(?))`,
    [...(withBook ? [stockAccount(warehouseCode)] : []), JSON.stringify(skus)],
  )
  const named = (name: string, nameEn: string): string => (language === 'en-US' && nameEn !== '' ? nameEn : name)
  return new Map(
    rows.map(({ nameEn, ...row }) => [
      row.sku,
      { ...row, name: named(row.name, nameEn), keepsLots: row.keepsLots === 1, codeSvg: '' },
    ]),
  )
}

const warehouseName = async (read: Reader, code: string): Promise<string> => {
  const row = await read.one<{ name: string }>('SELECT name FROM warehouse WHERE code = ?', [code])
  return row?.name ?? code
}

export const printZoneLabels = async (
  call: ErrandCall,
  input: InputOf<'countSheet.printLabels'>,
): Promise<OutputOf<'countSheet.printLabels'>> => {
  const { number } = await visibleStocktake(call, input.stocktakeId)
  const words = paperWords[input.language]
  const zones = await zonesNamed(call.read, input.stocktakeId, input.zoneCodes)
  const cards = await Promise.all(
    zones.map(({ code, name, temporary }) =>
      card(zoneCode(code), code, name === code ? '' : name, temporary ? words.temporary : ''),
    ),
  )
  const sheet = { title: `${words.zoneLabels} ${number}`, hint: words.zoneLabelHint, columns: 2 as const, cards }
  const queue = await queueFor(call, input.to)
  const job = { ...paperOf(`${number}-${words.zoneLabels}`, codeSheetDocument(input.language, sheet)), queue }
  const detail = { number, after: { labels: cards.length }, ...(queue === '' ? {} : { queue }) }
  return { ...(await handOver(call, job, { operation: 'countSheet.printLabels', detail })), labels: cards.length }
}

export const printCommands = async (
  call: ErrandCall,
  { language, to }: InputOf<'countSheet.printCommands'>,
): Promise<OutputOf<'countSheet.printCommands'>> => {
  const words = paperWords[language]
  const sheet = { title: words.commandSheet, hint: words.commandSheetHint, columns: 3 as const }
  const cards = await commandCards(language)
  const queue = await queueFor(call, to)
  const job = { ...paperOf(words.commandSheet, codeSheetDocument(language, { ...sheet, cards })), queue }
  const detail = { after: { printed: 1 }, ...(queue === '' ? {} : { queue }) }
  return handOver(call, job, { operation: 'countSheet.printCommands', detail })
}

const commandCards = (language: PaperLanguage): Promise<CodeCard[]> => {
  const words = paperWords[language]
  return Promise.all([
    ...commands.map((name) => card(commandCode({ name }), words.commands[name], '', words.commandHints[name])),
    ...printedTimes.map((times) =>
      card(commandCode({ name: 'times', times }), words.times(times), '', words.timesHint(times)),
    ),
  ])
}

const card = async (code: string, title: string, name: string, hint: string): Promise<CodeCard> => ({
  ...{ code, codeSvg: await qrSvg(code), title, name, hint },
})
