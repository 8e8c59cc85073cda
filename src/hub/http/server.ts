/**
 * Hangs the hub's operations on HTTP: one Fastify route each, made from the declarations, so limits and logs carry their
 * names. Serves the console and the API's own description. It decides nothing; the gateway does.
 */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Answer } from '../../contract/client'
import { type ErrorCode, httpStatusOf } from '../../contract/errors'
import type { OperationDeclaration } from '../../contract/operation'
import { type OperationName, operations } from '../../contract/operations'
import { eventCharsMax } from '../../contract/schemas/sync'
import type { Caller, Gateway } from '../../gateway/gateway'
import { raiseAlarmNow } from '../alarms'
import type { HubRuntime } from '../runtime'
import { deviceOfToken, revokedDeviceOf, sessionMaxMs, sessionOf } from '../sessions'
import { agentOf } from './agent'
import { describeApi } from './openApi'

const sessionCookie = 'zhanggui_session'
const bodyBytesMax = 4 * 1024 * 1024
/** an event of a very long document, and Chinese words take three bytes */
const pushBytesMax = 3 * eventCharsMax + bodyBytesMax
/** whatever takes a password, PIN or code is what a guesser would hammer */
const guardedPerMinute = 30
export const guarded: ReadonlySet<OperationName> = new Set([
  'signIn.withPassword',
  'signIn.stepUp',
  'signIn.checkPin',
  'account.changePassword',
  'account.confirmTotp',
  'account.endTotp',
  'sync.enrol',
  'sync.recover',
])

export const createServer = async (
  runtime: HubRuntime,
  gateway: Gateway,
  consoleFolder: string,
): Promise<FastifyInstance> => {
  const server = Fastify({ bodyLimit: bodyBytesMax, logger: false, genReqId: () => randomUUID() })
  // before the routes: one registered earlier would keep Fastify's own words for a full body or too many tries
  server.setErrorHandler((error, _request, reply) => answer(reply, transportRefusal(runtime, error)))
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: consoleCsp },
    frameguard: { action: 'deny' },
    hsts: false,
  })
  await server.register(cookie)
  await server.register(rateLimit, { global: false })
  // a form of another site may post plain text, JSON it may not without asking first
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', async (request, reply) => {
    if (isForeign(request)) return answer(reply, refusal('FOREIGN_ORIGIN'))
  })
  for (const [name, declaration] of Object.entries(operations) as [OperationName, OperationDeclaration][]) {
    if (declaration.runsOn !== 'store') route(server, runtime, gateway, name)
  }
  server.get('/api/openapi.json', () => describeApi())
  server.get('/health', () => ({ ok: true }))
  await server.register(fastifyStatic, { root: consoleFolder, prefix: '/console/', decorateReply: false })
  server.get('/', (_request, reply) => reply.redirect('/console/'))
  server.setNotFoundHandler((request, reply) =>
    answer(reply, refusal('UNKNOWN_OPERATION', { operation: request.url.slice(0, 80) })),
  )
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

const route = (server: FastifyInstance, runtime: HubRuntime, gateway: Gateway, name: OperationName): void => {
  server.post(`/api/${name.replace('.', '/')}`, {
    ...(name === 'sync.push' ? { bodyLimit: pushBytesMax } : {}),
    config: guarded.has(name) ? { rateLimit: { max: guardedPerMinute, timeWindow: 60_000 } } : {},
    handler: async (request, reply) => {
      const caller = await callerOf(runtime, request, reply)
      const answered = caller.ok
        ? await gateway.invoke(caller.value, name, request.body === undefined ? {} : request.body, requestIdOf(request))
        : caller
      return answer(reply, answered as Answer<unknown>)
    },
  })
}

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
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ ok: true; value: Caller } | Answer<never>> => {
  const clientId = `http:${request.ip}`
  const token = /^Device (\S{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
  if (token) {
    const device = await deviceOfToken(runtime.database.read, token)
    if (device) return { ok: true, value: { clientId: `device:${device.deviceId}`, actor: null, device } }
    return refusal((await isRevokedCalling(runtime, token)) ? 'DEVICE_REVOKED' : 'DEVICE_KEY_LOST')
  }
  const sessionToken = request.headers['x-zhanggui'] === '1' ? request.cookies[sessionCookie] : undefined
  const session = sessionToken ? await sessionOf(runtime, sessionToken) : null
  const setSession = (fresh: string | null): void => keepCookie(request, reply, fresh)
  const from = { address: request.ip, agent: agentOf(request.headers['user-agent']) }
  return { ok: true, value: { actor: null, ...session, clientId, device: null, setSession, from } }
}

/** A PC HQ took its right from calls on: somebody has it still. Whoever shows no token we ever gave is not worth a row. */
const isRevokedCalling = async (runtime: HubRuntime, token: string): Promise<boolean> => {
  const device = await revokedDeviceOf(runtime.database.read, token)
  if (device) await raiseAlarmNow(runtime, { kind: 'revokedDeviceCalls', ...device })
  return device !== undefined
}

const keepCookie = (request: FastifyRequest, reply: FastifyReply, token: string | null): void => {
  const options = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure: request.protocol === 'https' }
  if (token === null) reply.clearCookie(sessionCookie, options)
  else reply.setCookie(sessionCookie, token, { ...options, maxAge: sessionMaxMs / 1000 })
}

const refusal = (code: ErrorCode, params: Record<string, string> = {}): Answer<never> => ({
  ok: false,
  error: { code, params },
})

const answer = (reply: FastifyReply, answered: Answer<unknown>): FastifyReply =>
  reply
    .status(answered.ok ? 200 : httpStatusOf(answered.error.code))
    .header('cache-control', 'no-store')
    .send(answered)

/** What goes wrong before the gateway: a body that is no JSON or too large, too many tries. */
const transportRefusal = (runtime: HubRuntime, error: unknown): Answer<never> => {
  const status = (error as { statusCode?: number }).statusCode ?? 500
  const message = error instanceof Error ? error.message : String(error)
  if (status === 429) return refusal('TOO_MANY_REQUESTS')
  if (status < 500) return refusal('INVALID_INPUT', { problem: message.slice(0, 200) })
  runtime.log({ event: 'http error', message, stack: error instanceof Error ? error.stack : undefined })
  return refusal('INTERNAL')
}
