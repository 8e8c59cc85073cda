/** A real spooler with a folder, a socket and queues of its own; nothing of the system's is touched. */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './waiting'

export interface Cups {
  env: NodeJS.ProcessEnv
  /** lpadmin, cupsdisable and the like; what it wrote */
  run(program: string, ...args: string[]): string
  close(): Promise<void>
}

const files = (folder: string): string => `ServerRoot ${folder}/etc
CacheDir ${folder}/cache
StateDir ${folder}/run
RequestRoot ${folder}/spool
TempDir ${folder}/tmp
AccessLog ${folder}/log/access_log
ErrorLog ${folder}/log/error_log
PageLog ${folder}/log/page_log
User lp
Group lp
SystemGroup root
`
// it tries a printer that is off again after two seconds, so that a test need not wait half a minute
const server = (folder: string): string => `LogLevel warn
Listen ${folder}/run/cups.sock
WebInterface No
Browsing No
DefaultAuthType None
JobRetryInterval 2
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
`

/** The account the spooler's helpers run as on Debian. */
const lpAccount = 7

export const startCups = async (): Promise<Cups> => {
  const folder = mkdtempSync(join(tmpdir(), 'cups-'))
  for (const name of ['etc', 'etc/ppd', 'cache', 'run', 'spool', 'tmp', 'log']) mkdirSync(join(folder, name))
  for (const name of ['', 'cache', 'run', 'spool', 'tmp', 'log']) chownSync(join(folder, name), lpAccount, lpAccount)
  writeFileSync(join(folder, 'etc/cups-files.conf'), files(folder))
  writeFileSync(join(folder, 'etc/cupsd.conf'), server(folder))
  const arguments_ = ['-f', '-c', join(folder, 'etc/cupsd.conf'), '-s', join(folder, 'etc/cups-files.conf')]
  const child = spawn('/usr/sbin/cupsd', arguments_, { stdio: 'ignore' })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const env = { ...process.env, CUPS_SERVER: join(folder, 'run/cups.sock'), LC_ALL: 'C' }
  const run: Cups['run'] = (program, ...args) =>
    execFileSync(program, args, { env, encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] })
  await until('the spooler answers', async () => {
    try {
      return run('lpstat', '-r').includes('is running')
    } catch {
      return false
    }
  })
  return {
    env,
    run,
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
