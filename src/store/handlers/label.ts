/** 标签: the queue, the preview that is the print, printing and the test label. */
import type { LabelJob } from '../../contract/operations/label'
import { connectionText } from '../../contract/schemas/printer'
import type { LabelJobRow } from '../../database/entities'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import type { ErrandCall, HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { contentOf } from '../labels/labelContent'
import { labelsTold } from '../labels/printQueue'
import { testJob } from '../labels/queueLabels'
import { printerFor, readDeviceSettings, storeNameOf } from '../meta'

const shownJobsMax = 500

const queueSql = `
  SELECT jobId, sku, name, spec, unit, barcode, priceFen, copies, template, origin, state, problem, printed, createdAt
  FROM labelJob ORDER BY state = 'handedOver', CASE WHEN state = 'handedOver' THEN '' ELSE createdAt END, createdAt DESC, sku
  LIMIT ${shownJobsMax}`

export const labelHandlers: HandlersOf<'label'> = {
  'label.queue': async (call) => {
    const waiting = await call.read.one<{ n: number }>(`SELECT count(*) AS n FROM labelJob WHERE state <> 'handedOver'`)
    return { jobs: await call.read.all<LabelJob>(queueSql), waiting: waiting?.n ?? 0 }
  },

  'label.preview': async (call, input) => {
    const job = await findJob(call.read, input.jobId)
    const printer = printerFor(await readDeviceSettings(call.read), job.template)
    const label = await call.runtime.services.labels.render(
      job.template,
      contentOf(job, await storeNameOf(call.read)),
      printer?.dpi ?? 203,
    )
    return {
      pngBase64: label.png.toString('base64'),
      widthMm: label.widthMm,
      heightMm: label.heightMm,
      warnings: label.warnings,
    }
  },

  'label.print': async (call, input) => {
    await refuseWithoutPrinter(call)
    for (const jobId of input.jobIds) await findJob(call.read, jobId)
    const reprint = input.reprint ?? false
    return call.runtime.services.labels.printNow(input.jobIds, reprint, (tx, job, left) =>
      logErrand(tx, call, { operation: 'label.print', detail: { ...labelsTold(job, left), reprint } }),
    )
  },

  'label.test': async (call) => {
    await refuseWithoutPrinter(call)
    const [printer] = (await readDeviceSettings(call.read)).printers
    const job = testJob(call, printer?.template ?? 'priceTag40x30')
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

const findJob = async (read: Reader, jobId: string): Promise<LabelJobRow> => {
  const job = await read.one<LabelJobRow>('SELECT * FROM labelJob WHERE jobId = ?', [jobId])
  if (!job) throw new Refusal('LABEL_JOB_NOT_FOUND', { jobId })
  return job
}

const refuseWithoutPrinter = async (call: ErrandCall): Promise<void> => {
  const { printers } = await readDeviceSettings(call.read)
  if (printers.length === 0) throw new Refusal('PRINTER_NOT_SET')
}
