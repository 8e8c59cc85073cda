/**
 * What a store's own log says of a change: heard, with the labels it queued; printed. Nothing is booked from it, so that a
 * line that names what the change does not hold is passed over. One row for a store and a change.
 */
import { z } from 'zod'
import { isoTime } from '../../contract/schemas/common'
import { pricePartLines } from '../../contract/schemas/price'
import { priceHeard, priceLabelsBack, priceLabelsPrinted } from '../../core/prices/told'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { type HubRuntime, isoNow } from '../runtime'

type Device = NonNullable<Caller['device']>

const toldLine = z.object({
  operation: z.enum([priceHeard, priceLabelsPrinted, priceLabelsBack]),
  outcome: z.literal('done'),
  detail: z.object({
    number: z.string().max(60),
    skus: z.array(z.string().max(32)).max(pricePartLines),
    // a program of before tells none; a time nobody can read is none, and the labels count all the same
    printedAt: isoTime.optional().catch(undefined),
  }),
})

interface Standing {
  heardAt: string
  toPrint: number
  printed: number
  replaced: number
  waiting: string[]
  lastAt: string | null
  lastPrintedAt: string | null
}

export const takePriceLine = async (tx: Tx, runtime: HubRuntime, device: Device, line: unknown): Promise<void> => {
  const told = toldLine.safeParse(line)
  if (!told.success) return
  const { operation, detail } = told.data
  const change = await tx.one<{ changeId: string }>(
    `SELECT changeId FROM priceChange WHERE number = ? AND state = 'effective'`,
    [detail.number],
  )
  if (!change) return
  const { changeId } = change
  const skus = await ofChange(tx, changeId, detail.skus)
  const at = isoNow(runtime)
  if (operation === priceLabelsPrinted) {
    return isPrinted(tx, device, changeId, skus, { lastAt: at, lastPrintedAt: detail.printedAt ?? null })
  }
  if (operation === priceLabelsBack) return isBack(tx, device, changeId, skus)
  await isHeard(tx, device, changeId, skus, at)
  await takeFromOthers(tx, device, changeId, skus)
}

const ofChange = async (tx: Tx, changeId: string, skus: readonly string[]): Promise<string[]> =>
  (
    await tx.all<{ sku: string }>(
      'SELECT sku FROM priceChangeLine WHERE changeId = ? AND sku IN (SELECT value FROM json_each(?)) ORDER BY lineNo',
      [changeId, JSON.stringify(skus)],
    )
  ).map(({ sku }) => sku)

const standingOf = async (tx: Tx, { storeCode }: Device, changeId: string): Promise<Standing | null> => {
  const row = await tx.one<Omit<Standing, 'waiting'> & { waiting: string }>(
    `SELECT heardAt, toPrint, printed, replaced, waiting, lastAt, lastPrintedAt FROM priceChangeStore
     WHERE changeId = ? AND storeCode = ?`,
    [changeId, storeCode],
  )
  return row ? { ...row, waiting: JSON.parse(row.waiting) as string[] } : null
}

const keep = (tx: Tx, { storeCode }: Device, changeId: string, standing: Standing): Promise<void> => {
  const { waiting, ...rest } = standing
  return tx.insertRows(
    'priceChangeStore',
    [{ changeId, storeCode, ...rest, waiting: JSON.stringify(waiting) }],
    `ON CONFLICT (changeId, storeCode) DO UPDATE SET toPrint = excluded.toPrint, printed = excluded.printed,
       replaced = excluded.replaced, waiting = excluded.waiting, lastAt = excluded.lastAt,
       lastPrintedAt = excluded.lastPrintedAt`,
  )
}

const untold = { lastAt: null, lastPrintedAt: null }

/** A large change comes in parts, and each part is told once. */
const isHeard = async (
  tx: Tx,
  device: Device,
  changeId: string,
  skus: readonly string[],
  at: string,
): Promise<void> => {
  const begun = { heardAt: at, toPrint: 0, printed: 0, replaced: 0, waiting: [], ...untold }
  const standing: Standing = (await standingOf(tx, device, changeId)) ?? begun
  const fresh = skus.filter((sku) => !standing.waiting.includes(sku))
  await keep(tx, device, changeId, {
    ...standing,
    ...{ toPrint: standing.toPrint + fresh.length, waiting: [...standing.waiting, ...fresh] },
  })
}

const isPrinted = async (
  tx: Tx,
  device: Device,
  changeId: string,
  skus: readonly string[],
  last: Pick<Standing, 'lastAt' | 'lastPrintedAt'>,
): Promise<void> => {
  const standing = await standingOf(tx, device, changeId)
  if (!standing) return
  const out = new Set(skus)
  const waiting = standing.waiting.filter((sku) => !out.has(sku))
  const printed = standing.printed + standing.waiting.length - waiting.length
  await keep(tx, device, changeId, { ...standing, waiting, printed, ...last })
}

/** Never more than were told as printed. */
const isBack = async (tx: Tx, device: Device, changeId: string, skus: readonly string[]): Promise<void> => {
  const standing = await standingOf(tx, device, changeId)
  if (!standing) return
  const again = skus.filter((sku) => !standing.waiting.includes(sku)).slice(0, standing.printed)
  const printed = standing.printed - again.length
  await keep(tx, device, changeId, { ...standing, waiting: [...standing.waiting, ...again], printed })
}

/** A newer price replaces the label of an older one that was not printed yet. */
const takeFromOthers = async (tx: Tx, device: Device, changeId: string, skus: readonly string[]): Promise<void> => {
  const newer = new Set(skus)
  const others = await tx.all<{ changeId: string }>(
    `SELECT changeId FROM priceChangeStore WHERE storeCode = ? AND changeId <> ? AND waiting <> '[]'`,
    [device.storeCode, changeId],
  )
  for (const other of others) {
    const standing = (await standingOf(tx, device, other.changeId)) as Standing
    const waiting = standing.waiting.filter((sku) => !newer.has(sku))
    const gone = standing.waiting.length - waiting.length
    if (gone > 0)
      await keep(tx, device, other.changeId, {
        ...{ ...standing, waiting, toPrint: standing.toPrint - gone, replaced: standing.replaced + gone },
      })
  }
}
