/**
 * 单据, slips and lists: read as the screens read them, by the rights of whoever prints, laid out, and handed to the viewer or
 * the queue. A print is written down once it came out or the queue took it (`handOver`); until then its number is nobody's.
 */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { PaperSubject } from '../../contract/schemas/paper'
import { differenceSheet, hasDifferences } from '../../core/paper/differenceForm'
import { documentSheet, type PrintFacts, previewOf } from '../../core/paper/documentForm'
import { type FormSheet, formPaper } from '../../core/paper/form'
import { formWords } from '../../core/paper/formWords'
import type { PaperLanguage } from '../../core/paper/html'
import { nearExpirySheet, stockSheet } from '../../core/paper/listForms'
import { transferSheet } from '../../core/paper/transferForm'
import { storeDayOf } from '../../core/quantity/storeDay'
import { type LeftOut, leftOutOf } from '../../database/queries/blind'
import { nearExpiry } from '../../database/queries/lots'
import { isVisible } from '../../database/queries/stock'
import { findTransfer } from '../../database/queries/transfer'
import { wholeDocument } from '../../documents/asked'
import { Refusal, viewOf } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { readEnrolment, storeNameOf } from '../meta'
import { isoNow } from '../runtime'
import { barSvg } from './drawCode'
import { handOver, made, type PaperRecord, queueFor } from './handOver'
import { heldStock } from './heldStock'
import { nextPrintNo, type PrintedSubject } from './paperPrints'

type Asked = InputOf<'paper.print'>

/** What is to be printed, once it is known which print it is. */
interface Printable {
  subject: PrintedSubject
  /** a list is another one each time: there is no second print of it */
  counted: boolean
  /** '' for lists */
  number: string
  documentId: string
  /** of a list: what it does not show this person */
  leftOut: LeftOut | null
  sheet(print: PrintFacts): FormSheet
}

const inTurn = createOneAtATime()

export const printForm = (call: ErrandCall, asked: Asked): Promise<OutputOf<'paper.print'>> =>
  inTurn(subjectIdOf(asked.what), async () => {
    const queue = await queueFor(call, asked.to)
    const printable = await printableOf(call, asked.what, asked.language)
    const printNo = await nextPrintNo(call.read, printable.subject)
    const print = await printFacts(call, printable, printNo)
    const sheet = printable.sheet(print)
    const paper = formPaper(asked.language, asked.size, sheet)
    const name = [...namedAs(call, sheet), printNo].join('-')
    const { pages, files } = paper
    const kept = { printNo, queue, printedAt: print.printedAt, pages }
    const out = await handOver(call, { name, paper, queue, size: asked.size }, recordOf(call, asked, printable, kept))
    const { counted, leftOut } = printable
    return { ...out, pages, files, printNo: counted ? printNo : 0, leftOut }
  })

const namedAs = ({ runtime }: ErrandCall, { title, number }: FormSheet): string[] => [
  ...[title, number || storeDayOf(runtime.clock.nowMs())],
]

/** Laid out as it would print and shown, never handed to a queue: nobody's print, and nothing is written down of it. */
export const previewForm = async (
  call: ErrandCall,
  { what, size, language }: InputOf<'paper.preview' | 'paper.previewList'>,
): Promise<OutputOf<'paper.preview'>> => {
  const printable = await printableOf(call, what, language)
  const print = await printFacts(call, printable, 1)
  const sheet = previewOf(language, printable.sheet(print), print)
  const paper = formPaper(language, size, sheet)
  const name = [formWords[language].preview, ...namedAs(call, sheet)].join('-')
  const [file] = await made(call, { name, paper })
  const { opened } = await call.runtime.host.showPaper({ file })
  return { file, opened, pages: paper.pages, files: paper.files, leftOut: printable.leftOut }
}

const subjectIdOf = (what: PaperSubject): string => {
  if ('documentId' in what) return what.documentId
  return 'transferId' in what ? what.transferId : what.warehouseCode
}

/** What is written down of it, and told. */
const recordOf = (
  { user }: ErrandCall,
  { size, language, what }: Asked,
  { subject, counted, documentId, number }: Printable,
  { printNo, queue, printedAt, pages }: { printNo: number; queue: string; printedAt: string; pages: number },
): PaperRecord => {
  const about = number === '' && 'warehouseCode' in what ? { warehouseCode: what.warehouseCode } : { number }
  const counts = counted ? { before: { printed: printNo - 1 }, after: { printed: printNo } } : { after: { printed: 1 } }
  return {
    ...{ operation: 'paper.print', documentId },
    print: { ...subject, printNo, size, language, queue, userId: user.userId, printedAt },
    detail: { ...about, form: subject.form, size, pages, ...(queue === '' ? {} : { queue }), ...counts },
  }
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
    ...{ subject: { subjectId: documentId, form, state }, counted: true, number, documentId, leftOut: null },
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
    ...{ counted: true, number: transfer.number, documentId: '', leftOut: null },
    sheet: (print) => transferSheet(language, transfer, print),
  }
}

const warehouseOf = async ({ read, user }: ErrandCall, warehouseCode: string): Promise<string> => {
  if (!(await isVisible(read, 'warehouse', warehouseCode, viewOf(user))))
    throw new Refusal('WAREHOUSE_NOT_FOUND', { warehouseCode })
  const row = await read.one<{ name: string }>('SELECT name FROM warehouse WHERE code = ?', [warehouseCode])
  return row?.name ?? warehouseCode
}

const listOf = (form: 'nearExpiry' | 'stock', warehouseCode: string): Omit<Printable, 'sheet' | 'leftOut'> => ({
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
  const filter = { asOfDay, days, warehouseCode, limit: expiryRowsMax }
  const { rows, more } = (await nearExpiry(call.read, filter, viewOf(call.user))) as OutputOf<'document.nearExpiry'>
  const leftOut = await leftOutOf(call.read, warehouseCode, viewOf(call.user).seesBook)
  return {
    ...{ ...listOf('nearExpiry', warehouseCode), leftOut },
    sheet: (print) => nearExpirySheet(language, { ...place, asOfDay, days, rows, more, leftOut }, print),
  }
}

/** Every product that lies in the warehouse, as the screen shows them to whoever prints. */
const stockPrintable = async (call: ErrandCall, warehouseCode: string, language: PaperLanguage): Promise<Printable> => {
  const place = { warehouseName: await warehouseOf(call, warehouseCode), storeName: await storeNameOf(call.read) }
  const held = await heldStock(call.runtime.database, warehouseCode, viewOf(call.user))
  return {
    ...{ ...listOf('stock', warehouseCode), leftOut: held.leftOut },
    sheet: (print) => stockSheet(language, { ...place, ...held, at: print.printedAt }, print),
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
