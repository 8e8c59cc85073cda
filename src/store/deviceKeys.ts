/**
 * The secrets of this PC: its token for the hub and the private key its log is signed with. Where the system has a secret
 * store they are in the file sealed by it alone, in the clear only while the program runs; where it has none they are in
 * the file, and the app says so.
 */
import { generateKeyPairSync } from 'node:crypto'
import type { KeyKept } from '../contract/operations/app'
import type { Database, Reader, Tx } from '../database/unitOfWork'
import { type Enrolment, readMeta, removeMeta, writeAllAnew, writeMeta } from './meta'
import type { Host } from './runtime'

export interface DeviceSecrets {
  deviceToken: string
  privateKeyPem: string
}

export interface DeviceKeyPair {
  publicKey: string
  privateKeyPem: string
}

export interface DeviceKeys {
  /** null: not enrolled, or lost */
  secrets(): DeviceSecrets | null
  kept(): KeyKept
  /** asks the system again where it would not open them: a key ring may be unlocked later than this program starts */
  open(): Promise<DeviceSecrets | null>
  /** keeps these from now on, in one write with whatever belongs to them */
  keep(secrets: DeviceSecrets, alongside: (tx: Tx) => Promise<void>): Promise<void>
  /** the key pair about to be shown to the hub; the same one until it was taken, so that a lost answer is asked for again */
  pendingPair(): Promise<DeviceKeyPair>
}

/** What stands in the meta table. */
type Kept = { kept: 'system'; sealed: string } | { kept: 'file'; text: string }

const secretsKey = 'deviceSecrets'
const pendingKey = 'pendingKey'
/** a system that asks somebody for a password, and nobody is there */
const systemMsMax = 10_000

export const createDeviceKeys = async (database: Database, host: Host): Promise<DeviceKeys> => {
  if (await isInOnePiece(database.read)) await database.overwrite(splitOff)
  await sealOldTexts(database, host)
  let held: DeviceSecrets | null = null
  let kept: KeyKept = 'none'

  const open = async (): Promise<DeviceSecrets | null> => {
    if (held) return held
    const found = await readMeta<Kept>(database.read, secretsKey)
    if (!found) return null
    held = await opened<DeviceSecrets>(host, found)
    kept = held ? found.kept : 'lost'
    return held
  }

  const keep: DeviceKeys['keep'] = async (secrets, alongside) => {
    const closed = await seal(host, secrets)
    await database.write(async (tx) => {
      await alongside(tx)
      await writeMeta(tx, secretsKey, closed)
      await removeMeta(tx, pendingKey)
    })
    held = secrets
    kept = closed.kept
  }

  await open()
  return { secrets: () => held, kept: () => kept, open, keep, pendingPair: () => pendingPair(database, host) }
}

const pendingPair = async (database: Database, host: Host): Promise<DeviceKeyPair> => {
  const found = await readMeta<Kept>(database.read, pendingKey)
  const known = found && (await opened<DeviceKeyPair>(host, found))
  if (known) return known
  const pair = newPair()
  const closed = await seal(host, pair)
  await database.write((tx) => writeMeta(tx, pendingKey, closed))
  return pair
}

const newPair = (): DeviceKeyPair => {
  const pair = generateKeyPairSync('ed25519')
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKeyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** PCs of the first versions kept everything in one piece, and in the clear. */
const isInOnePiece = async (read: Reader): Promise<boolean> =>
  (await read.one(
    `SELECT 1 AS found FROM meta WHERE (key = 'enrolment' AND json_extract(value, '$.deviceToken') IS NOT NULL)
       OR (key = ? AND json_extract(value, '$.kept') IS NULL)`,
    [pendingKey],
  )) !== undefined

const splitOff = async (tx: Tx): Promise<void> => {
  const enrolment = await readMeta<Enrolment & Partial<DeviceSecrets>>(tx, 'enrolment')
  if (enrolment?.deviceToken !== undefined && enrolment.privateKeyPem !== undefined) {
    const { deviceToken, privateKeyPem, ...facts } = enrolment
    await writeMeta(tx, secretsKey, { kept: 'file', text: JSON.stringify({ deviceToken, privateKeyPem }) })
    await writeMeta(tx, 'enrolment', facts)
  }
  const pending = await readMeta<DeviceKeyPair | Kept>(tx, pendingKey)
  if (pending && !('kept' in pending)) await writeMeta(tx, pendingKey, { kept: 'file', text: JSON.stringify(pending) })
}

/** What stands in the clear is sealed as soon as the system can, and its old bytes are overwritten. */
const sealOldTexts = async (database: Database, host: Host): Promise<void> => {
  for (const key of [secretsKey, pendingKey]) {
    const found = await readMeta<Kept>(database.read, key)
    if (found?.kept !== 'file') continue
    const closed = await sealText(host, found.text)
    if (closed.kept !== 'system') continue
    await database.overwrite(async (tx) => {
      await writeMeta(tx, key, closed)
      await writeAllAnew(tx)
    })
  }
}

const seal = (host: Host, secret: DeviceSecrets | DeviceKeyPair): Promise<Kept> =>
  sealText(host, JSON.stringify(secret))

const sealText = async (host: Host, text: string): Promise<Kept> => {
  const answer = await inTime(host.sealSecret({ text }))
  return answer ? { kept: 'system', sealed: answer.sealed } : { kept: 'file', text }
}

const opened = async <T>(host: Host, found: Kept): Promise<T | null> => {
  if (found.kept === 'file') return JSON.parse(found.text) as T
  const answer = await inTime(host.openSecret({ sealed: found.sealed }))
  return answer ? (JSON.parse(answer.text) as T) : null
}

const inTime = async <T>(answer: Promise<T | null>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), systemMsMax)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
