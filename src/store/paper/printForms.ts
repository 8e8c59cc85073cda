/**
 * 单据, slips and lists: read as the screens read them, by the rights of whoever prints, laid out, and handed to the viewer or
 * the queue. A print is written down once it came out or the queue took it; until then its number is nobody's.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { PaperSubject } from '../../contract/schemas/paper'
import { differenceSheet, hasDifferences } from '../../core/paper/differenceForm'
import { documentSheet, type PrintFacts } from '../../core/paper/documentForm'
import { type FormPaper, type FormSheet, formPaper, type PaperSize } from '../../core/paper/form'
import type { PaperLanguage } from '../../core/paper/html'
import { nearExpirySheet, stockSheet } from '../../core/paper/listForms'
import { transferSheet } from '../../core/paper/transferForm'
import { storeDayOf } from '../../core/quantity/storeDay'
import { nearExpiry } from '../../database/queries/lots'
import { isVisible, listStock } from '../../database/queries/stock'
import { findTransfer } from '../../database/queries/transfer'
import { wholeDocument } from '../../documents/asked'
import { Refusal, viewOf } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { logErrand } from '../errandLog'
import { readEnrolment, readPaperSettings, storeNameOf } from '../meta'
import { isoNow } from '../runtime'
import { barSvg } from './drawCode'
import { keepPrint, nextPrintNo, type PrintedSubject } from './paperPrints'
import { printOn } from './printOn'

type Asked = InputOf<'paper.print'>

/** What is to be printed, once it is known which print it is. */
interface Printable {
  subject: PrintedSubject
  /** a list is another one each time: there is no second print of it */
  counted: boolean
  /** '' for lists */
  number: string
  documentId: string
  sheet(print: PrintFacts): FormSheet
}

const inTurn = createOneAtATime()

export const printForm = (call: ErrandCall, asked: Asked): Promise<OutputOf<'paper.print'>> =>
  inTurn(subjectIdOf(asked.what), async () => {
    const queue = await queueOf(call, asked.to)
    const printable = await printableOf(call, asked.what, asked.language)
    const printNo = await nextPrintNo(call.read, printable.subject)
    const print = await printFacts(call, printable, printNo)
    const sheet = printable.sheet(print)
    const paper = formPaper(asked.language, asked.size, sheet)
    const name = [sheet.title, sheet.number || storeDayOf(call.runtime.clock.nowMs()), printNo].join('-')
    const printed = await printFiles(call, { name, paper, queue, size: asked.size })
    await told(call, asked, printable, { printNo, queue, at: print.printedAt, pages: paper.pages })
    return { ...printed, pages: paper.pages, files: paper.files, printNo: printable.counted ? printNo : 0, queue }
  })

const subjectIdOf = (what: PaperSubject): string => {
  if ('documentId' in what) return what.documentId
  return 'transferId' in what ? what.transferId : what.warehouseCode
}

const queueOf = async ({ read }: ErrandCall, to: Asked['to']): Promise<string> => {
  if (to === 'viewer') return ''
  const { queue } = await readPaperSettings(read)
  if (queue === '') throw new Refusal('PAPER_QUEUE_NOT_SET')
  return queue
}

// ---- What is printed ----

const printableOf = (call: ErrandCall, what: PaperSubject, language: PaperLanguage): Promise<Printable> => {
  switch (what.form) {
    case 'document':
    case 'difference':
      return documentPrintable(call, what.documentId, what.form, language)
    case 'transfer':
      return transferPrintable(call, what.transferId, language)
    case 'nearExpiry':
      return expiryPrintable(call, what, language)
    case 'stock':
      return stockPrintable(call, what.warehouseCode, language)
  }
}

const documentPrintable = async (
  { read, user }: ErrandCall,
  documentId: string,
  form: 'document' | 'difference',
  language: PaperLanguage,
): Promise<Printable> => {
  const document = await wholeDocument(read, documentId, user)
  const { number, state, type } = document.header
  if (form === 'difference' && !hasDifferences(document)) throw new Refusal('PAPER_FORM_UNFIT', { number, type })
  const sheetOf = form === 'document' ? documentSheet : differenceSheet
  return {
    ...{ subject: { subjectId: documentId, form, state }, counted: true, number, documentId },
    sheet: (print) => sheetOf(language, document, print),
  }
}

const transferPrintable = async (
  { read, user }: ErrandCall,
  transferId: string,
  language: PaperLanguage,
): Promise<Printable> => {
  const found = await findTransfer(read, transferId, viewOf(user))
  if (!found) throw new Refusal('TRANSFER_NOT_FOUND', { transferId })
  const transfer = found as unknown as OutputOf<'transfer.get'>
  return {
    subject: { subjectId: transferId, form: 'transfer', state: transfer.state },
    ...{ counted: true, number: transfer.number, documentId: '' },
    sheet: (print) => transferSheet(language, transfer, print),
  }
}

const warehouseOf = async ({ read, user }: ErrandCall, warehouseCode: string): Promise<string> => {
  if (!(await isVisible(read, 'warehouse', warehouseCode, viewOf(user))))
    throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode })
  const row = await read.one<{ name: string }>('SELECT name FROM warehouse WHERE code = ?', [warehouseCode])
  return row?.name ?? warehouseCode
}

const listOf = (form: 'nearExpiry' | 'stock', warehouseCode: string): Omit<Printable, 'sheet'> => ({
  ...{ subject: { subjectId: warehouseCode, form, state: '' }, counted: false, number: '', documentId: '' },
})

/** More lots than anybody walks along the shelves for in one go. */
const expiryRowsMax = 5_000

const expiryPrintable = async (
  call: ErrandCall,
  { warehouseCode, days }: Extract<PaperSubject, { form: 'nearExpiry' }>,
  language: PaperLanguage,
): Promise<Printable> => {
  const place = { warehouseName: await warehouseOf(call, warehouseCode), storeName: await storeNameOf(call.read) }
  const asOfDay = storeDayOf(call.runtime.clock.nowMs())
  const filter = { asOfDay, days, limit: expiryRowsMax }
  const all = (await nearExpiry(call.read, filter, viewOf(call.user))) as OutputOf<'document.nearExpiry'>
  const rows = all.rows.filter((row) => row.warehouseCode === warehouseCode)
  return {
    ...listOf('nearExpiry', warehouseCode),
    sheet: (print) => nearExpirySheet(language, { ...place, asOfDay, days, rows }, print),
  }
}

const stockPageRows = 500

/** Every product that lies in the warehouse, page by page as the screen asks for them. */
const stockPrintable = async (call: ErrandCall, warehouseCode: string, language: PaperLanguage): Promise<Printable> => {
  const place = { warehouseName: await warehouseOf(call, warehouseCode), storeName: await storeNameOf(call.read) }
  const rows: OutputOf<'stock.list'>['rows'] = []
  for (let more = true; more; ) {
    const last = rows.at(-1)
    const after = last ? { warehouseCode: last.warehouseCode, sku: last.sku } : undefined
    const filter = { warehouseCode, onlyMoved: true, limit: stockPageRows, ...(after ? { after } : {}) }
    const page = await listStock(call.read, filter, viewOf(call.user))
    rows.push(...(page.rows as unknown as OutputOf<'stock.list'>['rows']))
    more = page.more && page.rows.length > 0
  }
  const held = rows.filter(({ onHand, quarantined }) => onHand !== 0 || quarantined !== 0)
  return {
    ...listOf('stock', warehouseCode),
    sheet: (print) => stockSheet(language, { ...place, at: print.printedAt, rows: held }, print),
  }
}

const printFacts = async (
  { read, runtime, user }: ErrandCall,
  { number, counted }: Printable,
  printNo: number,
): Promise<PrintFacts> => ({
  numberSvg: number === '' ? '' : await barSvg(number),
  printedAt: isoNow(runtime.clock),
  printedBy: user.name,
  pc: (await readEnrolment(read))?.letter ?? '',
  printNo: counted ? printNo : 1,
})

// ---- Handing it over ----

interface Job {
  name: string
  paper: FormPaper
  queue: string
  size: PaperSize
}

/** One after another, for each takes much of the shell's memory while it is laid out. The first is shown, the others lie beside it. */
const printFiles = async (call: ErrandCall, { name, paper, queue, size }: Job) => {
  const shown = queue === ''
  const made: { file: string; opened: boolean }[] = []
  for (let file = 0; file < paper.files; file += 1) {
    const ownName = paper.files === 1 ? name : `${name}-${file + 1}`
    made.push(await printOn(call, ownName, paper.html(file), { shown: shown && file === 0 }))
  }
  let waits = ''
  // all of it was laid out before the first page goes out: half a paper is worse than none
  if (!shown) for (const { file } of made) waits = (await spooled(call, { file, queue, size })) || waits
  const [first = { file: '', opened: false }] = made
  return { ...first, waits }
}

const spooled = async ({ runtime }: ErrandCall, job: { file: string; queue: string; size: PaperSize }) => {
  const answer = await runtime.host.spoolPaper(job)
  if (!answer.ok) throw new Refusal(answer.code, { queue: job.queue, message: answer.message })
  return answer.waits
}

const told = (
  call: ErrandCall,
  { size, language, what }: Asked,
  { subject, counted, documentId, number }: Printable,
  { printNo, queue, at, pages }: { printNo: number; queue: string; at: string; pages: number },
): Promise<void> =>
  call.runtime.database.write(async (tx) => {
    await keepPrint(tx, { ...subject, printNo, size, language, queue, userId: call.user.userId, printedAt: at })
    const about = number === '' && 'warehouseCode' in what ? { warehouseCode: what.warehouseCode } : { number }
    const detail = { ...about, form: subject.form, size, pages, ...(queue === '' ? {} : { queue }) }
    const counts = counted ? { before: printNo - 1, after: printNo } : { after: { printed: 1 } }
    await logErrand(tx, call, { operation: 'paper.print', documentId, detail: { ...detail, ...counts } })
  })
