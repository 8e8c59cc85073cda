/**
 * Master data leaves the hub here: written to its own tables and to the stores' pull streams in one transaction. A
 * stream's position comes from a counter row bumped in that transaction, so a puller can never skip a late commit.
 */
import { pinyin } from 'pinyin-pro'
import type { Barcode, Product } from '../contract/schemas/masterData'
import { type StreamItemType, streamItemSchemas } from '../contract/schemas/streamItems'
import type { PullStream } from '../contract/schemas/sync'
import { applyMasterItems, isMasterItemType } from '../database/masterData'
import type { Tx } from '../database/unitOfWork'

export interface Publication {
  type: StreamItemType
  key: string
  /** '' for every store, else the one store that may pull it */
  scope: string
  body: object
}

/** `alreadyApplied`: HQ's own rows say it already (a transfer folded from papers); otherwise they are written here too. */
export const publish = async (
  tx: Tx,
  stream: PullStream,
  items: readonly Publication[],
  { alreadyApplied = false } = {},
): Promise<void> => {
  if (items.length === 0) return
  const bodies = items.map((item) => ({ ...item, body: streamItemSchemas[item.type].parse(item.body) }))
  if (!alreadyApplied) await applyMasterItems(tx, bodies.filter(({ type }) => isMasterItemType(type)) as never)
  const first = await takePositions(tx, stream, items.length)
  await tx.insertRows(
    'streamItem',
    bodies.map(({ type, key, scope, body }, index) => ({
      stream,
      position: first + index,
      scope,
      type,
      key,
      body: JSON.stringify(body),
    })),
  )
}

/** Returns the first of `count` fresh positions. */
const takePositions = async (tx: Tx, stream: PullStream, count: number): Promise<number> => {
  const head = await tx.one<{ position: number }>(
    `INSERT INTO streamHead (stream, position) VALUES (?, ?)
     ON CONFLICT (stream) DO UPDATE SET position = streamHead.position + excluded.position RETURNING position`,
    [stream, count],
  )
  return (head?.position ?? count) - count + 1
}

/** A product with its codes and the text it is found by: whole pinyin and initials. */
export const productPublication = (product: Product, barcodes: Barcode[]): Publication => ({
  type: 'product',
  key: product.sku,
  scope: '',
  body: { ...product, searchText: searchTextOf(product), barcodes },
})

const searchTextOf = (product: Product): string => {
  const whole = pinyin(product.name, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
  const initials = whole.map((syllable) => syllable[0] ?? '').join('')
  return [initials, whole.join(''), product.nameEn].join(' ').toLowerCase().slice(0, 400)
}
