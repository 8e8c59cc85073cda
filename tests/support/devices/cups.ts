/**
 * A print server of its own: a real cupsd with its own folders, socket and queues, so that no queue of this PC is touched
 * and none has to be there. Programs find it by `env`; root is needed, as cupsd keeps its folders to itself.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { endPid, endWithUs } from './processes'
import { until } from './waiting'

const run = promisify(execFile)

/** cups lies in places root alone has in its path. */
const withAdminPath = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  PATH: `/usr/sbin:/sbin:${env.PATH ?? ''}`,
})

export class CupsServer {
  private server: ChildProcess | null = null

  private constructor(private readonly folder: string) {}

  /** Not in the usual folder for temporary files: a socket's path is short, and cupsd's filters run as another user. */
  static async start(): Promise<CupsServer> {
    const folder = mkdtempSync('/tmp/zg-cups-')
    chmodSync(folder, 0o755)
    const server = new CupsServer(folder)
    server.writeSettings()
    await server.switchOn()
    return server
  }

  /** with which lp, lpstat and the like speak to this server and to no other */
  get env(): NodeJS.ProcessEnv {
    return withAdminPath({ ...process.env, CUPS_SERVER: this.socket, LC_ALL: 'C' })
  }

  get errorLog(): string {
    return readFileSync(join(this.folder, 'log', 'error_log'), 'utf8')
  }

  private get socket(): string {
    return join(this.folder, 'cups.sock')
  }

  async switchOn(): Promise<void> {
    const args = ['-f', '-c', join(this.folder, 'cupsd.conf'), '-s', join(this.folder, 'cups-files.conf')]
    this.server = spawn('cupsd', args, { stdio: 'ignore', env: withAdminPath(process.env) })
    endWithUs(this.server.pid)
    await until('the print server', () => existsSync(this.socket), { everyMs: 20 })
    await until('its first answer', () => this.admin('lpstat', ['-r']).then((out) => out.includes('is running')), {
      everyMs: 50,
    })
  }

  /** The server itself is gone, its queues and what waits in them are kept. */
  async switchOff(): Promise<void> {
    const pid = this.server?.pid
    this.server?.kill('SIGTERM')
    if (pid !== undefined) await endPid(pid)
    this.server = null
    rmSync(this.socket, { force: true })
  }

  /** A queue that passes on to a printer at this port of this PC, as it is. */
  async addQueue(queue: string, port: number): Promise<void> {
    await this.admin('lpadmin', ['-p', queue, '-E', '-v', `socket://127.0.0.1:${port}`, '-m', 'raw'])
  }

  async removeQueue(queue: string): Promise<void> {
    await this.admin('lpadmin', ['-x', queue])
  }

  async disable(queue: string): Promise<void> {
    await this.admin('cupsdisable', [queue])
  }

  async enable(queue: string): Promise<void> {
    await this.admin('cupsenable', [queue])
  }

  async reject(queue: string): Promise<void> {
    await this.admin('cupsreject', [queue])
  }

  /** jobs that wait in a queue or are being sent */
  async waiting(queue: string): Promise<string[]> {
    const out = await this.admin('lpstat', ['-o', queue])
    return out.split('\n').flatMap((line) => line.match(/^\S+/)?.[0] ?? [])
  }

  async stop(): Promise<void> {
    await this.switchOff()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async admin(tool: string, args: readonly string[]): Promise<string> {
    const { stdout } = await run(tool, [...args], { env: this.env, timeout: 20_000 })
    return stdout
  }

  private writeSettings(): void {
    for (const name of ['root', 'spool', 'cache', 'state', 'log', 'tmp']) mkdirSync(join(this.folder, name))
    const at = (name: string): string => join(this.folder, name)
    writeFileSync(
      at('cups-files.conf'),
      [
        `ServerRoot ${at('root')}`,
        `RequestRoot ${at('spool')}`,
        `CacheDir ${at('cache')}`,
        `StateDir ${at('state')}`,
        `TempDir ${at('tmp')}`,
        `AccessLog ${at('log')}/access_log`,
        `ErrorLog ${at('log')}/error_log`,
        `PageLog ${at('log')}/page_log`,
        'SystemGroup root',
        'FileDevice Yes',
        'Sandboxing relaxed',
      ].join('\n'),
    )
    writeFileSync(
      at('cupsd.conf'),
      [
        `Listen ${this.socket}`,
        'LogLevel info',
        'Browsing Off',
        'WebInterface No',
        'DefaultAuthType None',
        'PreserveJobHistory Yes',
        'PreserveJobFiles No',
        'ErrorPolicy retry-job',
        // a printer that came back is tried again soon
        'JobRetryInterval 1',
        '<Location />',
        '  Order allow,deny',
        '  Allow all',
        '</Location>',
        '<Location /admin>',
        '  Order allow,deny',
        '  Allow all',
        '</Location>',
        '<Policy default>',
        '  <Limit All>',
        '    Order allow,deny',
        '    Allow all',
        '  </Limit>',
        '</Policy>',
      ].join('\n'),
    )
  }
}
