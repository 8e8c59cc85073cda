/** A store's question about a code. It moves nothing, so that all that is asked is: is it that store's, and whose was it? */
import { type Permission, permissionsOfAll } from '../../contract/permissions'
import type { CodeAsked } from '../../contract/schemas/codeRequest'
import type { Tx } from '../../database/unitOfWork'
import { keepQuestion } from '../../documents/codeRequest'
import type { Caller } from '../../gateway/gateway'
import type { EventPlace } from '../../ledger/append'
import { appendTrail } from '../../ledger/trail'
import { believe, type Doubt } from './doubt'
import { judge } from './window'

type Device = NonNullable<Caller['device']>

export const projectQuestion = async (
  tx: Tx,
  device: Device,
  place: EventPlace,
  asked: CodeAsked,
  at: string,
): Promise<Doubt | null> => {
  const { storeCode, userId, code, sku, packFactor, number, note } = asked
  believe(storeCode === device.storeCode, 'otherStore', `event of store ${storeCode} from a PC of ${device.storeCode}`)
  const product = sku === '' || (await tx.one('SELECT 1 AS found FROM product WHERE sku = ?', [sku]))
  believe(product, 'unknown', `product ${sku} is not known`)
  const right: Permission = `${asked.documentType}.create`
  const lacking = await judge(tx, device, at, async ({ policies, rolesOf }) => {
    const roles = await rolesOf(userId)
    believe(roles.length > 0, 'person', `user ${userId} is not of store ${storeCode}`)
    const holds = policies.some((policy) => permissionsOfAll(roles, policy).has(right))
    believe(holds, 'right', `user ${userId} may not ${right}`)
  })
  await keepQuestion(tx, asked)
  await appendTrail(tx, {
    ...device,
    ...{ userId, at, operation: 'codeRequest.ask', client: device.deviceId, outcome: 'done' },
    requestId: `${place.logId}/${place.seq}`,
    detail: { code, sku, packFactor, number, note },
  })
  return lacking
}
