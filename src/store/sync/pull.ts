/**
 * Fetches what HQ masters, stream by stream. Items and cursor are applied in one local transaction; an item this version
 * does not understand is parked and never blocks the rest.
 */

import type { Answer } from '../../contract/client'
import type { OutputOf } from '../../contract/operations'
import { type StreamItemType, streamItemSchemas } from '../../contract/schemas/streamItems'
import type { PullStream } from '../../contract/schemas/sync'
import { protocolVersion, pullStreams } from '../../contract/schemas/sync'
import { applyMasterItems, type StreamItem } from '../../database/masterData'
import type { Reader, Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { priceOfArrived } from '../labels/priceOfNow'
import { writeHubRestored } from '../meta'
import { isoNow, type RunningStore } from '../runtime'
import { forgiveNewSecrets } from '../signInLock'
import { trustedClock } from '../trustedClock'
import { carryOutWord, isHqWord } from './carryOut'
import { createHubClient, type HubClient } from './hubClient'
import type { SyncOutcome } from './push'

type Page = OutputOf<'sync.pull'>
type PulledItem = Page['items'][number]
type AskPage = (stream: PullStream, heard: Heard) => Promise<Answer<Page>>

/** how far a stream was heard, and of which start of the hub */
interface Heard {
  position: number
  epoch: string
}

const pageItems = 2000
const pagesMax = 10_000

/** Before the enrolment is kept, with its credentials; a failure is the enrolment's failure. */
export const pullAll = async (runtime: RunningStore, access: Parameters<HubClient['use']>[0]): Promise<void> => {
  const hub = createHubClient({ timeoutMs: 30_000, newRequestId: runtime.ids.uuid, patient: true })
  hub.use(access)
  for (const stream of pullStreams) {
    const outcome = await pullStream(runtime, stream, (name, { position: after, epoch: seenEpoch }) =>
      hub.call('sync.pull', { protocolVersion, stream: name, after, seenEpoch, limit: pageItems }),
    )
    if (!outcome.ok && !isUnknownStream(stream, outcome.code))
      throw new Refusal(
        outcome.code === 'HUB_OFFLINE' || outcome.code === 'HUB_TIMEOUT' ? outcome.code : 'HUB_REFUSED',
        { reason: outcome.code },
      )
  }
}

export const pullChanges = async (runtime: RunningStore): Promise<SyncOutcome> => {
  for (const stream of pullStreams) {
    const outcome = await pullStream(runtime, stream, (name, { position: after, epoch: seenEpoch }) =>
      runtime.hub.call('sync.pull', { protocolVersion, stream: name, after, seenEpoch, limit: pageItems }),
    )
    if (!outcome.ok && !isUnknownStream(stream, outcome.code)) return outcome
  }
  return { ok: true }
}

/** A hub of before has no templates to tell, and no stream for them. */
const isUnknownStream = (stream: PullStream, code: string): boolean => stream === 'labels' && code === 'INVALID_INPUT'

const pullStream = async (runtime: RunningStore, stream: PullStream, ask: AskPage): Promise<SyncOutcome> => {
  for (let page = 0; page < pagesMax; page += 1) {
    const heard = await heardOf(runtime.database.read, stream)
    const answer = await ask(stream, heard)
    if (!answer.ok) return { ok: false, code: answer.error.code }
    trustedClock(runtime).heard(answer.value.hubTime)
    const isTaken = !saysMore(answer.value, heard) || (await applyPage(runtime, stream, heard, answer.value))
    if (isTaken && !answer.value.more) return { ok: true }
  }
  return { ok: false, code: 'HUB_REFUSED' }
}

/** Of which start of the hub a position was heard stays as it is while nothing more comes: the hub knows its earlier starts. */
const saysMore = (page: Page, heard: Heard): boolean => page.afresh === true || page.position > heard.position

const heardOf = async (read: Reader, stream: PullStream): Promise<Heard> =>
  (await read.one<Heard>('SELECT position, epoch FROM pullCursor WHERE stream = ?', [stream])) ?? {
    position: 0,
    epoch: '',
  }

/** False where the stream was begun anew while HQ was asked: what it answered is not what comes next. */
const applyPage = async (runtime: RunningStore, stream: PullStream, heard: Heard, page: Page): Promise<boolean> => {
  const isBeginning = page.afresh === true || heard.position === 0
  const sorted = sortOut(page.items)
  // a lock is lifted by what HQ says now against what stands here: nobody else may have written that
  if (stream === 'users') await runtime.rows.lookedAtNow()
  const isApplied = await runtime.database.write(async (tx) => {
    const { position, epoch } = await heardOf(tx, stream)
    if (position !== heard.position || epoch !== heard.epoch) return false
    if (page.afresh === true) await beginAfresh(tx, runtime, stream)
    if (stream === 'users') await forgiveNewSecrets(tx, runtime, sorted.good)
    if (isBeginning && runtime.doubts.isOpen(stream) && sorted.good.length > 0) await runtime.doubts.forget(tx, stream)
    await applyMasterItems(
      tx,
      sorted.good.filter((item) => !isHqWord(item)),
    )
    for (const item of sorted.good.filter(isHqWord)) await carryOutOrPark(tx, runtime, item, sorted.parked, page)
    await priceOfArrived(tx, sorted.good, () => runtime.emit({ type: 'labels.changed' }))
    await forgetUnderstood(tx, stream, sorted)
    await tx.insertRows(
      'parkedItem',
      sorted.parked.map((item) => ({ stream, ...item })),
      'ON CONFLICT DO NOTHING',
    )
    await tx.run(
      `INSERT INTO pullCursor (stream, position, epoch) VALUES (?, ?, ?)
       ON CONFLICT (stream) DO UPDATE SET position = excluded.position, epoch = excluded.epoch`,
      [stream, page.position, page.epoch ?? heard.epoch],
    )
    if (!page.more) runtime.doubts.settle(tx, stream)
    return true
  })
  if (!isApplied) return false
  if (sorted.parked.length > 0) runtime.log({ event: 'items parked', stream, count: sorted.parked.length })
  if (page.items.length > 0) runtime.emit({ type: 'masterData.changed' })
  if (stream === 'documents' && page.items.length > 0) runtime.emit({ type: 'documents.changed' })
  return true
}

/** Parked by a program of before, and plain to this one. */
const forgetUnderstood = (tx: Tx, stream: PullStream, { good, parked }: ReturnType<typeof sortOut>): Promise<void> => {
  const still = new Set(parked.map(({ position }) => position))
  const positions = good.map(({ position }) => position).filter((position) => !still.has(position))
  return tx.run('DELETE FROM parkedItem WHERE stream = ? AND position IN (SELECT value FROM json_each(?))', [
    ...[stream, JSON.stringify(positions)],
  ])
}

/** HQ was put back to an older copy: its positions mean other items now, and people here are told that it happened. */
const beginAfresh = async (tx: Tx, runtime: RunningStore, stream: PullStream): Promise<void> => {
  await tx.run('DELETE FROM parkedItem WHERE stream = ?', [stream])
  await writeHubRestored(tx, isoNow(runtime.clock))
  tx.afterCommit(() => {
    runtime.log({ event: 'HQ was put back to an older copy', stream })
    runtime.emit({ type: 'sync.changed' })
  })
}

const carryOutOrPark = async (
  tx: Tx,
  runtime: RunningStore,
  item: StreamItem & { position: number },
  parked: PulledItem[],
  page: Page,
): Promise<void> => {
  await tx.run('SAVEPOINT word')
  try {
    await carryOutWord(tx, runtime, { type: item.type as 'decision', body: item.body })
    await tx.run('RELEASE word')
  } catch (error) {
    await tx.run('ROLLBACK TO word')
    await tx.run('RELEASE word')
    runtime.log({ event: 'HQ item not carried out', type: item.type, error: String(error).slice(0, 300) })
    parked.push(...page.items.filter(({ position }) => position === item.position))
  }
}

const sortOut = (
  items: readonly PulledItem[],
): { good: (StreamItem & { position: number })[]; parked: PulledItem[] } => {
  const good: (StreamItem & { position: number })[] = []
  const parked: PulledItem[] = []
  for (const item of items) {
    const body = understood(item)
    if (body === undefined) parked.push(item)
    else good.push({ position: item.position, type: item.type, key: item.key, body: body as never })
  }
  return { good, parked }
}

const understood = (item: PulledItem): unknown => {
  if (!Object.hasOwn(streamItemSchemas, item.type)) return undefined
  try {
    const parsed = streamItemSchemas[item.type as StreamItemType].safeParse(JSON.parse(item.body))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
