/**
 * 调价 at a shop: what was heard of HQ's changes, and what became of their labels. Both go to HQ in this PC's own log: that a
 * change was heard with the labels queued for it, and which of them came out, however they were printed.
 */
import { type PriceChangeItem, pricePartLines } from '../../contract/schemas/price'
import { priceHeard, priceLabelsBack, priceLabelsPrinted } from '../../core/prices/told'
import { booksKeptElsewhere } from '../../database/queries/booksKeeper'
import type { Reader, Tx } from '../../database/unitOfWork'
import { appendTrail } from '../../ledger/trail'
import { isoNow, type StoreRuntime } from '../runtime'
import { pricedTemplates } from './pricedTemplates'
import { queuePriceLabels } from './priceLabels'

/** A part that came before says nothing new. Of a shop's PCs the one that keeps its books prints, or each label came twice. */
export const takePriceChange = async (tx: Tx, runtime: StoreRuntime, item: PriceChangeItem): Promise<void> => {
  const { number, effectiveDate } = item
  const fresh = await freshOf(tx, item)
  if (fresh.length === 0) return
  const heardAt = isoNow(runtime.clock)
  await tx.insertRows(
    'priceChangeHeard',
    fresh.map((line) => ({ number, ...line, effectiveDate, heardAt, state: 'none' })),
  )
  if ((await booksKeptElsewhere(tx)) !== '') return
  const skus = await queuePriceLabels(tx, runtime, { number, skus: fresh.map(({ sku }) => sku) })
  await queued(tx, number, skus)
  await tell(tx, heardAt, priceHeard, { number, effectiveDate, lines: fresh.length, skus })
  tx.afterCommit(() => runtime.emit({ type: 'labels.changed' }))
}

const freshOf = async (tx: Tx, { number, lines }: PriceChangeItem): Promise<PriceChangeItem['lines']> => {
  const rows = await tx.all<{ sku: string }>('SELECT sku FROM priceChangeHeard WHERE number = ?', [number])
  const known = new Set(rows.map(({ sku }) => sku))
  return lines.filter(({ sku }) => !known.has(sku))
}

const queued = async (tx: Tx, number: string, skus: readonly string[]): Promise<void> => {
  const codes = JSON.stringify(skus)
  await tx.run(
    `UPDATE priceChangeHeard SET state = 'replaced'
     WHERE state = 'queued' AND number <> ? AND sku IN (SELECT value FROM json_each(?))`,
    [number, codes],
  )
  await tx.run(
    `UPDATE priceChangeHeard SET state = 'queued' WHERE number = ? AND sku IN (SELECT value FROM json_each(?))`,
    [number, codes],
  )
}

const tell = (tx: Tx, at: string, operation: string, detail: object): Promise<void> =>
  appendTrail(tx, { at, userId: '', operation, outcome: 'done', detail })

interface Printed {
  number: string
  sku: string
}

/** Handed over is what a shop can know; where the printer confirms it, that too. */
const isOut = `IN ('handedOver', 'confirmed')`

/**
 * Why a label was printed says nothing to a customer: one of a receipt, a scan or a list that shows the new price, and came out
 * since the shop heard of it, is as good as the change's own. Either counts only in a template a price is read from. A label
 * that is asked for anew is no proof until it is out once more.
 */
const isPriced = `IN (SELECT value FROM json_each(?1))`
const otherLabel = `
  p.sku = h.sku AND p.at >= h.heardAt AND p.priceFen = h.newPriceFen AND p.state ${isOut}
  AND p.template ${isPriced} AND (j.jobId IS NULL OR j.state ${isOut})`
const labelled = `(
  (h.number, h.sku) IN (SELECT origin, sku FROM labelJob WHERE state ${isOut} AND template ${isPriced})
  OR EXISTS (SELECT 1 FROM labelPrint p LEFT JOIN labelJob j ON j.jobId = p.jobId WHERE ${otherLabel}))`

const printedSql = `
  SELECT h.number, h.sku FROM priceChangeHeard h WHERE h.state = 'queued' AND ${labelled}
  ORDER BY h.number, h.sku LIMIT ${pricePartLines}`

/**
 * Told as printed, and now asked for anew, or taken out of the list after it was: until it is out once more HQ counts it as
 * waiting. A price that is the product's no more is nobody's to put up again.
 */
const askedAnew = `FROM labelJob j WHERE j.state IN ('queued', 'failed', 'unknown', 'removed') AND j.isReprint = 1`
const backSql = `
  SELECT h.number, h.sku FROM priceChangeHeard h
  WHERE h.state = 'printed' AND h.newPriceFen = (SELECT r.priceFen FROM product r WHERE r.sku = h.sku) AND h.sku IN (SELECT j.sku ${askedAnew})
    AND EXISTS (SELECT 1 ${askedAnew} AND j.sku = h.sku AND (j.origin = h.number OR j.priceFen = h.newPriceFen))
    AND NOT ${labelled}
  ORDER BY h.number, h.sku LIMIT ${pricePartLines}`

/** Most rounds of sync find nothing that could have changed, and look no further. */
const finding =
  (sql: string, worthLookingSql: string) =>
  async (read: Reader): Promise<Printed[]> =>
    (await read.one(worthLookingSql)) ? read.all<Printed>(sql, [JSON.stringify(await pricedTemplates(read))]) : []

const backNow = finding(backSql, `SELECT 1 AS found ${askedAnew} LIMIT 1`)
const printedNow = finding(printedSql, `SELECT 1 AS found FROM priceChangeHeard WHERE state = 'queued' LIMIT 1`)

const lastPrintSql = `
  SELECT max(p.at) AS at FROM priceChangeHeard h JOIN labelPrint p ON p.sku = h.sku LEFT JOIN labelJob j ON j.jobId = p.jobId
  WHERE h.number = ?2 AND h.state = 'printed'
    AND ((j.origin = h.number AND p.state ${isOut} AND p.template ${isPriced}) OR (${otherLabel}))`

/** HQ hears of it with the next round of sync, which may be a day later: so the line says when it was. */
const lastPrintOf = async (read: Reader, number: string): Promise<string | null> =>
  (await read.one<{ at: string | null }>(lastPrintSql, [JSON.stringify(await pricedTemplates(read)), number]))?.at ??
  null

interface Word {
  find(read: Reader): Promise<Printed[]>
  state: 'queued' | 'printed'
  operation: string
}

const words: readonly Word[] = [
  { find: backNow, state: 'queued', operation: priceLabelsBack },
  { find: printedNow, state: 'printed', operation: priceLabelsPrinted },
]

/** Before each round of sync, with HQ there or not: labels that came out since the last one, or wait again. */
export const tellPrintedPrices = async (runtime: StoreRuntime): Promise<void> => {
  for (const word of words) await tellAll(runtime, word)
}

const tellAll = async (runtime: StoreRuntime, word: Word): Promise<void> => {
  const { database } = runtime
  for (;;) {
    if ((await word.find(database.read)).length === 0) return
    await database.write(async (tx) => {
      const found = await word.find(tx)
      for (const number of new Set(found.map((one) => one.number)))
        await tellOf(
          tx,
          runtime,
          word,
          number,
          found.filter((one) => one.number === number).map(({ sku }) => sku),
        )
    })
  }
}

const tellOf = async (
  tx: Tx,
  runtime: StoreRuntime,
  { state, operation }: Word,
  number: string,
  skus: readonly string[],
): Promise<void> => {
  await tx.run(`UPDATE priceChangeHeard SET state = ? WHERE number = ? AND sku IN (SELECT value FROM json_each(?))`, [
    state,
    number,
    JSON.stringify(skus),
  ])
  const printedAt = state === 'printed' ? await lastPrintOf(tx, number) : null
  await tell(tx, isoNow(runtime.clock), operation, { number, skus, ...(printedAt === null ? {} : { printedAt }) })
}
