/**
 * A Chinese input method as shops have one: fcitx5 with 五笔拼音, switched on in every field from the start, on a session bus of
 * its own. The app meets it through GTK's module, as an installed app does; keys go through it before the page sees them.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { endPid, endWithUs } from './processes'
import { until } from './waiting'

const run = promisify(execFile)

const profile = `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=wbpy

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=wbpy
Layout=

[GroupOrder]
0=Default
`
const settings = `[Behavior]
ActiveByDefault=True
`

export class InputMethod {
  private constructor(
    private readonly folder: string,
    private readonly processes: readonly ChildProcess[],
    /** for the app that is to be typed into */
    readonly env: Record<string, string>,
  ) {}

  static async switchOn(): Promise<InputMethod> {
    const folder = mkdtempSync(join(tmpdir(), 'zhanggui-ime-'))
    const config = join(folder, 'fcitx5')
    mkdirSync(config)
    writeFileSync(join(config, 'profile'), profile)
    writeFileSync(join(config, 'config'), settings)
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    endWithUs(bus.pid)
    let address = ''
    bus.stdout.on('data', (chunk: Buffer) => {
      address += chunk.toString()
    })
    await until('the session bus', () => address.includes('\n'))
    const env = {
      ...{ DBUS_SESSION_BUS_ADDRESS: address.trim(), XDG_CONFIG_HOME: folder },
      ...{ GTK_IM_MODULE: 'fcitx', XMODIFIERS: '@im=fcitx' },
    }
    const ime = spawn('fcitx5', ['--disable=wayland'], { stdio: 'ignore', env: { ...process.env, ...env } })
    endWithUs(ime.pid)
    const on = new InputMethod(folder, [ime, bus], env)
    await until('the input method', () => on.isUp())
    return on
  }

  /** Asked of the bus: whoever asks the input method itself makes the bus start another one. */
  private async isUp(): Promise<boolean> {
    const question = [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus.NameHasOwner',
    ]
    const env = { ...process.env, ...this.env }
    const { stdout } = await run('dbus-send', [...question, 'string:org.fcitx.Fcitx5'], { env, timeout: 5_000 })
    return stdout.includes('boolean true')
  }

  async switchOff(): Promise<void> {
    for (const { pid } of this.processes) if (pid !== undefined) await endPid(pid)
    rmSync(this.folder, { recursive: true, force: true })
  }
}
