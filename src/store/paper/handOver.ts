/**
 * A paper on its way out: first all of it is made, then it is noted that it was asked for, then the viewer or the queue gets it,
 * and only then it counts as printed. Where this PC dies in between nobody knows whether it came out: at the next start it
 * counts, so that a second print is marked once too often rather than never.
 */
import type { StoreOperationName } from '../../contract/operations'
import type { PaperSize } from '../../core/paper/form'
import type { Tx } from '../../database/unitOfWork'
import { type KeptSheets, keepSheets } from '../../documents/stocktake/sheets'
import { Refusal } from '../../gateway/gateway'
import type { ErrandCall } from '../calls'
import { logErrand } from '../errandLog'
import { readMeta, readPaperSettings, removeMeta, writeMeta } from '../meta'
import type { StoreRuntime } from '../runtime'
import { type KeptPrint, keepPrint } from './paperPrints'
import { printOn } from './printOn'

export interface PaperJob {
  name: string
  /** in how many files, each made when it is asked for: it takes much of the shell's memory while it is laid out */
  paper: { files: number; html(file: number): string | Promise<string> }
  /** '' the system's viewer */
  queue: string
  size: PaperSize
}

/** What is written down once it came out. Plain data, for it outlives the process. */
export interface PaperRecord {
  operation: StoreOperationName
  documentId?: string
  detail: object
  print?: KeptPrint
  sheets?: KeptSheets
}

export interface HandedOver {
  /** the first; the others lie beside it */
  file: string
  opened: boolean
  queue: string
  /** why the queue does not print just now; '' when it does */
  waits: string
}

type Made = readonly [first: string, ...more: string[]]

export const handOver = async (call: ErrandCall, job: PaperJob, record: PaperRecord): Promise<HandedOver> => {
  const files = await made(call, job)
  const asked = askedBy(call, record)
  const key = `${askedPrefix}${call.runtime.ids.uuid()}`
  const { write } = call.runtime.database
  await write((tx) => writeMeta(tx, key, asked))
  const settled = (cameOut?: CameOut) =>
    write((tx) => settle(tx, call.runtime, key, { ...asked, ...(cameOut && { cameOut }) }))
  const given = await give(call, files, job)
  if (given.ok) {
    await settled(inHands({ queue: job.queue, opened: given.opened }) ? undefined : 'notShown')
    return { file: files[0], queue: job.queue, opened: given.opened, waits: given.waits }
  }
  // what was refused whole never came out; of what was not, nobody knows
  if (given.error instanceof Refusal && given.filesOut === 0) await write((tx) => removeMeta(tx, key))
  else await settled('unsure')
  throw given.error
}

/** A queue took it, or the viewer shows it; else there is a file, and nobody has seen it. */
export const inHands = ({ queue, opened }: Pick<HandedOver, 'queue' | 'opened'>): boolean => queue !== '' || opened

/** The queue this PC's papers go to; '' is its viewer. */
export const queueFor = async ({ read }: ErrandCall, to: 'viewer' | 'printer' = 'viewer'): Promise<string> => {
  if (to === 'viewer') return ''
  const { queue } = await readPaperSettings(read)
  if (queue === '') throw new Refusal('PAPER_QUEUE_NOT_SET')
  return queue
}

// ---- Made, and given ----

/** All of it is laid out before the first page goes out: half a paper is worse than none. */
export const made = async (call: ErrandCall, { name, paper }: Pick<PaperJob, 'name' | 'paper'>): Promise<Made> => {
  const one = async (file: number): Promise<string> => {
    const ownName = paper.files === 1 ? name : `${name}-${file + 1}`
    return (await printOn(call, ownName, await paper.html(file), { shown: false })).file
  }
  const files: [string, ...string[]] = [await one(0)]
  for (let file = 1; file < paper.files; file += 1) files.push(await one(file))
  return files
}

type Given = { ok: true; opened: boolean; waits: string } | { ok: false; error: unknown; filesOut: number }

/** The viewer gets the first, the queue all of them. */
const give = async ({ runtime }: ErrandCall, files: Made, { queue, size }: PaperJob): Promise<Given> => {
  let filesOut = 0
  let waits = ''
  try {
    if (queue === '') return { ok: true, waits, opened: (await runtime.host.showPaper({ file: files[0] })).opened }
    for (const file of files) {
      const answer = await runtime.host.spoolPaper({ file, queue, size })
      if (!answer.ok) throw new Refusal(answer.code, { queue, message: answer.message })
      waits = answer.waits || waits
      filesOut += 1
    }
    return { ok: true, waits, opened: false }
  } catch (error) {
    return { ok: false, error, filesOut }
  }
}

// ---- Written down ----

const askedPrefix = 'paperAsked:'

interface Asked extends PaperRecord {
  clientId: string
  requestId: string
  actor: { userId: string; roles: readonly string[] } | null
  cameOut?: CameOut
}

/** What the log says of it where nobody can be sure: cut off on its way, or no program of this PC opens it. */
type CameOut = 'unsure' | 'notShown'

const askedBy = ({ clientId, requestId, actor }: ErrandCall, record: PaperRecord): Asked => ({
  ...record,
  ...{ clientId, requestId, actor: actor && { userId: actor.userId, roles: actor.roles } },
})

const settle = async (
  tx: Tx,
  runtime: Pick<ErrandCall['runtime'], 'clock'>,
  key: string,
  { operation, documentId = '', detail, print, sheets, cameOut, ...call }: Asked,
): Promise<void> => {
  if (print) await keepPrint(tx, print)
  if (sheets) await keepSheets(tx, sheets)
  const told = cameOut ? { ...detail, cameOut } : detail
  await logErrand(tx, { runtime, ...call }, { operation, documentId, detail: told })
  await removeMeta(tx, key)
}

/** At the start: what was being handed over when this PC died counts, and the log says that nobody knows. */
export const recoverPapers = ({ database, clock }: StoreRuntime): Promise<void> =>
  database.write(async (tx) => {
    const left = await tx.all<{ key: string }>(`SELECT key FROM meta WHERE key LIKE '${askedPrefix}%' ORDER BY key`)
    for (const { key } of left) {
      const asked = await readMeta<Asked>(tx, key)
      if (asked) await settle(tx, { clock }, key, { ...asked, cameOut: 'unsure' })
    }
  })
