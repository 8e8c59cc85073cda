/**
 * Hangs the hub's operations on HTTP: one Fastify route each, made from the declarations, so limits and logs carry their
 * names. Serves the console and the API's own description. It decides nothing; the gateway does.
 */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteShorthandOptions,
} from 'fastify'
import type { Answer } from '../../contract/client'
import { type ErrorCode, httpStatusOf } from '../../contract/errors'
import type { OperationDeclaration } from '../../contract/operation'
import { type OperationName, operations } from '../../contract/operations'
import { spreadHeader } from '../../contract/protocol'
import { eventCharsMax } from '../../contract/schemas/sync'
import type { Caller } from '../../gateway/gateway'
import { raiseAlarmNow } from '../alarms'
import type { Hub } from '../createHub'
import type { HubRuntime } from '../runtime'
import { deviceOfToken, revokedDeviceOf, sessionMaxMs, sessionOf } from '../sessions'
import { addressGroup } from '../signIn/place'
import { type Admission, createAdmission, createSpread } from '../sync/admission'
import { agentOf } from './agent'
import { registerHints } from './hints'
import { describeApi } from './openApi'

const sessionCookie = 'zhanggui_session'
const bodyBytesMax = 4 * 1024 * 1024
/** an event of a very long document, and Chinese words take three bytes */
const pushBytesMax = 3 * eventCharsMax + bodyBytesMax
/** whatever takes a password, PIN or code is what a guesser would hammer */
const guardedLimit = { max: 30, timeWindow: 60_000 }
export const guarded: ReadonlySet<OperationName> = new Set([
  'signIn.withPassword',
  'signIn.stepUp',
  'signIn.checkPin',
  'account.changePassword',
  'account.confirmTotp',
  'account.endTotp',
  'user.changeOwnPin',
  'sync.enrol',
  'sync.recover',
])

/** how much of HQ's own trail could be cut off unseen */
const fenceEveryMs = 5_000

/**
 * `trustedProxies`: addresses or networks (10.0.0.5, 10.1.0.0/16) whose word on who calls, by which host and over which
 * protocol is taken. Of anybody else X-Forwarded-* is what a caller likes to say, and is not read.
 */
export const createServer = async (
  runtime: HubRuntime,
  hub: Hub,
  consoleFolder: string,
  { trustedProxies = [], atWorkMax }: { trustedProxies?: readonly string[]; atWorkMax?: number } = {},
): Promise<FastifyInstance> => {
  const server = Fastify({
    bodyLimit: bodyBytesMax,
    logger: false,
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
  })
  // before the routes: one registered earlier would keep Fastify's own words for a full body or too many tries
  server.setErrorHandler(async (error, request, reply) => {
    const refused = transportRefusal(runtime, error)
    if (refused.error.code !== 'INTERNAL') await knock(hub, request, refused)
    return answer(reply, refused)
  })
  const fenceTimer = setInterval(() => void hub.fence.raise(), fenceEveryMs)
  fenceTimer.unref()
  server.addHook('onClose', async () => {
    clearInterval(fenceTimer)
    await hub.door.stop()
    await hub.rows.settled()
    await hub.fence.raise()
  })
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: consoleCsp },
    frameguard: { action: 'deny' },
    hsts: false,
  })
  await server.register(cookie)
  await server.register(rateLimit, { global: false, keyGenerator: ({ ip }) => addressGroup(ip) })
  // a form of another site may post plain text, JSON it may not without asking first
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', async (request, reply) => {
    if (!isForeign(request)) return
    const refused = refusal('FOREIGN_ORIGIN')
    await knock(hub, request, refused)
    return answer(reply, refused)
  })
  const admission = createAdmission({ atWorkMax, elapsedMs: runtime.clock.elapsedMs, random: runtime.random })
  const spread = createSpread(runtime.clock.elapsedMs, () => countDevices(runtime))
  for (const [name, declaration] of Object.entries(operations) as [OperationName, OperationDeclaration][]) {
    if (declaration.runsOn !== 'store')
      route(server, runtime, hub, name, paced.has(name) ? inTurn(admission, spread) : {})
  }
  server.get('/api/openapi.json', () => describeApi())
  registerHints(server, runtime, (token) => deviceOfToken(runtime.database.read, token))
  server.get('/health', () => ({ ok: true }))
  await server.register(fastifyStatic, { root: consoleFolder, prefix: '/console/', decorateReply: false })
  server.get('/', (_request, reply) => reply.redirect('/console/'))
  server.setNotFoundHandler(async (request, reply) => {
    const refused = refusal('UNKNOWN_OPERATION', { operation: request.url.slice(0, 80) })
    // a browser looks for icons and the like by itself: that asks for no operation
    if (request.url.startsWith('/api/')) await knock(hub, request, refused)
    return answer(reply, refused)
  })
  return server
}

const consoleCsp = {
  'default-src': [`'self'`],
  'script-src': [`'self'`],
  'style-src': [`'self'`, `'unsafe-inline'`],
  'img-src': [`'self'`, 'data:'],
  'font-src': [`'self'`, 'data:'],
  'connect-src': [`'self'`],
  'object-src': [`'none'`],
  'base-uri': [`'none'`],
  'form-action': [`'none'`],
  'frame-ancestors': [`'none'`],
}

/** what every store PC asks again and again */
const paced: ReadonlySet<OperationName> = new Set(['sync.push', 'sync.pull'])

const countDevices = async ({ database }: HubRuntime): Promise<number> =>
  (await database.read.one<{ n: number }>(`SELECT count(*) AS n FROM device WHERE state = 'active'`))?.n ?? 0

/** Before the body is read: a batch nobody has time for costs no memory. */
const inTurn = (admission: Admission, spread: () => Promise<number>): Pick<RouteShorthandOptions, 'onRequest'> => ({
  onRequest: async (_request, reply) => {
    const turn = admission.enter()
    if (!turn.ok) {
      const { retryAfterMs } = turn
      reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
      return answer(reply, refusal('HUB_BUSY', { retryAfterMs }))
    }
    reply.raw.once('finish', turn.leave)
    reply.raw.once('close', turn.leave)
    reply.header(spreadHeader, await spread())
  },
})

const route = (
  server: FastifyInstance,
  runtime: HubRuntime,
  hub: Hub,
  name: OperationName,
  pace: Pick<RouteShorthandOptions, 'onRequest'>,
): void => {
  server.post(`/api/${name.replace('.', '/')}`, {
    ...pace,
    ...(name === 'sync.push' ? { bodyLimit: pushBytesMax } : {}),
    config: guarded.has(name)
      ? { rateLimit: { ...guardedLimit, ...(name === 'signIn.checkPin' ? byPc(runtime) : {}) } }
      : {},
    handler: async (request, reply) => {
      const caller = await callerOf(runtime, hub, request, reply)
      const answered = caller.ok
        ? await hub.invoke(caller.value, name, request.body === undefined ? {} : request.body, requestIdOf(request))
        : caller
      return answer(reply, answered as Answer<unknown>)
    },
  })
}

/** Many shops call from behind one address: each PC has tries of its own. Whoever shows no token of ours is an address. */
const byPc = ({ database }: HubRuntime) => ({
  keyGenerator: async ({ headers, ip }: FastifyRequest): Promise<string> => {
    const token = tokenIn(headers)
    const device = token ? await deviceOfToken(database.read, token) : undefined
    return device ? `device:${device.deviceId}` : addressGroup(ip)
  },
})

const tokenIn = ({ authorization }: FastifyRequest['headers']): string | undefined =>
  /^Device (\S{20,100})$/.exec(authorization ?? '')?.[1]

/**
 * Does the browser itself say that another site's page asks? Store PCs and scripts say nothing; our own page names our
 * host. Which of http and https it was is not compared: a proxy in front may speak the other one to us.
 */
const isForeign = ({ method, headers, host }: FastifyRequest): boolean => {
  if (method === 'GET' || method === 'HEAD') return false
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return headers.origin !== undefined && hostOf(headers.origin) !== host
}

/** '' for what names no host, such as `null` */
const hostOf = (origin: string): string => {
  try {
    return new URL(origin).host
  } catch {
    return ''
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const requestIdOf = (request: FastifyRequest): string => {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && uuidForm.test(given) ? given.toLowerCase() : request.id
}

/** A store PC shows its token; a browser its cookie, which counts only with our own header (no other site can send it). */
const callerOf = async (
  runtime: HubRuntime,
  hub: Hub,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ ok: true; value: Caller } | Answer<never>> => {
  const clientId = `http:${request.ip}`
  const token = tokenIn(request.headers)
  if (token) {
    const device = await deviceOfToken(runtime.database.read, token)
    if (device) return { ok: true, value: { clientId: `device:${device.deviceId}`, actor: null, device } }
    const revoked = await revokedCalling(runtime, token)
    const refused = refusal(revoked ? 'DEVICE_REVOKED' : 'DEVICE_KEY_LOST')
    await knock(hub, request, refused, revoked)
    return refused
  }
  const sessionToken = request.headers['x-zhanggui'] === '1' ? request.cookies[sessionCookie] : undefined
  const unattended = request.headers['x-zhanggui-unattended'] === '1'
  const session = sessionToken ? await sessionOf(runtime, sessionToken, { unattended }) : null
  const setSession = (fresh: string | null): void => keepCookie(request, reply, fresh)
  const from = { address: request.ip, agent: agentOf(request.headers['user-agent']) }
  return { ok: true, value: { actor: null, ...session, clientId, device: null, setSession, from } }
}

/** A PC HQ took its right from calls on: somebody has it still. Whoever shows no token we ever gave is not worth a row. */
const revokedCalling = async (runtime: HubRuntime, token: string): Promise<Caller['device']> => {
  const device = await revokedDeviceOf(runtime.database.read, token)
  if (device) await raiseAlarmNow(runtime, { kind: 'revokedDeviceCalls', ...device })
  return device ?? null
}

const keepCookie = (request: FastifyRequest, reply: FastifyReply, token: string | null): void => {
  const options = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure: request.protocol === 'https' }
  if (token === null) reply.clearCookie(sessionCookie, options)
  else reply.setCookie(sessionCookie, token, { ...options, maxAge: sessionMaxMs / 1000 })
}

type Refused = Extract<Answer<never>, { ok: false }>

const refusal = (code: ErrorCode, params: Record<string, string | number> = {}): Refused => ({
  ok: false,
  error: { code, params },
})

/** Refused before anybody knew who asks: one line a minute, by address. */
const knock = (
  hub: Hub,
  { ip, url }: FastifyRequest,
  { error: { code, params } }: Refused,
  device: Caller['device'] = null,
): Promise<void> =>
  hub.door.refused({ clientId: `http:${addressGroup(ip)}`, code, params, device, asked: url.split('?')[0] ?? '' })

const answer = (reply: FastifyReply, answered: Answer<unknown>): FastifyReply =>
  reply
    .status(answered.ok ? 200 : httpStatusOf(answered.error.code))
    .header('cache-control', 'no-store')
    .send(answered)

/** What goes wrong before the gateway: a body that is no JSON or too large, too many tries. */
const transportRefusal = (runtime: HubRuntime, error: unknown): Refused => {
  const status = (error as { statusCode?: number }).statusCode ?? 500
  const message = error instanceof Error ? error.message : String(error)
  if (status === 429) return refusal('TOO_MANY_REQUESTS')
  if (status === 413) return refusal('BODY_TOO_LARGE')
  if (status < 500) return refusal('INVALID_INPUT', { problem: message.slice(0, 200) })
  runtime.log({ event: 'http error', message, stack: error instanceof Error ? error.stack : undefined })
  return refusal('INTERNAL')
}
