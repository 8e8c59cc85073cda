/** The line of the trail that an act leaves on either side: a command with its effect, or a refusal that changed nothing. */
import type { OperationName } from '../contract/operations'
import type { RefusalParams } from '../core/result'
import { standingOf } from '../database/queries/trail'
import { askForSecret } from '../database/queries/triedAccounts'
import type { Tx } from '../database/unitOfWork'
import type { Actor, Asked, Call, Caller } from '../gateway/gateway'
import { appendTrail, type TrailEntry } from '../ledger/trail'

/** What handlers say of their act while it runs; several words about one paper become one. */
export interface Memory {
  documentId: string
  detail: Record<string, unknown>
  remember(documentId: string, detail: object): void
}

export const createMemory = (): Memory => {
  const memory: Memory = {
    documentId: '',
    detail: {},
    remember: (documentId, detail) => {
      const known = memory.documentId === documentId ? memory.detail : {}
      // what it was stays what it was at the beginning of the act, what it became is the last word
      memory.detail = { ...known, ...detail, ...('before' in known ? { before: known.before } : {}) }
      memory.documentId = documentId
    },
  }
  return memory
}

type Who = Pick<Call, 'name' | 'caller' | 'requestId'>

/** Who gives a secret may be anybody until it was found right, also where somebody is signed in. */
const signsIn: ReadonlySet<OperationName> = new Set(['signIn.withPassword', 'signIn.withPin', 'signIn.checkPin'])

/** Who is known to be there: at a locked window it may be anybody. */
export const knownActor = ({ actor, locked }: Caller, name?: OperationName): Actor | null =>
  locked || (name !== undefined && signsIn.has(name)) ? null : actor

/** Who, where and what was asked, for a line of theirs. */
const asked = ({ name, caller, requestId }: Who) => ({
  userId: knownActor(caller, name)?.userId ?? caller.device?.deviceId ?? '',
  roles: knownActor(caller, name)?.roles ?? [],
  client: caller.clientId,
  operation: name,
  requestId,
  // an enrolled PC that calls HQ; at the store the database itself knows where it is
  ...(caller.device ? { deviceId: caller.device.deviceId, storeCode: caller.device.storeCode } : {}),
})

export const logDone = async (
  tx: Tx,
  call: Who & Pick<Call, 'authority'>,
  at: string,
  { documentId, detail }: Pick<Memory, 'documentId' | 'detail'>,
): Promise<void> => {
  const standing = await standingOf(tx, documentId)
  await appendTrail(tx, {
    ...asked(call),
    ...{ at, outcome: 'done', documentId, detail },
    number: standing?.number ?? textIn(detail, 'number'),
    approvals: standing?.approvals ?? [],
    authorityId: call.authority?.userId ?? '',
    ...storeOf(standing?.storeCode ?? textIn(detail, 'storeCode')),
  })
}

/** Somebody waits for it: the paper is not asked for its number, and nobody decides about a draft. */
export const logScan = (
  tx: Tx,
  call: Who & Pick<Call, 'authority'>,
  at: string,
  { documentId, detail }: Pick<Memory, 'documentId' | 'detail'>,
): Promise<void> => {
  // the row and its line say one time
  const { recordedAt = at, ...rest } = detail
  return appendTrail(tx, {
    ...asked(call),
    ...{ at: String(recordedAt), outcome: 'done', documentId, detail: rest, authorityId: call.authority?.userId ?? '' },
  })
}

/** HQ's word took effect on this PC: nobody here asked for it. */
export const logCarriedOut = async (
  tx: Tx,
  by: Pick<TrailEntry, 'operation' | 'userId' | 'at'>,
  { documentId, detail }: Pick<Memory, 'documentId' | 'detail'>,
): Promise<void> => {
  const standing = await standingOf(tx, documentId)
  const { number = '', approvals = [] } = standing ?? {}
  await appendTrail(tx, { ...by, outcome: 'done', documentId, number, approvals, detail })
}

export const logRefused = async (
  tx: Tx,
  call: Asked & { code: string; params: RefusalParams },
  at: string,
): Promise<void> =>
  appendTrail(tx, {
    ...asked(call),
    ...{ at, outcome: 'refused', code: call.code, detail: { ...call.params, ...(await tried(tx, triedIdOf(call))) } },
    documentId: textIn(call.input, 'documentId').slice(0, idCharsMax),
  })

/** Whose account a secret was given for; '' where none was asked. */
export const triedIdOf = ({ name, input }: Pick<Asked, 'name' | 'input'>): string =>
  askForSecret.some((one) => one === name) ? textIn(input, 'userId').slice(0, idCharsMax) : ''

/** A name nobody has may be a password in the wrong field: of that no more is kept than tells one guess from another. */
export const tried = async (tx: Tx, userId = ''): Promise<{ userId?: string }> => {
  if (userId === '') return {}
  const isSomebody = await tx.one('SELECT 1 AS found FROM user WHERE id = ?', [userId])
  return { userId: isSomebody ? userId : `${userId.slice(0, strangerCharsKept)}…` }
}

const strangerCharsKept = 2

/** a stranger's input is kept no longer than an id is */
const idCharsMax = 40

const textIn = (from: unknown, key: string): string => {
  const found = ((from ?? {}) as Record<string, unknown>)[key]
  return typeof found === 'string' ? found : ''
}

/** '' leaves the place to the database: a store's own, or HQ's nobody's */
const storeOf = (storeCode: string): Pick<TrailEntry, 'storeCode'> => (storeCode === '' ? {} : { storeCode })
