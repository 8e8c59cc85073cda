/** What a stocktake may be about, as the dialog that opens one offers it: only what this shop ever had. */
import type { OutputOf } from '../../contract/operations'
import { bayOf, unplacedZone } from '../../core/stocktake/plan'
import type { Reader } from '../../database/unitOfWork'

type Choices = OutputOf<'stocktake.choices'>

/** A store's PC keeps the ledger of its own warehouses alone, so what has a balance was here. */
const hereSql = `p.sku IN (SELECT sku FROM stockBalance WHERE account LIKE 'stock:%')`

export const stocktakeChoices = async (read: Reader): Promise<Choices> => {
  const categories = await read.all<Choices['categories'][number]>(
    `WITH RECURSIVE under (top, code) AS (SELECT code, code FROM category
       UNION SELECT u.top, c.code FROM category c JOIN under u ON c.parentCode = u.code)
     SELECT t.code, t.name, count(p.sku) AS products FROM category t JOIN under u ON u.top = t.code
     JOIN product p ON p.categoryCode = u.code AND ${hereSql} GROUP BY t.code, t.name ORDER BY t.code`,
  )
  const placed = await read.all<{ shelf: string }>(`SELECT p.shelf FROM product p WHERE p.shelf <> '' AND ${hereSql}`)
  const bays = new Map<string, number>()
  for (const { shelf } of placed) bays.set(bayOf(shelf), (bays.get(bayOf(shelf)) ?? 0) + 1)
  bays.delete(unplacedZone)
  const shelves = [...bays].map(([code, products]) => ({ code, name: code, products }))
  return { categories, shelves: shelves.sort((one, other) => (one.code < other.code ? -1 : 1)) }
}
