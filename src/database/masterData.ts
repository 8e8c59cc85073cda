/**
 * Writes items of the pull streams into the master tables. The hub applies an item when it publishes it, a store when it
 * pulls it, so both sides hold the same rows by the same code.
 */
import type { Tx } from './unitOfWork'

export interface StreamItem {
  type: string
  key: string
  /** parsed and validated body; its shape is contract/schemas/masterData of that type */
  body: never
}

type Apply = (tx: Tx, bodies: never[]) => Promise<void>

export const isMasterItemType = (type: string): boolean => Object.hasOwn(appliers, type)

/** Applies items in order; runs of one type go to the database in one statement. */
export const applyMasterItems = async (tx: Tx, items: readonly StreamItem[]): Promise<void> => {
  for (const run of runsOfType(items)) {
    const apply = appliers[run.type] as Apply
    await apply(tx, [...lastByKey(run.items).values()])
  }
}

const runsOfType = (items: readonly StreamItem[]): { type: string; items: StreamItem[] }[] => {
  const runs: { type: string; items: StreamItem[] }[] = []
  for (const item of items) {
    const last = runs.at(-1)
    if (last?.type === item.type) last.items.push(item)
    else runs.push({ type: item.type, items: [item] })
  }
  return runs
}

const lastByKey = (items: readonly StreamItem[]): Map<string, never> =>
  new Map(items.map((item) => [rowKeyOf(item), item.body]))

/** Every version of the policy stays: papers keep the one they were made under. */
const rowKeyOf = ({ type, key, body }: StreamItem): string =>
  type === 'policy' ? String((body as { version: number }).version) : key

const upsert =
  (table: string, key: string, columns: readonly string[]): Apply =>
  (tx, bodies) => {
    const rows = (bodies as Record<string, unknown>[]).map((body) =>
      Object.fromEntries([key, ...columns].map((column) => [column, body[column] ?? null])),
    )
    const changes = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    return tx.insertRows(table, rows, `ON CONFLICT (${key}) DO UPDATE SET ${changes}`)
  }

const productColumns = [
  'name',
  'nameEn',
  'spec',
  'unit',
  'categoryCode',
  'origin',
  'priceFen',
  'unitCost',
  'weighed',
  'supplierCode',
  'status',
  'shelf',
  'keepsLots',
  'shelfLifeDays',
  'searchText',
]

/** A product travels with all its codes, so a removed barcode disappears with the same item. */
const applyProducts: Apply = async (tx, bodies) => {
  const products = bodies as { sku: string; barcodes: object[] }[]
  await upsert('product', 'sku', productColumns)(tx, bodies)
  await tx.run('DELETE FROM barcode WHERE sku IN (SELECT value FROM json_each(?))', [
    JSON.stringify(products.map(({ sku }) => sku)),
  ])
  await tx.insertRows(
    'barcode',
    products.flatMap(({ barcodes }) => barcodes),
    'ON CONFLICT (code, sku, packFactor) DO UPDATE SET kind = excluded.kind, packName = excluded.packName',
  )
}

/** A user travels with all their roles, so one that was taken away disappears with the same item. */
const applyUsers: Apply = async (tx, bodies) => {
  const users = bodies as { id: string; assignments: Record<string, string>[] }[]
  await upsert('user', 'id', ['name', 'nameEn', 'pinVersion', 'active'])(tx, bodies)
  await tx.run('DELETE FROM userRole WHERE userId IN (SELECT value FROM json_each(?))', [
    JSON.stringify(users.map(({ id }) => id)),
  ])
  await tx.insertRows(
    'userRole',
    users.flatMap(({ id, assignments }) => assignments.map((assignment) => ({ userId: id, ...assignment }))),
    'ON CONFLICT DO NOTHING',
  )
}

const applyPolicy: Apply = (tx, bodies) =>
  tx.insertRows(
    'policy',
    (bodies as { version: number }[]).map((body) => ({ version: body.version, body: JSON.stringify(body) })),
    'ON CONFLICT (version) DO UPDATE SET body = excluded.body',
  )

const applyOrders: Apply = async (tx, bodies) => {
  const orders = bodies as { documentId: string; lines: Record<string, unknown>[] }[]
  const columns = ['number', 'deliveryNote', 'supplierCode', 'warehouseCode', 'storeCode', 'dueDate', 'state']
  await upsert('purchaseOrder', 'documentId', columns)(tx, bodies)
  await tx.run('DELETE FROM purchaseOrderLine WHERE orderId IN (SELECT value FROM json_each(?))', [
    JSON.stringify(orders.map(({ documentId }) => documentId)),
  ])
  await tx.insertRows(
    'purchaseOrderLine',
    orders.flatMap(({ documentId, lines }) => lines.map((line) => ({ orderId: documentId, ...line }))),
  )
}

const applyRecipes: Apply = (tx, bodies) =>
  upsert('recipe', 'code', ['name', 'productSku', 'quantity', 'components', 'active'])(
    tx,
    (bodies as { components: unknown }[]).map((body) => ({
      ...body,
      components: JSON.stringify(body.components),
    })) as never[],
  )

const transferColumns = [
  'number',
  'kind',
  'state',
  'fromWarehouseCode',
  'fromStoreCode',
  'toWarehouseCode',
  'toStoreCode',
  'requestId',
  'requestNumber',
  'authorisationNumber',
  'dueDate',
  'note',
  'createdByName',
  'createdAt',
  'dispatchesPosted',
  'receiptsPosted',
  'calledOffReason',
  'papers',
]

interface TransferBody {
  transferId: string
  lines: { lots: unknown }[]
  settlements: object[]
  papers: string[]
}

/** A transfer travels whole, so the store's copy is replaced by HQ's newest word on it. */
const applyTransfers: Apply = async (tx, bodies) => {
  const transfers = bodies as TransferBody[]
  const rows = transfers.map((body) => ({ ...body, papers: JSON.stringify(body.papers) }))
  await upsert('transfer', 'transferId', transferColumns)(tx, rows as never[])
  const ids = JSON.stringify(transfers.map(({ transferId }) => transferId))
  await tx.run('DELETE FROM transferLine WHERE transferId IN (SELECT value FROM json_each(?))', [ids])
  await tx.run('DELETE FROM transferSettlement WHERE transferId IN (SELECT value FROM json_each(?))', [ids])
  await tx.insertRows(
    'transferLine',
    transfers.flatMap(({ transferId, lines }) =>
      lines.map((line) => ({ transferId, ...line, lots: JSON.stringify(line.lots) })),
    ),
  )
  await tx.insertRows(
    'transferSettlement',
    transfers.flatMap(({ transferId, settlements }) => settlements.map((one) => ({ transferId, ...one }))),
  )
}

const taskColumns = [
  ...['number', 'scheduleId', 'name', 'storeCode', 'scope', 'blind', 'tolerancePermille', 'toleranceFen', 'note'],
  ...['day', 'dueDate', 'state', 'closeReason', 'createdByName', 'createdAt'],
]

const applyStocktakeTasks: Apply = (tx, bodies) =>
  upsert(
    'stocktakeTask',
    'taskId',
    taskColumns,
  )(
    tx,
    (bodies as { scope: unknown; blind: boolean }[]).map((body) => ({
      ...body,
      ...{ scope: JSON.stringify(body.scope), blind: body.blind ? 1 : 0 },
    })) as never[],
  )

const appliers: Record<string, Apply> = {
  region: upsert('region', 'code', ['name']),
  store: upsert('store', 'code', ['name', 'regionCode', 'address', 'phone']),
  warehouse: upsert('warehouse', 'code', ['name', 'kind', 'storeCode']),
  category: upsert('category', 'code', ['name', 'parentCode']),
  supplier: upsert('supplier', 'code', ['name', 'contact', 'phone']),
  product: applyProducts,
  user: applyUsers,
  policy: applyPolicy,
  purchaseOrder: applyOrders,
  recipe: applyRecipes,
  transfer: applyTransfers,
  stocktakeTask: applyStocktakeTasks,
  codeAnswer: upsert('codeAnswer', 'code', [
    ...['answerNo', 'decision', 'sku', 'packFactor', 'reason', 'userId', 'userName', 'at'],
  ]),
}
