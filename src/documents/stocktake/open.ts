/** Beginning a stocktake: what it is about is fixed now, so that "nobody counted it" means something. */
import { createHash } from 'node:crypto'
import type { InputOf } from '../../contract/operations'
import type { Warehouse } from '../../contract/schemas/masterData'
import { type StocktakeScope, stocktakeLimits } from '../../contract/schemas/stocktake'
import { stockAccount } from '../../core/stock/accounts'
import { bayOf } from '../../core/stocktake/plan'
import { booksKeptElsewhere } from '../../database/queries/booksKeeper'
import type { StocktakeRow } from '../../database/queries/stocktake'
import { overlappingStocktake } from '../../database/queries/stocktake'
import type { Parameter, Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { policyFor, warehouseFor } from '../create'
import { nextNumber } from '../number'
import type { DocumentWork } from '../work'
import { findStocktakeIn, tellStocktake } from './tell'

/** 盘点 has a number of its own beside those of its papers (page 4's code) */
export const numberPrefix = 'PD'

type Input = InputOf<'stocktake.open'>

/** `taskId`: of HQ's task it carries out, whose plan it then has; without one it is the shop's own idea. */
export const openStocktake = async (work: DocumentWork, input: Input, taskId = ''): Promise<string> => {
  await policyFor(work, 'stocktakeCount')
  const warehouse = await warehouseFor(work, 'stocktakeCount', input.warehouseCode)
  await refuseBooksElsewhere(work.tx)
  const stocktakeId = work.ids.documentId()
  const products = await productsOf(work, warehouse, input.scope, stocktakeId)
  if (products.length === 0) throw new Refusal('STOCKTAKE_SCOPE_EMPTY')
  if (products.length > stocktakeLimits.products) throw new Refusal('LINES_TOO_MANY', { max: stocktakeLimits.products })
  await refuseOverlap(work.tx, { stocktakeId, warehouseCode: warehouse.code, kind: input.scope.kind }, products)
  const zones = input.zones.length > 0 ? input.zones : baysOf(products)
  refuseZoneTwice(zones)
  const row = await newRow(work, input, warehouse, { stocktakeId, taskId, products: products.length })
  await work.tx.insertRows('stocktake', [row])
  await work.tx.insertRows(
    'stocktakeProduct',
    products.map(({ sku }, place) => ({ stocktakeId, sku, place })),
  )
  await insertZones(work, stocktakeId, zones)
  await tellStocktake(work, stocktakeId, { step: 'opened', skus: products.map(({ sku }) => sku) }, {})
  return stocktakeId
}

/** A count is held against the books of the PC that opened it. Those of a store's other PCs know little of what lies there. */
const refuseBooksElsewhere = async (read: Reader): Promise<void> => {
  const pc = await booksKeptElsewhere(read)
  if (pc !== '') throw new Refusal('STOCKTAKE_BOOKS_ELSEWHERE', { pc })
}

const newRow = async (
  work: DocumentWork,
  { scope, blind, tolerancePermille, toleranceFen, note }: Input,
  warehouse: Pick<Warehouse, 'code' | 'storeCode'>,
  made: Pick<StocktakeRow, 'stocktakeId' | 'taskId' | 'products'>,
): Promise<StocktakeRow> => ({
  ...made,
  number: await nextNumber(work, numberPrefix),
  storeCode: warehouse.storeCode ?? '',
  warehouseCode: warehouse.code,
  ...{ kind: scope.kind, scope: JSON.stringify(scope), blind: blind ? 1 : 0, tolerancePermille, toleranceFen, note },
  ...{ state: 'counting', version: 0, openedById: work.user.userId, openedAt: work.at, closedSeq: 0 },
  ...{ uncounted: 'leave', uncountedReason: '', chosen: '[]', papers: '[]' },
  ...{ submittedById: '', submittedAt: null, cancelReason: '', logId: '', seq: 0, openedSeq: 0 },
})

type Zone = Input['zones'][number]

const insertZones = (work: DocumentWork, stocktakeId: string, zones: readonly Zone[]): Promise<void> =>
  work.tx.insertRows(
    'stocktakeZone',
    zones.map(({ code, name, temporary }) => ({ stocktakeId, code, name, temporary: temporary ? 1 : 0 })),
  )

const refuseZoneTwice = (zones: readonly Zone[]): void => {
  const twice = zones.find(({ code }, index) => zones.findIndex((one) => one.code === code) < index)
  if (twice) throw new Refusal('CODE_TAKEN', { code: twice.code })
}

interface Product {
  sku: string
  shelf: string
}

const baysOf = (products: readonly Product[]): Zone[] =>
  [...new Set(products.map(({ shelf }) => bayOf(shelf)))]
    .sort()
    .slice(0, stocktakeLimits.zones)
    .map((code) => ({ code, name: code, temporary: false }))

export const addZone = async (
  work: DocumentWork,
  { stocktakeId, zone }: InputOf<'stocktake.addZone'>,
): Promise<void> => {
  await findStocktakeIn(work, stocktakeId, ['counting'])
  const zones = await work.tx.all<{ code: string }>('SELECT code FROM stocktakeZone WHERE stocktakeId = ?', [
    stocktakeId,
  ])
  if (zones.some(({ code }) => code === zone.code)) throw new Refusal('CODE_TAKEN', { code: zone.code })
  if (zones.length >= stocktakeLimits.zones) throw new Refusal('LINES_TOO_MANY', { max: stocktakeLimits.zones })
  await insertZones(work, stocktakeId, [zone])
  await tellStocktake(work, stocktakeId, { step: 'zoneAdded' }, {})
}

/** What the shop has, or ever had: nobody is sent to look for the rest of the catalogue. */
const everHere = 'EXISTS (SELECT 1 FROM stockBalance b WHERE b.account = ? AND b.sku = p.sku)'

const suspiciousDays = 60

/** Shelf order: whoever counts walks along it. */
const productsOf = async (
  work: DocumentWork,
  warehouse: Pick<Warehouse, 'code'>,
  scope: StocktakeScope,
  stocktakeId: string,
): Promise<Product[]> => {
  const account = stockAccount(warehouse.code)
  const asked = (where: string, parameters: Parameter[]): Promise<Product[]> =>
    work.tx.all<Product>(`SELECT p.sku, p.shelf FROM product p WHERE ${where} ORDER BY p.shelf = '', p.shelf, p.sku`, [
      ...parameters,
    ])
  switch (scope.kind) {
    case 'full':
      return asked(everHere, [account])
    case 'category':
      return asked(`${everHere} AND p.categoryCode IN (${categoriesUnder})`, [
        account,
        JSON.stringify(scope.categoryCodes),
      ])
    case 'zone':
      return asked(
        `${everHere} AND EXISTS (SELECT 1 FROM json_each(?) h WHERE substr(p.shelf, 1, length(h.value)) = h.value)`,
        [account, JSON.stringify(scope.shelves)],
      )
    case 'list':
      return asked('p.sku IN (SELECT value FROM json_each(?))', [JSON.stringify(scope.skus)])
    case 'sample':
      return sampleOf(await asked(everHere, [account]), scope.size, stocktakeId)
    case 'suspicious':
      return asked(`${everHere} AND p.sku IN (${suspiciousSql})`, [
        ...[account, account, account, account],
        new Date(Date.parse(work.at) - suspiciousDays * 86_400_000).toISOString(),
      ])
  }
}

const categoriesUnder = `
  WITH RECURSIVE under (code) AS (SELECT value FROM json_each(?)
    UNION SELECT c.code FROM category c JOIN under u ON c.parentCode = u.code) SELECT code FROM under`

/** Below nought, or put right by hand lately. */
const suspiciousSql = `
  SELECT sku FROM stockBalance WHERE account = ? AND onHand < 0
  UNION SELECT sku FROM stockMovement
    WHERE ((fromAccount = ? AND toAccount IN ('adjustment', 'loss')) OR (fromAccount = 'adjustment' AND toAccount = ?))
      AND quantity > 0 AND recordedAt >= ?`

/** Drawn by the stocktake's own id: nobody can choose what is looked at, and anybody can draw it again. */
const sampleOf = (products: readonly Product[], size: number, stocktakeId: string): Product[] => {
  const drawn = new Set(
    products
      .map(({ sku }) => ({ sku, lot: createHash('sha256').update(`${stocktakeId}\n${sku}`).digest('hex') }))
      .sort((a, b) => (a.lot < b.lot ? -1 : 1))
      .slice(0, size)
      .map(({ sku }) => sku),
  )
  return products.filter(({ sku }) => drawn.has(sku))
}

/** Two open stocktakes about one product would book its difference twice. */
const refuseOverlap = async (
  read: Reader,
  stocktake: Pick<StocktakeRow, 'stocktakeId' | 'warehouseCode' | 'kind'>,
  products: readonly Product[],
): Promise<void> => {
  const other = await overlappingStocktake(
    read,
    stocktake,
    products.map(({ sku }) => sku),
  )
  if (other) throw new Refusal('STOCKTAKE_OVERLAPS', { number: other.number })
}
