/** What the demo leaves behind: steps with their times, screens, every scan with its latency, and day.json at the end. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Step {
  name: string
  ok: boolean
  ms: number
  error?: string
}

export interface DayDocument {
  number: string
  type: string
  lines: number
  state: string
  secured: boolean
}

export interface ShopOnHand {
  storeCode: string
  store: number
  hub: number
  equal: boolean
}

export interface Day {
  ok: boolean
  steps: Step[]
  scans: { sent: number; shown: number; lost: number; p50Ms: number | null; p95Ms: number | null }
  documents: DayDocument[]
  /** all shops together, and each of them */
  onHand: { store: number; hub: number; equal: boolean; shops?: ShopOnHand[] }
  verify: { ok: boolean; checked: Record<string, unknown> }
}

export class Diary {
  readonly steps: Step[] = []
  readonly latencies: number[] = []
  scansSent = 0
  scansShown = 0
  documents: DayDocument[] = []
  onHand: Day['onHand'] = { store: 0, hub: 0, equal: false }
  verify: Day['verify'] = { ok: false, checked: {} }
  private screens = 0

  constructor(readonly folder: string) {
    for (const name of ['screens', 'labels']) mkdirSync(join(folder, name), { recursive: true })
  }

  /** Does one step, says how it went, and fails with it. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now()
    try {
      const value = await work()
      this.tell({ name, ok: true, ms: Math.round(performance.now() - startedAt) })
      return value
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      this.tell({ name, ok: false, ms: Math.round(performance.now() - startedAt), error: text })
      throw error
    }
  }

  screenFile(name: string): string {
    this.screens += 1
    return join(this.folder, 'screens', `${String(this.screens).padStart(2, '0')}-${name}.png`)
  }

  labelFile(number: number, ending: string): string {
    return join(this.folder, 'labels', `${String(number).padStart(3, '0')}.${ending}`)
  }

  save(failed: boolean): Day {
    const sent = this.scansSent
    const scans = {
      sent,
      shown: this.scansShown,
      lost: sent - this.scansShown,
      p50Ms: percentile(this.latencies, 0.5),
      p95Ms: percentile(this.latencies, 0.95),
    }
    const { steps, documents, onHand, verify } = this
    const ok = !failed && steps.every((step) => step.ok) && scans.lost === 0 && onHand.equal && verify.ok
    const day: Day = { ok, steps, scans, documents, onHand, verify }
    writeFileSync(join(this.folder, 'day.json'), `${JSON.stringify(day, null, 2)}\n`)
    return day
  }

  private tell(step: Step): void {
    this.steps.push(step)
    const seconds = (step.ms / 1000).toFixed(1).padStart(5)
    process.stdout.write(
      `${step.ok ? 'ok    ' : 'FAILED'} ${seconds} s  ${step.name}${step.error ? `: ${step.error}` : ''}\n`,
    )
  }
}

/** Nearest rank; null when nothing was measured. */
export const percentile = (values: readonly number[], part: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}
