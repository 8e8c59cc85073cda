/** Which shops a plan is for, as far as whoever plans may see; a choice that names nothing is refused, never cut short. */

import type { StocktakeScope } from '../../contract/schemas/stocktake'
import type { StoreChoice } from '../../contract/schemas/stocktakeTask'
import type { Scope } from '../../core/organisation/scope'
import { allOf, withinScope } from '../../database/queries/scope'
import type { Reader } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'

/** Shops of the choice within a branch, today: one that opened since is in, one that moved away is out. */
export const storesOf = async (read: Reader, choice: StoreChoice, branch: Scope): Promise<string[]> => {
  const where = allOf([
    withinScope(branch, 'code'),
    ...(choice.kind === 'region' ? [{ sql: 'regionCode = ?', parameters: [choice.regionCode] }] : []),
    ...(choice.kind === 'stores'
      ? [{ sql: 'code IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(choice.storeCodes)] }]
      : []),
  ])
  const rows = await read.all<{ code: string }>(
    `SELECT code FROM store WHERE ${where.sql} ORDER BY code`,
    where.parameters,
  )
  return rows.map(({ code }) => code)
}

/** The shops that were chosen, each one known and within the branch. */
export const chosenStores = async (read: Reader, choice: StoreChoice, branch: Scope): Promise<string[]> => {
  if (choice.kind === 'region') await refuseOtherRegion(read, choice.regionCode, branch)
  const found = await storesOf(read, choice, branch)
  const missing = choice.kind === 'stores' ? choice.storeCodes.find((code) => !found.includes(code)) : undefined
  if (missing !== undefined) throw new Refusal('STORE_NOT_FOUND', { storeCode: missing })
  if (found.length === 0) throw new Refusal('STOCKTAKE_NO_STORES')
  return found
}

/** A region somebody may ask something of: all of the chain's, or their own. */
const refuseOtherRegion = async (read: Reader, regionCode: string, branch: Scope): Promise<void> => {
  const known = await read.one('SELECT 1 AS found FROM region WHERE code = ?', [regionCode])
  const within = branch.kind === 'chain' || (branch.kind === 'region' && branch.regionCode === regionCode)
  if (!known || !within) throw new Refusal('REGION_NOT_FOUND', { regionCode })
}

/** A slip in a code would reach every shop: what is named has to be there. Shelves are each shop's own. */
export const refuseUnknownScope = async (read: Reader, scope: StocktakeScope): Promise<void> => {
  if (scope.kind === 'list') {
    const sku = await firstUnknown(read, 'product', 'sku', scope.skus)
    if (sku !== undefined) throw new Refusal('PRODUCT_NOT_FOUND', { sku })
  }
  if (scope.kind === 'category') {
    const categoryCode = await firstUnknown(read, 'category', 'code', scope.categoryCodes)
    if (categoryCode !== undefined) throw new Refusal('CATEGORY_NOT_FOUND', { categoryCode })
  }
}

const firstUnknown = async (
  read: Reader,
  table: 'product' | 'category',
  key: 'sku' | 'code',
  named: readonly string[],
): Promise<string | undefined> => {
  const row = await read.one<{ value: string }>(
    `SELECT value FROM json_each(?) WHERE value NOT IN (SELECT ${key} FROM ${table}) LIMIT 1`,
    [JSON.stringify(named)],
  )
  return row?.value
}
