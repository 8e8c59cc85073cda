/**
 * The one door to every operation, the same for store and hub. Order of refusal: signed in, permission, shape; then the
 * handler's own: scope, existence, version, state, rule. It knows no transport and no database; ports do that.
 */
import type { Answer } from '../contract/client'
import { type ErrorCode, gatewayErrors } from '../contract/errors'
import type { OperationDeclaration } from '../contract/operation'
import { isOperationName, type OperationName, operations } from '../contract/operations'
import { type Permission, permissionsOfRole } from '../contract/permissions'
import type { Role } from '../contract/schemas/masterData'
import type { Scope } from '../core/organisation/scope'
import type { RefusalParams } from '../core/result'

export interface Actor {
  userId: string
  name: string
  nameEn: string
  role: Role
  scope: Scope
  may(permission: Permission): boolean
}

/** Who is calling, as the transport knows it: a window, a browser session, a device. */
export interface Caller {
  clientId: string
  actor: Actor | null
  /** set for an enrolled store PC that showed its token */
  device: { deviceId: string; storeCode: string } | null
  /** a browser's session, where the transport keeps one */
  sessionToken?: string
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
}

export interface GatewayPorts {
  side: 'store' | 'hub'
  /** runs the handler: a command in one transaction with its saved answer, a query on the reader, an errand bare */
  run(call: Call): Promise<unknown>
  recordRefusal(call: Omit<Call, 'declaration'> & { code: ErrorCode; params: RefusalParams }): Promise<void>
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

export const actorOf = (user: { userId: string; name: string; nameEn: string; role: Role; scope: Scope }): Actor => ({
  ...user,
  may: (permission) => permissionsOfRole[user.role].includes(permission),
})

/** What of a row this user may see, for the queries both sides share. */
export const viewOf = (actor: Actor): { scope: Scope; withCost: boolean } => ({
  scope: actor.scope,
  withCost: actor.may('cost.view'),
})

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
  if (!isOperationName(name)) return refused('UNKNOWN_OPERATION', { operation: name.slice(0, 80) })
  const declaration: OperationDeclaration = operations[name]
  if (declaration.runsOn !== 'both' && declaration.runsOn !== ports.side)
    return refused('UNKNOWN_OPERATION', { operation: name })
  try {
    authorise(declaration, caller)
    const call = { name, declaration, caller, input: parse(declaration, input), requestId }
    return { ok: true, value: declaration.output.parse(await ports.run(call)) }
  } catch (error) {
    return await refusalAnswer(ports, { name, caller, input, requestId }, declaration, error)
  }
}

const authorise = (declaration: OperationDeclaration, caller: Caller): void => {
  const { permission } = declaration
  if (permission === 'public') return
  if (permission === 'device') {
    if (!caller.device) throw new Refusal('UNAUTHENTICATED')
    return
  }
  if (!caller.actor) throw new Refusal('UNAUTHENTICATED')
  if (permission !== 'signedIn' && !caller.actor.may(permission)) throw new Refusal('FORBIDDEN', { permission })
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
  call: Omit<Call, 'declaration'>,
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
const recordOrLog = async (ports: GatewayPorts, call: Omit<Call, 'declaration'>, refusal: Refusal): Promise<void> => {
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
