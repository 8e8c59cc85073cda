/** Stands between a store and the hub and does what bad networks do, by operation. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Fault =
  | 'none'
  /** a captive portal's page instead of the hub */
  | 'html'
  /** accepts and never answers */
  | 'hang'
  /** the connection is reset before the hub hears anything */
  | 'reset'
  /** the hub did the work, its answer is lost */
  | 'lostAnswer'
  /** the connection is reset in the middle of the answer */
  | 'cutAnswer'
  | 'error500'
  /** JSON, but nobody's envelope */
  | 'otherJson'
  /** JSON null */
  | 'nullJson'
  /** the envelope with a code nobody declared */
  | 'strangeCode'
  /** a hub that speaks another version of the protocol */
  | 'otherVersion'
  /** a hub of before, which does not know our words yet */
  | 'olderHub'
  /** the hub hears it twice, the first answer goes back */
  | 'twice'

export interface FaultyProxy {
  url: string
  /** what happens next; a function may choose by operation */
  fault: Fault | ((operation: string) => Fault)
  /** a box in front of the hub that takes no more than this in one call, and says so in words of its own */
  bodyBytesMax: number | null
  /** operations in the order they came */
  seen: string[]
  close(): Promise<void>
}

export const startFaultyProxy = async (target: () => string): Promise<FaultyProxy> => {
  const proxy = { fault: 'none', bodyBytesMax: null, seen: [] as string[] } as unknown as FaultyProxy
  const server = createServer((request, response) => {
    void serve(proxy, target(), request, response).catch(() => response.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((done) => server.close(() => done()))
    },
  })
}

const serve = async (
  proxy: FaultyProxy,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const operation = (request.url ?? '').replace('/api/', '').replace('/', '.')
  proxy.seen.push(operation)
  const fault = typeof proxy.fault === 'function' ? proxy.fault(operation) : proxy.fault
  const body = await bodyOf(request)
  if (proxy.bodyBytesMax !== null && body.length > proxy.bodyBytesMax)
    return void response.writeHead(413).end('<html>413 Request Entity Too Large</html>')
  const forward = (): Promise<Response> =>
    fetch(`${target}${request.url}`, { method: 'POST', headers: passedOn(request), body: Buffer.from(body) })
  switch (fault) {
    case 'html':
      return void response.setHeader('content-type', 'text/html').end('<html><body>请登录 Wi-Fi</body></html>')
    case 'hang':
      return
    case 'reset':
      return void request.socket.resetAndDestroy()
    case 'lostAnswer':
      await forward()
      return void request.socket.resetAndDestroy()
    case 'error500':
      return void response.writeHead(500).end('Internal Server Error')
    case 'otherJson':
      return void response.setHeader('content-type', 'application/json').end('{"status":"ok","ok":"yes"}')
    case 'nullJson':
      return void response.setHeader('content-type', 'application/json').end('null')
    case 'strangeCode':
      return void response.writeHead(409).end('{"ok":false,"error":{"code":"NOBODY_KNOWS","params":{}}}')
    case 'otherVersion':
      return void response
        .writeHead(426)
        .end('{"ok":false,"error":{"code":"SYNC_VERSION","params":{"hub":2,"store":1}}}')
    case 'olderHub':
      return void response
        .writeHead(426)
        .end('{"ok":false,"error":{"code":"SYNC_VERSION","params":{"hub":0,"store":1}}}')
    case 'cutAnswer':
      return cutShort(await forward(), request, response)
    case 'twice':
      return passBack((await Promise.all([forward(), forward()]))[0] as Response, response)
    default:
      return passBack(await forward(), response)
  }
}

const bodyOf = async (request: IncomingMessage): Promise<Uint8Array> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const passedOn = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'x-request-id', 'authorization', 'x-zhanggui', 'cookie'].flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

const passBack = async (answer: Response, response: ServerResponse): Promise<void> => {
  const text = await answer.text()
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
}

const cutShort = async (answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const text = await answer.text()
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.write(text.slice(0, Math.floor(text.length / 2)), () =>
    setTimeout(() => request.socket.resetAndDestroy(), 20),
  )
}
