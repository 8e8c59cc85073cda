/** What the backend was given by keyboard wedge, in its own order: read from its file, past everything the app says. */
import { expect } from '@playwright/test'
import sqlite3 from 'sqlite3'
import { wedgeScan } from '../support/devices/realKeys'
import { until } from '../support/devices/waiting'

/** of no goods */
export const closingCode = '6900001999997'

export class ScanLog {
  constructor(private readonly databaseFile: string) {}

  logged(after: number): Promise<{ id: number; raw: string }[]> {
    return new Promise((done, fail) => {
      const database = new sqlite3.Database(this.databaseFile, sqlite3.OPEN_READONLY)
      database.all<{ id: number; raw: string }>(
        "SELECT rowid AS id, raw FROM scan WHERE source = 'wedge' AND rowid > ? ORDER BY rowid",
        [after],
        (error, rows) => database.close(() => (error ? fail(error) : done(rows))),
      )
    })
  }

  async last(): Promise<number> {
    return (await this.logged(0)).at(-1)?.id ?? 0
  }

  async rawsAfter(after: number): Promise<string[]> {
    return (await this.logged(after)).map(({ raw }) => raw)
  }

  async hasExactly(after: number, sent: readonly string[]): Promise<void> {
    await until(`${sent.length} scans in the log`, async () => (await this.logged(after)).length >= sent.length)
    // One more, so that a doubled scan that came late is seen before the order is judged.
    await wedgeScan(closingCode)
    await until('the scan after them', async () => (await this.rawsAfter(after)).includes(closingCode))
    expect(await this.rawsAfter(after)).toEqual([...sent, closingCode])
  }
}
