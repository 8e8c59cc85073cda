/**
 * HQ's own key, in a file beside its database that nobody but the hub's account may read: made at the first need, never in the
 * database, so that whoever has a copy of that has neither the fence of HQ's trail nor the secrets sealed here. It is kept
 * with the backups of the database, apart from them; without it the fence begins anew and what was sealed is asked for again.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import type { Database } from '../database/unitOfWork'

type File = Pick<Database, 'file'>

export const keyFileOf = ({ file }: File): string => `${file}.key`

const held = new WeakMap<File, string>()

export const hubPrivateKey = (database: File): string => {
  const file = keyFileOf(database)
  const known = held.get(database) ?? readKey(file) ?? makeKey(file)
  held.set(database, known)
  return known
}

const readKey = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Whole and durable before anything is signed or sealed with it, and never in the place of one that is there. */
const makeKey = (file: string): string => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  const handle = openSync(fresh, 'wx', 0o600)
  try {
    writeSync(handle, pem)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  linkSync(fresh, file)
  unlinkSync(fresh)
  return pem
}

const mark = 'sealed:'
const ivBytes = 12
const tagBytes = 16

const sealingKey = (database: File): Buffer => {
  const secret = createPrivateKey(hubPrivateKey(database)).export({ type: 'pkcs8', format: 'der' })
  return Buffer.from(hkdfSync('sha256', secret, '', 'zhanggui sealed texts', 32))
}

export const isSealed = (text: string): boolean => text.startsWith(mark)

/** `what`: whose it is and what for; a text sealed for something else does not open. */
export const sealText = (database: File, what: string, text: string): string => {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(database), iv).setAAD(Buffer.from(what))
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return mark + Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64')
}

/** null: sealed with another key or for something else, or changed since */
export const openText = (database: File, what: string, sealed: string): string | null => {
  const bytes = Buffer.from(sealed.slice(mark.length), 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(database), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(what)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
