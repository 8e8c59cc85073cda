/** What of a row a user may see, for the queries both sides share. */
import type { View } from '../../database/queries/goodsReceipt'
import type { Actor } from '../../gateway/gateway'

export const viewOf = (actor: Actor): View => ({ scope: actor.scope, withCost: actor.may('cost.view') })
