/** Small shapes used by many operations. */
import { z } from 'zod'
import { figureMax } from '../../core/quantity/quantity'
import { parseExpiry } from '../../core/stock/lots'

export const uuid = z.uuid()
export const figure = z.number().int().min(-figureMax).max(figureMax)
export const quantity = z.number().int().min(0).max(figureMax)
export const storeDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** a day of the calendar, as goods have one printed: 30 February is none */
export const expiryDay = storeDay.refine((day) => parseExpiry(day) === day, 'not a day')
export const isoTime = z.iso.datetime().max(40)
export const empty = z.strictObject({})
/** people's own words: bounded, no control characters */
export const note = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u)

/** What a scanner really sent. Long and unprintable text is kept as it came: reading it is core/barcode's job. */
export const rawScan = z.strictObject({
  scanId: uuid,
  source: z.string().min(1).max(200),
  raw: z.string().max(4200),
  scannedAt: isoTime,
})
export type RawScanInput = z.infer<typeof rawScan>

/** Saved (on this PC) -> secured (durable at HQ). */
export const security = z.enum(['saved', 'secured'])

/** which of their secrets somebody gives; nothing said is the PIN */
export const secretKinds = ['pin', 'password'] as const
export type SecretKind = (typeof secretKinds)[number]
export const secretKind = z.enum(secretKinds).optional()
export const secret = z.string().min(1).max(200)
/** six digits of an authenticator app, or a recovery code */
export const typedCode = z.string().min(1).max(32)
