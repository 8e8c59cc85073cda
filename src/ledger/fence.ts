/**
 * How far a PC's trail had got, kept in a small signed file beside the database: the end of a trail that HQ does not hold yet
 * can be cut off together with its head, and nothing inside the file tells. The fence is written after what it speaks of is
 * durable, now and then: it may be behind the trail, never ahead of it. It holds how far the PC's ledger had got as well, for a file
 * that is older than what was sent already (an old copy put back) must know so before it says anything new.
 */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { type FindingCode, problemOf } from '../core/findings'
import { cutOperation } from '../core/lookFound'
import type { Reader } from '../database/unitOfWork'
import { hasTable, type Problem } from './check'
import { eachPage, readBegun } from './ownTrail'

export interface FencePlace {
  logId: string
  seq: number
  hash: string
}

/** What stands in the file: the trail's end, and the ledger's where this PC has one. */
export interface Fenced extends FencePlace {
  ledger?: FencePlace | undefined
}

export interface Fence extends Fenced {
  publicKey: string
  signature: string
}

/** The line of the trail that says under which key its fence is kept. */
export const fencedOperation = 'trail.fenced'

export const fenceFileOf = (databaseFile: string): string => `${databaseFile}.fence`

const placeText = ({ logId, seq, hash }: FencePlace): string => `${logId}/${seq}/${hash}`

/** Whoever takes the ledger's place out of the file has no signature for what is left. */
const signedText = ({ ledger, ...trail }: Fenced): Buffer =>
  Buffer.from(`fence:${placeText(trail)}${ledger ? `;ledger:${placeText(ledger)}` : ''}`)

export const publicKeyOf = (privateKeyPem: string): string =>
  createPublicKey(createPrivateKey(privateKeyPem)).export({ type: 'spki', format: 'der' }).toString('base64')

/** Whole or not at all: a PC that loses its power meanwhile keeps the fence it had. */
export const writeFence = async (databaseFile: string, place: Fenced, privateKeyPem: string): Promise<void> => {
  const file = fenceFileOf(databaseFile)
  const signature = sign(null, signedText(place), createPrivateKey(privateKeyPem)).toString('base64')
  const fence: Fence = { ...place, publicKey: publicKeyOf(privateKeyPem), signature }
  const handle = await open(`${file}.new`, 'w')
  try {
    await handle.writeFile(`${JSON.stringify(fence)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}

/** null: there is none */
export const readFence = async (databaseFile: string): Promise<Fence | 'unreadable' | null> => {
  const text = await readFile(fenceFileOf(databaseFile), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return JSON.parse(text) as Fence
  } catch {
    return 'unreadable'
  }
}

/** The fence is read before the trail it is held against: a shop that works meanwhile raises both. */
export const fenceProblems = async (read: Reader, fence: Awaited<ReturnType<typeof readFence>>): Promise<Problem[]> => {
  if (!(await hasTable(read, 'trail'))) return []
  const { logId, keys, cuts } = await toldOfFence(read)
  const problems = cuts.map(({ seq, found }) => problemOf('cutAtStart', 'trail', `${logId}/${seq}`, { found }))
  const now = await fenceProblem(read, logId, keys, fence)
  return now === null ? problems : [...problems, now]
}

/** What a start of the program finds, quickly; `keys`: those it told in the trail. */
export const whatIsCut = async (
  read: Reader,
  databaseFile: string,
  keys: readonly string[],
): Promise<Problem | null> => {
  const begun = await readBegun(read)
  return begun && fenceProblem(read, begun.logId, new Set(keys), await readFence(databaseFile))
}

interface ToldOfFence {
  logId: string
  keys: Set<string>
  cuts: { seq: number; found: string }[]
}

const toldOfFence = async (read: Reader): Promise<ToldOfFence> => {
  const told: ToldOfFence = { logId: '', keys: new Set(), cuts: [] }
  const begun = await readBegun(read)
  if (!begun) return told
  told.logId = begun.logId
  await eachPage(read, begun.logId, (lines) => {
    for (const { seq, operation, detail } of lines) {
      if (operation === fencedOperation) told.keys.add(String(detail.publicKey))
      if (operation === cutOperation) told.cuts.push({ seq, found: String(detail.found) })
    }
  })
  return told
}

type FenceFinding = Extract<FindingCode, 'fenceGone' | 'fenceUnreadable' | 'fenceOfOther' | 'fenceForged'>

const fenceProblem = async (
  read: Reader,
  logId: string,
  keys: ReadonlySet<string>,
  fence: Awaited<ReturnType<typeof readFence>>,
): Promise<Problem | null> => {
  const wrong = (code: FenceFinding): Problem => problemOf(code, 'fence', logId)
  if (fence === null) return keys.size === 0 ? null : wrong('fenceGone')
  if (fence === 'unreadable') return wrong('fenceUnreadable')
  // of a database that lay here before this one
  if (fence.logId !== logId) return keys.size === 0 ? null : wrong('fenceOfOther')
  if (!isGenuine(fence, keys)) return wrong('fenceForged')
  const row = await read.one<{ hash: string }>('SELECT hash FROM trail WHERE logId = ? AND seq = ?', [logId, fence.seq])
  if (row?.hash !== fence.hash)
    return problemOf(row ? 'fencedLineOther' : 'fencedLineGone', 'trail', `${logId}/${fence.seq}`)
  return (await ledgerLacks(read, fence)) ?? null
}

/** Is what this PC had sent, or was about to send, still in its ledger? Asked of a genuine fence alone. */
const ledgerLacks = async (read: Reader, { ledger }: Fenced): Promise<Problem | undefined> => {
  if (!ledger || ledger.seq === 0) return undefined
  const { logId, seq, hash } = ledger
  const row = await read.one<{ hash: string }>('SELECT hash FROM event WHERE logId = ? AND seq = ?', [logId, seq])
  if (row?.hash === hash) return undefined
  return problemOf(row ? 'fencedLineOther' : 'fencedLineGone', 'event', `${logId}/${seq}`)
}

/**
 * The place the ledger had reached, where this file's own does not hold it: an older copy. By a fence this PC signed alone, with
 * the key the file still has or one its trail names.
 */
export const sentBeyond = async (
  read: Reader,
  databaseFile: string,
  keys: readonly string[],
): Promise<FencePlace | null> => {
  const fence = await readFence(databaseFile)
  if (fence === null || fence === 'unreadable' || keys.length === 0) return null
  if (!isGenuine(fence, new Set(keys))) return null
  return (await ledgerLacks(read, fence)) ? (fence.ledger ?? null) : null
}

/** The first fence is written before its key is told. */
const isGenuine = (fence: Fence, keys: ReadonlySet<string>): boolean => {
  if (keys.size > 0 && !keys.has(fence.publicKey)) return false
  try {
    const key = createPublicKey({ key: Buffer.from(fence.publicKey, 'base64'), type: 'spki', format: 'der' })
    return verify(null, signedText(fence), key, Buffer.from(fence.signature, 'base64'))
  } catch {
    return false
  }
}
