/**
 * From a store's event to the hub's own documents, movements and balances. Everything is checked again: a store PC is
 * untrusted. What does not hold is thrown here and the event is parked for people; facts are never silently changed.
 */
import type { Policy } from '../../contract/schemas/masterData'
import { type DocumentStepped, eventPayload, type GoodsReceiptPosted } from '../../contract/schemas/sync'
import { pendingLevel } from '../../core/documents/approval'
import { mirrored } from '../../core/documents/reversal'
import { assert } from '../../core/result'
import { inTransitAccount, warehouseOf } from '../../core/stock/accounts'
import type { MovementPlan } from '../../core/stock/cost'
import type { Movement } from '../../core/stock/movement'
import type { DocumentRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { factsOf, ruleOf } from '../../documents/find'
import { movementsSoFar, openProposal } from '../../documents/moved'
import { bookedValue } from '../../documents/post'
import { inOnePosting } from '../../documents/price'
import { goesBackTo } from '../../documents/submit'
import { addStep, contentHashOf, keepLots, keepSetAside, rowOf } from '../../documents/tell'
import { policyAt } from '../../documents/work'
import type { Caller } from '../../gateway/gateway'
import { applyMovements, type EventPlace } from '../../ledger/append'
import { touchDocument } from '../../ledger/touched'
import { raiseAlarm } from '../alarms'
import { afterStep } from '../documents/follow'
import type { HubRuntime } from '../runtime'
import { projectQuestion } from './codeQuestions'
import { believe, type Doubt, doubting } from './doubt'
import { headlineOf } from './headline'
import { assertAllowed, assertAsWritten, assertCountable, assertKnown, assertOwnPaper } from './known'
import { projectLotDay, takeLotDays } from './lotDays'
import { oddityOf, unprovenOf } from './oddities'
import { assertOrder } from './order'
import { passOnPaper, passOnStocktake } from './peers'
import { assertRight, chainAsked, policiesSince } from './rights'
import { movedApart } from './stocktakeBooks'
import { projectStocktake } from './stocktakes'
import { assertArrivedValue, assertReasonablyPriced, assertRevaluations } from './values'

type Device = NonNullable<Caller['device']>

export const projectEvent = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  place: EventPlace,
  payload: string,
  recordedAt: string,
): Promise<void> => {
  const told = await doubting('shape', () => eventPayload.parse(JSON.parse(payload)))
  if (told.type === 'lot.corrected') {
    const lacking = await doubting('lotDay', () => projectLotDay(tx, device, place, told, recordedAt))
    const odd = lacking ? null : await unprovenOf(tx, device, told)
    return flag(tx, runtime, device, place, payload, { lacking, odd })
  }
  if (told.type === 'stocktake.stepped') {
    const { lacking, odd } = await projectStocktake(tx, device, place, told, recordedAt)
    // a count arrived by itself: who made it sat at another PC, which told of it
    const unproven = lacking || told.step === 'arrived' ? null : await unprovenOf(tx, device, told)
    await passOnStocktake(tx, told)
    return flag(tx, runtime, device, place, payload, { lacking, odd: odd ?? unproven })
  }
  if (told.type === 'code.asked') {
    const lacking = await projectQuestion(tx, device, place, told, recordedAt)
    const odd = lacking ? null : await unprovenOf(tx, device, told)
    return flag(tx, runtime, device, place, payload, { lacking, odd })
  }
  const event = told.type === 'goodsReceipt.posted' ? asStep(told) : told
  const { document } = event
  believe(
    document.storeCode === device.storeCode,
    'otherStore',
    `event of store ${document.storeCode} from a PC of ${device.storeCode}`,
  )
  const held = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [document.documentId])
  await doubting('paper', () => assertOwnPaper(tx, device, event, held))
  await doubting('unknown', () => assertKnown(tx, event))
  if (held?.writtenAt === 'hub') await doubting('paper', () => assertAsWritten(tx, event, held))
  const policies = await policiesSince(tx, document.policyVersion)
  const [policy] = policies as [Policy]
  await doubting('switchedOff', () => assertAllowed(document, policies))
  const lacking = await assertRight(tx, device, event, policy, held, recordedAt)
  await doubting('order', () => assertOrder(tx, event, held))
  if (held?.writtenAt !== 'hub') await doubting('goods', () => assertCountable(event))
  await doubting('goods', () => assertMovements(tx, place.logId, event, policy))
  const odd = lacking
    ? null
    : ((await unprovenOf(tx, device, event)) ??
      (await oddityOf(tx, device, event, policy, held, recordedAt)) ??
      (await movedApart(tx, place.logId, event)))
  await writeDocument(tx, event, held, place)
  const booked = { documentId: document.documentId, movements: event.movements as Movement[] }
  const { occurredAt, userId } = event
  await doubting('goods', () => applyMovements(tx, place, { ...booked, occurredAt, recordedAt, userId }))
  const after = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [document.documentId])
  await afterStep(tx, runtime, after as DocumentRow, stepHere(event))
  await passOnPaper(tx, place, event)
  // last: its line of the trail takes the marks of what was touched before it, which a later failure would take away
  await doubting('lotDay', () => takeLotDays(tx, device, place, event, recordedAt))
  await flag(tx, runtime, device, place, payload, { lacking, odd })
}

/** A full disk or a failing read says nothing about the event: the transaction rolls back, and the event comes again. */
export const isOurTrouble = (error: unknown): boolean =>
  /SQLITE_(?!CONSTRAINT)/.test(error instanceof Error ? error.message : '')

/** A fact is a fact: it is booked, and people are told that a right is gone, or that a rule was not kept. */
const flag = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  { logId, seq }: EventPlace,
  payload: string,
  { lacking, odd }: Record<'lacking' | 'odd', Doubt | null>,
): Promise<void> => {
  const told = headlineOf(payload)
  const { userId, documentId } = told
  for (const [kind, doubt] of [['outOfRole', lacking] as const, ['ruleNotKept', odd] as const]) {
    if (!doubt) continue
    const detail = { ground: doubt.ground, reason: doubt.message, told }
    await raiseAlarm(tx, runtime, { kind, ...device, logId, seq, userId, documentId, detail })
  }
}

/** HQ's own decision stands here already; the store carrying it out is not a second one. */
const stepHere = ({ step, underDecisionOf }: DocumentStepped): string =>
  step === 'decided' && underDecisionOf !== '' ? 'carriedOut' : step

/** PCs of the first version told a posted receipt in words of its own; it means the same step. */
const asStep = (old: GoodsReceiptPosted): DocumentStepped => ({
  type: 'document.stepped',
  step: 'posted',
  document: {
    documentId: old.documentId,
    type: 'goodsReceipt',
    number: old.number,
    writtenAt: 'store',
    storeCode: old.storeCode,
    warehouseCode: old.warehouseCode,
    toWarehouseCode: '',
    toCondition: 'stock',
    counterpartyCode: old.supplierCode,
    sourceId: old.orderId,
    sourceNumber: old.orderNumber,
    reference: old.deliveryNote,
    reasonCode: '',
    settlement: '',
    dueDate: old.dueDate,
    note: '',
    policyVersion: old.policyVersion,
    round: 0,
    contentHash: '',
    authorId: old.authorId,
    createdAt: old.createdAt,
    closesSource: false,
    reversalOf: '',
  },
  lines: old.lines.map(({ receivedQuantity, ...line }) => ({
    ...line,
    lot: '',
    expiryDate: '',
    quantity: receivedQuantity,
    damagedQuantity: 0,
    rejectedQuantity: 0,
    freeQuantity: 0,
    role: '' as const,
    condition: 'stock' as const,
    splitOf: 0,
    note: '',
  })),
  setAside: old.setAside,
  attachments: [],
  decision: null,
  underDecisionOf: '',
  reason: '',
  userId: old.postedById,
  authorityId: '',
  occurredAt: old.occurredAt,
  movements: old.movements,
})

const same = (
  a: Pick<MovementPlan, 'sku' | 'lot' | 'fromAccount' | 'toAccount' | 'quantity' | 'kind'>,
  b: Movement,
): boolean =>
  a.sku === b.sku &&
  a.lot === b.lot &&
  a.fromAccount === b.fromAccount &&
  a.toAccount === b.toAccount &&
  a.quantity === b.quantity &&
  a.kind === b.kind

/**
 * The goods moved are those the paper says, no more and no less. What they are worth is the warehouse's own average, which
 * only its own ledger knows in the order things happened; bought goods are worth what was paid. Revaluations stand alone.
 */
const assertMovements = async (tx: Tx, logId: string, event: DocumentStepped, policy: Policy): Promise<void> => {
  const told = event.movements.filter(({ kind }) => kind !== 'revaluation') as Movement[]
  const planned = await expectedMovements(tx, event, policy)
  const follows = told.length === planned.length && planned.every((plan, index) => same(plan, told[index] as Movement))
  assert(follows, 'movements do not follow from the lines')
  assertOwnAccounts(event)
  await doubting('value', () => assertRevaluations(tx, logId, event))
  await doubting('value', () => assertArrivedValue(tx, event))
  await doubting('value', () => assertReasonablyPriced(tx, logId, event))
  planned.forEach((plan, index) => {
    const value = 'value' in plan ? plan.value : undefined
    believe(value === undefined || value === told[index]?.value, 'value', 'a value is not what was paid')
  })
}

/** A store's PC writes in its own warehouses, and on the way of its own transfer; every other account is outside. */
const assertOwnAccounts = ({ document, movements }: DocumentStepped): void => {
  const own = [document.warehouseCode, ...(document.type === 'moveInside' ? [document.toWarehouseCode] : [])]
  for (const account of movements.flatMap(({ fromAccount, toAccount }) => [fromAccount, toAccount])) {
    const warehouse = warehouseOf(account)
    assert(warehouse === null || own.includes(warehouse), `account ${account} is not this paper's`)
    const onItsWay = !account.startsWith('inTransit:') || account === inTransitAccount(document.sourceId)
    assert(onItsWay, `account ${account} is another transfer's`)
  }
}

type Expected = Pick<MovementPlan, 'sku' | 'lot' | 'fromAccount' | 'toAccount' | 'quantity' | 'kind'> & {
  value?: number
}

const expectedMovements = async (tx: Tx, event: DocumentStepped, policy: Policy): Promise<Expected[]> => {
  const { document, lines, step } = event
  const moved = await movementsSoFar(tx, document.documentId)
  if (step === 'withdrawn' || step === 'cancelled' || (step === 'decided' && event.decision?.decision === 'refused'))
    return mirrored(openProposal(moved))
  if (step === 'decided' || step === 'confirmed' || (step === 'submitted' && document.reversalOf !== '')) return []
  if (document.reversalOf !== '') return mirrored(await originalMovements(tx, document.reversalOf)).reverse()
  const rule = ruleOf(document)
  const facts = await factsOf(tx, rowOf(document) as DocumentRow, lines, policy)
  if (step === 'submitted') return rule.proposed(facts)
  if (document.type === 'costAdjustment')
    return event.movements.filter(isCostChange(document.warehouseCode, lines)) as Movement[]
  const proposedBefore = openProposal(moved).length > 0
  return inOnePosting(proposedBefore ? [] : rule.proposed(facts), rule.posted(facts)).map(({ cost, ...plan }) => ({
    ...plan,
    ...(document.type === 'goodsReceipt' && cost.kind === 'value' ? { value: cost.value } : {}),
  }))
}

const isCostChange =
  (warehouseCode: string, lines: DocumentStepped['lines']) =>
  ({ fromAccount, toAccount, quantity, kind, sku }: DocumentStepped['movements'][number]): boolean => {
    const ends = [fromAccount, toAccount].sort().join(' ')
    const named = lines.some((line) => line.sku === sku)
    return named && kind === 'costAdjustment' && quantity === 0 && ends === `adjustment stock:${warehouseCode}`
  }

const originalMovements = async (tx: Tx, documentId: string): Promise<Movement[]> =>
  (await movementsSoFar(tx, documentId)).filter(({ kind }) => kind !== 'revaluation')

const stateAfter = (event: DocumentStepped, held: DocumentRow | undefined, next: string | null): string => {
  if (event.step === 'posted') return 'posted'
  if (event.step === 'cancelled') return 'cancelled'
  if (event.step === 'withdrawn' || event.decision?.decision === 'refused') return goesBackTo(event.document)
  if (event.step === 'confirmed') return held?.state ?? 'posted'
  return next === null ? 'approved' : 'submitted'
}

/** Lines and the tray are written while it is a draft here; then it takes the state its step gave it. */
const writeDocument = async (
  tx: Tx,
  event: DocumentStepped,
  held: DocumentRow | undefined,
  place: EventPlace,
): Promise<void> => {
  const { document, decision } = event
  const { documentId } = document
  if (held?.state === 'posted') assert(event.step === 'confirmed', 'a posted document takes no step but a confirmation')
  else await writeDraft(tx, event, held, place)
  await addStep(tx, documentId, {
    step: stepHere(event),
    level: decision?.level ?? '',
    decision: decision?.decision ?? '',
    contentHash: decision?.contentHash ?? '',
    userId: event.userId,
    userName: '',
    authorityId: event.authorityId,
    reason: event.reason,
    at: event.occurredAt,
    logId: place.logId,
    seq: place.seq,
  })
  if (held?.state === 'posted') return
  const next = await nextLevelOf(tx, event)
  const state = stateAfter(event, held, next)
  const columns: Record<string, string | number | null> = {
    state,
    pendingLevel: state === 'submitted' ? next : null,
    refusal: state === 'draft' ? event.reason : '',
    ...(event.step === 'submitted' ? { submittedById: event.userId, submittedAt: event.occurredAt } : {}),
    ...(state === 'posted'
      ? {
          postedById: event.userId,
          postedAt: event.occurredAt,
          occurredAt: event.occurredAt,
          value: bookedValue(event.movements as Movement[]),
        }
      : {}),
    logId: place.logId,
    seq: place.seq,
  }
  touchDocument(tx, documentId)
  await tx.run(
    `UPDATE document SET version = version + 1, ${Object.keys(columns)
      .map((name) => `${name} = ?`)
      .join(', ')} WHERE documentId = ?`,
    [...Object.values(columns), documentId],
  )
}

const nextLevelOf = async (tx: Tx, event: DocumentStepped) => {
  const { document, step, decision } = event
  if (step !== 'submitted' && step !== 'decided') return null
  const policy = await policyAt(tx, document.policyVersion)
  const decisions = await tx.all<never>(
    `SELECT level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND step = 'decided'`,
    [document.documentId],
  )
  const hash = document.contentHash === '' ? (decision?.contentHash ?? '') : document.contentHash
  const chain = await chainAsked(tx, { ...rowOf(document), by: event }, event.lines, policy)
  return pendingLevel(chain, decisions, hash)
}

const writeDraft = async (
  tx: Tx,
  event: DocumentStepped,
  held: DocumentRow | undefined,
  place: EventPlace,
): Promise<void> => {
  const { document, lines } = event
  const row = rowOf(document)
  if (document.contentHash !== '')
    assert(contentHashOf(row as DocumentRow, lines) === document.contentHash, 'the content is not what was signed for')
  if (!held) await tx.insertRows('document', [{ ...row, state: 'draft', version: 0 }])
  else await takeHeader(tx, row)
  await tx.run('DELETE FROM documentLine WHERE documentId = ?', [document.documentId])
  await tx.run('DELETE FROM trayEntry WHERE documentId = ?', [document.documentId])
  await tx.insertRows(
    'documentLine',
    lines.map((line) => ({
      documentId: document.documentId,
      ...line,
      unplanned: line.unplanned ? 1 : 0,
      fromSeq: line.fromSeq ?? 0,
      atSeq: line.atSeq ?? 0,
      touchedAt: 0,
    })),
  )
  await keepSetAside(tx, document, event.setAside, place)
  await keepLots(tx, lines)
  await tx.insertRows(
    'attachment',
    event.attachments.map((one) => ({ ...one, documentId: document.documentId, dataBase64: null, secured: 0 })),
    'ON CONFLICT DO NOTHING',
  )
}

/** The store owns what its paper says; HQ's own columns (state, who decided) are set by the step alone. */
const takeHeader = async (tx: Tx, row: Omit<DocumentRow, 'state' | 'version'>): Promise<void> => {
  const names = [
    'toWarehouseCode',
    'toCondition',
    'counterpartyCode',
    'reference',
    'reasonCode',
    'note',
    'round',
    'contentHash',
    'closesSource',
  ] as const
  await tx.run(
    `UPDATE document SET state = 'draft', ${names.map((name) => `${name} = ?`).join(', ')} WHERE documentId = ?`,
    [...names.map((name) => row[name]), row.documentId],
  )
}
