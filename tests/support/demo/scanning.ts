/** Scans goods into the document on the screen and knows of each, by its scanId, when it was painted. */
import type { Page } from '@playwright/test'
import { typeText } from '../devices/person'
import type { PtyPair } from '../devices/ptyPair'
import type { Heard } from '../devices/recording'
import type { StoreApp } from '../devices/storeApp'
import { pause, until } from '../devices/waiting'
import type { PlannedScan } from './goods'

export interface Shown {
  code: string
  /** from the write on the serial line to the painted row, on one clock */
  ms: number
}

/** The same code again within this time is a bounce of the scanner. */
const bounceMs = 200

export class Gun {
  private lastCode = ''
  private lastAt = 0

  constructor(
    private readonly app: StoreApp,
    readonly line: PtyPair,
  ) {}

  /** One after the other, each painted before the next, with its count typed first. */
  async scanInTurn(scans: readonly Pick<PlannedScan, 'code' | 'times'>[]): Promise<Shown[]> {
    const shown: Shown[] = []
    for (const { code, times } of scans) {
      if (times > 1) await typeTimes(this.app.page, times)
      shown.push(...(await this.scanAll([code], 0)))
    }
    return shown
  }

  /** Sent at a fixed pace, whatever the app does meanwhile. */
  async scanAll(codes: readonly string[], everyMs: number): Promise<Shown[]> {
    await this.settleBounce(codes[0])
    const before = paintedOf(await this.app.recording.all()).length
    const sentAt: number[] = []
    const startedAt = performance.now()
    for (const [index, code] of codes.entries()) {
      await pause(Math.max(0, startedAt + index * everyMs - performance.now()))
      sentAt.push(await this.line.scan(code))
    }
    this.lastCode = codes.at(-1) ?? ''
    this.lastAt = performance.now()
    const painted = await until(
      `${codes.length} painted scans`,
      async () => {
        const all = paintedOf(await this.app.recording.all()).slice(before)
        return all.length >= codes.length ? all : null
      },
      { everyMs: 15, withinMs: 10_000 },
    )
    return painted.map(({ code, at }, index) => {
      if (code !== codes[index]) throw new Error(`scan ${index}: ${codes[index]} was sent, ${code} was painted`)
      return { code, ms: at - (sentAt[index] as number) }
    })
  }

  private async settleBounce(code: string | undefined): Promise<void> {
    if (code === this.lastCode) await pause(Math.max(0, this.lastAt + bounceMs + 50 - performance.now()))
  }
}

/** `12*` in the scan bar. The star makes it a count at once, so no key can be taken for a scanner's. */
const typeTimes = async (page: Page, times: number): Promise<void> => {
  await typeText(page, `${times}*`)
}

/** Painted rows in order, each with the code that the scanner's scan of the same id held. */
export const paintedOf = (heard: readonly Heard[]): { code: string; at: number }[] => {
  const codes = new Map<string, string>()
  const painted: { code: string; at: number }[] = []
  for (const one of heard) {
    if (one.kind === 'scan') codes.set(one.scan.scanId, one.scan.raw)
    if (one.kind === 'painted') painted.push({ code: codes.get(one.scanId) ?? '(not from a scanner)', at: one.at })
  }
  return painted
}
