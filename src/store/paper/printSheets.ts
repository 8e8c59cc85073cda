/**
 * Count sheets, labels of zones and the sheet of commands: read, laid out, and handed to the shell. A page is written down
 * once it came out; until then its number is nobody's, so one printing follows the other.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import { commandCode, commands, pageCode, printedTimes, zoneCode } from '../../core/barcode/controlCodes'
import { type CodeCard, codeSheetDocument } from '../../core/paper/codeSheet'
import { type CountSheetPage, countSheetDocument, type PrintedLine } from '../../core/paper/countSheet'
import type { PaperLanguage } from '../../core/paper/html'
import { paperWords } from '../../core/paper/words'
import { stockAccount } from '../../core/stock/accounts'
import { countReference } from '../../core/stocktake/plan'
import { stocktakeRow, zonesOf } from '../../database/queries/stocktake'
import type { Reader } from '../../database/unitOfWork'
import { keepSheets, planSheets, printsOf, type Sheet, zonesNamed } from '../../documents/stocktake/sheets'
import { refuseHeldElsewhere } from '../../documents/stocktake/tell'
import { Refusal, viewOf } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { logErrand } from '../errandLog'
import { ledgerHead, storeNameOf } from '../meta'
import { isoNow } from '../runtime'
import { barSvg, qrSvg } from './drawCode'
import { printOn } from './printOn'

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
    const atSeq = await ledgerHead(call.read)
    const sheets = await planSheets(call.read, stocktake, input.zoneCodes)
    const pages = await printedPages(call, stocktake, sheets)
    const html = countSheetDocument(input.language, pages)
    const printed = await printOn(call, `${number}-${paperWords[input.language].countSheet}`, html)
    const zones = [...new Set(sheets.map((sheet) => countReference(sheet.zoneCode, sheet.round)))]
    await call.runtime.database.write(async (tx) => {
      const by = { userId: call.user.userId, printedAt: isoNow(call.runtime.clock), atSeq }
      await keepSheets(tx, input.stocktakeId, sheets, by)
      const detail = {
        ...{ number, before: pages[0] ? pages[0].printNo - 1 : 0, after: pages[0]?.printNo ?? 1 },
        ...{ zones: zones.join(', '), pages: pages.length },
      }
      await logErrand(tx, call, { operation: 'countSheet.print', detail })
    })
    return { ...printed, pages: pages.length, reprinted: sheets.some(({ isNew }) => !isNew) }
  })

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
): Promise<CountSheetPage[]> => {
  const { stocktakeId, number, warehouseCode } = stocktake
  const blind = stocktake.blind === 1
  const zones = new Map((await zonesOf(call.read, stocktakeId)).map((zone) => [zone.code, zone.name]))
  const prints = await printsOf(call.read, stocktakeId)
  const lines = await linesBySku(call, warehouseCode, !blind && viewOf(call.user).seesBook, sheets)
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
        ...{ zoneCode: zone, zoneName: zones.get(zone) ?? zone, round, pageCode: code, pageCodeSvg: await qrSvg(code) },
        ...{ page: ofZone.findIndex((one) => one.page === page) + 1, pages: ofZone.length },
        printNo: (prints.get(countReference(zone, round)) ?? 0) + 1,
        lines: placed.map(({ sku }) => lines.get(sku) ?? bareLine(sku)),
      }
    }),
  )
}

const bareLine = (sku: string): PrintedLine => ({
  ...{ sku, name: '', spec: '', unit: '', shelf: '', keepsLots: false, book: null },
})

type ProductRow = Omit<PrintedLine, 'keepsLots'> & { nameEn: string; keepsLots: number }

/** In blind counting the figures of the books are not even read. */
const linesBySku = async (
  { read }: ErrandCall,
  warehouseCode: string,
  withBook: boolean,
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
  return new Map(rows.map(({ nameEn: _english, ...row }) => [row.sku, { ...row, keepsLots: row.keepsLots === 1 }]))
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
  const printed = await printOn(call, `${number}-${words.zoneLabels}`, codeSheetDocument(input.language, sheet))
  await told(call, 'countSheet.printLabels', { number, after: { labels: cards.length } })
  return { ...printed, labels: cards.length }
}

export const printCommands = async (
  call: ErrandCall,
  { language }: InputOf<'countSheet.printCommands'>,
): Promise<OutputOf<'countSheet.printCommands'>> => {
  const words = paperWords[language]
  const sheet = { title: words.commandSheet, hint: words.commandSheetHint, columns: 3 as const }
  const cards = await commandCards(language)
  const printed = await printOn(call, words.commandSheet, codeSheetDocument(language, { ...sheet, cards }))
  await told(call, 'countSheet.printCommands', { after: { printed: 1 } })
  return printed
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

const told = (
  call: ErrandCall,
  operation: 'countSheet.printLabels' | 'countSheet.printCommands',
  detail: object,
): Promise<void> => call.runtime.database.write((tx) => logErrand(tx, call, { operation, detail }))
