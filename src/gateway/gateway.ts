/**
 * The one door to every operation, the same for store and hub. Order of refusal: signed in, permission, step-up, shape;
 * then the handler's own: scope, existence, version, state, rule. It knows no transport and no database; ports do that.
 */
import type { Answer } from '../contract/client'
import { type ErrorCode, gatewayErrors } from '../contract/errors'
import type { OperationDeclaration } from '../contract/operation'
import { isOperationName, type OperationName, operations } from '../contract/operations'
import {
  actsOf,
  amountLimitFen,
  type LimitedAct,
  levelOf,
  type Permission,
  permissionsOfAll,
  type RightsPolicy,
} from '../contract/permissions'
import type { Policy, Role } from '../contract/schemas/masterData'
import type { ApprovalLevel } from '../core/documents/approval'
import { type DocumentAct, type DocumentType, isDocumentType } from '../core/documents/states'
import type { Scope } from '../core/organisation/scope'
import type { RefusalParams } from '../core/result'

export interface Actor {
  userId: string
  name: string
  nameEn: string
  /** what they are here and today; several roles at one place count together */
  roles: readonly Role[]
  roleName: string
  roleNameEn: string
  /** the step of an approval chain they decide at */
  level: ApprovalLevel | null
  scope: Scope
  permissions: ReadonlySet<Permission>
  may(permission: Permission): boolean
  /** up to which value, fen at cost, they may do this to a document of the type; null = no limit */
  limitFen(type: DocumentType, act: LimitedAct): number | null
}

/** Who is calling, as the transport knows it: a window, a browser session, a device. */
export interface Caller {
  clientId: string
  actor: Actor | null
  /** set for an enrolled store PC that showed its token */
  device: { deviceId: string; storeCode: string } | null
  /** signed in, but the window is locked: only what is open to anybody is answered */
  locked?: boolean
  /** a browser's session, where the transport keeps one */
  sessionToken?: string
  sessionId?: string
  /** the password was given in this session in the last minutes; at a store's screen that is not asked */
  steppedUp?: boolean
  /** somebody else set this user's password: until it is changed nothing else is done */
  passwordDue?: boolean
  /** where a browser calls from, for lists of sessions */
  from?: { address: string; agent: string }
  /** lets the transport keep a new session, or null forget it */
  setSession?: (token: string | null) => void
}

/** An expected refusal inside a handler. It rolls the command back and becomes the answer; a bug throws anything else. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params: RefusalParams = {},
  ) {
    super(code)
  }
}

export interface Call {
  name: OperationName
  declaration: OperationDeclaration
  caller: Caller
  input: unknown
  requestId: string
  /** a manager who lent their right for this one act; null mostly */
  authority: Actor | null
}

/** A call as it was asked, before anything of it was checked. */
export type Asked = Omit<Call, 'declaration' | 'authority'>

export interface GatewayPorts {
  side: 'store' | 'hub'
  /** runs the handler: a command in one transaction with its saved answer, a query on the reader, an errand bare */
  run(call: Call): Promise<unknown>
  /** who lent a right by `override.grant`; null when it was spent, is too old or was lent for something else */
  lender(overrideId: string, call: Asked): Promise<Actor | null>
  /** this very request took effect before and its answer is kept: `run` gives it again and does nothing */
  wasAnswered(call: Asked): Promise<boolean>
  recordRefusal(call: Asked & { code: ErrorCode; params: RefusalParams }): Promise<void>
  /** a call that names no operation of this side; never fails */
  recordUnknown(caller: Caller, name: string): Promise<void>
  newIncidentId(): string
  log(line: {
    operation: string
    userId: string
    clientId: string
    ms: number
    code: string
    incidentId?: string
    error?: unknown
  }): void
  /** milliseconds of a clock that never goes back; for the log line only */
  elapsedMs(): number
}

export interface Gateway {
  invoke(caller: Caller, name: string, input: unknown, requestId: string): Promise<Answer<unknown>>
}

export const actorOf = (
  user: Pick<Actor, 'userId' | 'name' | 'nameEn' | 'roles' | 'scope'>,
  policy: RightsPolicy & Pick<Policy, 'limits'>,
): Actor => {
  const permissions = permissionsOfAll(user.roles, policy)
  const named = policy.roles.filter(({ code }) => user.roles.includes(code))
  return {
    ...user,
    roleName: named.map(({ name }) => name).join('、'),
    roleNameEn: named.map(({ nameEn }) => nameEn).join(', '),
    level: levelOf(user.roles, policy),
    permissions,
    may: (permission) => permissions.has(permission),
    limitFen: (type, act) => amountLimitFen(user.roles, type, act, policy),
  }
}

/** What of a row this user may see, for the queries both sides share. */
export const viewOf = (
  actor: Actor,
): {
  scope: Scope
  withCost: boolean
  mayKnowOrdered: boolean
  seesBook: boolean
  userId: string
  reviews: boolean
} => ({
  scope: actor.scope,
  withCost: actor.may('cost.view'),
  // who accepts more than was ordered has to know what was; who only counts need not
  mayKnowOrdered: actor.may('goodsReceipt.acceptOver'),
  // beside a blind count; who counts does not
  seesBook: actor.may('stocktake.seeBook'),
  userId: actor.userId,
  // who closes the counting, chooses between two counts or reviews them reads all of them
  reviews: actor.may('stocktake.seeBook') || actor.may('stocktake.manage'),
})

/** What this user may do to each type, for screens to offer no more than that; the door asks again. */
export const actsHeld = (actor: Actor, type: DocumentType): DocumentAct[] =>
  actsOf(type).filter((act) => actor.may(`${type}.${act}`))

/** Who may do what is one part of the policy with a right of its own, whichever operation it is changed by. */
export const refuseOtherRights = (actor: Actor): void => {
  if (!actor.may('role.edit')) throw new Refusal('FORBIDDEN', { permission: 'role.edit' })
}

export const createGateway = (ports: GatewayPorts): Gateway => ({
  invoke: async (caller, name, input, requestId) => {
    const startedMs = ports.elapsedMs()
    const answer = await answerTo(ports, caller, name, input, requestId)
    ports.log({
      operation: name.slice(0, 80),
      userId: caller.actor?.userId ?? caller.device?.deviceId ?? '',
      clientId: caller.clientId,
      ms: Math.round((ports.elapsedMs() - startedMs) * 10) / 10,
      code: answer.ok ? 'OK' : answer.error.code,
    })
    return answer
  },
})

const answerTo = async (
  ports: GatewayPorts,
  caller: Caller,
  name: string,
  input: unknown,
  requestId: string,
): Promise<Answer<unknown>> => {
  if (!isOperationName(name) || !runsOn(ports.side, operations[name])) return await unknown(ports, caller, name)
  const declaration: OperationDeclaration = operations[name]
  try {
    const authority = await authorise(ports, declaration, { name, caller, input, requestId })
    if (declaration.stepUp && !caller.steppedUp) throw new Refusal('STEP_UP_NEEDED')
    const call = { name, declaration, caller, input: parse(declaration, input), requestId, authority }
    return { ok: true, value: declaration.output.parse(await ports.run(call)) }
  } catch (error) {
    return await refusalAnswer(ports, { name, caller, input, requestId }, declaration, error)
  }
}

const runsOn = (side: GatewayPorts['side'], declaration: OperationDeclaration): boolean =>
  declaration.runsOn === 'both' || declaration.runsOn === side

const unknown = async (ports: GatewayPorts, caller: Caller, name: string): Promise<Answer<never>> => {
  await ports.recordUnknown(caller, name)
  return refused('UNKNOWN_OPERATION', { operation: name.slice(0, 80) })
}

/** What a session may still do whose user has to choose another password first. */
const openWhilePasswordDue: ReadonlySet<OperationName> = new Set(['account.changePassword', 'signIn.out'])

/** Answers who lent their right for this act, if anybody did. */
const authorise = async (
  ports: GatewayPorts,
  declaration: OperationDeclaration,
  call: Asked,
): Promise<Actor | null> => {
  const { caller } = call
  if (declaration.permission === 'public') return null
  if (declaration.permission === 'device') {
    if (!caller.device) throw new Refusal('UNAUTHENTICATED')
    return null
  }
  if (!caller.actor) throw new Refusal('UNAUTHENTICATED')
  if (caller.locked) throw new Refusal('SESSION_LOCKED')
  if (caller.passwordDue && !openWhilePasswordDue.has(call.name)) throw new Refusal('PASSWORD_CHANGE_NEEDED')
  const authority = await authorityOf(ports, call)
  if (authority === 'answered') return null
  if (declaration.permission === 'signedIn') return authority
  const permission = permissionOf(declaration.permission, call.input)
  if (!caller.actor.may(permission) && !authority?.may(permission)) throw new Refusal('FORBIDDEN', { permission })
  return authority
}

/**
 * A lent right is gone after two minutes; the answer it led to is not. Whoever asks once more because that was lost is
 * told what became of it, not that the right is spent.
 */
const authorityOf = async (ports: GatewayPorts, call: Asked): Promise<Actor | 'answered' | null> => {
  const { overrideId } = (call.input ?? {}) as { overrideId?: unknown }
  if (typeof overrideId !== 'string') return null
  const authority = await ports.lender(overrideId, call)
  if (authority) return authority
  if (await ports.wasAnswered(call)) return 'answered'
  throw new Refusal('OVERRIDE_SPENT')
}

/** The right a document operation asks for is the type's own. Without a type there is none to ask for: a bad shape. */
const permissionOf = (
  declared: Exclude<OperationDeclaration['permission'], string> | Permission,
  input: unknown,
): Permission => {
  if (typeof declared === 'string') return declared
  const { type } = (input ?? {}) as { type?: unknown }
  if (!isDocumentType(type)) throw new Refusal('INVALID_INPUT', { field: 'type', problem: 'not a document type' })
  return `${type}.${declared.act}`
}

const parse = (declaration: OperationDeclaration, input: unknown): unknown => {
  const parsed = declaration.input.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Refusal('INVALID_INPUT', {
    field: issue?.path.join('.') ?? '',
    problem: issue?.message.slice(0, 200) ?? '',
  })
}

const refusalAnswer = async (
  ports: GatewayPorts,
  call: Asked,
  declaration: OperationDeclaration,
  error: unknown,
): Promise<Answer<unknown>> => {
  if (error instanceof Refusal && isDeclared(declaration, error.code)) {
    await recordOrLog(ports, call, error)
    return refused(error.code, error.params)
  }
  const incidentId = ports.newIncidentId()
  ports.log({
    operation: call.name,
    userId: call.caller.actor?.userId ?? '',
    clientId: call.caller.clientId,
    ms: 0,
    code: 'INTERNAL',
    incidentId,
    error,
  })
  return { ok: false, error: { code: 'INTERNAL', params: {}, incidentId } }
}

/** A log that cannot be written (a full disk) must not turn a plain refusal into a crash. */
const recordOrLog = async (ports: GatewayPorts, call: Asked, refusal: Refusal): Promise<void> => {
  try {
    await ports.recordRefusal({ ...call, code: refusal.code, params: refusal.params })
  } catch (error) {
    const { userId = '' } = call.caller.actor ?? {}
    ports.log({ operation: call.name, userId, clientId: call.caller.clientId, ms: 0, code: refusal.code, error })
  }
}

const isDeclared = (declaration: OperationDeclaration, code: ErrorCode): boolean =>
  declaration.errors.includes(code) || (gatewayErrors as readonly ErrorCode[]).includes(code)

const refused = (code: ErrorCode, params: RefusalParams = {}): Answer<never> => ({ ok: false, error: { code, params } })
