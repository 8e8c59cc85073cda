/**
 * From a store's event to the hub's own documents, movements and balances. Everything is checked again: a store PC is
 * untrusted. What does not hold is thrown here and the event is parked for people; facts are never silently changed.
 */
import { type Permission, roleHolds } from '../../contract/permissions'
import type { Policy, Role } from '../../contract/schemas/masterData'
import { type DocumentStepped, eventPayload, type GoodsReceiptPosted } from '../../contract/schemas/sync'
import { levelOfRole, pendingLevel } from '../../core/documents/approval'
import { mirrored } from '../../core/documents/reversal'
import { assert } from '../../core/result'
import { inTransitAccount, warehouseOf } from '../../core/stock/accounts'
import type { MovementPlan } from '../../core/stock/cost'
import type { Movement } from '../../core/stock/movement'
import { DocumentEntity, type DocumentRow, UserEntity } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import { chainOf } from '../../documents/check'
import { factsOf, linesOf, ruleOf } from '../../documents/find'
import { bookedValue, movementsSoFar, openProposal } from '../../documents/post'
import { inOnePosting } from '../../documents/price'
import { addStep, contentHashOf, keepLots, rowOf, toldHeader, toldLine } from '../../documents/tell'
import { policyAt } from '../../documents/work'
import type { Caller } from '../../gateway/gateway'
import { applyMovements, type EventPlace } from '../../ledger/append'
import { afterStep } from '../documents/follow'
import type { HubRuntime } from '../runtime'

type Device = NonNullable<Caller['device']>

export const projectEvent = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  place: EventPlace,
  payload: string,
  recordedAt: string,
): Promise<void> => {
  const told = eventPayload.parse(JSON.parse(payload))
  const event = told.type === 'goodsReceipt.posted' ? asStep(told) : told
  const { document } = event
  assert(
    document.storeCode === device.storeCode,
    `event of store ${document.storeCode} from a PC of ${device.storeCode}`,
  )
  const held = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [document.documentId])
  await assertOwnPaper(tx, device, event, held)
  await assertKnown(tx, event)
  if (held?.writtenAt === 'hub') await assertAsWritten(tx, event, held)
  const policy = await policyAt(tx, document.policyVersion)
  await assertRight(tx, event, policy, held)
  await assertMovements(tx, event, policy)
  await writeDocument(tx, event, held, place)
  await applyMovements(tx, place, {
    documentId: document.documentId,
    movements: event.movements as Movement[],
    occurredAt: event.occurredAt,
    recordedAt,
    userId: event.userId,
  })
  const after = await tx.one<DocumentRow>('SELECT * FROM document WHERE documentId = ?', [document.documentId])
  await afterStep(tx, runtime, after as DocumentRow, stepHere(event))
}

/** HQ's own decision stands here already; the store carrying it out is not a second one. */
const stepHere = ({ step, underDecisionOf }: DocumentStepped): string =>
  step === 'decided' && underDecisionOf !== '' ? 'carriedOut' : step

/** HQ's paper is posted as HQ wrote it, or a store could give itself more than HQ decided. */
const assertAsWritten = async (tx: Tx, { document, lines }: DocumentStepped, held: DocumentRow): Promise<void> => {
  const header = toldHeader(held)
  const asWritten = (Object.keys(header) as (keyof typeof header)[]).every((key) => header[key] === document[key])
  const written = (await linesOf(tx, document.documentId)).map(toldLine)
  const sameLines =
    written.length === lines.length &&
    written.every((line, index) =>
      (Object.keys(line) as (keyof typeof line)[]).every((key) => line[key] === lines[index]?.[key]),
    )
  assert(asWritten && sameLines, `paper ${document.number} is not what HQ wrote`)
}

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

/** Numbers are unique in the chain: taking another PC's would park its real paper. HQ's papers keep what HQ wrote. */
const assertOwnPaper = async (
  tx: Tx,
  device: Device,
  { document }: DocumentStepped,
  held: DocumentRow | undefined,
): Promise<void> => {
  const warehouse = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
    document.warehouseCode,
    document.storeCode,
  ])
  assert(warehouse, `warehouse ${document.warehouseCode} is not of store ${document.storeCode}`)
  if (held) {
    const same = held.number === document.number && held.type === document.type && held.storeCode === document.storeCode
    assert(same && held.writtenAt === document.writtenAt, `document ${document.number} is another one here`)
    assert(held.state !== 'cancelled', 'a void document takes no step')
    return
  }
  assert(document.writtenAt === 'store', `paper ${document.number} is said to be HQ's and is not`)
  const row = await tx.one<{ letter: string }>('SELECT letter FROM device WHERE deviceId = ?', [device.deviceId])
  const form = new RegExp(`^[A-Z]{1,8}-${document.storeCode}-\\d{6}-${row?.letter}\\d{4,}$`)
  assert(form.test(document.number), `number ${document.number} is not of this PC`)
}

/** What it speaks of must be known here, or its movements would stand on nothing. */
const assertKnown = async (tx: Tx, { document, lines }: DocumentStepped): Promise<void> => {
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
  if (document.type === 'moveInside') {
    const other = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
      document.toWarehouseCode,
      document.storeCode,
    ])
    assert(other, `warehouse ${document.toWarehouseCode} is not of store ${document.storeCode}`)
  }
  if (document.reversalOf !== '') await assertMirrors(tx, document, lines)
}

/** A mirror is of this store's own paper, about the same goods. */
const assertMirrors = async (
  tx: Tx,
  document: DocumentStepped['document'],
  lines: DocumentStepped['lines'],
): Promise<void> => {
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
  const goods = (
    all: readonly { sku: string; lot: string; quantity: number; damagedQuantity: number; role: string }[],
  ) =>
    JSON.stringify(
      all.map(({ sku, lot, quantity, damagedQuantity, role }) => [sku, lot, quantity, damagedQuantity, role]),
    )
  assert(goods(await linesOf(tx, document.reversalOf)) === goods(lines), 'a mirror is about the same goods')
}

/** Which rights let somebody take a step: one of them is enough. */
const rightsFor = ({ step, document }: DocumentStepped): Permission[] => {
  const of = (...acts: string[]): Permission[] => acts.map((act) => `${document.type}.${act}` as Permission)
  if (step === 'posted') return document.reversalOf === '' ? of('post', 'approve') : of('reverse')
  if (step === 'submitted' || step === 'withdrawn') return of('submit')
  if (step === 'decided') return of('approve')
  return step === 'cancelled' ? of('cancel') : of('post')
}

/**
 * Who took the step, or who lent them the right, held it when it was taken, or at least some time since the paper was
 * begun: a store knows the policy it last pulled, and which that was nobody here can tell. A step that carries
 * out HQ's word needs that word here. Nothing is posted before everybody agreed, and nobody agreed to their own.
 */
const assertRight = async (
  tx: Tx,
  event: DocumentStepped,
  policy: Policy,
  held: DocumentRow | undefined,
): Promise<void> => {
  if (event.underDecisionOf !== '') await assertHqWord(tx, event, held)
  else await assertHeld(tx, event)
  if (event.step === 'decided') await assertOthersWork(tx, event, held)
  if (event.step === 'posted' && event.document.reversalOf === '' && event.document.writtenAt === 'store')
    await assertAgreed(tx, event, policy)
}

const assertHeld = async (tx: Tx, event: DocumentStepped): Promise<void> => {
  const wanted = rightsFor(event)
  const policies = await policiesSince(tx, event.document.policyVersion)
  const holders = [event.userId, event.authorityId].filter((id) => id !== '')
  for (const id of holders) {
    const user = await tx.manager.findOneBy(UserEntity, { id })
    assert(
      user && user.scopeKind === 'store' && user.scopeCode === event.document.storeCode,
      `user ${id} is not of store ${event.document.storeCode}`,
    )
    if (policies.some((policy) => wanted.some((right) => roleHolds(user.role as Role, right, policy)))) return
  }
  assert(false, `user ${event.userId} may not ${wanted.join(' or ')}`)
}

const policiesSince = async (tx: Tx, version: number): Promise<Policy[]> => {
  const newer = await tx.all<{ version: number }>('SELECT version FROM policy WHERE version > ? ORDER BY version', [
    version,
  ])
  const policies = [await policyAt(tx, version)]
  for (const one of newer) policies.push(await policyAt(tx, one.version))
  return policies
}

const assertHqWord = async (tx: Tx, event: DocumentStepped, held: DocumentRow | undefined): Promise<void> => {
  const { document, underDecisionOf } = event
  if (document.writtenAt === 'hub')
    return assert(held?.state === 'approved', `HQ never told ${document.number} to be posted`)
  const { decision } = event
  const word = await tx.one(
    `SELECT 1 AS found FROM documentStep WHERE documentId = ? AND step = 'decided' AND userId = ? AND contentHash = ?
       AND decision = ? AND (? = '' OR level = ?)`,
    [
      document.documentId,
      underDecisionOf,
      document.contentHash === '' ? (decision?.contentHash ?? '') : document.contentHash,
      decision?.decision ?? 'approved',
      decision?.level ?? '',
      decision?.level ?? '',
    ],
  )
  assert(word, `HQ made no such decision about ${document.number}`)
}

/** Whoever lent their right on the spot is who decided; HQ's own people were judged when they spoke. */
const assertOthersWork = async (tx: Tx, event: DocumentStepped, held: DocumentRow | undefined): Promise<void> => {
  const { document, decision, userId, authorityId, underDecisionOf } = event
  const decider = authorityId === '' ? userId : authorityId
  assert(decider !== document.authorId && decider !== held?.submittedById, 'nobody decides about their own document')
  assert(decision && decision.contentHash === held?.contentHash, 'the decision is about something else')
  if (underDecisionOf !== '') return
  const user = await tx.manager.findOneBy(UserEntity, { id: decider })
  assert(levelOfRole(user?.role ?? '') === decision.level, `user ${decider} does not decide as ${decision.level}`)
}

const assertAgreed = async (tx: Tx, event: DocumentStepped, policy: Policy): Promise<void> => {
  const { document, lines } = event
  const chain = chainOf(rowOf(document), lines, policy)
  if (chain.length === 0) return
  const decisions = await tx.all<never>(
    `SELECT level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND step = 'decided'`,
    [document.documentId],
  )
  assert(pendingLevel(chain, decisions, document.contentHash) === null, `not everybody agreed to ${document.number}`)
}

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
const assertMovements = async (tx: Tx, event: DocumentStepped, policy: Policy): Promise<void> => {
  const told = event.movements.filter(({ kind }) => kind !== 'revaluation') as Movement[]
  for (const movement of event.movements.filter(({ kind }) => kind === 'revaluation')) {
    assert(movement.quantity === 0 && movement.line > told.length, 'a revaluation moves no goods')
    assert(
      event.lines.some(({ sku }) => sku === movement.sku),
      'a revaluation is of goods on the paper',
    )
    const ends = [movement.fromAccount, movement.toAccount]
    assert(ends.includes('adjustment'), 'a revaluation is an adjustment')
  }
  const planned = await expectedMovements(tx, event, policy)
  const follows = told.length === planned.length && planned.every((plan, index) => same(plan, told[index] as Movement))
  assert(follows, 'movements do not follow from the lines')
  assertOwnAccounts(event)
  planned.forEach((plan, index) => {
    const value = 'value' in plan ? plan.value : undefined
    assert(value === undefined || value === told[index]?.value, 'a value is not what was paid')
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
  if (step === 'decided' || step === 'confirmed') return []
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
  if (event.step === 'withdrawn' || event.decision?.decision === 'refused') return 'draft'
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
  await tx.run(
    `UPDATE document SET version = version + 1, ${Object.keys(columns)
      .map((name) => `${name} = ?`)
      .join(', ')} WHERE documentId = ?`,
    [...Object.values(columns), documentId],
  )
}

const nextLevelOf = async (tx: Tx, { document, lines, step, decision }: DocumentStepped) => {
  if (step !== 'submitted' && step !== 'decided') return null
  const policy = await policyAt(tx, document.policyVersion)
  const decisions = await tx.all<never>(
    `SELECT level, decision, userId, contentHash FROM documentStep WHERE documentId = ? AND step = 'decided'`,
    [document.documentId],
  )
  const hash = document.contentHash === '' ? (decision?.contentHash ?? '') : document.contentHash
  return pendingLevel(chainOf(rowOf(document), lines, policy), decisions, hash)
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
  if (!held) await tx.manager.insert(DocumentEntity, { ...row, state: 'draft', version: 0 } as DocumentRow)
  else await takeHeader(tx, row)
  await tx.run('DELETE FROM documentLine WHERE documentId = ?', [document.documentId])
  await tx.run('DELETE FROM trayEntry WHERE documentId = ?', [document.documentId])
  await tx.insertRows(
    'documentLine',
    lines.map((line) => ({
      documentId: document.documentId,
      ...line,
      unplanned: line.unplanned ? 1 : 0,
      touchedAt: 0,
    })),
  )
  await insertSetAside(tx, event, place)
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

const insertSetAside = (tx: Tx, event: DocumentStepped, place: EventPlace): Promise<void> =>
  tx.insertRows(
    'trayEntry',
    event.setAside.map((entry, index) => ({
      trayId: `${place.logId}/${place.seq}/${index + 1}`,
      documentId: event.document.documentId,
      sku: null,
      quantity: 0,
      state: 'setAside',
      scannedAt: event.document.createdAt,
      ...entry,
    })),
  )
