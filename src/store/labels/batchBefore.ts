/**
 * A printer works on long after a batch was handed to it. Where it then says that it stopped, or cannot be reached any more and
 * may have lost its memory with its power, what it had in hand may be out or not: those batches are asked about like one that
 * failed itself, and never sent again by themselves.
 */
import type { LabelPrinter, PrinterFault } from '../../contract/schemas/printer'
import type { LabelJobRow } from '../../database/entities'
import type { StoreRuntime } from '../runtime'
import type { JobLeft, Teller } from './printBatch'

const stops: readonly PrinterFault[] = [
  ...(['PRINTER_PAPER_OUT', 'PRINTER_RIBBON_OUT', 'PRINTER_HEAD_OPEN', 'PRINTER_FAULT'] as const),
  ...(['PRINTER_RESET', 'PRINTER_TIMEOUT', 'PRINTER_OFFLINE'] as const),
]
export const hasStopped = (code: PrinterFault): boolean => stops.includes(code)

/** A batch takes a minute or so; what was handed over this morning is on its shelf. */
const inHandMs = 10 * 60_000
const lookedAtMax = 2000
const doubtedAtOnceMax = 10

/** What came out after another batch was confirmed, by the printer or by somebody, came out before it. */
const inHandSql = `
  WITH late AS (SELECT *, rowid AS place FROM labelPrint ORDER BY rowid DESC LIMIT ${lookedAtMax})
  SELECT j.*, late.printId FROM late JOIN labelJob j ON j.jobId = late.jobId AND j.batchId = late.batchId
  WHERE late.printerId = ? AND late.state = 'handedOver' AND j.state = 'handedOver' AND late.at >= ?
    AND late.place > coalesce((SELECT max(place) FROM late WHERE printerId = ? AND state = 'confirmed'), 0)
  ORDER BY late.place`

type InHand = LabelJobRow & { printId: string }

export const doubtWhatIsInHand = async (
  runtime: StoreRuntime,
  { id }: LabelPrinter,
  code: PrinterFault,
  teller: Teller,
): Promise<void> => {
  const since = new Date(runtime.clock.nowMs() - inHandMs).toISOString()
  const inHand = await runtime.database.read.all<InHand>(inHandSql, [id, since, id])
  const left: JobLeft = { state: 'unknown', problem: code }
  for (let at = 0; at < inHand.length; at += doubtedAtOnceMax)
    await doubtSome(runtime, inHand.slice(at, at + doubtedAtOnceMax), left, teller)
  if (inHand.length > 0) runtime.emit({ type: 'labels.changed' })
}

/** What somebody asked for anew meanwhile is left alone. It counts as printed once somebody saw it. */
const doubtSome = (runtime: StoreRuntime, some: readonly InHand[], left: JobLeft, teller: Teller): Promise<void> =>
  runtime.database.write(async (tx) => {
    const doubted = await tx.all<{ jobId: string }>(
      `UPDATE labelJob SET state = 'unknown', problem = ?, printed = printed - 1
       WHERE state = 'handedOver' AND jobId IN (SELECT value FROM json_each(?)) RETURNING jobId`,
      [left.problem, JSON.stringify(some.map(({ jobId }) => jobId))],
    )
    const ids = new Set(doubted.map(({ jobId }) => jobId))
    const still = some.filter(({ jobId }) => ids.has(jobId))
    await tx.run(`UPDATE labelPrint SET state = 'unknown' WHERE printId IN (SELECT value FROM json_each(?))`, [
      JSON.stringify(still.map(({ printId }) => printId)),
    ])
    for (const job of still) await teller.tell(tx, job, left)
  })
