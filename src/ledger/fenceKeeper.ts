/**
 * Keeps the fence of this file's own trail (fence.ts): looked at when the program starts, raised now and then, before anything
 * leaves a PC, and at an orderly stop. It reads what is durable already and writes one small file, beside every write.
 */
import { cutOperation } from '../core/lookFound'
import type { Database, Reader, Tx } from '../database/unitOfWork'
import { type FencePlace, fencedOperation, publicKeyOf, readFence, sentBeyond, whatIsCut, writeFence } from './fence'
import { newestLine, ownTrailKey } from './ownTrail'
import { appendTrail } from './trail'

export interface FenceKeeper {
  /** once the trail has begun; is its end missing? */
  look(): Promise<boolean>
  /** never throws: a disk that is full is found by the next paper */
  raise(): Promise<void>
}

interface Fenced {
  database: Database
  now(): string
  log(line: object): void
  /** false: of the trail alone, as it was before the ledger was fenced */
  keepsLedger?: boolean
  /** undefined: none to be had now */
  privateKeyPem(): string | undefined
  /** in the transaction of the line that tells of a cut; `sent`: how far the ledger had got that this file does not hold */
  told?(tx: Tx, line: { seq: number; logId: string }, sent: FencePlace | null): Promise<void>
}

export const createFenceKeeper = (file: Fenced): FenceKeeper => {
  const { database, log } = file
  let raisedTo = ''
  /** told of the fence there is, which stands until the next is written */
  let told = false
  const look = async (): Promise<boolean> => {
    if (!told) told = await tellWhatIsCut(file)
    return told
  }
  const write = async (privateKeyPem: string): Promise<void> => {
    const head = await headOf(file)
    const ledger = file.keepsLedger === false ? undefined : await ledgerHeadOf(file)
    const reached = `${head?.hash}/${ledger?.hash}`
    if (!head || reached === raisedTo) return
    await writeFence(database.file, { ...head, ledger }, privateKeyPem)
    raisedTo = reached
    told = false
  }
  const raise = async (privateKeyPem: string): Promise<void> => {
    // before its first line there is nothing to fence, and nothing may begin the trail but what it is to tell
    if (!(await headOf(file))) return
    const isFirst = (await readFence(database.file)) === null
    // never lowered in silence: what was cut while the program runs is told before the fence is written anew
    await look()
    if (isFirst) raisedTo = ''
    // the line that names the key asks for the file, so the first file is there before it
    if (isFirst) await write(privateKeyPem)
    await tellKey(file, publicKeyOf(privateKeyPem))
    await write(privateKeyPem)
  }
  return {
    look,
    raise: async () => {
      try {
        const privateKeyPem = file.privateKeyPem()
        if (privateKeyPem !== undefined) await raise(privateKeyPem)
      } catch (error) {
        log({ event: 'fence not raised', error: String(error).slice(0, 300) })
      }
    },
  }
}

/** Told for good, in the trail HQ receives; from here on the fence goes up again from where the trail stands. */
const tellWhatIsCut = async ({ database, now, log, told }: Fenced): Promise<boolean> => {
  const keys = await keysTold(database.read)
  const found = await whatIsCut(database.read, database.file, keys)
  if (found === null) return false
  const sent = await sentBeyond(database.read, database.file, keys)
  const { code, row } = found
  log({ event: 'the end of the trail is missing', code, row })
  const detail = { found: code, row }
  await database.write(async (tx) => {
    await appendTrail(tx, { at: now(), userId: '', operation: cutOperation, outcome: 'done', detail })
    await told?.(tx, await newestLine(tx), sent)
  })
  return true
}

/** By the chain itself and not by a setting somebody could take away with the file. */
export const keysTold = async (read: Reader): Promise<string[]> =>
  (
    await read.all<{ publicKey: string }>(
      `SELECT json_extract(t.payload, '$.detail.publicKey') AS publicKey FROM trail t
       JOIN meta m ON m.key = ${ownTrailKey} AND t.logId = json_extract(m.value, '$') WHERE t.operation = ? ORDER BY t.seq`,
      [fencedOperation],
    )
  ).map(({ publicKey }) => publicKey)

/** Which key the fence is signed with stands in the chain: another's signature is worth nothing. */
const tellKey = async ({ database, now }: Fenced, publicKey: string): Promise<void> => {
  const told = await keysTold(database.read)
  if (told.at(-1) === publicKey) return
  await database.write(async (tx) => {
    const detail = { publicKey }
    await appendTrail(tx, { at: now(), userId: '', operation: fencedOperation, outcome: 'done', detail })
  })
}

const headOf = ({ database }: Fenced): Promise<{ logId: string; seq: number; hash: string } | undefined> =>
  database.read.one(
    `SELECT l.logId, l.headSeq AS seq, l.headHash AS hash FROM log l
     JOIN meta m ON m.key = ${ownTrailKey} AND l.logId = json_extract(m.value, '$')`,
  )

/** Of a PC that is enrolled. */
const ledgerHeadOf = ({ database }: Fenced): Promise<FencePlace | undefined> =>
  database.read.one(
    `SELECT l.logId, l.headSeq AS seq, l.headHash AS hash FROM log l
     JOIN meta m ON m.key = 'enrolment' AND l.logId = json_extract(m.value, '$.logId')`,
  )
