/** Tokens and codes: random, shown once, kept only as hashes. */
import { createHash, randomBytes, randomInt } from 'node:crypto'

export const newSecret = (): string => randomBytes(32).toString('base64url')

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64')

/** no 0/O, 1/I: read over the phone */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** As it was given, however it was typed: in small letters, without the dash, with a blank in it. */
export const hashOfCode = (typed: string): string => {
  const bare = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return hashOf(`${bare.slice(0, 4)}-${bare.slice(4)}`)
}

/** XXXX-XXXX: 40 bits, spent at once and gone in a day */
export const newEnrolmentCode = (): string => {
  const pick = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return `${pick()}-${pick()}`
}
