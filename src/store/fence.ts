/**
 * Keeps the fence of this PC's trail (ledger/fence.ts): looked at when the program starts, raised before anything leaves the PC
 * and at an orderly stop. It reads what is durable already and writes one small file, beside every write of the shop.
 */
import type { Reader } from '../database/unitOfWork'
import { cutOperation, fencedOperation, publicKeyOf, readFence, whatIsCut, writeFence } from '../ledger/fence'
import { appendTrail } from '../ledger/trail'
import type { DeviceKeys } from './deviceKeys'
import { isoNow, type StoreRuntime } from './runtime'

export interface FenceKeeper {
  /** once the trail has begun; is its end missing? */
  look(): Promise<boolean>
  /** never throws: a disk that is full is found by the next paper */
  raise(): Promise<void>
}

type Runtime = Pick<StoreRuntime, 'database' | 'clock' | 'log'>

export const createFenceKeeper = (runtime: Runtime, keys: Pick<DeviceKeys, 'secrets'>): FenceKeeper => {
  const { database, log } = runtime
  let raisedTo = ''
  /** told of the fence there is, which stands until the next is written */
  let told = false
  const look = async (): Promise<boolean> => {
    if (!told) told = await tellWhatIsCut(runtime)
    return told
  }
  const raise = async (privateKeyPem: string): Promise<void> => {
    const publicKey = publicKeyOf(privateKeyPem)
    const isFirst = (await readFence(database.file)) === null
    // never lowered in silence: what was cut while the program runs is told before the fence is written anew
    await look()
    if (!isFirst) await tellKey(runtime, publicKey)
    const head = await headOf(runtime)
    if (head && (head.hash !== raisedTo || isFirst)) {
      await writeFence(database.file, head, privateKeyPem)
      raisedTo = head.hash
      told = false
    }
    // the line asks for the file, so the first file is there before it
    if (isFirst) await tellKey(runtime, publicKey)
  }
  return {
    look,
    raise: async () => {
      const secrets = keys.secrets()
      if (secrets)
        await raise(secrets.privateKeyPem).catch((error) =>
          log({ event: 'fence not raised', error: String(error).slice(0, 300) }),
        )
    },
  }
}

/** Told for good, in the trail HQ receives; from here on the fence goes up again from where the trail stands. */
const tellWhatIsCut = async ({ database, clock, log }: Runtime): Promise<boolean> => {
  const found = await whatIsCut(database.read, database.file, await keysTold(database.read))
  if (found === null) return false
  const { code, row } = found
  log({ event: 'the end of the trail is missing', code, row })
  await database.write((tx) =>
    appendTrail(tx, {
      at: isoNow(clock),
      userId: '',
      operation: cutOperation,
      outcome: 'done',
      detail: { found: code, row },
    }),
  )
  return true
}

/** By the chain itself and not by a setting somebody could take away with the file. */
export const keysTold = async (read: Reader): Promise<string[]> =>
  (
    await read.all<{ publicKey: string }>(
      `SELECT json_extract(t.payload, '$.detail.publicKey') AS publicKey FROM trail t
       JOIN meta m ON m.key = 'trailLogId' AND t.logId = json_extract(m.value, '$') WHERE t.operation = ? ORDER BY t.seq`,
      [fencedOperation],
    )
  ).map(({ publicKey }) => publicKey)

/** Which key the fence is signed with stands in the chain: another's signature is worth nothing. */
const tellKey = async ({ database, clock }: Runtime, publicKey: string): Promise<void> => {
  const told = await keysTold(database.read)
  if (told.at(-1) === publicKey) return
  await database.write(async (tx) => {
    const detail = { publicKey }
    await appendTrail(tx, { at: isoNow(clock), userId: '', operation: fencedOperation, outcome: 'done', detail })
  })
}

const headOf = ({ database }: Runtime): Promise<{ logId: string; seq: number; hash: string } | undefined> =>
  database.read.one(
    `SELECT l.logId, l.headSeq AS seq, l.headHash AS hash FROM log l
     JOIN meta m ON m.key = 'trailLogId' AND l.logId = json_extract(m.value, '$')`,
  )
