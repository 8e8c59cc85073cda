/**
 * The wire to HQ: own sockets, which whoever watches may tear down. A call ends when the line is silent, never because it is
 * long: on a slow line an answer may take minutes as long as it comes. It knows bytes and no operation.
 */
import * as http from 'node:http'
import * as https from 'node:https'

export interface WireRequest {
  url: string
  headers: Record<string, string>
  body: string
}

export type WireAnswer =
  | { ok: true; status: number; headers: http.IncomingHttpHeaders; text: string }
  | { ok: false; code: 'HUB_OFFLINE' | 'HUB_TIMEOUT' | 'HUB_TOO_LONG'; detail: string }

export interface HubLine {
  post(request: WireRequest): Promise<WireAnswer>
  /** a stream that stays open; `heard` for each line of it. Answers a way to end it */
  listen(request: Omit<WireRequest, 'body'>, heard: (line: string) => void, ended: () => void): () => void
  /** every socket is destroyed, whoever waits is told at once; the next call begins anew */
  tearDown(): void
  /** bytes that came in for calls still at work */
  heardInCall(): number
}

export const answerBytesMax = 64 * 1024 * 1024
/** what the system has taken of a body nobody sees leave: it gets the time the slowest line worth waiting for needs */
const slowestBytesASecond = 16 * 1024
/** an answer that drips slower than this in one span of silence is as good as none */
const heardBytesMin = 512
const pieceChars = 16 * 1024

interface Agents {
  'http:': http.Agent
  'https:': https.Agent
}

const newAgents = (): Agents => ({
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
})

export const createHubLine = (silenceMs: number): HubLine => {
  let agents = newAgents()
  const heard = new Map<http.ClientRequest, number>()
  /** what tearing down has to end: the agents forget the sockets at work */
  const open = new Set<http.ClientRequest>()
  const ask = (request: Omit<WireRequest, 'body'>, method: 'POST' | 'GET', length: number): http.ClientRequest => {
    const url = new URL(request.url)
    const isSafe = url.protocol === 'https:'
    const asked = (isSafe ? https : http).request(url, {
      method,
      headers: { ...request.headers, ...(method === 'POST' ? { 'content-length': length } : {}) },
      agent: isSafe ? agents['https:'] : agents['http:'],
    })
    open.add(asked)
    asked.once('close', () => open.delete(asked))
    return asked
  }
  return {
    post: async (request) => {
      try {
        const body = Buffer.from(request.body)
        const asked = ask(request, 'POST', body.length)
        asked.once('close', () => heard.delete(asked))
        return await talk(asked, body, { silenceMs, came: (bytes) => heard.set(asked, bytes) })
      } catch (error) {
        return offline(error)
      }
    },
    listen: (request, said, ended) => {
      try {
        return hearLines(ask(request, 'GET', 0), said, ended)
      } catch {
        ended()
        return () => {}
      }
    },
    tearDown: () => {
      const old = agents
      agents = newAgents()
      for (const asked of open) asked.destroy(new Error('TORN_DOWN'))
      old['http:'].destroy()
      old['https:'].destroy()
    },
    heardInCall: () => [...heard.values()].reduce((sum, bytes) => sum + bytes, 0),
  }
}

const offline = (error: unknown): WireAnswer => ({
  ok: false,
  code: 'HUB_OFFLINE',
  detail: (error instanceof Error ? ((error as { code?: string }).code ?? error.message) : String(error)).slice(0, 80),
})

const talk = (
  asked: http.ClientRequest,
  body: Buffer,
  { silenceMs, came }: { silenceMs: number; came: (bytes: number) => void },
): Promise<WireAnswer> =>
  new Promise((done) => {
    const chunks: Buffer[] = []
    let heard = 0
    let timer: NodeJS.Timeout | undefined
    const end = (answer: WireAnswer): void => {
      clearTimeout(timer)
      done(answer)
      // an answer before the whole body has left: the rest would only keep a slow line busy
      if (!answer.ok || asked.writableLength > 0) asked.destroy()
    }
    const look = (heardBefore: number, leftBefore: number): void => {
      const left = asked.writableLength
      const isMoving = left > 0 ? left < leftBefore : heard - heardBefore >= heardBytesMin
      if (!isMoving) {
        end({ ok: false, code: 'HUB_TIMEOUT', detail: '' })
        return
      }
      const heardNow = heard
      timer = setTimeout(() => look(heardNow, left), silenceMs)
    }
    timer = setTimeout(() => look(0, body.length), silenceMs + (body.length / slowestBytesASecond) * 1000)
    asked.on('error', (error) => end(offline(error)))
    asked.on('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        heard += chunk.length
        came(heard)
        if (heard > answerBytesMax) return end({ ok: false, code: 'HUB_TOO_LONG', detail: 'too long' })
        chunks.push(chunk)
      })
      response.on('error', (error) => end(offline(error)))
      response.on('aborted', () => end(offline(new Error('cut off'))))
      response.on('end', () => {
        if (!response.complete) return end(offline(new Error('cut off')))
        const text = Buffer.concat(chunks).toString('utf8')
        return end({ ok: true, status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    // in pieces, so that what has left can be seen
    for (let at = 0; at < body.length; at += pieceChars) asked.write(body.subarray(at, at + pieceChars))
    asked.end()
  })

const lineCharsMax = 1000

const hearLines = (asked: http.ClientRequest, heard: (line: string) => void, ended: () => void): (() => void) => {
  let rest = ''
  let isOver = false
  const over = (): void => {
    if (isOver) return
    isOver = true
    asked.destroy()
    ended()
  }
  asked.on('error', over)
  asked.on('close', over)
  asked.on('socket', (socket) => socket.unref())
  asked.on('response', (response) => {
    if (response.statusCode !== 200) return over()
    response.setEncoding('utf8')
    response.on('error', over)
    response.on('end', over)
    response.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = (lines.pop() ?? '').slice(-lineCharsMax)
      for (const line of lines) heard(line)
    })
  })
  asked.end()
  return () => {
    isOver = true
    asked.destroy()
  }
}
