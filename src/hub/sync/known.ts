/**
 * Is the paper a store's PC speaks of its own to speak of, the one HQ knows, and about what HQ knows? Who may take its step
 * is asked in `rights.ts`, and whether that step may come now in `order.ts`.
 */
import type { Policy } from '../../contract/schemas/masterData'
import type { DocumentStepped, ToldDocument } from '../../contract/schemas/sync'
import type { DocumentType } from '../../core/documents/states'
import { assert } from '../../core/result'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { linesOf, ruleOf } from '../../documents/find'
import { lineQuantityMax } from '../../documents/lines'
import { toldHeader, toldLine } from '../../documents/tell'
import type { Caller } from '../../gateway/gateway'
import { believe, doubting } from './doubt'

type Device = NonNullable<Caller['device']>

/** HQ's paper is posted as HQ wrote it, or a store could give itself more than HQ decided. */
export const assertAsWritten = async (
  tx: Tx,
  { document, lines }: DocumentStepped,
  held: DocumentRow,
): Promise<void> => {
  const header = toldHeader(held)
  const asWritten = (Object.keys(header) as (keyof typeof header)[]).every((key) => header[key] === document[key])
  const sameLines = await sayTheSame(tx, document.documentId, lines)
  assert(asWritten && sameLines, `paper ${document.number} is not what HQ wrote`)
}

/** Are these the lines of that paper here, in every word? */
const sayTheSame = async (tx: Tx, documentId: string, told: DocumentStepped['lines']): Promise<boolean> => {
  const held = (await linesOf(tx, documentId)).map(toldLine)
  return (
    held.length === told.length &&
    held.every((line, index) =>
      (Object.keys(line) as (keyof typeof line)[]).every((key) => line[key] === told[index]?.[key]),
    )
  )
}

/** what a paper is from its first word to its last; everything else its author may still change in a draft */
const lasting = [
  ...(['number', 'type', 'storeCode', 'warehouseCode', 'writtenAt', 'sourceId', 'reversalOf'] as const),
  ...(['policyVersion', 'authorId'] as const),
]

/** Numbers are unique in the chain: taking another PC's would park its real paper. HQ's papers keep what HQ wrote. */
export const assertOwnPaper = async (
  tx: Tx,
  device: Device,
  { document }: DocumentStepped,
  held: DocumentRow | undefined,
): Promise<void> => {
  const warehouse = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
    document.warehouseCode,
    document.storeCode,
  ])
  believe(warehouse, 'otherStore', `warehouse ${document.warehouseCode} is not of store ${document.storeCode}`)
  if (held) {
    assert(
      lasting.every((key) => held[key] === document[key]),
      `document ${document.number} is another one here`,
    )
    assert(held.state !== 'cancelled', 'a void document takes no step')
    return
  }
  assert(document.writtenAt === 'store', `paper ${document.number} is said to be HQ's and is not`)
  const row = await tx.one<{ letter: string }>('SELECT letter FROM device WHERE deviceId = ?', [device.deviceId])
  const form = new RegExp(`^[A-Z]{1,8}-${document.storeCode}-\\d{6}-${row?.letter}\\d{4,}$`)
  assert(form.test(document.number), `number ${document.number} is not of this PC`)
}

/** What it speaks of must be known here, or its movements would stand on nothing. */
export const assertKnown = async (tx: Tx, { step, document, lines }: DocumentStepped): Promise<void> => {
  const unknown = await tx.one<{ sku: string }>(
    'SELECT value AS sku FROM json_each(?) WHERE value NOT IN (SELECT sku FROM product) LIMIT 1',
    [JSON.stringify(lines.map(({ sku }) => sku))],
  )
  assert(!unknown, `product ${unknown?.sku} is not known`)
  if (document.type === 'goodsReceipt' && document.sourceId !== '') {
    const order = await tx.one('SELECT 1 AS found FROM purchaseOrder WHERE documentId = ? AND storeCode = ?', [
      document.sourceId,
      document.storeCode,
    ])
    assert(order, `order ${document.sourceNumber} is not of store ${document.storeCode}`)
  }
  if (ruleOf(document).header.includes('source')) {
    // who sends and who settles is the sender, who receives the receiver: neither speaks for the other
    const end = document.type === 'transferReceipt' ? 'toWarehouseCode' : 'fromWarehouseCode'
    const transfer = await tx.one(`SELECT 1 AS found FROM transfer WHERE transferId = ? AND ${end} = ?`, [
      document.sourceId,
      document.warehouseCode,
    ])
    assert(transfer, `transfer ${document.sourceNumber} has no end at ${document.warehouseCode}`)
  }
  if (ruleOf(document).header.includes('stocktake')) {
    const stocktake = await tx.one('SELECT 1 AS found FROM stocktake WHERE stocktakeId = ? AND warehouseCode = ?', [
      document.sourceId,
      document.warehouseCode,
    ])
    assert(stocktake, `stocktake ${document.sourceNumber} is not of ${document.warehouseCode}`)
  }
  // a move may be begun, and void, before anybody said where to
  const saysNowhere = step === 'cancelled' && document.toWarehouseCode === ''
  if (document.type === 'moveInside' && !saysNowhere) {
    const other = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
      document.toWarehouseCode,
      document.storeCode,
    ])
    believe(other, 'otherStore', `warehouse ${document.toWarehouseCode} is not of store ${document.storeCode}`)
  }
  if (document.reversalOf !== '') await doubting('paper', () => assertMirrors(tx, document, lines))
}

/** No scanner and no key of ours enters more in one line. */
export const assertCountable = ({ lines, document }: DocumentStepped): void => {
  for (const { lineNo, quantity, damagedQuantity, rejectedQuantity, freeQuantity } of lines)
    assert(
      Math.max(quantity, damagedQuantity, rejectedQuantity, freeQuantity) <= lineQuantityMax,
      `nobody counts that much in line ${lineNo} of ${document.number}`,
    )
}

/** A mirror is of this store's own paper and says what that said: what it is worth decides who is asked. */
const assertMirrors = async (tx: Tx, document: ToldDocument, lines: DocumentStepped['lines']): Promise<void> => {
  const original = await tx.one(
    `SELECT 1 AS found FROM document WHERE documentId = ? AND type = ? AND state = 'posted' AND storeCode = ?
       AND warehouseCode = ? AND toWarehouseCode = ? AND sourceId = ? AND reversalOf = ''`,
    [
      document.reversalOf,
      document.type,
      document.storeCode,
      document.warehouseCode,
      document.toWarehouseCode,
      document.sourceId,
    ],
  )
  assert(original, 'what it reverses is not posted here')
  assert(await sayTheSame(tx, document.reversalOf, lines), 'a mirror is about the same goods')
}

/**
 * A paper begins while its type is on, and names reasons that are its type's: under the policy it was begun under, or a newer
 * one. A mirror undoes what stands, whatever HQ switched off since.
 */
export const assertAllowed = (
  { type, number, reasonCode, reversalOf, writtenAt }: ToldDocument,
  policies: readonly Policy[],
): void => {
  if (reversalOf !== '' || writtenAt === 'hub') return
  assert(
    policies.some(({ documents }) => documents[type as DocumentType].enabled),
    `${number}: type ${type} is switched off`,
  )
  const isReason = policies.some(({ reasons }) =>
    reasons.some(({ code, active, types }) => code === reasonCode && active && types.includes(type)),
  )
  assert(reasonCode === '' || isReason, `reason ${reasonCode} is none of ${type}`)
}
