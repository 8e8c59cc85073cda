/**
 * What the document engine is given by the side it runs on. The store's PC and the hub write documents by the same code:
 * a store its own, HQ its own; neither ever the other's.
 */
import type { BackendEvent } from '../contract/events'
import type { Permission } from '../contract/permissions'
import { readPolicyText } from '../contract/policyText'
import type { Policy } from '../contract/schemas/masterData'
import type { ToldLine } from '../contract/schemas/sync'
import { assert } from '../core/result'
import type { DocumentRow } from '../database/entities'
import type { Reader, Tx } from '../database/unitOfWork'
import type { Actor } from '../gateway/gateway'

/** Where this side's papers are numbered and told. */
export interface WritingPlace {
  logId: string
  /** device letter in document numbers */
  letter: string
  /** '' at HQ */
  storeCode: string
}

/** What this side was told of the other PCs' ledgers; HQ counts no shelves and is told nothing. */
export interface PeersKnown {
  /** how far each is at least, by log */
  heads(): Readonly<Record<string, number>>
  /** The most the holder's ledger can have been at the steps of a count up to each of these, in their order. */
  boundsOf(documentId: string): readonly StepBound[]
}

export interface StepBound {
  upToStep: number
  seq: number
}

export const noPeers: PeersKnown = { heads: () => ({}), boundsOf: () => [] }

export interface DocumentWork {
  tx: Tx
  side: 'store' | 'hub'
  user: Actor
  /** somebody who lent their right for this one act; null mostly */
  authority: Actor | null
  /** now, as papers say it */
  at: string
  /** YYYY-MM-DD in China */
  storeDay: string
  ids: { uuid(): string; documentId(): string }
  /** the policy in force */
  policy(): Promise<Policy>
  place(): Promise<WritingPlace>
  /** is this user signed in at another window of this side just now? */
  isElsewhere(userId: string): Promise<boolean>
  peers: PeersKnown
  /** goes into the operation log with the effect */
  remember(documentId: string, detail: object): void
  emit(event: BackendEvent): void
  /** something waits to be told */
  nudge(): void
  /** does this side keep the ledger of that warehouse? A store's goods move in its own log alone */
  keepsLedgerOf(warehouseCode: string): Promise<boolean>
  /** what else follows here when a document took a step: HQ's transfers move on, orders close */
  afterStep(document: DocumentRow, step: string): Promise<void>
  /** hands a paper written here to the PC that keeps the warehouse's ledger */
  instruct(document: DocumentRow, lines: readonly ToldLine[]): Promise<void>
}

/** The right itself, or one lent on the spot. */
export const may = (work: Pick<DocumentWork, 'user' | 'authority'>, permission: Permission): boolean =>
  work.user.may(permission) || work.authority?.may(permission) === true

/** A document keeps the policy it was made under; an older version than this database knows reads as the oldest. */
export const policyAt = async (read: Reader, version: number): Promise<Policy> => {
  const row = await read.one<{ body: string }>(
    'SELECT body FROM policy ORDER BY version > ?, abs(version - ?) LIMIT 1',
    [version, version],
  )
  assert(row, 'there always is a policy')
  return readPolicyText(row.body)
}
