/** A scan that no document took: logged, and said what it is, so that the screen can lead to the right place. */
import type { OutputOf } from '../../contract/operations'
import type { DocumentCode } from '../../core/barcode/controlCodes'
import { codeIn, type ScannedCode, type ScanReading } from '../../core/barcode/readScan'
import type { DocumentType } from '../../core/documents/states'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { Tx } from '../../database/unitOfWork'
import { lookUpProducts, readAndLookUp, readByPolicy } from '../../documents/lookUp'
import { writeScan } from '../../documents/scanLog'
import type { CommandCall, HandlersOf } from '../calls'
import { broughtSql, closedSql, expectedLines } from '../goodsReceipt/open'
import { readEnrolment } from '../meta'
import { isoNow } from '../runtime'

type Meaning = OutputOf<'scan.identify'>['meaning']

export const scanHandlers: HandlersOf<'scan'> = {
  'scan.identify': async (call, input) => {
    const policy = await call.runtime.policy()
    const reading = readByPolicy(policy, storeDayOf(call.runtime.clock.nowMs()), input.scan.raw)
    const meaning: Meaning = input.where === 'dialog' ? { kind: 'refused' } : await meaningOf(call, reading)
    await logOnce(call, input.scan, meaning)
    return { meaning, text: reading.text }
  },

  'scan.read': async (call, { raws }) => {
    const policy = await call.runtime.policy()
    const day = storeDayOf(call.runtime.clock.nowMs())
    const read = await Promise.all(raws.map((raw) => readAndLookUp(call.read, policy, day, raw)))
    return { readings: read.map(({ reading }) => shownReading(reading)) }
  },
}

const shownReading = (reading: ScanReading): OutputOf<'scan.read'>['readings'][number] => {
  const { kind, text } = reading
  if (kind === 'unreadable') return { text, how: reading.reason, unreadable: true }
  return { text, how: kind === 'code' ? reading.rule : kind, unreadable: false }
}

const meaningOf = async (call: CommandCall, reading: ScanReading): Promise<Meaning> => {
  if (reading.kind !== 'code' && reading.kind !== 'document' && reading.kind !== 'unreadable')
    return { kind: 'control', control: reading.kind }
  // A delivery note may have a number of as many digits as a GTIN, and no check digit among them.
  const named = reading.kind === 'document' ? reading : codeIn(reading)
  const known = named ? await knownBy(call.tx, named) : null
  return known ?? (reading.kind === 'unreadable' ? { kind: 'unreadable', reason: reading.reason } : { kind: 'unknown' })
}

const knownBy = async (tx: Tx, named: ScannedCode | DocumentCode): Promise<Meaning | null> =>
  (await asDocument(tx, named.text)) ??
  (await asTransfer(tx, named.text)) ??
  (await asStocktake(tx, named.text)) ??
  (await asOrder(tx, numbersIn(named))) ??
  (named.kind === 'code' ? asProduct(tx, named) : null)

/** The number itself; a GS1 label may carry the order's among other things. */
const numbersIn = (reading: ScannedCode | DocumentCode): string[] =>
  reading.kind === 'code' ? [reading.text, ...reading.lookups] : [reading.text]

const asDocument = async (tx: Tx, number: string): Promise<Meaning | null> => {
  const row = await tx.one<{ documentId: string; number: string; type: DocumentType }>(
    'SELECT documentId, number, type FROM document WHERE number = ?',
    [number],
  )
  return row ? { kind: 'document', ...row } : null
}

/** HQ's own number of a transfer, or one it gave beside it: what asked for it, let the goods go, or settled a difference. */
const asTransfer = async (tx: Tx, text: string): Promise<Meaning | null> => {
  const storeCode = (await readEnrolment(tx))?.storeCode ?? ''
  if (text === '') return null
  const row = await tx.one<{ transferId: string; number: string }>(
    `SELECT t.transferId, t.number FROM transfer t WHERE ? IN (t.fromStoreCode, t.toStoreCode)
       AND (? IN (t.number, t.requestNumber, t.authorisationNumber)
         OR t.transferId IN (SELECT s.transferId FROM transferSettlement s WHERE s.number = ?))
     ORDER BY t.number = ? DESC, t.createdAt DESC LIMIT 1`,
    [storeCode, text, text, text],
  )
  return row ? { kind: 'transfer', ...row } : null
}

/** Its number stands as bars on every count sheet. */
const asStocktake = async (tx: Tx, number: string): Promise<Meaning | null> => {
  const row = await tx.one<{ stocktakeId: string; number: string }>(
    'SELECT stocktakeId, number FROM stocktake WHERE number = ?',
    [number],
  )
  return row ? { kind: 'stocktake', ...row } : null
}

/** A delivery note: our order number, or the supplier's own. */
const asOrder = async (tx: Tx, numbers: readonly string[]): Promise<Meaning | null> => {
  const order = await tx.one<{ orderId: string; number: string; state: string; draftId: string | null }>(
    `SELECT o.documentId AS orderId, o.number, o.state,
       (SELECT d.documentId FROM document d WHERE d.sourceId = o.documentId AND d.type = 'goodsReceipt' AND d.state IN ('draft', 'held')) AS draftId
     FROM purchaseOrder o WHERE (o.number IN (SELECT value FROM json_each(?)) OR o.deliveryNote IN (SELECT value FROM json_each(?))) AND o.storeCode = ?
     ORDER BY o.state = 'open' DESC LIMIT 1`,
    [JSON.stringify(numbers), JSON.stringify(numbers), (await readEnrolment(tx))?.storeCode ?? ''],
  )
  if (!order) return null
  const { orderId, number, draftId } = order
  const open = order.state === 'open' && (draftId !== null || (await expectedLines(tx, orderId)).length > 0)
  return open ? { kind: 'order', orderId, number, draftId } : { kind: 'orderClosed', number }
}

const asProduct = async (tx: Tx, reading: ScannedCode): Promise<Meaning | null> => {
  const [product, second, ...others] = await lookUpProducts(tx, reading)
  if (!product) return null
  if (second && [second, ...others].some(({ sku }) => sku !== product.sku))
    return { kind: 'products', products: [product, second, ...others].map(({ sku, name }) => ({ sku, name })) }
  const expectedBy = await tx.all<{ orderId: string; number: string }>(
    `SELECT DISTINCT o.documentId AS orderId, o.number FROM purchaseOrderLine x JOIN purchaseOrder o ON o.documentId = x.orderId
     WHERE x.sku = ? AND o.state = 'open' AND o.storeCode = ? AND x.orderedQuantity > coalesce(
       (SELECT g.quantity FROM (${broughtSql}) g WHERE g.orderId = o.documentId AND g.lineNo = x.lineNo), 0)
       AND o.documentId NOT IN (${closedSql})
     ORDER BY o.number`,
    [product.sku, (await readEnrolment(tx))?.storeCode ?? ''],
  )
  return { kind: 'product', sku: product.sku, name: product.name, expectedBy }
}

const logOnce = async (call: CommandCall, scan: Parameters<typeof writeScan>[2], meaning: Meaning): Promise<void> => {
  if (await call.tx.one('SELECT 1 AS found FROM scan WHERE scanId = ?', [scan.scanId])) return
  const sku = meaning.kind === 'product' ? meaning.sku : null
  const { tx, user, remember } = call
  await writeScan({ tx, user, remember, at: isoNow(call.runtime.clock) }, '', scan, {
    rule: 'identify',
    outcome: meaning.kind,
    sku,
    packName: '',
    quantity: 0,
  })
}
