/**
 * What HQ books, because the goods moved, and tells people about: a paper that keeps to no rule a store's PC should have asked.
 * An older policy than this PC can have known, with fewer who had to agree; goods told for less than they are worth here, so
 * that nobody above was asked; more than a rule allows, by nobody who holds the right to; in the name of somebody who never
 * signed in there. A fact is a fact; an alarm is raised.
 */
import { type Permission, roleHolds } from '../../contract/permissions'
import type { Policy } from '../../contract/schemas/masterData'
import type { DocumentStepped } from '../../contract/schemas/sync'
import { chainFor } from '../../core/documents/approval'
import { followsRecipe } from '../../core/documents/repack'
import { movedQuantity } from '../../core/documents/rule'
import { costValue, costValueToFen } from '../../core/quantity/quantity'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { chainOf } from '../../documents/check'
import { ruleOf } from '../../documents/find'
import { overSentUnder, productsOf } from '../../documents/sendOver'
import { rowOf } from '../../documents/tell'
import type { Caller } from '../../gateway/gateway'
import { wasProven } from '../signIn/proven'
import { Doubt } from './doubt'
import { countOddity, paperOddity } from './stocktakeDoubts'
import { heardAllBefore, type Word, wordSince } from './window'

type Device = NonNullable<Caller['device']>

export const oddityOf = async (
  tx: Tx,
  device: Device,
  event: DocumentStepped,
  policy: Policy,
  held: DocumentRow | undefined,
  recordedAt: string,
): Promise<Doubt | null> => {
  const { document, step, underDecisionOf } = event
  const isTheShops = underDecisionOf === '' && document.writtenAt === 'store' && document.reversalOf === ''
  const miscounted = isTheShops ? await countOddity(tx, device, event, held) : null
  if (miscounted) return miscounted
  if (!isTheShops || (step !== 'submitted' && step !== 'posted')) return null
  const word = await wordSince(tx, device, recordedAt)
  return (
    oldPolicy(event, policy, held, word) ??
    (await understated(tx, event, policy)) ??
    (await paperOddity(tx, event)) ??
    (await beyondRule(tx, event, word))
  )
}

/** whoever was signed in while their secret was changed goes on for the rest of the day */
const openSessionMs = 24 * 60 * 60_000

/**
 * Who acts on a PC, or lends a right there, was proven there by HQ at least once since they got the secret they have: the PC
 * keeps a secret of its own to judge by only after that (`hub/signIn/proven.ts`).
 */
export const unprovenOf = async (
  tx: Tx,
  device: Device,
  {
    userId,
    authorityId = '',
    underDecisionOf = '',
  }: { userId: string; authorityId?: string; underDecisionOf?: string },
): Promise<Doubt | null> => {
  // what carries out HQ's word is signed by HQ's people, who sign in at HQ
  if (underDecisionOf !== '') return null
  const since = new Date(Date.parse(await heardAllBefore(tx, device)) - openSessionMs).toISOString()
  for (const id of new Set([userId, authorityId].filter((one) => one !== '')))
    if (!(await wasProven(tx, device.deviceId, id, since)))
      return new Doubt('unproven', `HQ never proved ${id} at this PC`)
  return null
}

/** Named at the paper's first word alone: what HQ holds already keeps the policy it was begun under. */
const oldPolicy = (
  { document, lines }: DocumentStepped,
  named: Policy,
  held: DocumentRow | undefined,
  { policies: [oldest] }: Word,
): Doubt | null => {
  if (held || !oldest || named.version >= oldest.version) return null
  const row = rowOf(document) as DocumentRow
  const isEasier = chainOf(row, lines, named).length < chainOf(row, lines, oldest).length
  if (!isEasier && oldest.documents[document.type].enabled) return null
  const words = `${document.number} names policy ${named.version}, this PC has held ${oldest.version} for long`
  return new Doubt('notAgreed', words)
}

/** a judgement of HQ's own, no rule a store keeps: half of it is a price that moved, less is a line that hides its worth */
const understatedTimes = 2

const understated = async (tx: Tx, event: DocumentStepped, policy: Policy): Promise<Doubt | null> => {
  const { document, lines } = event
  if (ruleOf(document).direction !== 'out') return null
  const { approval } = policy.documents[document.type]
  const told = chainOf(rowOf(document) as DocumentRow, lines, policy)
  const here = chainFor(approval, Math.floor(costValueToFen(await worthHere(tx, event)) / understatedTimes))
  if (here.length <= told.length) return null
  return new Doubt('amount', `${document.number} is told for far less than its goods are worth at HQ`)
}

/** At the warehouse's average as HQ's books have it, or the catalogue's cost where none lies there; 1/10,000 yuan. */
const worthHere = async (tx: Tx, { document, lines }: DocumentStepped): Promise<number> => {
  const costs = await tx.all<{ sku: string; unitCost: number; onHand: number; value: number }>(
    `SELECT p.sku, p.unitCost, coalesce(sum(b.onHand), 0) AS onHand, coalesce(sum(b.value), 0) AS value
     FROM product p LEFT JOIN stockBalance b ON b.sku = p.sku AND b.account IN ('stock:' || ?, 'quarantine:' || ?)
     WHERE p.sku IN (SELECT value FROM json_each(?)) GROUP BY p.sku`,
    [document.warehouseCode, document.warehouseCode, JSON.stringify(lines.map(({ sku }) => sku))],
  )
  const bySku = new Map(costs.map((row) => [row.sku, row]))
  return lines.reduce((sum, line) => {
    const row = bySku.get(line.sku)
    if (!row) return sum
    const average = row.onHand > 0 ? Math.floor((row.value * 1000) / row.onHand) : row.unitCost
    return sum + costValue(movedQuantity(line), average)
  }, 0)
}

/** A right the act itself does not ask for; whoever began, took or lent the step may be who holds it. */
const beyondRule = async (tx: Tx, event: DocumentStepped, word: Word): Promise<Doubt | null> => {
  const right = await rightAsked(tx, event, word.policies)
  if (right === null) return null
  const { document, userId, authorityId } = event
  for (const id of new Set([userId, authorityId, document.authorId].filter((one) => one !== ''))) {
    const roles = await word.rolesOf(id)
    if (word.policies.some((policy) => roles.some((role) => roleHolds(role, right, policy)))) return null
  }
  return new Doubt('right', `nobody of ${document.number} holds ${right}`)
}

const rightAsked = async (tx: Tx, event: DocumentStepped, policies: readonly Policy[]): Promise<Permission | null> => {
  const { document, lines } = event
  if (document.type === 'goodsReceipt' && document.sourceId === '') return 'goodsReceipt.withoutOrder'
  if (document.type === 'goodsReceipt' && lines.some(({ unplanned }) => unplanned))
    return 'goodsReceipt.acceptUnplanned'
  if (document.type === 'repack' && !(await followsAnyRecipe(tx, event))) return 'repack.withoutRecipe'
  if (document.type === 'transferDispatch' && (await sendsOver(tx, event, policies))) return 'transfer.sendOver'
  return null
}

const followsAnyRecipe = async (tx: Tx, { lines }: DocumentStepped): Promise<boolean> => {
  const rows = await tx.all<{ productSku: string; quantity: number; components: string }>(
    'SELECT productSku, quantity, components FROM recipe',
  )
  return rows.some(({ components, ...row }) => followsRecipe(lines, { ...row, components: JSON.parse(components) }))
}

/** More than HQ approved and wants sent again, in all, and than any policy this PC may go by tolerates. */
const sendsOver = async (
  tx: Tx,
  { document, lines }: DocumentStepped,
  policies: readonly Policy[],
): Promise<boolean> => {
  const asked = await tx.all<{ sku: string; approved: number }>(
    `SELECT sku, sum(approvedQuantity + reshipQuantity) AS approved FROM transferLine WHERE transferId = ? GROUP BY sku`,
    [document.sourceId],
  )
  const planned = [...new Set(lines.map(({ sku }) => sku))].flatMap((sku) => {
    const own = lines.filter((line) => line.sku === sku)
    const { approved = 0 } = asked.find((line) => line.sku === sku) ?? {}
    // what HQ approved, not what the paper says was planned; once, over all the lots that fill it
    return own.map((line, at) => ({ ...line, expectedQuantity: at === 0 ? approved : 0 }))
  })
  const products = await productsOf(tx, lines)
  return policies.every((policy) => overSentUnder(policy, products, planned) !== undefined)
}
