/**
 * Who somebody is and what they may is HQ's word, kept here. A row of it that was changed past the program is nobody's word:
 * whoever stands on it has no seat until HQ has told that stream anew from its beginning, which takes a line. The doubt
 * itself is kept in memory alone: as long as the row stands as it was forged, each start finds it again before anybody may try.
 */
import type { PullStream } from '../contract/schemas/sync'
import type { Tx } from '../database/unitOfWork'
import type { OddRow } from '../ledger/oddRows'

/** Streams that tell who there is and what they may, for how many days and after how many tries; and the tables each fills. */
const tablesOf = { users: ['userRole', 'user'], policy: ['policy'] } as const satisfies Partial<
  Record<PullStream, readonly string[]>
>
type DoubtedStream = keyof typeof tablesOf
const streams = Object.keys(tablesOf) as DoubtedStream[]

/** How far HQ was heard: moved on by a tool, a role that was cut would never come. */
const cursors = 'pullCursor'

export const doubtedTables: readonly string[] = [...Object.values(tablesOf).flat(), cursors]

export interface Doubts {
  /** In the transaction that tells what was found: HQ is asked for all of it again. */
  raise(tx: Tx, found: readonly OddRow[]): Promise<void>
  /** Nobody here can say who this is, or what they may. */
  isAbout(userId: string): boolean
  isOpen(stream: PullStream): boolean
  /** Before a stream in doubt is written anew: what HQ does not tell is not to be left. */
  forget(tx: Tx, stream: PullStream): Promise<void>
  /** In the transaction that wrote the end of a stream told from its beginning. */
  settle(tx: Tx, stream: PullStream): void
  /** called whenever somebody's seat may be another's, or theirs again */
  heed(changed: () => void): void
}

/** `people`: of the users alone, as long as it is known whose rows they are */
type Doubt = { all: true } | { all: false; people: ReadonlySet<string> }

export const createDoubts = (): Doubts => {
  const open = new Map<DoubtedStream, Doubt>()
  let changed = (): void => undefined
  return {
    raise: async (tx, found) => {
      const raised = streams.map((stream) => [stream, doubtIn(stream, found)] as const).filter(([, doubt]) => doubt)
      for (const [stream] of raised) await tx.run('DELETE FROM pullCursor WHERE stream = ?', [stream])
      tx.afterCommit(() => {
        for (const [stream, doubt] of raised) if (doubt) open.set(stream, both(open.get(stream), doubt))
        if (raised.length > 0) changed()
      })
    },
    isAbout: (userId) => [...open.values()].some((doubt) => doubt.all || doubt.people.has(userId)),
    isOpen: (stream) => isDoubted(stream) && open.has(stream),
    forget: async (tx, stream) => {
      if (isDoubted(stream)) for (const table of tablesOf[stream]) await tx.run(`DELETE FROM ${table}`)
    },
    settle: (tx, stream) => {
      if (!isDoubted(stream) || !open.has(stream)) return
      tx.afterCommit(() => {
        open.delete(stream)
        changed()
      })
    },
    heed: (heard) => {
      changed = heard
    },
  }
}

/** Does anybody's word hang on this row? How far a stream of goods or papers was heard is not asked here. */
export const raisesDoubt = (row: OddRow): boolean => streams.some((stream) => doubtIn(stream, [row]) !== undefined)

const isDoubted = (stream: PullStream): stream is DoubtedStream => Object.hasOwn(tablesOf, stream)

const doubtIn = (stream: DoubtedStream, found: readonly OddRow[]): Doubt | undefined => {
  const tables: readonly string[] = tablesOf[stream]
  const rows = found.filter(
    ({ table, key }) =>
      tables.includes(table) || (table === cursors && (key === '' || key === JSON.stringify([stream]))),
  )
  if (rows.length === 0) return undefined
  // rights are everybody's, and without a key it is the whole table that cannot be believed
  const all = stream === 'policy' || rows.some(({ table, key }) => table === cursors || key === '')
  return all ? { all } : { all, people: new Set(rows.map(({ key }) => (JSON.parse(key) as string[])[0] ?? '')) }
}

const both = (known: Doubt | undefined, more: Doubt): Doubt => {
  if (known === undefined) return more
  return known.all || more.all ? { all: true } : { all: false, people: new Set([...known.people, ...more.people]) }
}
