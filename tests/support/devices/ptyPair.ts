/**
 * A serial scanner made of a pty pair: the app opens one end, we write codes into the other. Unplugging kills the pair
 * and takes its names away, as a pulled USB plug does; replugging brings both names back.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endPid, endWithUs } from './processes'
import { pause, until } from './waiting'

export interface SlowReader {
  bytes(): Buffer
  /** takes nothing more, until it goes on: out of paper, or its door is open */
  stop(): void
  goOn(): void
}

export class PtyPair {
  private socat: ChildProcess | null = null
  private gun: FileHandle | null = null
  private kept: FileHandle | null = null
  private readonly gunPath: string

  private constructor(
    private readonly folder: string,
    /** what a person types into the settings */
    readonly devicePath: string,
  ) {
    this.gunPath = join(folder, 'gun')
  }

  static async plugIn(): Promise<PtyPair> {
    const folder = mkdtempSync(join(tmpdir(), 'zg-tty-'))
    const pair = new PtyPair(folder, join(folder, 'scanner'))
    await pair.replug()
    return pair
  }

  async replug(): Promise<void> {
    const ends = [this.devicePath, this.gunPath].map((link) => `pty,raw,echo=0,link=${link}`)
    this.socat = spawn('socat', ends, { stdio: 'ignore' })
    endWithUs(this.socat.pid)
    await until('the pty pair', () => existsSync(this.devicePath) && existsSync(this.gunPath), { everyMs: 10 })
    // Without O_NOCTTY the line would become our own terminal, and its end would end us.
    this.gun = await open(this.gunPath, constants.O_RDWR | constants.O_NOCTTY)
  }

  async unplug(): Promise<void> {
    const pid = this.socat?.pid
    this.socat?.kill('SIGKILL')
    await this.gun?.close().catch(() => undefined)
    this.gun = null
    await this.kept?.close().catch(() => undefined)
    this.kept = null
    if (pid !== undefined) await endPid(pid)
    this.socat = null
    for (const link of [this.devicePath, this.gunPath]) rmSync(link, { force: true })
  }

  /** Sends a code with the ending most scanners are set to. Resolves with the time of the write. */
  async scan(code: string, ending = '\r'): Promise<number> {
    return this.send(`${code}${ending}`)
  }

  async send(data: string | Uint8Array): Promise<number> {
    if (!this.gun) throw new Error('the scanner is unplugged')
    const at = Date.now()
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    // A pty takes a page at a time; a long code goes in pieces, as over a real line.
    for (let from = 0; from < bytes.length; from += 1024) await this.gun.write(bytes.subarray(from, from + 1024))
    return at
  }

  /** The other end as a printer: takes so many bytes, then rests. */
  async readSlowly(pieceBytes: number, restMs: number): Promise<SlowReader> {
    const { gun } = this
    // A real line is there whether or not a program has it open; socat would end with the first one that closes it.
    this.kept = await open(this.devicePath, constants.O_RDWR | constants.O_NOCTTY)
    const taken: Buffer[] = []
    let isStopped = false
    const read = async (): Promise<void> => {
      const piece = Buffer.alloc(pieceBytes)
      while (this.gun === gun && gun) {
        const got = await gun.read(piece, 0, pieceBytes)
        taken.push(Buffer.from(piece.subarray(0, got.bytesRead)))
        do await pause(restMs)
        while (isStopped)
      }
    }
    read().catch(() => undefined)
    return {
      bytes: () => Buffer.concat(taken),
      stop: () => {
        isStopped = true
      },
      goOn: () => {
        isStopped = false
      },
    }
  }

  async close(): Promise<void> {
    await this.unplug()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
