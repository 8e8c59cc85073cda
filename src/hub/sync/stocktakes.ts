/**
 * A store's word on a stocktake: the plan as it stands, and what its review came to. HQ writes it into the same tables. A
 * store PC is untrusted here too: what HQ does not believe of it is in `stocktakeDoubts.ts`.
 */
import type { OperationName } from '../../contract/operations'
import { type Permission, permissionsOfAll } from '../../contract/permissions'
import type { StocktakeStepped, ToldStocktake } from '../../contract/schemas/stocktake'
import { assert } from '../../core/result'
import type { StocktakeRow } from '../../database/queries/stocktake'
import type { Parameter, Tx } from '../../database/unitOfWork'
import { marksOf, plannedOf } from '../../documents/stocktake/review'
import { lineRow } from '../../documents/stocktake/submit'
import type { Caller } from '../../gateway/gateway'
import type { EventPlace } from '../../ledger/append'
import { appendTrail } from '../../ledger/trail'
import { believe, type Doubt, doubting } from './doubt'
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
  const unfounded = reviewed ?? (await taskOddity(tx, event))
  await tellTrail(tx, device, place, event, at)
  return { lacking, odd: outOfTurn ?? unfounded }
}

const rightsFor = ({ step, stocktake }: StocktakeStepped): Permission[] => {
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
  chosen: null,
  recounted: 'counting',
  submitted: 'submitted',
  cancelled: 'cancelled',
}

const columnsOf = (told: ToldStocktake) => ({
  ...{ stocktakeId: told.stocktakeId, taskId: told.taskId, number: told.number, storeCode: told.storeCode },
  ...{ warehouseCode: told.warehouseCode, kind: told.scope.kind, scope: JSON.stringify(told.scope) },
  ...{ blind: told.blind ? 1 : 0, tolerancePermille: told.tolerancePermille, toleranceFen: told.toleranceFen },
  ...{ note: told.note, products: told.products, openedById: told.openedById },
  ...{ openedAt: told.openedAt, closedSeq: told.closedSeq, uncounted: told.uncounted },
  ...{ uncountedReason: told.uncountedReason, chosen: JSON.stringify(told.chosen) },
})

const writeStocktake = async (
  tx: Tx,
  { logId, seq }: EventPlace,
  event: StocktakeStepped,
  held: StocktakeRow | undefined,
): Promise<void> => {
  const { step, stocktake, papers, lines, reason } = event
  const row: Omit<StocktakeRow, 'version'> = {
    ...columnsOf(stocktake),
    ...{ state: stateAfter[step] ?? held?.state ?? 'counting', logId, seq },
    papers: step === 'submitted' ? JSON.stringify(papers) : step === 'recounted' ? '[]' : (held?.papers ?? '[]'),
    submittedById: step === 'submitted' ? event.userId : (held?.submittedById ?? ''),
    submittedAt: step === 'submitted' ? event.occurredAt : (held?.submittedAt ?? null),
    cancelReason: step === 'cancelled' ? reason : '',
  }
  if (held) await updateRow(tx, row)
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

const insertNew = async (
  tx: Tx,
  row: Omit<StocktakeRow, 'version'>,
  { skus, stocktake }: StocktakeStepped,
): Promise<void> => {
  assert(new Set(skus).size === skus.length && skus.length === stocktake.products, 'what it is about is told once')
  const { stocktakeId } = row
  await tx.insertRows('stocktake', [{ ...row, version: 1 }])
  await tx.insertRows(
    'stocktakeProduct',
    skus.map((sku, place) => ({ stocktakeId, sku, place })),
  )
}

const updateRow = (tx: Tx, { stocktakeId, ...row }: Omit<StocktakeRow, 'version'>): Promise<void> =>
  tx.run(
    `UPDATE stocktake SET version = version + 1, ${Object.keys(row)
      .map((column) => `${column} = ?`)
      .join(', ')} WHERE stocktakeId = ?`,
    [...(Object.values(row) as Parameter[]), stocktakeId],
  )

/** Zones and recounts are told whole each time. */
const writePlan = async (tx: Tx, { stocktakeId, zones, recounts }: ToldStocktake): Promise<void> => {
  await tx.run('DELETE FROM stocktakeZone WHERE stocktakeId = ?', [stocktakeId])
  await tx.insertRows(
    'stocktakeZone',
    zones.map((zone) => ({ stocktakeId, ...zone, temporary: zone.temporary ? 1 : 0 })),
  )
  await tx.run('DELETE FROM stocktakeRecount WHERE stocktakeId = ?', [stocktakeId])
  await tx.insertRows(
    'stocktakeRecount',
    recounts.map((recount) => ({ stocktakeId, ...recount, skus: JSON.stringify(recount.skus) })),
  )
}

/** What somebody at the store did, in the words of the operations. */
const operationOf: Record<StocktakeStepped['step'], OperationName> = {
  opened: 'stocktake.open',
  zoneAdded: 'stocktake.addZone',
  closed: 'stocktake.closeCounting',
  chosen: 'stocktake.chooseCount',
  recounted: 'stocktake.recount',
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
