/**
 * A PC whose file is another than HQ was told of goes on in ONE new log: what HQ holds and the file lacks is taken from HQ, what
 * the file holds and HQ does not is booked again under the new log, and what can be neither is told to people. No place of a log
 * and no number of a paper is given twice. All of it is one transaction; HQ is asked before it.
 */
import { eventPayload } from '../../contract/schemas/sync'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { append, startLog } from '../../ledger/append'
import { foldBalances, type OwnEvent, takeOutEnd, withoutGuards } from '../../ledger/rebase'
import { touchDocument } from '../../ledger/touched'
import { appendTrail, beginTrailAnew } from '../../ledger/trail'
import { type Enrolment, readEnrolment, readMeta, writeMeta } from '../meta'
import { isoNow, type RunningStore } from '../runtime'
import { type Compared, compareLog } from './compare'
import { type Mark, readMark, settleMark } from './mark'
import { type Renumbered, renumber } from './renumber'
import { retellEvent } from './retell'
import { leapSerials } from './serials'

/** What people are to know of it: beside what stands in the log of who did what. */
export interface Repair {
  at: string
  /** papers and other acts HQ told this PC of */
  taken: number
  /** acts of this file told to HQ under the new log */
  retold: number
  /** acts that were in HQ's history as well, in other words: HQ's stand, these are looked through by people */
  setAside: { number: string; step: string }[]
  renumbered: Renumbered[]
  /** acts this PC had been about to send that neither it nor HQ holds: to be entered again from paper */
  lost: number
  /** counted against books that are others now */
  stocktakes: string[]
}

export const repairKey = 'historyRepaired'

export const readRepair = ({ database }: Pick<RunningStore, 'database'>): Promise<Repair | null> =>
  readMeta<Repair>(database.read, repairKey)

export const noRepair = (at: string): Repair => ({
  ...{ at, taken: 0, retold: 0, setAside: [], renumbered: [], lost: 0, stocktakes: [] },
})

/** after what HQ holds, papers that were begun and never told may have had numbers, too */
const leapHeard = 100

type Outcome = { ok: true } | { ok: false; code: string }

/** At once where nothing is wrong. Before it answered well nothing of this PC is told to HQ. */
export const repairHistory = async (runtime: RunningStore): Promise<Outcome> => {
  const mark = await readMark(runtime)
  const enrolment = mark && (await readEnrolment(runtime.database.read))
  if (!mark || !enrolment) return { ok: true }
  const ledger = await compareLog(runtime, enrolment.logId)
  if (!ledger.ok) return ledger
  const trailLogId = await readMeta<string>(runtime.database.read, 'trailLogId')
  const trail = trailLogId === null ? null : await compareLog(runtime, trailLogId)
  if (trail && !trail.ok) return trail
  const others = await unknownLogs(runtime, ledger.logs)
  if (!others.ok) return others
  const found = { mark, enrolment, ledger, trail, trailLogId: trailLogId ?? '', others: others.logs }
  const repair = await runtime.database.write((tx) => repairIn(tx, runtime, found))
  runtime.log({ event: 'history repaired', ...repair })
  // what is told from here on is fenced before it leaves
  await runtime.fence.raise()
  for (const type of ['documents.changed', 'stock.changed', 'sync.changed'] as const) runtime.emit({ type })
  return { ok: true }
}

/** Another copy of this PC went on in a log this file never heard of: what it did is this PC's history, too. */
const unknownLogs = async (
  runtime: RunningStore,
  logs: Compared['logs'],
): Promise<{ ok: true; logs: EarlierLog[] } | { ok: false; code: string }> => {
  const unknown: EarlierLog[] = []
  for (const { logId } of logs.filter(({ kind }) => kind === 'ledger')) {
    if (await runtime.database.read.one('SELECT 1 AS found FROM log WHERE logId = ?', [logId])) continue
    const compared = await compareLog(runtime, logId)
    if (!compared.ok) return compared
    unknown.push({ logId, events: compared.missing })
  }
  return { ok: true, logs: unknown }
}

export interface EarlierLog {
  logId: string
  events: OwnEvent[]
}

interface Found {
  others: EarlierLog[]
  mark: Mark
  enrolment: Enrolment
  ledger: Compared
  trail: Compared | null
  trailLogId: string
}

const repairIn = async (tx: Tx, runtime: RunningStore, found: Found): Promise<Repair> => {
  const at = isoNow(runtime.clock)
  const { mark, enrolment, ledger } = found
  await settleMark(tx)
  const { sent } = mark
  const unheldTo = sent?.logId === enrolment.logId ? sent.seq : 0
  const isNew = ledger.missing.length + found.others.length + unheldTo > 0 && !runtime.planted?.has('logReused')
  const done = isNew ? await goOnAnew(tx, runtime, found) : { ...nothingDone, newLogId: enrolment.logId }
  if (found.trail && found.trail.missing.length > 0) await goOnInNewTrail(tx, at, found.trailLogId, found.trail)
  const { newLogId, asideEvents, ...told } = done
  const opened = [...found.others.map((other) => other.logId), enrolment.logId, newLogId]
  for (const logId of isNew ? opened : []) await note(tx, at, 'sync.logOpened', { logId, kind: 'ledger' })
  for (const { payload, ...about } of asideEvents) await note(tx, at, 'log.setAside', { ...about, told: payload })
  const lost = Math.max(0, unheldTo - Math.max(ledger.headSeq, ledger.last.seq))
  const repair: Repair = { at, lost, ...told, setAside: asideEvents.map(({ number, step }) => ({ number, step })) }
  const detail = { ...repair, at: undefined, before: { logId: enrolment.logId }, after: { logId: newLogId } }
  await note(tx, at, 'log.repaired', detail)
  if (isNew) await writeMeta(tx, repairKey, repair)
  return repair
}

const note = (tx: Tx, at: string, operation: string, detail: object): Promise<void> =>
  appendTrail(tx, { at, userId: '', operation, outcome: 'done', detail })

export interface Aside {
  number: string
  step: string
  payload: string
}

const nothingDone = {
  ...{ taken: 0, retold: 0, renumbered: [] as Renumbered[], stocktakes: [] as string[] },
  asideEvents: [] as Aside[],
}

type Done = typeof nothingDone & { newLogId: string }

const goOnAnew = async (tx: Tx, runtime: RunningStore, { enrolment, ledger, others }: Found): Promise<Done> => {
  const { logId, deviceId } = enrolment
  const theirs = [...ledger.missing, ...others.flatMap(({ events }) => events)]
  const newLogId = runtime.ids.uuid()
  const done = await withoutGuards(tx, async () => {
    await forgetPapersAfter(tx, logId, ledger.last.seq)
    const own = await takeOutEnd(tx, logId, ledger.last)
    await foldBalances(tx)
    // HQ's numbers are known only once its papers are here: those of this file give way before
    await leapSerials(tx, runtime.clock, leapHeard)
    const { events, renumbered } = await renumber(tx, { own, theirs, enrolment, clock: runtime.clock })
    const unread: Aside[] = []
    for (const { payload } of ledger.missing) unread.push(...(await takeTold(tx, logId, payload)))
    await tx.run('UPDATE log SET ackedSeq = headSeq WHERE logId = ?', [logId])
    for (const other of others) unread.push(...(await takeLog(tx, deviceId, other)))
    await startLog(tx, newLogId, deviceId)
    await writeMeta(tx, 'enrolment', { ...enrolment, logId: newLogId })
    const kept = runtime.planted?.has('tailDropped') ? [] : events
    const told = await tellAgain(tx, { logId, newLogId, events: kept, theirs })
    return { renumbered, ...told, asideEvents: [...unread, ...told.asideEvents] }
  })
  await leapSerials(tx, runtime.clock, leapHeard)
  const open = await tx.all<{ number: string }>(
    `SELECT number FROM stocktake WHERE logId IN (?, ?) AND state IN ('counting', 'review') ORDER BY number`,
    [logId, newLogId],
  )
  return { ...done, newLogId, taken: theirs.length, stocktakes: open.map(({ number }) => number) }
}

/** What the end that is taken out made of papers: each stands as before it, until it is told of again. */
const forgetPapersAfter = async (tx: Tx, logId: string, seq: number): Promise<void> => {
  const papers = await tx.all<{ documentId: string }>(
    'SELECT DISTINCT documentId FROM documentStep WHERE logId = ? AND seq > ?',
    [logId, seq],
  )
  await tx.run('DELETE FROM documentStep WHERE logId = ? AND seq > ?', [logId, seq])
  for (const { documentId } of papers) {
    const before = await tx.one<Pick<DocumentRow, 'logId' | 'seq'>>(
      'SELECT logId, seq FROM documentStep WHERE documentId = ? AND logId IS NOT NULL ORDER BY stepNo DESC LIMIT 1',
      [documentId],
    )
    await tx.run(
      `UPDATE document SET version = version + 1, state = 'draft', pendingLevel = NULL, postedById = NULL, postedAt = NULL,
         occurredAt = NULL, logId = ?, seq = ? WHERE documentId = ?`,
      [before?.logId ?? null, before?.seq ?? null, documentId],
    )
    touchDocument(tx, documentId)
  }
}

/** What HQ holds stands at its place; what this program can make nothing of is shown to people. */
export const takeTold = async (tx: Tx, logId: string, payload: string): Promise<Aside[]> => {
  if (await within(tx, () => retellEvent(tx, logId, payload))) return []
  await append(tx, {
    logId,
    payload,
    documentId: '',
    movements: [],
    occurredAt: '',
    ...recordedOf(payload),
    userId: '',
  })
  const { number, step } = aboutOf(payload)
  return [{ number, step, payload }]
}

/** A whole log this file does not have. */
export const takeLog = async (tx: Tx, deviceId: string, { logId, events }: EarlierLog): Promise<Aside[]> => {
  const unread: Aside[] = []
  await startLog(tx, logId, deviceId)
  for (const { payload } of events) unread.push(...(await takeTold(tx, logId, payload)))
  await tx.run('UPDATE log SET ackedSeq = headSeq WHERE logId = ?', [logId])
  return unread
}

const recordedOf = (payload: string): { recordedAt: string } => ({
  recordedAt: String((JSON.parse(payload) as { occurredAt?: unknown }).occurredAt ?? ''),
})

/** A savepoint keeps what cannot be booked from taking the rest with it. */
const within = async (tx: Tx, work: () => Promise<unknown>): Promise<boolean> => {
  await tx.run('SAVEPOINT retold')
  try {
    await work()
    await tx.run('RELEASE retold')
    return true
  } catch (error) {
    await tx.run('ROLLBACK TO retold')
    await tx.run('RELEASE retold')
    if (/SQLITE_(?!CONSTRAINT)/.test(String(error))) throw error
    return false
  }
}

interface Again {
  logId: string
  newLogId: string
  events: readonly OwnEvent[]
  theirs: readonly OwnEvent[]
}

/** A paper HQ was told of in the end this file lacked is HQ's: what this file made of it since would count its goods twice. */
const tellAgain = async (
  tx: Tx,
  { logId, newLogId, events, theirs }: Again,
): Promise<{ retold: number; asideEvents: Aside[] }> => {
  const known = new Set(theirs.map(({ payload }) => aboutOf(payload).documentId).filter((id) => id !== ''))
  const asideEvents: Aside[] = []
  let retold = 0
  for (const { seq, payload } of events) {
    const { documentId, number, step } = aboutOf(payload)
    const place = { seq: 0 }
    const isTold =
      !known.has(documentId) &&
      (await within(tx, async () => {
        place.seq = (await retellEvent(tx, newLogId, payload)).seq
      }))
    if (isTold) retold += 1
    else asideEvents.push({ number, step, payload })
    if (isTold) await moveStocktake(tx, { logId, seq }, { logId: newLogId, seq: place.seq })
  }
  return { retold, asideEvents }
}

type Place = Pick<OwnEvent, 'seq'> & { logId: string }

const moveStocktake = (tx: Tx, from: Place, to: Place): Promise<void> =>
  tx.run('UPDATE stocktake SET logId = ?, seq = ? WHERE logId = ? AND seq = ?', [
    to.logId,
    to.seq,
    from.logId,
    from.seq,
  ])

const aboutOf = (payload: string): { documentId: string; number: string; step: string } => {
  const told = eventPayload.safeParse(JSON.parse(payload)).data
  if (told?.type === 'document.stepped')
    return { documentId: told.document.documentId, number: told.document.number, step: told.step }
  if (told?.type === 'stocktake.stepped') return { documentId: '', number: told.stocktake.number, step: told.step }
  if (told?.type === 'goodsReceipt.posted') return { documentId: told.documentId, number: told.number, step: 'posted' }
  return { documentId: '', number: '', step: told?.type ?? '' }
}

/** as many lines of the old trail as one line of the new one carries */
const carriedInLine = 50

/** HQ holds an end of the trail this file lacks: lines it never got are carried over into another, in their own bytes. */
const goOnInNewTrail = async (tx: Tx, at: string, trailLogId: string, { last }: Compared): Promise<void> => {
  const lines = await tx.all<{ seq: number; payload: string }>(
    'SELECT seq, payload FROM trail WHERE logId = ? AND seq > ? ORDER BY seq',
    [trailLogId, last.seq],
  )
  await tx.run('UPDATE log SET ackedSeq = headSeq WHERE logId = ?', [trailLogId])
  await beginTrailAnew(tx, at)
  for (let from = 0; from < lines.length; from += carriedInLine)
    await note(tx, at, 'trail.carried', {
      logId: trailLogId,
      told: lines.slice(from, from + carriedInLine).map(({ payload }) => payload),
    })
}
