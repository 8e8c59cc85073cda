/**
 * The store app in a real Electron: started through Playwright, watched through its page, ended by pid. Which Electron is
 * said by ELECTRON_OVERRIDE_DIST_PATH in our own environment, as the scripts set it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { repoRoot } from './hubProcess'
import { endPid, endWithUs, familyOf, isAlive } from './processes'
import { type Recording, record } from './recording'
import type { UnprivilegedApp } from './unprivileged'
import { pause, until, within } from './waiting'

export interface StoreAppOptions {
  dataDir: string
  enrol?: { hubUrl: string; code: string }
  env?: Record<string, string>
  /** as a user without rights, with Chromium's sandbox on */
  unprivileged?: UnprivilegedApp
}

const isRoot = process.getuid?.() === 0
const launchMsMax = 45_000
const closeMsMax = 10_000

export const storeArgs = ({ dataDir, enrol, unprivileged }: StoreAppOptions): string[] => [
  unprivileged?.repo ?? repoRoot,
  ...(isRoot && !unprivileged ? ['--no-sandbox'] : []),
  `--data-dir=${dataDir}`,
  ...(enrol ? [`--enrol-hub=${enrol.hubUrl}`, `--enrol-code=${enrol.code}`] : []),
]

export const electronBinary = (): string => {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!folder) throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set: run this through npm test or npm run demo')
  return join(folder, 'electron')
}

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  ...(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >),
  ...more,
})

export class StoreApp {
  readonly output: string[] = []

  private constructor(
    readonly dataDir: string,
    readonly electron: ElectronApplication,
    readonly page: Page,
    readonly recording: Recording,
  ) {}

  static async start(options: StoreAppOptions): Promise<StoreApp> {
    electronBinary()
    const { unprivileged } = options
    const own: Record<string, string> = unprivileged
      ? { HOME: unprivileged.home, XDG_RUNTIME_DIR: unprivileged.home, TMPDIR: unprivileged.home }
      : {}
    const electron = await _electron.launch({
      ...(unprivileged ? { executablePath: unprivileged.executablePath } : {}),
      args: storeArgs(options),
      cwd: unprivileged?.repo ?? repoRoot,
      env: environment({ ...own, ...options.env }),
      timeout: launchMsMax,
      chromiumSandbox: !isRoot || unprivileged !== undefined,
    })
    endWithUs(electron.process().pid)
    const page = await within('the first window', launchMsMax, electron.firstWindow())
    const app = new StoreApp(options.dataDir, electron, page, await record(page))
    for (const stream of [electron.process().stdout, electron.process().stderr])
      stream?.on('data', (chunk: Buffer) => void app.output.push(chunk.toString()))
    return app
  }

  get databaseFile(): string {
    return join(this.dataDir, 'store.db')
  }

  get pid(): number {
    const { pid } = this.electron.process()
    if (pid === undefined) throw new Error('the app has no process')
    return pid
  }

  /** The utility process the store's backend runs in. */
  async backendPid(): Promise<number> {
    const find = (): Promise<number | undefined> =>
      this.electron.evaluate(
        ({ app }) =>
          app
            .getAppMetrics()
            .find(({ serviceName, name }) => serviceName === 'zhanggui-store' || name === 'zhanggui-store')?.pid,
      )
    return until('the backend process', find)
  }

  /** As a crash: killed, and not asked. Returns the pid that is gone. */
  async killBackend(): Promise<number> {
    const pid = await this.backendPid()
    process.kill(pid, 'SIGKILL')
    return pid
  }

  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file })
  }

  async close(): Promise<void> {
    await closeElectron(this.electron)
  }
}

/** Politely within a time limit, then whatever is left of its family by force: zygotes may outlive their parent. */
export const closeElectron = async (electron: ElectronApplication): Promise<void> => {
  const { pid } = electron.process()
  const family = pid === undefined ? [] : familyOf(pid)
  await Promise.race([electron.close().catch(() => undefined), pause(closeMsMax)])
  for (const member of family) if (isAlive(member)) await endPid(member, 200)
}

/** The app as a plain process, for what happens before or without a window. Its output is kept. */
export const runStoreApp = (
  options: StoreAppOptions,
): { child: ChildProcess; output: string[]; exited: Promise<number | null> } => {
  const child = spawn(electronBinary(), storeArgs(options), {
    cwd: repoRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(options.env),
  })
  endWithUs(child.pid)
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void output.push(chunk.toString()))
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return { child, output, exited }
}
