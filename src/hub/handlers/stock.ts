/** Every store's stock, each with its age: a figure without its age is never shown. */
import type { OutputOf } from '../../contract/operations'
import { withinScope } from '../../database/queries/scope'
import { listStock } from '../../database/queries/stock'
import { documentAnswers } from '../../documents/asked'
import { viewOf } from '../../gateway/gateway'
import type { HandlersOf, QueryCall } from '../calls'
import { provisionalSql } from '../epoch'
import { ageSeconds } from '../runtime'

export const stockHandlers: HandlersOf<'stock'> = {
  'stock.list': async (call, input) => {
    const page = await listStock(call.read, { ...input, limit: input.limit ?? 100 }, viewOf(call.user))
    return { ...page, stores: await storesWithAge(call) } as OutputOf<'stock.list'>
  },

  'stock.movements': documentAnswers['stock.movements'],
}

/** A store is as fresh as its least fresh PC: another PC's ledger may hold what HQ has not heard of. */
export const storesWithAge = async (
  call: Pick<QueryCall, 'user' | 'read' | 'runtime'>,
): Promise<OutputOf<'stock.list'>['stores']> => {
  const scope = withinScope(call.user.scope, 's.code')
  const rows = await call.read.all<{
    storeCode: string
    storeName: string
    asOf: string | null
    behind: number | null
    provisional: number | null
  }>(
    `SELECT s.code AS storeCode, s.name AS storeName, min(d.lastSeenAt) AS asOf, sum(d.unsecured) AS behind,
       max(${provisionalSql('d')}) AS provisional
     FROM store s LEFT JOIN device d ON d.storeCode = s.code AND d.state = 'active'
     WHERE ${scope.sql} GROUP BY s.code ORDER BY s.code`,
    scope.parameters,
  )
  return rows.map((row) => ({
    ...row,
    ...{ provisional: row.provisional === 1, ageSeconds: ageSeconds(call.runtime, row.asOf) },
  }))
}
