/** 店长授权: a manager types their own PIN or password at somebody's screen and lends one right for one act. */
import { type OperationName, operations } from '../../contract/operations'
import type { Permission } from '../../contract/permissions'
import type { DocumentType } from '../../core/documents/states'
import type { Person } from '../../database/queries/people'
import { Refusal } from '../../gateway/gateway'
import type { ErrandCall, HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { readEnrolment } from '../meta'
import { overrideLifeMs, refuseLending } from '../overrides'
import { proveUser } from '../proveUser'
import { storeActor } from '../sessions'

/** Rights beside an operation's own that a manager may lend with it: what the dock takes in against the rule. */
const besides: Partial<Record<string, Permission>> = {
  'document.post': 'goodsReceipt.acceptOver',
  'document.scan': 'goodsReceipt.acceptShortLife',
  'document.setLine': 'goodsReceipt.acceptShortLife',
  'document.link': 'goodsReceipt.acceptUnplanned',
  'document.adjust': 'goodsReceipt.acceptShortLife',
}

export const overrideHandlers: HandlersOf<'override'> = {
  'override.grant': async (call, input) => {
    const enrolment = await readEnrolment(call.read)
    if (!enrolment) throw new Refusal('NOT_ENROLLED')
    const { user } = await proveUser(call, input.userId, { kind: input.kind ?? 'pin', secret: input.pin })
    const lender = storeActor(user, enrolment.storeCode, await call.runtime.policy())
    refuseLending(lender, call.user, holdsRight(lender.permissions, input.operation, input.type))
    const { operation, documentId } = input
    const { clientId } = call
    const asked = { clientId, borrowerId: call.user.userId, operation, documentId }
    const overrideId = await call.runtime.services.overrides.grant({ ...asked, lender })
    await logGrant(call, user, input)
    const expiresAt = new Date(call.runtime.clock.nowMs() + overrideLifeMs).toISOString()
    return { overrideId, userName: user.name, expiresAt }
  },
}

const holdsRight = (held: ReadonlySet<Permission>, operation: string, type: DocumentType): boolean => {
  const declared = Object.hasOwn(operations, operation) ? operations[operation as OperationName].permission : null
  if (declared === null) return false
  const own = typeof declared === 'string' ? declared : `${type}.${declared.act}`
  const beside = type === 'goodsReceipt' ? besides[operation] : undefined
  return held.has(own as Permission) || (beside !== undefined && held.has(beside))
}

const logGrant = (
  call: ErrandCall,
  lender: Person,
  { operation, documentId, type }: { operation: string; documentId: string; type: string },
): Promise<void> =>
  call.runtime.database.write((tx) =>
    logErrand(tx, call, {
      operation: 'override.grant',
      by: { userId: lender.id, roles: lender.roles },
      documentId,
      detail: { operation, type, lentTo: call.user.userId },
    }),
  )
