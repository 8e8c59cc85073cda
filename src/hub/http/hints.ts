/**
 * Tells store PCs that HQ has published something for them, so that they ask at once and not at the next beat. A hint holds
 * no data, and nothing depends on it: lost, late or never given, the PC's own beat brings the same. It looks at the stream
 * heads itself, so that it does not matter which process of the hub published.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { hintsPath } from '../../contract/protocol'
import type { HubRuntime } from '../runtime'

const lookEveryMs = 500
/** longer than this without a word, and a PC takes the line for dead */
const aliveEveryMs = 25_000
/** beyond it a PC has its beat */
const listenersMax = 20_000

interface Listener {
  storeCode: string
  reply: FastifyReply
}

type DeviceOf = (token: string) => Promise<{ storeCode: string } | null>

export const registerHints = (server: FastifyInstance, runtime: HubRuntime, deviceOf: DeviceOf): void => {
  const listeners = new Set<Listener>()
  let heads: Map<string, number> | null = null
  let looking = false

  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      const before = heads
      heads = listeners.size > 0 ? await readHeads(runtime) : null
      if (before && heads) tell(await scopesSince(runtime, before, heads))
    } finally {
      looking = false
    }
  }

  const tell = (scopes: ReadonlySet<string>): void => {
    for (const { storeCode, reply } of listeners) {
      if (scopes.has(storeCode)) reply.raw.write('own\n')
      else if (scopes.has('')) reply.raw.write('all\n')
    }
  }

  const timers = [
    setInterval(
      () => void look().catch((error) => runtime.log({ event: 'no hints', error: String(error) })),
      lookEveryMs,
    ),
    setInterval(() => {
      for (const { reply } of listeners) reply.raw.write('\n')
    }, aliveEveryMs),
  ]
  for (const timer of timers) timer.unref()
  server.addHook('preClose', async () => {
    for (const timer of timers) clearInterval(timer)
    for (const { reply } of listeners) reply.raw.end()
  })

  server.get(hintsPath, async (request, reply) => {
    const token = /^Device (\S{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
    const device = token ? await deviceOf(token) : null
    if (!device) return reply.status(401).send()
    if (listeners.size >= listenersMax) return reply.status(503).send()
    reply.hijack()
    const listener = { storeCode: device.storeCode, reply }
    listeners.add(listener)
    reply.raw.once('close', () => listeners.delete(listener))
    reply.raw.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    reply.raw.write('\n')
    heads ??= await readHeads(runtime)
    return reply
  })
}

const readHeads = async ({ database }: HubRuntime): Promise<Map<string, number>> => {
  const rows = await database.read.all<{ stream: string; position: number }>('SELECT stream, position FROM streamHead')
  return new Map(rows.map(({ stream, position }) => [stream, position]))
}

/** Whose items came: '' is everybody's. */
const scopesSince = async (
  { database }: HubRuntime,
  before: ReadonlyMap<string, number>,
  heads: ReadonlyMap<string, number>,
): Promise<Set<string>> => {
  const scopes = new Set<string>()
  for (const [stream, position] of heads) {
    const from = before.get(stream) ?? 0
    if (position <= from) continue
    const rows = await database.read.all<{ scope: string }>(
      'SELECT DISTINCT scope FROM streamItem WHERE stream = ? AND position > ? AND position <= ?',
      [stream, from, position],
    )
    for (const { scope } of rows) scopes.add(scope)
  }
  return scopes
}
