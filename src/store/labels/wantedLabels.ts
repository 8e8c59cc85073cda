/** Labels somebody asks for: by codes scanned or read from a file, or for all a filter finds. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { labelCopiesMax, labelLinesMax } from '../../contract/operations/label'
import { codeIn } from '../../core/barcode/readScan'
import type { LabelJobRow } from '../../database/entities'
import type { Parameter, Reader } from '../../database/unitOfWork'
import { lookUpAll, readByPolicy } from '../../documents/lookUp'
import type { CommandCall } from '../calls'
import { today } from '../today'
import { type LabelWish, loadedTemplate, queueJobs } from './queueLabels'

type Added = OutputOf<'label.add'>
type Line = InputOf<'label.add'>['lines'][number]
type Fault = Added['faults'][number]

/**
 * All faults at once, by row; with one of them nothing is queued. A case code means the piece: a tag names one piece. Asked and
 * written as a whole: a file of a thousand rows must not hold up the scan behind it.
 */
export const addLabels = async (call: CommandCall, input: InputOf<'label.add'>): Promise<Added> => {
  const named = await namedLines(call, input.lines)
  const faults = named.filter(isFault)
  if (faults.length > 0) return { added: [], faults }
  const wanted = named.filter((one): one is Named => !isFault(one))
  const template = input.template ?? (await loadedTemplate(call.tx))
  const why = { kind: input.why, number: input.name }
  const open = await openJobs(call, template, why)
  const copies = new Map<string, number>()
  for (const { line, sku } of wanted) {
    const now = (copies.get(sku) ?? open.get(sku)?.copies ?? 0) + line.copies
    if (now > labelCopiesMax) return { added: [], faults: [{ row: line.row, code: line.code, reason: 'tooMany' }] }
    copies.set(sku, now)
  }
  const jobs = await raised(call, copies, open, { template, why })
  return { added: linesTold(wanted, open, jobs), faults: [] }
}

interface Named {
  line: Line
  sku: string
}
const isFault = (one: Named | Fault): one is Fault => 'reason' in one

const namedLines = async (call: CommandCall, lines: readonly Line[]): Promise<(Named | Fault)[]> => {
  const policy = await call.runtime.policy()
  const day = today(call.runtime)
  const read = lines.map((line) => ({ line, code: codeIn(readByPolicy(policy, day, line.code)) }))
  const productsOf = await lookUpAll(
    call.tx,
    read.flatMap(({ code }) => code ?? []),
  )
  return read.map(({ line, code }): Named | Fault => {
    const skus = new Set(code === null ? [] : productsOf(code).map(({ sku }) => sku))
    const [sku] = skus
    const said = { row: line.row, code: line.code }
    if (sku === undefined) return { ...said, reason: 'unknown' }
    return skus.size > 1 ? { ...said, reason: 'ambiguous' } : { line, sku }
  })
}

type OpenJob = Pick<LabelJobRow, 'jobId' | 'sku' | 'name' | 'copies'>

/** What waits for the same reason: scanned again it counts up. */
const openJobs = async (
  call: CommandCall,
  template: string,
  { kind, number }: LabelWish['why'],
): Promise<Map<string, OpenJob>> => {
  const rows = await call.tx.all<OpenJob>(
    `SELECT jobId, sku, name, copies FROM labelJob
     WHERE template = ? AND why = ? AND origin = ? AND state = 'queued' AND isReprint = 0 ORDER BY rowid DESC`,
    [template, kind, number],
  )
  return new Map(rows.map((row) => [row.sku, row]))
}

/** The same product twice in a file is one line, too. */
const raised = async (
  call: CommandCall,
  copies: ReadonlyMap<string, number>,
  open: ReadonlyMap<string, OpenJob>,
  { template, why }: Pick<LabelWish, 'template' | 'why'>,
): Promise<Map<string, OpenJob>> => {
  const more = [...copies].flatMap(([sku, now]) => {
    const job = open.get(sku)
    return job ? [{ ...job, copies: now }] : []
  })
  await call.tx.run(
    `UPDATE labelJob SET copies = w.value ->> '$.copies' FROM json_each(?) w WHERE labelJob.jobId = w.value ->> '$.jobId'`,
    [JSON.stringify(more)],
  )
  const wishes = [...copies].flatMap(([sku, wanted]): LabelWish[] => {
    if (open.has(sku)) return []
    const chosen = template === undefined ? {} : { template }
    return [{ sku, copies: wanted, why, ...chosen, requestedBy: call.user.userId, waitsForWord: true }]
  })
  const fresh = await queueJobs(call.tx, call.runtime, wishes)
  return new Map([...more, ...fresh].map((job) => [job.sku, job]))
}

/** Row by row, as if each had been scanned after the one before. */
const linesTold = (
  wanted: readonly Named[],
  open: ReadonlyMap<string, OpenJob>,
  jobs: ReadonlyMap<string, OpenJob>,
): Added['added'] => {
  const sofar = new Map([...open].map(([sku, { copies }]) => [sku, copies]))
  return wanted.flatMap(({ line, sku }) => {
    const job = jobs.get(sku)
    if (!job) return []
    const now = (sofar.get(sku) ?? 0) + line.copies
    sofar.set(sku, now)
    return [{ jobId: job.jobId, sku, name: job.name, copies: line.copies, now }]
  })
}

const lastPrintSql = `(SELECT r.priceFen FROM labelPrint r WHERE r.sku = p.sku AND r.state <> 'spoilt' ORDER BY r.at DESC LIMIT 1)`
const inStockSql = `EXISTS (SELECT 1 FROM stockBalance b WHERE b.sku = p.sku AND b.account LIKE 'stock:%' AND b.onHand > 0)`

const conditionOf = (filter: InputOf<'label.fill'>['filter']): { sql: string; parameters: Parameter[] } => {
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
     AND NOT EXISTS (SELECT 1 FROM labelJob j WHERE j.sku = p.sku AND j.state IN ('queued', 'sending', 'failed', 'unknown'))`

type Choices = OutputOf<'label.fillChoices'>

/** What `fillLabels` would find, and the categories that have goods in them or below them. */
export const fillChoices = async (read: Reader, filter: InputOf<'label.fillChoices'>['filter']): Promise<Choices> => {
  const categories = await read.all<Choices['categories'][number]>(
    `WITH RECURSIVE used (code) AS (SELECT categoryCode FROM product WHERE status = 'active'
       UNION SELECT c.parentCode FROM category c JOIN used u ON c.code = u.code)
     SELECT c.code, c.name FROM category c JOIN used u ON u.code = c.code ORDER BY c.code`,
  )
  if (filter === null) return { found: 0, categories }
  const { sql, parameters } = conditionOf(filter)
  const counted = await read.one<{ n: number }>(`SELECT count(*) AS n ${wantedSql(sql)}`, parameters)
  return { found: counted?.n ?? 0, categories }
}

export const fillLabels = async (
  call: CommandCall,
  { filter, copies, template }: InputOf<'label.fill'>,
): Promise<OutputOf<'label.fill'>> => {
  const { sql, parameters } = conditionOf(filter)
  const found = await call.tx.all<{ sku: string; oldPriceFen: number | null; priceFen: number }>(
    `SELECT p.sku, p.priceFen, ${lastPrintSql} AS oldPriceFen ${wantedSql(sql)}
     ORDER BY p.shelf, p.sku`,
    parameters,
  )
  const wishes = found.slice(0, labelLinesMax).map(({ sku, oldPriceFen, priceFen }): LabelWish => {
    const old = oldPriceFen !== null && oldPriceFen !== priceFen ? { oldPriceFen } : {}
    const chosen = template === undefined ? {} : { template }
    const why = { kind: 'filter' as const, number: filter.kind, ...old }
    return { sku, copies, why, ...chosen, requestedBy: call.user.userId, waitsForWord: true }
  })
  const jobs = await queueJobs(call.tx, call.runtime, wishes)
  return { added: jobs.length, more: found.length - jobs.length }
}
