/** Labels somebody asks for: by codes scanned or read from a file, or for all a filter finds. */
import type { InputOf, OutputOf } from '../../contract/operations'
import { labelCopiesMax, labelLinesMax } from '../../contract/operations/label'
import type { LabelJobRow } from '../../database/entities'
import type { Parameter } from '../../database/unitOfWork'
import { readAndLookUp } from '../../documents/lookUp'
import type { CommandCall } from '../calls'
import { today } from '../today'
import { type LabelWish, loadedTemplate, queueJobs } from './queueLabels'

type Added = OutputOf<'label.add'>
type Line = InputOf<'label.add'>['lines'][number]
type Fault = Added['faults'][number]

/** All faults at once, by row; with one of them nothing is queued. A case code means the piece: a tag names one piece. */
export const addLabels = async (call: CommandCall, input: InputOf<'label.add'>): Promise<Added> => {
  const found: { line: Line; sku: string }[] = []
  const faults: Fault[] = []
  for (const line of input.lines) {
    const named = await skuOf(call, line)
    if (typeof named === 'string') found.push({ line, sku: named })
    else faults.push(named)
  }
  if (faults.length > 0) return { added: [], faults }
  const template = input.template ?? (await loadedTemplate(call.tx))
  const why = { kind: input.why, number: input.name }
  const added: Added['added'] = []
  for (const { line, sku } of found) {
    const job = await raised(call, sku, template, why, line.copies)
    if (!job) return { added: [], faults: [{ row: line.row, code: line.code, reason: 'tooMany' }] }
    added.push({ jobId: job.jobId, sku, name: job.name, copies: line.copies, now: job.copies })
  }
  return { added, faults: [] }
}

const skuOf = async (call: CommandCall, { row, code }: Line): Promise<string | Fault> => {
  const { products } = await readAndLookUp(call.tx, await call.runtime.policy(), today(call.runtime), code)
  const skus = new Set(products.map(({ sku }) => sku))
  const [sku] = skus
  if (sku === undefined) return { row, code, reason: 'unknown' }
  return skus.size > 1 ? { row, code, reason: 'ambiguous' } : sku
}

/** Scanned again it counts up; the same product twice in a file is one line, too. Null: more than a line may have. */
const raised = async (
  call: CommandCall,
  sku: string,
  template: string,
  why: LabelWish['why'],
  copies: number,
): Promise<LabelJobRow | null> => {
  const open = await call.tx.one<LabelJobRow>(
    `SELECT * FROM labelJob WHERE sku = ? AND template = ? AND why = ? AND origin = ? AND state = 'queued' AND isReprint = 0`,
    [sku, template, why.kind, why.number],
  )
  const now = (open?.copies ?? 0) + copies
  if (now > labelCopiesMax) return null
  if (open) {
    await call.tx.run('UPDATE labelJob SET copies = ? WHERE jobId = ?', [now, open.jobId])
    return { ...open, copies: now }
  }
  const wish = { sku, copies, template, why, requestedBy: call.user.userId, waitsForWord: true }
  const [job] = await queueJobs(call.tx, call.runtime, [wish])
  return job ?? null
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

export const fillLabels = async (
  call: CommandCall,
  { filter, copies, template }: InputOf<'label.fill'>,
): Promise<OutputOf<'label.fill'>> => {
  const { sql, parameters } = conditionOf(filter)
  const found = await call.tx.all<{ sku: string; oldPriceFen: number | null; priceFen: number }>(
    `SELECT p.sku, p.priceFen, ${lastPrintSql} AS oldPriceFen FROM product p
     WHERE p.status = 'active' AND ${sql}
       AND NOT EXISTS (SELECT 1 FROM labelJob j WHERE j.sku = p.sku AND j.state IN ('queued', 'sending', 'failed', 'unknown'))
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
