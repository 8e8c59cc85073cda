/** Labels somebody asks for: by codes scanned or read from a file, or for all a filter finds. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { labelCopiesMax, labelLinesMax } from '../../contract/operations/label'
import { zoneCode } from '../../core/barcode/controlCodes'
import { codeIn } from '../../core/barcode/readScan'
import type { ContentKind } from '../../core/labels/labelLayout'
import type { LabelKind } from '../../core/labels/labelTemplate'
import { speaksOf } from '../../core/labels/speaksOf'
import { daysAfter } from '../../core/quantity/storeDay'
import type { LabelJobRow } from '../../database/entities'
import { stocktakeRow } from '../../database/queries/stocktake'
import type { Parameter, Reader } from '../../database/unitOfWork'
import { findVisible } from '../../documents/find'
import { lookUpAll, readByPolicy } from '../../documents/lookUp'
import { zonesNamed } from '../../documents/stocktake/sheets'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { today } from '../today'
import { codesSay, type Said } from './codeSays'
import { templateFor } from './ownTemplates'
import { pricedTemplates } from './pricedTemplates'
import { type LabelWish, loadedTemplate, queueJobs, queueTags, type TagWish } from './queueLabels'

type Added = OutputOf<'label.add'>
type Line = InputOf<'label.add'>['lines'][number]
type Fault = Added['faults'][number]

/**
 * All faults at once, by row; with one of them nothing is queued. A case code means the piece: a tag names one piece. Asked and
 * written as a whole: a file of a thousand rows must not hold up the scan behind it.
 */
export const addLabels = async (call: CommandCall, input: InputOf<'label.add'>): Promise<Added> => {
  const template = input.template ?? (await loadedTemplate(call.tx, isOfGoods))
  const kind = (await templateFor(call.tx, template))?.kind ?? 'goods'
  if (!isOfGoods(kind)) throw new Refusal('LABEL_TEMPLATE_MISFIT', { template })
  const named = await namedLines(call, kind, input.lines)
  const faults = named.filter(isFault)
  if (faults.length > 0) return { added: [], faults }
  const wanted = named.filter((one): one is Named => !isFault(one))
  const why = { kind: input.why, number: input.name }
  const open = await openJobs(call, template, why)
  const raise = new Map<string, Raised>()
  for (const { line, sku, said } of wanted) {
    const key = keyOf({ sku, about: JSON.stringify(said.about) })
    const copies = (raise.get(key)?.copies ?? open.get(key)?.copies ?? 0) + line.copies
    if (copies > labelCopiesMax) return { added: [], faults: [{ row: line.row, code: line.code, reason: 'tooMany' }] }
    raise.set(key, { sku, said, copies })
  }
  const jobs = await raised(call, raise, open, { template, why })
  return { added: linesTold(wanted, open, jobs), faults: [] }
}

/** Whatever is put on goods; zones have their own way in, from their stocktake. */
const isOfGoods = (kind: LabelKind): boolean =>
  ['product', 'lot', 'carton'].some((about) => speaksOf(kind, about as ContentKind))

interface Named {
  line: Line
  sku: string
  said: Said
}
interface Raised {
  sku: string
  said: Said
  copies: number
}
/** Labels that say the same are one line of the list. */
const keyOf = ({ sku, about }: Pick<LabelJobRow, 'sku' | 'about'>): string => `${sku} ${about}`
const isFault = (one: Named | Fault): one is Fault => 'reason' in one

const namedLines = async (call: CommandCall, kind: LabelKind, lines: readonly Line[]): Promise<(Named | Fault)[]> => {
  const policy = await call.runtime.policy()
  const day = today(call.runtime)
  const read = lines.map((line) => ({ line, code: codeIn(readByPolicy(policy, day, line.code)) }))
  const productsOf = await lookUpAll(
    call.tx,
    read.flatMap(({ code }) => code ?? []),
  )
  const found = read.map(({ line, code }) => ({ line, products: code === null ? [] : productsOf(code) }))
  const skus = found.flatMap(({ products }) => products.map(({ sku }) => sku))
  const saysOf = await codesSay(call.tx, kind, skus)
  return found.map(({ line, products }): Named | Fault => {
    const fault = { row: line.row, code: line.code }
    const [product] = products
    if (product === undefined) return { ...fault, reason: 'unknown' }
    if (products.some(({ sku }) => sku !== product.sku)) return { ...fault, reason: 'ambiguous' }
    const said = saysOf(product)
    return typeof said === 'string' ? { ...fault, reason: said } : { line, sku: product.sku, said }
  })
}

type OpenJob = Pick<LabelJobRow, 'jobId' | 'sku' | 'name' | 'copies' | 'about'>

/** What waits for the same reason: scanned again it counts up. */
const openJobs = async (
  call: CommandCall,
  template: string,
  { kind, number }: LabelWish['why'],
): Promise<Map<string, OpenJob>> => {
  const rows = await call.tx.all<OpenJob>(
    `SELECT jobId, sku, name, copies, about FROM labelJob
     WHERE template = ? AND why = ? AND origin = ? AND state = 'queued' AND isReprint = 0 ORDER BY rowid DESC`,
    [template, kind, number],
  )
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** The same product twice in a file is one line, too. */
const raised = async (
  call: CommandCall,
  wanted: ReadonlyMap<string, Raised>,
  open: ReadonlyMap<string, OpenJob>,
  { template, why }: Required<Pick<LabelWish, 'template' | 'why'>>,
): Promise<Map<string, OpenJob>> => {
  const more = [...wanted].flatMap(([key, { copies }]) => {
    const job = open.get(key)
    return job ? [{ ...job, copies }] : []
  })
  await call.tx.run(
    `UPDATE labelJob SET copies = w.value ->> '$.copies' FROM json_each(?) w WHERE labelJob.jobId = w.value ->> '$.jobId'`,
    [JSON.stringify(more)],
  )
  const wishes = [...wanted].flatMap(([key, { sku, said, copies }]): LabelWish[] => {
    if (open.has(key)) return []
    return [{ sku, copies, why, template, ...said, requestedBy: call.user.userId, waitsForWord: true }]
  })
  const fresh = await queueJobs(call.tx, call.runtime, wishes)
  return new Map([...more, ...fresh].map((job) => [keyOf(job), job]))
}

/** Row by row, as if each had been scanned after the one before. */
const linesTold = (
  wanted: readonly Named[],
  open: ReadonlyMap<string, OpenJob>,
  jobs: ReadonlyMap<string, OpenJob>,
): Added['added'] => {
  const sofar = new Map([...open].map(([key, { copies }]) => [key, copies]))
  return wanted.flatMap(({ line, sku, said }) => {
    const key = keyOf({ sku, about: JSON.stringify(said.about) })
    const job = jobs.get(key)
    if (!job) return []
    const now = (sofar.get(key) ?? 0) + line.copies
    sofar.set(key, now)
    return [{ jobId: job.jobId, sku, name: job.name, copies: line.copies, now }]
  })
}

/** Only what showed a price counts as a price tag, and only what is known to be out. */
const pricedSql = `WITH priced (template) AS (SELECT value FROM json_each(?))`
const lastPrintSql = `(SELECT r.priceFen FROM labelPrint r WHERE r.sku = p.sku AND r.state IN ('handedOver', 'confirmed')
  AND r.priceFen > 0 AND r.template IN (SELECT template FROM priced) ORDER BY r.at DESC LIMIT 1)`
const inStockSql = `EXISTS (SELECT 1 FROM stockBalance b WHERE b.sku = p.sku AND b.account LIKE 'stock:%' AND b.onHand > 0)`

type Filter = InputOf<'label.fill'>['filter']
type LotFilter = Extract<Filter, { kind: 'lots' }>
type NamedLots = Extract<Filter, { kind: 'receiptLots' | 'lot' }>
type ProductFilter = Exclude<Filter, { kind: 'lots' | 'zones' | 'receiptLots' | 'lot' }>

const conditionOf = (filter: ProductFilter): { sql: string; parameters: Parameter[] } => {
  if (filter.kind === 'noLabel') return { sql: `${lastPrintSql} IS NULL AND ${inStockSql}`, parameters: [] }
  if (filter.kind === 'priceChanged') return { sql: `${lastPrintSql} <> p.priceFen`, parameters: [] }
  if (filter.kind === 'shelf')
    return { sql: `p.shelf <> '' AND p.shelf BETWEEN ? AND ?`, parameters: [filter.from, filter.to] }
  return {
    sql: `p.categoryCode IN (WITH RECURSIVE below (code) AS (SELECT ? UNION SELECT c.code FROM category c JOIN below b
            ON c.parentCode = b.code) SELECT code FROM below)`,
    parameters: [filter.code],
  }
}

/** What waits already is left alone. */
const wantedSql = (condition: string): string =>
  `FROM product p WHERE p.status = 'active' AND ${condition}
     AND NOT EXISTS (SELECT 1 FROM labelJob j WHERE j.sku = p.sku AND j.about ->> '$.kind' IS NULL
       AND j.state IN ('queued', 'sending', 'failed', 'unknown'))`

type Choices = OutputOf<'label.fillChoices'>

export const fillLabels = (call: CommandCall, input: InputOf<'label.fill'>): Promise<OutputOf<'label.fill'>> => {
  const { filter } = input
  if (filter.kind === 'zones') return fillZones(call, input, filter)
  if (filter.kind === 'receiptLots' || filter.kind === 'lot') return fillNamedLots(call, input, filter)
  return filter.kind === 'lots' ? fillLots(call, input, filter) : fillProducts(call, input, filter)
}

/** What somebody chose, if it says that; otherwise what is loaded for it, or the product's own. */
const templateOf = async (call: CommandCall, chosen: string | undefined, about: ContentKind): Promise<string> => {
  const template =
    chosen ?? (await loadedTemplate(call.tx, (kind) => speaksOf(kind, about) && (about !== 'lot' || kind === 'lot')))
  const kind = (await templateFor(call.tx, template))?.kind
  if (kind !== undefined && !speaksOf(kind, about)) throw new Refusal('LABEL_TEMPLATE_MISFIT', { template })
  return template
}

interface LotInStock {
  sku: string
  lot: string
  expiryDate: string
}

/** A lot whose day is not known cannot be near it. */
const lotsInStockSql = `
  FROM lot l JOIN product p ON p.sku = l.sku
  WHERE l.lot <> '' AND l.expiryDate <> '' AND l.expiryDate <= ? AND (? = '' OR l.sku = ?)
    AND EXISTS (SELECT 1 FROM stockBalance b WHERE b.sku = l.sku AND b.lot = l.lot AND b.account LIKE 'stock:%' AND b.onHand > 0)
    AND NOT EXISTS (SELECT 1 FROM labelJob j WHERE j.sku = l.sku AND j.lot = l.lot
      AND j.state IN ('queued', 'sending', 'failed', 'unknown'))`

const lotsAsked = (day: string, { days, sku: only = '' }: LotFilter): Parameter[] => [daysAfter(day, days), only, only]

/** What `fillLabels` would find, and the categories that have goods in them or below them. */
export const fillChoices = async (
  read: Reader,
  day: string,
  filter: InputOf<'label.fillChoices'>['filter'],
): Promise<Choices> => {
  const categories = await read.all<Choices['categories'][number]>(
    `WITH RECURSIVE used (code) AS (SELECT categoryCode FROM product WHERE status = 'active'
       UNION SELECT c.parentCode FROM category c JOIN used u ON c.code = u.code)
     SELECT c.code, c.name FROM category c JOIN used u ON u.code = c.code ORDER BY c.code`,
  )
  if (filter === null) return { found: 0, categories }
  const counted =
    filter.kind === 'lots'
      ? await read.one<{ n: number }>(`SELECT count(*) AS n ${lotsInStockSql}`, lotsAsked(day, filter))
      : await countedProducts(read, filter)
  return { found: counted?.n ?? 0, categories }
}

const countedProducts = async (read: Reader, filter: ProductFilter): Promise<{ n: number } | undefined> => {
  const { sql, parameters } = conditionOf(filter)
  const priced = JSON.stringify(await pricedTemplates(read))
  return read.one<{ n: number }>(`${pricedSql} SELECT count(*) AS n ${wantedSql(sql)}`, [priced, ...parameters])
}

const fillLots = async (
  call: CommandCall,
  input: InputOf<'label.fill'>,
  filter: LotFilter,
): Promise<OutputOf<'label.fill'>> => {
  const found = await call.tx.all<LotInStock>(
    `SELECT l.sku, l.lot, l.expiryDate ${lotsInStockSql} ORDER BY l.expiryDate, p.shelf, l.sku, l.lot`,
    lotsAsked(today(call.runtime), filter),
  )
  return queueLots(call, input, found, { kind: 'filter', number: 'lots' })
}

const noLotWaits = `NOT EXISTS (SELECT 1 FROM labelJob j WHERE j.sku = s.sku AND j.lot = s.lot
  AND j.state IN ('queued', 'sending', 'failed', 'unknown'))`

/** What a receipt took in, or one somebody looks at. A lot says its day on its label: one without a day gets none. HQ may have mended it. */
const fillNamedLots = async (
  call: CommandCall,
  input: InputOf<'label.fill'>,
  filter: NamedLots,
): Promise<OutputOf<'label.fill'>> => {
  if (filter.kind === 'lot') {
    const found = await call.tx.all<LotInStock>(
      `SELECT s.sku, s.lot, s.expiryDate FROM lot s JOIN product p ON p.sku = s.sku
       WHERE s.sku = ? AND s.lot = ? AND s.expiryDate <> '' AND ${noLotWaits}`,
      [filter.sku, filter.lot],
    )
    return queueLots(call, input, found, { kind: 'filter', number: 'lots' })
  }
  const { documentId, number } = await findVisible(call, 'goodsReceipt', filter.documentId)
  const found = await call.tx.all<LotInStock>(
    `SELECT s.sku, s.lot, coalesce(nullif(l.expiryDate, ''), s.expiryDate) AS expiryDate
     FROM documentLine s JOIN product p ON p.sku = s.sku LEFT JOIN lot l ON l.sku = s.sku AND l.lot = s.lot
     WHERE s.documentId = ? AND s.quantity > 0 AND s.lot <> '' AND coalesce(nullif(l.expiryDate, ''), s.expiryDate) <> ''
       AND ${noLotWaits} GROUP BY s.sku, s.lot ORDER BY min(s.lineNo)`,
    [documentId],
  )
  return queueLots(call, input, found, { kind: 'receipt', number })
}

const queueLots = async (
  call: CommandCall,
  { copies, template: chosen }: InputOf<'label.fill'>,
  found: readonly LotInStock[],
  why: LabelWish['why'],
): Promise<OutputOf<'label.fill'>> => {
  const template = await templateOf(call, chosen, 'lot')
  const wishes = found.slice(0, labelLinesMax).map(({ sku, lot, expiryDate }): LabelWish => {
    const about = { kind: 'lot' as const, lot, expiryDate }
    return { sku, copies, why, template, about, requestedBy: call.user.userId, waitsForWord: true }
  })
  const jobs = await queueJobs(call.tx, call.runtime, wishes)
  return { added: jobs.length, more: found.length - jobs.length }
}

/** The tags that `countSheet.printLabels` puts on A4, for the label printer: the same codes, the same words. */
const fillZones = async (
  call: CommandCall,
  { template: chosen }: InputOf<'label.fill'>,
  { stocktakeId, zoneCodes }: Extract<Filter, { kind: 'zones' }>,
): Promise<OutputOf<'label.fill'>> => {
  const stocktake = await stocktakeRow(call.tx, stocktakeId, viewOf(call.user))
  if (!stocktake) throw new Refusal('STOCKTAKE_NOT_FOUND', { stocktakeId })
  const zones = await zonesNamed(call.tx, stocktakeId, zoneCodes)
  const waiting = await call.tx.all<{ barcode: string }>(
    `SELECT barcode FROM labelJob WHERE sku = '' AND origin = ? AND state IN ('queued', 'sending', 'failed', 'unknown')`,
    [stocktake.number],
  )
  const there = new Set(waiting.map(({ barcode }) => barcode))
  const wishes: TagWish[] = []
  for (const { code, name, temporary } of zones) {
    const kind = temporary ? 'place' : 'zone'
    const template = await templateOf(call, chosen, kind)
    const tag = {
      name: name === '' ? code : name,
      barcode: zoneCode(code),
      about: { kind, hint: stocktake.number } as const,
    }
    if (!there.has(tag.barcode))
      wishes.push({ ...tag, template, number: stocktake.number, requestedBy: call.user.userId })
  }
  await queueTags(call.tx, call.runtime, wishes)
  return { added: wishes.length, more: 0 }
}

const fillProducts = async (
  call: CommandCall,
  { copies, template: chosen }: InputOf<'label.fill'>,
  filter: ProductFilter,
): Promise<OutputOf<'label.fill'>> => {
  const template = await templateOf(call, chosen, 'product')
  const { sql, parameters } = conditionOf(filter)
  const found = await call.tx.all<{ sku: string; oldPriceFen: number | null; priceFen: number }>(
    `${pricedSql} SELECT p.sku, p.priceFen, ${lastPrintSql} AS oldPriceFen ${wantedSql(sql)}
     ORDER BY p.shelf, p.sku`,
    [JSON.stringify(await pricedTemplates(call.tx)), ...parameters],
  )
  const wishes = found.slice(0, labelLinesMax).map(({ sku, oldPriceFen, priceFen }): LabelWish => {
    const old = oldPriceFen !== null && oldPriceFen !== priceFen ? { oldPriceFen } : {}
    const why = { kind: 'filter' as const, number: filter.kind, ...old }
    return { sku, copies, why, template, requestedBy: call.user.userId, waitsForWord: true }
  })
  const jobs = await queueJobs(call.tx, call.runtime, wishes)
  return { added: jobs.length, more: found.length - jobs.length }
}
