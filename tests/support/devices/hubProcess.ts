/** A real hub process on a loopback port, which can be stopped, killed and brought back; and three things that are no hub. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { endChild, endPid, endWithUs, freePort } from './processes'
import { within } from './waiting'

export const repoRoot = resolve(__dirname, '../../..')
const readyMsMax = 40_000

export interface Login {
  id: string
  name: string
  role: string
  pin: string | null
  password: string
}

interface ReadyLine {
  url: string
  consoleUrl: string
  logins: Login[]
  enrolmentCode: string
}

export class HubProcess {
  private child: ChildProcess | null = null
  private ready: ReadyLine | null = null
  /** its words on stderr, for a failure's message */
  readonly log: string[] = []

  private constructor(
    readonly dataDir: string,
    readonly port: number,
  ) {}

  static async start(dataDir: string): Promise<HubProcess> {
    const hub = new HubProcess(dataDir, await freePort())
    await hub.start()
    return hub
  }

  get url(): string {
    return this.readyLine.url
  }

  get consoleUrl(): string {
    return this.readyLine.consoleUrl
  }

  /** a fresh one with every start; it enrols one PC of the demo store */
  get enrolmentCode(): string {
    return this.readyLine.enrolmentCode
  }

  get databaseFile(): string {
    return join(this.dataDir, 'hub.db')
  }

  /** A code for a PC of any store, made by the administrator as the console does. */
  async enrolmentCodeFor(storeCode: string): Promise<string> {
    const { id, password } = this.login('hq.admin')
    const signedIn = await this.post('signIn/withPassword', { userId: id, password })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const answer = await this.post('enrolment/createCode', { storeCode }, cookie)
    const { ok, value } = (await answer.json()) as { ok: boolean; value?: { code: string } }
    if (!ok || !value) throw new Error(`no enrolment code for ${storeCode}`)
    return value.code
  }

  private post(path: string, input: object, cookie = ''): Promise<Response> {
    return fetch(`${this.url}/api/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-zhanggui': '1',
        'x-request-id': crypto.randomUUID(),
        ...(cookie === '' ? {} : { cookie }),
      },
      body: JSON.stringify(input),
    })
  }

  login(id: string): Login {
    const login = this.readyLine.logins.find((candidate) => candidate.id === id)
    if (!login) throw new Error(`the hub named no user ${id}`)
    return login
  }

  /** On the same port and data as before. */
  async start(): Promise<void> {
    const args = [join(repoRoot, 'out/main/hub.js'), '--data', this.dataDir, '--port', String(this.port), '--demo']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    endWithUs(child.pid)
    createInterface({ input: child.stderr }).on('line', (line) => void this.log.push(line))
    this.ready = await within('the hub', readyMsMax, readyLineOf(child, this.log))
  }

  async stop(): Promise<void> {
    if (this.child) await endChild(this.child)
    this.child = null
  }

  /** SIGKILL: no chance to say goodbye. */
  async kill(): Promise<void> {
    const pid = this.child?.pid
    this.child?.kill('SIGKILL')
    if (pid !== undefined) await endPid(pid)
    this.child = null
  }

  private get readyLine(): ReadyLine {
    if (!this.ready) throw new Error('the hub is not ready')
    return this.ready
  }
}

const readyLineOf = (child: ChildProcess, log: readonly string[]): Promise<ReadyLine> =>
  new Promise((done, fail) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    lines.on('line', (line) => {
      const message = JSON.parse(line) as ReadyLine & { ready: boolean }
      if (message.ready) done(message)
      else fail(new Error(`the hub refused to start: ${line}`))
    })
    child.once('error', fail)
    child.once('exit', (code) => fail(new Error(`the hub ended with ${code}: ${log.slice(-3).join(' ')}`)))
  })

/** html: somebody else's web page. hangs: takes the call and never answers. */
export type FakeHubKind = 'html' | 'hangs'

export const startFakeHub = async (kind: FakeHubKind, port: number): Promise<{ stop(): Promise<void> }> => {
  const server: Server = createServer((_request, response) => {
    if (kind === 'hangs') return
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Welcome</title><p>Please sign in to the guest network.')
  })
  await new Promise<void>((listening, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', listening)
  })
  return {
    stop: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
