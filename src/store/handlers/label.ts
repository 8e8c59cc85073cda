/** 标签: the queue, the preview that is the print, printing, what is in doubt, and the test label. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { LabelJob } from '../../contract/operations/label'
import { connectionText } from '../../contract/schemas/printer'
import { speaksOf } from '../../core/labels/speaksOf'
import { templateFaults } from '../../core/labels/templateFaults'
import type { LabelJobRow } from '../../database/entities'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall, ErrandCall, HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { settleBatch } from '../labels/firstMissing'
import { aboutIn, contentOf, kindOf } from '../labels/labelContent'
import { renewLotLabels } from '../labels/lotLabels'
import { templateFor } from '../labels/ownTemplates'
import { priceOfNow, priceThatHangs } from '../labels/priceOfNow'
import type { Teller } from '../labels/printBatch'
import { labelsTold } from '../labels/printQueue'
import { printLabelSheet } from '../labels/printSheet'
import { loadedTemplate, testJob } from '../labels/queueLabels'
import { addLabels, fillChoices, fillLabels } from '../labels/wantedLabels'
import { paperOf, papersOf, printerFinder } from '../labels/whichPrinter'
import { readDeviceSettings, storeNameOf } from '../meta'
import { today } from '../today'

/** A price change of the whole shop is looked at in one list. */
const shownJobsMax = 1000

/** What asks for somebody first, what waits in its order, and what went out lately. */
const queueSql = `
  SELECT j.jobId, j.sku, j.name, j.spec, j.unit, j.barcode, j.priceFen, j.copies, j.template, j.origin, j.state, j.problem,
    j.printed, j.createdAt, j.why, j.oldPriceFen, j.printerId, j.batchId, j.position, j.isReprint, j.about,
    r.at AS lastAt, r.priceFen AS lastPriceFen, coalesce(u.name, '') AS lastBy
  FROM labelJob j
    LEFT JOIN labelPrint r ON r.printId = (SELECT l.printId FROM labelPrint l LEFT JOIN labelJob o ON o.jobId = l.jobId
      WHERE l.sku = j.sku AND l.state IN ('handedOver', 'confirmed') AND coalesce(o.lot, '') = j.lot
      ORDER BY l.at DESC LIMIT 1)
    LEFT JOIN user u ON u.id = r.userId
  WHERE j.state <> 'removed'
  ORDER BY j.state IN ('handedOver', 'confirmed'), j.state <> 'unknown',
    CASE WHEN j.state IN ('handedOver', 'confirmed') THEN '' WHEN j.state = 'unknown' THEN j.batchId ELSE j.createdAt END,
    CASE WHEN j.state = 'unknown' THEN j.position ELSE 0 END,
    CASE WHEN j.state IN ('handedOver', 'confirmed') THEN j.createdAt ELSE '' END DESC, j.rowid
  LIMIT ${shownJobsMax}`

type QueueRow = Omit<LabelJob, 'paper' | 'isReprint' | 'lastPrint' | 'about' | 'lot' | 'expiryDate' | 'quantity'> & {
  about: string
  isReprint: number
  lastAt: string | null
  lastPriceFen: number | null
  lastBy: string
}

const shownJob = ({ isReprint, lastAt, lastPriceFen, lastBy, about, ...job }: QueueRow, paper: string): LabelJob => ({
  ...job,
  paper,
  ...saidBeyond({ about }),
  isReprint: isReprint === 1,
  lastPrint: lastAt === null ? null : { at: lastAt, userName: lastBy, priceFen: lastPriceFen ?? 0 },
})

const saidBeyond = (job: Pick<LabelJobRow, 'about'>): Pick<LabelJob, 'about' | 'lot' | 'expiryDate' | 'quantity'> => {
  const { kind = 'product', lot = '', expiryDate = '', quantity = '' } = aboutIn(job)
  return { about: kind, lot, expiryDate, quantity }
}

export const labelHandlers: HandlersOf<'label'> = {
  'label.queue': async (call) => {
    const waiting = await call.read.one<{ n: number }>(
      `SELECT count(*) AS n FROM labelJob WHERE state IN ('queued', 'sending', 'failed', 'unknown')`,
    )
    const jobs = await call.read.all<QueueRow>(queueSql)
    const papers = await papersOf(
      call.read,
      jobs.map(({ template }) => template),
    )
    return { jobs: jobs.map((job) => shownJob(job, papers.get(job.template) ?? '')), waiting: waiting?.n ?? 0 }
  },

  'label.preview': async (call, input) => {
    const job = await findJob(call.read, input.jobId)
    const printer = await (await printerFinder(call.read))(job)
    const label = await call.runtime.services.labels.render(
      job.template,
      contentOf(job, await storeNameOf(call.read)),
      printer?.dpi ?? 203,
    )
    return {
      pngBase64: label.png.toString('base64'),
      widthMm: label.widthMm,
      heightMm: label.heightMm,
      printer: printer ? { name: printer.name, paper: await paperOf(call.read, printer.template) } : null,
      noPrinter: printer ? '' : (await hasPrinters(call.read)) ? 'paperNotLoaded' : 'notSet',
      warnings: label.warnings,
    }
  },

  'label.add': async (call, input) => {
    const answer = await addLabels(call, input)
    const copies = answer.added.reduce((sum, line) => sum + line.copies, 0)
    call.remember('', { name: input.name, after: { lines: answer.added.length, copies, faults: answer.faults.length } })
    tellChanged(call)
    return answer
  },

  'label.fill': async (call, input) => {
    const answer = await fillLabels(call, input)
    await rememberFill(call, input, answer.added)
    tellChanged(call)
    return answer
  },

  'label.fillChoices': (call, { filter }) => fillChoices(call.read, today(call.runtime), filter),

  'label.change': async (call, input) => {
    const jobs = await refuseUnlessWaiting(call, input.jobIds)
    if (input.template !== undefined) await refuseMisfit(call, input.template, jobs)
    const { copies, template, printerId, jobIds } = input
    await call.tx.run(
      `UPDATE labelJob SET copies = coalesce(?, copies), template = coalesce(?, template),
         printerId = coalesce(?, printerId), byHand = CASE WHEN ? IS NULL THEN byHand ELSE 1 END
       WHERE jobId IN (SELECT value FROM json_each(?))`,
      [copies ?? null, template ?? null, printerId ?? null, copies ?? null, JSON.stringify(jobIds)],
    )
    call.remember('', { after: { lines: jobIds.length, copies: copies ?? '', template: template ?? '' } })
    tellChanged(call)
    return { changed: jobIds.length }
  },

  'label.remove': async (call, input) => {
    await refuseUnlessWaiting(call, input.jobIds)
    const ids = JSON.stringify(input.jobIds)
    // what went out once is still in the list as that; a draft receipt must not bring back what somebody took out, and HQ
    // must hear that a label it was told of does not hang
    await call.tx.run(
      `UPDATE labelJob SET byHand = 1, problem = '', state = CASE WHEN printed > 0 THEN 'handedOver' ELSE 'removed' END
       WHERE jobId IN (SELECT value FROM json_each(?)) AND (printed > 0 OR documentId <> '' OR isReprint = 1)`,
      [ids],
    )
    await priceThatHangs(call.tx, input.jobIds)
    await call.tx.run(
      `DELETE FROM labelJob WHERE state IN ('queued', 'failed') AND jobId IN (SELECT value FROM json_each(?))`,
      [ids],
    )
    call.remember('', { after: { lines: input.jobIds.length } })
    tellChanged(call)
    return { removed: input.jobIds.length }
  },

  'label.settle': async (call, input) => {
    const answer = await settleBatch(call.tx, call.runtime, input.batchId, input.firstMissing)
    call.remember('', { after: { printed: answer.printed, waiting: answer.waiting } })
    tellChanged(call)
    return answer
  },

  'label.print': async (call, input) => print(call, input.jobIds),

  'label.reprint': async (call, input) => {
    await refuseWithoutPrinter(call)
    await findJobs(call.read, input.jobIds)
    await call.runtime.database.write(async (tx) => {
      const again = await tx.all<{ jobId: string; copies: number }>(
        `UPDATE labelJob SET state = 'queued', problem = '', isReprint = 1, waitsForWord = 1
         WHERE state IN ('handedOver', 'confirmed', 'unknown') AND jobId IN (SELECT value FROM json_each(?)) RETURNING jobId, copies`,
        [JSON.stringify(input.jobIds)],
      )
      await renewLotLabels(tx)
      await priceOfNow(tx, { jobIds: again.map(({ jobId }) => jobId) })
      const copies = again.reduce((sum, one) => sum + one.copies, 0)
      await logErrand(tx, call, { operation: 'label.reprint', detail: { after: { lines: again.length, copies } } })
    })
    return print(call, input.jobIds)
  },

  'label.printSheet': printLabelSheet,

  'label.test': async (call) => {
    await refuseWithoutPrinter(call)
    const [printer] = (await readDeviceSettings(call.read)).printers
    const template = await loadedTemplate(call.read)
    await refuseUnfit(call.read, template)
    const job = { ...(await testJob(call, template)), printerId: printer?.id ?? '' }
    const address = printer ? connectionText(printer.connection) : ''
    // before the paper comes out: a label nobody finds in the log would be one nobody printed
    await call.runtime.database.write((tx) =>
      logErrand(tx, call, { operation: 'label.test', detail: { printer: address } }),
    )
    const printed = await call.runtime.services.labels.printOnce(job)
    if (!printed.ok) throw new Refusal(printed.code, { mayHavePrinted: printed.mayHavePrinted })
    return {}
  },
}

const print = async (call: ErrandCall, jobIds: readonly string[]): Promise<OutputOf<'label.print'>> => {
  await refuseWithoutPrinter(call)
  await findJobs(call.read, jobIds)
  const teller: Teller = {
    userId: call.actor?.userId ?? '',
    tell: (tx, job, left) =>
      logErrand(tx, call, {
        operation: 'label.print',
        detail: { ...labelsTold(job, left), reprint: job.isReprint === 1 },
      }),
  }
  return call.runtime.services.labels.printNow(jobIds, teller)
}

/** What was asked for, as a person would name it: a paper by its number, a lot with its product. */
const rememberFill = async (
  call: CommandCall,
  { filter, copies }: InputOf<'label.fill'>,
  lines: number,
): Promise<void> => {
  const documentId = filter.kind === 'receiptLots' ? filter.documentId : ''
  call.remember(documentId, { fill: filter.kind, ...(await namedIn(call.tx, filter)), after: { lines, copies } })
}

const namedIn = async (read: Reader, filter: InputOf<'label.fill'>['filter']): Promise<object> => {
  if (filter.kind === 'shelf') return { shelf: `${filter.from} – ${filter.to}` }
  if (filter.kind === 'category')
    return { ...(await read.one<{ name: string }>('SELECT name FROM category WHERE code = ?', [filter.code])) }
  if (filter.kind === 'zones')
    return { ...(await read.one('SELECT number FROM stocktake WHERE stocktakeId = ?', [filter.stocktakeId])) }
  if ((filter.kind !== 'lot' && filter.kind !== 'lots') || !filter.sku) return {}
  const product = await read.one<{ name: string }>('SELECT name FROM product WHERE sku = ?', [filter.sku])
  return { sku: filter.sku, ...(filter.kind === 'lot' ? { lot: filter.lot } : {}), ...product }
}

const tellChanged = (call: CommandCall): void =>
  call.tx.afterCommit(() => call.runtime.emit({ type: 'labels.changed' }))

const findJob = async (read: Reader, jobId: string): Promise<LabelJobRow> =>
  (await findJobs(read, [jobId]))[0] as LabelJobRow

/** All of them, or the first that is not there is named. */
const findJobs = async (read: Reader, jobIds: readonly string[]): Promise<LabelJobRow[]> => {
  const jobs = await read.all<LabelJobRow>(
    `SELECT j.* FROM json_each(?) w JOIN labelJob j ON j.jobId = w.value WHERE j.state <> 'removed' ORDER BY w.key`,
    [JSON.stringify(jobIds)],
  )
  const known = new Set(jobs.map(({ jobId }) => jobId))
  const missing = jobIds.find((jobId) => !known.has(jobId))
  if (missing !== undefined) throw new Refusal('LABEL_JOB_NOT_FOUND', { jobId: missing })
  return jobs
}

const refuseUnlessWaiting = async (call: CommandCall, jobIds: readonly string[]): Promise<LabelJobRow[]> => {
  const jobs = await findJobs(call.tx, jobIds)
  const gone = jobs.find(({ state }) => state !== 'queued' && state !== 'failed')
  if (gone) throw new Refusal('LABEL_JOB_STATE', { state: gone.state })
  return jobs
}

/** A product's code on a zone's tag, or a lot's label without a lot: all of them, or none. */
const refuseMisfit = async (call: CommandCall, template: string, jobs: readonly LabelJobRow[]): Promise<void> => {
  const kind = (await templateFor(call.tx, template))?.kind
  if (kind === undefined) return
  if (jobs.some((job) => job.template !== template && !speaksOf(kind, kindOf(job))))
    throw new Refusal('LABEL_TEMPLATE_MISFIT', { template })
}

const refuseUnfit = async (read: Reader, templateId: string): Promise<void> => {
  const template = await templateFor(read, templateId)
  const [fault] = template ? templateFaults(template) : []
  if (fault) throw new Refusal('LABEL_TEMPLATE_UNFIT', { ...fault.params, why: fault.code, block: fault.block })
}

const hasPrinters = async (read: Reader): Promise<boolean> => (await readDeviceSettings(read)).printers.length > 0

const refuseWithoutPrinter = async (call: ErrandCall): Promise<void> => {
  if (!(await hasPrinters(call.read))) throw new Refusal('PRINTER_NOT_SET')
}
