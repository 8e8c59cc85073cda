/** Two papers of one number, because an older file gave it again: HQ's keeps it, the other one takes the next that is free. */
import { documentNumber } from '../../core/documents/states'
import { storeDayOf } from '../../core/quantity/storeDay'
import type { Tx } from '../../database/unitOfWork'
import type { OwnEvent } from '../../ledger/rebase'
import { touchDocument } from '../../ledger/touched'
import type { Enrolment } from '../meta'
import type { Clock } from '../runtime'

export interface Renumbered {
  before: string
  after: string
}

interface Two {
  own: readonly OwnEvent[]
  theirs: readonly OwnEvent[]
  enrolment: Pick<Enrolment, 'storeCode' | 'letter'>
  clock: Clock
}

export const renumber = async (
  tx: Tx,
  { own, theirs, enrolment, clock }: Two,
): Promise<{ events: OwnEvent[]; renumbered: Renumbered[] }> => {
  let events = [...own]
  const renumbered: Renumbered[] = []
  for (const [number, documentId] of numbersIn(theirs)) {
    const other = await tx.one<{ documentId: string }>(
      'SELECT documentId FROM document WHERE number = ? AND documentId <> ?',
      [number, documentId],
    )
    if (!other) continue
    const after = await nextFree(tx, number, enrolment, clock)
    await tx.run('UPDATE document SET version = version + 1, number = ? WHERE documentId = ?', [
      after,
      other.documentId,
    ])
    touchDocument(tx, other.documentId)
    // in its own events and in those of papers that name it; every paper is named by its id as well
    events = events.map((event) =>
      event.payload.includes(other.documentId)
        ? { ...event, payload: event.payload.replaceAll(JSON.stringify(number), JSON.stringify(after)) }
        : event,
    )
    renumbered.push({ before: number, after })
  }
  return { events, renumbered }
}

const numbersIn = (events: readonly OwnEvent[]): Map<string, string> => {
  const found = new Map<string, string>()
  for (const { payload } of events) {
    const { document } = JSON.parse(payload) as { document?: { documentId: string; number: string } }
    if (document) found.set(document.number, document.documentId)
  }
  return found
}

const nextFree = async (
  tx: Tx,
  number: string,
  { storeCode, letter }: Two['enrolment'],
  clock: Clock,
): Promise<string> => {
  const prefix = number.split('-')[0] ?? ''
  const day = storeDayOf(clock.nowMs())
  const row = await tx.one<{ next: number }>(
    `INSERT INTO numberCounter (key, next) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET next = next + 1 RETURNING next`,
    [`${prefix}-${storeCode}-${day}-${letter}`],
  )
  return documentNumber({ prefix, storeCode, storeDay: day, deviceLetter: letter, serial: row?.next ?? 0 })
}
