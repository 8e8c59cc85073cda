/** The chain that makes a log tamper-evident: hash(n) = SHA-256(hash(n−1) | the event's exact bytes). */
import { createHash } from 'node:crypto'

/** A log's chain starts from its own identity, so no event can be carried over into another log. */
export const genesisHash = (logId: string): string => createHash('sha256').update(`log:${logId}`).digest('hex')

export const chainHash = (prevHash: string, payload: string): string =>
  createHash('sha256').update(prevHash).update('|').update(payload, 'utf8').digest('hex')
