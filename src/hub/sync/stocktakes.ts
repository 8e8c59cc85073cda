/**
 * A store's word on a stocktake: the plan as it stands, and what its review came to. HQ writes it into the same tables and
 * finds the differences anew from the counts and the movements it was told; what does not follow from them is booked,
 * because the goods are as the store says, and told to people. A store PC is untrusted here too.
 */
import type { OperationName } from '../../contract/operations'
import { type Permission, permissionsOfAll } from '../../contract/permissions'
import type { StocktakeStepped, ToldStocktake, ToldStocktakeLine } from '../../contract/schemas/stocktake'
import type { DocumentStepped } from '../../contract/schemas/sync'
import { assert } from '../../core/result'
import { type Held, varianceUnder } from '../../core/stocktake/netting'
import type { UncountedRule } from '../../core/stocktake/plan'
import type { StocktakeRow } from '../../database/queries/stocktake'
import type { Parameter, Reader, Tx } from '../../database/unitOfWork'
import { ruleOf } from '../../documents/find'
import { bookedOf, toBookOf } from '../../documents/stocktake/booked'
import { type Books, netReview, plannedOf } from '../../documents/stocktake/review'
import { lineRow } from '../../documents/stocktake/submit'
import type { Caller } from '../../gateway/gateway'
import type { EventPlace } from '../../ledger/append'
import { appendTrail } from '../../ledger/trail'
import { believe, Doubt, doubting } from './doubt'
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
  await writeStocktake(tx, place, event, held)
  const reviewed = event.step === 'submitted' ? await reviewOddity(tx, place.logId, event) : null
  const odd = reviewed ?? (await taskOddity(tx, event))
  await tellTrail(tx, device, place, event, at)
  return { lacking, odd }
}

const rightsFor = ({ step, stocktake }: StocktakeStepped): Permission[] => {
  if (step !== 'submitted') return ['stocktake.manage']
  return ['stocktake.submit', ...(stocktake.uncounted === 'zero' ? (['stocktake.zeroUncounted'] as const) : [])]
}

const lasting = ['number', 'taskId', 'storeCode', 'warehouseCode', 'openedById', 'openedAt', 'products'] as const

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
  assert(
    lasting.every((key) => held[key] === stocktake[key]) && held.scope === JSON.stringify(stocktake.scope),
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
  await tx.insertRows(
    'stocktakeLine',
    lines.map((line) => lineRow(stocktake.stocktakeId, line)),
  )
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

/** What that PC's own log moved, and nobody else's: the books the count was held against. */
const booksOf = (read: Reader, logId: string): Books => ({
  logId,
  held: (account, skus) =>
    read.all<Held>(
      `SELECT sku, lot, sum(quantity) AS onHand FROM (
         SELECT sku, lot, quantity FROM stockMovement WHERE toAccount = ?1 AND logId = ?2
           AND sku IN (SELECT value FROM json_each(?3))
         UNION ALL SELECT sku, lot, -quantity FROM stockMovement WHERE fromAccount = ?1 AND logId = ?2
           AND sku IN (SELECT value FROM json_each(?3)))
       GROUP BY sku, lot ORDER BY sku, lot`,
      [account, logId, JSON.stringify(skus)],
    ),
})

/** The differences are those that follow from the counts HQ was told, at the positions they were made at. */
const reviewOddity = async (tx: Tx, logId: string, { stocktake, lines }: StocktakeStepped): Promise<Doubt | null> => {
  const planned = await plannedOf(tx, stocktake.stocktakeId)
  const found = await netReview(tx, columnsOf(stocktake), planned, booksOf(tx, logId))
  const said = new Map(lines.map((line) => [`${line.sku}\n${line.lot}`, line]))
  const wrong = found.find(({ sku, lot, counted, book, variance }) => {
    const line = said.get(`${sku}\n${lot}`)
    if (!line || line.counted !== counted || line.book !== book) return true
    return line.variance !== varianceUnder(stocktake.uncounted, { counted, book, variance })
  })
  if (!wrong && found.length === lines.length) return null
  const what = wrong ? `${wrong.sku} ${wrong.lot}` : `${lines.length} lines, ${found.length} follow`
  return new Doubt('goods', `${stocktake.number}: the review does not follow from its counts (${what})`)
}

/** A paper of a stocktake says what the review said (invariant 10): no more, no less, no other product. */
export const paperOddity = async (
  tx: Tx,
  { document, lines }: Pick<DocumentStepped, 'document' | 'lines'>,
): Promise<Doubt | null> => {
  if (!ruleOf(document).madeOfReview) return null
  const stocktake = await tx.one<StocktakeRow>('SELECT * FROM stocktake WHERE stocktakeId = ?', [document.sourceId])
  const listed = (JSON.parse(stocktake?.papers ?? '[]') as string[]).includes(document.documentId)
  const toBook = stocktake ? await leftToBook(tx, stocktake) : new Map<string, number>()
  const sign = document.type === 'stocktakeGain' ? 1 : -1
  const follows = lines.every(({ sku, lot, quantity }) => toBook.get(`${sku}\n${lot}`) === quantity * sign)
  const once = new Set(lines.map(({ sku, lot }) => `${sku}\n${lot}`)).size === lines.length
  if (listed && follows && once) return null
  return new Doubt('goods', `${document.number} is not what its stocktake came to`)
}

/** By product and lot, as it was when the review was handed in: what its own papers move is not booked before. */
const leftToBook = async (tx: Tx, stocktake: StocktakeRow): Promise<Map<string, number>> => {
  const { stocktakeId, logId, seq, uncounted } = stocktake
  const rows = await tx.all<ReviewedRow>(
    'SELECT sku, lot, counted, variance, atSeq, planned FROM stocktakeLine WHERE stocktakeId = ?',
    [stocktakeId],
  )
  const toBook = toBookOf(uncounted as UncountedRule, await bookedOf(tx, stocktake, logId, seq))
  return new Map(rows.map((row) => [`${row.sku}\n${row.lot}`, toBook({ ...row, planned: row.planned === 1 })]))
}

type ReviewedRow = Pick<ToldStocktakeLine, 'sku' | 'lot' | 'counted' | 'variance' | 'atSeq'> & { planned: number }

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
