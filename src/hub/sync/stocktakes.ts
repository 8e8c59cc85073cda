/**
 * A store's word on a stocktake: the plan as it stands, and what its review came to. HQ writes it into the same tables. A
 * store PC is untrusted here too: what HQ does not believe of it is in `stocktakeDoubts.ts`.
 */
import type { OperationName } from '../../contract/operations'
import { type Permission, permissionsOfAll } from '../../contract/permissions'
import type { StocktakeStepped } from '../../contract/schemas/stocktake'
import { assert } from '../../core/result'
import type { StocktakeRow } from '../../database/queries/stocktake'
import type { Tx } from '../../database/unitOfWork'
import { marksOf, plannedOf } from '../../documents/stocktake/review'
import { lineRow } from '../../documents/stocktake/submit'
import { columnsOf, insertStocktake, updateStocktake, writePlan } from '../../documents/stocktake/told'
import type { Caller } from '../../gateway/gateway'
import type { EventPlace } from '../../ledger/append'
import { appendTrail } from '../../ledger/trail'
import { believe, type Doubt, doubting } from './doubt'
import { openingOddity } from './stocktakeBooks'
import { reviewOddity, turnOddity } from './stocktakeDoubts'
import { taskOddity } from './stocktakeTasks'
import { judge } from './window'

type Device = NonNullable<Caller['device']>

export const projectStocktake = async (
  tx: Tx,
  device: Device,
  place: EventPlace,
  event: StocktakeStepped,
  at: string,
): Promise<Record<'lacking' | 'odd', Doubt | null>> => {
  const { stocktake } = event
  const { storeCode, stocktakeId } = stocktake
  believe(storeCode === device.storeCode, 'otherStore', `event of store ${storeCode} from a PC of ${device.storeCode}`)
  const held = await tx.one<StocktakeRow>('SELECT * FROM stocktake WHERE stocktakeId = ?', [stocktakeId])
  await doubting('paper', () => assertOwn(tx, event, held))
  const lacking = await judge(tx, device, at, async ({ policies, rolesOf }) => {
    const roles = [...(await rolesOf(event.userId)), ...(event.authorityId ? await rolesOf(event.authorityId) : [])]
    believe(roles.length > 0, 'person', `user ${event.userId} is not of store ${storeCode}`)
    for (const right of rightsFor(event))
      believe(
        policies.some((policy) => permissionsOfAll(roles, policy).has(right)),
        'right',
        `user ${event.userId} may not ${right}`,
      )
  })
  const outOfTurn = await turnOddity(tx, event)
  await writeStocktake(tx, place, event, held)
  const reviewed = event.step === 'submitted' ? await reviewOddity(tx, place.logId, event) : null
  const unfounded = reviewed ?? (await taskOddity(tx, event)) ?? (await openingOddity(tx, place.logId, event))
  await tellTrail(tx, device, place, event, at)
  return { lacking, odd: outOfTurn ?? unfounded }
}

const rightsFor = ({ step, stocktake }: StocktakeStepped): Permission[] => {
  // nobody's act: who counted was judged by their count
  if (step === 'arrived') return []
  if (step !== 'submitted') return ['stocktake.manage']
  return ['stocktake.submit', ...(stocktake.uncounted === 'zero' ? (['stocktake.zeroUncounted'] as const) : [])]
}

/** what it is about, and how strictly, from its first word to its last */
const lasting = [
  ...(['number', 'taskId', 'storeCode', 'warehouseCode', 'openedById', 'openedAt', 'products', 'scope'] as const),
  ...(['blind', 'tolerancePermille', 'toleranceFen'] as const),
]

/** The one HQ knows, at a step that may come now; a new one has a number of this PC. */
const assertOwn = async (
  tx: Tx,
  { step, stocktake }: StocktakeStepped,
  held: StocktakeRow | undefined,
): Promise<void> => {
  const warehouse = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
    stocktake.warehouseCode,
    stocktake.storeCode,
  ])
  assert(warehouse, `warehouse ${stocktake.warehouseCode} is not of store ${stocktake.storeCode}`)
  assert((step === 'opened') === (held === undefined), `${stocktake.number} is opened once, before anything else`)
  if (!held) return
  const told = columnsOf(stocktake)
  assert(
    lasting.every((key) => held[key] === told[key]),
    `stocktake ${stocktake.number} is another one here`,
  )
  assert(held.state !== 'cancelled', 'a void stocktake takes no step')
}

const stateAfter: Record<StocktakeStepped['step'], string | null> = {
  opened: 'counting',
  zoneAdded: null,
  closed: 'review',
  reopened: 'counting',
  chosen: null,
  recounted: 'counting',
  arrived: null,
  submitted: 'submitted',
  cancelled: 'cancelled',
}

/** Counting goes on: papers that came back are none of its own any more. */
const begunAnew: readonly StocktakeStepped['step'][] = ['recounted', 'reopened']

const writeStocktake = async (
  tx: Tx,
  { logId, seq }: EventPlace,
  event: StocktakeStepped,
  held: StocktakeRow | undefined,
): Promise<void> => {
  const { step, stocktake, papers, lines, reason } = event
  const row: Omit<StocktakeRow, 'version'> = {
    ...columnsOf(stocktake),
    ...{ state: stateAfter[step] ?? held?.state ?? 'counting', logId, seq, openedSeq: held?.openedSeq ?? seq },
    papers: step === 'submitted' ? JSON.stringify(papers) : begunAnew.includes(step) ? '[]' : (held?.papers ?? '[]'),
    submittedById: step === 'submitted' ? event.userId : (held?.submittedById ?? ''),
    submittedAt: step === 'submitted' ? event.occurredAt : (held?.submittedAt ?? null),
    cancelReason: step === 'cancelled' ? reason : '',
  }
  if (held) await updateStocktake(tx, row)
  else await insertNew(tx, row, event)
  await writePlan(tx, stocktake)
  if (step !== 'submitted') return
  await tx.run('DELETE FROM stocktakeLine WHERE stocktakeId = ?', [stocktake.stocktakeId])
  const { stocktakeId } = stocktake
  const marked = await marksOf(tx, row, await plannedOf(tx, stocktakeId))
  // what it is about was told when it opened; a line is not believed to be, or not to be, on its own word
  const believed = lines.map((line) => lineRow(stocktakeId, { ...line, ...marked(line) }))
  await tx.insertRows('stocktakeLine', believed)
}

const insertNew = (
  tx: Tx,
  row: Omit<StocktakeRow, 'version'>,
  { skus, stocktake }: StocktakeStepped,
): Promise<void> => {
  assert(new Set(skus).size === skus.length && skus.length === stocktake.products, 'what it is about is told once')
  return insertStocktake(tx, row, skus)
}

/** What somebody at the store did, in the words of the operations. */
const operationOf: Record<StocktakeStepped['step'], OperationName | 'count.arrived'> = {
  opened: 'stocktake.open',
  zoneAdded: 'stocktake.addZone',
  closed: 'stocktake.closeCounting',
  reopened: 'stocktake.reopen',
  chosen: 'stocktake.chooseCount',
  recounted: 'stocktake.recount',
  arrived: 'count.arrived',
  submitted: 'stocktake.submit',
  cancelled: 'stocktake.cancel',
}

const tellTrail = (
  tx: Tx,
  device: Device,
  place: EventPlace,
  { step, stocktake, reason, userId }: StocktakeStepped,
  at: string,
): Promise<void> =>
  appendTrail(tx, {
    ...device,
    ...{ userId, at, operation: operationOf[step], client: device.deviceId, outcome: 'done' },
    requestId: `${place.logId}/${place.seq}`,
    detail: { number: stocktake.number, step, reason },
  })
